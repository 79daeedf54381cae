// My data shows what the site keeps in this browser, hands it out as a file, takes such a file back, and deletes it.
"use strict";

(() => {
  const { store, text, element, number, badgeKey, carry } = moocKit;
  const KEY = "badge-key";
  const place = document.querySelector("[data-my-data]");
  const items = [...place.querySelectorAll("[data-kept] > li")];
  const sure = place.querySelector("[data-sure]");
  const both = place.querySelector("[data-both]");
  const status = place.querySelector(".status");
  const importStatus = place.querySelector("[data-import-status]");
  const button = (name) => place.querySelector(`[data-do="${name}"]`);
  const MAX_FILE = 10000000; // Bytes. A browser keeps about half of that for a site.
  const NAME = /^[a-z0-9][a-z0-9/_-]{0,120}$/;

  // The badge key lies beside the store, where it signs and cannot be read; only its public half can be told.
  let key = null;
  const names = () => (key && !store.names().includes(KEY) ? [...store.names(), KEY].sort() : store.names());
  const valueOf = (name) => store.get(name) ?? (name === KEY && key ? { type: "PeerBadgeKey", name: key.name, did: key.did } : null);
  const remove = async (name) => { if (name === KEY && badgeKey) await badgeKey.remove(); else store.remove(name); };
  const { isJoined, same } = carry;

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

  const draw = () => {
    place.querySelector("[data-key-note]").hidden = !key || store.get(KEY) !== null;
    for (const item of items) {
      const count = countOf(namesOf(item));
      item.hidden = !count;
      item.querySelector(".count").textContent = `(${number(count, 0)})`;
    }
    const isEmpty = !names().length;
    const nothing = place.querySelector("[data-nothing]");
    nothing.hidden = !isEmpty;
    if (store.state() === "blocked") nothing.textContent = text("Your browser does not let this site look at what it keeps.");
    showEditions();
    for (const name of ["download", "delete"]) button(name).disabled = isEmpty;
  };
  const show = async () => {
    key = await badgeKey?.get() ?? null;
    draw();
  };
  const say = (where, words) => {
    where.textContent = words;
    where.setAttribute("tabindex", "-1");
    where.focus();
  };

  button("download").addEventListener("click", () => {
    moocKit.takeOut(key && !store.names().includes(KEY) ? { [KEY]: valueOf(KEY) } : {});
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
  button("delete").addEventListener("click", () => ask(button("delete"), names, text("Everything that you marked and wrote in this course will be gone for good.")));
  for (const item of items) {
    const remove = item.querySelector("[data-delete]");
    const title = item.querySelector(".kept-words").firstElementChild.tagName === "A" ? item.querySelector("a").textContent : item.querySelector(".kept-words").firstChild.textContent.trim();
    remove.addEventListener("click", () => ask(remove, () => namesOf(item), text("This will be gone for good: {what}", { what: title })));
  }
  button("keep").addEventListener("click", () => {
    sure.hidden = true;
    asked.focus();
  });
  button("really").addEventListener("click", async () => {
    const gone = toDelete();
    for (const name of gone) await remove(name);
    sure.hidden = true;
    await show();
    moocKit.progress.show();
    const isGone = store.state() !== "blocked" && !names().some((name) => gone.includes(name));
    if (isGone && !names().length) carry.forget();
    say(status, !isGone ? text("Your browser did not delete it. Delete the data of this site in the browser's settings.") : names().length ? text("It is deleted.") : text("Everything that this site kept in your browser is deleted."));
  });

  // Taking a file back. Marks and lists are joined; of anything else that is here too, people choose which one counts.
  // The badge key of a file that an older release wrote: it signs here from now on, and is not stored as it came. Gives what
  // there is to say of it.
  const bringKey = async (value, takeFile) => {
    if (!badgeKey) return text("The key for badges in the file was left out: people give no badges in this course.");
    if (typeof value?.secret !== "string") return value?.did && value.did === key?.did ? "" : text("Your key for badges is not in the file: no file of your data can hold it. Open your key file on the page where badges are asked for.");
    const old = await badgeKey.fromOld(value);
    if (!old) return moocKit.proof.whyUnable(await moocKit.proof.inability()) ?? text("The key for badges in the file is damaged, and was left out.");
    if (key && (key.did === old.did || !takeFile)) return "";
    const isKept = await badgeKey.keep(old, true);
    if (isKept) store.remove(KEY);
    return isKept ? "" : text("This browser does not keep the key for badges beyond this page. Use its file.");
  };
  const bringBack = async (data, takeFile) => {
    let isKept = true, aboutKey = "";
    for (const [name, value] of Object.entries(data)) {
      if (name === KEY) { aboutKey = await bringKey(value, takeFile); continue; }
      isKept = store.change(name, (here) => (isJoined(name) || !takeFile ? carry.join(name, here, value) : value)) && isKept;
    }
    both.hidden = true;
    await show();
    moocKit.progress.show();
    say(importStatus, [isKept ? text("What was in the file is here now.") : store.whyNot(), aboutKey].filter(Boolean).join(" "));
  };
  const readFile = async (file) => {
    if (file.size > MAX_FILE) return { problem: text("The file is too large to come from this site.") };
    let found;
    try {
      found = JSON.parse(await file.text());
    } catch {
      return { problem: text("This is not a file that this site made.") };
    }
    if (!found || typeof found !== "object" || !found.data || typeof found.data !== "object" || Array.isArray(found.data)) return { problem: text("This is not a file that this site made.") };
    if (found.course !== moocKit.course) return { problem: text("This file is from another course: {course}", { course: String(found.course).slice(0, 80) }) };
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
    if (problem) say(importStatus, problem);
    else await bringIn(data);
  });
  const bringIn = async (data) => {
    const differs = (name) => (name === KEY ? key && typeof data[KEY]?.secret === "string" && data[KEY].did !== key.did
      : store.get(name) !== null && !same(store.get(name), data[name]));
    const twice = Object.keys(data).filter((name) => !isJoined(name) && differs(name));
    if (!twice.length) {
      await bringBack(data, false);
      return;
    }
    place.querySelector("#site\\:both").textContent = text("Some things are both here and in the file, and differ. Which ones do you want?");
    both.querySelector("ul").replaceChildren(...twice.map((name) => element("li", {}, titleOf(name))));
    both.hidden = false;
    button("use-here").onclick = () => bringBack(data, false);
    button("use-file").onclick = () => bringBack(data, true);
    button("use-here").focus();
  };
  // Other editions of the course in this browser are brought in like a file.
  function showEditions() {
    const others = carry.editions();
    const part = place.querySelector("[data-editions]");
    part.hidden = !others.length;
    part.querySelector("ul").replaceChildren(...others.map(({ path, data }) => {
      const bring = element("button", { type: "button", class: "as-link", "aria-label": text("Carry it over from {path}", { path: carry.nameOf(path) }) }, text("Carry it over"));
      bring.addEventListener("click", () => bringIn(data));
      return element("li", {}, carry.nameOf(path), " ", bring);
    }));
  }
  const titles = JSON.parse(document.getElementById("site:titles").textContent);
  const keyTitle = () => items.find((item) => kindsOf(item).includes(KEY))?.querySelector("a").textContent;
  const titleOf = (name) => (name === KEY && keyTitle()) || (titles[name.split("/").slice(1).join("/")] ?? name);

  // The copy for reading without a network lies beside the store; the service worker made it.
  const offline = button("delete-offline");
  const root = new URL(".", document.querySelector("link[rel='manifest']").href).pathname;
  const copy = `mooc-kit ${moocKit.course} ${root}`;
  if ("caches" in window) caches.has(copy).then((isThere) => { offline.closest("[data-offline]").hidden = !isThere; }, () => {});
  offline.addEventListener("click", async () => {
    const isGone = await (async () => {
      const registration = await navigator.serviceWorker?.getRegistration(root);
      await registration?.unregister();
      await caches.delete(copy);
      return !await caches.has(copy);
    })().catch(() => false);
    offline.hidden = isGone;
    say(place.querySelector("[data-offline-status]"), isGone ? text("The copy is deleted. It will be kept again at your next visit, unless you save data.") : text("Your browser did not delete it. Delete the data of this site in the browser's settings."));
  });

  const start = async () => {
    // What lies in the store can be read and taken out at once, whatever the key's place does; not a seed of old, which moves first.
    if (store.names().length && store.get(KEY) === null) {
      draw();
      place.hidden = false;
    }
    await badgeKey?.migrate().catch(() => {});
    await show();
    place.hidden = false;
    store.watch("", show);
    document.addEventListener("kept", show);
  };
  start();
})();
