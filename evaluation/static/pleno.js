// A deliberation: the screen is looked at anew when something changed on it.
// Comfort only: without it the link "Look again" does the same.
(() => {
  "use strict";

  const here = document.querySelector("[data-pleno]");
  if (!here) return;
  const EVERY = 4000;

  const typed = () =>
    [...document.querySelectorAll("main textarea, main input:not([type=hidden])")].some((field) =>
      field.type === "checkbox" || field.type === "radio"
        ? field.checked !== field.defaultChecked
        : field.value !== field.defaultValue,
    );

  const tell = () => {
    if (here.firstChild) return;
    const line = document.createElement("p");
    const link = document.createElement("a");
    line.className = "notice notice-info";
    line.setAttribute("role", "status");
    line.textContent = `${here.dataset.changed} `;
    link.href = here.dataset.here;
    link.textContent = here.dataset.again;
    line.append(link);
    here.append(line);
  };

  const look = async () => {
    try {
      const answer = await fetch(here.dataset.state, { headers: { Accept: "application/json" } });
      // Whoever may not look any more, or is signed out, keeps no screen of it.
      if (answer.redirected || [401, 403, 404].includes(answer.status)) window.location.replace(here.dataset.here);
      if (!answer.ok || answer.redirected) return;
      const { token, leave } = await answer.json();
      if (token === here.dataset.pleno) return;
      // Whoever must leave the room sees nothing any more, whatever they had typed.
      if (leave || !typed()) window.location.replace(here.dataset.here);
      else tell();
    } catch {
      // The next look may go through.
    }
  };
  window.setInterval(look, EVERY);
})();
