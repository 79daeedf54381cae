// The checks of one credential, entirely in this browser: what is inside a file, its signature, its dates, its status.
"use strict";

(() => {
  const kit = typeof moocKit === "undefined" ? (globalThis.moocKit = {}) : moocKit;
  const { Finding, RDFC, bare, bytesOf, digestOf, fits, fromBase64, inability, readJson, signedBytes, utf8 } = kit.proof;

  // ----- reading -----
  const inflate = async (bytes, form, most = 20_000_000) => {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(form)).getReader();
    const parts = [];
    let size = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        size += value.length;
        if (size > most) throw new Finding("tooLarge");
        parts.push(value);
      }
    } catch (error) {
      if (error instanceof Finding || !size) throw error;  // what follows the packed part in a PDF is not ours
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  };

  const one = (found) => {
    if (!found.length) throw new Finding("nothingInside");
    if (found.length > 1) throw new Finding("severalInside");
    return found[0];
  };
  const fromPng = (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const found = [];
    let isOlder = false;
    for (let at = 8; at + 12 <= bytes.length;) {
      const length = view.getUint32(at);
      const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
      const body = bytes.subarray(at + 8, at + 8 + length);
      if (kind === "iTXt" && String.fromCharCode(...body.subarray(0, 20)) === "openbadgecredential\0") {
        if (body[20] !== 0) throw new Finding("nothingInside");
        let start = 22;
        for (let zeros = 0; zeros < 2 && start < body.length; start++) if (body[start] === 0) zeros++;
        found.push(utf8(body.subarray(start)));
      }
      isOlder ||= /^[ti].Xt$/.test(kind) && String.fromCharCode(...body.subarray(0, 11)) === "openbadges\0";
      at += 12 + length;
    }
    if (isOlder && !found.length) throw new Finding("openBadges2");
    return one(found);
  };
  const fromSvg = (text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    const nodes = [...parsed.getElementsByTagNameNS("https://purl.imsglobal.org/ob/v3p0", "credential")];
    if (!nodes.length && parsed.getElementsByTagNameNS("http://openbadges.org", "assertion").length) throw new Finding("openBadges2");
    return one(nodes.map((node) => node.getAttribute("verify") || node.textContent.trim()));
  };
  const fromPdf = async (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    if (/\/Encrypt\b/.test(text)) throw new Finding("locked");
    const found = [];
    for (const match of text.matchAll(/\/Type\s*\/EmbeddedFile\b/g)) {
      const begin = text.lastIndexOf("obj", match.index), word = text.indexOf("stream", match.index);
      if (begin < 0 || word < 0 || word - begin > 5000) continue;
      const head = text.slice(begin, word);
      const start = word + 6 + (text.startsWith("\r\n", word + 6) ? 2 : 1);
      const length = /\/Length\s+(\d{1,9})(?!\s+\d+\s+R)/.exec(head);
      const body = bytes.subarray(start, length ? start + Number(length[1]) : text.indexOf("endstream", start));
      const plain = head.includes("/Filter") ? await inflate(body, "deflate") : body;
      const inside = utf8(plain).trim();
      if (inside.startsWith("{") || isToken(inside)) found.push(inside);
    }
    return one(found);
  };
  // A badge of the kind before verifiable credentials, as JSON or as what an envelope holds.
  const isOlderBadge = (found) => [].concat(found?.["@context"] ?? []).some((one) => String(one).startsWith("https://w3id.org/openbadges/"));
  const isToken = (text) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);

  const unbake = async (bytes) => {
    if (bytes.length > 50_000_000) throw new Finding("tooLarge");
    if (bytes[0] === 0x89 && bytes[1] === 0x50) return fromPng(bytes);
    if (bytes[0] === 0x25 && bytes[1] === 0x50) return fromPdf(bytes);
    let text;
    try { text = utf8(bytes).trim(); } catch { throw new Finding("notACredential"); }
    if (text.startsWith("{") || isToken(text)) return text;
    if (text.startsWith("<")) return fromSvg(text);
    throw new Finding("notACredential");
  };

  // ----- keys and signatures -----
  const issuerOf = (document) => String(typeof document.issuer === "object" ? document.issuer?.id : document.issuer ?? "");

  // The milliseconds of an xsd:dateTime; NaN for a date in another form, on which readers would not agree.
  const moment = (words) => {
    const found = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/.exec(words);
    return found && typeof words === "string" ? Date.parse(found[2] ? words : `${words}Z`) : NaN;
  };

  const methodOf = (id, documents) => {
    const did = id.split("#")[0];
    if (did.startsWith("did:key:")) {
      if ((id.split("#")[1] || did.slice(8)) !== did.slice(8)) throw new Finding("keyUnknown", { issuer: did });
      return { publicKeyMultibase: did.slice(8) };
    }
    for (const document of documents) {
      const allowed = [].concat(document.assertionMethod ?? []);
      if (document.id !== did || !allowed.some((one) => (one.id ?? one) === id)) continue;
      const found = [].concat(document.verificationMethod ?? [], allowed).find((method) => method.id === id && method.controller === did);
      if (found) return found;
    }
    throw new Finding("keyUnknown", { issuer: did });
  };

  const PROOF = ["id", "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose", "proofValue", "domain",
    "challenge", "nonce"];
  const OLDER = "Ed25519Signature2020";  // signs the same under another name
  // Another one says nothing: anybody can add it or take it away. In a chain each signs those before it, too.
  const isKnown = ({ type, cryptosuite, previousProof }) => previousProof === undefined &&
    ((type === "DataIntegrityProof" && cryptosuite === RDFC) || (type === OLDER && cryptosuite === undefined));

  const verifyOne = async (proof, document, digest, material) => {
    if (proof.proofPurpose !== "assertionMethod" || Object.keys(proof).some((key) => !PROOF.includes(key))) throw new Finding("proofUnreadable");
    if (typeof proof.verificationMethod !== "string") throw new Finding("proofUnreadable");
    const { publicKeyMultibase } = methodOf(proof.verificationMethod, material.documents);
    if (typeof publicKeyMultibase !== "string") throw new Finding("keyUnknown", { issuer: proof.verificationMethod });
    const signed = signedBytes(document, proof, material.contexts, digest);
    if (!await fits(proof, signed, publicKeyMultibase)) throw new Finding("changed");
    return proof.verificationMethod.split("#")[0];
  };

  // Throws a Finding where `document` is not signed by its issuer, or a part of it is not covered.
  const verifyProof = async (document, material) => {
    const { proof } = document, own = bare(document);
    const proofs = [].concat(proof ?? []), known = proofs.filter((one) => one && isKnown(one));
    if (!proofs.length || proofs.some((one) => one === null || typeof one !== "object" || Array.isArray(one))) throw new Finding("notSigned");
    if (!known.length) throw new Finding("otherSignature");
    let digest;
    try { digest = digestOf(own, RDFC, material.contexts); } catch (error) {
      if (error instanceof kit.rdf.OtherWords) throw new Finding("otherWords", { part: error.message });
      if (error instanceof kit.rdf.NotSigned) throw new Finding("notCovered", { part: error.message });
      throw error;
    }
    const by = [];
    for (const item of known) by.push(await verifyOne(item, own, digest, material));
    const issuer = issuerOf(document);  // only a DID says which keys are its own
    if (!by.includes(issuer)) throw new Finding(issuer.startsWith("did:") ? "notByIssuer" : "keyUnknown", { issuer });
  };

  // The claims beside a credential must say what it says: other readers look at them alone.
  const agrees = (payload) => {
    const who = payload.credentialSubject?.id;
    const seconds = (words) => Math.floor(moment(words) / 1000);
    return (payload.jti ?? payload.id) === payload.id && (payload.nbf ?? seconds(payload.validFrom)) === seconds(payload.validFrom) &&
      (payload.sub === undefined || payload.sub === (who ?? payload.id)) && (payload.exp === undefined || payload.exp === seconds(payload.validUntil));
  };
  const verifyToken = async (token, material) => {
    const [head, body, signature] = token.split(".");
    const header = readJson(utf8(fromBase64(head))), payload = readJson(utf8(fromBase64(body)));
    const known = ["alg", "typ", "kid", "jwk"];
    if (header.alg !== "RS256" || !["JWT", undefined].includes(header.typ) || payload.vc !== undefined || Object.keys(header).some((key) => !known.includes(key))) throw new Finding("otherSignature");
    const issuer = issuerOf(payload);
    if (!issuer.startsWith("did:") || header.kid === undefined) throw new Finding("keyUnknown", { issuer });
    if (String(header.kid).split("#")[0] !== issuer || (payload.iss ?? issuer) !== issuer || !agrees(payload)) throw new Finding("notByIssuer", { issuer });
    const jwk = methodOf(String(header.kid), material.documents).publicKeyJwk;
    if (!jwk) throw new Finding("keyUnknown", { issuer });
    if (header.jwk && (header.jwk.n !== jwk.n || header.jwk.e !== jwk.e)) throw new Finding("notByIssuer", { issuer });
    if (!globalThis.crypto?.subtle) throw new Finding(await inability());
    if (fromBase64(jwk.n).length < 256) throw new Finding("proofUnreadable");
    const how = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("jwk", { kty: jwk.kty, n: jwk.n, e: jwk.e }, how, false, ["verify"]);
    if (!await crypto.subtle.verify(how, key, fromBase64(signature), bytesOf(`${head}.${body}`))) throw new Finding("changed");
    for (const name of ["iss", "jti", "nbf", "sub", "exp", "iat"]) delete payload[name];
    return payload;
  };

  // ----- all checks -----
  // A check is [state, key of a text, values]; one with a fourth part that is true decides: nothing holds while it is unknown.
  const PURPOSES = { revocation: "revoked", suspension: "suspended" };
  const LISTS = { BitstringStatusListEntry: "BitstringStatusList", StatusList2021Entry: "StatusList2021" };
  const SIZE = 131072;  // bits: the least of a list
  const statusOf = async (document, material) => {
    const entry = document.credentialStatus;
    if (entry === undefined) return ["unknown", "noStatus", {}];
    const address = String(entry.statusListCredential);
    if (!Object.hasOwn(LISTS, String(entry.type)) || !Object.hasOwn(PURPOSES, String(entry.statusPurpose))) return ["unknown", "statusOther", {}, true];
    const list = await material.list(address);
    if (!list) return ["unknown", "statusUnreachable", { address }, true];
    try {
      if (list.id !== address || issuerOf(list) !== issuerOf(document)) throw new Finding("changed");
      await verifyProof(list, material);
      const subject = list.credentialSubject, index = Number(entry.statusListIndex);
      if (kit.shape.problem(list, material.shapes) || ["expired", "datesUnreadable"].includes(datesOf(list, Date.now())[1]) || subject.type !== LISTS[entry.type]) throw new Finding("changed");
      if (subject.statusPurpose !== entry.statusPurpose || !/^[0-9]{1,9}$/.test(entry.statusListIndex)) throw new Finding("changed");
      const isBare = entry.type === "StatusList2021Entry" && subject.encodedList[0] !== "u";
      if (!isBare && subject.encodedList[0] !== "u") throw new Finding("changed");
      const bits = await inflate(fromBase64(subject.encodedList.slice(isBare ? 0 : 1)), "gzip");
      if (bits.length * 8 < SIZE || index >= bits.length * 8) throw new Finding("changed");
      const isSet = (bits[index >> 3] & (128 >> (index & 7))) !== 0;
      return isSet ? ["failed", PURPOSES[entry.statusPurpose], {}] : ["ok", "notRevoked", { date: String(list.validFrom ?? list.issuanceDate).slice(0, 10) }];
    } catch { return ["unknown", "statusBroken", {}, true]; }
  };

  // Version 2 of the data model has validFrom and validUntil, version 1.1 issuanceDate and expirationDate.
  const datesOf = (document, now) => {
    const given = (names, found = document) => names.filter((name) => found[name] !== undefined).map((name) => found[name]);
    const starts = given(["validFrom", "issuanceDate"]);
    const stops = [...given(["validUntil", "expirationDate"]), ...[].concat(document.proof ?? []).flatMap((one) => given(["expires"], one))];
    if (!starts.length || [...starts, ...stops].some((words) => Number.isNaN(moment(words)))) return ["failed", "datesUnreadable", {}];
    const latest = (words, sign) => [...words].sort((a, b) => sign * (moment(b) - moment(a)))[0];
    const from = latest(starts, 1), until = latest(stops, -1), date = from.slice(0, 10), end = String(until).slice(0, 10);
    if (moment(from) > now) return ["failed", "notYet", { date }];
    if (stops.length && moment(until) < now) return ["failed", "expired", { date: end }];
    return ["ok", stops.length ? "validUntil" : "validSince", { date, end }];
  };

  // "failed" where something is wrong, "unknown" where that cannot be judged here, else "ok".
  const outcome = (checks) => {
    if (checks.some(([state]) => state === "failed")) return "failed";
    return checks[0][0] === "unknown" || checks.some(([state, , , decides]) => state === "unknown" && decides) ? "unknown" : "ok";
  };

  const OPEN = ["browserTooOld", "pageNotSecure", "keyUnknown", "otherSignature", "otherWords", "openBadges2", "locked"];
  const whyNot = (error) => {
    const found = error instanceof Finding ? error : new Finding(error instanceof SyntaxError ? "notACredential" : "proofUnreadable");
    return [OPEN.includes(found.key) ? "unknown" : "failed", found.key, found.values];
  };

  // {document, checks} of a credential whose signature fits. It is read only where it is written in the one way that is read here.
  const readSigned = async (document, material) => {
    const part = kit.shape.problem(document, material.shapes);
    if (part === kit.shape.OTHER_KIND) return { document: null, checks: [["ok", "signed", {}], ["unknown", "otherKind", {}, true]] };
    if (part) return { document: null, checks: [["ok", "signed", {}], ["unknown", "otherShape", { part }, true]] };
    const issuer = issuerOf(document), name = document.issuer?.name ?? issuer;
    const known = material.documents.find((item) => item.id === issuer) ?? {};
    const isBareKey = issuer.startsWith("did:key:");
    const isOwn = issuer === document.credentialSubject?.id;
    const by = known.isHome ? ["ok", "issuerHome", { name }]
      : ["unknown", isOwn ? "issuerSelf" : isBareKey ? "issuerKeyOnly" : known.isBuiltIn ? "issuerBuiltIn" : "issuerOther", { name, issuer }];
    const checks = [["ok", "signed", {}], by, datesOf(document, Date.now()), await statusOf(document, material)];
    const inside = document.credentialSubject.verifiableCredential;
    return { document, checks: inside ? [...checks, ...await contentsOf(inside, material)] : checks };
  };
  // A transcript's own credentials: each must hold too.
  const MOST_INSIDE = 200, MOST_TOLD = 5;
  const contentsOf = async (inside, material) => {
    if (inside.length > MOST_INSIDE) return [["unknown", "tooManyInside", {}, true]];
    const open = [];
    for (const [n, item] of inside.entries()) {
      const { checks } = await checkSigned(item, material);
      const said = outcome(checks);
      if (said === "ok") continue;
      const [, why, of] = checks.find(([state, , , decides], at) => state === said && (said === "failed" || decides || at === 0));
      const values = { n: n + 1, why, of };
      if (said === "failed") return [["failed", "insideFails", values]];
      open.push(["unknown", "insideOpen", values, true]);
    }
    return open.length ? open.slice(0, MOST_TOLD) : [["ok", "insideHold", { n: inside.length }]];
  };
  const checkSigned = async (document, material) => {
    try { await verifyProof(document, material); } catch (error) { return { document: null, checks: [whyNot(error)] }; }
    return readSigned(document, material);
  };

  // {document, checks} for what is in `bytes`; `document` is null where it was not read. `material`: contexts, shapes, documents, list(address).
  const check = async (bytes, material) => {
    try {
      const text = await unbake(bytes);
      if (isOlderBadge(readJson(text.startsWith("{") ? text : utf8(fromBase64(text.split(".")[1]))))) throw new Finding("openBadges2");
      return text.startsWith("{") ? await checkSigned(readJson(text), material) : await readSigned(await verifyToken(text, material), material);
    } catch (error) { return { document: null, checks: [whyNot(error)] }; }
  };

  // Whether `value` (a name or an address) is one of the subject's identities.
  const isOwner = (document, value) => {
    const clean = value.normalize("NFC").trim().split(/\s+/).join(" ");
    return [].concat(document.credentialSubject?.identifier ?? []).some((identity) => {
      const text = identity.identityType === "emailAddress" ? clean.toLowerCase() : clean;
      const hash = identity.hashed ? `sha256$${kit.rdf.sha256(text + (identity.salt ?? ""))}` : text;
      return hash === identity.identityHash;
    });
  };

  kit.credentials = { check, outcome, unbake, isOwner };
})();
