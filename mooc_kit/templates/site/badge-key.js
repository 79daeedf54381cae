// Key storage (WebCrypto, IndexedDB): the participant's badge key, as a CryptoKey that signs and that no script can read. The
// 32 bytes that it was made from (the seed) are never stored: whoever makes a key holds them until its backup is written.
"use strict";

moocKit.badgeKey = (() => {
  const { base58, fromBase58, fromBase64, importSecret, inability, join, line, publicKey } = moocKit.proof;
  const { store } = moocKit;
  const OLD = "badge-key"; // where releases before 0.2.0 kept the seed: an entry of the store
  const DATABASE = `${store.old}badge-key`; // of one course and all its editions: a key is a person's
  const PLACE = "keys", NAME = "mine";
  let inMemory = null; // the key of a browser that keeps none, until the page is closed

  const asked = (request) => new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
    request.addEventListener("blocked", () => reject(new Error("blocked")));
  });
  // What `work(objectStore)` gives, once it is written for good. Rejects where the browser keeps nothing.
  const within = async (mode, work) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(PLACE));
    const database = await asked(request);
    try {
      const change = database.transaction(PLACE, mode);
      const done = new Promise((resolve, reject) => {
        change.addEventListener("complete", resolve);
        change.addEventListener("abort", () => reject(change.error));
      });
      const found = await asked(work(change.objectStore(PLACE)));
      await done;
      return found;
    } finally { database.close(); }
  };
  const named = (entry) => (entry?.secret instanceof CryptoKey && typeof entry.did === "string"
    ? { secret: entry.secret, did: entry.did, method: `${entry.did}#${entry.did.slice(8)}`, name: line(entry.name), isSaved: entry.isSaved === true } : null);
  const stored = async () => { try { return named(await within("readonly", (place) => place.get(NAME))); } catch { return null; } };
  const fits = async ({ secret, did }) => {
    const words = new TextEncoder().encode(did);
    return crypto.subtle.verify("Ed25519", await publicKey(did.slice(8)), await crypto.subtle.sign("Ed25519", secret, words), words);
  };

  const didOf = (x) => `did:key:${base58(join(Uint8Array.of(0xed, 1), fromBase64(x)))}`;
  // The public half of a seed. For this alone it is imported readable; that copy is dropped.
  const didOfSeed = async (seed) => didOf((await crypto.subtle.exportKey("jwk", await importSecret(seed, true))).x);
  const generate = async () => {
    const { privateKey } = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    const { d, x } = await crypto.subtle.exportKey("jwk", privateKey);
    return { did: didOf(x), seed: fromBase64(d) };
  };

  // Keeps the key of `seed` so that it signs and cannot be read. True where it outlives the page: it was read back, and signs.
  const keep = async ({ did, name, seed }, isSaved) => {
    const entry = { did, name: line(name), isSaved: Boolean(isSaved), secret: await importSecret(seed, false) };
    inMemory = named(entry);
    try { await within("readwrite", (place) => place.put(entry, NAME)); } catch { return false; } // no IndexedDB, or none that takes keys
    const back = await stored();
    if (back?.did !== did || !await fits(back).catch(() => false)) return false;
    inMemory = null;
    return true;
  };
  // The key, or null: { secret, did, method, name, isSaved, isKept }.
  const get = async () => {
    if (inMemory) return { ...inMemory, isKept: false };
    const found = await stored();
    return found && { ...found, isKept: true };
  };
  // After the backup was written, or the participant wanted none (`isSaved` false): what an old release kept goes, too.
  const settle = async (isSaved) => {
    if (inMemory) inMemory.isSaved = isSaved;
    else {
      const entry = await stored();
      if (entry) await within("readwrite", (place) => place.put({ did: entry.did, name: entry.name, secret: entry.secret, isSaved }, NAME));
    }
    if ((await get())?.isKept) store.remove(OLD);
  };
  const remove = async () => {
    inMemory = null;
    store.remove(OLD);
    try { await within("readwrite", (place) => place.delete(NAME)); } catch { /* nothing is kept there */ }
  };

  // The key in what an old release kept, or in its export: { did, name, seed, isSaved }; null where there is none.
  const fromOld = async (entry) => {
    try {
      const seed = fromBase58(entry.secret);
      if (seed.length !== 32 || await didOfSeed(seed) !== entry.did) return null;
      return { did: entry.did, name: line(entry.name), seed, isSaved: entry.isSaved === true };
    } catch { return null; }
  };
  // Moves the seed that an old release kept into a key that cannot be read. The old entry goes at once where its backup was
  // saved; else it stays until one is saved or declined, and is given back here for that.
  const migrate = async () => {
    const entry = store.get(OLD);
    if (entry === null || await inability()) return null;
    const old = await fromOld(entry);
    if (!old) return null;
    const here = await get();
    // A newer key here goes before: an old entry that came back (a page of an old copy) never replaces it.
    if (here && here.did !== old.did) return null;
    const isKept = here?.isKept || await keep(old, old.isSaved);
    if (isKept && (old.isSaved || here?.isSaved)) { store.remove(OLD); return null; }
    return old;
  };
  // The key file's words for a key whose seed is at hand.
  const fileOf = ({ did, name, seed }) => ({ type: "PeerBadgeKey", ...(name ? { name: line(name) } : {}), did, secret: base58(seed) });

  return { OLD, fileOf, fromOld, generate, get, keep, migrate, remove, settle };
})();
