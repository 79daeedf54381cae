// A check list shows what was asked of a credential and what came out: rows of [state, words], where state is "ok", "failed"
// or "unknown". The mark is for the eye; what it means is said in the words.
"use strict";

moocKit.checkList = (rows) => {
  const MARK = { ok: "✓", failed: "✗", unknown: "?" };
  const { element } = moocKit;
  return element("ul", { class: "checks" }, ...rows.map(([state, words]) => element("li", { class: `check ${state}` },
    element("span", { class: "mark", "aria-hidden": "true" }, MARK[state]), element("span", { dir: "auto" }, words))));
};
