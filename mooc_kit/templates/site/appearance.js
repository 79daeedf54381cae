// Appearance: light or dark, as the device has it unless the reader chose the other one. It runs before anything is shown.
"use strict";

(() => {
  const { store, text, element } = moocKit;
  const NAME = "look";
  const LOOKS = ["light", "dark"];
  const device = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => (LOOKS.includes(store.get(NAME)) ? store.get(NAME) : null);
  const isDark = () => (chosen() ?? (device.matches ? "dark" : "light")) === "dark";
  const apply = () => {
    const look = chosen();
    if (look) document.documentElement.dataset.look = look;
    else delete document.documentElement.dataset.look;
  };
  apply();
  // Who comes back finds other words on the home page: the style sheet keeps room for them from the beginning.
  if (store.get("last") || store.get("done", []).length) document.documentElement.classList.add("has-begun");

  document.addEventListener("DOMContentLoaded", () => {
    const button = element("button", { type: "button", class: "tool-button look-button", title: text("Dark colours") }, element("span", { class: "tool-words" }, text("Dark colours")));
    const show = () => { apply(); button.setAttribute("aria-pressed", String(isDark())); };
    button.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      // Who chooses what the device has follows the device again.
      if ((next === "dark") === device.matches) store.remove(NAME);
      else store.set(NAME, next);
      show();
    });
    device.addEventListener?.("change", show);
    store.watch(NAME, show);
    document.querySelector("[data-header-tools]")?.append(button);
    show();
  });
})();
