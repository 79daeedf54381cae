// Navigation: where the reader is in the whole course. A drawer and a side bar with its outline, the way on
// from a mark of "done" to what is next, and to the search. Its data are `moocKit.outline` (course-outline.js).
"use strict";

(() => {
  const { store, text, element, progress } = moocKit;
  const root = new URL(".", document.querySelector("link[rel='manifest']").href);
  const modules = moocKit.outline ?? [];
  const way = modules.flatMap((module) => module.items.map(([id, title, href]) => ({ id, title, href: new URL(href, root).href, module })));
  const here = document.querySelector("[data-done-toggle]")?.dataset.doneToggle ?? "";
  const find = (id) => way.find((item) => item.id === id);
  const currentModule = find(here)?.module ?? modules.find((module) => new URL(module.href, root).pathname === location.pathname);

  // What comes next for the reader: the first that is not done after `id`, else the first that is not done at all.
  const next = (id) => {
    const marked = progress.done();
    const at = way.findIndex((item) => item.id === id);
    return [...way.slice(at + 1), ...way.slice(0, Math.max(at, 0))].find((item) => !marked.has(item.id)) ?? null;
  };
  moocKit.way = { find, next, items: way, root };

  // The outline, as a list of the modules that open and close. Marks come from progress.js, as on every list.
  const outline = (shown) => element("ul", { class: "outline" }, ...shown.map((module) => {
    const isHere = module === (currentModule ?? next(store.get("last"))?.module);
    const steps = module.items.map(([id, title, href]) => element("li", { class: `step${id === here ? " is-current" : ""}`, "data-activity": id },
      element("a", { href: new URL(href, root).href, "aria-current": id === here ? "page" : null }, title),
      element("span", { class: "step-facts" }, element("span", { class: "state", hidden: true }))));
    const about = element("li", {}, element("a", { href: new URL(module.href, root).href }, text("About this module")));
    return element("li", {}, element("details", { open: isHere },
      element("summary", {}, module.title),
      element("ol", { class: "steps" }, ...steps), element("ul", { class: "outline-about" }, about)));
  }));

  let drawer = null;
  const open = () => {
    if (!drawer) {
      const close = element("button", { type: "button", class: "icon-button", "aria-label": text("Close") }, "✕");
      drawer = element("dialog", { class: "drawer", "aria-label": text("Course outline") },
        element("div", { class: "drawer-head" }, element("p", { class: "drawer-title" }, text("Course outline")), close),
        element("nav", { "aria-label": text("Course outline") }, outline(modules)));
      close.addEventListener("click", () => drawer.close());
      drawer.addEventListener("click", (event) => { if (event.target === drawer) drawer.close(); });
      document.body.append(drawer);
      progress.show();
    }
    drawer.showModal();
    drawer.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  };
  const opener = (className) => {
    const button = element("button", { type: "button", class: className, "aria-haspopup": "dialog" }, element("span", { class: "tool-words" }, text("Course outline")));
    button.addEventListener("click", open);
    return button;
  };
  if (modules.length && "showModal" in HTMLDialogElement.prototype) {
    document.documentElement.classList.add("has-outline");
    document.querySelector("[data-header-tools]")?.append(opener("tool-button outline-button"));
    document.querySelector(".with-side .pager")?.before(element("p", { class: "outline-row" }, opener("button quiet")));
  }
  // Search from any page, where there is an index to ask and room for a field: "/" leads to it.
  const link = document.querySelector("[data-search-link] a");
  const ownField = document.querySelector("[data-search] input");
  let field = ownField;
  if (link && !ownField && /^https?:$/.test(location.protocol)) {
    field = element("input", { type: "text", inputmode: "search", enterkeyhint: "search", "aria-label": text("Search the course"), placeholder: text("Search"), autocomplete: "off", maxlength: 200 });
    const form = element("form", { class: "header-search", role: "search", "aria-label": text("Search the course") }, field);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const to = new URL(link.href);
      if (field.value.trim()) to.searchParams.set("q", field.value.trim());
      location.assign(to);
    });
    document.querySelector("[data-header-tools]")?.prepend(form);
    document.documentElement.classList.add("has-search");
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!link) return;
    event.preventDefault();
    if (field?.offsetParent) field.focus();
    else link.click();
  });
  // Beside the words there is room for the contents; above them they are folded.
  const contents = document.querySelector(".contents details");
  const isWide = matchMedia("(min-width: 78rem)");
  if (contents) contents.open = isWide.matches;

  const others = modules.filter((module) => module !== currentModule);
  const side = document.querySelector(".side");
  if (side && others.length) side.append(element("h2", { class: "side-more" }, text("The other modules")), outline(others));

  // Marking something as done leads on.
  const row = document.querySelector(".done-row");
  const showNext = () => {
    row.querySelector(".lead-on")?.remove();
    if (!progress.done().has(here)) return;
    const item = next(here);
    const link = item ? element("a", { class: "button lead-on", href: item.href }, text("Next: {title}", { title: item.title }))
      : element("a", { class: "button lead-on", href: new URL("evidence.html", root).href }, text("All done: see what you can take with you"));
    row.append(link);
  };
  if (row && here) {
    store.set("last", here);
    document.addEventListener("progress", showNext);
    addEventListener("pageshow", showNext);
    showNext();
  }
  progress.show();
})();
