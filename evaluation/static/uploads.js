// Files are sent in pieces as soon as they are chosen, and go on where a line broke (tus 1.0, /uploads).
// Comfort only: without this file the forms send them as forms do. Every word comes from the page.
(() => {
  "use strict";

  const VERSION = "1.0.0";
  const SMALLEST = 128 * 1024;
  const LARGEST = 8 * 1024 * 1024;
  const AT_ONCE = 2;
  const SILENCE = 30_000;
  const WAITS = [1, 2, 4, 8, 15, 30];
  const KEPT_DAYS = 3;
  const REFUSES_PATCH = [400, 403, 405, 501];
  const MOST_BROKEN_PATCHES = 3;
  const PREFIX = "penjurian-upload-";

  // --- what is remembered in this browser: which file stands at which address ------------------------

  const memory = {
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write(key, address) {
      try {
        localStorage.setItem(key, JSON.stringify({ address, at: Date.now() }));
      } catch {
        // A browser that keeps nothing sends the file anew after a reload.
      }
    },
    forget(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        // There was nothing to forget.
      }
    },
    tidy() {
      try {
        const old = Date.now() - KEPT_DAYS * 86_400_000;
        for (const key of Object.keys(localStorage)) {
          if (key.startsWith(PREFIX) && !(memory.read(key)?.at > old)) localStorage.removeItem(key);
        }
      } catch {
        // As above.
      }
    },
  };

  // Two numbers made of a text: enough to know a file again, without its name staying in the browser.
  const fingerprint = (text) => {
    let one = 5381;
    let two = 52711;
    for (const unit of text) {
      const code = unit.codePointAt(0);
      one = (Math.imul(one, 33) + code) >>> 0;
      two = (Math.imul(two, 31) ^ code) >>> 0;
    }
    return PREFIX + one.toString(36) + two.toString(36);
  };

  // A file's name as the server shows it: its last part, without signs that don't show or turn the text around.
  const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
  const shown = (name) => name.split(/[/\\]/).pop().replace(UNSEEN, "").trim() || "file";

  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
  const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

  // Until some time has passed, or the line is there again.
  const waitForLine = (milliseconds) => new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
  });

  // `final`: the file itself is refused, and trying again would change nothing.
  class Refusal extends Error {
    constructor(words, final = false) {
      super(words);
      this.final = final;
    }
  }
  class Trouble extends Error {}

  // --- one file -----------------------------------------------------------------------------------

  class Upload {
    constructor(box, file) {
      this.box = box;
      this.file = file;
      this.key = fingerprint([box.entry, box.section || location.pathname, file.name, file.size, file.lastModified].join("|"));
      this.address = memory.read(this.key)?.address ?? null;
      this.offset = null;
      this.piece = 2 * SMALLEST;
      this.begun = 0;
      this.spoilt = 0;
      this.posting = false;
      this.brokenPatches = 0;
      this.state = "waiting";
      this.row = box.row(this);
      this.show();
    }

    async run() {
      for (let failures = 0; ; failures += 1) {
        if (this.state === "cancelled") return;
        try {
          this.become("sending");
          const before = this.offset ?? 0;
          await this.goOn(() => { if (this.offset > before) failures = 0; });
          this.become("done");
          return;
        } catch (problem) {
          if (this.state === "cancelled") return;
          if (problem instanceof Refusal) {
            this.fail(problem.message, problem.final);
            return;
          }
          this.offset = null;
          if (!(problem instanceof Trouble)) {
            this.fail(this.box.words.unreadable, true);
            return;
          }
          this.become("paused");
          await waitForLine(1000 * WAITS[Math.min(failures, WAITS.length - 1)]);
        }
      }
    }

    async goOn(moved) {
      if (this.address === null) await this.begin();
      else if (this.offset === null) await this.ask();
      if (this.offset === null) return this.goOn(moved);
      while (this.offset !== null && this.offset < this.file.size) {
        await this.send();
        moved();
      }
      return this.offset === null ? this.goOn(moved) : undefined;
    }

    async begin() {
      this.begun += 1;
      if (this.begun > 3) throw new Refusal(this.box.words.lost);
      const told = { entry: this.box.entry, filename: this.file.name };
      if (this.box.section) told.section = this.box.section;
      const pairs = Object.entries(told).map(([key, value]) => `${key} ${base64(new TextEncoder().encode(value))}`);
      const answer = await this.request("POST", this.box.url, {
        "Upload-Length": String(this.file.size),
        "Upload-Metadata": pairs.join(","),
      });
      if (answer.status !== 201) throw new Refusal(answer.responseText);
      this.address = answer.getResponseHeader("Location");
      this.offset = 0;
      memory.write(this.key, this.address);
    }

    async ask() {
      const answer = await this.request("HEAD", this.address, {});
      if (answer.status === 404 || answer.status === 410) this.forget();
      else this.offset = Number(answer.getResponseHeader("Upload-Offset"));
      this.show();
    }

    async send() {
      const start = this.offset;
      const slice = this.file.slice(start, start + this.piece);
      const bytes = await slice.arrayBuffer();
      const headers = { "Upload-Offset": String(start), "Content-Type": "application/offset+octet-stream" };
      if (window.crypto?.subtle) {
        headers["Upload-Checksum"] = `sha256 ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))}`;
      }
      this.last = start + bytes.byteLength === this.file.size;
      const began = Date.now();
      const answer = await this.request("PATCH", this.address, headers, bytes);
      if (answer.status === 204) {
        this.offset = Number(answer.getResponseHeader("Upload-Offset"));
        this.spoilt = 0;
        this.fit(Date.now() - began);
      } else if (answer.status === 460 && this.spoilt < 5) {
        this.spoilt += 1;
      } else if (answer.status === 404 || answer.status === 410) {
        this.forget();
      } else {
        this.offset = null;
      }
      this.show();
    }

    // Pieces that take some seconds: small on a slow line, so that little is lost when it breaks.
    fit(milliseconds) {
      if (milliseconds < 1500) this.piece = Math.min(this.piece * 2, LARGEST);
      if (milliseconds > 6000) this.piece = Math.max(this.piece / 2, SMALLEST);
    }

    forget() {
      memory.forget(this.key);
      this.address = null;
      this.offset = null;
    }

    // Answers that a sender deals with by itself come back; all others throw.
    async request(method, address, headers, body) {
      const answer = await this.asked(method, address, headers, body);
      const { status } = answer;
      if (answer.getResponseHeader("Tus-Resumable") === null) {
        if (method === "PATCH" && !this.posting && REFUSES_PATCH.includes(status)) {
          this.posting = true;
          throw new Trouble();
        }
        if (status >= 500 || status === 408 || status === 429) throw new Trouble();
        throw new Refusal(this.box.words.signedOut);
      }
      if ([200, 201, 204, 404, 409, 410, 460].includes(status)) return answer;
      if (status === 423 || (status >= 500 && status !== 507)) throw new Trouble();
      throw new Refusal(answer.responseText, status === 413 || status === 422);
    }

    // Some machines on the way let only GET and POST through: they answer PATCH themselves, or cut it off.
    async asked(method, address, headers, body) {
      if (this.posting && (method === "PATCH" || method === "DELETE")) {
        return this.exchange("POST", address, { ...headers, "X-HTTP-Method-Override": method }, body);
      }
      try {
        const answer = await this.exchange(method, address, headers, body);
        if (method === "PATCH") this.brokenPatches = 0;
        return answer;
      } catch (problem) {
        if (method === "PATCH") this.brokenPatches += 1;
        this.posting = this.brokenPatches >= MOST_BROKEN_PATCHES;
        throw problem;
      }
    }

    exchange(method, address, headers, body) {
      return new Promise((resolve, reject) => {
        const wire = new XMLHttpRequest();
        this.wire = wire;
        let watch;
        const heard = () => {
          clearTimeout(watch);
          watch = setTimeout(() => wire.abort(), SILENCE);
        };
        const broke = () => {
          clearTimeout(watch);
          reject(new Trouble());
        };
        wire.open(method, address);
        wire.setRequestHeader("Tus-Resumable", VERSION);
        wire.setRequestHeader("X-CSRFToken", this.box.token);
        for (const [name, value] of Object.entries(headers)) wire.setRequestHeader(name, value);
        wire.upload.onprogress = (event) => {
          heard();
          this.show(event.loaded);
        };
        wire.upload.onload = () => {
          heard();
          if (this.last) this.become("checking");
        };
        wire.onload = () => {
          clearTimeout(watch);
          resolve(wire);
        };
        wire.onerror = broke;
        wire.onabort = broke;
        heard();
        wire.send(body);
      });
    }

    async cancel() {
      this.become("cancelled");
      this.wire?.abort();
      this.row.remove();
      this.box.changed(this);
      const address = this.address;
      this.forget();
      if (address === null) return;
      try {
        const answer = await this.asked("DELETE", address, {});
        if (REFUSES_PATCH.includes(answer.status)) {
          this.posting = true;
          await this.asked("DELETE", address, {});
        }
      } catch {
        // The server forgets it by itself after some days.
      }
    }

    fail(words, final = false) {
      this.trouble = words;
      this.final = final;
      this.become("failed");
    }

    become(state) {
      if (this.state === "cancelled" || this.state === state) return;
      this.state = state;
      this.show();
      this.box.changed(this);
    }

    show(more = 0) {
      const sent = Math.min((this.offset ?? 0) + more, this.file.size);
      if (this.offset !== null || this.state === "done") this.row.progress(sent, this.file.size);
      this.row.say(this.state, this.trouble);
    }
  }

  // --- the box on the page -------------------------------------------------------------------------

  class Box {
    constructor(element) {
      this.element = element;
      const { url, entry, token, section, most } = element.dataset;
      Object.assign(this, { url, entry, token, section, most: Number(most) });
      this.words = Object.fromEntries(
        Object.entries(element.dataset).filter(([key]) => key.startsWith("word")).map(
          ([key, words]) => [key[4].toLowerCase() + key.slice(5), words],
        ),
      );
      this.form = element.closest("form");
      this.input = this.form.querySelector("input[type=file]");
      this.list = element.querySelector("ul");
      this.template = element.querySelector("template");
      this.summary = element.querySelector("[data-summary]");
      this.hidden = this.form.querySelector("input[name=uploaded]");
      this.uploads = [];
      this.running = 0;
      this.listen();
    }

    listen() {
      this.input.addEventListener("change", () => this.take(this.input.files));
      const zone = this.element.querySelector("[data-drop]");
      zone.hidden = false;
      for (const part of this.form.querySelectorAll("[data-without-script]")) part.hidden = true;
      for (const name of ["dragenter", "dragover"]) {
        zone.addEventListener(name, (event) => {
          event.preventDefault();
          zone.classList.add("over");
        });
      }
      for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
      zone.addEventListener("drop", (event) => {
        event.preventDefault();
        this.take(event.dataTransfer.files);
      });
      this.form.addEventListener("submit", (event) => this.submitted(event));
      window.addEventListener("beforeunload", (event) => {
        if (this.busy() && !this.leaving) event.preventDefault();
      });
    }

    take(files) {
      if (files.length === 0) return;
      const chosen = this.section ? [...files] : [files[0]];
      if (!this.section) for (const upload of this.uploads) upload.cancel();
      for (const file of chosen) {
        const upload = new Upload(this, file);
        this.uploads.push(upload);
        if (file.size > this.most) upload.fail(this.words.large, true);
        else if (file.size === 0) upload.fail(this.words.empty, true);
      }
      // What was sent in pieces need not be sent with the form as well.
      this.input.value = "";
      this.input.setCustomValidity("");
      this.next();
    }

    next() {
      const waiting = this.uploads.filter((upload) => upload.state === "waiting");
      for (const upload of waiting.slice(0, AT_ONCE - this.running)) {
        this.running += 1;
        upload.become("sending");
        upload.run().finally(() => {
          this.running -= 1;
          this.next();
        });
      }
    }

    busy() {
      return this.uploads.some((upload) => ["waiting", "sending", "checking", "paused"].includes(upload.state));
    }

    // Called whenever an upload's state changed.
    changed(upload) {
      if (upload.state === "cancelled") this.uploads = this.uploads.filter((one) => one !== upload);
      const done = this.uploads.filter((one) => one.state === "done");
      if (this.hidden) this.hidden.value = done.length ? done[0].address.split("/").pop() : "";
      if (this.section) {
        if (upload.state === "done") memory.forget(upload.key);
        this.summary.textContent = this.uploads.length === 0 ? "" : this.words.summary
          .replace("{done}", String(done.length)).replace("{all}", String(this.uploads.length));
      }
      if (this.held && !this.busy()) {
        const { button, form } = this.held;
        this.held = null;
        this.summary.textContent = "";
        if (!this.uploads.some((one) => one.state === "failed")) setTimeout(() => form.requestSubmit(button), 0);
      }
    }

    // A form that is sent while its file is still on the way goes when the file is there.
    submitted(event) {
      if (this.section) {
        event.preventDefault();
        return;
      }
      if (this.busy()) {
        event.preventDefault();
        this.held = { form: this.form, button: event.submitter };
        this.summary.textContent = this.words.held;
        return;
      }
      this.leaving = true;
      for (const upload of this.uploads) memory.forget(upload.key);
    }

    row(upload) {
      const item = this.template.content.firstElementChild.cloneNode(true);
      const bar = item.querySelector("progress");
      const state = item.querySelector("[data-state]");
      const share = item.querySelector("[data-share]");
      const again = item.querySelector("[data-again]");
      const cancel = item.querySelector("[data-cancel]");
      item.querySelector("[data-name]").textContent = shown(upload.file.name);
      bar.setAttribute("aria-label", shown(upload.file.name));
      cancel.addEventListener("click", () => upload.cancel());
      again.addEventListener("click", () => {
        upload.begun = 0;
        upload.spoilt = 0;
        upload.become("waiting");
        this.next();
      });
      this.list.append(item);
      return {
        remove: () => item.remove(),
        progress: (sent, all) => {
          bar.max = all;
          bar.value = sent;
          share.textContent = `${Math.floor((100 * sent) / Math.max(all, 1))} %`;
        },
        say: (now, trouble) => {
          const words = now === "failed" ? trouble : this.words[now];
          if (state.textContent !== words) state.textContent = words;
          item.dataset.now = now;
          again.hidden = now !== "failed" || Boolean(upload.final);
          cancel.hidden = now === "done" && Boolean(this.section);
        },
      };
    }
  }

  memory.tidy();
  for (const element of document.querySelectorAll("[data-uploads]")) new Box(element);
})();
