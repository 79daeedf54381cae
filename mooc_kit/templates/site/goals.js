// The goal planner: goals that people set themselves, what they said of them at the check-ins, and sharing them.
"use strict";

(() => {
  const { store, text, element } = moocKit;
  const tool = document.querySelector("[data-tool]");
  const moments = [...tool.querySelectorAll("[data-moment]")];
  const panel = moocKit.passingOn.panel(tool.querySelector("[data-passing-on]"));
  const which = tool.querySelector("[data-which] .choices");

  const answersTo = (survey) => store.get(`survey/${survey}`, {});
  const saidOf = (number, moment) => {
    const said = answersTo(moment.dataset.moment)[`goal-${number}`];
    return typeof said === "string" ? said : "";
  };
  const nameOf = (moment) => moment.querySelector("a").textContent;

  const extra = (entry) => {
    const said = moments.map((moment) => [nameOf(moment), saidOf(entry.number, moment)]).filter(([, words]) => words);
    return said.length ? element("dl", {}, ...said.map(([name, words]) => element("div", {}, element("dt", {}, name), element("dd", {}, words)))) : null;
  };
  const goals = moocKit.entries(tool.querySelector("[data-entries]"), { extra, changed: () => showRest() });

  const chosen = () => [...which.querySelectorAll("input:checked")].map((box) => Number(box.value));
  const compose = () => {
    const shared = goals.all().filter((entry) => chosen().includes(entry.number));
    const fields = { "how-you-will-know": shared.map((entry) => entry.notice).filter(Boolean).join("\n") };
    shared.forEach((entry, place) => { fields[`goal-${place + 1}`] = entry.goal; });
    panel.fill(shared.map(goals.asText).join("\n\n———\n\n"), { fields });
  };
  const showChoices = () => {
    const before = chosen();
    const isFirst = !which.children.length;
    which.replaceChildren(...goals.all().map((entry) => {
      const box = element("input", { type: "checkbox", value: entry.number });
      // Where goals go to others, each one is chosen by hand; taking them out for oneself begins with all.
      box.checked = isFirst ? !panel.channel : before.includes(entry.number);
      box.addEventListener("change", compose);
      return element("label", { class: "choice" }, box, element("span", {}, goals.titleOf(entry)));
    }));
    compose();
  };

  const takeOver = tool.querySelector("[data-take-over]");
  const fromSurvey = () => {
    const answers = takeOver ? answersTo(takeOver.dataset.takeOver) : {};
    const known = new Set(goals.all().map((entry) => entry.goal));
    return Object.entries(answers)
      .filter(([id, said]) => /^goal-\d+$/.test(id) && typeof said === "string" && said && !known.has(said))
      .map(([, said], place) => ({ goal: said, notice: place === 0 ? answers["how-you-will-know"] ?? "" : "" }))
      .slice(0, Math.max(goals.most - goals.all().length, 0));
  };

  function showRest() {
    const today = new Date().toISOString().slice(0, 10);
    for (const moment of moments) {
      const state = moment.querySelector(".state");
      const isAnswered = Object.keys(answersTo(moment.dataset.moment)).length > 0;
      const isDue = moment.dataset.opens && moment.dataset.opens <= today;
      state.textContent = isAnswered ? text("Answered") : isDue ? text("It is time for this") : "";
      moment.classList.toggle("is-done", isAnswered);
      moment.classList.toggle("is-due", Boolean(!isAnswered && isDue));
    }
    if (takeOver) takeOver.hidden = !fromSurvey().length;
    if (panel.isOpen()) showChoices();
    if (!goals.all().length) panel.close();
  }

  takeOver?.querySelector("button").addEventListener("click", () => {
    for (const goal of fromSurvey()) goals.add(goal);
    tool.querySelector(".entry h3")?.focus();
  });
  tool.querySelector("[data-do='pass-on']").addEventListener("click", () => {
    panel.open("");
    showChoices();
  });
  tool.querySelector("[data-do='print']").addEventListener("click", () => window.print());
  showRest();
  addEventListener("pageshow", () => { goals.show(); showRest(); });
})();
