// The documents of a peer award: request, judgement, award, and the bundle in which they travel. They are the same, value
// for value, as those that `mooc-kit badge` makes; each can be used with the other.
"use strict";

moocKit.peers = (() => {
  const { CONTEXTS, JCS, digestOf, isSigned, nameByHash, sign, uuid5 } = moocKit.signing;
  const { fromOld } = moocKit.badgeKey;
  const { base58, bytesOf, fromBase58, jcs, line, paragraphs } = moocKit.proof;
  const SPACE = "6f0f3a3e-5d0b-5c47-9d0e-0f6f0d5c0b1a";
  const LONGEST = 4000;
  const ROUNDS = 600000;
  const MOST_DOCUMENTS = 200000;

  const lines = (words) => paragraphs(words).slice(0, LONGEST);
  const given = (found) => Object.fromEntries(Object.entries(found).filter(([, value]) => value));
  const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const idOf = (...words) => uuid5(SPACE, words.join(" "));
  const coreOf = (badge, policy, recipient, evidence) => ({ badge, policy, recipient, evidence });
  const coreId = (core) => nameByHash(jcs(core));
  const profile = (did, name) => ({ id: did, type: ["Profile"], ...given({ name: line(name).slice(0, 100) }) });
  const evidenceOf = ({ url, words }) => {
    const said = given({ narrative: lines(words) });
    return { id: url || nameByHash(jcs(said)), type: ["Evidence"], ...said };
  };
  const related = (policy, core, documents) => [
    { id: policy.id, digestMultibase: policy.digest },
    { id: coreId(core), digestMultibase: digestOf(core) },
    ...documents.map((found) => ({ id: found.id, digestMultibase: digestOf(found) })),
  ];

  const request = async (policy, key, pieces, { name, comment }) => {
    const created = now();
    const evidence = [];
    for (const piece of pieces) {
      const one = evidenceOf(piece);
      if (!evidence.some((other) => other.id === one.id)) evidence.push(one);
    }
    const found = { type: "PeerBadgeRequest", badge: policy.badge.id, policy: policy.digest, recipient: key.did, created, evidence };
    return sign({ ...found, ...given({ name: line(name), comment: lines(comment) }) }, key, created, JCS);
  };

  const judgement = async (policy, asked, key, results, { own, comment, name }) => {
    const created = now();
    const core = coreOf(policy.badge.id, policy.digest, asked.recipient, asked.evidence);
    const id = await idOf("judgement", coreId(core), key.did);
    return sign({
      "@context": CONTEXTS,
      id,
      type: ["VerifiableCredential", "OpenBadgeCredential"],
      issuer: profile(key.did, name),
      validFrom: created,
      name: `Yes to a request for the badge ${policy.badge.name}`,
      ...given({ description: lines(comment) }),
      evidence: asked.evidence,
      credentialSubject: {
        id: asked.recipient,
        type: ["AchievementSubject"],
        achievement: {
          id: `${policy.id}#judgement`,
          type: ["Achievement"],
          achievementType: "Assessment",
          name: `Judgement towards the badge ${policy.badge.name}`,
          description: `One of ${policy.awardsNeeded} judgements that the badge needs; not the badge itself.`,
          criteria: { id: `${policy.id}#criteria`, narrative: policy.badge.criteria },
          resultDescription: policy.criteria.map((criterion) => ({ id: `${policy.id}#${criterion.id}`, type: ["ResultDescription"], name: criterion.title, resultType: "RubricCriterionLevel" })),
        },
        result: Object.entries(results).map(([criterion, level]) => ({ id: `${id}#${criterion}`, type: ["Result"], resultDescription: `${policy.id}#${criterion}`, value: level })),
      },
      relatedResource: related(policy, core, own ? [own] : []),
    }, key, created);
  };

  const award = async (policy, asked, key, judgements, { name }) => {
    const created = now();
    const core = coreOf(policy.badge.id, policy.digest, asked.recipient, asked.evidence);
    const ordered = [...judgements].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
    return sign({
      "@context": CONTEXTS,
      id: await idOf("award", coreId(core)),
      type: ["VerifiableCredential", "OpenBadgeCredential"],
      issuer: profile(key.did, name),
      validFrom: created,
      name: policy.badge.name,
      evidence: asked.evidence,
      credentialSubject: {
        id: asked.recipient,
        type: ["AchievementSubject"],
        achievement: {
          id: policy.badge.id,
          type: ["Achievement"],
          achievementType: "Badge",
          name: policy.badge.name,
          description: policy.badge.description,
          criteria: { id: `${policy.id}#criteria`, narrative: policy.badge.criteria },
        },
      },
      relatedResource: related(policy, core, ordered),
    }, key, created);
  };

  const bundle = (main, documents) => {
    const all = new Map();
    for (const document of [main, ...documents]) all.set(digestOf(document), document);
    return { type: "PeerBadgeBundle", award: digestOf(main), documents: [...all.keys()].sort().map((name) => all.get(name)) };
  };
  // A bundle from a file's JSON: its documents by digest. A lone document is a bundle of one.
  const readBundle = (found) => {
    const documents = new Map();
    const listed = found.type === "PeerBadgeBundle" ? found.documents : [found];
    if (!Array.isArray(listed) || listed.length > MOST_DOCUMENTS) throw new Error("no bundle");
    for (const document of listed) { if (document && typeof document === "object") documents.set(digestOf(document), document); }
    return { award: found.type === "PeerBadgeBundle" ? found.award : digestOf(found), documents };
  };
  const mainOf = (found) => (found.type === "PeerBadgeBundle" ? readBundle(found).documents.get(found.award) : found);
  // What a file is: "request", "judgement", "badge", "key", "credential" (of another kind), or "other".
  const kindOf = (found) => {
    if (!found || typeof found !== "object" || Array.isArray(found)) return "other";
    if (found.type === "PeerBadgeRequest") return "request";
    if (found.type === "PeerBadgeKey") return "key";
    let main;
    try { main = mainOf(found); } catch { return "other"; }
    if (!main) return "badge";  // its award was changed or taken out: the check says so
    const about = main?.credentialSubject?.achievement;
    if (!about || !Array.isArray(main.relatedResource) || !String(main.issuer?.id).startsWith("did:key:")) return main?.credentialSubject ? "credential" : "other";
    return String(about.id).endsWith("#judgement") ? "judgement" : "badge";
  };
  const isEvidence = (found) => Array.isArray(found) && found.length > 0 && found.length <= 20 && found.every((piece) =>
    piece && typeof piece === "object" && Object.keys(piece).every((word) => ["id", "type", "name", "narrative"].includes(word)) &&
    /^(https?:\/\/|ni:\/\/\/)[^\s<>"{}|\\^`\u0000-\u0020\u007f]{1,2000}$/.test(piece.id) && String(piece.type) === "Evidence" &&
    [piece.name ?? "", piece.narrative ?? ""].every((words) => typeof words === "string"));
  const isRequest = async (found) => kindOf(found) === "request" && isEvidence(found.evidence) && await isSigned(found, found.recipient, JCS);

  // The key file: the same as `mooc-kit badge key` writes, locked or not. `unlock` gives { did, name, seed }.
  const stretched = async (passphrase, salt, rounds) => {
    const raw = await crypto.subtle.importKey("raw", bytesOf(passphrase), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };
  const lock = async (file, passphrase) => {
    if (!passphrase) return file;
    const [salt, nonce] = [16, 12].map((size) => crypto.getRandomValues(new Uint8Array(size)));
    const key = await stretched(passphrase, salt, ROUNDS);
    const secret = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: bytesOf(file.did) }, key, fromBase58(file.secret));
    const { secret: _, ...rest } = file;
    return { ...rest, locked: { kdf: "PBKDF2-SHA-256", rounds: ROUNDS, salt: base58(salt), nonce: base58(nonce), secret: base58(new Uint8Array(secret)) } };
  };
  const unlock = async (file, passphrase) => {
    if (file?.type !== "PeerBadgeKey") throw new Error("no key file");
    let seed;
    if (file.locked) {
      const { rounds, salt, nonce, secret } = file.locked;
      if (!Number.isInteger(rounds) || rounds < 1 || rounds > 5000000) throw new Error("no key file");
      const key = await stretched(passphrase, fromBase58(salt), rounds);
      seed = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase58(nonce), additionalData: bytesOf(file.did) }, key, fromBase58(secret)));
    } else {
      seed = fromBase58(file.secret);
    }
    const found = await fromOld({ ...file, secret: base58(seed) });
    if (!found) throw new Error("two halves");
    return found;
  };

  return { award, bundle, coreId, coreOf, isRequest, judgement, kindOf, line, lines, lock, mainOf, readBundle, request, unlock };
})();
