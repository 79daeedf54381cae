// The award page: makes the participant's key, signs requests, judgements and badges, and checks chains. The key is kept in
// this browser under "badge-key"; all else leaves as files, or as text to paste, that the participant passes on.
"use strict";

(() => {
  const { store, text, element, signing, peers, chain, proof, coursePeers } = moocKit;
  const { line, lines } = peers;
  const place = document.querySelector("[data-award]");
  const find = (selector) => place.querySelector(selector);
  const say = (part, ...words) => { find(`[data-status="${part}"]`).replaceChildren(...words); };
  const safe = (name) => name.normalize("NFKD").replace(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase() || "badge";
  const kept = () => store.get("badge-key");
  const called = (document) => line(document?.issuer?.name).slice(0, 100) || text("noName");
  const LARGEST = 60000000; // Bytes; longer chains are for the command line
  const policies = new Map();
  let judging = null;   // { asked, policy }: the request in step 3
  let own = null;       // the judge's own badge, as a bundle that was walked
  let gathered = [];    // what step 4 has: { kind, found }
  let locked = null;    // a key file that waits for its passphrase

  // What went wrong on purpose: words for the participant.
  class Stop extends Error {}
  const needKey = () => { if (!kept()) throw new Stop(text("keyFirst")); };
  // Runs what a button or a chosen file asks for, one after the other, so that nothing is lost when somebody is quicker than
  // the browser; a second click on the same button is no second wish. What goes wrong is said in words beside it.
  let turn = Promise.resolve();
  const attempt = (part, work) => {
    let isWaiting = false;
    return (event) => {
      event.preventDefault();
      if (isWaiting && event.type !== "change") return;
      isWaiting = true;
      turn = turn.then(async () => {
        say(part, "");
        const next = find(`[data-next="${part}"]`);
        if (next) next.hidden = true;
        try { await work(event); } catch (error) { say(part, error instanceof Stop ? error.message : text("cannotRead")); }
        isWaiting = false;
      });
    };
  };

  // ----- files and texts -----
  // Several documents may stand in one text, one after the other, with other words between them.
  const documentsIn = (words) => {
    try { return [proof.readJson(words)]; } catch { /* perhaps several */ }
    const found = [];
    for (let begin = words.indexOf("{"); begin >= 0; begin = words.indexOf("{", begin)) {
      let depth = 0, isText = false, at = begin;
      for (; at < words.length; at += 1) {
        const letter = words[at];
        if (isText) { if (letter === "\\") at += 1; else if (letter === '"') isText = false; } else if (letter === '"') isText = true;
        else if (letter === "{") depth += 1;
        else if (letter === "}" && (depth -= 1) === 0) break;
      }
      if (depth) break;
      try { found.push(proof.readJson(words.slice(begin, at + 1))); } catch { /* words in braces, or a broken document */ }
      begin = at + 1;
    }
    return found;
  };
  const read = async (file) => {
    if (file.size > LARGEST) throw new Stop(text("tooLongHere"));
    const bytes = new Uint8Array(await file.arrayBuffer());
    let words = "";
    try { words = proof.utf8(bytes); } catch { throw new Stop(text("isPicture", { file: file.name })); }
    if (words.trimStart().startsWith("<")) throw new Stop(text("isPicture", { file: file.name }));
    const found = documentsIn(words);
    if (!found.length) throw new Stop(text("fileBroken", { file: file.name }));
    return found;
  };
  // Calls `work(documents)` for what is chosen or pasted at the source `id`.
  const source = (id, part, work) => {
    const field = find(`[data-source="${id}"]`);
    const input = field.querySelector("input"), area = field.querySelector("textarea");
    input.addEventListener("change", attempt(part, async () => {
      const found = [];
      try { for (const file of input.files) found.push(...await read(file)); } finally { input.value = ""; }
      if (found.length) await work(found);
    }));
    field.querySelector("[data-take]").addEventListener("click", attempt(part, async () => {
      const found = documentsIn(area.value);
      if (!found.length) throw new Stop(text("textBroken"));
      await work(found);
      area.value = "";
    }));
  };
  const mustBe = (found, kind) => {
    const other = peers.kindOf(found);
    if (other !== kind) throw new Stop(`${text(`is_${other}`)} ${text(`need_${kind}`)}`);
    return found;
  };

  // What was just signed: saved at once, to be saved again, copied as text, and where it goes next.
  const hand = (part, name, document, ...steps) => {
    const words = proof.jcs(document);
    const file = `${name}.json`;
    const save = () => moocKit.download(file, "application/json", words);
    const copied = element("span", { role: "status" });
    const again = element("button", { type: "button", class: "button quiet" }, text("saveAgain"));
    const copy = element("button", { type: "button", class: "button quiet" }, text("copyText"));
    again.addEventListener("click", save);
    copy.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(words); copied.textContent = text("textCopied"); } catch { copied.textContent = text("notCopiedText"); }
    });
    const next = find(`[data-next="${part}"]`);
    next.replaceChildren(element("p", {}, element("strong", {}, text("whatNext"))), element("ol", {}, ...steps.filter(Boolean).map((step) => element("li", {}, ...[].concat(step)))),
      element("p", { class: "form-actions" }, again, copy), copied);
    next.hidden = false;
    save();
    say(part, text("savedAs", { file }));
    next.scrollIntoView({ block: "nearest" });
  };

  // ----- 1. the key -----
  const keep = (key, isSaved) => store.set("badge-key", { ...key, ...(isSaved ? { isSaved } : {}) });
  const showKey = () => {
    const key = kept();
    find("[data-no-key]").hidden = Boolean(key);
    find("[data-has-key]").hidden = !key;
    find("[data-not-saved]").hidden = !key || Boolean(key.isSaved);
    find("[data-key-state]").textContent = key ? text("keyIsHere", { name: line(key.name) || text("noName") }) : text("noKey");
    find("[data-key-id]").textContent = key ? key.did : "";
    const isFirst = key && coursePeers.isFirstJudge(key.did);
    find("[data-own]").hidden = Boolean(isFirst);
    find("[data-own-state]").hidden = !isFirst;
    if (isFirst) find("[data-own-state]").textContent = text("youAreFirst");
  };
  find("[data-make-key]").addEventListener("click", attempt("key", async () => {
    const isKept = keep(await peers.newKey(find("#site\\:key-name").value), false);
    say("key", text(isKept ? "keyMade" : "notKept"));
    showKey();
    find("[data-save-key]").focus();
  }));
  const openKey = async (file, passphrase) => {
    let key;
    try { key = await peers.unlock(file, passphrase); } catch { throw new Stop(text(file.locked ? "keyWrong" : "keyBroken")); }
    locked = null;
    find("[data-unlock]").hidden = true;
    find("#site\\:unlock").value = "";
    say("key", text(keep(key, true) ? "keyRead" : "notKept"));
    showKey();
  };
  find("#site\\:key-file").addEventListener("change", attempt("key", async (event) => {
    const [chosen] = event.target.files;
    if (!chosen) return;
    const [file] = await read(chosen).finally(() => { event.target.value = ""; });
    mustBe(file, "key");
    if (!file.locked) { await openKey(file, ""); return; }
    locked = file;
    find("[data-unlock]").hidden = false;
    find("#site\\:unlock").focus();
  }));
  find("[data-unlock]").addEventListener("submit", attempt("key", () => openKey(locked, find("#site\\:unlock").value)));
  find("[data-key-form]").addEventListener("submit", attempt("key", async () => {
    const { isSaved: _, ...key } = kept();
    const file = await peers.lock(key, find("#site\\:passphrase").value);
    moocKit.download("my-badge-key.json", "application/json", `${JSON.stringify(file, null, 2)}\n`);
    keep(key, true);
    showKey();
    say("key", text("keySaved"));
  }));

  // ----- 2. ask -----
  const chosenBadge = () => find("[data-ask]").elements.badge.selectedOptions[0];
  const showRubric = () => { find("[data-rubric]").href = chosenBadge().dataset.href; };
  find("#site\\:ask-badge").addEventListener("change", showRubric);
  find("[data-ask]").addEventListener("submit", attempt("ask", async (event) => {
    needKey();
    const form = event.target;
    const policy = policies.get(form.elements.badge.value);
    const urls = [...form.querySelectorAll("[name=url]")];
    const words = [...form.querySelectorAll("[name=words]")];
    const pieces = urls.map((url, number) => ({ url: url.value.trim(), words: words[number].value.trim() || url.value.trim() })).filter((piece) => piece.words);
    if (!pieces.length) { words[0].focus(); throw new Stop(text("needsEvidence")); }
    const wrong = urls.find((url) => url.value.trim() && !/^https?:\/\/[^\s<>"{}|\\^`]+$/.test(url.value.trim()));
    if (wrong) { wrong.focus(); throw new Stop(text("badAddress")); }
    const made = await peers.request(policy, await peers.open(kept()), pieces, { name: kept().name, comment: form.elements.comment.value });
    const title = chosenBadge().textContent;
    hand("ask", `${form.elements.badge.value}.request`, made,
      [text("postRequest"), " ", element("a", { href: chosenBadge().dataset.ask || chosenBadge().dataset.href }, title)],
      text("judgesAnswer", { n: policy.awardsNeeded }), text("badgeComes"));
  }));

  // ----- 3. judge -----
  // The request as its judge sees it: evidence as text, links only to the web, and a choice for every criterion.
  const showRequest = (asked, policy) => {
    const form = find("[data-judge]");
    const evidence = asked.evidence.map((piece) => element("li", {}, element("span", { dir: "auto", class: "said" }, lines(piece.narrative)),
      /^https?:\/\//.test(piece.id) ? element("p", {}, element("a", { href: piece.id, rel: "noopener noreferrer nofollow", target: "_blank", class: "address" }, piece.id)) : null));
    const criteria = policy.criteria.map((criterion) => element("fieldset", { class: "field" }, element("legend", {}, criterion.title),
      element("div", { class: "choices" }, ...criterion.levels.map((level) => element("label", { class: "choice" },
        element("input", { type: "radio", name: criterion.id, value: level.id }),
        element("span", {}, element("strong", {}, level.title), level.descriptor ? `: ${level.descriptor}` : ""))))));
    form.replaceChildren(
      element("h3", { tabindex: "-1" }, text("requestBy", { badge: policy.badge.name, name: line(asked.name).slice(0, 100) || text("noName") })),
      element("p", {}, text("lookFirst")), element("ul", {}, ...evidence),
      asked.comment ? element("p", { dir: "auto", class: "said" }, text("ownView", { words: lines(asked.comment) })) : "", ...criteria,
      element("div", { class: "field" }, element("label", { for: "site:because" }, text("because")), element("textarea", { id: "site:because", name: "because", rows: 2, maxlength: 4000 })),
      element("p", { class: "form-actions" }, element("button", { class: "button" }, text("signYes"))), element("p", { class: "small" }, text("notYet")));
    form.hidden = false;
  };
  const checkedRequest = async (asked) => {
    mustBe(asked, "request");
    if (!await peers.isRequest(asked)) throw new Stop(text("requestBroken"));
    const policy = [...policies.values()].find((one) => one.digest === asked.policy);
    if (!policy) throw new Stop(text("otherRules"));
    return { asked, policy };
  };
  source("request-file", "judge", async ([found]) => {
    judging = null;
    find("[data-judge]").hidden = true;
    const it = await checkedRequest(found);
    if (kept() && it.asked.recipient === kept().did) throw new Stop(text("ownRequest"));
    judging = it;
    showRequest(judging.asked, judging.policy);
    if (kept() && !coursePeers.isFirstJudge(kept().did)) {
      const mine = await ownBadge(it.policy, kept().did).catch(() => null);
      if (mine) showOwn(mine.documents.get(mine.award));
    }
    find("[data-judge] h3").focus();
  });
  const walked = async (found) => {
    const bundle = peers.readBundle(found);
    const standing = await chain.verify(bundle, await chain.trustOf(coursePeers, [...bundle.documents.keys()]));
    return { bundle, standing };
  };
  source("own-file", "judge", async ([found]) => {
    own = await walked(mustBe(found, "badge"));
    if (!own.standing.holds) { const { reasons } = own.standing; own = null; throw new Stop([text("showOwnBadge"), ...reasons].join(" ")); }
    const whose = kept() && own.standing.read.to !== kept().did;
    if (whose) { own = null; throw new Stop(text("othersBadge")); }
    showOwn(own.standing.read.document);
  });
  const showOwn = (document) => {
    find("[data-own-state]").textContent = text("ownBadgeHere", { badge: line(document.name) });
    find("[data-own-state]").hidden = false;
    find("[data-own]").hidden = true;
  };
  // The judge's own badge for `policy`: the one shown, or one kept under My badges.
  const ownBadge = async (policy, did) => {
    const fits = (it) => it?.standing.holds && it.standing.read.to === did && it.standing.read.badge === policy.badge.id;
    if (fits(own)) return own.bundle;
    let why = [];
    for (const name of store.names().filter((one) => one.startsWith("badge/"))) {
      try {
        const found = proof.readJson(store.get(name).source);
        if (peers.kindOf(found) !== "badge") continue;
        const it = await walked(found);
        if (fits(it)) return it.bundle;
        if (it.standing.read?.to === did) why = it.standing.reasons;
      } catch { /* no badge of ours */ }
    }
    throw new Stop([text("showOwnBadge"), ...why].join(" "));
  };
  find("[data-judge]").addEventListener("submit", attempt("judge", async (event) => {
    needKey();
    if (!judging) return;
    const { asked, policy } = judging;
    const key = await peers.open(kept());
    const form = new FormData(event.target);
    const results = Object.fromEntries(policy.criteria.map((criterion) => [criterion.id, form.get(criterion.id)]));
    const weak = chain.levelProblem(policy, results);
    if (asked.recipient === key.did) throw new Stop(text("ownRequest"));
    if (weak) throw new Stop(`${weak} ${text("notYet")}`);
    let mine = null;
    if (!coursePeers.isFirstJudge(key.did)) {
      if (!policy.holdersMayAward) throw new Stop(text("onlyFirst"));
      mine = await ownBadge(policy, key.did);
    }
    const made = await peers.judgement(policy, asked, key, results, { own: mine?.documents.get(mine.award), comment: form.get("because"), name: kept().name });
    const bundle = peers.bundle(made, mine ? mine.documents.values() : []);
    gather([asked, bundle]);
    const needed = policy.awardsNeeded;
    hand("judge", `${safe(policy.badge.name)}.judgement`, bundle, text("postYes"),
      needed > 1 ? [text("enoughYes", { n: needed }), " ", element("a", { href: "#site:award-title" }, text("toStep4"))] : [text("oneYes"), " ", element("a", { href: "#site:award-title" }, text("toStep4"))]);
  }));

  // ----- 4. make the badge -----
  const requestsIn = () => gathered.filter(({ kind }) => kind === "request");
  const gather = (found) => {
    for (const one of found) {
      const kind = peers.kindOf(one);
      if (kind !== "request" && kind !== "judgement") throw new Stop(`${text(`is_${kind}`)} ${text("need_gathered")}`);
      const name = signing.digestOf(one);
      if (kind === "request") gathered = gathered.filter((other) => other.kind !== "request");
      if (!gathered.some((other) => other.name === name)) gathered.push({ kind, name, found: one });
    }
    showGathered();
  };
  const showGathered = () => {
    const request = requestsIn()[0]?.found;
    const judgements = gathered.filter(({ kind }) => kind === "judgement").map(({ found }) => peers.mainOf(found));
    const rows = [];
    if (gathered.length) rows.push(request ? ["ok", text("haveRequest", { name: line(request.name).slice(0, 100) || text("noName") })] : ["unknown", text("missRequest")]);
    for (const one of judgements) {
      const isOther = request && one.credentialSubject.id !== request.recipient;
      rows.push([isOther ? "failed" : "ok", text(isOther ? "yesForOther" : "haveYes", { name: called(one) })]);
    }
    const policy = request && [...policies.values()].find((one) => one.digest === request.policy);
    if (policy && new Set(judgements.map((one) => one.issuer.id)).size < policy.awardsNeeded) rows.push(["unknown", text("needsMore", { n: policy.awardsNeeded })]);
    find("[data-gathered]").replaceChildren(...moocKit.checkList(rows).children);
    find("[data-clear]").hidden = !gathered.length;
  };
  source("close-files", "close", (found) => gather(found));
  find("[data-clear]").addEventListener("click", attempt("close", () => { gathered = []; showGathered(); }));
  find("[data-close]").addEventListener("submit", attempt("close", async () => {
    needKey();
    if (!requestsIn().length) throw new Stop(text("missRequest"));
    const { asked, policy } = await checkedRequest(requestsIn()[0].found);
    const bundles = gathered.filter(({ kind }) => kind === "judgement").map(({ found }) => peers.readBundle(found));
    const judgements = bundles.map((one) => one.documents.get(one.award));
    if (!judgements.length) throw new Stop(text("missJudgements"));
    const key = await peers.open(kept());
    if (asked.recipient === key.did) throw new Stop(text("ownAward"));
    const made = await peers.award(policy, asked, key, judgements, { name: kept().name });
    const whole = peers.bundle(made, bundles.flatMap((one) => [...one.documents.values()]));
    const { standing } = await walked(whole);
    if (!standing.holds) throw new Stop(standing.reasons.join(" "));
    hand("close", `${safe(policy.badge.name)}.badge`, whole, text("giveBadge", { name: line(asked.name).slice(0, 100) || text("noName") }), text("holderKeeps"));
  }));

  // ----- 5. check -----
  const offerToKeep = (found, read) => {
    const button = element("button", { type: "button", class: "button quiet" }, text("keepBadge"));
    const said = element("p", { role: "status" });
    button.addEventListener("click", () => {
      const words = proof.jcs(found);
      const isKept = store.set(`badge/${moocKit.rdf.sha256(words).slice(0, 16)}`, { source: words, about: moocKit.badgeFile.describe(read.document), image: null });
      said.textContent = text(isKept ? "badgeKept" : "notKept");
      button.hidden = true;
    });
    return element("div", {}, element("p", {}, text("yourBadge")), button, said);
  };
  source("check-file", "check", async ([found]) => {
    mustBe(found, "badge");
    say("check", text("beingChecked"));
    const { holds, words, rows, read: it } = await moocKit.peerVerdict(found);
    say("check", element("p", { class: `verdict ${holds ? "good" : "bad"}` }, words), moocKit.checkList(rows),
      holds && kept()?.did === it.to ? offerToKeep(found, it) : "");
  });

  const start = async () => {
    place.querySelector("[data-without-script]").hidden = true;
    const unable = await proof.inability();
    if (unable) {
      const note = find("[data-unable]");
      note.textContent = `${text(unable)} ${text("orCommandLine")}`;
      note.hidden = false;
      return;
    }
    for (const [id, policy] of coursePeers.current) policies.set(id, { ...policy, digest: signing.digestOf(policy) });
    for (const policy of coursePeers.policies) {
      const digest = signing.digestOf(policy);
      if (![...policies.values()].some((one) => one.digest === digest)) policies.set(digest, { ...policy, digest });
    }
    showKey();
    showRubric();
    find("[data-tools]").hidden = false;
    place.dataset.ready = "";
  };
  start();
})();
