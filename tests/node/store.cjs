// What the site's store and its naming of answers do, without a browser: windows are contexts over one storage.
// Prints { scenario: "" or what went wrong } as JSON.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const SCRIPTS = process.argv[2];
const source = (name) => readFileSync(join(SCRIPTS, name), "utf8");

// A storage as browsers have it: entries are its properties. `room` is how many characters go in.
const makeStorage = () => {
  const limits = { room: Infinity, isBlocked: false };
  const methods = {
    getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; },
    setItem(key, text) {
      const used = Object.entries(this).reduce((sum, [name, value]) => sum + (name === key ? 0 : name.length + value.length), 0);
      if (used + key.length + text.length > limits.room) throw new Error("QuotaExceededError");
      this[key] = String(text);
    },
    removeItem(key) { delete this[key]; },
  };
  return { storage: Object.create(methods), limits };
};

const element = () => {
  const made = { dataset: {}, children: [], style: {}, textContent: "" };
  const idle = ["setAttribute", "addEventListener", "replaceChildren", "append", "prepend", "remove", "click"];
  for (const name of idle) made[name] = () => {};
  Object.defineProperty(made, "innerHTML", { set(html) { made.textContent = html.replace(/<[^>]*>/g, ""); } });
  return made;
};

const open = ({ storage, limits }, { root = "./", course = "seeds", path = "/2026/seeds/page.html", scripts = [] } = {}) => {
  const heard = {};
  const listen = (name, how) => (heard[name] ??= []).push(how);
  const page = { textContent: JSON.stringify({ course, root, texts: {} }) };
  const main = element();
  const context = vm.createContext({
    document: { getElementById: (id) => (id === "site:texts" ? page : main), documentElement: { lang: "en" }, createElement: element, addEventListener: listen, dispatchEvent() {} },
    location: { href: `https://seeds.example.org${path}` },
    addEventListener: listen, URL, console, Event: class {}, Blob: class {},
    get localStorage() { if (limits.isBlocked) throw new Error("SecurityError"); return storage; },
  });
  vm.runInContext(["store.js", ...scripts].map(source).join("\n") + "\nthis.moocKit = moocKit;", context);
  const fire = (name, event = {}) => { for (const how of heard[name] ?? []) how(event); };
  return { ...context.moocKit, fire };
};
const plain = (value) => JSON.parse(JSON.stringify(value ?? null));

const scenarios = {};
const scenario = (name, run) => {
  try {
    run();
    scenarios[name] = "";
  } catch (error) {
    scenarios[name] = error.stack;
  }
};

scenario("what is there can be read when nothing more can be written", () => {
  const place = makeStorage();
  open(place).store.set("done", ["a"]);
  place.limits.room = 0;
  const { store } = open(place);
  assert.equal(store.state(), "full");
  assert.deepEqual(plain(store.get("done", [])), ["a"]);
  assert.equal(store.change("done", (done) => [...done, "b"], []), false);
  assert.deepEqual(plain(store.get("done", [])), ["a", "b"]);
  assert.deepEqual(plain(open(place).store.get("done", [])), ["a"], "it is not kept, and another window knows nothing of it");
});

scenario("what had no room is kept once there is some, beside what came meanwhile", () => {
  const place = makeStorage();
  const [one, other] = [open(place), open(place)];
  place.limits.room = 0;
  assert.equal(one.store.change("done", (done) => [...done, "mine"], []), false);
  assert.equal(one.store.patch("survey/a", { x: "1" }), false);
  assert.equal(one.store.patch("survey/a", { x: "12" }), false);
  place.limits.room = Infinity;
  other.store.change("done", (done) => [...done, "theirs"], []);
  other.store.patch("survey/a", { y: "2" });
  one.fire("storage", { key: null });
  assert.deepEqual(plain(other.store.get("done")), ["theirs", "mine"]);
  assert.deepEqual(plain(other.store.get("survey/a")), { y: "2", x: "12" });
  assert.equal(one.store.whyNot.length, 0);
});

scenario("a browser that blocks everything still works until the page is closed", () => {
  const place = makeStorage();
  place.limits.isBlocked = true;
  const { store } = open(place);
  assert.equal(store.state(), "blocked");
  assert.equal(store.set("goals", [1]), false);
  assert.deepEqual(plain(store.get("goals", [])), [1]);
  assert.deepEqual(plain(store.names()), ["goals"]);
  assert.equal(store.remove("goals"), false);
  assert.deepEqual(plain(store.names()), []);
});

scenario("two windows that change one entry keep both changes", () => {
  const place = makeStorage();
  const [one, other] = [open(place), open(place)];
  one.store.get("done");
  other.store.change("done", (done) => [...done, "b"], []);
  one.store.change("done", (done) => [...done, "a"], []);
  one.store.patch("certificate/x", { name: "Noor" });
  other.store.patch("certificate/x", { evidence: "Beans" });
  assert.deepEqual(plain(one.store.get("done")), ["b", "a"]);
  assert.deepEqual(plain(one.store.get("certificate/x")), { name: "Noor", evidence: "Beans" });
});

scenario("a window that waits to be written asks before it is closed", () => {
  const place = makeStorage();
  const one = open(place);
  const asked = () => { let is = false; one.fire("beforeunload", { preventDefault() { is = true; } }); return is; };
  place.limits.room = 0;
  one.store.set("seed", 7);
  assert.equal(asked(), false, "chance is not the participant's");
  one.store.set("goals", [1]);
  assert.equal(asked(), true);
  place.limits.room = Infinity;
  one.store.tryAgain();
  assert.equal(asked(), false);
});

scenario("what an older release kept is found, and stays in one place once it is changed", () => {
  const place = makeStorage();
  place.storage.setItem("mooc-kit/seeds/done", '["a"]');
  place.storage.setItem("mooc-kit/seeds/quiz/q", '{"seed":1}');
  const { store } = open(place);
  assert.deepEqual(plain(store.get("done", [])), ["a"]);
  assert.deepEqual(plain(store.names()), ["done", "quiz/q"]);
  store.change("done", (done) => [...done, "b"], []);
  assert.equal(place.storage.getItem("mooc-kit/seeds/done"), null);
  assert.deepEqual(plain(open(place).store.get("done", [])), ["a", "b"]);
  store.remove("quiz/q");
  assert.deepEqual(plain(open(place).store.names()), ["done"]);
});

scenario("a full browser still reads what an older release kept", () => {
  const place = makeStorage();
  place.storage.setItem("mooc-kit/seeds/done", '["a"]');
  place.limits.room = 0;
  assert.deepEqual(plain(open(place).store.get("done", [])), ["a"]);
});

scenario("two editions on one origin keep apart, and the second is told of the first", () => {
  const place = makeStorage();
  place.storage.setItem("mooc-kit/seeds/done", '["old"]');
  const first = open(place, { path: "/2026/seeds/index.html" });
  first.store.set("goals", [{ number: 1, goal: "Beans" }]);
  const window = { path: "/2027/seeds/modules/a/page.html", root: "../../index.html" };
  const second = open(place, window);
  assert.deepEqual(plain(second.store.names()), []);
  second.store.set("done", ["new"]);
  assert.deepEqual(plain(open(place, { path: "/2026/seeds/pages/x.html", root: "../index.html" }).store.get("done")), ["old"]);
  assert.deepEqual(plain(open(place, { path: "/2026/seeds/" }).store.get("done")), ["old"]);
  assert.deepEqual(plain(open(place, { course: "seeds/2", path: "/2026/" }).store.names()), []);
});

scenario("a page for missing addresses takes no edition's data for its own", () => {
  const place = makeStorage();
  place.storage.setItem("mooc-kit/seeds/done", '["a"]');
  open(place, { path: "/2026/seeds/modules/gone/page.html", root: "" });
  assert.deepEqual(plain(open(place).store.get("done", [])), ["a"]);
});

// ----- answers -----
const { kept } = open(makeStorage(), { scripts: ["quiz-kept.js"] });
const choices = (...keys) => keys.map((key) => ({ key, html: `<b>${key}</b>` }));
const question = (kind, own, mark = "m") => ({ id: "q", kind, mark, ...own });
const through = (before, after, response) => {
  const state = { answers: { q: { ...kept.pack(before, response), judged: "same" } } };
  const sorted = kept.sorted([after], state);
  return "q" in sorted.answers ? plain(kept.unpack(after, sorted.answers.q)) : "aside";
};
const pairs = (...keys) => keys.map((key) => ({ key, leftText: key, left: key }));
const options = (...values) => values.map((value) => ({ value, label: value }));

scenario("an answer names what was chosen, wherever an author moves it", () => {
  const [before, after] = [choices("a", "b", "c"), choices("c", "x", "a", "b")];
  assert.equal(through(question("multiple_choice", { choices: before }), question("multiple_choice", { choices: after }), 1), 3);
  assert.deepEqual(through(question("multiple_response", { choices: before }), question("multiple_response", { choices: after }), [0, 2]), [2, 0]);
  assert.deepEqual(through(question("ordering", { keys: ["a", "b", "c"], items: ["a", "b", "c"] }), question("ordering", { keys: ["c", "a", "b"], items: ["c", "a", "b"] }), [2, 0, 1]), [0, 1, 2]);
  const matched = through(question("matching", { pairs: pairs("a", "b"), options: options("1", "2") }), question("matching", { pairs: pairs("b", "a"), options: options("2", "3", "1") }), ["1", "2"]);
  assert.deepEqual(matched, ["2", "1"]);
});

scenario("an answer to what is no longer asked or offered is set aside, in words", () => {
  const before = question("multiple_choice", { choices: choices("a", "b") });
  assert.equal(through(before, question("multiple_choice", { choices: choices("a", "z") }), 1), "aside");
  assert.equal(through(before, question("multiple_choice", { choices: choices("a", "b") }, "other"), 1), "aside");
  assert.equal(through(before, question("true_false", {}), 1), "aside");
  assert.equal(through(question("true_false", {}), question("true_false", {}, "other"), true), "aside");
  assert.equal(through(question("essay", {}), question("essay", {}, "other"), "My words"), "aside");
  assert.equal(through(question("ordering", { keys: ["a", "b"], items: ["a", "b"] }), question("ordering", { keys: ["a", "b", "c"], items: ["a", "b", "c"] }), [1, 0]), "aside");
  assert.equal(through(question("matching", { pairs: pairs("a"), options: options("1") }), question("matching", { pairs: pairs("a", "b"), options: options("1") }), ["1"]), "aside");
  assert.equal(kept.wordsOf(kept.pack(before, 1)), "b");
});

scenario("answers by position are named while they fit, and set aside where they do not", () => {
  const state = (response) => ({ seed: 1, attempt: 1, results: [], answers: { q: { response, judged: "part" } } });
  const one = question("multiple_choice", { choices: choices("a", "b") });
  assert.deepEqual(plain(kept.sorted([one], state(1)).answers.q), { said: "b", words: "b", of: "m", judged: "part" });
  for (const response of [2, -1, null, "b", [1], {}]) assert.deepEqual(plain(kept.sorted([one], state(response)).answers), {}, JSON.stringify(response));
  const order = question("ordering", { keys: ["a", "b"], items: ["a", "b"] });
  assert.deepEqual(plain(kept.sorted([order], state([1, 0])).answers.q.said), ["b", "a"]);
  for (const response of [[0], [0, 0], [0, 2], "01", null]) assert.deepEqual(plain(kept.sorted([order], state(response)).answers), {}, JSON.stringify(response));
  const typed = question("short_answer", {});
  assert.equal(kept.sorted([typed], state("paper")).answers.q.said, "paper");
  assert.equal(kept.wordsOf(kept.sorted([one], state("paper")).aside.q), "paper");
  const sound = kept.sorted([one], state(1));
  assert.equal(kept.sorted([one], sound), sound, "what is sorted stays as it is");
});

console.log(JSON.stringify(scenarios));
