// Signing of peer badges in the browser by a key (did:key, badge-key.js): digests and ids that follow from what they name,
// and the two kinds of signature: badges carry eddsa-rdfc-2022, which badge verifiers know, other files eddsa-jcs-2022.
"use strict";

moocKit.signing = (() => {
  const { JCS, RDFC, bare, base58, base64url, bytesOf, fits, fromBase58, jcs, join, signedBytes } = moocKit.proof;
  const { contexts, shapes } = JSON.parse(document.getElementById("site:credential-data").textContent);
  const CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
  const sha256 = moocKit.rdf.sha256Bytes;

  const digestOf = (document) => base58(join(Uint8Array.of(0x12, 0x20), sha256(jcs(document))));
  const nameByHash = (words) => `ni:///sha-256;${base64url(sha256(words))}`;
  const nameOfDigest = (digest) => `ni:///sha-256;${base64url(fromBase58(digest).subarray(2))}`;

  // A UUID that follows from what it stands for (RFC 9562, version 5).
  const uuid5 = async (space, words) => {
    const bytes = Uint8Array.from(space.replace(/-/g, "").match(/../g), (pair) => parseInt(pair, 16));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", join(bytes, bytesOf(words)))).slice(0, 16);
    hash[6] = (hash[6] & 0x0f) | 0x50;
    hash[8] = (hash[8] & 0x3f) | 0x80;
    const text = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `urn:uuid:${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
  };

  const statements = (document) => moocKit.rdf.canonical(document, contexts);
  const sign = async (document, key, created, suite = RDFC) => {
    const proof = { type: "DataIntegrityProof", cryptosuite: suite, created, verificationMethod: key.method, proofPurpose: "assertionMethod" };
    const value = new Uint8Array(await crypto.subtle.sign("Ed25519", key.secret, signedBytes(bare(document), proof, contexts)));
    return { ...document, proof: { ...proof, proofValue: base58(value) } };
  };
  // Whether `document` carries one proof of `suite`, by the did:key `by`, and it fits.
  const WORDS = ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"];
  const isSigned = async (document, by, suite = RDFC) => {
    const { proof } = document;
    if (!proof || typeof proof !== "object" || Array.isArray(proof)) return false;
    if (WORDS.some((word) => typeof proof[word] !== "string") || Object.keys(proof).length !== WORDS.length) return false;
    if (proof.type !== "DataIntegrityProof" || proof.cryptosuite !== suite || proof.proofPurpose !== "assertionMethod") return false;
    if (typeof by !== "string" || !by.startsWith("did:key:") || proof.verificationMethod !== `${by}#${by.slice(8)}`) return false;
    try {
      if (suite === RDFC && jcs(document["@context"]) !== jcs(CONTEXTS)) return false;
      return await fits(proof, signedBytes(bare(document), proof, contexts), by.slice(8));
    } catch { return false; }
  };

  return { CONTEXTS, JCS, digestOf, isSigned, nameByHash, nameOfDigest, shapes, sign, statements, uuid5 };
})();
