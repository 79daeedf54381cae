// The key of the award page: made here or opened from its file, saved as a file that a passphrase locks, and from then on
// kept so that it signs and cannot be read (badge-key.js). Only while the page that made it is open can its file be saved.
"use strict";

moocKit.awardKey = (() => {
  const { text, peers, badgeKey, coursePeers } = moocKit;
  const { Stop, attempt, find, mustBe, read, say } = moocKit.award;
  let key = null;    // what signs: see badgeKey.get
  let fresh = null;  // { did, name, seed } of a key whose file can still be saved
  let locked = null; // a key file that waits for its passphrase
  const changed = [];
  const noName = text("somebody without a name");

  const look = async () => {
    key = await badgeKey.get();
    if (fresh && fresh.did !== key?.did) fresh = null;
    const has = (selector, is) => { find(selector).hidden = !is; };
    has("[data-no-key]", !key);
    has("[data-has-key]", key);
    has("[data-key-file]", key && fresh);
    find("[data-key-file]").open = !key?.isSaved;
    has("[data-not-saved]", key && fresh && !key.isSaved);
    has("[data-decline]", key && fresh && !key.isSaved);
    has("[data-no-copy]", key && !fresh && !key.isSaved);
    has("[data-not-kept]", key && !key.isKept);
    find("[data-key-state]").textContent = key ? text("Your key is in this browser. Others see: {name}.", { name: key.name || noName }) : text("You have no key here yet.");
    find("[data-key-id]").textContent = key ? key.did : "";
    const isFirst = key && coursePeers.isFirstJudge(key.did);
    has("[data-own]", !isFirst);
    has("[data-own-state]", isFirst);
    if (isFirst) find("[data-own-state]").textContent = text("You are one of the first judges: you need no badge of your own.");
    for (const tell of changed) tell();
  };
  // Whether the participant has still to do something about the key.
  const isOpen = () => !key || !key.isKept || Boolean(fresh);

  const saveFile = async (passphrase) => {
    const file = await peers.lock(badgeKey.fileOf(fresh), passphrase);
    moocKit.download("my-badge-key.json", "application/json", `${JSON.stringify(file, null, 2)}\n`);
    await badgeKey.settle(true);
  };
  const make = async (withFile = true) => {
    const made = { ...await badgeKey.generate(), name: find("#site\\:key-name").value };
    await badgeKey.keep(made, false);
    fresh = made;
    if (withFile) await saveFile(find("#site\\:new-passphrase").value);
    find("#site\\:new-passphrase").value = "";
    await look();
    say("key", withFile ? text("Your key is made, and its file is saved. Keep the file where only you can read it.") : text("Your key is made. Its file can be saved only until you leave this page."));
  };
  find("[data-make-key]").addEventListener("submit", attempt("key", () => make()));
  find("[data-make-only]").addEventListener("click", attempt("key", () => make(false)));

  const open = async (file, passphrase) => {
    let found;
    try { found = await peers.unlock(file, passphrase); } catch { throw new Stop(file.locked ? text("The passphrase is another one, or the file is damaged. Try again.") : text("This key file is damaged. Use the file as it was saved.")); }
    locked = null;
    find("[data-unlock]").hidden = true;
    find("#site\\:unlock").value = "";
    await badgeKey.keep(found, true);
    await badgeKey.settle(true);
    fresh = null;
    await look();
    say("key", text("Your key is here now."));
  };
  find("#site\\:key-file").addEventListener("change", attempt("key", async (event) => {
    const [chosen] = event.target.files;
    if (!chosen) return;
    const [file] = await read(chosen).finally(() => { event.target.value = ""; });
    mustBe(file, "key");
    if (!file.locked) { await open(file, ""); return; }
    locked = file;
    find("[data-unlock]").hidden = false;
    find("#site\\:unlock").focus();
  }));
  find("[data-unlock]").addEventListener("submit", attempt("key", () => open(locked, find("#site\\:unlock").value)));
  find("[data-key-form]").addEventListener("submit", attempt("key", async () => {
    await saveFile(find("#site\\:passphrase").value);
    find("#site\\:passphrase").value = "";
    await look();
    say("key", text("Saved. Keep the file where only you can read it."));
  }));
  find("[data-decline]").addEventListener("click", attempt("key", async () => {
    await badgeKey.settle(false);
    fresh = null;
    await look();
    say("key", text("There is no file of this key. It signs as long as this browser keeps it."));
  }));

  // What an old release kept is moved first; its file can be saved once more where it was not.
  const start = async () => {
    const old = await badgeKey.migrate();
    if (old && !old.isSaved) fresh = old;
    await look();
  };
  return { get: () => key, isOpen, look, make, onChange: (tell) => { changed.push(tell); }, start };
})();
