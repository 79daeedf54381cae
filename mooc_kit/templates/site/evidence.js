// The evidence log: what people did and where it can be seen, what of it the course suggests, and what it shows.
"use strict";

(() => {
  const { text } = moocKit;
  const tool = document.querySelector("[data-tool]");
  const panel = moocKit.passingOn.panel(tool.querySelector("[data-passing-on]"));
  const log = moocKit.entries(tool.querySelector("[data-entries]"), { changed: () => showRest() });

  const state = (item, count) => {
    item.querySelector(".state").textContent = count ? text("Pieces of evidence: {n}", { n: moocKit.number(count, 0) }) : text("Nothing yet");
    item.classList.toggle("is-done", count > 0);
  };
  const compose = () => log.all().map(log.asText).join("\n\n———\n\n");

  function showRest() {
    const entries = log.all();
    for (const item of tool.querySelectorAll("[data-wanted] li")) state(item, entries.filter((entry) => entry.kind === item.dataset.words).length);
    for (const item of tool.querySelectorAll("[data-outcomes] li")) {
      state(item, entries.filter((entry) => Array.isArray(entry.outcomes) && entry.outcomes.includes(item.dataset.outcome)).length);
    }
    if (panel.isOpen()) panel.fill(compose());
    if (!entries.length) panel.close();
    document.dispatchEvent(new Event("evidence")); // for a certificate on the same page
  }

  tool.querySelector("[data-do='pass-on']").addEventListener("click", () => panel.open(compose()));
  tool.querySelector("[data-do='print']")?.addEventListener("click", () => window.print());
  showRest();
})();
