// Suspend data: what is done and answered, written small enough for a platform, and read again on any device.
//
// The text is `1|CODES|KIND PAYLOAD`. CODES has three characters for each activity that is done, made from its id, so that
// activities may be added and moved. KIND is "z" for a payload that is deflated and in base64, "j" for plain JSON in ASCII.
// The first character is the version of all this: what a later version wrote is left alone.
"use strict";

globalThis.moocKitLms = globalThis.moocKitLms ?? {};

moocKitLms.state = (() => {
  const VERSION = "1";
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const hash = (words) => [...words].reduce((sum, character) => Math.imul(sum ^ character.codePointAt(0), 16777619), 2166136261) >>> 0;
  const code = (id) => { const sum = hash(id); return DIGITS[sum & 63] + DIGITS[(sum >>> 7) & 63] + DIGITS[(sum >>> 15) & 63]; };

  // What of the store goes to the platform. Everything else was promised to stay in the browser.
  const isSent = (name) => name === "done" || name === "seed" || name === "last" || name.startsWith("quiz/");
  const without = (entry, ...names) => Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name)));
  const filled = (entry) => Object.fromEntries(Object.entries(entry).filter(([, value]) => value != null && value !== false && (typeof value !== "object" || Array.isArray(value) || Object.keys(value).length)));

  // A quiz's entry without what follows from the rest: the words of an answer that names a choice, empty parts.
  const bare = (answer) => (answer && typeof answer === "object" && "of" in answer ? without(answer, "words") : answer);
  const small = (name, value) => {
    if (!name.startsWith("quiz/") || !value || typeof value !== "object") return value;
    const each = (answers) => (answers ? Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, bare(answer)])) : null);
    return filled({ ...value, answers: null, aside: null, ...(value.answers ? { answers: each(value.answers) } : {}), aside: each(value.aside) });
  };
  const sent = (entries, isPart = () => true) => Object.fromEntries(Object.entries(entries)
    .filter(([name, value]) => isSent(name) && isPart(name) && value != null).map(([name, value]) => [name, small(name, value)]));
  // The same again as the pages read it.
  const whole = (name, value) => (name.startsWith("quiz/") && value && typeof value === "object" ? { answers: {}, results: [], ...value } : value);

  const ascii = (text) => text.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const squeeze = async (text) => {
    const packed = new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw")));
    return btoa([...new Uint8Array(await packed.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join(""));
  };
  const stretch = async (text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  };

  const codesOf = (done, ids) => {
    const known = new Set(ids);
    const taken = new Map();
    for (const id of ids) taken.set(code(id), taken.has(code(id)) ? null : id);
    const short = done.filter((id) => known.has(id) && taken.get(code(id)) === id);
    return [short.map(code).sort().join(""), done.filter((id) => !short.includes(id))];
  };

  // Ever less, the least needed first: step 0 is all of it, step 1 leaves out what is being written, each further step the
  // answers of one quiz more, the longest first. Scores and marks stay, but for the last step. [entries, names that lost]
  const lessAndLess = (entries) => {
    const quizzes = Object.keys(entries).filter((name) => name.startsWith("quiz/"));
    const cut = (from, names, parts) => ({ ...from, ...Object.fromEntries(names.map((name) => [name, without(from[name], ...parts)])) });
    const less = cut(entries, quizzes, ["drafts", "aside"]);
    const drafted = quizzes.filter((name) => entries[name].drafts || entries[name].aside);
    const sizes = new Map(quizzes.map((name) => [name, JSON.stringify(less[name]).length]));
    const longest = [...quizzes].sort((a, b) => sizes.get(b) - sizes.get(a));
    const step = (number) => {
      if (!number) return [entries, []];
      const names = longest.slice(0, number - 1);
      const lost = [...new Set([...drafted, ...names])];
      return number <= quizzes.length + 1 ? [cut(less, names, ["answers"]), lost] : [without(less, ...quizzes), lost];
    };
    return { step, last: quizzes.length + 2 };
  };

  // The text for `entries` (as `sent` gives them), at most `limit` characters, and the names of those that lost something:
  // { text, lost, kept }. `isQuick` takes no time to make it smaller; null where it does not fit like that.
  const attempt = ([entries, lost], ids, payload) => {
    const [codes, others] = codesOf(Array.isArray(entries.done) ? entries.done : [], ids);
    return payload(JSON.stringify({ ...without(entries, "done"), ...(others.length ? { done: others } : {}) }), (kind, words) => ({ text: `${VERSION}|${codes}|${kind}${words}`, lost, kept: entries }));
  };
  const encode = async (entries, ids, limit) => {
    const { step, last } = lessAndLess(entries);
    const at = (number) => attempt(step(number), ids, async (json, made) => {
      const plain = ascii(json);
      if (limit === Infinity || plain.length < 100 || !("CompressionStream" in globalThis)) return made("j", plain);
      return made("z", await squeeze(json));
    });
    const whole_ = await at(0);
    if (whole_.text.length <= limit) return whole_;
    // The first step that fits, by halves: each of them takes time.
    let [most, least, found] = [last, 1, await at(last)];
    while (least < most) {
      const middle = (least + most) >> 1;
      const tried = await at(middle);
      if (tried.text.length <= limit) [most, found] = [middle, tried];
      else least = middle + 1;
    }
    if (found.text.length <= limit) return found;
    // More is done than can be said at all.
    const codes = found.text.split("|")[1].slice(0, Math.floor((limit - 6) / 3) * 3);
    return { text: `${VERSION}|${codes}|j{}`, lost: Object.keys(entries), kept: {} };
  };
  const encodeQuickly = (entries, ids, limit) => {
    const found = attempt([entries, []], ids, (json, made) => made("j", ascii(json)));
    return found.text.length <= limit ? found : null;
  };

  // The entries in `text`. Throws where it is not ours, or from a later version.
  const decode = async (text, ids) => {
    if (!text) return {};
    const [version, codes, payload] = [text.slice(0, 1), text.split("|")[1] ?? "", text.split("|").slice(2).join("|")];
    if (version !== VERSION || text[1] !== "|") throw new Error(`unknown state ${text.slice(0, 8)}`);
    const found = JSON.parse(payload.startsWith("z") ? await stretch(payload.slice(1)) : payload.slice(1));
    const byCode = new Map(ids.map((id) => [code(id), id]));
    const done = (codes.match(/.{3}/g) ?? []).map((one) => byCode.get(one)).filter(Boolean);
    const all = [...new Set([...done, ...(found.done ?? [])])].sort();
    return { ...found, ...(all.length ? { done: all } : {}) };
  };

  const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  const ordered = (value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, ordered(value[key])])) : Array.isArray(value) ? value.map(ordered) : value);
  const alike = (a, b) => same(ordered(a), ordered(b));
  const joinQuiz = (here, there) => {
    const results = new Map([...(here.results ?? []), ...(there.results ?? [])].map((result) => [result.attempt, result]));
    const [later, other] = (here.attempt ?? 0) > (there.attempt ?? 0) ? [here, there] : [there, here];
    // In the same attempt the answer that the platform has came first.
    const answers = later.attempt === other.attempt ? { ...other.answers, ...later.answers } : later.answers;
    return { ...later, answers, isDone: later.isDone || (later.attempt === other.attempt && other.isDone) || undefined, results: [...results.values()] };
  };
  // One entry of two: what is kept here, what the platform has, and what both had when this device last reported (`base`).
  const join = (name, base, here, there) => {
    if (there == null) return here;
    if (here == null) return whole(name, there);
    const now = small(name, here);
    if (alike(now, there)) return here;
    if (base != null && alike(now, base)) return whole(name, there);
    if (base != null && alike(there, base)) return here;
    if (name === "done") return [...new Set([...here, ...there])].sort();
    return name.startsWith("quiz/") ? whole(name, joinQuiz(here, there)) : here;
  };

  return { sent, encode, encodeQuickly, decode, join, alike, isSent, hash };
})();
