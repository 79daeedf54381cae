// Offline: registers the service worker that keeps the course, tells how far it is, and when there is a newer version.
"use strict";

(() => {
  if (!("serviceWorker" in navigator) || !/^https?:$/.test(location.protocol)) return;
  const { text, element, number } = moocKit;
  const root = new URL(document.querySelector("link[rel='manifest']").href);
  const worker = new URL("service-worker.js", root);
  const line = document.getElementById("site:offline");
  const MOST_UNASKED = 5e6; // Bytes. More than that, or where it costs by the byte, is kept only for those who want it.
  let isDecided = false;
  let isFresh = !navigator.serviceWorker.controller;

  const size = (bytes) => text("{n} MB", { n: number(Math.max(0.1, bytes / 1e6), 1) });

  const show = ({ kept, all, bytes = 0, isDone = false, failed = 0 }) => {
    line.hidden = false;
    if (kept >= all) {
      line.textContent = text("This course is kept in your browser: you can read it without a network.");
    } else if (isDone && failed) {
      line.textContent = text("Kept for reading without a network: {kept} of {all} files. The rest follows next time.", { kept: number(kept, 0), all: number(all, 0) });
    } else if (!bytes) {
      line.textContent = text("Being kept for reading without a network: {kept} of {all} files.", { kept: number(kept, 0), all: number(all, 0) });
    } else {
      const button = element("button", { type: "button", class: "as-link" }, text("Keep this course for reading without a network ({size})", { size: size(bytes) }));
      button.addEventListener("click", () => {
        isDecided = true;
        navigator.serviceWorker.ready.then(({ active }) => active.postMessage("keep-all"));
        show({ kept, all });
      });
      line.replaceChildren(button);
    }
  };

  // A notice at the foot of the window: it never takes the focus, and nothing reloads by itself.
  const offerNew = (waiting) => {
    if (document.getElementById("site:new-version")) return;
    const button = element("button", { type: "button", class: "button" }, text("Show it"));
    const later = element("button", { type: "button", class: "button quiet" }, text("Later"));
    const box = element("div", { id: "site:new-version", class: "new-version", role: "status" },
      element("p", {}, text("There is a newer version of this course.")), element("p", { class: "form-actions" }, button, later));
    document.body.append(box);
    later.addEventListener("click", () => box.remove());
    button.addEventListener("click", () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage("show-new");
    });
  };

  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    const found = data?.offline;
    if (!found) return;
    const isAsked = isDecided || found.kept >= found.all || !found.bytes || found.bytes > MOST_UNASKED || navigator.connection?.saveData;
    if (isAsked) show(found);
    else {
      isDecided = true;
      navigator.serviceWorker.ready.then(({ active }) => active.postMessage("keep-all"));
    }
  });

  const begin = async () => {
    let registration;
    try {
      registration = await navigator.serviceWorker.register(worker, { scope: new URL(".", root).pathname });
    } catch {
      return; // A browser or server that does not allow it: the course works online.
    }
    const watch = (found) => {
      found?.addEventListener("statechange", () => {
        if (found.state === "installed" && navigator.serviceWorker.controller && !isFresh) offerNew(found);
      });
    };
    if (!registration) return;
    if (registration.waiting && navigator.serviceWorker.controller) offerNew(registration.waiting);
    registration.addEventListener("updatefound", () => watch(registration.installing));
    const { active } = await navigator.serviceWorker.ready;
    isFresh = false;
    active.postMessage("state"); // what it answers tells how much is missing
  };

  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
})();
