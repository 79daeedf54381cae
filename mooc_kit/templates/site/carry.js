// Carrying over: what somebody did in another edition of the course, at another path of the same site, or on another device.
// `moocKit.carry` gives { isJoined, join, editions, forget }; on the course's first page it offers what another edition holds.
"use strict";

moocKit.carry = (() => {
  const { store, text, element } = moocKit;
  const LISTS = ["goals", "evidence", "share-backs"];
  const isJoined = (name) => name === "done" || !store.isWritten(name) || LISTS.includes(name) || name.startsWith("draft/");

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const listed = (value) => (Array.isArray(value) ? value : value && typeof value === "object" ? [value] : []);
  const numbered = (here, there) => {
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
  // Of what can stand in two places: both together. Of anything else: what is here.
  const join = (name, here, there) => {
    if (here === null) return there;
    if (name === "done") return [...new Set([...listed(here), ...listed(there).filter((id) => typeof id === "string")])].sort();
    if (LISTS.includes(name)) return numbered(listed(here), listed(there));
    if (name.startsWith("draft/")) return [...listed(here), ...listed(there).filter((draft) => !listed(here).some((other) => same(other, draft)))];
    return here;
  };

  const entriesOf = (found, path) => found.get(path) ?? found.set(path, {}).get(path);
  const put = (entries, name, text_) => {
    try {
      if (store.isWritten(name) && !(name in entries)) entries[name] = JSON.parse(text_);
    } catch { /* not ours */ }
  };
  // The other editions of this course in this browser: [{ path, data }], data by name as in the file of “My data”.
  const editions = () => {
    const found = new Map();
    const start = `mooc-kit ${moocKit.course} `;
    try {
      const keys = Object.keys(localStorage);
      for (const key of keys) {
        const [path, name] = key.startsWith(start) && !key.startsWith(store.prefix) ? key.slice(start.length).split(" ") : [];
        if (name) put(entriesOf(found, path), name, localStorage.getItem(key));
      }
      // What an older release kept belongs to the edition that went on with it.
      for (const key of store.isOwner ? [] : keys.filter((one) => one.startsWith(store.old))) {
        put(entriesOf(found, localStorage.getItem(store.owner) ?? ""), key.slice(store.old.length), localStorage.getItem(key));
      }
    } catch { /* a browser that lets nobody look */ }
    return [...found].map(([path, data]) => ({ path, data })).filter(({ data }) => Object.keys(data).length);
  };
  const nameOf = (path) => { try { return decodeURIComponent(path); } catch { return path; } };

  // A window with the scripts of an older release may have written there since.
  const joinOld = () => {
    for (const name of store.isOwner ? store.names().filter(isJoined) : []) {
      try {
        const later = localStorage.getItem(store.old + name);
        if (later === null || localStorage.getItem(store.prefix + name) === null) continue;
        if (store.change(name, (here) => join(name, here, JSON.parse(later)))) localStorage.removeItem(store.old + name);
      } catch { /* it stays where it is */ }
    }
  };

  const declined = `mooc-kit-apart ${moocKit.course} ${store.root}`;
  // What stands beside the store, once everything in it was deleted.
  const forget = () => {
    try {
      for (const key of store.isOwner ? [store.owner, declined] : [declined]) localStorage.removeItem(key);
    } catch { /* nothing is kept there */ }
  };
  const offer = () => {
    const others = store.names().some(store.isWritten) || localStorage.getItem(declined) ? [] : editions();
    if (!others.length) return;
    const status = element("p", { class: "status", role: "status" });
    const rows = others.map(({ path, data }) => {
      const button = element("button", { type: "button", class: "button" }, text("Carry it over"));
      button.addEventListener("click", () => {
        const isKept = Object.entries(data).map(([name, value]) => store.change(name, (here) => join(name, here, value))).every(Boolean);
        moocKit.progress.show();
        panel.replaceChildren(status);
        status.textContent = isKept ? text("What you did there is here, too.") : store.whyNot();
      });
      return element("div", {}, element("p", {}, text("In this browser you have been in another edition of this course: {path}. Do you want to go on with what you did there?", { path: nameOf(path) })), element("p", { class: "form-actions" }, button));
    });
    const not = element("button", { type: "button", class: "button quiet" }, text("No, begin anew"));
    rows.at(-1).lastElementChild.append(not);
    const panel = element("section", { class: "panel", "aria-label": text("Carry it over") }, ...rows, status);
    const place = element("div", { class: "wrap" }, panel);
    not.addEventListener("click", () => {
      try { localStorage.setItem(declined, "1"); } catch { /* asked again next time */ }
      place.remove();
    });
    document.getElementById("site:main").prepend(place);
  };
  joinOld();
  if (document.body.classList.contains("section-home")) { try { offer(); } catch { /* nothing can be read */ } }

  return { isJoined, join, editions, forget, nameOf, same };
})();
