// Continue: the home page goes on from where the reader was last.
"use strict";

(() => {
  const { store, text, element, progress } = moocKit;
  const { find, next, items, root } = moocKit.way;
  const actions = document.querySelector("[data-continue]");
  const showContinue = () => {
    const last = find(store.get("last"));
    const marked = progress.done();
    if (!actions || (!last && !items.some((item) => marked.has(item.id)))) return;
    actions.querySelector(".continue")?.remove();
    document.querySelector(".continue-words")?.remove();
    const isOpen = last && !marked.has(last.id);
    const to = isOpen ? last : next(last?.id);
    const start = actions.querySelector("[data-start]");
    if (start) start.hidden = true;
    if (!to) {
      actions.prepend(element("a", { class: "button continue", href: new URL("evidence.html", root).href }, text("All done: see what you can take with you")));
      return;
    }
    actions.prepend(element("a", { class: "button continue", href: to.href }, text("Continue: {title}", { title: to.title })));
    const after = isOpen ? next(last.id) : null;
    const words = isOpen ? [text("You were there last.", { title: last.title }), after && after !== last ? text("After it comes “{title}”.", { title: after.title }) : ""]
      : [last ? text("You finished “{title}” last.", { title: last.title }) : ""];
    const said = words.filter(Boolean).join(" ");
    if (said) actions.after(element("p", { class: "small continue-words" }, said));
  };
  addEventListener("pageshow", showContinue);
  showContinue();
})();
