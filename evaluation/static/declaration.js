// The declaration of interests: one button answers "no connection" where nothing was chosen yet, and the
// field for the reason shows only where somebody is connected. Without this script every field stands open.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.declaration");
  if (!form) return;
  const parts = [...form.querySelectorAll("fieldset.interest")];

  const fold = (part) => {
    const connected = part.querySelector('input[value="yes"]').checked;
    const why = part.querySelector("textarea");
    part.querySelector(".interest-why").hidden = !connected && why.value === "";
  };

  for (const part of parts) {
    part.addEventListener("change", () => fold(part));
    fold(part);
  }

  const rest = form.querySelector(".declare-rest");
  rest.hidden = false;
  rest.querySelector("button").addEventListener("click", () => {
    for (const part of parts) {
      if (part.querySelector("input[type=radio]:checked")) continue;
      const none = part.querySelector('input[value="no"]');
      none.checked = true;
      none.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
});
