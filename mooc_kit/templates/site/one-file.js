// One file: it can be saved where it was opened on a server, and forgets what was written in it.
"use strict";

(() => {
  const { store, text } = moocKit;
  for (const note of document.querySelectorAll("[data-without-script]")) note.hidden = true;
  const save = document.querySelector("[data-save]");
  save.href = location.href.split("#")[0];
  save.hidden = location.protocol === "file:";

  const status = document.querySelector("[data-forgotten]");
  document.querySelector("[data-forget]").addEventListener("click", async () => {
    if (!confirm(text("Everything that you marked and wrote in this course will be gone for good."))) return;
    await moocKit.badgeKey.remove();
    for (const name of store.names()) store.remove(name);
    const isGone = store.state() !== "blocked" && !store.names().length && !await moocKit.badgeKey.get();
    status.textContent = isGone ? text("It is deleted.") : text("Your browser did not delete it. Delete the data of this site in the browser's settings.");
    if (isGone) setTimeout(() => location.reload(), 1500); // the forms show what is kept when the page opens
  });
})();
