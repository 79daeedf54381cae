// An application for credit: one file with the form, the numbers, the works and what they show, for those who judge it.
"use strict";

(() => {
  const { store, text } = moocKit;
  const tool = document.querySelector("[data-application]");
  const form = tool.querySelector("form");
  const status = form.querySelector(".status");
  const panel = moocKit.passingOn.panel(tool.querySelector("[data-passing-on]"));
  const NAME = "application";
  const NAMES = ["name", "email", "called", "born", "post", "number", "certificate", "elsewhere"];
  const NEEDED = { name: "nameFirst", email: "addressFirst", certificate: "certificateFirst" };
  const works = [...form.querySelectorAll("[data-work]")];
  const formal = [...form.querySelectorAll("[data-formal]")];
  const said = (place) => place.querySelector("input, textarea").value.trim();
  const today = () => { const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };

  const written = () => ({
    ...Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()])),
    works: works.map((place) => ({ activity: place.dataset.work, title: place.dataset.title, watched: place.dataset.watched === "yes", where: said(place) })),
    mapping: formal.map((place) => ({ formal: place.dataset.formal, words: said(place) })),
  });
  const asWords = (data) => [
    ...NAMES.slice(0, 7).map((name) => data[name] && `${form.elements[name].closest(".field").querySelector("label").firstChild.textContent.trim()}: ${data[name]}`),
    ...data.works.map((work) => `${work.title}: ${work.where}`),
    ...data.mapping.map((row) => `${row.formal}\n${row.words}`),
    data.elsewhere,
  ].filter(Boolean).join("\n\n");

  form.addEventListener("input", () => {
    status.textContent = store.set(NAME, written()) ? "" : text("notKept");
    panel.close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = written();
    for (const [name, key] of Object.entries(NEEDED)) {
      form.elements[name].toggleAttribute("aria-invalid", !data[name]);
      if (!data[name] || (name === "email" && !/^[^\s@]+@[^\s@]+$/.test(data.email))) {
        status.textContent = text(key);
        form.elements[name].focus();
        return;
      }
    }
    if (!form.elements.own.checked || !form.elements.seen.checked) {
      status.textContent = text("confirmFirst");
      form.elements[form.elements.own.checked ? "seen" : "own"].focus();
      return;
    }
    status.textContent = "";
    const file = { type: "CreditApplication", version: 1, course: moocKit.course, applied: today(), confirmed: true, ...data };
    const slug = data.email.split("@")[0].replace(/[^\w-]+/g, "-").toLowerCase();
    panel.open(asWords(data), { file: `${slug}.application.json`, fileText: `${JSON.stringify(file, null, 2)}\n` });
  });

  const kept = store.get(NAME, {});
  const words = (value) => (typeof value === "string" ? value : "");
  for (const name of NAMES) form.elements[name].value = words(kept[name]);
  const list = (value) => (Array.isArray(value) ? value : []);
  for (const place of works) place.querySelector("input").value = words(list(kept.works).find((work) => work?.activity === place.dataset.work)?.where);
  for (const place of formal) place.querySelector("textarea").value = words(list(kept.mapping).find((row) => row?.formal === place.dataset.formal)?.words);
  moocKit.insteadOfPaper(tool);
})();
