// In each page of a package: what it keeps goes to the session around it (launch.html), which reports it. This runs before
// anything reads what was kept. A page opened by itself keeps to its browser, and says that nothing is reported.
"use strict";

(() => {
  let session = null;
  try {
    session = parent === window ? null : parent.moocKitSession;
  } catch { /* a page that another site shows, or one on a disk: it belongs to no session */ }
  if (session?.storage) Object.defineProperty(window, "localStorage", { value: session.storage, configurable: true });

  const tellAlone = () => {
    if (parent !== window) return;
    document.getElementById("site:main").prepend(moocKit.element("div", { class: "unkept", role: "status" },
      moocKit.element("p", {}, moocKit.text("This page was opened outside of your learning platform: nothing that you do in this window is reported. Open the course there."))));
  };
  // A page of another site would not be shown inside the frame, or in the course's place.
  const openOutside = (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && /^https?:$/.test(link.protocol) && link.origin !== location.origin) Object.assign(link, { target: "_blank", rel: "noopener" });
  };
  // What each question asks, and which share of its points the answer got; null where that hangs on drawn numbers.
  const described = (quiz, entries) => Object.fromEntries(quiz.questions.map((question) => {
    const answer = entries[`quiz/${quiz.id}`]?.answers?.[question.id];
    const response = answer && question.kind !== "calculated" ? moocKit.kept.unpack(question, answer) : null;
    const share = response === null ? null : moocKit.scoring.score(question, response, null);
    return [question.id, { kind: question.kind, prompt: moocKit.fromBuild("div", "", question.prompt).textContent.trim(), share }];
  }));
  addEventListener("click", openOutside, true);
  addEventListener("DOMContentLoaded", () => {
    if (!session) tellAlone();
    const here = document.querySelector("[data-done-toggle]")?.dataset.doneToggle;
    // What counts by being opened is done now.
    if (here && session?.isViewed(here)) moocKit.progress.mark(here);
    session?.shown(window, here ?? "");
    const quiz = session && JSON.parse(document.getElementById("site:quiz")?.textContent ?? "null");
    if (quiz) globalThis.moocKitQuestions = (entries) => ({ quiz: quiz.id, of: described(quiz, entries) });
  });
})();
