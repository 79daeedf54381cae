// My data shows what the site keeps in this browser, hands it out as a file, takes such a file back, and deletes it.
"use strict";

(() => {
  const { store, text, element, number, badgeKey } = moocKit;
  const KEY = "badge-key";
  const place = document.querySelector("[data-my-data]");
  const items = [...place.querySelectorAll("[data-kept] > li")];
  const sure = place.querySelector("[data-sure]");
  const both = place.querySelector("[data-both]");
  const status = place.querySelector(".status");
  const importStatus = place.querySelector("[data-import-status]");
  const button = (name) => place.querySelector(`[data-do="${name}"]`);
  const LISTS = ["goals", "evidence", "share-backs"];
  const QUIET = ["seed", "last"]; // What nobody wrote: nobody is asked which one counts.
  const MAX_FILE = 10000000; // Bytes. A browser keeps about half of that for a site.
  const NAME = /^[a-z0-9][a-z0-9/_-]{0,120}$/;

  // The badge key lies beside the store, where it signs and cannot be read; only its public half can be told.
  let key = null;
  const names = () => (key && !store.names().includes(KEY) ? [...store.names(), KEY].sort() : store.names());
  const valueOf = (name) => store.get(name) ?? (name === KEY && key ? { type: "PeerBadgeKey", name: key.name, did: key.did } : null);
  const remove = async (name) => { if (name === KEY && badgeKey) await badgeKey.remove(); else store.remove(name); };

  // A kind names its entries: "done" is one, "quiz/" stands for all that begin so, "*" for what no other kind names.
  const kindsOf = (item) => item.dataset.kind.split(" ");
  const isOf = (name, kind) => name === kind || (kind.endsWith("/") && name.startsWith(kind));
  const namesOf = (item) => names().filter((name) => (kindsOf(item).includes("*")
    ? !items.some((other) => other !== item && kindsOf(other).some((kind) => isOf(name, kind)))
    : kindsOf(item).some((kind) => isOf(name, kind))));
  const countOf = (found) => found.reduce((sum, name) => {
    const kept = valueOf(name);
    return sum + (Array.isArray(kept) ? kept.length : 1);
  }, 0);

  const show = async () => {
    key = await badgeKey?.get() ?? null;
    place.querySelector("[data-key-note]").hidden = !key || store.get(KEY) !== null;
    for (const item of items) {
      const count = countOf(namesOf(item));
      item.hidden = !count;
      item.querySelector(".count").textContent = `(${number(count, 0)})`;
    }
    const isEmpty = !names().length;
    place.querySelector("[data-nothing]").hidden = !isEmpty;
    for (const name of ["download", "delete"]) button(name).disabled = isEmpty;
  };
  const say = (where, words) => {
    where.textContent = words;
    where.setAttribute("tabindex", "-1");
    where.focus();
  };

  button("download").addEventListener("click", () => {
    const data = Object.fromEntries(names().map((name) => [name, valueOf(name)]));
    moocKit.download(`${moocKit.course}-my-data.json`, "application/json", JSON.stringify({ course: moocKit.course, data }, null, 2));
  });

  // Deleting asks once, for everything and for a part alike.
  let toDelete = () => [];
  let asked = null;
  const ask = (by, which, words) => {
    toDelete = which;
    asked = by;
    place.querySelector("#site\\:sure").textContent = words;
    sure.hidden = false;
    button("keep").focus();
  };
  button("delete").addEventListener("click", () => ask(button("delete"), names, text("sureAll")));
  for (const item of items) {
    const remove = item.querySelector("[data-delete]");
    const title = item.querySelector(".kept-words").firstElementChild.tagName === "A" ? item.querySelector("a").textContent : item.querySelector(".kept-words").firstChild.textContent.trim();
    remove.addEventListener("click", () => ask(remove, () => namesOf(item), text("surePart", { what: title })));
  }
  button("keep").addEventListener("click", () => {
    sure.hidden = true;
    asked.focus();
  });
  button("really").addEventListener("click", async () => {
    for (const name of toDelete()) await remove(name);
    sure.hidden = true;
    await show();
    moocKit.progress.show();
    say(status, text(names().length ? "deletedPart" : "deleted"));
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
  // The badge key of a file that an older release wrote: it signs here from now on, and is not stored as it came. Gives what
  // there is to say of it.
  const bringKey = async (value, takeFile) => {
    if (!badgeKey) return text("keyLeftOut");
    if (typeof value?.secret !== "string") return value?.did && value.did === key?.did ? "" : text("keyPublicOnly");
    const old = await badgeKey.fromOld(value);
    if (!old) return text(await moocKit.proof.inability() || "keyDamaged");
    if (key && (key.did === old.did || !takeFile)) return "";
    const isKept = await badgeKey.keep(old, true);
    if (isKept) store.remove(KEY);
    return isKept ? "" : text("keyInMemory");
  };
  const bringBack = async (data, takeFile) => {
    let isKept = true, aboutKey = "";
    for (const [name, value] of Object.entries(data)) {
      if (name === KEY) { aboutKey = await bringKey(value, takeFile); continue; }
      const here = store.get(name);
      let next = value;
      if (name === "done" && Array.isArray(value)) next = [...new Set([...(Array.isArray(here) ? here : []), ...value.filter((id) => typeof id === "string")])].sort();
      else if (LISTS.includes(name) && Array.isArray(value)) next = joined(Array.isArray(here) ? here : [], value);
      else if (here !== null && !takeFile) continue;
      isKept = store.set(name, next) && isKept;
    }
    both.hidden = true;
    await show();
    moocKit.progress.show();
    say(importStatus, [text(isKept ? "broughtBack" : "notKept"), aboutKey].filter(Boolean).join(" "));
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
    const isJoined = (name) => name === "done" || QUIET.includes(name) || LISTS.includes(name);
    const differs = (name) => (name === KEY ? key && typeof data[KEY]?.secret === "string" && data[KEY].did !== key.did
      : store.get(name) !== null && !same(store.get(name), data[name]));
    const twice = Object.keys(data).filter((name) => !isJoined(name) && differs(name));
    if (!twice.length) {
      await bringBack(data, false);
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
  const keyTitle = () => items.find((item) => kindsOf(item).includes(KEY))?.querySelector("a").textContent;
  const titleOf = (name) => (name === KEY && keyTitle()) || (titles[name.split("/").slice(1).join("/")] ?? name);

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

  const start = async () => {
    await badgeKey?.migrate();
    await show();
    place.hidden = false;
  };
  start();
})();
