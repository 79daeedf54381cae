// Signing and checking of peer badges in the browser, with WebCrypto alone: keys (did:key, Ed25519), canonical JSON (JCS,
// RFC 8785) and its digests, and the canonical statements of our own badge documents (RDFC-1.0). In these documents each
// part has an id, so their canonical form is their statements in order; other documents are refused, never half read.
"use strict";

moocKit.signing = (() => {
  const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const encoder = new TextEncoder();
  const utf8 = (words) => encoder.encode(words);
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

  // Multibase: base58btc with a "z" in front.
  const base58 = (bytes) => {
    let number = 0n;
    for (const byte of bytes) number = number * 256n + BigInt(byte);
    let letters = "";
    for (; number > 0n; number /= 58n) letters = ALPHABET[Number(number % 58n)] + letters;
    for (const byte of bytes) { if (byte !== 0) break; letters = `1${letters}`; }
    return `z${letters}`;
  };
  const fromBase58 = (words) => {
    if (typeof words !== "string" || !/^z[1-9A-HJ-NP-Za-km-z]{1,400}$/.test(words)) throw new Error("not base58");
    let number = 0n;
    for (const letter of words.slice(1)) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
    const bytes = [];
    for (; number > 0n; number /= 256n) bytes.unshift(Number(number % 256n));
    for (const letter of words.slice(1)) { if (letter !== "1") break; bytes.unshift(0); }
    return Uint8Array.from(bytes);
  };
  const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const fromBase64url = (words) => Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  // JCS. Numbers are whole here; keys are ordered by UTF-16 units, as JavaScript does.
  const jcs = (value) => {
    if (Array.isArray(value)) return `[${value.map(jcs).join(",")}]`;
    if (value && typeof value === "object") {
      return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${jcs(value[key])}`).join(",")}}`;
    }
    if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("a number with a fraction");
    if (typeof value === "string" && !value.isWellFormed?.() && value.isWellFormed) throw new Error("half a letter");
    return JSON.stringify(value);
  };
  const digestOf = async (document) => base58(join(Uint8Array.of(0x12, 0x20), await sha256(utf8(jcs(document)))));
  const nameByHash = async (bytes) => `ni:///sha-256;${base64url(await sha256(bytes))}`;
  const nameOfDigest = (digest) => `ni:///sha-256;${base64url(fromBase58(digest).subarray(2))}`;

  // A UUID that follows from what it stands for (RFC 9562, version 5).
  const uuid5 = async (space, words) => {
    const hex = space.replace(/-/g, "");
    const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", join(bytes, utf8(words)))).slice(0, 16);
    hash[6] = (hash[6] & 0x0f) | 0x50;
    hash[8] = (hash[8] & 0x3f) | 0x80;
    const text = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `urn:uuid:${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
  };

  // Keys. A secret is the 32 bytes that Ed25519 begins with; PKCS #8 puts fixed bytes before them (RFC 8410).
  const PKCS8 = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);
  const isAble = async () => {
    try {
      await crypto.subtle.importKey("pkcs8", join(PKCS8, new Uint8Array(32).fill(7)), "Ed25519", false, ["sign"]);
      return true;
    } catch {
      return false;
    }
  };
  const keyOf = async (seed) => {
    const secret = await crypto.subtle.importKey("pkcs8", join(PKCS8, seed), "Ed25519", true, ["sign"]);
    const { x } = await crypto.subtle.exportKey("jwk", secret);
    const multikey = base58(join(Uint8Array.of(0xed, 1), fromBase64url(x)));
    return { secret, did: `did:key:${multikey}`, method: `did:key:${multikey}#${multikey}` };
  };
  const publicOf = (did) => {
    const bytes = fromBase58(did.replace(/^did:key:/, ""));
    if (bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 1) throw new Error("not an Ed25519 key");
    return crypto.subtle.importKey("raw", bytes.subarray(2), "Ed25519", false, ["verify"]);
  };

  // Statements of a badge document: what each word means in the contexts of Verifiable Credentials 2.0 and Open Badges 3.0.
  const CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
  const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
  const VC = "https://www.w3.org/2018/credentials#";
  const SEC = "https://w3id.org/security#";
  const TYPES = { VerifiableCredential: VC };
  for (const type of ["OpenBadgeCredential", "EndorsementCredential", "EndorsementSubject", "AchievementSubject", "Achievement", "Profile", "Evidence", "Result", "ResultDescription"]) TYPES[type] = OB;
  const words = { kind: "text" };
  const part = { kind: "part" };
  const WORDS = {
    name: { ...words, is: "https://schema.org/name" }, description: { ...words, is: "https://schema.org/description" },
    narrative: { ...words, is: `${OB}narrative` }, value: { ...words, is: "https://schema.org/value" },
    achievementType: { ...words, is: `${OB}achievementType` }, resultType: { ...words, is: `${OB}resultType` },
    endorsementComment: { ...words, is: `${OB}endorsementComment` },
    validFrom: { kind: "text", is: `${VC}validFrom`, type: `${XSD}dateTime` },
    digestMultibase: { kind: "text", is: `${SEC}digestMultibase`, type: `${SEC}multibase` },
    issuer: { ...part, is: `${VC}issuer` }, evidence: { ...part, is: `${VC}evidence` },
    credentialSubject: { ...part, is: `${VC}credentialSubject` }, relatedResource: { ...part, is: `${VC}relatedResource` },
    achievement: { ...part, is: `${OB}achievement` }, result: { ...part, is: `${OB}result` }, criteria: { ...part, is: `${OB}Criteria` },
  };
  const MEANING = {
    Result: { resultDescription: { kind: "text", is: `${OB}resultDescription`, type: "https://www.w3.org/2001/XMLSchema#anyURI" } },
    Achievement: { resultDescription: { ...part, is: `${OB}resultDescription` } },
  };
  const ESCAPES = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
  const literal = (text) => text.replace(/[\u0000-\u001f"\\\u007f]/g, (letter) => ESCAPES[letter] ?? `\\u${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  const iri = (id) => {
    if (typeof id !== "string" || !/^[a-z][a-z0-9+.-]*:[^\u0000-\u0020<>"{}|^`\\]+$/i.test(id)) throw new Error("a part without an id");
    return `<${id}>`;
  };
  const listed = (value) => (Array.isArray(value) ? value : [value]);

  const statements = (document) => {
    if (jcs(document["@context"]) !== jcs(CONTEXTS)) throw new Error("other contexts");
    const lines = new Set();
    const say = (node, depth) => {
      if (!node || typeof node !== "object" || Array.isArray(node) || depth > 5) throw new Error("not a part");
      const subject = iri(node.id);
      const types = node.type === undefined ? [] : listed(node.type);
      for (const type of types) {
        if (!TYPES[type]) throw new Error(`the type ${type}`);
        lines.add(`${subject} <${TYPE}> <${TYPES[type]}${type}> .\n`);
      }
      for (const [word, value] of Object.entries(node)) {
        if (word === "id" || word === "type" || (depth === 0 && (word === "@context" || word === "proof"))) continue;
        const meaning = types.map((type) => MEANING[type]?.[word]).find(Boolean) ?? WORDS[word];
        if (!meaning) throw new Error(`the word ${word}`);
        const values = listed(value);
        if (values.length === 0) throw new Error("an empty list");
        for (const one of values) {
          if (meaning.kind === "part") {
            lines.add(`${subject} <${meaning.is}> ${iri(one.id)} .\n`);
            say(one, depth + 1);
          } else {
            if (typeof one !== "string") throw new Error(`${word} is no text`);
            lines.add(`${subject} <${meaning.is}> "${literal(one)}"${meaning.type ? `^^<${meaning.type}>` : ""} .\n`);
          }
        }
      }
    };
    say(document, 0);
    // Canonical order is that of code points; JavaScript's own would be by UTF-16 units.
    const order = [...lines].map((line) => [Array.from(line, (letter) => letter.codePointAt(0)), line]);
    order.sort(([one], [other]) => {
      for (let at = 0; at < one.length && at < other.length; at += 1) { if (one[at] !== other[at]) return one[at] - other[at]; }
      return one.length - other.length;
    });
    return order.map(([, line]) => line).join("");
  };

  const config = (created, method, suite) => ({
    type: "DataIntegrityProof", cryptosuite: suite, created, verificationMethod: method, proofPurpose: "assertionMethod",
  });
  const configLines = (created, method) =>
    `_:c14n0 <http://purl.org/dc/terms/created> "${literal(created)}"^^<${XSD}dateTime> .\n` +
    `_:c14n0 <${TYPE}> <${SEC}DataIntegrityProof> .\n` +
    `_:c14n0 <${SEC}cryptosuite> "eddsa-rdfc-2022"^^<${SEC}cryptosuiteString> .\n` +
    `_:c14n0 <${SEC}proofPurpose> <${SEC}assertionMethod> .\n` +
    `_:c14n0 <${SEC}verificationMethod> ${iri(method)} .\n`;
  const bare = (document) => Object.fromEntries(Object.entries(document).filter(([word]) => word !== "proof"));

  // What is signed: for badges (eddsa-rdfc-2022) the statements, for other files (eddsa-jcs-2022) the canonical JSON.
  const dataOf = async (document, proof) => {
    const own = bare(document);
    if (proof.cryptosuite === "eddsa-rdfc-2022") {
      return join(await sha256(utf8(configLines(proof.created, proof.verificationMethod))), await sha256(utf8(statements(own))));
    }
    const { proofValue, ...rest } = proof;
    return join(await sha256(utf8(jcs(rest))), await sha256(utf8(jcs(own))));
  };
  const sign = async (document, key, created, suite = "eddsa-rdfc-2022") => {
    const proof = config(created, key.method, suite);
    const value = new Uint8Array(await crypto.subtle.sign("Ed25519", key.secret, await dataOf(document, proof)));
    return { ...document, proof: { ...proof, proofValue: base58(value) } };
  };
  // Whether `document` carries one proof of `suite`, by the did:key `by`, and it fits.
  const isSigned = async (document, by, suite = "eddsa-rdfc-2022") => {
    const { proof } = document;
    const known = ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"];
    if (!proof || typeof proof !== "object" || Array.isArray(proof)) return false;
    if (known.some((word) => typeof proof[word] !== "string") || Object.keys(proof).length !== known.length) return false;
    if (proof.type !== "DataIntegrityProof" || proof.cryptosuite !== suite || proof.proofPurpose !== "assertionMethod") return false;
    if (typeof by !== "string" || proof.verificationMethod !== `${by}#${by.replace(/^did:key:/, "")}`) return false;
    try {
      return await crypto.subtle.verify("Ed25519", await publicOf(by), fromBase58(proof.proofValue), await dataOf(document, proof));
    } catch {
      return false;
    }
  };

  return { CONTEXTS, base58, fromBase58, digestOf, isAble, isSigned, jcs, join, keyOf, nameByHash, nameOfDigest, sign, statements, utf8, uuid5 };
})();
