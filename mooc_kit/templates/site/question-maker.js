// The question maker: somebody writes a question of any kind, tries it as others will, and passes it on as the file that the
// course team takes with `mooc-kit quiz accept`. What was begun is kept in this browser.
"use strict";

(() => {
  const { store, text, element, scoring, questionDraft } = moocKit;
  const tool = document.querySelector("[data-question-maker]");
  const form = tool.querySelector("form");
  const status = form.querySelector(".status");
  const warning = tool.querySelector("[data-twin]");
  const trial = tool.querySelector("[data-trial]");
  const known = JSON.parse(document.getElementById("site:known-questions").textContent);
  const panel = moocKit.passingOn.panel(tool.querySelector("[data-passing-on]"));
  const list = tool.querySelector("[data-rows]");
  const drafts = moocKit.drafts("draft/question");

  // What a row of each kind asks for: the names of its fields. Other kinds have no rows.
  const ROWS = {
    multiple_choice: ["text", "right", "feedback"],
    multiple_response: ["text", "right", "feedback"],
    short_answer: ["text", "feedback"],
    matching: ["text", "other"],
    ordering: ["text"],
    calculated: ["text", "least", "most"],
  };
  const LABELS = {
    text: text("Answer {n}"), other: text("What belongs to it"), right: text("This answer is right"), feedback: text("What do you say to people who choose it?"), least: text("From"), most: text("To"),
  };
  const OWN_LABELS = { matching: text("Pair {n}"), ordering: text("Step {n}, in the right order"), calculated: text("Drawn value {n}: its name") }; // of the first field
  // What a question still lacks, by what questionDraft says of it.
  const MISSING = {
    askFirst: text("Write the question first."),
    oneRight: text("It needs at least two answers, of which just one is right."),
    someRight: text("It needs at least two answers, of which one or more are right."),
    saysTrue: text("Say whether the statement is true."),
    oneAnswer: text("Write at least one right answer."),
    aNumber: text("Write the right number, such as 12 or 3.5."),
    twoPairs: text("It needs at least two pairs."),
    twoSteps: text("It needs at least two steps."),
    oneGap: text("Write at least one gap, like [[its answer]]."),
    aFormula: text("It needs a formula over drawn values, each with a name and a range."),
  };
  const kind = () => form.elements.kind.value;
  const simple = ["kind", "module", "outcome", "prompt", "truth", "answer", "tolerance", "unit", "gaps", "model", "formula", "general", "author"];
  let rows = [{}, {}, {}];

  const readRows = () => [...list.children].map((item) => Object.fromEntries([...item.querySelectorAll("[data-name]")]
    .map((control) => [control.dataset.name, control.type === "checkbox" ? control.checked : control.value.trim()])));
  const fields = () => ({
    ...Object.fromEntries(simple.map((name) => [name, form.elements[name]?.value.trim() ?? ""])),
    rows: readRows(),
  });
  const keep = () => {
    if (list.children.length) rows = readRows();
    const isKept = drafts.keep({ ...fields(), rows, agreed: form.elements.agreed.checked });
    status.textContent = isKept ? "" : store.whyNot();
    lookForTwin();
    trial.hidden = true;
    panel.close();
  };

  const rowOf = (row, number) => {
    const parts = (ROWS[kind()] ?? []).map((name) => {
      const id = `site:row-${number}-${name}`;
      const label = text((name === "text" && OWN_LABELS[kind()]) || LABELS[name], { n: number + 1 });
      const common = { id, "data-name": name };
      if (name === "right") {
        const box = element("input", { ...common, type: "checkbox" });
        box.checked = row.right === true;
        return element("label", { class: "choice" }, box, element("span", {}, label));
      }
      const input = element("input", { ...common, type: "text", maxlength: 1000 });
      input.value = typeof row[name] === "string" ? row[name] : "";
      return element("div", { class: "field" }, element("label", { for: id }, label), input);
    });
    return element("li", { class: "entry" }, ...parts);
  };
  const show = () => {
    const wanted = ROWS[kind()];
    while (rows.length < 3) rows.push({});
    list.replaceChildren(...(wanted ? rows : []).map(rowOf));
    tool.querySelector("[data-do='more']").hidden = !wanted;
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind());
    const served = form.elements.module.selectedOptions[0]?.dataset.outcomes.split(" ") ?? [];
    for (const option of form.elements.outcome?.options ?? []) option.hidden = Boolean(option.value) && !served.includes(option.value);
  };

  const lookForTwin = () => {
    const { question } = questionDraft.make(fields());
    const twin = question ? questionDraft.twin(question, known) : null;
    warning.hidden = !twin;
    warning.textContent = twin ? text("Very much like a question that is there already ({percent}%): “{question}”", { question: twin.prompt, percent: moocKit.number(Math.round(twin.alike * 100), 0) }) : "";
  };
  const made = () => {
    const { question, missing } = questionDraft.make(fields());
    if (missing) status.textContent = MISSING[missing];
    return question;
  };

  // ----- try it: as others will meet it -----
  const drawn = (variables) => Object.fromEntries(Object.entries(variables).map(([name, range]) =>
    [name, Number((range.least + Math.random() * (range.most - range.least)).toFixed(range.decimals))]));
  const shuffle = (items) => {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1));
      [items[last], items[other]] = [items[other], items[last]];
    }
    return items;
  };
  const tryIt = (question) => {
    const data = questionDraft.playable(question);
    const values = data.variables ? drawn(data.variables) : null;
    const prompt = moocKit.fromBuild("div", "prompt", data.prompt);
    prompt.id = "site:trial-prompt";
    if (values) {
      const write = (words) => words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? moocKit.number(values[name], data.variables[name].decimals) : whole));
      for (const part of prompt.querySelectorAll("p")) part.textContent = write(part.textContent);
    }
    const control = moocKit.questionControls[data.kind](data, { name: "trial", promptId: prompt.id, shuffle });
    const result = element("div", { class: "result", tabindex: "-1", hidden: true });
    const problem = element("p", { class: "problem", role: "alert" });
    const check = element("button", { type: "submit", class: "button" }, data.kind === "essay" ? text("Finish this answer") : text("Check answer"));
    const play = element("form", { class: "question", novalidate: true }, element("fieldset", {}, element("legend", {}, text("As others will see it")), prompt, ...control.parts, problem, element("p", { class: "form-actions" }, check), result));
    play.addEventListener("submit", (event) => {
      event.preventDefault();
      const response = control.read();
      problem.textContent = response === null ? text("Choose or write an answer first.") : control.problem?.() ?? "";
      if (problem.textContent) return;
      const got = scoring.score(data, response, values);
      const [tone, line] = got === null ? ["neutral", text("Others compare their answer with yours; nobody scores it.")]
        : got >= 1 ? ["right", text("Right.")]
          : got > 0 ? ["partly", text("Partly right: {percent}% of the points.", { percent: moocKit.number(got * 100, 0) })] : ["wrong", text("Not right yet.")];
      result.className = `result ${tone}`;
      result.replaceChildren(element("p", { class: "verdict" }, line));
      for (const said of [scoring.feedbackOn(data, response), data.modelAnswer, data.feedback.general]) {
        if (said) result.append(moocKit.fromBuild("div", "feedback", said));
      }
      result.hidden = false;
      control.review?.();
      result.focus();
    });
    trial.replaceChildren(play);
    trial.hidden = false;
    trial.scrollIntoView({ block: "nearest" });
  };

  // ----- pass it on: as a file, and in words that a person and the team's command can read, too -----
  const lines = (question) => {
    const said = (words, note) => (note ? `${words} :: ${note}` : words);
    switch (question.kind) {
      case "multiple_choice": case "multiple_response": return question.choices.map((one) => said(`${one.correct ? "+" : "-"} ${one.text}`, one.feedback));
      case "true_false": return [`+ ${question.answer ? text("True") : text("False")}`];
      case "short_answer": return question.answers.map((one) => said(`+ ${one.text}`, one.feedback));
      case "numerical": return [`+ ${question.answer}${question.tolerance ? ` ± ${question.tolerance}` : ""}${question.unit ? ` ${question.unit}` : ""}`];
      case "matching": return question.pairs.map((pair) => `+ ${pair.left} = ${pair.right}`);
      case "ordering": return question.items.map((item) => `+ ${item}`);
      case "fill_blanks": return [question.text];
      case "calculated": return [`= ${question.formula}`, ...Object.entries(question.variables).map(([name, range]) => `${name}: ${range.least} … ${range.most}`)];
      default: return question.model_answer ? [question.model_answer] : [];
    }
  };
  const chosen = (name) => form.elements[name]?.selectedOptions[0]?.textContent.trim() ?? "";
  const pass = (question) => {
    const answers = lines(question).join("\n");
    const general = question.feedback?.general ?? "";
    const words = [chosen("module"), question.prompt, answers, general, question.author ?? ""].filter(Boolean).join("\n\n");
    const kinds = form.elements.kind.selectedOptions[0];
    const isOnForm = kinds.dataset.onForm === "yes";
    const sent = { module: chosen("module"), outcome: question.outcome ? chosen("outcome") : "", kind: isOnForm ? kinds.dataset.formWords : "", prompt: question.prompt, answers, feedback: general, author: question.author ?? "" };
    const data = { type: "ContributedQuestion", version: 1, course: moocKit.course, module: form.elements.module.value, agreed: form.elements.agreed.checked, questions: [question] };
    panel.open(words, { fields: sent, file: `${questionDraft.slug(question.prompt).slice(0, 40).replace(/-+$/, "") || "my"}.question.json`, fileText: `${JSON.stringify(data, null, 2)}\n` });
  };

  const actions = {
    more: () => { rows = [...readRows(), {}]; show(); list.lastElementChild.querySelector("input").focus(); },
    try: () => { const question = made(); if (question) tryIt(question); },
    pass: () => {
      const question = made();
      if (!question) return;
      if (!form.elements.agreed.checked) { status.textContent = text("Tick below that others may use it."); form.elements.agreed.focus(); return; }
      pass(question);
    },
  };
  for (const button of tool.querySelectorAll("form [data-do]")) {
    button.addEventListener("click", () => { status.textContent = ""; actions[button.dataset.do]?.(); });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", keep);
  form.addEventListener("change", (event) => { if (["kind", "module"].includes(event.target.name)) { show(); lookForTwin(); } });

  const draft = drafts.take(() => true, () => {}) ?? {};
  store.keeps();
  for (const name of simple) {
    const control = form.elements[name];
    if (control && typeof draft[name] === "string" && (control.tagName !== "SELECT" || [...control.options].some((option) => option.value === draft[name]))) control.value = draft[name];
  }
  form.elements.agreed.checked = draft.agreed === true;
  if (Array.isArray(draft.rows) && draft.rows.length && draft.rows.every((row) => row && typeof row === "object")) rows = draft.rows;
  show();
  lookForTwin();
  moocKit.insteadOfPaper(tool);
})();
