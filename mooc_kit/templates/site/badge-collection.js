// The collection of badges: the badge files that the participant brought in, as this browser keeps them.
"use strict";

moocKit.badgeCollection = (() => {
  const { store } = moocKit;
  const badgeOf = (name) => {
    const kept = store.get(name);
    if (typeof kept?.source !== "string" || !kept.about || typeof kept.about !== "object") return null;
    const about = Object.fromEntries(Object.entries(kept.about).map(([key, value]) => [key, typeof value === "string" ? value : ""]));
    const image = typeof kept.image === "string" && /^data:image\/(png|svg\+xml);base64,/.test(kept.image) ? kept.image : null;
    return { name, source: kept.source, about, image };
  };
  const all = () => store.names().filter((name) => name.startsWith("badge/")).map(badgeOf).filter(Boolean);
  // Whether a collected badge is the one that this course offers under `id`: by its address, or by its name.
  const isOffered = (item, { about }) => (about.achievement ?? "").replace(/\.html$/, "").endsWith(`/badges/${item.dataset.badge}`) || about.name === item.dataset.name;
  return { all, isOffered };
})();
