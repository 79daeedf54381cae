// The one way to write a credential that is read here. What is signed are statements, and the same statements can be written
// as many JSON documents (a value in a list, twice, an object for an address), each read differently under a signature that
// still fits. The table comes from mooc-kit: its `credentials/shape.py` reads it alike.
"use strict";

(() => {
  const kit = typeof moocKit === "undefined" ? (globalThis.moocKit = {}) : moocKit;
  const isText = (value) => typeof value === "string";
  const isNode = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  // JSON with its keys in order: two values are the same where this is.
  const written = (value) => JSON.stringify(value, (_, part) => (isNode(part) ? Object.fromEntries(Object.keys(part).sort().map((key) => [key, part[key]])) : part));
  const areDifferent = (values) => values.length > 0 && new Set(values.map(written)).size === values.length;
  const areTexts = (values) => Array.isArray(values) && values.every(isText) && areDifferent(values);
  const OTHER_KIND = "another kind of credential";
  const OWN = "own text";  // of a thing that stands at one place only
  const PLAIN = {
    text: isText,
    [OWN]: isText,
    bool: (value) => typeof value === "boolean",
    number: (value) => typeof value === "number",
    types: (value) => isText(value) || areTexts(value),
    contexts: areTexts,
    proofs: (value) => value !== null && typeof value === "object",
  };

  // Where `document` is written in another way than the one that is read here; "" where it is not.
  const problem = (document, { subjects, shapes }) => {
    const credential = (found, where) => {
      if (!isNode(found)) return where;
      const named = [].concat(found.type ?? []).filter((one) => isText(one) && Object.hasOwn(subjects, one));
      const kinds = new Set(named.map((one) => subjects[one]));
      if (kinds.size !== 1) return kinds.size ? `${where} (type)` : OTHER_KIND;
      return graph([...kinds][0]).node(found, "Credential", where);
    };
    // What a credential says, but for those inside it: what stands under an id stands there once.
    const graph = (subject) => {
      const told = new Map();
      const once = (found, shape, where) => {
        if (!isText(found.id)) return "";
        const before = told.get(found.id) ?? [];
        told.set(found.id, [...before, [shape, found]]);
        for (const [other, one] of before) {
          const couldMove = (key) => key !== "id" && key !== "type" && Object.hasOwn(shapes[shape], key) && Object.hasOwn(shapes[other], key) &&
            !(shapes[shape][key] === OWN && !Object.hasOwn(found, key)) && !(shapes[other][key] === OWN && !Object.hasOwn(one, key));
          if ([...Object.keys(found), ...Object.keys(one)].some(couldMove) && written(found) !== written(one)) return `${where} (${found.id.slice(0, 100)})`;
        }
        return "";
      };
      const node = (found, shape, where) => {
        if (!isNode(found) || !Object.keys(found).length) return where;
        for (const [key, item] of Object.entries(found)) {
          const wrong = Object.hasOwn(shapes[shape], key) ? value(item, shapes[shape][key], `${where}/${key}`) : `${where}/${key}`;
          if (wrong) return wrong;
        }
        return once(found, shape, where);
      };
      const value = (item, kind, where) => {
        if (Object.hasOwn(PLAIN, kind)) return PLAIN[kind](item) ? "" : where;
        if (kind.startsWith("[")) {
          if (!Array.isArray(item) || !areDifferent(item)) return where;
          for (const [number, one] of item.entries()) {
            const wrong = value(one, kind.slice(1, -1), `${where}/${number}`);
            if (wrong) return wrong;
          }
          return "";
        }
        if (kind.startsWith("text|")) {
          const shape = kind.slice(5);
          return isText(item) ? once({ id: item }, shape, where) : node(item, shape, where);
        }
        if (kind === "subject") return node(item, subject, where);
        return kind === "Credential" ? credential(item, where) : node(item, kind, where);
      };
      return { node };
    };
    return credential(document, "the credential");
  };

  kit.shape = { problem, OTHER_KIND };
})();
