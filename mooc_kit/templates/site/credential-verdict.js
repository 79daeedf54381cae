// One verdict for any credential, a peer badge or one that the issuer signed: { state, title, rows, document }, where state is
// "ok", "failed" or "unknown" and rows are [state, words].
"use strict";

(() => {
  const { text, credentials, proof, trust } = moocKit;

  const shown = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, proof.line(value).slice(0, 300)]));
  const parsed = (words) => { try { return proof.readJson(words); } catch { return null; } };

  // `bytes` of a file. A peer badge is known by what it rests on, and is walked to the first judges where the course has any.
  const verdict = async (bytes) => {
    let words = "";
    try { words = await credentials.unbake(bytes); } catch { /* said below */ }
    const found = words.startsWith("{") ? parsed(words) : null;
    const kind = found && moocKit.peers ? moocKit.peers.kindOf(found) : "";
    if (kind === "badge") {
      const said = await moocKit.peerVerdict(found);
      return { state: said.isOpen ? "unknown" : said.holds ? "ok" : "failed", title: said.words, rows: said.rows, document: said.holds ? said.read.document : null, isPeer: true };
    }
    if (["request", "judgement", "key"].includes(kind)) {
      return { state: "failed", title: text("noBadgeYet"), rows: [["unknown", `${text(`is_${kind}`)} ${text("usedThere")}`]], document: null, isPeer: true };
    }
    await trust.home();
    const { document, checks } = await credentials.check(bytes, trust.material);
    const state = credentials.outcome(checks);
    // What is wrong with a credential inside is named by the key of a text.
    const valuesOf = ({ why, of, ...rest }) => shown(why ? { ...rest, why: text(why, valuesOf(of)) } : rest);
    const title = text({ ok: "holds", failed: "holdsNot", unknown: "cannotTell" }[state]);
    return { state, title, rows: checks.map(([one, key, values]) => [one, text(key, valuesOf(values))]), document, isPeer: false };
  };

  moocKit.verdict = verdict;
  // What My badges shows under a badge.
  moocKit.verify = async (source) => {
    const { state, title, rows } = await verdict(proof.bytesOf(source));
    const why = rows.find(([one]) => one === state && state !== "ok")?.[1] ?? "";
    return { tone: { ok: "good", failed: "bad", unknown: "" }[state], words: [title, why].filter(Boolean).join(" ") };
  };
})();
