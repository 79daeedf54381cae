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
  const words = (value) => (typeof value === "string" ? value : "");
  const lines = () => evidence.value.split("\n").map((line) => line.trim()).filter(Boolean);

  // On the sheet and in the signed file stand just those outcomes that an entry of the evidence log shows.
  const outcomes = JSON.parse(form.dataset.outcomes);
  const shown = () => {
    const named = new Set(store.get("evidence", []).flatMap((entry) => (words(entry?.what) && Array.isArray(entry.outcomes) ? entry.outcomes : [])));
    return outcomes.filter(([id]) => named.has(id)).map(([, outcome]) => outcome);
  };
  const sheet = document.querySelector(".sheet-outcomes");

  const show = () => {
    const named = new Set(shown());
    for (const item of sheet?.querySelectorAll("li") ?? []) item.hidden = !named.has(item.textContent.trim());
    if (sheet) sheet.hidden = !named.size;
    places.name.textContent = name.value.trim() || empty.name;
    places.date.textContent = date.value.trim() || empty.date;
    places.evidence.replaceChildren(...(lines().length ? lines() : [empty.evidence]).map((line) => element("li", {}, line)));
    // Browsers offer the title as the name of the PDF.
    document.title = name.value.trim() ? `${name.value.trim()} · ${pageTitle}` : pageTitle;
  };
  const keep = (...fields) => {
    const isKept = store.patch(NAME, Object.fromEntries(fields.map((field) => [field.name, field.value])));
    status.textContent = isKept ? "" : store.whyNot();
    show();
  };

  const fill = () => {
    const kept = store.get(NAME, {});
    for (const field of [name, evidence, date]) if (field !== document.activeElement) field.value = words(kept[field.name]);
    date.value ||= new Date().toLocaleDateString(moocKit.language, { dateStyle: "long" });
  };
  fill();
  store.watch(NAME, () => { fill(); show(); });
  store.keeps();
  form.addEventListener("input", ({ target }) => keep(target));

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
      keep(evidence);
      offer();
      evidence.focus();
    });
    document.addEventListener("evidence", () => { offer(); show(); });
    offer();
  }

  const isFilledIn = () => {
    for (const [field, words] of [[name, text("Write your name first.")], [evidence, text("Name at least one piece of evidence first.")]]) {
      const isMissing = !field.value.trim();
      moocKit.complain([field], isMissing ? words : "");
      if (isMissing) {
        status.textContent = words;
        field.focus();
        return false;
      }
    }
    status.textContent = "";
    return true;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isFilledIn()) window.print();
  });

  form.querySelector("[data-do='sign']").addEventListener("click", async () => {
    if (!isFilledIn()) return;
    const told = { name: name.value, kind: "Certificate", title: form.dataset.title, claim: form.dataset.statement, evidence: lines(), shows: shown() };
    if (await moocKit.later(status)) moocKit.selfBadge.save(told, `${moocKit.course}-${form.dataset.certificate}.json`, status);
  });
  form.hidden = false;
  show();
})();
