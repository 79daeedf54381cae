// A self-made certificate is filled in by the participant, kept in this browser, and printed from it.
"use strict";

(() => {
  const { store, element } = moocKit;
  const form = document.querySelector("[data-certificate]");
  const NAME = `certificate/${form.dataset.certificate}`;
  const { name, evidence, date } = form.elements;
  const places = {
    name: document.querySelector("[data-certificate-name]"),
    evidence: document.querySelector("[data-certificate-evidence]"),
    date: document.querySelector("[data-certificate-date]"),
  };
  const empty = { name: places.name.textContent, evidence: places.evidence.textContent, date: places.date.textContent };

  const show = () => {
    places.name.textContent = name.value.trim() || empty.name;
    places.date.textContent = date.value.trim() || empty.date;
    const lines = evidence.value.split("\n").map((line) => line.trim()).filter(Boolean);
    places.evidence.replaceChildren(...(lines.length ? lines : [empty.evidence]).map((line) => element("li", {}, line)));
  };

  const kept = store.get(NAME, {});
  name.value = kept.name ?? "";
  evidence.value = kept.evidence ?? "";
  date.value = kept.date ?? new Date().toLocaleDateString(moocKit.language, { dateStyle: "long" });
  form.addEventListener("input", () => {
    store.set(NAME, { name: name.value, evidence: evidence.value, date: date.value });
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.print();
  });
  form.hidden = false;
  show();
})();
