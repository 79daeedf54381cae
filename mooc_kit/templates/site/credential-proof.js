// Proofs in this browser, with WebCrypto alone: bytes and their letters, JSON without tricks, public keys, and whether a
// signature fits. Both the page that checks credentials and the one on which peers sign stand on it.
"use strict";

(() => {
  const kit = typeof moocKit === "undefined" ? (globalThis.moocKit = {}) : moocKit;
  const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const DEEPEST = 60;

  // Why something cannot be checked or does not hold: a key of the page's texts, with values.
  class Finding extends Error {
    constructor(key, values = {}) { super(key); this.key = key; this.values = values; }
  }

  // ----- bytes and letters -----
  const encoder = new TextEncoder();
  const bytesOf = (words) => encoder.encode(words);
  const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };
  const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const fromBase64 = (words) => Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

  // Multibase: base58btc with a "z" in front, base64url with a "u".
  const base58 = (bytes) => {
    let number = 0n;
    for (const byte of bytes) number = number * 256n + BigInt(byte);
    let letters = "";
    for (; number > 0n; number /= 58n) letters = ALPHABET[Number(number % 58n)] + letters;
    for (const byte of bytes) { if (byte !== 0) break; letters = `1${letters}`; }
    return `z${letters}`;
  };
  const fromBase58 = (words) => {
    if (typeof words !== "string" || !/^z[1-9A-HJ-NP-Za-km-z]{1,400}$/.test(words)) throw new Finding("proofUnreadable");
    let number = 0n;
    for (const letter of words.slice(1)) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
    const bytes = [];
    for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
    return new Uint8Array([...Array(/^1*/.exec(words.slice(1))[0].length).fill(0), ...bytes]);
  };
  const multibase = (words) => {
    if (typeof words === "string" && /^u[\w-]{1,400}$/.test(words)) return fromBase64(words.slice(1));
    return fromBase58(words);
  };

  // What other people wrote, as it may be shown: composed, without control letters and marks that turn the direction of what
  // stands around it.
  const line = (words) => String(words ?? "").normalize("NFC").replace(/[\p{Zs}\p{Zl}\p{Zp}\t\n\r]+/gu, " ")
    .replace(/[\p{Cc}\p{Cs}\p{Co}\u200e\u200f\u061c\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu, "").trim();
  const paragraphs = (words) => String(words ?? "").split(/\r\n|\r|\n/).map(line).join("\n").trim();

  // ----- JSON -----
  // JSON.parse keeps the last of two equal keys, and another reader the first: such a file says two things, and is refused.
  const hasTwins = (text) => {
    const open = [];
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at];
      if (letter === "{") open.push(new Set());
      else if (letter === "[") open.push(null);
      else if (letter === "}" || letter === "]") open.pop();
      else if (letter === '"') {
        const begin = at;
        for (at += 1; text[at] !== '"'; at += 1) if (text[at] === "\\") at += 1;
        const keys = open[open.length - 1];
        if (!keys) continue;
        let after = at + 1;
        while (" \t\n\r".includes(text[after])) after += 1;
        if (text[after] !== ":") continue;
        const key = JSON.parse(text.slice(begin, at + 1));
        if (keys.has(key)) return true;
        keys.add(key);
      }
      if (open.length > DEEPEST) return true;
    }
    return false;
  };
  // The JSON in `text`. Throws SyntaxError for what is none, a key that stands twice, or nesting without end.
  const readJson = (text) => {
    const found = JSON.parse(text);
    if (hasTwins(text)) throw new SyntaxError("a key stands twice");
    return found;
  };
  // Canonical JSON (JCS, RFC 8785). Numbers are whole here; keys are ordered by UTF-16 units, as JavaScript does.
  const jcs = (value) => {
    if (Array.isArray(value)) return `[${value.map(jcs).join(",")}]`;
    if (value && typeof value === "object") {
      return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${jcs(value[key])}`).join(",")}}`;
    }
    if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Finding("proofUnreadable");
    if (typeof value === "string" && /[\ud800-\udfff]/u.test(value)) throw new Finding("proofUnreadable");  // half a letter
    return JSON.stringify(value);
  };

  // ----- keys -----
  // A secret is the 32 bytes that Ed25519 begins with; PKCS #8 puts fixed bytes before them (RFC 8410).
  const PKCS8 = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);
  const importSecret = (seed, isReadable) => crypto.subtle.importKey("pkcs8", join(PKCS8, seed), "Ed25519", isReadable, ["sign"]);
  // Why this browser cannot sign and check, as the key of a text; "" where it can.
  let able;
  const inability = () => {
    able ??= (async () => {
      if (!globalThis.crypto?.subtle) return globalThis.isSecureContext === false ? "pageNotSecure" : "browserTooOld";
      try {
        const key = await importSecret(new Uint8Array(32).fill(7), false);
        await crypto.subtle.sign("Ed25519", key, new Uint8Array(1));
        return "";
      } catch { return "browserTooOld"; }
    })();
    return able;
  };
  // What `inability` says, in words.
  const whyUnable = (key) => ({ browserTooOld: kit.text("This browser cannot make or check such signatures (Ed25519). Open this page in another one: Chrome or Edge from version 137, Firefox from 129, Safari from 17. Reading the course works here, too."), pageNotSecure: kit.text("This page was opened over http, and browsers sign and check only over https. Put https:// in front of its address; if that does not work, tell the course team.") })[key];
  // The WebCrypto key of a Multikey (Ed25519).
  const publicKey = async (multikey) => {
    const raw = multibase(multikey);
    if (raw.length !== 34 || raw[0] !== 0xed || raw[1] !== 1) throw new Finding("proofUnreadable");
    const unable = await inability();
    if (unable) throw new Finding(unable);
    try { return await crypto.subtle.importKey("raw", raw.subarray(2), "Ed25519", false, ["verify"]); } catch { throw new Finding("proofUnreadable"); }
  };

  // ----- proofs -----
  const RDFC = "eddsa-rdfc-2022", JCS = "eddsa-jcs-2022";
  const bare = ({ proof: _, ...rest }) => rest;
  // SHA-256 of what a document says: its statements (RDFC), or its canonical JSON (JCS). Throws NotSigned.
  const digestOf = (document, suite, contexts) => kit.rdf.sha256Bytes(suite === RDFC ? kit.rdf.canonical(document, contexts) : jcs(document));
  // What is signed: the hash of the proof without its value, and that of the document without proofs. The older
  // Ed25519Signature2020 names no suite.
  const signedBytes = (document, config, contexts, digest) => {
    const { proofValue: _, ...rest } = config, suite = config.cryptosuite ?? RDFC;
    const head = suite === RDFC ? { "@context": document["@context"], ...rest } : rest;
    return join(digestOf(head, suite, contexts), digest ?? digestOf(document, suite, contexts));
  };
  const fits = async (proof, signed, multikey) => crypto.subtle.verify("Ed25519", await publicKey(multikey), multibase(proof.proofValue), signed);

  kit.proof = { Finding, JCS, RDFC, bare, base58, base64url, bytesOf, digestOf, fits, fromBase58, fromBase64, importSecret, inability, jcs, join, line, multibase, paragraphs, publicKey, readJson, signedBytes, utf8, whyUnable };
})();
