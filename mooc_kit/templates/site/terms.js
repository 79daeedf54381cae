// Terms: what a word of the glossary means, shown where it stands, by pointing at it or with the keyboard. A click leads to
// the glossary. What is shown can be pointed at, goes with Escape, and stays until then (WCAG 1.4.13).
"use strict";

(() => {
  const { element } = moocKit;
  const box = element("div", { class: "term-means", role: "tooltip", id: "site:term", hidden: true });
  document.body.append(box);
  let shown = null;
  let leaving;
  const hide = () => {
    clearTimeout(leaving);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };
  const show = (term) => {
    clearTimeout(leaving);
    if (shown === term) return;
    hide();
    shown = term;
    box.textContent = term.dataset.means;
    box.hidden = false;
    term.setAttribute("aria-describedby", box.id);
    const place = term.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    box.style.left = `${Math.max(8, Math.min(place.left, width - box.offsetWidth - 8)) + scrollX}px`;
    box.style.top = `${place.bottom + scrollY + 4}px`;
  };
  const leave = () => { clearTimeout(leaving); leaving = setTimeout(hide, 300); };
  for (const term of document.querySelectorAll("a.term")) {
    term.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") show(term); });
    term.addEventListener("pointerleave", leave);
    term.addEventListener("focus", () => show(term));
    term.addEventListener("blur", hide);
  }
  box.addEventListener("pointerenter", () => clearTimeout(leaving));
  box.addEventListener("pointerleave", leave);
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
