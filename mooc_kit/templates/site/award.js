// The award page: signs requests, judgements and badges with the participant's key, and checks chains. A link carries a request
// with what was said of it so far, and opens at the one thing that is to be done with it; the last yes makes the badge.
"use strict";

(() => {
  const { store, text, element, signing, peers, chain, proof, coursePeers, awardKey } = moocKit;
  const { LINK, Stop, attempt, documentsIn, find, hand, mustBe, place, safe, say, source, unpacked } = moocKit.award;
  const { line, lines } = peers;
  const mine = () => awardKey.get();
  const nameOf = (found) => line(found.name).slice(0, 100) || text("somebody without a name");
  const called = (document) => nameOf(document?.issuer ?? {});
  const policies = new Map();
  let judging = null;   // { asked, policy }: the request in step 3
  let own = null;       // the judge's own badge, as a bundle that was walked
  let gathered = [];    // the request and judgements that are here: { kind, name, found }
  const needKey = () => { if (!mine()) throw new Stop(text("Make a key first, or bring yours in.")); };

  // ----- one step at a time -----
  let step = "ask";
  const show = (name) => {
    step = name;
    const isAll = name === "all";
    moocKit.award.show(...(isAll ? ["key", "ask", "judge", "close", "check"] : [...(name === "key" || awardKey.isOpen() && name !== "check" ? ["key"] : []), name]));
    for (const link of place.querySelectorAll("[data-show]")) {
      if (link.dataset.show === name) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
    find("[data-ask] [data-sign]").textContent = mine() ? text("Sign my request") : text("Make my key, and sign my request");
  };
  const goTo = (name) => {
    show(name);
    const title = find(`[data-part="${name === "all" ? "key" : name}"] h2`);
    title.scrollIntoView({ block: "start" });
    title.focus({ preventScroll: true });
  };
  // Whoever came by a link needs no field for files.
  const hideSources = (is) => { for (const id of ["request-file", "check-file"]) find(`[data-source="${id}"]`).hidden = is; };
  for (const link of place.querySelectorAll("[data-show]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); hideSources(false); goTo(link.dataset.show); });
  }
  awardKey.onChange(() => { if (!find("[data-tools]").hidden) show(step); });

  // ----- 2. ask -----
  const chosenBadge = () => find("[data-ask]").elements.badge.selectedOptions[0];
  const showRubric = () => { find("[data-rubric]").href = chosenBadge().dataset.href; };
  find("#site\\:ask-badge").addEventListener("change", showRubric);
  find("[data-ask]").addEventListener("submit", attempt("ask", async (event) => {
    const form = event.target;
    const policy = policies.get(form.elements.badge.value);
    const urls = [...form.querySelectorAll("[name=url]")];
    const words = [...form.querySelectorAll("[name=words]")];
    const pieces = urls.map((url, number) => ({ url: url.value.trim(), words: words[number].value.trim() || url.value.trim() })).filter((piece) => piece.words);
    if (!pieces.length) { words[0].focus(); throw new Stop(text("Say at least one thing that others can look at.")); }
    const wrong = urls.find((url) => url.value.trim() && !/^https?:\/\/[^\s<>"{}|\\^`]+$/.test(url.value.trim()));
    if (wrong) { wrong.focus(); throw new Stop(text("An address begins with https:// and has no spaces.")); }
    if (!mine()) await awardKey.make();
    const made = await peers.request(policy, mine(), pieces, { name: mine().name, comment: form.elements.comment.value });
    const { post, postTitle } = place.dataset;
    await hand("ask", { file: `${safe(form.elements.badge.value)}.request.json`, document: made, documents: [made], steps: [
      post ? [text("Post the link where the course says:"), " ", element("a", { href: post }, postTitle)] : text("Send the link to people who hold the badge, or to the course team."),
      text("Judges open it and answer there. Different people who must say yes: {n}.", { n: policy.awardsNeeded }), text("The last yes makes the badge: you get a link with which you save it.")] });
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
      element("h3", { tabindex: "-1" }, text("A request for {badge}, by {name}", { badge: policy.badge.name, name: nameOf(asked) })),
      element("p", {}, text("Open the evidence, and compare it with each criterion.")), element("ul", {}, ...evidence),
      asked.comment ? element("p", { dir: "auto", class: "said" }, text("Their own view: {words}", { words: lines(asked.comment) })) : "", ...criteria,
      element("div", { class: "field" }, element("label", { for: "site:because" }, text("What convinced you?")), element("textarea", { id: "site:because", name: "because", rows: 2, maxlength: 4000 })),
      element("p", { class: "form-actions" }, element("button", { class: "button" }, text("Sign my yes"))), element("p", { class: "small" }, text("If it is not there yet, sign nothing: say so where the request was made, with the next step.")));
    form.hidden = false;
  };
  const checkedRequest = async (asked) => {
    mustBe(asked, "request");
    if (!await peers.isRequest(asked)) throw new Stop(text("This request was changed after it was signed, or is not made as requests are. Ask for it again."));
    const policy = [...policies.values()].find((one) => one.digest === asked.policy);
    if (!policy) throw new Stop(text("It was given under other rules than those of this course."));
    return { asked, policy };
  };
  const judge = async (found) => {
    judging = null;
    find("[data-judge]").hidden = true;
    const it = await checkedRequest(found);
    if (it.asked.recipient === mine()?.did) throw new Stop(text("This is your own request. Somebody else must judge it."));
    judging = it;
    showRequest(judging.asked, judging.policy);
    for (const words of await alike(judging.asked)) find("[data-judge] h3").after(element("p", { class: "note" }, words));
    if (mine() && !coursePeers.isFirstJudge(mine().did)) {
      const held = await ownBadge(it.policy, mine().did).catch(() => null);
      if (held) showOwn(held.documents.get(held.award));
    }
    find("[data-judge] h3").focus();
  };
  source("request-file", "judge", ([found]) => judge(found));
  const walked = async (found) => {
    const bundle = peers.readBundle(found);
    const standing = await chain.verify(bundle, await chain.trustOf(coursePeers, [...bundle.documents.keys()]));
    return { bundle, standing };
  };
  source("own-file", "judge", async ([found]) => {
    own = await walked(mustBe(found, "badge"));
    if (!own.standing.holds) { const { reasons } = own.standing; own = null; throw new Stop([text("To judge, you must hold this badge yourself: choose its file above, or keep it under My badges."), ...reasons].join(" ")); }
    const whose = mine() && own.standing.read.to !== mine().did;
    if (whose) { own = null; throw new Stop(text("This badge is somebody else's: it was given to another key than the one in this browser.")); }
    showOwn(own.standing.read.document);
  });
  const showOwn = (document) => {
    find("[data-own-state]").textContent = text("You judge as a holder of {badge}.", { badge: line(document.name) });
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
    throw new Stop([text("To judge, you must hold this badge yourself: choose its file above, or keep it under My badges."), ...why].join(" "));
  };
  find("[data-judge]").addEventListener("submit", attempt("judge", async (event) => {
    needKey();
    if (!judging) return;
    const { asked, policy } = judging;
    const key = mine();
    const form = new FormData(event.target);
    const results = Object.fromEntries(policy.criteria.map((criterion) => [criterion.id, form.get(criterion.id)]));
    const weak = chain.levelProblem(policy, results);
    if (asked.recipient === key.did) throw new Stop(text("This is your own request. Somebody else must judge it."));
    if (weak) throw new Stop(`${weak} ${text("If it is not there yet, sign nothing: say so where the request was made, with the next step.")}`);
    let held = null;
    if (!coursePeers.isFirstJudge(key.did)) {
      if (!policy.holdersMayAward) throw new Stop(text("In this course only the first judges, named by the team, give badges."));
      held = await ownBadge(policy, key.did);
    }
    const made = await peers.judgement(policy, asked, key, results, { own: held?.documents.get(held.award), comment: form.get("because"), name: key.name });
    const bundle = peers.bundle(made, held ? held.documents.values() : []);
    gather([asked, bundle]);
    remember();
    find("[data-judge]").hidden = true;
    judging = null;
    if (await complete("judge")) return;
    await hand("judge", { file: `${safe(policy.badge.name)}.judgement.json`, document: bundle, documents: gathered.map(({ found }) => found),
      steps: [text("Post this link where the request was made: it carries the request and every yes so far."), text("Different people who must say yes: {n}. Whoever judges next opens this link; the last yes makes the badge.", { n: policy.awardsNeeded })] });
  }));

  // ----- 4. make the badge -----
  const requestsIn = () => gathered.filter(({ kind }) => kind === "request");
  const yesIn = () => gathered.filter(({ kind }) => kind === "judgement").map(({ found }) => found);
  // What this browser knows of a request that it judged: so that a yes which came another way completes it, too.
  const placeOf = (asked) => `request/${signing.digestOf(asked).slice(1, 25).toLowerCase()}`;
  const remember = () => {
    const now = gathered.map(({ found }) => found);
    const digests = now.map(signing.digestOf);
    return store.change(placeOf(requestsIn()[0].found), (kept) => [...now, ...kept.filter((one) => !digests.includes(signing.digestOf(one)))], []);
  };
  const remembered = (asked) => {
    const known = store.get(placeOf(asked), []);
    return known.some((one) => peers.kindOf(one) === "request" && signing.digestOf(one) === signing.digestOf(asked)) ? known.filter((one) => peers.kindOf(one) === "judgement") : [];
  };
  // Requests that this browser judged before with a piece of the same evidence, as words for the judge.
  const alike = async (asked) => {
    const found = [];
    for (const name of store.names().filter((one) => one.startsWith("request/"))) {
      const other = store.get(name, []).find((one) => peers.kindOf(one) === "request");
      if (!other || !Array.isArray(other.evidence) || signing.digestOf(other) === signing.digestOf(asked)) continue;
      const same = asked.evidence.find((piece) => other.evidence.some((one) => one?.id === piece.id));
      if (same) found.push(text("You have judged the same evidence before, for {name}: “{evidence}”. Ask whose it is.", { name: nameOf(other), evidence: line(same.narrative ?? same.id).slice(0, 100) }));
    }
    return found;
  };
  const gather = (found) => {
    for (const one of found) {
      const kind = peers.kindOf(one);
      if (kind !== "request" && kind !== "judgement") moocKit.award.stop(one, "gathered");
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
    if (gathered.length) rows.push(request ? ["ok", text("The request of {name}", { name: nameOf(request) })] : ["unknown", text("The request is missing: its name ends in .request.json.")]);
    for (const one of judgements) {
      const isOther = request && one.credentialSubject.id !== request.recipient;
      rows.push(isOther ? ["failed", text("A yes by {name}, for somebody else's request: it does not count here.", { name: called(one) })] : ["ok", text("A yes, by {name}", { name: called(one) })]);
    }
    const policy = request && [...policies.values()].find((one) => one.digest === request.policy);
    if (policy && new Set(judgements.map((one) => one.issuer.id)).size < policy.awardsNeeded) rows.push(["unknown", text("Different people who must say yes: {n}. Add the others' files.", { n: policy.awardsNeeded })]);
    find("[data-gathered]").replaceChildren(...moocKit.checkList(rows).children);
    find("[data-clear]").hidden = !gathered.length;
  };
  source("close-files", "close", (found) => gather(found));
  find("[data-clear]").addEventListener("click", attempt("close", () => { gathered = []; showGathered(); }));
  // Makes the badge from what was gathered, signed by this browser's key. Throws Stop where it would not hold.
  const close = async (part) => {
    const { asked, policy } = await checkedRequest(requestsIn()[0].found);
    const bundles = yesIn().map(peers.readBundle);
    const judgements = bundles.map((one) => one.documents.get(one.award));
    const made = await peers.award(policy, asked, mine(), judgements, { name: mine().name });
    const whole = peers.bundle(made, bundles.flatMap((one) => [...one.documents.values()]));
    const { standing } = await walked(whole);
    if (!standing.holds) throw new Stop(standing.reasons.join(" "));
    await hand(part, { file: `${safe(policy.badge.name)}.badge.json`, document: whole, documents: [whole],
      steps: [text("That was the last yes: the badge is made."), text("Give the link to {name}: where the request was made, or directly.", { name: nameOf(asked) }), text("They open it and save the badge. Now they hold it, and may judge others.")] });
  };
  // The badge, as soon as enough different people have said yes and this browser's key is one of theirs; true where it is made.
  const complete = async (part) => {
    const { asked, policy } = await checkedRequest(requestsIn()[0].found);
    const judges = new Set(yesIn().map(peers.mainOf).filter((one) => one.credentialSubject.id === asked.recipient).map((one) => one.issuer.id));
    if (!mine() || !judges.has(mine().did) || judges.size < policy.awardsNeeded) return false;
    try { await close(part); } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return false; // somebody's yes does not count: others can go on from here
    }
    return true;
  };
  find("[data-close]").addEventListener("submit", attempt("close", async () => {
    needKey();
    if (!requestsIn().length) throw new Stop(text("The request is missing: its name ends in .request.json."));
    if (!yesIn().length) throw new Stop(text("The judgements are missing: their names end in .judgement.json."));
    if (requestsIn()[0].found.recipient === mine().did) throw new Stop(text("This is your own request: one of those who judged it makes the badge and sends it to you."));
    await close("close");
  }));

  // ----- 5. check -----
  const offerToKeep = (found, read) => {
    const button = element("button", { type: "button", class: "button" }, text("Save my badge"));
    const said = element("p", { role: "status" });
    button.addEventListener("click", () => {
      const words = proof.jcs(found);
      const isKept = store.set(`badge/${moocKit.rdf.sha256(words).slice(0, 16)}`, { source: words, about: moocKit.badgeFile.describe(read.document), image: null });
      moocKit.download(`${safe(read.document.name)}.badge.json`, "application/json", words);
      said.textContent = isKept ? text("It is saved, and under My badges now.") : store.whyNot();
    });
    return element("div", {}, element("p", {}, text("This badge is yours. Save its file; it is also kept in this browser, so that you can judge others.")), button, said);
  };
  const check = async (found) => {
    mustBe(found, "badge");
    say("check", text("It is being checked."));
    const { holds, words, rows, read: it } = await moocKit.peerVerdict(found);
    say("check", element("p", { class: `verdict ${holds ? "good" : "bad"}` }, words), holds && mine()?.did === it.to ? offerToKeep(found, it) : "", moocKit.checkList(rows));
  };
  source("check-file", "check", ([found]) => check(found));

  // ----- a link -----
  // What the page was opened with, and what is to be done with it: a badge is checked; a request is judged, completed, or,
  // where it is the participant's own, looked at.
  const openLink = async () => {
    const found = documentsIn(await unpacked(location.hash));
    const badge = found.find((one) => peers.kindOf(one) === "badge");
    hideSources(true);
    if (badge) {
      goTo("check");
      await check(badge);
      return;
    }
    const asked = found.find((one) => peers.kindOf(one) === "request");
    if (!asked) throw new Stop(text("This link was cut on the way. Copy all of it, or ask for the file."));
    goTo("judge");
    gathered = [];
    gather([asked, ...found.filter((one) => peers.kindOf(one) === "judgement"), ...remembered(asked)]);
    const judges = yesIn().map(peers.mainOf);
    if (asked.recipient === mine()?.did) {
      goTo("close");
      throw new Stop(text("This is your own request, with every yes so far. Whoever says the last yes sends you a link with the badge."));
    }
    if (!judges.some((one) => one.issuer.id === mine()?.did)) { await judge(asked); return; }
    goTo("close");
    remember();
    if (!await complete("close")) say("close", text("You have said yes to this request. Others who have said yes must be in the link, too."));
  };
  const followLink = () => {
    if (!LINK.test(location.hash)) return;
    // What goes wrong is said where the step is that the link leads to.
    attempt("judge", () => openLink().catch((error) => {
      if (step !== "close" && step !== "check") throw error;
      say(step, error instanceof Stop ? error.message : text("This file cannot be read. Use the file as it was saved."));
    }))(new Event("hashchange"));
  };
  addEventListener("hashchange", followLink);

  const start = async () => {
    place.querySelector("[data-without-script]").hidden = true;
    const unable = await proof.inability();
    if (unable) {
      const note = find("[data-unable]");
      note.textContent = `${proof.whyUnable(unable)} ${text("Or use the command line: mooc-kit badge --help.")}`;
      note.hidden = false;
      return;
    }
    for (const [id, policy] of coursePeers.current) policies.set(id, { ...policy, digest: signing.digestOf(policy) });
    for (const policy of coursePeers.policies) {
      const digest = signing.digestOf(policy);
      if (![...policies.values()].some((one) => one.digest === digest)) policies.set(digest, { ...policy, digest });
    }
    await awardKey.start();
    showRubric();
    moocKit.insteadOfPaper(place);
    find("[data-tools]").hidden = false;
    show("ask");
    place.dataset.ready = "";
    followLink();
  };
  start();
})();
