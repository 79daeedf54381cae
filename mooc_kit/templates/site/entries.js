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
  const keep = (entries) => {
    const isKept = store.set(NAME, entries.sort((a, b) => a.number - b.number));
    show();
    changed(all());
    return isKept;
  };
  const freeNumber = () => {
    const taken = new Set(all().map((entry) => entry.number));
    let number = 1;
    while (taken.has(number)) number += 1;
    return number;
  };

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
    return words(first, entry[first]) || text("entry", { n: entry.number });
  };

  const close = () => {
    editing = null;
    form.hidden = true;
    store.remove(DRAFT);
    show();
  };
  const open = (entry) => {
    editing = entry?.number ?? 0;
    for (const field of fields) {
      write(field, entry?.[field.dataset.field]);
      field.querySelector(".problem")?.remove();
      for (const control of controls(field)) control.removeAttribute("aria-invalid");
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
      const edit = element("button", { type: "button", class: "button quiet", "aria-label": text("changeEntry", { title }) }, text("change"));
      const remove = element("button", { type: "button", class: "button quiet", "aria-label": text("removeEntry", { title }) }, text("remove"));
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
    keep(all().filter((other) => other.number !== entry.number));
    const back = element("button", { type: "button", class: "as-link" }, text("takeBack"));
    back.addEventListener("click", () => {
      keep([...all().filter((other) => other.number !== entry.number), entry]);
      status.textContent = text("isBack");
      list.querySelector(`[data-entry="${entry.number}"] h3`)?.focus();
    });
    status.replaceChildren(text("removed", { title: titleOf(entry) }), " ", back);
    back.focus();
  };

  const complain = () => {
    let first = null;
    for (const field of fields) {
      field.querySelector(".problem")?.remove();
      const [control] = controls(field);
      const isMissing = control.required && !read(field);
      control.toggleAttribute("aria-invalid", isMissing);
      if (isMissing) {
        field.append(element("p", { class: "problem" }, text("missing")));
        first ??= control;
      }
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
  form.addEventListener("input", () => store.set(DRAFT, { number: editing, entry: values() }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (complain()) {
      status.textContent = text("missingSome");
      return;
    }
    const number = editing || freeNumber();
    const before = all().find((entry) => entry.number === number) ?? {};
    const others = all().filter((entry) => entry.number !== number);
    editing = null;
    form.hidden = true;
    store.remove(DRAFT);
    const isKept = keep([...others, { ...before, ...values(), number }]);
    status.textContent = text(isKept ? "kept" : "notKept");
    list.querySelector(`[data-entry="${number}"] h3`)?.focus();
  });

  const draft = store.get(DRAFT, {});
  if (draft.entry && typeof draft.entry === "object" && !isBlank(draft.entry)) {
    open({ ...draft.entry, number: draft.number });
    status.textContent = text("draft");
  }
  show();

  moocKit.insteadOfPaper(root.closest("[data-tool]"));

  const add_ = (entry) => keep([...all(), { ...entry, number: freeNumber() }]);
  // An entry as lines: each question with its answer.
  const asText = (entry) => fields
    .map((field) => [label(field.dataset.field), words(field.dataset.field, entry[field.dataset.field])])
    .filter(([, said]) => said)
    .map(([asked, said]) => `${asked}\n${said}`)
    .join("\n\n");
  return { all, add: add_, show, words, label, titleOf, asText, most };
};
