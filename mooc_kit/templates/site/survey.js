// A survey's answers are kept in this browser; the participant takes them out as a text, and passes them on or not.
"use strict";

(() => {
  const { store, text, element } = moocKit;
  const form = document.querySelector("[data-survey]");
  const NAME = `survey/${form.dataset.survey}`;
  const status = form.querySelector(".status");
  const fields = [...form.querySelectorAll("[data-item]")];

  const controls = (field) => [...field.querySelectorAll("input, textarea")];
  const read = (field) => {
    const [first] = controls(field);
    if (field.dataset.kind === "text") return first.value.trim();
    if (field.dataset.kind === "consent") return first.checked;
    const chosen = controls(field).filter((control) => control.checked).map((control) => control.value);
    return field.dataset.kind === "choices" ? chosen : chosen[0] ?? "";
  };
  const write = (field, answer) => {
    for (const control of controls(field)) {
      if (control.type === "textarea") control.value = typeof answer === "string" ? answer : "";
      else if (field.dataset.kind === "consent") control.checked = answer === true;
      else control.checked = Array.isArray(answer) ? answer.includes(control.value) : answer === control.value;
    }
  };
  const answers = () => Object.fromEntries(fields.map((field) => [field.dataset.item, read(field)]));
  // All answers together only where they are handed out; else each one for itself, beside what another window wrote.
  const keep = () => store.patch(NAME, answers());
  const keepOne = ({ target }) => {
    const field = target.closest("[data-item]");
    if (field) status.textContent = store.patch(NAME, { [field.dataset.item]: read(field) }) ? "" : store.whyNot();
  };

  const question = (field) => {
    const asked = field.querySelector("legend, label").cloneNode(true);
    asked.querySelector(".required")?.remove();
    return asked.textContent.trim();
  };
  const shown = (answer) => {
    if (answer === true) return text("Yes");
    if (answer === false) return text("No");
    return (Array.isArray(answer) ? answer.join("; ") : answer) || text("(no answer)");
  };
  // Drawn for this survey alone, so that answers given out again replace the earlier ones and tell nothing of who gave them.
  const reply = () => {
    const drawn = store.get(`reply/${form.dataset.survey}`, "") || Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");
    store.set(`reply/${form.dataset.survey}`, drawn);
    return drawn;
  };
  const asText = () => [form.dataset.title, ...fields.map((field) => `${question(field)}\n${shown(read(field))}`), text("Number of these answers: {n}", { n: `${reply()} ${new Date().toISOString()}` })].join("\n\n");
  // What is downloaded names each question by its id, too: the team's commands read it, whatever the questions say today.
  const asFile = () => `${JSON.stringify({
    kind: "survey", course: moocKit.course, survey: form.dataset.survey, title: form.dataset.title,
    reply: reply(), written: new Date().toISOString(),
    answers: fields.map((field) => ({ id: field.dataset.item, question: question(field), answer: read(field) })),
  }, null, 2)}\n`;

  const check = () => {
    let first = null;
    for (const field of fields) {
      const answer = read(field);
      const isMissing = "required" in field.dataset && (Array.isArray(answer) ? !answer.length : !answer);
      moocKit.complain(controls(field), isMissing ? text("Please answer this question.") : "");
      if (isMissing) first ??= controls(field)[0];
    }
    first?.focus();
    return !first;
  };

  const actions = {
    download: () => moocKit.download(`${moocKit.course}-${form.dataset.survey}.json`, "application/json", asFile()),
    copy: () => moocKit.passingOn.copy(asText(), status),
    mail: () => moocKit.passingOn.mail(form.dataset.mail, form.dataset.title, asText(), status),
  };

  const show = () => {
    const kept = store.get(NAME, {});
    for (const field of fields) if (field.dataset.item in kept && !field.contains(document.activeElement)) write(field, kept[field.dataset.item]);
    showAside(kept);
  };
  // An answer that is among the choices no more stays kept, and is shown.
  function showAside(kept) {
    for (const field of fields) {
      field.querySelector(".set-aside")?.remove();
      if (!["choice", "choices", "scale"].includes(field.dataset.kind)) continue;
      const offered = controls(field).map((control) => control.value);
      const gone = [kept[field.dataset.item] ?? []].flat().filter((said) => said && typeof said === "string" && !offered.includes(said));
      if (gone.length) field.append(element("div", { class: "set-aside" }, element("p", {}, text("This question has changed since you answered it. Please answer it again.")), element("p", {}, text("Your answer then: {answer}", { answer: gone.join("; ") }))));
    }
  }
  show();
  store.watch(NAME, show);
  store.keeps();
  form.addEventListener("input", keepOne);
  form.addEventListener("change", keepOne);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isKept = keep();
    if (!check()) {
      status.textContent = text("Some questions still need an answer.");
      return;
    }
    status.textContent = isKept ? text("Your answers are kept in this browser.") : store.whyNot();
    moocKit.progress.mark(form.dataset.survey);
  });
  for (const button of form.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => {
      keep();
      if (check()) actions[button.dataset.do]();
      else status.textContent = text("Some questions still need an answer.");
    });
  }
  form.querySelector(".form-actions").hidden = false;
})();
