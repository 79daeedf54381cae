// The reminder shows people their own goals above a survey that asks about them.
"use strict";

(() => {
  const { store, element } = moocKit;
  const place = document.querySelector("[data-goal-reminder]");
  if (!place) return;
  const kept = store.get("goals", []);
  const answers = store.get("survey/sign-up", {});
  let goals = kept.filter((entry) => Number.isInteger(entry?.number) && typeof entry.goal === "string");
  if (!goals.length) {
    goals = Object.entries(answers)
      .filter(([id, said]) => /^goal-\d+$/.test(id) && typeof said === "string" && said)
      .map(([id, goal]) => ({ number: Number(id.slice(5)), goal }));
  }
  place.querySelector("ol").append(...goals.map(({ number, goal }) => element("li", { value: number }, goal)));
  place.hidden = !goals.length;
})();
