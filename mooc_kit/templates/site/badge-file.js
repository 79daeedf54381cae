// A badge file is a credential as it travels: JSON, a signed text (JWT), or baked into a PNG or SVG (Open Badges 3.0).
// `read(file)` gives { credential, source, image } or null; `describe(credential)` what people want to know of it.
// Nothing is checked here: a file says what it likes until its signature has been checked.
"use strict";

moocKit.badgeFile = (() => {
  const NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";
  const KEYWORD = "openbadgecredential";
  const MAX_FILE = 4000000; // Bytes
  const PNG = [137, 80, 78, 71, 13, 10, 26, 10];
  const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

  const inflate = async (bytes) => {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  // The text under our keyword in a PNG's iTXt chunks: keyword, two flags, language, translated keyword, text.
  const fromPng = async (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 8; at + 12 <= bytes.length;) {
      const size = view.getUint32(at);
      const data = bytes.subarray(at + 8, at + 8 + size);
      if (utf8(bytes.subarray(at + 4, at + 8)) === "iTXt" && data.length === size) {
        const ends = [];
        for (let place = 0; place < data.length && ends.length < 3; place += 1) {
          if (data[place] === 0) {
            ends.push(place);
            if (ends.length === 1) place += 2;
          }
        }
        if (ends.length === 3 && utf8(data.subarray(0, ends[0])) === KEYWORD) {
          const words = data.subarray(ends[2] + 1);
          return utf8(data[ends[0] + 1] ? await inflate(words) : words);
        }
      }
      at += 12 + size;
    }
    return null;
  };

  const fromSvg = (words) => {
    const root = new DOMParser().parseFromString(words, "image/svg+xml");
    const found = root.getElementsByTagNameNS(NAMESPACE, "credential")[0];
    return found ? found.getAttribute("verify")?.trim() || found.textContent.trim() || null : null;
  };

  const payload = (token) => {
    const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(utf8(Uint8Array.from(atob(part), (character) => character.charCodeAt(0))));
  };
  const credentialIn = (source) => {
    const isToken = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(source);
    const found = isToken ? payload(source) : JSON.parse(source);
    // A badge that peers gave travels with everything that it rests on.
    const credential = found?.type === "PeerBadgeBundle" ? moocKit.peers?.mainOf(found) : found?.vc ?? found;
    return credential?.credentialSubject && typeof credential === "object" ? credential : null;
  };

  const asUrl = (bytes, type) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.readAsDataURL(new Blob([bytes], { type }));
  });

  const read = async (file) => {
    if (file.size > MAX_FILE) return null;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const isPng = PNG.every((byte, place) => bytes[place] === byte);
      const words = isPng ? "" : utf8(bytes).trim();
      const isSvg = !isPng && words.startsWith("<");
      const source = isPng ? await fromPng(bytes) : isSvg ? fromSvg(words) : words;
      const credential = source ? credentialIn(source) : null;
      if (!credential) return null;
      return { credential, source, image: isPng ? await asUrl(bytes, "image/png") : isSvg ? await asUrl(bytes, "image/svg+xml") : null };
    } catch {
      return null;
    }
  };

  const words = (value) => {
    if (typeof value === "string") return moocKit.proof.paragraphs(value);
    if (value && typeof value === "object") return words(value["@value"] ?? value.name ?? Object.values(value)[0]);
    return "";
  };
  const first = (value) => (Array.isArray(value) ? value[0] : value);
  const describe = (credential) => {
    const achievement = first(first(credential.credentialSubject)?.achievement) ?? {};
    const issuer = credential.issuer;
    return {
      id: words(credential.id),
      name: words(achievement.name) || words(credential.name),
      description: words(achievement.description) || words(credential.description),
      achievement: words(achievement.id),
      issuer: words(issuer?.name) || words(typeof issuer === "string" ? issuer : issuer?.id),
      from: words(credential.validFrom ?? credential.issuanceDate).slice(0, 10),
      until: words(credential.validUntil ?? credential.expirationDate).slice(0, 10),
    };
  };

  return { read, describe };
})();
