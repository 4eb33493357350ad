// Comfort only: every page works without this file.
(() => {
  "use strict";

  // Leaving a form with unsaved changes asks first, unless drafts.js keeps them.
  const unsaved = new Set();
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => { unsaved.add(form); });
    form.addEventListener("submit", () => { unsaved.delete(form); });
  }
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.dataset.kept !== "yes")) event.preventDefault();
  });

  // What drafts.js keeps in this browser goes when its owner signs out.
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      const own = `penjurian-draft-${document.body.dataset.account}-`;
      try {
        const kept = Object.keys(localStorage).filter((key) => key.startsWith(own));
        if (kept.length > 0 && !window.confirm(form.dataset.signOut)) {
          event.preventDefault();
          return;
        }
        document.dispatchEvent(new Event("forget-drafts"));
        for (const key of kept) localStorage.removeItem(key);
      } catch {
        // This browser keeps nothing.
      }
    });
  }

  // A second click while the first one is on its way sends nothing twice.
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      window.setTimeout(() => {
        if (event.defaultPrevented) return;
        for (const button of form.querySelectorAll("button:enabled")) {
          button.disabled = true;
          button.dataset.sent = "";
        }
      }, 0);
    });
  }
  window.addEventListener("pageshow", () => {
    // Only those that were disabled here: a button that the page itself disables stays so.
    for (const button of document.querySelectorAll("button[data-sent]")) {
      button.disabled = false;
      delete button.dataset.sent;
    }
  });

  // A file that is too large is told before it goes on its way; the server checks it anyway.
  for (const input of document.querySelectorAll("input[type=file][data-most]")) {
    const check = () => {
      const large = [...input.files].some((file) => file.size > Number(input.dataset.most));
      input.setCustomValidity(large ? input.dataset.tooLarge : "");
      return input.reportValidity();
    };
    input.addEventListener("change", check);
    input.form.addEventListener("submit", (event) => {
      if (!check()) event.preventDefault();
    });
  }

  // Signing out forgets what rests in this browser; what is not saved yet is asked about first.
  for (const form of document.querySelectorAll("form[data-forget]")) {
    form.addEventListener("submit", (event) => {
      const unsaved = Object.keys(localStorage).filter((one) => one.startsWith(form.dataset.forget));
      if (unsaved.length > 0 && !window.confirm(form.dataset.unsaved)) {
        event.preventDefault();
        return;
      }
      document.dispatchEvent(new Event("sheet:forget"));
      unsaved.forEach((one) => localStorage.removeItem(one));
    });
  }

  // After a refused form the reader starts at the list of what to mend.
  const alert = document.querySelector("[role=alert][tabindex]");
  if (alert) alert.focus();
})();
