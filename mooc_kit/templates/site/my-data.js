// My data shows what the site keeps in this browser, hands it out as a file, takes such a file back, and deletes it.
"use strict";

(() => {
  const { store, text, element, number } = moocKit;
  const place = document.querySelector("[data-my-data]");
  const items = [...place.querySelectorAll("[data-kept] > li")];
  const sure = place.querySelector("[data-sure]");
  const both = place.querySelector("[data-both]");
  const status = place.querySelector(".status");
  const importStatus = place.querySelector("[data-import-status]");
  const button = (name) => place.querySelector(`[data-do="${name}"]`);
  const LISTS = ["goals", "evidence", "share-backs"];
  const MAX_FILE = 10000000; // Bytes. A browser keeps about half of that for a site.
  const NAME = /^[a-z0-9][a-z0-9/_-]{0,120}$/;

  // A kind names its entries: "done" is one, "quiz/" stands for all that begin so, "*" for what no other kind names.
  const kindsOf = (item) => item.dataset.kind.split(" ");
  const isOf = (name, kind) => name === kind || (kind.endsWith("/") && name.startsWith(kind));
  const namesOf = (item) => store.names().filter((name) => (kindsOf(item).includes("*")
    ? !items.some((other) => other !== item && kindsOf(other).some((kind) => isOf(name, kind)))
    : kindsOf(item).some((kind) => isOf(name, kind))));
  const countOf = (names) => names.reduce((sum, name) => {
    const kept = store.get(name);
    return sum + (Array.isArray(kept) ? kept.length : 1);
  }, 0);

  const show = () => {
    for (const item of items) {
      const count = countOf(namesOf(item));
      item.hidden = !count;
      item.querySelector(".count").textContent = `(${number(count, 0)})`;
    }
    const isEmpty = !store.names().length;
    place.querySelector("[data-nothing]").hidden = !isEmpty;
    for (const name of ["download", "delete"]) button(name).disabled = isEmpty;
  };
  const say = (where, words) => {
    where.textContent = words;
    where.setAttribute("tabindex", "-1");
    where.focus();
  };

  button("download").addEventListener("click", () => {
    const data = Object.fromEntries(store.names().map((name) => [name, store.get(name)]));
    moocKit.download(`${moocKit.course}-my-data.json`, "application/json", JSON.stringify({ course: moocKit.course, data }, null, 2));
  });

  // Deleting asks once, for everything and for a part alike.
  let toDelete = () => [];
  let asked = null;
  const ask = (by, names, words) => {
    toDelete = names;
    asked = by;
    place.querySelector("#site\\:sure").textContent = words;
    sure.hidden = false;
    button("keep").focus();
  };
  button("delete").addEventListener("click", () => ask(button("delete"), () => store.names(), text("sureAll")));
  for (const item of items) {
    const remove = item.querySelector("[data-delete]");
    const title = item.querySelector(".kept-words").firstElementChild.tagName === "A" ? item.querySelector("a").textContent : item.querySelector(".kept-words").firstChild.textContent.trim();
    remove.addEventListener("click", () => ask(remove, () => namesOf(item), text("surePart", { what: title })));
  }
  button("keep").addEventListener("click", () => {
    sure.hidden = true;
    asked.focus();
  });
  button("really").addEventListener("click", () => {
    for (const name of toDelete()) store.remove(name);
    sure.hidden = true;
    show();
    moocKit.progress.show();
    say(status, text(store.names().length ? "deletedPart" : "deleted"));
  });

  // Taking a file back. Marks and lists are joined; of anything else that is here too, people choose which one counts.
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const joined = (here, there) => {
    const bare = ({ number: _, ...entry }) => entry;
    const found = [...here];
    for (const entry of there) {
      if (entry && typeof entry === "object" && !found.some((other) => same(bare(other), bare(entry)))) {
        const number = found.some((other) => other.number === entry.number) || !Number.isInteger(entry.number)
          ? Math.max(0, ...found.map((other) => other.number)) + 1 : entry.number;
        found.push({ ...entry, number });
      }
    }
    return found;
  };
  const bringBack = (data, takeFile) => {
    let isKept = true;
    for (const [name, value] of Object.entries(data)) {
      const here = store.get(name);
      let next = value;
      if (name === "done" && Array.isArray(value)) next = [...new Set([...(Array.isArray(here) ? here : []), ...value.filter((id) => typeof id === "string")])].sort();
      else if (LISTS.includes(name) && Array.isArray(value)) next = joined(Array.isArray(here) ? here : [], value);
      else if (here !== null && !takeFile) continue;
      isKept = store.set(name, next) && isKept;
    }
    both.hidden = true;
    show();
    moocKit.progress.show();
    say(importStatus, text(isKept ? "broughtBack" : "notKept"));
  };
  const readFile = async (file) => {
    if (file.size > MAX_FILE) return { problem: text("fileTooLarge") };
    let found;
    try {
      found = JSON.parse(await file.text());
    } catch {
      return { problem: text("fileUnknown") };
    }
    if (!found || typeof found !== "object" || !found.data || typeof found.data !== "object" || Array.isArray(found.data)) return { problem: text("fileUnknown") };
    if (found.course !== moocKit.course) return { problem: text("fileOfOther", { course: String(found.course).slice(0, 80) }) };
    const data = Object.fromEntries(Object.entries(found.data).filter(([name]) => NAME.test(name)));
    return { data };
  };
  place.querySelector("#site\\:import").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    both.hidden = true;
    importStatus.textContent = "";
    const { data, problem } = await readFile(file);
    if (problem) {
      say(importStatus, problem);
      return;
    }
    const isJoined = (name) => name === "done" || name === "seed" || LISTS.includes(name);
    const twice = Object.keys(data).filter((name) => !isJoined(name) && store.get(name) !== null && !same(store.get(name), data[name]));
    if (!twice.length) {
      bringBack(data, false);
      return;
    }
    place.querySelector("#site\\:both").textContent = text("bothHave");
    both.querySelector("ul").replaceChildren(...twice.map((name) => element("li", {}, titleOf(name))));
    both.hidden = false;
    button("use-here").onclick = () => bringBack(data, false);
    button("use-file").onclick = () => bringBack(data, true);
    button("use-here").focus();
  });
  const titles = JSON.parse(document.getElementById("site:titles").textContent);
  const titleOf = (name) => titles[name.split("/").slice(1).join("/")] ?? name;

  // The copy for reading without a network lies beside the store; the service worker made it.
  const offline = button("delete-offline");
  const root = new URL(".", document.querySelector("link[rel='manifest']").href).pathname;
  const copy = `mooc-kit ${moocKit.course} ${root}`;
  if ("caches" in window) caches.has(copy).then((isThere) => { offline.closest("[data-offline]").hidden = !isThere; }, () => {});
  offline.addEventListener("click", async () => {
    const registration = await navigator.serviceWorker?.getRegistration(root);
    await registration?.unregister();
    await caches.delete(copy);
    offline.hidden = true;
    say(place.querySelector("[data-offline-status]"), text("deletedOffline"));
  });

  place.hidden = false;
  show();
})();
