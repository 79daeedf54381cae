// The award page: makes the participant's key, signs requests, judgements and badges, and checks chains. The key is kept in
// this browser under "badge-key"; all else leaves as files that the participant passes on.
"use strict";

(() => {
  const { store, text, element, signing, peers, chain } = moocKit;
  const place = document.querySelector("[data-award]");
  const said = JSON.parse(document.getElementById("site:peer-badges").textContent);
  const find = (selector) => place.querySelector(selector);
  const say = (part, ...words) => { find(`[data-status="${part}"]`).replaceChildren(...words); };
  const jsonOf = async (file) => JSON.parse(await file.text());
  const safe = (name) => name.normalize("NFKD").replace(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase() || "badge";
  const save = (name, document) => moocKit.download(`${name}.json`, "application/json", signing.jcs(document));
  const kept = () => store.get("badge-key");
  const nameOf = (did) => said.firstJudges.find(([, key]) => key === did)?.[0] ?? `${did.slice(0, 24)}…`;
  let policies;
  let judging = null;

  const needKey = (part) => {
    if (kept()) return true;
    say(part, text("keyFirst"));
    return false;
  };
  // Runs what a button does; what goes wrong is said in words beside it.
  const attempt = (part, work) => async (event) => {
    event.preventDefault();
    say(part, "");
    try { await work(event); } catch { say(part, text("cannotRead")); }
  };
  const trustFor = (bundle) => chain.trustOf(said, [...bundle.documents.keys()]);

  const showKey = () => {
    const key = kept();
    find("[data-no-key]").hidden = Boolean(key);
    find("[data-has-key]").hidden = !key;
    find("[data-key-state]").textContent = key ? text("keyIsHere", { name: key.name || text("noName") }) : text("noKey");
    find("[data-key-id]").textContent = key ? key.did : "";
  };
  find("[data-make-key]").addEventListener("click", attempt("key", async () => {
    const key = await peers.newKey(find("#site\\:key-name").value);
    say("key", store.set("badge-key", key) ? text("keyMade") : text("notKept"));
    showKey();
    find("[data-save-key]").focus();
  }));
  find("#site\\:key-file").addEventListener("change", attempt("key", async (event) => {
    const file = await jsonOf(event.target.files[0]);
    const passphrase = file.locked ? window.prompt(text("askPassphrase")) ?? "" : "";
    try { store.set("badge-key", await peers.unlock(file, passphrase)); say("key", text("keyRead")); } catch { say("key", text("keyWrong")); }
    showKey();
  }));
  find("[data-key-form]").addEventListener("submit", attempt("key", async () => {
    const file = await peers.lock(kept(), find("#site\\:passphrase").value);
    moocKit.download("my-badge-key.json", "application/json", `${JSON.stringify(file, null, 2)}\n`);
    say("key", text("keySaved"));
  }));

  find("[data-ask]").addEventListener("submit", attempt("ask", async (event) => {
    if (!needKey("ask")) return;
    const form = event.target;
    const policy = policies.get(form.elements.badge.value);
    const urls = [...form.querySelectorAll("[name=url]")];
    const words = [...form.querySelectorAll("[name=words]")];
    const pieces = urls.map((url, number) => ({ url: url.value.trim(), words: words[number].value.trim() || url.value.trim() })).filter((piece) => piece.words);
    if (!pieces.length) { say("ask", text("needsEvidence")); words[0].focus(); return; }
    const made = await peers.request(policy, await peers.open(kept()), pieces, { name: kept().name, comment: form.elements.comment.value });
    save(`${form.elements.badge.value}.request`, made);
    say("ask", text("requestSigned"));
  }));

  // The request as its judge sees it: evidence as text, links only to the web, and a choice for every criterion.
  const showRequest = async (asked, policy) => {
    const form = find("[data-judge]");
    const evidence = asked.evidence.map((piece) => element("li", {},
      piece.narrative ?? "", /^https?:\/\//.test(piece.id) ? element("a", { href: piece.id, rel: "noopener noreferrer nofollow" }, ` ${piece.id}`) : null));
    const criteria = policy.criteria.map((criterion) => element("fieldset", { class: "field" }, element("legend", {}, criterion.title),
      element("div", { class: "choices" }, ...criterion.levels.map((level) => element("label", { class: "choice" },
        element("input", { type: "radio", name: criterion.id, value: level.id, required: true }),
        element("span", {}, element("strong", {}, level.title), level.descriptor ? `: ${level.descriptor}` : ""))))));
    form.replaceChildren(
      element("h3", {}, text("requestBy", { badge: policy.badge.name, name: peers.line(asked.name) || text("noName") })),
      element("ul", {}, ...evidence), asked.comment ? element("p", {}, text("ownView", { words: asked.comment })) : null ?? "", ...criteria,
      element("div", { class: "field" }, element("label", { for: "site:because" }, text("because")), element("textarea", { id: "site:because", name: "because", rows: 2, maxlength: 4000 })),
      element("p", { class: "form-actions" }, element("button", { class: "button" }, text("signYes"))), element("p", { class: "small" }, text("notYet")));
    form.hidden = false;
  };
  const requestFrom = async (file) => {
    const asked = await jsonOf(file);
    const policy = [...policies.values()].find((one) => one.digest === asked.policy);
    if (!await peers.isRequest(asked)) return { why: text("requestBroken") };
    return policy ? { asked, policy } : { why: text("otherRules") };
  };
  find("#site\\:request-file").addEventListener("change", attempt("judge", async (event) => {
    judging = null;
    find("[data-judge]").hidden = true;
    const { asked, policy, why } = await requestFrom(event.target.files[0]);
    if (why) { say("judge", why); return; }
    judging = { asked, policy };
    await showRequest(asked, policy);
  }));
  find("[data-judge]").addEventListener("submit", attempt("judge", async (event) => {
    if (!needKey("judge") || !judging) return;
    const { asked, policy } = judging;
    const key = await peers.open(kept());
    const form = new FormData(event.target);
    const results = Object.fromEntries(policy.criteria.map((criterion) => [criterion.id, form.get(criterion.id)]));
    const weak = chain.levelProblem(policy, results);
    if (asked.recipient === key.did) { say("judge", text("ownRequest")); return; }
    if (weak) { say("judge", `${weak} ${text("notYet")}`); return; }
    let own = null;
    if (!said.firstJudges.some(([, did]) => did === key.did)) {
      const file = find("#site\\:own-file").files[0];
      own = file ? await peers.readBundle(await jsonOf(file)) : null;
      const standing = own && await chain.verify(own, await trustFor(own));
      if (!standing?.holds || standing.read.to !== key.did || standing.read.badge !== policy.badge.id || !policy.holdersMayAward) {
        say("judge", text("showOwnBadge"), ...(standing?.reasons ?? []).map((reason) => ` ${reason}`));
        return;
      }
    }
    const made = await peers.judgement(policy, asked, key, results, { own: own?.documents.get(own.award), comment: form.get("because"), name: kept().name });
    save(`${safe(policy.badge.name)}.judgement`, await peers.bundle(made, own ? own.documents.values() : []));
    say("judge", text("judgementSigned"));
  }));

  find("[data-close]").addEventListener("submit", attempt("close", async () => {
    if (!needKey("close")) return;
    const { asked, policy, why } = await requestFrom(find("#site\\:close-request").files[0]);
    if (why) { say("close", why); return; }
    const bundles = [];
    for (const file of find("#site\\:close-judgements").files) bundles.push(await peers.readBundle(await jsonOf(file)));
    const judgements = bundles.map((one) => one.documents.get(one.award)).filter(Boolean);
    const made = await peers.award(policy, asked, await peers.open(kept()), judgements, { name: kept().name });
    const whole = await peers.bundle(made, bundles.flatMap((one) => [...one.documents.values()]));
    const read = await peers.readBundle(whole);
    const standing = await chain.verify(read, await trustFor(read));
    if (!standing.holds) { say("close", standing.reasons.join(" ")); return; }
    save(`${safe(policy.badge.name)}.badge`, whole);
    say("close", text("badgeSigned"));
  }));

  find("#site\\:check-file").addEventListener("change", attempt("check", async (event) => {
    const read = await peers.readBundle(await jsonOf(event.target.files[0]));
    const standing = await chain.verify(read, await trustFor(read));
    const name = standing.read?.document.name ?? "";
    const facts = standing.holds
      ? [text("walked", { n: standing.walked }), text("judgedBy", { names: standing.judges.map(nameOf).join(", ") }), text("holder", { did: standing.read.to }), text("notProven")]
      : standing.reasons;
    say("check", element("p", { class: `verdict ${standing.holds ? "good" : "bad"}` }, text(standing.holds ? "badgeHolds" : "badgeBroken", { badge: name })),
      element("ul", {}, ...facts.map((fact) => element("li", {}, fact))));
  }));

  const start = async () => {
    place.querySelector("[data-without-script]").hidden = true;
    if (!globalThis.crypto?.subtle || !await signing.isAble()) { find("[data-unable]").hidden = false; return; }
    policies = new Map();
    for (const [id, policy] of said.current) policies.set(id, { ...policy, digest: await signing.digestOf(policy) });
    for (const policy of said.policies) {
      const digest = await signing.digestOf(policy);
      if (![...policies.values()].some((one) => one.digest === digest)) policies.set(digest, { ...policy, digest });
    }
    showKey();
    find("[data-tools]").hidden = false;
    place.dataset.ready = "";
  };
  start();
})();
