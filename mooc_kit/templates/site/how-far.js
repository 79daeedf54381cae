// How far: on the page about evidence, how far the reader is to each badge, certificate and goal of their own, and what is
// missing. It counts by the same marks, scores, log and collection as the pages where these are made.
"use strict";

(() => {
  const { store, text, element, number, progress, way, badgeCollection } = moocKit;
  const percent = (value) => number(Math.floor(value * 10 + 1e-6) / 10);
  const entries = (name) => store.get(name, []).filter((entry) => entry && typeof entry === "object");
  // The first few stand open, as evidence.html.j2 keeps room for them; the rest is folded.
  const FIRST = 3;
  const list = (label, items) => {
    const open = items.length > FIRST + 1 ? FIRST : items.length;
    const entries = items.map((item) => element("li", {}, item));
    const rest = entries.slice(open);
    return [element("p", { class: "missing-label" }, label), element("ul", { class: "missing" }, ...entries.slice(0, open)),
      ...(rest.length ? [element("details", {}, element("summary", {}, text("Show more")), element("ul", { class: "missing" }, ...rest))] : [])];
  };

  const aboutRule = (ids, { least, weights }) => {
    const parts = [];
    const missing = progress.left(ids).map(way.find).filter(Boolean);
    if (ids.length) {
      const bar = element("progress", { max: ids.length, "aria-label": text("How far you are") });
      bar.value = ids.length - missing.length;
      parts.push(element("div", { class: "progress" }, bar), element("p", { class: missing.length ? "left" : "left is-done" }, missing.length ? text("Still to do for it, by your own marks: {left} of {all} activities.", { left: number(missing.length, 0), all: number(ids.length, 0) }) : text("You have marked everything as done that it asks for.")));
    }
    if (missing.length) parts.push(...list(text("Still missing:"), missing.map((item) => element("a", { href: item.href }, item.title))));
    if (least && Object.keys(weights).length) {
      const got = Object.entries(weights).reduce((sum, [id, share]) => sum + share * (progress.best(id) ?? 0), 0);
      parts.push(element("p", {}, text("Your score so far, from quizzes on these pages: {percent}% of the {least}% needed.", { percent: percent(got), least: percent(least) })));
      const unscored = Object.keys(weights).filter((id) => progress.best(id) === null).map(way.find).filter(Boolean);
      if (unscored.length) parts.push(...list(text("No score of these is known here; they count as zero in that sum:"), unscored.map((item) => element("a", { href: item.href }, item.title))));
    }
    return parts;
  };
  // Outcomes of a credential, each with what the evidence log holds about it.
  const aboutOutcomes = (place) => {
    const log = entries("evidence");
    for (const item of place.parentElement.querySelectorAll("[data-outcome]")) {
      const count = log.filter((entry) => Array.isArray(entry.outcomes) && entry.outcomes.includes(item.dataset.outcome)).length;
      const state = item.querySelector(".state");
      state.textContent = count ? text("Pieces of evidence: {n}", { n: number(count, 0) }) : text("Nothing yet");
      state.hidden = false;
      item.classList.toggle("is-done", count > 0);
    }
  };
  const aboutBadge = (place) => {
    if (!badgeCollection || !place.dataset.badge) return [];
    const n = badgeCollection.all().filter((badge) => badgeCollection.isOffered(place, badge)).length;
    return [element("p", { class: n ? "is-done" : null }, element("span", { class: "state" }, text("In your collection: {n}", { n: number(n, 0) })))];
  };
  const aboutOwn = (place) => {
    if (!place.dataset.own) return [];
    const kept = store.get(`certificate/${place.dataset.own}`, {});
    const missing = ["name", "evidence"].filter((field) => !(typeof kept[field] === "string" && kept[field].trim()));
    return missing.length ? list(text("Still missing:"), missing.map((field) => (field === "name" ? text("Your name") : text("What you did, and where it can be seen")))) : [element("p", {}, text("Your name and your evidence are on it."))];
  };

  const aboutGoals = (place) => {
    const goals = entries("goals").filter((goal) => typeof goal.goal === "string" && goal.goal);
    const moments = (place.dataset.moments ?? "").split(" ").filter(Boolean);
    const answered = moments.filter((id) => Object.keys(store.get(`survey/${id}`, {})).length).length;
    const has = (goal, field) => typeof goal[field] === "string" && goal[field].trim();
    place.querySelector("ul").replaceChildren(...goals.map((goal) => {
      const missing = [["notice", text("How you will notice that you have reached it")], ["step", text("Your first step")], ["evidence", text("What you can show for it")]].filter(([field]) => !has(goal, field));
      return element("li", { class: missing.length ? null : "is-done" }, element("span", { class: "own-goal" }, goal.goal),
        ...(missing.length ? list(text("Still missing:"), missing.map(([, words]) => words)) : [element("p", { class: "state small" }, text("You have written down how you notice it, your first step, and what you can show for it."))]));
    }));
    place.querySelector("[data-none]").hidden = goals.length > 0;
    const line = place.querySelector("[data-answered]");
    line.hidden = !moments.length || !goals.length;
    line.textContent = text("You looked at your goals again at {n} of {all} check-ins.", { n: number(answered, 0), all: number(moments.length, 0) });
    place.hidden = false;
  };

  const show = () => {
    for (const place of document.querySelectorAll("[data-how-far]")) {
      const { ids, ...rule } = JSON.parse(place.dataset.howFar);
      const parts = [...aboutRule(ids, rule), ...aboutBadge(place), ...aboutOwn(place)];
      place.replaceChildren(...(parts.length ? [element("h3", {}, text("How far you are")), ...parts] : []));
      place.hidden = !parts.length;
      if (place.dataset.log !== undefined) aboutOutcomes(place);
    }
    for (const place of document.querySelectorAll("[data-own-goals]")) aboutGoals(place);
  };
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
})();
