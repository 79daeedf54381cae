// What this page may trust when it checks a credential: the issuer's keys and the lists of what was taken back. Keys came
// with the page when the site was built, lie beside it, or were added by whoever checks (those are never the course's own).
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("site:credential-data").textContent);
  const isServed = location.protocol.startsWith("http");
  const documents = [], lists = new Map();

  const load = async (address) => {
    try {
      const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
      const words = answer.ok ? await answer.text() : "";
      return words && words.length < 8000000 ? moocKit.proof.readJson(words) : null;
    } catch { return null; }
  };
  const addressOf = (did) => (did.startsWith("did:web:") ? ["https:", "", ...did.slice(8).split(":").map(decodeURIComponent)].join("/") : "");
  const here = isServed ? new URL(".", location.href).href.replace(/\/$/, "") : "";
  const isHere = (did) => isServed && addressOf(did) === here;

  // The keys beside the page are newer than those that were built into it: a key that was taken out counts no more.
  let known = null;
  const home = () => { known ??= learnt(); return known; };
  const learnt = async () => {
    const beside = isServed ? await load("did.json") ?? await load(".well-known/did.json") : null;
    const found = [...(typeof beside?.id === "string" ? [beside] : []), ...data.issuers.filter((one) => one.id !== beside?.id)];
    for (const one of found) documents.push({ ...one, isHome: isHere(one.id), isBuiltIn: !isHere(one.id) && data.issuers.some(({ id }) => id === one.id) });
  };

  const list = async (address) => {
    if (lists.has(address)) return lists.get(address);
    // Where this page is the course's own site, the list lies beside it, whatever the site is called here.
    const own = /\/status\/(\d+)\.json$/.exec(address);
    const found = own && isServed ? await load(`status/${own[1]}.json`) : null;
    return found?.id === address ? found : isServed ? await load(address) : null;
  };

  // Takes a DID document or a status list that somebody adds; gives what to say, or null for anything else.
  const add = (found) => {
    if (Array.isArray(found?.verificationMethod) && typeof found.id === "string") {
      documents.push({ ...found, isHome: false, isBuiltIn: false });
      return moocKit.text("The keys of {issuer} were added. Now add the credential.", { issuer: found.id });
    }
    if ([].concat(found?.type).includes("BitstringStatusListCredential")) {
      lists.set(found.id, found);
      return moocKit.text("The list of revoked credentials was added. Now add the credential.");
    }
    return null;
  };

  moocKit.trust = { add, home, material: { contexts: data.contexts, shapes: data.shapes, documents, list } };
})();
