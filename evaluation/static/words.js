// Counts the words of long texts while somebody types; evaluation/core/words.py counts the same on the server.
(() => {
  "use strict";

  const blanks = /[\s\u001c-\u001f\u0085]+/u;
  const letterOrDigit = /[\p{L}\p{N}]/u;
  const wordCount = (text) => text.split(blanks).filter((part) => letterOrDigit.test(part)).length;

  for (const line of document.querySelectorAll("[data-words-of]")) {
    const field = document.getElementById(line.dataset.wordsOf);
    const shown = line.querySelector("[data-count]");
    const tell = () => {
      const count = wordCount(field.value);
      shown.textContent = count;
      line.classList.toggle("lack", count > Number(line.dataset.limit));
    };
    field.addEventListener("input", tell);
    tell();
  }
})();
