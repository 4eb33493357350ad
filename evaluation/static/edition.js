// Live checks while an edition is edited: the sum of the weights, and dates in order. The server checks all.
"use strict";

// Exact tenths of powers: decimals are added as whole numbers, so 0.1 + 0.2 is 0.3.
function scaled(text, places) {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!parts) return null;
  return BigInt(parts[1] + parts[2] + (parts[3] || "").padEnd(places, "0"));
}

function sumOf(texts) {
  const places = Math.max(0, ...texts.map((text) => (text.split(".")[1] || "").trim().length));
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
  const weights = [...form.querySelectorAll("[data-weight]")];
  const opens = form.querySelector('[data-day="opens"]');
  const closes = form.querySelector('[data-day="closes"]');
  const check = () => {
    if (line) {
      const sum = sumOf(weights.map((field) => field.value));
      line.querySelector("output").textContent = sum.replace(".", document.documentElement.lang === "id" ? "," : ".");
      line.classList.toggle("off", line.dataset.weights === "percent" && sum !== "100");
    }
    if (opens && closes) {
      const wrong = Boolean(opens.value && closes.value && opens.value > closes.value);
      for (const field of [opens, closes]) field.setAttribute("aria-invalid", String(wrong));
    }
  };
  form.addEventListener("input", check);
  check();
}
