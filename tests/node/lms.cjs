// What a package's scripts make of what learners did: the outcome by the rule, and the state in little room.
// Prints { scenario: "" or what went wrong } as JSON.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const SCRIPTS = process.argv[2];
const context = vm.createContext({ Blob, Response, CompressionStream, DecompressionStream, btoa, atob, Uint8Array, console });
for (const name of ["lms-outcome.js", "lms-state.js"]) vm.runInContext(readFileSync(join(SCRIPTS, name), "utf8"), context);
const { outcome, state } = context.moocKitLms;
const plain = (value) => JSON.parse(JSON.stringify(value));

const found = {};
const all = [];
const scenario = (name, how) => all.push((async () => {
  try {
    await how();
    found[name] = "";
  } catch (error) {
    found[name] = String(error.stack ?? error);
  }
})());

const RULE = { needed: ["page", "one", "two"], least: 60, quizzes: [{ id: "one", weight: 0.6, attempts: 2, pass: null }, { id: "two", weight: 0.4, attempts: null, pass: null }] };
const results = (...percents) => ({ results: percents.map((percent, at) => ({ attempt: at + 1, percent })) });
const isLike = (entries, wanted, rule = RULE) => { const made = outcome(rule, entries); for (const [name, value] of Object.entries(wanted)) assert.deepEqual(made[name], value, name); };
// A course of `size` quizzes of ten questions, all answered.
const answered = (size) => {
  let seed = 7;
  const key = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed.toString(16).padStart(8, "0"); };
  const quiz = () => ({ seed: seed, attempt: 1, results: [{ attempt: 1, percent: 70 }], answers: Object.fromEntries([...Array(10)].map((_, at) => [`question-${at}`, { said: key(), words: "The words of the choice that was taken", of: key() }])) });
  const ids = [...Array(size)].map((_, at) => `quiz-${at}`);
  return [ids, { done: ids, seed: 12345, last: ids.at(-1), ...Object.fromEntries(ids.map((id) => [`quiz/${id}`, quiz()])) }];
};

scenario("nothing is scored before something was answered", () => isLike({}, { percent: null, isDone: false, isPassed: false, isFailed: false, left: 3 }));
scenario("a quiz that was not taken counts zero", () => isLike({ "quiz/one": results(50) }, { percent: 30, isPassed: false }));
scenario("the best attempt counts", () => isLike({ "quiz/one": results(100, 20) }, { percent: 60, isPassed: true, isDone: false }));
scenario("enough by a sum of shares is enough", () => isLike({ "quiz/a": results(70), "quiz/b": results(70), "quiz/c": results(70) },
  { isPassed: true }, { needed: [], least: 70, quizzes: ["a", "b", "c"].map((id) => ({ id, weight: 1 / 3, attempts: null, pass: null })) }));
scenario("failed only when no attempt can make it enough", () => {
  isLike({ "quiz/one": results(0, 0) }, { isFailed: true });
  isLike({ "quiz/one": results(0) }, { isFailed: false });
  isLike({ "quiz/one": results(0, 50) }, { isFailed: false });
});
scenario("a rule without a score is done, and neither passed nor failed", () => isLike({ done: ["page"] }, { isDone: true, isPassed: false, isFailed: false, canPass: false }, { needed: ["page"], least: null, quizzes: [] }));
scenario("each quiz with a mark of its own must be passed", () => {
  const rule = { needed: ["a"], least: null, quizzes: [{ id: "a", weight: 0.5, attempts: 1, pass: 50 }, { id: "b", weight: 0.5, attempts: 1, pass: 90 }] };
  isLike({ "quiz/a": results(100), "quiz/b": results(80) }, { isPassed: false, isFailed: true, percent: 90 }, rule);
  isLike({ "quiz/a": results(50), "quiz/b": results(90) }, { isPassed: true }, rule);
});
scenario("a state that was damaged counts nothing", () => isLike({ done: "x", "quiz/one": { results: "y" }, "quiz/two": null }, { percent: null, left: 3 }));

scenario("what was sent is read again as it was", async () => {
  const [ids, entries] = answered(3);
  const sent = state.sent(entries);
  for (const limit of [4096, Infinity]) {
    const { text, lost } = await state.encode(sent, ids, limit);
    assert.deepEqual(plain(lost), []);
    assert.match(text, /^[\x20-\x7e]*$/);
    const read = plain(await state.decode(text, ids));
    assert.deepEqual(read, plain(sent));
    assert.equal(state.join("quiz/quiz-1", null, null, read["quiz/quiz-1"]).answers["question-3"].said, entries["quiz/quiz-1"].answers["question-3"].said);
  }
  assert.deepEqual(plain(await state.decode(state.encodeQuickly(sent, ids, 64000).text, ids)), plain(sent));
});
scenario("a hundred and fifty answers fit into 4,096 characters", async () => {
  const [ids, entries] = answered(15);
  const { text, lost } = await state.encode(state.sent(entries), ids, 4096);
  assert.ok(text.length <= 4096 && !lost.length, `${text.length} ${lost.length}`);
});
scenario("of what is too long the answers of some quizzes are left, and named, and every mark and score stays", async () => {
  for (const size of [25, 60, 400]) {
    const [ids, entries] = answered(size);
    const { text, lost, kept } = await state.encode(state.sent(entries), ids, 4096);
    assert.ok(text.length <= 4096, String(text.length));
    assert.ok(lost.length > 0);
    const read = await state.decode(text, ids);
    assert.deepEqual(plain(read.done), [...ids].sort());
    if (size < 100) for (const id of ids) assert.equal(read[`quiz/${id}`].results[0].percent, 70);
    assert.deepEqual(plain({ ...read, done: [...read.done].sort() }), plain({ ...kept, done: [...kept.done].sort() }));
  }
});
scenario("a thousand activities that are done fit", async () => {
  const ids = [...Array(1000)].map((_, at) => `an-activity-with-a-long-name-${at}`);
  const { text, lost } = await state.encode({ done: ids, last: ids[7] }, ids, 4096);
  assert.ok(text.length <= 4096 && !lost.length, String(text.length));
  assert.deepEqual(plain(await state.decode(text, ids)).done, [...ids].sort());
});
scenario("an activity that was added or moved changes nothing of what was done", async () => {
  const { text } = await state.encode({ done: ["b", "gone", "a"] }, ["a", "b", "gone"], 4096);
  assert.deepEqual(plain(await state.decode(text, ["new", "b", "a"])).done, ["a", "b"]);
});
scenario("a state of a later version or of other software is not taken for ours", async () => {
  for (const text of ["2|abc|j{}", "page=7", "{}", "1"]) await assert.rejects(state.decode(text, ["a"]));
  assert.deepEqual(plain(await state.decode("", ["a"])), {});
});
scenario("what goes to the platform is progress and answers, and nothing that was promised to stay", () => {
  const names = Object.keys(state.sent({ done: ["a"], seed: 1, last: "a", "quiz/a": {}, "survey/b": { x: 1 }, evidence: [1], goals: [1], "draft/x": [1], "badge/y": {}, "reply/b": "z" }));
  assert.deepEqual(plain(names).sort(), ["done", "last", "quiz/a", "seed"]);
});
scenario("what changed on one side only is taken from there", () => {
  const then = { attempt: 1, answers: { a: { said: true, of: "m" } }, results: [] };
  const now = { attempt: 1, answers: { ...then.answers, b: { said: false, of: "n" } }, results: [] };
  const base = plain(state.sent({ "quiz/q": then }))["quiz/q"];
  assert.deepEqual(Object.keys(state.join("quiz/q", base, now, base).answers), ["a", "b"]);
  assert.deepEqual(Object.keys(state.join("quiz/q", base, then, plain(state.sent({ "quiz/q": now }))["quiz/q"]).answers), ["a", "b"]);
});
scenario("what changed on both sides is put together, and the platform's answer came first", () => {
  const here = { attempt: 1, answers: { a: { said: "here", of: "m" }, b: { said: "b", of: "n" } }, results: [] };
  const there = { attempt: 1, answers: { a: { said: "there", of: "m" }, c: { said: "c", of: "o" } }, results: [{ attempt: 1, percent: 5 }] };
  const made = plain(state.join("quiz/q", {}, here, there));
  assert.equal(made.answers.a.said, "there");
  assert.deepEqual(Object.keys(made.answers).sort(), ["a", "b", "c"]);
  assert.deepEqual(plain(state.join("done", ["a"], ["a", "b"], ["a", "c"])), ["a", "b", "c"]);
  assert.equal(state.join("quiz/q", {}, { ...here, attempt: 2 }, there).results.length, 1);
});

Promise.all(all).then(() => console.log(JSON.stringify(found)));
