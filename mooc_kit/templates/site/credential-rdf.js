// The canonical statements (RDFC-1.0) of a JSON-LD credential: what was signed. Only for contexts that the page carries.
"use strict";

(() => {
  const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const ABSOLUTE = /^(https?:\/\/|urn:|did:|mailto:|data:|tel:|ni:)[^\s<>"{}|\\^`\u0000-\u0020\u007f]+$/;

  class NotSigned extends Error {}
  // Words whose meaning nobody here knows: no fault of the document.
  class OtherWords extends NotSigned {}

  // ----- contexts -----
  const iriOf = (text, terms, defs) => {
    if (text === null || text.startsWith("@")) return text;
    if (defs && Object.hasOwn(defs, text) && !Object.hasOwn(terms, text)) define(text, defs, terms);
    if (Object.hasOwn(terms, text)) return terms[text].iri;
    const [prefix, rest] = [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
    if (!text.includes(":")) return null;
    if (rest.startsWith("//")) return text;
    if (defs && Object.hasOwn(defs, prefix) && !Object.hasOwn(terms, prefix)) define(prefix, defs, terms);
    return Object.hasOwn(terms, prefix) ? terms[prefix].iri + rest : text;
  };

  const define = (name, defs, terms) => {
    const raw = defs[name];
    const found = typeof raw === "string" || raw === null ? { "@id": raw } : raw;
    const id = Object.hasOwn(found, "@id") ? found["@id"] : name;
    const iri = id === name && !name.includes(":") ? (terms["@vocab"]?.iri ?? "") + name : iriOf(id, terms, defs);
    const type = found["@type"];
    terms[name] = {
      iri,
      type: type === undefined ? "" : type.startsWith("@") ? type : iriOf(type, terms, defs),
      container: found["@container"] ?? "",
      context: found["@context"],
    };
  };

  // Known words never change once they are made, so that what a context makes of them is worked out once for all documents.
  const made = new WeakMap();
  const apply = (terms, context, contexts) => {
    let found = terms;
    for (const item of Array.isArray(context) ? context : [context]) {
      if (!made.has(found)) made.set(found, new Map());
      const known = made.get(found);
      if (!known.has(item)) known.set(item, applyOne(found, item, contexts));
      found = known.get(item);
    }
    return found;
  };
  const applyOne = (found, item, contexts) => {
    let defs = item;
    if (typeof item === "string") {
      if (!Object.hasOwn(contexts, item)) throw new OtherWords(item);
      defs = contexts[item];
      if (Array.isArray(defs)) return apply(found, defs, contexts);
    }
    if (defs === null) return Object.create(null);
    const next = Object.assign(Object.create(null), found);
    if (typeof defs["@vocab"] === "string") next["@vocab"] = { iri: defs["@vocab"] };
    const fresh = Object.keys(defs).filter((key) => !key.startsWith("@"));
    for (const key of fresh) delete next[key];
    for (const key of fresh) if (!Object.hasOwn(next, key)) define(key, defs, next);
    return next;
  };

  const NOTHING = Object.freeze(Object.create(null));

  // ----- statements -----
  const literal = (value, type) => ({ kind: "literal", value, type });
  const iri = (value) => ({ kind: "iri", value });

  const statements = (document, contexts) => {
    const quads = [];
    let blanks = 0, values = 0;
    const blank = () => ({ kind: "blank", value: `b${blanks++}` });

    const object = (value, def, terms, key, graph) => {
      if (++values > 20000) throw new NotSigned(key);
      if (typeof value === "boolean") return literal(String(value), def.type || `${XSD}boolean`);
      if (typeof value === "number") {
        if (!Number.isSafeInteger(value)) throw new NotSigned(key);
        return literal(String(value), def.type || `${XSD}integer`);
      }
      if (typeof value === "string") {
        if (def.type === "@id" || def.type === "@vocab") {
          const scope = def.context === undefined ? terms : apply(terms, def.context, contexts);
          const known = def.type === "@vocab" ? iriOf(value, scope) : value;
          if (!known || !ABSOLUTE.test(known)) throw new NotSigned(key);
          return iri(known);
        }
        if (def.type === "@json" || /[\ud800-\udfff]/u.test(value)) throw new NotSigned(key);  // half a letter has no bytes
        return literal(value, def.type || `${XSD}string`);
      }
      if (value === null || typeof value !== "object" || def.type === "@json") throw new NotSigned(key);
      if ([].concat(def.container).includes("@graph")) {
        const name = blank();
        node(value, terms, name, def);
        return name;
      }
      return node(value, terms, graph, def);
    };

    // `terms` may carry, under `previous`, what was known before a type brought words of its own: those do not go deeper.
    const node = (source, terms, graph, def = null) => {
      let known = terms.previous ?? terms;
      if (def?.context !== undefined) known = apply(known, def.context, contexts);
      if (Object.hasOwn(source, "@context")) {
        for (const address of [].concat(source["@context"])) if (typeof address !== "string") throw new OtherWords("@context");
        known = apply(known, source["@context"], contexts);
      }
      const keys = Object.keys(source).filter((key) => key !== "@context");
      if (!keys.length || keys.some((key) => key.startsWith("@"))) throw new NotSigned(keys[0] ?? "{}");
      const typeKey = keys.find((key) => known[key]?.iri === "@type");
      const types = typeKey === undefined ? [] : [].concat(source[typeKey]);
      let inner = known;
      for (const type of [...types].sort()) {
        if (typeof type !== "string") throw new NotSigned(typeKey);
        if (known[type]?.context !== undefined) inner = apply(inner, known[type].context, contexts);
      }
      if (inner !== known) inner = Object.assign(Object.create(null), inner, { previous: known });
      const idKey = keys.find((key) => inner[key]?.iri === "@id");
      if (idKey !== undefined && (typeof source[idKey] !== "string" || !ABSOLUTE.test(source[idKey]))) throw new NotSigned(idKey);
      const subject = idKey === undefined ? blank() : iri(source[idKey]);
      const add = (predicate, value) => quads.push([subject, iri(predicate), value, graph]);
      if (typeKey !== undefined && !types.length) throw new NotSigned(typeKey);
      for (const type of types) {
        const known_ = iriOf(type, known);
        if (!known_ || !ABSOLUTE.test(known_)) throw new NotSigned(type);
        add(`${RDF}type`, iri(known_));
      }
      for (const key of keys) {
        if (key === idKey || key === typeKey) continue;
        const term = inner[key];
        if (!term || !term.iri || !ABSOLUTE.test(term.iri)) throw new NotSigned(key);
        // A list in a list says no more than one list, but where the order counts.
        const list = [].concat(term.container).includes("@list") ? [].concat(source[key]) : [source[key]].flat(Infinity);
        if (!list.length) throw new NotSigned(key);
        const made = list.map((value) => object(value, term, inner, key, graph));
        if ([].concat(term.container).includes("@list")) {
          const cells = made.map(blank);
          made.forEach((value, n) => {
            quads.push([cells[n], iri(`${RDF}first`), value, graph]);
            quads.push([cells[n], iri(`${RDF}rest`), cells[n + 1] ?? iri(`${RDF}nil`), graph]);
          });
          add(term.iri, cells[0]);
        } else made.forEach((value) => add(term.iri, value));
      }
      return subject;
    };

    node(document, NOTHING, null);
    return quads;
  };

  // ----- canonical form -----
  const ESCAPES = { "\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r" };
  const escape = (text) => text.replace(/[\u0000-\u001f"\\\u007f]/g,
    (c) => ESCAPES[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  // The order of code points is that of UTF-16 units, but for letters beyond U+FFFF: their halves come after all others.
  const rank = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
  const byCodePoint = (a, b) => {
    for (let n = 0; n < a.length && n < b.length; n++) {
      const x = a.charCodeAt(n), y = b.charCodeAt(n);
      if (x !== y) return rank(x) - rank(y);
    }
    return a.length - b.length;
  };
  const write = (term, name) => term.kind === "iri" ? `<${term.value}>` : term.kind === "blank" ? name(term.value)
    : `"${escape(term.value)}"${term.type === `${XSD}string` ? "" : `^^<${term.type}>`}`;
  const line = (quad, name) => quad.filter(Boolean).map((term) => write(term, name)).join(" ") + " .\n";

  const issuer = (prefix) => {
    const given = new Map();
    return {
      given,
      of: (id) => { if (!given.has(id)) given.set(id, `${prefix}${given.size}`); return given.get(id); },
      copy() { const other = issuer(prefix); for (const [k, v] of given) other.given.set(k, v); return other; },
    };
  };

  const canonical = (quads, sha256) => {
    const unique = [...new Map(quads.map((quad) => [line(quad, (id) => `_:${id}`), quad])).values()];
    const about = new Map();
    for (const quad of unique) {
      for (const id of new Set(quad.filter((t) => t?.kind === "blank").map((t) => t.value))) {
        about.set(id, [...(about.get(id) ?? []), quad]);
      }
    }
    const first = (id) => sha256(about.get(id).map((quad) => line(quad, (other) => other === id ? "_:a" : "_:z"))
      .sort(byCodePoint).join(""));
    const hashes = new Map([...about.keys()].map((id) => [id, first(id)]));
    const groups = new Map();
    for (const [id, hash] of hashes) groups.set(hash, [...(groups.get(hash) ?? []), id]);
    const names = issuer("_:c14n");
    let work = 0;

    const related = (id, quad, own, position) => {
      const known = names.given.get(id) ?? own.given.get(id) ?? hashes.get(id);
      return sha256(position + (position === "g" ? "" : `<${quad[1].value}>`) + known);
    };
    const deep = (id, own) => {
      if (++work > 5000) throw new NotSigned("blank nodes");
      const found = new Map();
      for (const quad of about.get(id)) {
        [["s", quad[0]], ["o", quad[2]], ["g", quad[3]]].forEach(([position, term]) => {
          if (term?.kind !== "blank" || term.value === id) return;
          const hash = related(term.value, quad, own, position);
          found.set(hash, [...(found.get(hash) ?? []), term.value]);
        });
      }
      let text = "";
      for (const hash of [...found.keys()].sort()) {
        text += hash;
        let best = null, chosen = null;
        for (const order of permutations(found.get(hash))) {
          let copy = own.copy(), path = "";
          const later = [];
          for (const other of order) {
            if (names.given.has(other)) path += names.given.get(other);
            else { if (!copy.given.has(other)) later.push(other); path += copy.of(other); }
          }
          for (const other of later) {
            const [result, next] = deep(other, copy);
            path += copy.of(other) + `<${result}>`;
            copy = next;
          }
          if (best === null || path < best) [best, chosen] = [path, copy];
        }
        text += best;
        own = chosen;
      }
      return [sha256(text), own];
    };

    const order = [...groups.keys()].sort();
    for (const hash of order) if (groups.get(hash).length === 1) names.of(groups.get(hash)[0]);
    for (const hash of order) {
      if (groups.get(hash).length === 1) continue;
      const results = [];
      for (const id of groups.get(hash)) {
        if (names.given.has(id)) continue;
        const own = issuer("_:b");
        own.of(id);
        results.push(deep(id, own));
      }
      for (const [, own] of results.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
        for (const id of own.given.keys()) names.of(id);
      }
    }
    return unique.map((quad) => line(quad, (id) => names.of(id))).sort(byCodePoint).join("");
  };

  function* permutations(list) {
    if (list.length > 6) throw new NotSigned("blank nodes");
    if (list.length < 2) { yield list; return; }
    for (let n = 0; n < list.length; n++) {
      for (const rest of permutations([...list.slice(0, n), ...list.slice(n + 1)])) yield [list[n], ...rest];
    }
  }

  // ----- SHA-256, at once: canonical form asks for many small hashes -----
  const K = [], H0 = [];
  for (let n = 2; K.length < 64; n++) {
    if ([...Array(n).keys()].slice(2).some((d) => d * d <= n && n % d === 0)) continue;
    const bits = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
    if (H0.length < 8) H0.push(bits(Math.sqrt(n)));
    K.push(bits(Math.cbrt(n)));
  }
  const sha256Bytes = (text) => {
    const data = typeof text === "string" ? new TextEncoder().encode(text) : text;
    const padded = new Uint8Array(((data.length + 8) >> 6) * 64 + 64);
    padded.set(data);
    padded[data.length] = 128;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(data.length / 2 ** 29));
    view.setUint32(padded.length - 4, (data.length << 3) >>> 0);
    const h = [...H0], w = new Int32Array(64);
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let at = 0; at < padded.length; at += 64) {
      for (let n = 0; n < 64; n++) {
        if (n < 16) { w[n] = view.getInt32(at + 4 * n); continue; }
        const [x, y] = [w[n - 15], w[n - 2]];
        w[n] = (w[n - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[n - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, i] = h;
      for (let n = 0; n < 64; n++) {
        const t1 = (i + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[n] + w[n]) | 0;
        const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [i, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
      }
      [a, b, c, d, e, f, g, i].forEach((value, n) => { h[n] = (h[n] + value) | 0; });
    }
    const out = new Uint8Array(32);
    const written = new DataView(out.buffer);
    h.forEach((value, n) => written.setInt32(4 * n, value));
    return out;
  };
  const sha256 = (text) => [...sha256Bytes(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const kit = typeof moocKit === "undefined" ? (globalThis.moocKit = {}) : moocKit;
  kit.rdf = {
    NotSigned,
    OtherWords,
    sha256Bytes,
    sha256,
    // The canonical N-Quads of `document`. Throws NotSigned, naming the part, where a part would not be covered.
    canonical: (document, contexts) => canonical(statements(document, contexts), sha256),
  };
})();
