// The outcome: how far somebody is, by the course's own rule, out of what the pages keep. A part of the course (a module, an
// activity) has a rule of its own: { needed: [id], least: percent or null, quizzes: [{ id, weight, attempts, pass }] }.
"use strict";

globalThis.moocKitLms = globalThis.moocKitLms ?? {};

moocKitLms.outcome = (rule, entries) => {
  const done = new Set(Array.isArray(entries.done) ? entries.done : []);
  const left = rule.needed.filter((id) => !done.has(id));
  const resultsOf = (id) => {
    const found = entries[`quiz/${id}`]?.results;
    return (Array.isArray(found) ? found : []).filter((result) => Number.isFinite(Number(result?.percent)));
  };
  const best = (id) => Math.max(-1, ...resultsOf(id).map((result) => Number(result.percent)));
  // A quiz can be tried again until the result of its last attempt is there.
  const isOpen = ({ id, attempts }) => !attempts || !resultsOf(id).some(({ attempt }) => attempt >= attempts);
  const counted = rule.quizzes.filter(({ weight }) => weight > 0);
  const sum = (of) => counted.reduce((all, quiz) => all + quiz.weight * of(quiz), 0);
  const percent = counted.some(({ id }) => best(id) >= 0) ? sum(({ id }) => Math.max(best(id), 0)) : null;

  const EXACT = 1e-9; // a sum of shares misses a round number by less
  const marks = rule.quizzes.filter(({ pass }) => pass != null);
  const isEnough = (of, overall) => (rule.least == null || overall + EXACT >= rule.least) && marks.every((quiz) => of(quiz) + EXACT >= quiz.pass);
  const canPass = rule.least != null || marks.length > 0;
  const isPassed = canPass && isEnough(({ id }) => best(id), percent ?? 0);
  const most = (quiz) => (isOpen(quiz) ? 100 : Math.max(best(quiz.id), 0));
  const isFailed = canPass && !isPassed && !isEnough(most, sum(most));
  const isDone = rule.needed.length ? !left.length : canPass && isPassed;
  return { all: rule.needed.length, left: left.length, percent: percent === null ? null : Math.round(percent * 100) / 100, canPass, isPassed, isFailed, isDone };
};
