// Comfort only: every page works without this file.
(() => {
  "use strict";

  // Leaving a form with unsaved changes asks first.
  let dirty = false;
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
  }
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });

  // A second click while the first one is on its way sends nothing twice.
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", () => {
      window.setTimeout(() => {
        for (const button of form.querySelectorAll("button")) button.disabled = true;
      }, 0);
    });
  }
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
  });

  // After a refused form the reader starts at the list of what to mend.
  const alert = document.querySelector("[role=alert][tabindex]");
  if (alert) alert.focus();
})();
