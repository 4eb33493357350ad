// A score sheet saves itself, field by field. What is not saved yet rests in this browser and goes out when the
// line is back. Comfort only: without this file the page's buttons save the sheet. Every word comes from the page.
(() => {
  "use strict";

  const page = document.getElementById("sheet-data");
  if (page === null) return;

  const WAITS = [1, 2, 4, 8, 15, 30];
  const SILENCE = 15_000;
  const SIGN_IN_WAIT = 10;
  const PAUSE_MARK = 700;
  const PAUSE_TEXT = 1500;
  const MOST_KEYS = 8;
  const PREFIX = `penjurian-sheet:${page.dataset.account}:${page.dataset.sheet}:`;
  const form = document.getElementById("sheet-form");
  const fill = (text, holes) => text.replace(/\{(\w+)\}/g, (whole, name) => holes[name] ?? whole);
  const word = (name, holes = {}) => fill(page.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`], holes);
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

  // --- what rests in this browser ------------------------------------------------------------------

  const memory = {
    lasting: true,
    ended: false,
    read(name) {
      try {
        return JSON.parse(localStorage.getItem(PREFIX + name));
      } catch {
        return null;
      }
    },
    write(name, value) {
      if (this.ended) return;
      try {
        localStorage.setItem(PREFIX + name, JSON.stringify(value));
      } catch {
        // A browser that keeps nothing asks before the page is left.
        this.lasting = false;
      }
    },
    forget(name) {
      try {
        localStorage.removeItem(PREFIX + name);
      } catch {
        // There was nothing to forget.
      }
    },
    names() {
      try {
        return Object.keys(localStorage).filter((one) => one.startsWith(PREFIX)).map((one) => one.slice(PREFIX.length));
      } catch {
        return [];
      }
    },
  };

  // --- the line ------------------------------------------------------------------------------------

  class Trouble extends Error {}

  const line = {
    token: document.querySelector("main [name=csrf_token], [name=csrf_token]").value,

    // Answers as they are; a Trouble (offline, signedOut) passes by itself.
    async send(url, values) {
      let answer = await this.exchange(url, values);
      if (answer.status === 400) {
        await this.renew();
        answer = await this.exchange(url, values);
      }
      if (answer.type === "opaqueredirect") throw new Trouble("signedOut");
      if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new Trouble("offline");
      try {
        return await answer.json();
      } catch {
        throw new Trouble(answer.status === 403 ? "signedOut" : "offline");
      }
    },

    async exchange(url, values) {
      const body = new URLSearchParams({ ...values, csrf_token: this.token });
      return this.fetch(url, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, keepalive: body.toString().length < 50_000 });
    },

    async fetch(url, options = {}) {
      const stop = new AbortController();
      const watch = setTimeout(() => stop.abort(), SILENCE);
      try {
        return await fetch(url, { ...options, signal: stop.signal });
      } catch {
        throw new Trouble("offline");
      } finally {
        clearTimeout(watch);
      }
    },

    // A new sign-in has a new token; it counts only when the same account signed in.
    async renew() {
      const answer = await this.fetch(location.pathname, { redirect: "manual" });
      if (answer.type === "opaqueredirect") throw new Trouble("signedOut");
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const whose = fresh.getElementById("sheet-data")?.dataset.account;
      if (whose !== page.dataset.account) throw new Trouble("signedOut");
      this.token = fresh.querySelector("[name=csrf_token]").value;
      for (const input of document.querySelectorAll("[name=csrf_token]")) input.value = this.token;
    },
  };

  // --- one field -----------------------------------------------------------------------------------

  class Field {
    constructor(element) {
      this.element = element;
      this.name = element.name;
      this.stored = element.dataset.stored;
      this.revision = Number(element.dataset.revision);
      this.pending = null;
      this.due = 0;
      this.line = document.createElement("p");
      this.line.className = "save-state";
      element.closest(".field").append(this.line);
      element.addEventListener("input", () => this.typed());
      element.addEventListener("change", () => this.hurry());
      this.restore();
    }

    get value() {
      return this.element.value;
    }

    // What was typed before a reload, or while there was no line, goes on from here.
    restore() {
      const kept = memory.read(`field:${this.name}`);
      if (kept !== null && kept.value !== this.stored) {
        this.pending = kept;
        this.element.value = kept.value;
        this.say("typing");
        this.element.dispatchEvent(new Event("sheet:shown", { bubbles: true }));
      } else if (kept !== null) {
        // It came in, only its answer did not.
        memory.forget(`field:${this.name}`);
        this.say("saved", { time: page.dataset.time });
      } else if (this.value !== this.stored && this.value.replaceAll("\r\n", "\n") !== this.stored) {
        this.say("typing");
      }
    }

    typed() {
      if (this.pending === null && this.value === this.stored) return;
      this.pending = {
        value: this.value,
        over: this.pending?.over ?? this.revision,
        key: newKey(),
        sent: this.pending?.sent ?? [],
        label: this.element.labels[0]?.textContent.trim() ?? this.name,
      };
      memory.write(`field:${this.name}`, this.pending);
      this.box?.remove();
      this.blocked = false;
      this.due = Date.now() + (this.element.tagName === "TEXTAREA" ? PAUSE_TEXT : PAUSE_MARK);
      this.say("typing");
      outbox.wake(this.due - Date.now());
    }

    hurry() {
      if (this.pending === null) return;
      this.due = 0;
      outbox.wake(0);
    }

    async send() {
      const sending = this.pending;
      sending.sent = [...sending.sent, sending.key].slice(-MOST_KEYS);
      memory.write(`field:${this.name}`, sending);
      this.say("saving");
      const { value, over, key } = sending;
      const answer = await line.send(page.dataset.fieldsUrl, { field: this.name, value, over, key });
      if (answer.fields) sheet.facts(answer, this);
      if (answer.state === "kept") this.kept(sending, answer);
      else if (answer.state === "conflict") this.collided(answer.fields[this.name]);
      else if (this.pending === sending) this.refused(answer.message);
    }

    kept(sending, answer) {
      const { value, revision } = answer.fields[this.name];
      this.stored = value;
      this.revision = revision;
      if (this.pending !== sending) {
        // Typing went on meanwhile: that stands on what was just saved.
        this.pending.over = revision;
        memory.write(`field:${this.name}`, this.pending);
        return;
      }
      this.pending = null;
      // Another tab's unsent change of this field is not ours to forget.
      if (memory.read(`field:${this.name}`)?.key === sending.key) memory.forget(`field:${this.name}`);
      this.say("saved", { time: answer.time });
    }

    collided(now) {
      // An answer that was lost on the way: what stands there is what this page sent before.
      if (this.pending.sent.includes(now.key) || now.value === this.pending.value) {
        this.pending.over = now.revision;
        return;
      }
      this.blocked = true;
      this.say("conflict");
      this.box = document.getElementById("sheet-conflict").content.firstElementChild.cloneNode(true);
      this.box.querySelector("[data-theirs]").textContent = now.value;
      this.box.querySelector("[data-mine]").textContent = this.pending.value;
      this.box.querySelector("[data-keep-mine]").addEventListener("click", () => this.decide(now, this.pending.value));
      this.box.querySelector("[data-take-theirs]").addEventListener("click", () => this.decide(now, now.value));
      this.line.after(this.box);
    }

    decide(now, value) {
      this.box.remove();
      this.blocked = false;
      this.revision = now.revision;
      this.stored = now.value;
      this.element.value = value;
      this.pending.over = now.revision;
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
      if (value === now.value) {
        this.pending = null;
        memory.forget(`field:${this.name}`);
        this.say("");
        sheet.summary();
      }
      this.hurry();
      this.element.focus();
    }

    refused(reason) {
      this.blocked = true;
      this.say("refused", { reason });
    }

    // What stands on the server, told with the answer to another field.
    adopt({ value, revision }) {
      if (revision <= this.revision || this.pending !== null) return;
      this.revision = revision;
      this.stored = value;
      if (this.value === value) return;
      this.element.value = value;
      this.say("");
      this.element.dispatchEvent(new Event("sheet:shown", { bubbles: true }));
    }

    say(state, holes = {}) {
      this.line.dataset.state = state;
      const text = state === "" ? "" : word(state, holes);
      if (this.line.textContent !== text) this.line.textContent = text;
    }
  }

  // --- notes ---------------------------------------------------------------------------------------

  const notes = {
    area: document.querySelector("textarea[name=note]"),
    list: document.querySelector("[data-note-list]"),
    waiting: [],

    start() {
      if (this.area === null) return;
      const typed = memory.read("typing");
      const newest = this.list?.querySelector(".as-written")?.textContent ?? "";
      if (typed !== null && this.area.value === "" && typed !== newest) this.area.value = typed;
      else if (typed === newest) memory.forget("typing");
      this.area.addEventListener("input", () => memory.write("typing", this.area.value));
      for (const name of memory.names().filter((one) => one.startsWith("note:"))) this.queue(memory.read(name));
    },

    add() {
      const note = { key: newKey(), body: this.area.value, at: Date.now() };
      memory.write(`note:${note.key}`, note);
      memory.forget("typing");
      this.area.value = "";
      this.queue(note);
      outbox.wake(0);
      this.area.focus();
    },

    queue(note) {
      this.waiting.push(note);
      this.waiting.sort((one, other) => one.at - other.at);
      this.show(null);
    },

    async send() {
      const [note] = this.waiting;
      const answer = await line.send(page.dataset.notesUrl, { body: note.body, key: note.key });
      if (answer.state !== "kept") {
        note.refused = answer.message;
        this.show(null);
        return;
      }
      memory.forget(`note:${note.key}`);
      this.waiting = this.waiting.filter((one) => one !== note);
      this.show(answer.notes);
    },

    get sendable() {
      return this.waiting.length > 0 && !this.waiting[0].refused;
    },

    // Those that wait stand above those that are kept.
    show(kept) {
      if (kept !== null) {
        const list = document.createElement("ol");
        list.className = "notes";
        list.reversed = true;
        list.append(...kept.map((one) => this.item(one.when, one.body)));
        this.list.replaceChildren(list);
      }
      for (const old of this.list.querySelectorAll("[data-waiting]")) old.remove();
      for (const note of this.waiting) {
        const words = note.refused ? word("refused", { reason: note.refused }) : word("noteWaiting");
        const item = this.item(words, note.body, "div");
        item.className = "waiting-note";
        item.dataset.waiting = "";
        this.list.prepend(item);
      }
    },

    item(when, body, tag = "li") {
      const item = document.createElement(tag);
      const head = document.createElement("p");
      head.className = "quiet";
      head.textContent = when;
      const text = document.createElement("p");
      text.className = "as-written";
      text.textContent = body;
      item.append(head, text);
      return item;
    },
  };

  // --- one thing after the other -------------------------------------------------------------------

  const outbox = {
    running: false,
    failures: 0,
    timer: null,
    trouble: null,

    wake(milliseconds) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), Math.max(milliseconds, 0));
    },

    next() {
      const now = Date.now();
      const due = sheet.fields.find((one) => one.pending !== null && !one.blocked && one.due <= now);
      return due ?? (notes.sendable ? notes : null);
    },

    async run() {
      if (this.running) return;
      this.running = true;
      try {
        for (let work = this.next(); work !== null; work = this.next()) {
          await work.send();
          this.failures = 0;
          this.trouble = null;
          sheet.summary();
        }
        const later = sheet.fields.filter((one) => one.pending !== null && !one.blocked).map((one) => one.due);
        if (later.length > 0) this.wake(Math.min(...later) - Date.now());
      } catch (problem) {
        if (!(problem instanceof Trouble)) throw problem;
        this.broken(problem.message);
      } finally {
        this.running = false;
        sheet.summary();
        for (const told of sheet.settled.splice(0)) told();
      }
    },

    broken(why) {
      this.trouble = why;
      for (const field of sheet.fields) if (field.pending !== null && !field.blocked) field.say(why);
      const seconds = why === "signedOut" ? SIGN_IN_WAIT : WAITS[Math.min(this.failures, WAITS.length - 1)];
      this.failures += 1;
      this.wake(1000 * seconds);
    },
  };

  // --- the sheet -----------------------------------------------------------------------------------

  const sheet = {
    fields: [],
    settled: [],
    time: "",
    passing: false,

    start() {
      const open = page.dataset.open === "yes";
      if (open) this.fields = [...form.querySelectorAll("[data-revision]")].map((one) => new Field(one));
      else this.leftovers();
      notes.start();
      for (const one of document.querySelectorAll("form")) one.addEventListener("submit", (event) => this.submitted(event));
      window.addEventListener("online", () => outbox.wake(0));
      document.addEventListener("visibilitychange", () => this.seen());
      window.addEventListener("pagehide", () => this.flush());
      document.addEventListener("sheet:save", () => this.flush());
      document.addEventListener("sheet:forget", () => { memory.ended = true; });
      window.addEventListener("beforeunload", (event) => {
        if (!memory.lasting && !this.passing && this.unsaved().length > 0) event.preventDefault();
      });
      if (this.fields.some((one) => one.pending !== null) || notes.sendable) outbox.wake(0);
    },

    unsaved() {
      return this.fields.filter((one) => one.pending !== null);
    },

    flush() {
      for (const field of this.fields) field.due = 0;
      outbox.run();
    },

    // A page that comes back to sight looks whether something changed elsewhere meanwhile.
    async seen() {
      if (document.visibilityState === "hidden") {
        this.flush();
        return;
      }
      outbox.wake(0);
      if (page.dataset.open !== "yes") return;
      try {
        const answer = await line.fetch(page.dataset.fieldsUrl, { redirect: "manual" });
        if (answer.ok) this.facts(await answer.json(), null);
      } catch {
        // Without a line there is nothing to compare with.
      }
    },

    facts(answer, asker) {
      this.time = answer.time;
      const revision = form?.querySelector("[name=revision]");
      if (revision) revision.value = answer.revision;
      for (const field of this.fields) if (field !== asker) field.adopt(answer.fields[field.name]);
      const badge = document.querySelector("#marks-heading .state-none");
      if (badge !== null && answer.revision > 0) {
        badge.classList.replace("state-none", "state-draft");
        badge.textContent = word("draft");
      }
      document.dispatchEvent(new CustomEvent("sheet:facts", { detail: answer }));
      this.summary();
    },

    summary() {
      const shown = document.querySelector("[data-state-of-sheet]");
      if (shown === null) return;
      const count = this.unsaved().length;
      let text = shown.textContent;
      if (count > 0) text = outbox.trouble === null ? word("waiting", { count }) : word(outbox.trouble);
      else if (this.time !== "") text = word("allSaved", { time: this.time });
      shown.dataset.state = count === 0 ? "saved" : (outbox.trouble ?? "typing");
      if (shown.textContent !== text) shown.textContent = text;
    },

    // Buttons of the form wait until every field is saved, so that nothing is handed in that was not.
    async submitted(event) {
      if (event.target.querySelector("textarea[name=note]") === null && event.target !== form) return;
      if (this.passing) return;
      const button = event.submitter;
      if (button?.name === "do" && button.value === "note" && notes.area.value.trim() !== "") {
        event.preventDefault();
        notes.add();
        return;
      }
      if (event.target !== form) return;
      event.preventDefault();
      await this.everythingSent();
      const [first] = this.unsaved();
      if (first !== undefined) {
        document.querySelector("[data-state-of-sheet]").textContent = word("held");
        first.element.focus();
        return;
      }
      this.passing = true;
      // A form can't be sent anew while its own event is still under way.
      setTimeout(() => form.requestSubmit(button), 0);
    },

    // Until nothing is left to send, or what is left can't be sent now.
    async everythingSent() {
      for (const field of this.fields) field.due = 0;
      for (let tries = 0; tries < 20 && this.unsaved().some((one) => !one.blocked); tries += 1) {
        const done = new Promise((resolve) => { this.settled.push(resolve); });
        outbox.wake(0);
        await done;
        if (outbox.trouble !== null) return;
      }
    },

    // The sheet was handed in elsewhere, or the round closed: what was typed here is shown once more.
    leftovers() {
      const names = memory.names().filter((one) => one.startsWith("field:"));
      if (names.length === 0) return;
      const box = document.createElement("div");
      box.className = "notice notice-warning";
      box.append(Object.assign(document.createElement("p"), { textContent: word("left") }));
      for (const name of names) {
        const kept = memory.read(name);
        const text = document.createElement("p");
        text.append(Object.assign(document.createElement("strong"), { textContent: kept.label }));
        text.append(Object.assign(document.createElement("span"), { textContent: kept.value, className: "as-written" }));
        box.append(text);
      }
      const forget = Object.assign(document.createElement("button"), { textContent: word("forget"), className: "btn btn-secondary", type: "button" });
      forget.addEventListener("click", () => {
        names.forEach((one) => memory.forget(one));
        box.remove();
      });
      box.append(forget);
      document.getElementById("marks").prepend(box);
    },
  };

  window.addEventListener("pageshow", () => { sheet.passing = false; });
  sheet.start();
  window.penjurianSheet = { line, word };
})();
