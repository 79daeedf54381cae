// The ways to evidence, and where the reader is on each of them, by what this browser keeps.
"use strict";

(() => {
  const { store, text, number } = moocKit;
  const entries = (name) => store.get(name, []).filter((entry) => entry && typeof entry === "object").length;
  const counted = (n, all) => text("{n} of {all} done", { n: number(n, 0), all: number(all, 0) });
  const states = {
    entries: ({ name }) => [text("Written down: {n}", { n: number(entries(name), 0) }), entries(name) > 0],
    badges: () => {
      const n = store.names().filter((name) => name.startsWith("badge/")).length;
      return [text("In your collection: {n}", { n: number(n, 0) }), n > 0];
    },
    quizzes: ({ ids }) => {
      const n = ids.filter((id) => store.get(`quiz/${id}`, {}).results?.length > 0).length;
      return [counted(n, ids.length), ids.length > 0 && n === ids.length];
    },
    done: ({ ids }) => {
      const marked = new Set(store.get("done", []));
      const n = ids.filter((id) => marked.has(id)).length;
      return [counted(n, ids.length), ids.length > 0 && n === ids.length];
    },
    kept: ({ name }) => { const is = store.get(name) !== null; return [is ? text("You have begun it here.") : text("Not begun here."), is]; },
    elsewhere: () => [text("This site does not see it: ask the course's platform."), false],
  };
  const show = () => {
    for (const item of document.querySelectorAll("[data-way]")) {
      const [words, isDone] = states[item.dataset.way]({ name: item.dataset.name, ids: item.dataset.ids.split(" ").filter(Boolean) });
      const state = item.querySelector(".state");
      state.textContent = words;
      state.hidden = false;
      item.classList.toggle("is-done", isDone);
    }
  };
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
})();
