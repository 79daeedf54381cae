// Quiz steps: a map of the questions, and the way through them one at a time, as the quiz asks for it or the reader likes it.
// `moocKit.quizSteps({ quiz, cards, isAnswered, stateOf, at, keep })` gives { map, row, show }.
"use strict";

moocKit.quizSteps = ({ quiz, cards, isAnswered, stateOf, at: begun, keep }) => {
  const { store, text, element } = moocKit;
  const VIEW = "quiz-view";
  const isOne = () => quiz.isOneAtATime || store.get(VIEW) === "one";
  const mayGoBack = quiz.mayGoBack || !quiz.isOneAtATime;
  let here = begun; // of this window: another one may be at another question
  const at = () => Math.min(Math.max(Number.isInteger(here) ? here : 0, 0), cards.length - 1);
  const mayGoTo = (place) => mayGoBack || place === at() || (place === at() + 1 && isAnswered(cards[at()].question));

  const before = element("button", { type: "button", class: "button quiet" }, text("The question before"));
  const next = element("button", { type: "button", class: "button" }, text("Next question"));
  const row = element("p", { class: "form-actions quiz-steps" }, before, next);
  const spots = cards.map((card, place) => element("button", { type: "button" }, String(moocKit.number(place + 1, 0))));
  const view = quiz.isOneAtATime ? null : element("button", { type: "button", class: "as-link" });
  const map = cards.length < 3 ? null : element("nav", { class: "quiz-map no-print", "aria-label": text("The questions") },
    element("ol", {}, ...spots.map((spot) => element("li", {}, spot))), view);

  const STATES = { open: text("Not answered yet"), answered: text("Answered"), right: text("Right."), wrong: text("Not right yet.") };
  const show = () => {
    cards.forEach((card, place) => {
      card.form.hidden = isOne() && place !== at();
      const state = stateOf(card);
      spots[place].className = state;
      spots[place].disabled = !mayGoTo(place);
      spots[place].setAttribute("aria-label", `${text("Question {n} of {all}", { n: place + 1, all: cards.length })}: ${STATES[state]}`);
      if (isOne() && place === at()) spots[place].setAttribute("aria-current", "true");
      else spots[place].removeAttribute("aria-current");
    });
    row.hidden = !isOne();
    before.hidden = !mayGoBack || at() === 0;
    next.hidden = at() === cards.length - 1 || !mayGoTo(at() + 1);
    if (view) view.textContent = isOne() ? text("All questions at once") : text("One question at a time");
  };
  const go = (place) => {
    here = place;
    if (isOne()) keep(here);
    show();
    const { form } = cards[place];
    form.setAttribute("tabindex", "-1");
    form.focus();
    form.scrollIntoView({ block: "start" });
  };
  before.addEventListener("click", () => go(at() - 1));
  next.addEventListener("click", () => go(at() + 1));
  spots.forEach((spot, place) => spot.addEventListener("click", () => go(place)));
  view?.addEventListener("click", () => {
    if (isOne()) store.remove(VIEW);
    else store.set(VIEW, "one");
    show();
  });
  return { map, row, show };
};
