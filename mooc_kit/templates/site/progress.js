// Progress is the participant's own list of what they have done: marks on activities, and bars that count them.
"use strict";

(() => {
  const { store, text } = moocKit;
  const NAME = "done";

  const done = () => new Set(store.get(NAME, []));

  const show = () => {
    const marked = done();
    for (const item of document.querySelectorAll("[data-activity]")) {
      const isDone = marked.has(item.dataset.activity);
      item.classList.toggle("is-done", isDone);
      const state = item.querySelector(".state");
      if (state) {
        state.hidden = !isDone;
        state.textContent = isDone ? text("Done") : "";
      }
    }
    for (const bar of document.querySelectorAll("[data-progress]")) {
      const ids = bar.dataset.progress.split(" ").filter(Boolean);
      const count = ids.filter((id) => marked.has(id)).length;
      bar.hidden = false;
      bar.querySelector("progress").max = ids.length || 1;
      bar.querySelector("progress").value = count;
      bar.querySelector(".progress-words").textContent = text("{done} of {all} done", { done: moocKit.number(count, 0), all: moocKit.number(ids.length, 0) });
    }
    for (const place of document.querySelectorAll("[data-left]")) showLeft(place, marked);
    for (const button of document.querySelectorAll("[data-done-toggle]")) {
      const isDone = marked.has(button.dataset.doneToggle);
      button.hidden = false;
      button.setAttribute("aria-pressed", String(isDone));
      button.textContent = isDone ? text("Done") : text("Mark as done");
    }
  };

  // What a rule still asks for: the same wherever the rule is told.
  const left = (ids, marked = done()) => ids.filter((id) => !marked.has(id));

  const showLeft = (place, marked) => {
    const ids = place.dataset.left.split(" ").filter(Boolean);
    const count = left(ids, marked).length;
    place.hidden = !ids.length;
    place.textContent = count ? text("Still to do for it, by your own marks: {left} of {all} activities.", { left: moocKit.number(count, 0), all: moocKit.number(ids.length, 0) }) : text("You have marked everything as done that it asks for.");
    place.classList.toggle("is-done", !count);
  };

  // The best attempt at a quiz of these pages, in percent; null where there is none.
  const best = (id) => {
    const results = store.get(`quiz/${id}`, {}).results;
    const found = (Array.isArray(results) ? results : []).map((result) => Number(result?.percent)).filter(Number.isFinite);
    return found.length ? Math.max(...found) : null;
  };

  const mark = (id, isDone = true) => {
    if (done().has(id) === isDone) return;
    store.change(NAME, (marked) => [...marked.filter((other) => other !== id), ...(isDone ? [id] : [])].sort(), []);
    show();
    document.dispatchEvent(new Event("progress"));
  };

  for (const button of document.querySelectorAll("[data-done-toggle]")) {
    button.addEventListener("click", () => mark(button.dataset.doneToggle, !done().has(button.dataset.doneToggle)));
    store.keeps();
  }
  // What tells people to allow scripts is for those whose browser did not run this one.
  for (const advice of document.querySelectorAll("[data-without-script]")) advice.hidden = true;
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();

  moocKit.progress = { mark, show, done, left, best };
})();
