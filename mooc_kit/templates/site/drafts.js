// Drafts are what is being written and not kept yet, one for each window: what stands in two windows is never mixed. They
// are a list, [{ by, … }], under one name; releases before 0.2 kept one, without a list.
"use strict";

moocKit.drafts = (name) => {
  const { store } = moocKit;
  const own = Array.from(crypto.getRandomValues(new Uint8Array(6)), (n) => n.toString(16).padStart(2, "0")).join("");
  let taken = null; // `by` of the draft that this window found and shows; until something is written here, it is not this window's

  const listed = (value) => (Array.isArray(value) ? value.filter((draft) => draft && typeof draft === "object") : value && typeof value === "object" ? [{ ...value, by: "" }] : []);
  const all = () => listed(store.get(name));
  const change = (how) => store.change(name, (value) => {
    const left = how(listed(value));
    return left.length ? left : null;
  });

  // True once it is safe. What was found is this window's from now on: the same words do not stay behind twice.
  const keep = (draft) => {
    const before = taken;
    taken = null;
    return change((drafts) => [...drafts.filter(({ by }) => by !== own && by !== before), { ...draft, by: own }]);
  };
  const remove = () => {
    const before = taken;
    taken = null;
    if (all().length) change((drafts) => drafts.filter(({ by }) => by !== own && by !== before));
  };
  // The newest draft that `isWanted`, or undefined. `gone` is called when the window that wrote it is done with it.
  const take = (isWanted, gone) => {
    const found = all().filter(isWanted).at(-1);
    taken = found?.by ?? null;
    if (found) store.watch(name, () => { if (taken !== null && !all().some(({ by }) => by === taken)) { taken = null; gone(); } });
    return found;
  };
  return { keep, remove, take };
};
