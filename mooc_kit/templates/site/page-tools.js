// Page tools: buttons that copy code, and tasks that can be ticked, where a page has such things.
"use strict";

(() => {
  const { store, text, element } = moocKit;
  const main = document.querySelector("main");

  const copied = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      // Without a secure address there is no clipboard; what is selected can still be copied.
      getSelection().selectAllChildren(code);
      return document.execCommand("copy");
    }
  };
  for (const pre of main.querySelectorAll(".prose pre")) {
    const code = pre.querySelector("code") ?? pre;
    const button = element("button", { type: "button", class: "copy-code" }, text("Copy"));
    const said = element("span", { class: "visually-hidden", role: "status" });
    button.addEventListener("click", async () => {
      const words = await copied(code) ? text("Copied") : text("It could not be copied: select it by hand.");
      button.textContent = words;
      said.textContent = words;
      setTimeout(() => { button.textContent = text("Copy"); said.textContent = ""; }, 3000);
    });
    const box = pre.closest("figure.code") ?? pre;
    const holder = element("div", { class: "code-holder" });
    box.before(holder);
    holder.append(box, button, said);
  }

  // Ticks are kept by the words of the task, so that a list may be put in another order.
  const root = new URL(".", document.querySelector("link[rel='manifest']").href);
  const NAME = `tasks/${decodeURI(location.pathname).slice(decodeURI(root.pathname).length).replace(/\.html$/, "").toLowerCase().replace(/[^a-z0-9/_-]+/g, "-").slice(0, 100)}`;
  const BLOCKS = /^(UL|OL|P|DIV|PRE|FIGURE|TABLE|BLOCKQUOTE|ASIDE|DL)$/;
  const shows = [];
  for (const sign of main.querySelectorAll(".task-list-item .task-box")) {
    if (sign.closest(".by-hand")) continue; // It is for paper: a form stands in its place.
    const before = sign.textContent.trim() === "☑";
    const box = element("input", { type: "checkbox" });
    const label = element("label", { class: "task" }, box);
    const words = element("span", {});
    for (let part = sign.nextSibling; part && !BLOCKS.test(part.nodeName);) {
      const following = part.nextSibling;
      words.append(part);
      part = following;
    }
    label.append(words);
    sign.replaceWith(label);
    label.closest("ul")?.classList.add("tickable");
    const key = words.textContent.trim().slice(0, 200);
    const show = () => { const kept = store.get(NAME, {})[key]; box.checked = typeof kept === "boolean" ? kept : before; };
    box.addEventListener("change", () => store.patch(NAME, { [key]: box.checked }));
    shows.push(show);
    show();
  }
  if (shows.length) {
    store.keeps();
    store.watch(NAME, () => { for (const show of shows) show(); });
  }
})();
