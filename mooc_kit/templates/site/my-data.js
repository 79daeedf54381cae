// My data shows what the site keeps in this browser, hands it out as a file, and deletes it.
"use strict";

(() => {
  const { store, text, element, number } = moocKit;
  const place = document.querySelector("[data-my-data]");
  const list = place.querySelector("[data-kept]");
  const sure = place.querySelector("[data-sure]");
  const status = place.querySelector(".status");
  const button = (name) => place.querySelector(`[data-do="${name}"]`);
  const KINDS = [["quiz/", "keptQuiz"], ["survey/", "keptSurvey"], ["certificate/", "keptCertificate"]];

  const show = () => {
    const names = store.names();
    const lines = [];
    const done = store.get("done", []).length;
    if (done) lines.push(text("keptDone", { n: number(done, 0) }));
    for (const [start, key] of KINDS) {
      const count = names.filter((name) => name.startsWith(start)).length;
      if (count) lines.push(text(key, { n: number(count, 0) }));
    }
    const others = names.filter((name) => name !== "done" && !KINDS.some(([start]) => name.startsWith(start))).length;
    if (others) lines.push(text("keptOther", { n: number(others, 0) }));
    list.replaceChildren(...(lines.length ? lines : [text("nothingKept")]).map((line) => element("li", {}, line)));
    for (const name of ["download", "delete"]) button(name).disabled = !names.length;
  };

  button("download").addEventListener("click", () => {
    const data = Object.fromEntries(store.names().map((name) => [name, store.get(name)]));
    moocKit.download(`${moocKit.course}-my-data.json`, "application/json", JSON.stringify({ course: moocKit.course, data }, null, 2));
  });
  button("delete").addEventListener("click", () => {
    sure.hidden = false;
    button("keep").focus();
  });
  button("keep").addEventListener("click", () => {
    sure.hidden = true;
    button("delete").focus();
  });
  button("really").addEventListener("click", () => {
    for (const name of store.names()) store.remove(name);
    sure.hidden = true;
    status.textContent = text("deleted");
    show();
    moocKit.progress.show();
    status.setAttribute("tabindex", "-1");
    status.focus();
  });
  // The copy for reading without a network lies beside the store; the service worker made it.
  const offline = place.querySelector("[data-do='delete-offline']");
  const root = new URL(".", document.querySelector("link[rel='manifest']").href).pathname;
  const copy = `mooc-kit ${moocKit.course} ${root}`;
  if ("caches" in window) caches.has(copy).then((isThere) => { offline.closest("[data-offline]").hidden = !isThere; }, () => {});
  offline.addEventListener("click", async () => {
    const registration = await navigator.serviceWorker?.getRegistration(root);
    await registration?.unregister();
    await caches.delete(copy);
    offline.closest("[data-offline]").hidden = true;
    status.textContent = text("deletedOffline");
    status.setAttribute("tabindex", "-1");
    status.focus();
  });

  place.hidden = false;
  show();
})();
