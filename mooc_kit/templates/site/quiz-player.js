// The player lets a quiz be answered: it draws and mixes questions, checks answers, keeps them, and tells the score.
// What it keeps: { seed, attempt, answers: { question: answer }, aside: { question: answer }, drafts: { question: text },
// results: [{ attempt, percent }, …], isDone, at }: answers as quiz-kept.js names them, `aside` those to questions that have
// changed, `isDone` once an attempt with feedback at its end was handed in, `at` the question shown where there is one a time.
"use strict";

(() => {
  const { store, text, element, fromBuild, scoring, number, kept: naming } = moocKit;
  const quiz = JSON.parse(document.getElementById("site:quiz")?.textContent ?? "null");
  if (!quiz) return;
  const NAME = `quiz/${quiz.id}`;
  const place = document.querySelector("[data-quiz]");

  // A small generator of chance numbers (mulberry32), so that a reload shows the same questions in the same order.
  const chance = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const hash = (words) => [...words].reduce((sum, character) => Math.imul(sum ^ character.codePointAt(0), 16777619), 2166136261);
  const shuffler = (random) => (list) => {
    for (let last = list.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1));
      [list[last], list[other]] = [list[other], list[last]];
    }
    return list;
  };

  // One number for each participant, from which all chance on the course's pages follows.
  const participantSeed = () => {
    const kept = store.get("seed");
    if (Number.isInteger(kept)) return kept;
    const drawn = crypto.getRandomValues(new Int32Array(1))[0];
    store.change("seed", (other) => (Number.isInteger(other) ? other : drawn));
    return store.get("seed");
  };

  const fresh = (attempt, results) => ({ seed: participantSeed() ^ hash(quiz.id), attempt, answers: {}, results });
  const sound = (kept) => {
    const isSound = kept && Number.isInteger(kept.seed) && Number.isInteger(kept.attempt) && kept.answers && typeof kept.answers === "object" && Array.isArray(kept.results);
    return isSound ? kept : fresh(1, []);
  };
  const readState = () => {
    const found = sound(store.get(NAME));
    const sorted = naming.sorted(quiz.questions, found);
    return sorted === found ? found : update((kept) => naming.sorted(quiz.questions, kept));
  };
  let state;
  let isSafe = true; // whether the browser took the last change
  // Each change is made to what is kept at that moment: an answer that came from another window stays.
  const update = (how) => {
    isSafe = store.change(NAME, (kept) => how(sound(kept)));
    state = sound(store.get(NAME));
    return state;
  };
  const without = (entries, id) => Object.fromEntries(Object.entries(entries ?? {}).filter(([name]) => name !== id));
  state = readState();

  const randomFor = (words) => chance(state.seed ^ hash(`${words}#${state.attempt}`));

  const drawnQuestions = () => {
    const shuffle = shuffler(randomFor("questions"));
    const chosen = [];
    for (const { draw, questions: members } of quiz.groups) {
      const indexes = [...members];
      const isDrawn = draw !== null && draw < indexes.length;
      if (isDrawn || quiz.isShuffled) shuffle(indexes);
      // What was answered stays drawn, whatever the author adds or moves.
      const has = (index) => Number(quiz.questions[index].id in { ...state.answers, ...state.aside });
      const drawn = new Set([...indexes].sort((a, b) => has(b) - has(a)).slice(0, isDrawn ? draw : indexes.length));
      chosen.push(...indexes.filter((index) => drawn.has(index)));
    }
    if (!quiz.isShuffled) chosen.sort((a, b) => a - b);
    else if (quiz.groups.length > 1) shuffle(chosen);
    return chosen.map((index) => quiz.questions[index]);
  };

  const drawnValues = (question) => {
    const random = randomFor(`${question.id}/values`);
    for (let tries = 0; tries < 50; tries += 1) {
      const values = {};
      for (const [name, range] of Object.entries(question.variables)) {
        const drawn = range.least + random() * (range.most - range.least);
        values[name] = Math.min(Math.max(Number(drawn.toFixed(range.decimals)), range.least), range.most);
      }
      if (scoring.wanted(question, values) !== null) return values;
    }
    return null;
  };

  const fill = (root, question, values) => {
    for (const spot of root.querySelectorAll("[data-value]")) {
      const name = spot.dataset.value;
      if (values && name in values) spot.replaceWith(number(values[name], question.variables[name].decimals));
    }
    return root;
  };

  let questions = [];
  let cards = [];
  let steps = null;
  const summary = element("div", { class: "quiz-summary" });
  const summaryWords = element("div", { role: "status" });
  const summaryActions = element("p", { class: "form-actions" });
  summary.append(summaryWords, summaryActions);

  const isScored = (question) => question.kind !== "essay";
  // The points of the questions make up those that the course gives for the quiz, whatever their own sum is.
  const ownPoints = () => questions.filter(isScored).reduce((sum, question) => sum + question.points, 0);
  const pointsOf = (question) => question.points * (quiz.points && ownPoints() ? quiz.points / ownPoints() : 1);
  const totals = () => {
    const all = questions.filter(isScored).reduce((sum, question) => sum + pointsOf(question), 0);
    const got = cards.reduce((sum, card) => sum + (card.share() ?? 0) * pointsOf(card.question), 0);
    const answered = questions.filter((question) => state.answers[question.id]).length;
    return { all, got, answered, percent: all ? (got / all) * 100 : null };
  };
  const shown = (value) => number(Math.round(value * 10) / 10);

  const isAnswered = () => questions.every((question) => state.answers[question.id]);
  // Feedback comes with each answer, or when the attempt is handed in, or after the day until which the quiz is due.
  const isDeferred = quiz.feedback !== "answer";
  const isFinished = () => (isDeferred ? state.isDone === true : isAnswered());
  const isPastDue = () => !quiz.due || new Date().toISOString().slice(0, 10) > quiz.due;
  const hasFeedback = () => !isDeferred || (isFinished() && (quiz.feedback === "attempt" || (quiz.feedback === "due" && isPastDue())));
  const hasScore = () => !isDeferred || (isFinished() && (quiz.feedback !== "due" || isPastDue()));

  const summarise = () => {
    const { all, got, answered, percent } = totals();
    if (isFinished()) {
      const result = { attempt: state.attempt, percent: percent ?? 100 };
      const isResult = (other) => other.attempt === result.attempt;
      if (state.results.find(isResult)?.percent !== result.percent) {
        update((kept) => ({ ...kept, results: [...kept.results.filter((other) => !isResult(other)), result] }));
      }
    }
    const lines = [];
    if (quiz.attempts) lines.push(text("Attempt {n} of {all}", { n: state.attempt, all: quiz.attempts }));
    lines.push(text("Answered: {n} of {all}", { n: answered, all: questions.length }));
    if (all && answered && hasScore()) lines.push(isFinished() ? text("Score: {got} of {all} points ({percent}%)", { got: shown(got), all: shown(all), percent: shown(percent ?? 0) }) : text("Score: {got} of {all} points", { got: shown(got), all: shown(all) }));
    const isPassed = quiz.passPercent == null || (percent ?? 0) + 1e-9 >= quiz.passPercent;
    if (quiz.passPercent != null && isFinished() && hasScore()) lines.push(isPassed ? text("That is a pass: the pass mark is {mark}%.", { mark: quiz.passPercent }) : text("The pass mark is {mark}%.", { mark: quiz.passPercent }));
    const best = Math.max(...state.results.map((result) => result.percent), -1);
    if (state.results.length > 1 && best >= 0 && hasScore()) lines.push(text("Your best score so far: {percent}%", { percent: shown(best) }));
    if (isFinished() && !hasScore()) lines.push(text("How you did is shown after {day}.", { day: quiz.dueDay }));
    if (isFinished() && quiz.feedback === "never") lines.push(text("This quiz tells the score only."));
    summaryWords.replaceChildren(...lines.map((words) => element("p", {}, words)));
    summaryActions.replaceChildren();
    if (isDeferred && isAnswered() && !isFinished()) {
      const finish = element("button", { type: "button", class: "button" }, text("Finish, and see how I did"));
      finish.addEventListener("click", () => {
        update((kept) => ({ ...kept, isDone: true }));
        for (const card of cards) card.settle();
        summarise();
        summaryWords.setAttribute("tabindex", "-1");
        summaryWords.focus();
      });
      summaryActions.append(finish);
    }
    if (answered && (isFinished() || !quiz.isGraded)) {
      if (quiz.attempts && state.attempt >= quiz.attempts) {
        if (isFinished()) summaryActions.append(element("span", {}, text("You have used all your attempts.")));
      } else {
        const again = element("button", { type: "button", class: "button quiet" }, quiz.attempts ? text("Start the next attempt") : text("Start again"));
        again.addEventListener("click", startAgain);
        summaryActions.append(again);
      }
    }
    if (quiz.log && isFinished() && hasScore()) summaryActions.append(offerToLog(percent));
    summary.hidden = quiz.isOneAtATime && !isFinished() && !isAnswered() && !answered;
    steps?.show();
    if (!isFinished()) return;
    if (quiz.counts === "submitted" || (quiz.counts === "passed" && isPassed)) moocKit.progress.mark(quiz.id);
  };

  // The result as a piece of evidence: written once, and renewed by a later attempt.
  const offerToLog = (percent) => {
    const button = element("button", { type: "button", class: "button quiet" }, text("Put the result into my evidence"));
    button.addEventListener("click", () => {
      const what = percent === null ? quiz.log.title : `${quiz.log.title}: ${text("{percent}% right, checked by myself", { percent: shown(percent) })}`;
      const made = { quiz: quiz.id, what, when: new Date().toLocaleDateString(moocKit.language, { dateStyle: "long" }), outcomes: quiz.log.outcomes };
      const isKept = store.change("evidence", (log) => {
        const before = log.find((entry) => entry?.quiz === quiz.id);
        const taken = new Set(log.map((entry) => entry?.number));
        let free = before?.number ?? 1;
        while (!before && taken.has(free)) free += 1;
        return [...log.filter((entry) => entry !== before), { ...before, ...made, number: free }].sort((a, b) => a.number - b.number);
      }, []);
      if (isKept) button.replaceWith(element("a", { href: quiz.log.href }, text("It is in your evidence log.")));
    });
    return button;
  };

  const startAgain = () => {
    // A result stays, but for one whose answers were opened again; that of a question which changed was earned.
    const stays = isFinished() || Object.keys(state.aside ?? {}).length > 0;
    const last = state.attempt;
    update((kept) => (kept.attempt > last ? kept : fresh(last + 1, stays ? kept.results : kept.results.filter((result) => result.attempt !== last))));
    build();
    const first = place.querySelector(".question");
    first.setAttribute("tabindex", "-1");
    first.focus();
    first.scrollIntoView({ block: "start" });
  };

  const judgement = (card, answer) => {
    const group = element("fieldset", { class: "judge" }, element("legend", {}, text("How does yours compare?")));
    for (const [value, label] of [["same", text("It says much the same")], ["part", text("It says a part of it")], ["not", text("Not yet: I want to come back to it")]]) {
      const box = element("input", { type: "radio", name: `${card.name}-judge`, value });
      box.checked = answer.judged === value;
      box.addEventListener("change", () => update((kept) => (kept.answers[card.question.id]
        ? { ...kept, answers: { ...kept.answers, [card.question.id]: { ...kept.answers[card.question.id], judged: value } } } : kept)));
      group.append(element("label", { class: "choice" }, box, element("span", {}, label)));
    }
    return group;
  };

  const makeCard = (question, position) => {
    const name = `q-${question.id}`;
    const values = question.kind === "calculated" ? drawnValues(question) : null;
    const promptId = `site:${name}-prompt`;
    const random = randomFor(question.id);
    const control = moocKit.questionControls[question.kind](question, { name, promptId, shuffle: shuffler(random) });
    const kept = () => {
      const answer = state.answers[question.id];
      return answer ? { response: naming.unpack(question, answer), judged: answer.judged } : null;
    };
    const share = () => (kept() ? scoring.score(question, kept().response, values) : null);
    const card = { question, name, share };

    const heading = element("legend", {}, element("span", { class: "question-number" }, text("Question {n} of {all}", { n: position + 1, all: questions.length })));
    heading.append(" ", element("span", { class: "question-points" }, isScored(question) ? text("Points: {n}", { n: shown(pointsOf(question)) }) : ""));
    const prompt = fill(fromBuild("div", "prompt", question.prompt), question, values);
    const above = question.textAbove ? fill(fromBuild("div", "text-above", question.textAbove), question, values) : null;
    prompt.id = promptId;
    const result = element("div", { class: "result", tabindex: "-1", hidden: true });
    const aside = element("div", { class: "set-aside", hidden: true });
    const problem = element("p", { class: "problem", role: "alert" });
    const hints = element("div", { class: "hints", "aria-live": "polite" });
    const checkWords = isScored(question) ? text("Check answer") : question.modelAnswer ? text("Compare with the model answer") : text("Finish this answer");
    const check = element("button", { type: "submit", class: "button" }, checkWords);
    const retry = element("button", { type: "button", class: "button quiet", hidden: true }, text("Try again"));
    const hint = element("button", { type: "button", class: "button quiet" }, text("Show a hint"));
    const actions = element("p", { class: "form-actions" }, check, retry, question.hints.length ? hint : null);
    const set = element("fieldset", { "aria-describedby": promptId }, heading, above, prompt, aside, ...control.parts, problem, actions, hints, result);
    const form = element("form", { class: "question", novalidate: true, "data-question": question.id, "data-kind": question.kind }, set);

    const words = (got) => {
      if (got === null) return { tone: "neutral", line: isSafe ? text("Your answer is kept in this browser. No one else sees or scores it.") : store.whyNot() };
      if (got >= 1) return { tone: "right", line: text("Right.") };
      return got > 0 ? { tone: "partly", line: text("Partly right: {percent}% of the points.", { percent: shown(got * 100) }) } : { tone: "wrong", line: text("Not right yet.") };
    };

    const review = () => {
      const got = share();
      const isOpen = hasFeedback();
      const { tone, line } = isOpen ? words(got) : { tone: "neutral", line: !isSafe ? store.whyNot() : isFinished() ? text("Your answer is handed in.") : text("Your answer is kept. Feedback comes when you finish.") };
      result.className = `result ${tone}`;
      result.replaceChildren(element("p", { class: "verdict" }, line));
      const { general, correct, incorrect, partial } = question.feedback;
      const own = scoring.feedbackOn(question, kept().response);
      const about = got === null ? "" : got >= 1 ? correct : (got > 0 && partial) || incorrect;
      for (const html of isOpen ? [own, about, general] : []) {
        if (html) result.append(fill(fromBuild("div", "feedback", html), question, values));
      }
      if (isOpen && quiz.showsCorrect && got !== null && got < 1) {
        result.append(element("h3", {}, text("The right answer")), moocKit.rightAnswer(question, values));
      }
      if (isOpen && question.kind === "essay") {
        if (question.modelAnswer) result.append(element("h3", {}, text("A model answer")), fromBuild("div", "feedback", question.modelAnswer));
        if (question.rubric) result.append(element("h3", {}, text("How it is judged")), fromBuild("div", "feedback", question.rubric));
        if (question.modelAnswer || question.rubric) result.append(judgement(card, kept()));
      }
      result.hidden = false;
      if (isOpen) control.review?.();
      control.lock(true);
      check.hidden = true;
      hint.hidden = true;
      retry.textContent = isDeferred ? text("Change my answer") : text("Try again");
      retry.hidden = isDeferred ? isFinished() : quiz.isGraded || got === 1;
    };

    const open = () => {
      control.lock(false);
      if (!isDeferred) control.clear?.();
      result.hidden = true;
      check.hidden = false;
      hint.hidden = shownHints >= question.hints.length;
      retry.hidden = true;
    };
    const reopen = () => {
      update((other) => ({ ...other, answers: without(other.answers, question.id) }));
      open();
      summarise();
      (form.querySelector("input, select, textarea, .order-move") ?? check).focus();
    };

    let shownHints = 0;
    hint.addEventListener("click", () => {
      const html = question.hints[shownHints];
      shownHints += 1;
      const label = element("p", { class: "hint-number" }, text("Hint {n}", { n: shownHints }));
      hints.append(element("div", { class: "hint" }, label, fill(fromBuild("div", "", html), question, values)));
      hint.textContent = text("Show another hint");
      hint.hidden = shownHints >= question.hints.length;
      if (hint.hidden) check.focus();
    });
    retry.addEventListener("click", reopen);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (kept()) return;
      const response = control.read();
      const complaint = response === null ? text("Choose or write an answer first.") : control.problem?.() ?? "";
      problem.textContent = complaint;
      if (complaint) {
        (form.querySelector("input, select, textarea") ?? check).focus();
        return;
      }
      const { attempt } = state;
      const answer = naming.pack(question, response);
      update((other) => {
        // Of a graded question the answer that came first stands, and what begins anew takes none from before.
        if (other.attempt !== attempt || (quiz.isGraded && !isDeferred && other.answers[question.id])) return other;
        return { ...other, answers: { ...other.answers, [question.id]: answer }, drafts: without(other.drafts, question.id) };
      });
      card.refresh();
      result.focus();
      summarise();
      steps?.show();
    });
    card.settle = () => { if (kept()) review(); };

    if (question.kind === "calculated" && !values) {
      control.lock(true);
      check.hidden = true;
      problem.textContent = text("This question cannot be computed. Please tell the course team.");
    }
    // What was answered before the question changed: shown, and put in again where it still can be.
    const showAside = () => {
      const was = state.aside?.[question.id];
      aside.hidden = !was || Boolean(kept());
      if (aside.hidden) return;
      const words = naming.wordsOf(was);
      aside.replaceChildren(element("p", {}, text("This question has changed since you answered it. Please answer it again.")), words ? element("p", {}, text("Your answer then: {answer}", { answer: words })) : "");
      const response = naming.unpack(question, was);
      if (response === null) return;
      const again = element("button", { type: "button", class: "button quiet" }, text("Put that answer in again"));
      again.addEventListener("click", () => { control.write(response); check.focus(); });
      aside.append(element("p", { class: "form-actions" }, again));
    };
    // Shows what is kept, which another window may have changed; what is being written here stays.
    let seen = null;
    card.refresh = () => {
      const found = JSON.stringify(kept());
      if (kept() && found !== seen) {
        control.write(kept().response);
        review();
      } else if (!kept() && seen !== "null" && seen !== null) open();
      seen = found;
      showAside();
    };
    if (question.kind === "essay") {
      const draft = state.drafts?.[question.id];
      if (typeof draft === "string" && !kept()) control.write(draft);
      form.addEventListener("input", () => { if (!kept()) update((other) => ({ ...other, drafts: { ...other.drafts, [question.id]: control.read() ?? "" } })); });
    }
    card.refresh();
    card.form = form;
    return card;
  };

  const build = () => {
    questions = drawnQuestions();
    cards = [];
    steps = null;
    cards = questions.map(makeCard);
    const stateOf = (card) => {
      const share = card.share();
      if (!state.answers[card.question.id]) return "open";
      if (!hasFeedback() || !isScored(card.question)) return "answered";
      return share >= 1 ? "right" : "wrong";
    };
    if (cards.length > 1) {
      steps = moocKit.quizSteps({ quiz, cards, stateOf, at: state.at, isAnswered: (question) => state.answers[question.id], keep: (at) => update((kept) => ({ ...kept, at })) });
    }
    place.replaceChildren(...[steps?.map, ...cards.map((card) => card.form), steps?.row].filter(Boolean), summary);
    steps?.show();
    summarise();
  };

  build();
  store.keeps();
  const showAgain = () => {
    const before = state;
    state = readState();
    if (state.attempt !== before.attempt || state.seed !== before.seed) build();
    for (const card of cards) card.refresh();
    summarise();
    steps?.show();
  };
  store.watch(NAME, showAgain);
  document.addEventListener("kept", () => {
    isSafe = true;
    for (const card of cards) card.settle();
  });
  document.querySelector("[data-quiz-reading]").hidden = true;
  place.hidden = false;
})();
