// Entries are things that a participant writes down one by one: goals, evidence, what they did. They are kept in this
// browser; a half-written one is kept, too. `moocKit.entries(root, { extra, changed })` gives { all, add, show, label }.
"use strict";

moocKit.entries = (root, { extra = () => null, changed = () => {} } = {}) => {
  const { store, text, element } = moocKit;
  const NAME = root.dataset.entries;
  const DRAFT = `draft/${NAME}`;
  const most = Number(root.dataset.most);
  const list = root.querySelector(".entry-list");
  const form = root.querySelector("form");
  const status = root.querySelector(".status");
  const add = root.querySelector("[data-do='add']");
  const empty = root.querySelector("[data-empty]");
  const fields = [...form.querySelectorAll("[data-field]")];
  let editing = null; // the number of the entry in the form; 0 for a new one, null where the form is closed
  let opened = null; // that entry as it was when it was opened: another window may change it meanwhile
  let isUnsafe = false; // whether the form stays open because the browser did not take what is in it

  const controls = (field) => [...field.querySelectorAll("input, textarea, select")];
  const read = (field) => {
    if (field.dataset.kind === "many") return controls(field).filter((box) => box.checked).map((box) => box.value);
    if (field.dataset.kind === "choice") return controls(field).find((box) => box.checked)?.value ?? "";
    return controls(field)[0].value.trim();
  };
  const write = (field, value) => {
    for (const control of controls(field)) {
      if (field.dataset.kind === "many") control.checked = Array.isArray(value) && value.includes(control.value);
      else if (field.dataset.kind === "choice") control.checked = typeof value === "string" && value === control.value;
      else control.value = typeof value === "string" ? value : "";
    }
  };
  const values = () => Object.fromEntries(fields.map((field) => [field.dataset.field, read(field)]));
  const isBlank = (entry) => Object.values(entry).every((value) => !value || !value.length);

  // Whatever the store holds, what comes out is a list of entries with numbers of their own.
  const all = () => store.get(NAME, []).filter((entry) => entry && typeof entry === "object" && Number.isInteger(entry.number));
  const sorted = (entries) => entries.sort((a, b) => a.number - b.number);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  // `how` makes the entries anew from those that are kept at that moment.
  const keep = (how) => {
    const isKept = store.change(NAME, (entries) => sorted(how(entries.filter((entry) => entry && typeof entry === "object"))), []);
    show();
    changed(all());
    return isKept;
  };
  const freeNumber = (entries) => {
    const taken = new Set(entries.map((entry) => entry.number));
    let number = 1;
    while (taken.has(number)) number += 1;
    return number;
  };
  const drafts = moocKit.drafts(DRAFT);

  const label = (name) => {
    const field = fields.find((one) => one.dataset.field === name);
    const asked = field?.querySelector("legend, label").cloneNode(true);
    asked?.querySelector(".required")?.remove();
    return asked?.textContent.trim() ?? name;
  };
  // A field's answer in words: what stands beside the boxes, not their values.
  const words = (name, value) => {
    const field = fields.find((one) => one.dataset.field === name);
    if (!field) return "";
    if (field.dataset.kind === "text") return typeof value === "string" ? value : "";
    if (field.dataset.kind === "one") return [...field.querySelectorAll("option")].find((option) => option.value && option.value === value)?.textContent ?? "";
    const chosen = controls(field).filter((box) => (Array.isArray(value) ? value.includes(box.value) : box.value && box.value === value));
    return chosen.map((box) => box.closest("label").textContent.trim()).join("; ");
  };
  const titleOf = (entry) => {
    const first = fields.find((field) => field.dataset.kind === "text").dataset.field;
    return words(first, entry[first]) || text("Number {n}", { n: entry.number });
  };

  const close = () => {
    editing = null;
    isUnsafe = false;
    form.hidden = true;
    drafts.remove();
    show();
  };
  const open = (entry) => {
    editing = entry?.number ?? 0;
    opened = all().find((other) => other.number === editing) ?? null;
    for (const field of fields) {
      write(field, entry?.[field.dataset.field]);
      moocKit.complain(controls(field), "");
    }
    form.hidden = false;
    status.textContent = "";
    show();
  };

  const show = () => {
    const entries = all();
    list.replaceChildren(...entries.map((entry) => {
      const facts = element("dl", {});
      for (const field of fields) {
        const name = field.dataset.field;
        const said = words(name, entry[name]);
        if (said && said !== titleOf(entry)) facts.append(element("div", {}, element("dt", {}, label(name)), element("dd", {}, said)));
      }
      const title = titleOf(entry);
      const edit = element("button", { type: "button", class: "button quiet", "aria-label": text("Change: {title}", { title }) }, text("Change"));
      const remove = element("button", { type: "button", class: "button quiet", "aria-label": text("Remove: {title}", { title }) }, text("Remove"));
      edit.addEventListener("click", () => { open(entry); form.querySelector("h3").focus(); });
      remove.addEventListener("click", () => take(entry));
      const actions = element("p", { class: "form-actions" }, edit, remove);
      return element("li", { class: "entry", value: entry.number, "data-entry": entry.number }, element("h3", { tabindex: "-1" }, title), facts, extra(entry, title), actions);
    }));
    empty.hidden = entries.length > 0 || editing !== null;
    add.hidden = editing !== null || entries.length >= most;
    for (const part of document.querySelectorAll("[data-with-entries]")) part.hidden = !entries.length;
  };

  // Taking an entry out can be taken back at once.
  const take = (entry) => {
    const isGone = keep((entries) => entries.filter((other) => other.number !== entry.number));
    const back = element("button", { type: "button", class: "as-link" }, text("Take it back"));
    back.addEventListener("click", () => {
      // Its number may have been given away in the meantime.
      const isKept = keep((entries) => [...entries, { ...entry, number: entries.some((other) => other.number === entry.number) ? freeNumber(entries) : entry.number }]);
      status.textContent = isKept ? text("It is back.") : store.whyNot();
      list.querySelector(`[data-entry="${entry.number}"] h3`)?.focus();
    });
    status.replaceChildren(isGone ? text("“{title}” is removed.", { title: titleOf(entry) }) : store.whyNot(), " ", back);
    back.focus();
  };

  const complain = () => {
    let first = null;
    for (const field of fields) {
      const [control] = controls(field);
      const isMissing = control.required && !read(field);
      moocKit.complain([control], isMissing ? text("Please answer this question.") : "");
      if (isMissing) first ??= control;
    }
    first?.focus();
    return first !== null;
  };

  add.addEventListener("click", () => { open(null); form.querySelector("h3").focus(); });
  form.querySelector("[data-do='cancel']").addEventListener("click", () => {
    const was = editing;
    close();
    (was ? list.querySelector(`[data-entry="${was}"] h3`) : add)?.focus();
  });
  form.addEventListener("input", () => drafts.keep({ number: editing, entry: values(), was: opened }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (complain()) {
      status.textContent = text("Some questions still need an answer.");
      return;
    }
    const made = values();
    const was = opened;
    let number = editing;
    let isBeside = false;
    const isKept = keep((entries) => {
      const before = entries.find((entry) => entry.number === editing);
      // Somebody changed it in another window: neither is written over, both stand in the list.
      isBeside = Boolean(was && before && !same(was, before) && !same({ ...was, ...made }, { ...was, ...before }));
      number = editing && !isBeside ? editing : freeNumber(entries);
      return [...entries.filter((entry) => entry.number !== number), { ...(isBeside ? was : before), ...made, number }];
    });
    if (!isKept) {
      // The form stays open until its text is safe.
      editing = number;
      opened = all().find((entry) => entry.number === number) ?? null;
      isUnsafe = true;
      status.textContent = store.whyNot();
      return;
    }
    close();
    status.textContent = isBeside ? text("Kept. It was changed in another window, too: both stand in the list.") : text("Kept in this browser.");
    list.querySelector(`[data-entry="${number}"] h3`)?.focus();
  });
  document.addEventListener("kept", () => {
    if (!isUnsafe) return;
    close();
    status.textContent = text("Kept in this browser.");
  });
  store.watch(NAME, () => { show(); changed(all()); });

  const draft = drafts.take((kept) => kept.entry && typeof kept.entry === "object" && !isBlank(kept.entry), () => {
    close();
    status.textContent = "";
  });
  if (draft) {
    open({ ...draft.entry, number: draft.number });
    opened = draft.was ?? opened;
    status.textContent = text("You began this earlier. Keep it, or cancel.");
  }
  show();
  store.keeps();

  moocKit.insteadOfPaper(root.closest("[data-tool]"));

  const add_ = (entry) => keep((entries) => [...entries, { ...entry, number: freeNumber(entries) }]);
  // An entry as lines: each question with its answer.
  const asText = (entry) => fields
    .map((field) => [label(field.dataset.field), words(field.dataset.field, entry[field.dataset.field])])
    .filter(([, said]) => said)
    .map(([asked, said]) => `${asked}\n${said}`)
    .join("\n\n");
  return { all, add: add_, show, words, label, titleOf, asText, most };
};
