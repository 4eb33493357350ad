// Live checks while an edition is edited: the sum of the weights, and dates in order. The server checks all.
"use strict";

// Exact tenths of powers: decimals are added as whole numbers, so 0.1 + 0.2 is 0.3.
function scaled(text, places) {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return null;
  return BigInt(parts[1] + parts[2] + (parts[3] || "").padEnd(places, "0"));
}

// A comma parts decimals as a dot does, as the server reads them.
function sumOf(typed) {
  const texts = typed.map((text) => text.trim().replace(/^([^.,]*),([^.,]*)$/, "$1.$2"));
  const places = Math.max(0, ...texts.map((text) => (text.split(".")[1] || "").length));
  let sum = 0n;
  for (const text of texts) {
    const value = scaled(text, places);
    if (value !== null) sum += value;
  }
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const rest = digits.slice(digits.length - places).replace(/0+$/, "");
  return (sum < 0n ? "-" : "") + whole + (rest ? "." + rest : "");
}

for (const form of document.querySelectorAll("form[data-edition]")) {
  const line = form.querySelector("[data-weights]");
  const scale = form.elements.namedItem("scale");
  const weights = [...form.querySelectorAll("[data-weight]")];
  const opens = form.querySelector('[data-day="opens"]');
  const closes = form.querySelector('[data-day="closes"]');
  const order = form.querySelector("[data-order]");
  // As the server reads them: without a time a round opens at the day's first second and closes at its last.
  const moment = (day, bare) => {
    const time = form.elements.namedItem(`${day.name}-time`).value;
    return `${day.value}T${time ? time.padEnd(8, ":00") : bare}`;
  };
  const check = () => {
    if (line) {
      const sum = sumOf(weights.map((field) => field.value));
      const percent = scale ? scale.value !== "points" : line.dataset.weights === "percent";
      line.querySelector("output").textContent = sum.replace(".", document.documentElement.lang === "id" ? "," : ".");
      line.classList.toggle("off", percent && sum !== "100");
    }
    if (opens && closes) {
      const wrong = Boolean(opens.value && closes.value && moment(opens, "00:00:00") > moment(closes, "23:59:59"));
      for (const field of [opens, closes]) field.setAttribute("aria-invalid", String(wrong));
      order.hidden = !wrong;
    }
  };
  form.addEventListener("input", check);
  check();
}
