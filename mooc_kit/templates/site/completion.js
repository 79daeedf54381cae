// Evidence of completion: what somebody did of what the rule asks, as the table from which the course team decides.
"use strict";

(() => {
  const { store, text, element } = moocKit;
  const tool = document.querySelector("[data-completion]");
  const form = tool.querySelector("form");
  const status = form.querySelector(".status");
  const panel = moocKit.passingOn.panel(tool.querySelector("[data-passing-on]"));
  const NAME = "completion";
  const COLUMNS = ["email", "name", "activity", "title", "done", "score", "evidence"];
  const rows = [...tool.querySelectorAll("[data-asked]")].map((item) => ({
    id: item.dataset.asked,
    title: item.dataset.title,
    box: item.querySelector("[data-did]"),
    words: item.querySelector("textarea"),
    scored: item.querySelector("[data-score]"),
  }));

  // The best attempt at a quiz of these pages, cut and never rounded up: it must not look like a pass.
  const percentOf = (id) => {
    const best = moocKit.progress.best(id);
    return best === null ? "" : `${Math.floor(best * 10000 + 1e-6) / 10000}%`;
  };

  // A cell of a table that spreadsheets open: nothing in it may begin a formula.
  const cell = (value) => {
    const plain = value.replace(/\s*\n\s*/g, " / ").trim();
    return `"${(/^[=+\-@\t]/.test(plain) ? `'${plain}` : plain).replaceAll('"', '""')}"`;
  };
  const asTable = () => {
    const { name, email } = form.elements;
    const lines = rows.map((row) => [email.value.trim(), name.value, row.id, row.title, row.box.checked ? "yes" : "no", percentOf(row.id), row.words.value]);
    return [COLUMNS.join(","), ...lines.map((line) => line.map(cell).join(","))].join("\r\n") + "\r\n";
  };
  const asWords = () => [
    `${form.elements.name.value.trim()} <${form.elements.email.value.trim()}>`,
    ...rows.map((row) => [`${row.box.checked ? "✓" : "–"} ${row.title}${percentOf(row.id) ? ` (${percentOf(row.id)})` : ""}`, row.words.value.trim()].filter(Boolean).join("\n")),
  ].join("\n\n");

  const keep = ({ target }) => {
    const row = rows.find((one) => one.words === target);
    if (!row && !["name", "email"].includes(target.name)) return;
    const how = row ? (kept) => ({ ...kept, seen: { ...kept.seen, [row.id]: target.value } }) : (kept) => ({ ...kept, [target.name]: target.value });
    status.textContent = store.change(NAME, how, {}) ? "" : store.whyNot();
    if (panel.isOpen()) panel.fill(asWords(), { fileText: asTable() });
  };
  const show = () => {
    const done = new Set(store.get("done", []));
    for (const row of rows) {
      row.box.checked = done.has(row.id);
      row.scored.hidden = !percentOf(row.id);
      row.scored.textContent = text("Your best score on these pages: {percent}", { percent: percentOf(row.id) });
    }
  };

  const words = (value) => (typeof value === "string" ? value : "");
  const fill = () => {
    const kept = store.get(NAME, {});
    const put = (field, value) => { if (field !== document.activeElement) field.value = words(value); };
    for (const name of ["name", "email"]) put(form.elements[name], kept[name]);
    for (const row of rows) put(row.words, kept.seen?.[row.id]);
  };
  fill();
  store.watch(NAME, fill);
  store.keeps();
  for (const row of rows) {
    row.box.addEventListener("change", () => moocKit.progress.mark(row.id, row.box.checked));
  }
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const field of [form.elements.name, form.elements.email]) {
      const isMissing = !field.value.trim() || !field.checkValidity();
      const ask = field.name === "name" ? text("Write your name first.") : text("Write your e-mail address first.");
      moocKit.complain([field], isMissing ? ask : "");
      if (isMissing) {
        status.textContent = ask;
        field.focus();
        return;
      }
    }
    panel.open(asWords(), { fileText: asTable() });
  });
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
  moocKit.insteadOfPaper(tool);
})();
