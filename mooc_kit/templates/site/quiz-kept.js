// Kept answers name what was chosen, by keys made of its words, and the question by its mark: so an author may move
// choices about. Pages and scoring use responses by position (mooc_kit/quizzes/scoring.py); here one becomes the other.
// A kept answer: { said, words, of, judged? }; releases before 0.2 kept { response, judged? }.
"use strict";

moocKit.kept = (() => {
  const { fromBuild, text } = moocKit;
  const plain = (html) => fromBuild("div", "", html).textContent.replace(/\s+/g, " ").trim();
  const isList = (value, size) => Array.isArray(value) && (size === undefined || value.length === size);
  const all = (list) => (list.includes(undefined) ? null : list);

  // For each kind whose responses count positions: from a response to what was said and to words, and back. `back` gives
  // null where what was said is no longer in the question.
  const pick = (list, index) => (Number.isInteger(index) ? list[index] : undefined);
  const at = (list, key) => { const found = list.findIndex((one) => one.key === key); return found < 0 ? undefined : found; };
  const KINDS = {
    multiple_choice: {
      said: ({ choices }, response) => pick(choices, response)?.key,
      words: ({ choices }, response) => plain(choices[response].html),
      back: ({ choices }, said) => at(choices, said) ?? null,
    },
    multiple_response: {
      said: ({ choices }, response) => all(response.map((index) => pick(choices, index)?.key)) ?? undefined,
      words: ({ choices }, response) => response.map((index) => plain(choices[index].html)).join("; "),
      back: ({ choices }, said) => (isList(said) ? all(said.map((key) => at(choices, key))) : null),
    },
    ordering: {
      said: ({ keys }, response) => (new Set(response).size === keys.length && isList(response, keys.length) ? all(response.map((index) => pick(keys, index))) ?? undefined : undefined),
      words: ({ items }, response) => response.map((index) => plain(items[index])).join(" → "),
      back: ({ keys }, said) => (isList(said, keys.length) ? all(said.map((key) => (keys.includes(key) ? keys.indexOf(key) : undefined))) : null),
    },
    matching: {
      said: ({ pairs, options }, response) => (isList(response, pairs.length) && response.every((right) => options.some(({ value }) => value === right))
        ? Object.fromEntries(pairs.map(({ key }, index) => [key, response[index]])) : undefined),
      words: ({ pairs, options }, response) => pairs.map(({ leftText }, index) => `${leftText}: ${options.find(({ value }) => value === response[index]).label}`).join("; "),
      back: ({ pairs, options }, said) => (said && typeof said === "object"
        ? all(pairs.map(({ key }) => (options.some(({ value }) => value === said[key]) ? said[key] : undefined))) : null),
    },
    fill_blanks: {
      said: ({ gaps }, response) => (isList(response, gaps.length) && response.every((words, index) => typeof words === "string"
        && (!gaps[index].choices.length || gaps[index].choices.some((choice) => choice.text === words))) ? response : undefined),
      words: (_, response) => response.join("; "),
      back: (question, said) => KINDS.fill_blanks.said(question, said) ?? null,
    },
    true_false: {
      said: (_, response) => (typeof response === "boolean" ? response : undefined),
      words: (_, response) => response ? text("True") : text("False"),
      back: (_, said) => (typeof said === "boolean" ? said : null),
    },
  };
  const TYPED = {
    said: (_, response) => (typeof response === "string" ? response : undefined),
    words: (_, response) => response,
    back: (_, said) => (typeof said === "string" ? said : null),
  };
  const kindOf = (question) => KINDS[question.kind] ?? TYPED;

  // A response as it is kept; null where it does not fit the question.
  const pack = (question, response) => {
    try {
      const { said, words } = kindOf(question);
      const found = said(question, response);
      return found === undefined ? null : { said: found, words: words(question, response), of: question.mark };
    } catch {
      return null;
    }
  };
  const isOld = (answer) => !("of" in answer);
  // What was said as a response to the question as it is now, whatever its words were then; null where it no longer can be.
  const unpack = (question, answer) => {
    try {
      return isOld(answer) ? (pack(question, answer.response) ? answer.response : null) : kindOf(question).back(question, answer.said);
    } catch {
      return null;
    }
  };
  // Whether the answer was given to the question as it stands. Of an old one that can be told only by whether it fits.
  const holds = (question, answer) => (isOld(answer) || answer.of === question.mark) && unpack(question, answer) !== null;
  const wordsOf = (answer) => (typeof answer?.words === "string" ? answer.words : typeof answer?.response === "string" ? answer.response : "");

  // The state of a quiz, sorted: old answers named, and those to a question that has changed set aside. The same where all is well.
  const sorted = (questions, state) => {
    const answers = { ...state.answers };
    const aside = { ...state.aside };
    let isSame = true;
    for (const question of questions) {
      const answer = answers[question.id];
      if (!answer || typeof answer !== "object") continue;
      if (!holds(question, answer)) {
        aside[question.id] = answer;
        delete answers[question.id];
      } else if (isOld(answer)) answers[question.id] = { ...pack(question, answer.response), ...(answer.judged ? { judged: answer.judged } : {}) };
      else continue;
      isSame = false;
    }
    return isSame ? state : { ...state, answers, aside };
  };

  return { pack, unpack, wordsOf, sorted };
})();
