// Beside a score sheet: the level of the typed mark, counters, keys, and pages of the dossier in place.
// Comfort only: levels, counters and pages come from the server too. No number is reckoned in floats here.
(() => {
  "use strict";

  const page = document.getElementById("sheet-data");
  if (page === null) return;
  const form = document.getElementById("sheet-form");
  const DIGITS = 30;
  const OFF = "penjurian-letters-off";

  // --- exact numbers, as whole units of 10^-30 ------------------------------------------------------

  const units = (text) => {
    const found = /^\s*([+-]?)(\d{1,30})(?:[.,](\d{1,30}))?\s*$/.exec(text ?? "");
    if (found === null) return null;
    const whole = BigInt(found[2] + (found[3] ?? "").padEnd(DIGITS, "0"));
    return found[1] === "-" ? -whole : whole;
  };

  const plain = (number) => {
    const digits = String(number < 0n ? -number : number).padStart(DIGITS + 1, "0");
    const rest = digits.slice(-DIGITS).replace(/0+$/, "");
    return `${number < 0n ? "-" : ""}${digits.slice(0, -DIGITS)}${rest && "."}${rest}`;
  };

  // --- a criterion ---------------------------------------------------------------------------------

  class Criterion {
    constructor(section) {
      this.section = section;
      this.code = section.dataset.criterion;
      this.mark = document.getElementById(`mark-${this.code}`);
      this.comment = document.getElementById(`comment-${this.code}`);
      this.feedback = document.getElementById(`feedback-${this.code}`);
      this.needed = section.querySelector("[data-needed]");
      this.shown = -1;
      for (const one of [this.mark, this.comment]) {
        for (const name of ["input", "sheet:shown"]) one.addEventListener(name, () => this.look());
      }
      this.look();
    }

    limit(name) {
      return units(this.section.dataset[name]);
    }

    get needsComment() {
      const mark = units(this.mark.value);
      if (mark === null) return false;
      const [below, above] = [this.limit("below"), this.limit("above")];
      return "always" in this.section.dataset || (below !== null && mark < below) || (above !== null && mark > above);
    }

    get lacksComment() {
      return this.needsComment && this.comment.value.trim() === "";
    }

    // The level of the typed mark lights up; the rule that now asks for a comment says so.
    look() {
      const mark = units(this.mark.value);
      let lit = "";
      for (const level of this.section.querySelectorAll("[data-low]")) {
        const inside = mark !== null && units(level.dataset.low) <= mark && mark <= units(level.dataset.high);
        if (inside) lit = level.querySelector(".level-text").textContent;
        if (inside) level.setAttribute("aria-current", "true");
        else level.removeAttribute("aria-current");
      }
      const said = this.section.querySelector("[data-lit]");
      if (said !== null && said.textContent !== lit) said.textContent = lit;
      if (this.needed !== null) this.needed.hidden = !this.lacksComment;
    }

    step(up) {
      const [low, high, step] = ["minimum", "maximum", "step"].map((name) => this.limit(name));
      const mark = units(this.mark.value);
      let next = mark === null ? (up ? low : high) : mark + (up ? step : -step);
      if (next < low) next = low;
      if (next > high) next = high;
      this.mark.value = plain(next);
      this.mark.dispatchEvent(new Event("input", { bubbles: true }));
    }

    // The pieces that the criterion looks at, one after the other.
    showEvidence() {
      const pieces = this.section.querySelectorAll(".evidence a");
      if (pieces.length === 0) return;
      this.shown = (this.shown + 1) % pieces.length;
      const piece = pieces[this.shown];
      if ("read" in piece.dataset) reader.load(piece.href, false);
      else document.querySelector(piece.hash)?.scrollIntoView();
    }
  }

  // --- pages of the dossier ------------------------------------------------------------------------

  const reader = {
    get box() {
      return document.getElementById("reader");
    },

    // The same page as without this script, of which only the open page is taken.
    async load(address, focus) {
      const fresh = await this.fetched(address);
      if (fresh === null) return;
      this.box.replaceWith(fresh.getElementById("reader"));
      history.replaceState(null, "", address);
      if (this.box.hidden) document.getElementById("dossier").scrollIntoView();
      else this.box.scrollIntoView();
      if (focus && !this.box.hidden) this.box.focus({ preventScroll: true });
      this.ahead();
    },

    async fetched(address) {
      const { line, word } = window.penjurianSheet;
      try {
        const answer = await line.fetch(address, { redirect: "manual" });
        if (answer.ok) return new DOMParser().parseFromString(await answer.text(), "text/html");
      } catch {
        // Told below.
      }
      tell(word("noPage"));
      return null;
    },

    ahead() {
      const next = this.box.querySelector("[data-turn=on]");
      const picture = this.box.querySelector(".read-picture");
      if (next === null || picture === null) return;
      const number = new URL(next.href).searchParams.get("page");
      new Image().src = picture.currentSrc.replace(/\d+\.png/, `${number}.png`);
    },

    turn(way) {
      const link = this.box.querySelector(`[data-turn=${way}]`);
      if (link !== null) this.load(link.href, false);
    },

    // Pins are changed at once; what is typed on the sheet stays where it is.
    async pin(button) {
      const { line, word } = window.penjurianSheet;
      const shown = new URL(location.href).searchParams;
      const values = { [button.name]: button.value, csrf_token: line.token };
      if (shown.has("file")) values.shown = `${shown.get("file")}:${shown.get("page") ?? 1}`;
      try {
        const answer = await line.fetch(page.dataset.pinsUrl, { method: "POST", body: new URLSearchParams(values) });
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!answer.ok) {
          tell(fresh.querySelector("main [role=alert]")?.textContent.trim() ?? word("pinFailed"));
          return;
        }
        for (const pins of fresh.querySelectorAll("[data-pins]")) {
          document.querySelector(`[data-pins="${pins.dataset.pins}"]`)?.replaceWith(pins);
        }
        tell(word(button.name === "pin" ? "pinned" : "unpinned"));
        if (document.activeElement === document.body) {
          document.querySelector(`[data-pins="${button.value.split(":")[0]}"]`)?.closest("section").querySelector("input").focus();
        }
      } catch {
        tell(word("pinFailed"));
      }
    },
  };

  const tell = (text) => {
    const shown = document.querySelector("[data-told]");
    if (shown !== null) shown.textContent = text;
  };

  // --- keys ----------------------------------------------------------------------------------------

  const criteria = page.dataset.open === "yes" ? [...form.querySelectorAll("[data-criterion]")].map((one) => new Criterion(one)) : [];

  const go = (field) => {
    field.focus();
    field.select?.();
  };

  const move = (criterion, way) => {
    const next = criteria[criteria.indexOf(criterion) + way];
    if (way > 0 && criterion.lacksComment && document.activeElement === criterion.mark) go(criterion.comment);
    else if (next !== undefined) go(next.mark);
    else if (way > 0) form.querySelector("button[value=submit]").focus();
  };

  const letters = {
    c: (criterion) => go(criterion.comment),
    f: (criterion) => go(criterion.feedback),
    e: (criterion) => criterion.showEvidence(),
    n: () => reader.turn("on"),
    b: () => reader.turn("back"),
    p: (criterion) => {
      const button = reader.box.querySelector(`button[name=pin][value^="${criterion.code}:"]`);
      if (button !== null) reader.pin(button);
    },
  };

  const inMark = {
    Enter: (criterion, event) => move(criterion, event.shiftKey ? -1 : 1),
    ArrowUp: (criterion) => criterion.step(true),
    ArrowDown: (criterion) => criterion.step(false),
    PageDown: () => window.scrollBy(0, window.innerHeight * 0.85),
    PageUp: () => window.scrollBy(0, -window.innerHeight * 0.85),
  };

  const pressed = (criterion, event) => {
    if (event.isComposing || event.altKey || event.metaKey) return false;
    if (event.target !== criterion.mark) {
      if (event.key === "Enter" && event.ctrlKey) move(criterion, 1);
      else if (event.key === "Escape") go(criterion.mark);
      else return false;
      return true;
    }
    if (event.ctrlKey) return false;
    const letter = document.getElementById("sheet-letters").checked ? letters[event.key.toLowerCase()] : undefined;
    const does = inMark[event.key] ?? letter;
    does?.(criterion, event);
    return does !== undefined;
  };

  for (const criterion of criteria) {
    criterion.section.addEventListener("keydown", (event) => {
      if (event.target.matches("input, textarea") && pressed(criterion, event)) event.preventDefault();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || criteria.length === 0) return;
    event.preventDefault();
    document.dispatchEvent(new Event("sheet:save"));
  });

  const switcher = document.getElementById("sheet-letters");
  if (switcher !== null) {
    document.getElementById("sheet-keys").hidden = false;
    try {
      switcher.checked = localStorage.getItem(OFF) === null;
    } catch {
      switcher.checked = true;
    }
    switcher.addEventListener("change", () => {
      if (switcher.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  }

  // --- what the page shows -------------------------------------------------------------------------

  for (const line of document.querySelectorAll("[data-count-of]")) {
    const field = document.getElementById(line.dataset.countOf);
    const shown = line.querySelector("[data-count]");
    const count = () => {
      const length = [...field.value].length;
      shown.textContent = page.dataset.wordCount.replace("{count}", length).replace("{most}", page.dataset.longest);
      line.classList.toggle("lack", length > Number(page.dataset.longest));
    };
    for (const name of ["input", "sheet:shown"]) field.addEventListener(name, count);
  }

  document.addEventListener("sheet:facts", ({ detail }) => {
    for (const [name, text] of [["total", detail.total], ["place", detail.place]]) {
      const shown = document.querySelector(`[data-${name}]`);
      if (shown !== null && shown.textContent !== text) shown.textContent = text;
    }
    for (const [code, text] of Object.entries(detail.drift)) {
      const shown = document.querySelector(`[data-drift="${code}"]`);
      if (shown !== null && shown.textContent !== text) shown.textContent = text;
    }
  });

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const button = event.target.closest("button[name=pin], button[name=unpin]");
    if (button !== null) {
      event.preventDefault();
      reader.pin(button);
      return;
    }
    const link = event.target.closest("a[data-read], #dossier a[href$='/read']");
    if (link === null || page.dataset.open !== "yes") return;
    event.preventDefault();
    const file = /\/files\/(\d+)\/read$/.exec(new URL(link.href).pathname);
    if (file === null) reader.load(link.href, true);
    else if (link.closest("#reader") === null) reader.load(`${location.pathname}?file=${file[1]}&page=1#reader`, true);
    else window.open(link.href, "_blank", "noopener");
  });

  // Whoever comes for the marks starts at the first one that is missing.
  const begin = () => {
    if (location.hash !== "#marks" || criteria.length === 0) return;
    go((criteria.find((one) => one.mark.value === "") ?? criteria[0]).mark);
  };
  window.addEventListener("hashchange", begin);
  // The browser's own jump to the marks comes first, and takes the focus away.
  window.addEventListener("load", () => setTimeout(begin, 0));
})();
