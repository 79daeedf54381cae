// A self-made certificate is filled in by the participant, kept in this browser, and printed from it.
"use strict";

(() => {
  const { store, text, element } = moocKit;
  const form = document.querySelector("[data-certificate]");
  const NAME = `certificate/${form.dataset.certificate}`;
  const { name, evidence, date } = form.elements;
  const status = form.querySelector(".status");
  const places = {
    name: document.querySelector("[data-certificate-name]"),
    evidence: document.querySelector("[data-certificate-evidence]"),
    date: document.querySelector("[data-certificate-date]"),
  };
  const empty = { name: places.name.textContent, evidence: places.evidence.textContent, date: places.date.textContent };
  const pageTitle = document.title;
  const lines = () => evidence.value.split("\n").map((line) => line.trim()).filter(Boolean);

  const show = () => {
    places.name.textContent = name.value.trim() || empty.name;
    places.date.textContent = date.value.trim() || empty.date;
    places.evidence.replaceChildren(...(lines().length ? lines() : [empty.evidence]).map((line) => element("li", {}, line)));
    // Browsers offer the title as the name of the PDF.
    document.title = name.value.trim() ? `${name.value.trim()} · ${pageTitle}` : pageTitle;
  };
  const keep = () => {
    const isKept = store.set(NAME, { name: name.value, evidence: evidence.value, date: date.value });
    status.textContent = isKept ? "" : text("notKept");
    show();
  };

  const kept = store.get(NAME, {});
  const words = (value) => (typeof value === "string" ? value : "");
  name.value = words(kept.name);
  evidence.value = words(kept.evidence);
  date.value = words(kept.date) || new Date().toLocaleDateString(moocKit.language, { dateStyle: "long" });
  form.addEventListener("input", keep);

  // What stands in the evidence log need not be written again.
  const fromLog = () => {
    const log = store.get("evidence", []);
    const entries = log.filter((entry) => words(entry?.what));
    const known = new Set(lines());
    return entries.map((entry) => [entry.what, entry.when, entry.link].map(words).map((part) => part.replace(/\s+/g, " ").trim()).filter(Boolean).join(", ")).filter((line) => !known.has(line));
  };
  const take = form.querySelector("[data-do='take-over']");
  if (take) {
    const offer = () => { take.hidden = !fromLog().length; };
    take.addEventListener("click", () => {
      evidence.value = [...lines(), ...fromLog()].join("\n");
      keep();
      offer();
      evidence.focus();
    });
    offer();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const [field, key] of [[name, "nameFirst"], [evidence, "evidenceFirst"]]) {
      const isMissing = !field.value.trim();
      field.toggleAttribute("aria-invalid", isMissing);
      if (isMissing) {
        status.textContent = text(key);
        field.focus();
        return;
      }
    }
    status.textContent = "";
    window.print();
  });
  form.hidden = false;
  show();
})();
