// The texts of a long form stay in this browser until they are sent: over a dead line, an ended sign-in, a closed
// tab. Comfort only. They lie by account beside those of drafts.js, and go with them when somebody signs out.
(() => {
  "use strict";

  const KEPT_DAYS = 14;
  const account = document.body.dataset.account;
  if (!account) return;

  const key = (name) => `penjurian-draft-${account}-kept-${name}`;
  const read = (name) => {
    try {
      const record = JSON.parse(localStorage.getItem(key(name)));
      return record?.at > Date.now() - KEPT_DAYS * 86_400_000 ? record : null;
    } catch {
      return null;
    }
  };
  const forget = (name) => {
    try {
      localStorage.removeItem(key(name));
    } catch {
      // There was nothing to forget.
    }
  };

  for (const form of document.querySelectorAll("form[data-keeps]")) {
    const name = form.dataset.keeps;
    const fields = [...form.querySelectorAll("textarea[name], select[name]")];
    const files = [...form.querySelectorAll("input[type=file]")];
    let closed = false;

    const write = (sent) => {
      if (closed) return;
      const typed = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      let kept = true;
      try {
        if (fields.some((field) => field.matches("textarea") && field.value.trim())) {
          localStorage.setItem(key(name), JSON.stringify({ at: Date.now(), typed, sent }));
        } else forget(name);
      } catch {
        kept = false;
      }
      // comfort.js asks before the page is left with something that is not kept: a chosen file is not.
      form.dataset.kept = kept && files.every((input) => input.files.length === 0) ? "yes" : "no";
    };

    const before = read(name);
    // What the server gave back is the newest.
    if (before && fields.every((field) => !field.matches("textarea") || !field.value)) {
      for (const field of fields) {
        if (!(field.name in before.typed)) continue;
        field.value = before.typed[field.name];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      const line = form.querySelector("[data-brought-back]");
      if (line) line.hidden = false;
    }
    form.addEventListener("input", () => write(false));
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) write(true); });
    document.addEventListener("forget-drafts", () => { closed = true; });
  }

  // A page that comes after the form: what was sent has arrived.
  for (const here of document.querySelectorAll("[data-arrived]")) {
    if (read(here.dataset.arrived)?.sent) forget(here.dataset.arrived);
  }
})();
