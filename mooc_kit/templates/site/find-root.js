// Find root: the page for missing addresses is shown at any of them, and the site may lie elsewhere than it was built for.
// The nearest folder above that has the course's manifest is its root: all links lead from there.
"use strict";

(async () => {
  if (!/^https?:$/.test(location.protocol)) return;
  const thought = document.documentElement.dataset.root;
  const isRoot = async (folder) => {
    try {
      const answer = await fetch(`${folder}course.webmanifest`);
      return answer.ok && (await answer.json()).id === document.documentElement.dataset.manifest;
    } catch {
      return false; // Nothing there, or a page in the place of it.
    }
  };
  const parts = location.pathname.split("/").slice(0, -1);
  const above = parts.map((_, n) => `${parts.slice(0, parts.length - n).join("/")}/`);
  for (const folder of new Set([...(location.pathname.startsWith(thought) ? [thought] : []), ...above])) {
    if (!(await isRoot(folder))) continue;
    for (const element of document.querySelectorAll("[href^='/'], [src^='/']")) {
      const name = element.hasAttribute("href") ? "href" : "src";
      const address = element.getAttribute(name);
      if (address.startsWith(thought)) element.setAttribute(name, folder + address.slice(thought.length));
    }
    return;
  }
})();
