// Forms of dossier items save themselves, and keep in this browser what can't be sent. Comfort only: the button
// saves as ever. Every word comes from the page or from the server.
(() => {
  "use strict";

  const PREFIX = "penjurian-draft-";
  const KEPT_DAYS = 14;
  const PAUSE = 1200;
  const WRITE_PAUSE = 200;
  const PRESS = 400;
  const SILENCE = 30_000;
  const WAITS = [2, 4, 8, 15, 30, 60];
  const SMALL_BODY = 60_000;
  const OUTCOMES_ON_SERVER = ["saved", "draft", "empty", "conflict", "gone"];

  const account = document.body.dataset.account;
  const words = document.querySelector("[data-draft-words]")?.dataset;
  if (!account || !words) return;

  // --- what this browser keeps: by account, so that nobody else is ever shown it ----------------------

  const memory = {
    key: (token) => `${PREFIX}${account}-${token}`,
    write(record) {
      try {
        localStorage.setItem(memory.key(record.token), JSON.stringify({ ...record, at: Date.now() }));
        return true;
      } catch {
        return false;
      }
    },
    forget(token) {
      try {
        localStorage.removeItem(memory.key(token));
      } catch {
        // There was nothing to forget.
      }
    },
    // The newest first.
    all(entry) {
      const found = [];
      try {
        const old = Date.now() - KEPT_DAYS * 86_400_000;
        for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
          const record = JSON.parse(localStorage.getItem(key));
          if (!(record?.at > old)) localStorage.removeItem(key);
          else if (key === memory.key(record.token) && record.entry === entry) found.push(record);
        }
      } catch {
        // A browser that keeps nothing has nothing to give back.
      }
      return found.sort((one, other) => other.at - one.at);
    },
  };

  const newToken = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // --- whether another tab has a form open -------------------------------------------------------------

  const open = new Set();
  const channel = window.BroadcastChannel ? new BroadcastChannel("penjurian-draft") : null;
  const answers = new Set();
  channel?.addEventListener("message", ({ data }) => {
    if (data.ask && open.has(data.ask)) channel.postMessage({ alive: data.ask });
    if (data.alive) answers.add(data.alive);
  });
  const openElsewhere = (token) => new Promise((resolve) => {
    if (!channel) {
      resolve(false);
      return;
    }
    answers.delete(token);
    channel.postMessage({ ask: token });
    setTimeout(() => resolve(answers.has(token)), 150);
  });

  // --- the line ------------------------------------------------------------------------------------------

  const csrf = () => document.querySelector("input[name=csrf_token]").value;

  // "answer" with what the server says, or why there is none: "offline", "large", or "stranger" when the
  // sign-in is not the one that this page was made for.
  const post = async (url, fields, options = {}) => {
    const body = new URLSearchParams(fields).toString();
    const timer = new AbortController();
    const watch = setTimeout(() => timer.abort(), SILENCE);
    options.signal?.addEventListener("abort", () => timer.abort());
    try {
      const reply = await fetch(url, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": csrf() },
        redirect: "manual",
        keepalive: body.length < SMALL_BODY,
        signal: timer.signal,
      });
      if (reply.status === 413) return { kind: "large" };
      if (reply.headers.get("Content-Type")?.startsWith("application/json")) {
        return { kind: "answer", answer: await reply.json() };
      }
      const stranger = reply.type === "opaqueredirect" || [400, 401, 403].includes(reply.status);
      return { kind: stranger ? "stranger" : "offline" };
    } catch {
      return { kind: "offline" };
    } finally {
      clearTimeout(watch);
    }
  };

  // Who is signed in now: "same" (and the page takes over the new sign-in's token), "nobody", "other" or
  // "offline".
  const whoIsHere = async () => {
    try {
      const reply = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (reply.status >= 500) return "offline";
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const here = page.body.dataset.account;
      if (!here) return "nobody";
      if (here !== account) return "other";
      const token = page.querySelector("input[name=csrf_token]")?.value;
      for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = token;
      for (const box of document.querySelectorAll("[data-uploads]")) box.dataset.token = token;
      return "same";
    } catch {
      return "offline";
    }
  };

  // Sends; after a new sign-in of the same account once more.
  const send = async (url, fields, options) => {
    const first = await post(url, fields, options);
    if (first.kind !== "stranger") return first;
    const who = await whoIsHere();
    if (who !== "same") return { kind: who };
    const second = await post(url, fields, options);
    return second.kind === "stranger" ? { kind: "nobody" } : second;
  };

  // --- a form that saves itself ----------------------------------------------------------------------------

  class Draft {
    constructor(form) {
      this.form = form;
      const { entry, section, item, page, keep, fields, state } = form.dataset;
      Object.assign(this, { entry, section, item, page, url: keep, names: fields.split(" ") });
      this.token = form.elements.token.value;
      this.step = Number(form.elements.step.value) || 0;
      this.state = form.querySelector("[data-draft-state]");
      this.line = this.state.querySelector("[data-line]");
      this.choices = this.state.querySelector("[data-choices]");
      this.signIn = this.state.querySelector("[data-signed-out]");
      this.restored = this.state.querySelector("[data-restored]");
      this.failures = 0;
      const shown = this.texts();
      this.base = state === "clean" ? shown : JSON.parse(form.dataset.base);
      // What the server holds of it: in the dossier, or beside it.
      this.held = state === "unsaved" ? this.base : shown;
      open.add(this.token);
      this.listen();
      const back = form.querySelector("[data-leave]");
      if (back) back.textContent = words.back;
      if (state === "conflict") {
        this.upon = "";
        this.conflict(JSON.parse(form.dataset.stored));
      }
      this.settled = this.bringBack();
      if (state === "unsaved") this.typed();
    }

    texts() {
      return Object.fromEntries(this.names.map((name) => [name, this.form.elements[name].value]));
    }

    fill(texts) {
      for (const [name, text] of Object.entries(texts)) {
        const field = this.form.elements[name];
        if (!field || field.value === text) continue;
        field.value = text;
        // Counters of words listen to this; our own listener is told apart by `filling`.
        this.filling = true;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        this.filling = false;
      }
    }

    get revision() { return this.form.elements.revision.value; }
    set revision(value) { this.form.elements.revision.value = value; }

    dirty(texts = this.texts()) {
      return this.names.some((name) => texts[name] !== this.held?.[name]);
    }

    listen() {
      this.form.addEventListener("input", (event) => {
        if (event.target.type === "file") this.hasFile = true;
        else if (!this.filling) this.typed();
        this.mark();
      });
      // Not at once: what is being pressed must not move under the finger.
      this.form.addEventListener("focusout", () => this.flush(PRESS));
      this.form.addEventListener("submit", (event) => this.submitted(event));
      document.addEventListener("visibilitychange", () => this.flush());
      window.addEventListener("pagehide", () => this.remember());
      window.addEventListener("pageshow", () => { this.leaving = false; });
      window.addEventListener("online", () => this.flush());
      window.addEventListener("focus", () => { if (this.stranger) this.flush(); });
      document.addEventListener("forget-drafts", () => { this.closed = true; });
      this.choices.querySelector("[data-keep-mine]").addEventListener("click", () => this.decide({}));
      this.choices.querySelector("[data-take-theirs]").addEventListener("click", () => this.decide(this.theirs));
    }

    // Something was typed: kept here at once, sent after a pause.
    typed() {
      if (!this.item && !location.search) history.replaceState(null, "", this.page);
      clearTimeout(this.writing);
      this.writing = setTimeout(() => this.remember(), WRITE_PAUSE);
      this.later(PAUSE);
    }

    later(milliseconds) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), milliseconds);
    }

    flush(milliseconds = 0) {
      if (this.closed || !this.dirty()) return;
      this.remember();
      this.later(milliseconds);
    }

    remember() {
      clearTimeout(this.writing);
      const texts = this.texts();
      if (this.closed || !(this.dirty(texts) || this.leaving)) return;
      const { entry, section, item, token, step, revision, base, page, url } = this;
      // Until somebody has chosen, it stays based on what it was typed upon.
      const upon = this.suspended ? this.upon ?? revision : revision;
      this.stored = memory.write({ entry, section, item, token, step, revision: upon, base, page, url, typed: texts, submitted: this.leaving === true });
      this.mark();
    }

    // Whether leaving the page loses something (comfort.js asks then): a file does, text that is kept doesn't.
    mark() {
      this.form.dataset.kept = this.hasFile || this.stored === false ? "no" : "yes";
    }

    async send() {
      if (this.running) {
        this.again = true;
        return;
      }
      if (this.closed || this.leaving || this.suspended || !this.dirty()) return;
      this.running = new AbortController();
      this.again = false;
      const typed = this.texts();
      this.count();
      this.remember();
      this.say(words.saving);
      const { revision, token, step } = this;
      const result = await send(this.url, { ...typed, revision, token, step }, { signal: this.running.signal });
      this.running = null;
      if (this.leaving || this.closed) return;
      if (result.kind === "answer") this.heard(result.answer, typed);
      else this.unheard(result.kind);
      if (this.again && this.failures === 0) this.later(0);
    }

    count() {
      this.step += 1;
      this.form.elements.step.value = String(this.step);
    }

    heard(answer, typed) {
      this.failures = 0;
      this.stranger = false;
      this.signIn.hidden = true;
      if (answer.outcome === "late") {
        this.rename(answer.token);
        this.later(0);
        return;
      }
      if (answer.outcome === "refused") {
        this.suspended = true;
        this.say(answer.line);
        return;
      }
      this.held = typed;
      if (answer.outcome === "saved") this.moveTo(answer);
      if (answer.outcome === "gone") this.moveAway(answer);
      this.say(answer.line);
      if (answer.outcome === "conflict") this.meet(answer);
      if (this.dirty()) this.remember();
      else memory.forget(this.token);
      if (!this.suspended && this.dirty()) this.later(PAUSE);
    }

    unheard(kind) {
      const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
      this.failures += 1;
      this.remember();
      this.stranger = kind === "nobody" || kind === "other";
      this.signIn.hidden = kind !== "nobody";
      const told = { nobody: words.signedOut, other: words.other, large: words.large }[kind] ?? words.offline;
      this.say(this.stored === false ? words.lost : told);
      if (kind !== "large") this.later(1000 * wait);
    }

    say(line) {
      if (this.line.textContent === line) return;
      // It grows and never shrinks: the buttons around it stay where they are.
      this.line.style.minHeight = `${this.line.offsetHeight}px`;
      this.line.textContent = line;
    }

    // The dossier has it: a form of a new item goes on as that item's.
    moveTo(answer) {
      this.revision = String(answer.revision);
      this.base = answer.base;
      if (this.item === String(answer.item)) return;
      this.item = String(answer.item);
      this.page = answer.page;
      this.url = answer.keep;
      this.form.action = answer.action;
      history.replaceState(null, "", answer.page);
    }

    moveAway(answer) {
      this.suspended = true;
      this.item = "";
      this.revision = "";
      this.page = answer.page;
      this.form.action = answer.action;
      history.replaceState(null, "", answer.page);
    }

    rename(token) {
      memory.forget(this.token);
      open.delete(this.token);
      this.token = token;
      open.add(token);
      this.step = 0;
      this.form.elements.token.value = token;
    }

    // Somebody else saved meanwhile. Fields that only they changed are taken in, those that only this page
    // changed stay, and what both changed stands side by side.
    meet(answer) {
      const mine = this.texts();
      this.upon = this.revision;
      const theirs = Object.entries(answer.stored).filter(([name, text]) => text !== this.base[name]);
      this.fill(Object.fromEntries(theirs.filter(([name]) => mine[name] === this.base[name])));
      const both = new Set(theirs.map(([name]) => name).filter((name) => mine[name] !== this.base[name]));
      this.revision = String(answer.revision);
      this.base = answer.base;
      const rest = this.names.filter((name) => both.has(name));
      if (rest.length > 0) {
        this.conflict(rest);
        return;
      }
      this.held = null;
      this.say(words.taken);
      this.later(PAUSE);
    }

    // Nothing is sent until somebody has chosen; the button chooses what was typed.
    conflict(names) {
      this.suspended = true;
      this.theirs = Object.fromEntries(names.map((name) => [name, this.base[name]]));
      for (const old of this.form.querySelectorAll(".field > .stored")) old.remove();
      for (const [name, text] of Object.entries(this.theirs)) this.show(name, text);
      this.choices.hidden = false;
    }

    show(name, text) {
      const field = this.form.elements[name];
      const box = document.createElement("div");
      box.className = "stored";
      const title = document.createElement("strong");
      title.textContent = words.meanwhile;
      const shown = document.createElement("p");
      shown.className = "as-written";
      const chosen = field.options ? [...field.options].find((option) => option.value === text)?.text : text;
      shown.textContent = (text && chosen) || words.blank;
      const take = document.createElement("button");
      take.type = "button";
      take.className = "btn btn-secondary btn-sm";
      take.textContent = words.take;
      take.addEventListener("click", () => {
        this.fill({ [name]: text });
        delete this.theirs[name];
        box.parentElement.classList.remove("field-beside");
        box.remove();
        field.focus();
        if (Object.keys(this.theirs).length === 0) this.decide({});
      });
      box.append(title, shown, take);
      field.closest(".field").append(box);
      field.closest(".field").classList.add("field-beside");
    }

    decide(taken) {
      this.fill(taken);
      for (const box of this.form.querySelectorAll(".field > .stored")) {
        box.parentElement.classList.remove("field-beside");
        box.remove();
      }
      this.choices.hidden = true;
      this.suspended = false;
      this.upon = undefined;
      this.held = null;
      this.later(0);
    }

    submitted(event) {
      if (event.defaultPrevented) return;
      if (navigator.onLine === false) {
        event.preventDefault();
        this.remember();
        this.say(words.offline);
        return;
      }
      this.leaving = true;
      this.running?.abort();
      this.count();
      this.remember();
    }

    // What this browser kept of this form, or of an earlier one of the same item that no tab has open.
    async bringBack() {
      const own = memory.all(this.entry).filter((record) => record.section === this.section);
      const same = own.find((record) => record.token === this.token);
      if (same) {
        const differs = this.differs(same);
        if (differs && same.step >= this.step) this.restore(same);
        else if (this.form.dataset.state !== "conflict") memory.forget(same.token);
        // Typed here before it went on elsewhere: a text of its own from now on.
        if (differs && same.step < this.step) memory.write({ ...same, token: newToken(), step: 0 });
        return;
      }
      if (!this.item || this.form.dataset.state !== "clean") return;
      for (const record of own.filter((one) => one.item === this.item)) {
        if (!this.differs(record)) {
          if (!(await openElsewhere(record.token))) memory.forget(record.token);
        } else if (!(await openElsewhere(record.token)) && !this.dirty()) {
          open.delete(this.token);
          this.token = record.token;
          open.add(this.token);
          this.form.elements.token.value = record.token;
          this.restore(record);
          return;
        }
      }
    }

    differs(record) {
      const shown = this.texts();
      return this.names.some((name) => name in record.typed && record.typed[name] !== shown[name]);
    }

    restore(record) {
      this.step = Math.max(this.step, record.step);
      this.form.elements.step.value = String(this.step);
      if (!this.suspended) {
        this.revision = record.revision;
        this.base = record.base;
      }
      this.held = null;
      this.fill(record.typed);
      this.restored.hidden = false;
      this.mark();
      this.later(0);
    }
  }

  // --- texts of forms that are not open any more ------------------------------------------------------------

  class Unsent {
    constructor(box) {
      this.box = box;
      this.list = box.querySelector("ul");
      this.entry = box.dataset.entry;
      window.addEventListener("online", () => this.go());
      this.go();
    }

    // A form that is open deals with what was typed into its item.
    async go() {
      await Promise.all(forms.map((form) => form.settled));
      for (const record of memory.all(this.entry)) {
        const here = forms.some((form) => form.item && form.section === record.section && form.item === record.item);
        if (here || open.has(record.token) || (await openElsewhere(record.token))) continue;
        const { typed, revision, token } = record;
        const result = await send(record.url, { ...typed, revision, token, step: record.step + 1 });
        const answer = result.kind === "answer" ? result.answer : null;
        const there = answer && (OUTCOMES_ON_SERVER.includes(answer.outcome) || answer.outcome === "late");
        if (there) memory.forget(token);
        if (there && (record.submitted || answer.outcome === "empty") && answer.outcome !== "conflict") continue;
        this.tell({ ...record, page: answer?.page ?? record.page }, answer?.line ?? words.offline, there);
      }
    }

    tell(record, line, there) {
      const known = this.list.querySelector(`[data-token="${CSS.escape(record.token)}"]`);
      const row = document.createElement("li");
      row.dataset.token = record.token;
      const text = document.createElement("p");
      text.className = "as-written draft-text";
      text.textContent = Object.values(record.typed).filter(Boolean).join("\n");
      const said = document.createElement("p");
      said.textContent = line;
      const actions = document.createElement("p");
      actions.className = "actions";
      const link = document.createElement("a");
      link.className = "btn btn-secondary btn-sm";
      link.href = record.page;
      link.textContent = words.open;
      actions.append(link);
      if (!there) {
        const away = document.createElement("button");
        away.type = "button";
        away.className = "btn btn-secondary btn-sm";
        away.textContent = words.throw;
        away.addEventListener("click", () => {
          memory.forget(record.token);
          row.remove();
          this.box.hidden = this.list.children.length === 0;
        });
        actions.append(away);
      }
      row.append(text, said, actions);
      if (known) known.replaceWith(row);
      else this.list.append(row);
      this.box.hidden = false;
    }
  }

  const forms = [...document.querySelectorAll("form[data-drafts]")].map((form) => new Draft(form));
  for (const form of document.querySelectorAll("form[data-discards]")) {
    form.addEventListener("submit", () => {
      document.dispatchEvent(new Event("forget-drafts"));
      memory.forget(form.dataset.discards);
    });
  }
  for (const box of document.querySelectorAll("[data-unsent]")) new Unsent(box);
})();
