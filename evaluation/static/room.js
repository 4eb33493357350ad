// The room: a countdown for the part that runs, and others' paragraphs without loading the page again.
// Comfort only: without it the times stand there, and a reload shows what others wrote.
(() => {
  "use strict";

  const two = (number) => String(number).padStart(2, "0");
  const loaded = performance.now();
  for (const line of document.querySelectorAll(".countdown")) {
    // The server's clock counts, whatever this device believes.
    const before = Date.parse(line.dataset.now) - Date.parse(line.dataset.started);
    const tell = () => {
      const left = Number(line.dataset.minutes) * 60 - Math.floor((before + performance.now() - loaded) / 1000);
      const seconds = Math.abs(left);
      line.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)} ${left < 0 ? line.dataset.over : line.dataset.left}`;
      line.classList.toggle("over", left < 0);
    };
    tell();
    window.setInterval(tell, 500);
  }

  const minute = document.querySelector("[data-minute]");
  if (!minute) return;

  const busy = (item) => {
    const field = item.querySelector("textarea");
    return Boolean(field) && (field.value !== field.defaultValue || document.activeElement === field);
  };

  const warn = (item) => {
    if (item.querySelector("[data-warning]")) return;
    const line = document.createElement("p");
    line.dataset.warning = "";
    line.className = "clash";
    line.setAttribute("role", "status");
    line.textContent = minute.dataset.changed;
    item.querySelector("form").prepend(line);
  };

  const take = (item, one) => {
    item.dataset.revision = one.revision;
    const body = item.querySelector("[data-body]");
    body.textContent = one.body || "–";
    body.className = "as-written";
    item.querySelector("[data-by]").textContent = one.by;
    const field = item.querySelector("textarea");
    field.value = one.body;
    field.defaultValue = one.body;
    item.querySelector("input[name=revision]").value = one.revision;
  };

  const more = () => {
    if (minute.querySelector("[data-reload]")) return;
    const line = document.createElement("p");
    const link = document.createElement("a");
    line.setAttribute("role", "status");
    link.dataset.reload = "";
    link.href = window.location.pathname;
    link.textContent = minute.dataset.more;
    line.append(link);
    minute.querySelector("ol").after(line);
  };

  const typing = () => {
    const fields = [...document.querySelectorAll("main textarea")];
    return fields.some((field) => field.value !== field.defaultValue || document.activeElement === field);
  };

  const look = async () => {
    if (document.hidden) return;
    let found;
    try {
      const answer = await fetch(minute.dataset.minute, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      found = await answer.json();
    } catch {
      return; // No line: the next look may have one.
    }
    for (const one of found.paragraphs) {
      const item = minute.querySelector(`[data-paragraph="${one.id}"]`);
      if (!item) {
        if (typing()) more(); else window.location.reload();
        return;
      }
      if (Number(item.dataset.revision) === one.revision) continue;
      if (busy(item)) warn(item); else take(item, one);
    }
    for (const clock of document.querySelectorAll("[data-part]")) {
      if (clock.dataset.state === found.states[clock.dataset.part]) continue;
      if (typing()) more(); else window.location.reload();
      return;
    }
  };
  window.setInterval(look, 4000);
})();
