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
  const NEEDED = { name: text("Write your name first."), email: text("Write your e-mail address first."), certificate: text("Write the number or the link of your authenticated certificate first.") };
  const works = [...form.querySelectorAll("[data-work]")];
  const formal = [...form.querySelectorAll("[data-formal]")];
  const list = (value) => (Array.isArray(value) ? value : []);
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

  // What was changed in `target`, as the same part of what is kept.
  const changed = (target) => {
    const now = written();
    const one = (places, rows) => rows.filter((_, index) => places[index].contains(target));
    const [work, row] = [one(works, now.works), one(formal, now.mapping)];
    if (work.length) return { works: work };
    if (row.length) return { mapping: row };
    return NAMES.includes(target.name) ? { [target.name]: now[target.name] } : {};
  };
  // It goes beside what another window wrote; what belongs to works that are gone stays.
  const joined = (kept, now) => {
    const found = { ...kept, ...now };
    for (const [name, key] of [["works", "activity"], ["mapping", "formal"]]) {
      if (now[name]) found[name] = [...list(kept[name]).filter((other) => other?.[key] !== now[name][0][key]), ...now[name]];
    }
    return found;
  };
  form.addEventListener("input", ({ target }) => {
    const now = changed(target);
    const isKept = store.change(NAME, (kept) => joined(kept, now), {});
    status.textContent = isKept ? "" : store.whyNot();
    panel.close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = written();
    for (const [name, ask] of Object.entries(NEEDED)) {
      const isMissing = !data[name] || (name === "email" && !/^[^\s@]+@[^\s@]+$/.test(data.email));
      moocKit.complain([form.elements[name]], isMissing ? ask : "");
      if (isMissing) {
        status.textContent = ask;
        form.elements[name].focus();
        return;
      }
    }
    if (!form.elements.own.checked || !form.elements.seen.checked) {
      status.textContent = text("Please confirm both sentences first.");
      form.elements[form.elements.own.checked ? "seen" : "own"].focus();
      return;
    }
    status.textContent = "";
    const file = { type: "CreditApplication", version: 1, course: moocKit.course, applied: today(), confirmed: true, ...data };
    const slug = data.email.split("@")[0].replace(/[^\w-]+/g, "-").toLowerCase();
    panel.open(asWords(data), { file: `${slug}.application.json`, fileText: `${JSON.stringify(file, null, 2)}\n` });
  });

  const words = (value) => (typeof value === "string" ? value : "");
  const fill = () => {
    const kept = store.get(NAME, {});
    const put = (field, value) => { if (field !== document.activeElement) field.value = words(value); };
    for (const name of NAMES) put(form.elements[name], kept[name]);
    for (const place of works) put(place.querySelector("input"), list(kept.works).find((work) => work?.activity === place.dataset.work)?.where);
    for (const place of formal) put(place.querySelector("textarea"), list(kept.mapping).find((row) => row?.formal === place.dataset.formal)?.words);
  };
  fill();
  store.watch(NAME, fill);
  store.keeps();
  moocKit.insteadOfPaper(tool);
})();
