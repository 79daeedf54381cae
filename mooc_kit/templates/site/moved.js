// Moved: what a browser keeps of an activity under its earlier ids is found under the id that it has today.
// `moocKit.moved` is { earlier id: id today }. This stands behind the course's outline, before anything reads a mark.
"use strict";

(() => {
  const { store, moved } = moocKit;
  const today = (id) => (Object.hasOwn(moved, id) ? moved[id] : id);
  const isMoved = (id) => today(id) !== id;
  // Writes only where something is kept under an earlier id.
  const follow = (name, is, how) => { if (store.get(name, []).some(is)) store.change(name, (list) => list.map(how), []); };

  if (store.get("done", []).some(isMoved)) store.change("done", (done) => [...new Set(done.map(today))].sort(), []);
  follow("evidence", (entry) => isMoved(entry?.quiz), (entry) => (isMoved(entry?.quiz) ? { ...entry, quiz: today(entry.quiz) } : entry));
  if (isMoved(store.get("last"))) store.set("last", today(store.get("last")));
  for (const name of store.names()) {
    const [, kind, id] = /^(quiz|survey|reply)\/(.*)$/.exec(name) ?? [];
    const value = kind && isMoved(id) ? store.get(name) : null;
    // What is kept under both stays as it is: neither is written over.
    if (value !== null && store.get(`${kind}/${today(id)}`) === null && store.set(`${kind}/${today(id)}`, value)) store.remove(name);
  }
  const seen = store.get("completion", {}).seen;
  if (seen && Object.keys(seen).some(isMoved)) {
    const named = (kept) => Object.fromEntries(Object.entries(kept.seen ?? {}).map(([id, words]) => [today(id), words]));
    store.change("completion", (kept) => ({ ...kept, seen: named(kept) }), {});
  }
  const works = store.get("application", {}).works;
  if (Array.isArray(works) && works.some((work) => isMoved(work?.activity))) {
    store.change("application", (kept) => ({ ...kept, works: kept.works.map((work) => ({ ...work, activity: today(work?.activity) })) }), {});
  }
})();
