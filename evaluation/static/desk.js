// Comfort only: the key N alone opens the next sheet. It can be switched off, as speech input types letters.
(() => {
  "use strict";

  const next = document.querySelector("a[data-key]");
  const choice = document.querySelector("[data-key-switch]");
  if (!next || !choice) return;

  const box = choice.querySelector("input");
  const NAME = "penjurian-key-alone";
  const remembered = () => {
    try { return window.localStorage.getItem(NAME); } catch { return null; }
  };
  const remember = (value) => {
    try { window.localStorage.setItem(NAME, value); } catch { /* a browser that keeps nothing */ }
  };

  box.checked = remembered() !== "off";
  box.addEventListener("change", () => { remember(box.checked ? "on" : "off"); });
  choice.hidden = false;

  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.toLowerCase() !== next.dataset.key || typing(event.target)) return;
    event.preventDefault();
    next.click();
  });
})();
