// The chain of a badge, walked in the browser: from an award over its judges' own awards to the course's first judges.
// The same questions as `mooc-kit badge verify`, but for the team's register, which only the command line reads.
"use strict";

moocKit.chain = (() => {
  const { JCS, digestOf, isSigned, nameOfDigest, shapes } = moocKit.signing;
  const { coreId, coreOf, line } = moocKit.peers;
  const { text } = moocKit;
  const MOST_EVIDENCE = 20, MOST_HEIGHT = 100000;

  // Why a document is no judgement and no award, in words.
  class Refused extends Error {}

  const moment = (words) => (typeof words === "string" && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(words) ? Date.parse(words) : NaN);
  const later = (one, other) => !(moment(one) <= moment(other));

  const read = (document) => {
    if (moocKit.shape.problem(document, shapes)) throw new Refused(text("A document in it is no badge and no judgement that could be read in one way only."));
    const subject = document.credentialSubject;
    const about = subject.achievement;
    const results = Object.create(null);
    for (const result of subject.result ?? []) results[String(result.resultDescription).split("#").pop()] = result.value;
    const parts = [document, document.issuer, subject, about, about.criteria, ...document.evidence, ...(about.resultDescription ?? []), ...(subject.result ?? []), ...document.relatedResource];
    const ids = parts.map((part) => String(part.id));
    if (document.issuer.id === subject.id) throw new Refused(text("Somebody signed a judgement or badge for themselves: that does not count."));
    if (new Set(ids).size < ids.length || document.relatedResource.length < 2) throw new Refused(text("A document in it is no badge and no judgement that could be read in one way only."));
    if (document.evidence.length > MOST_EVIDENCE || Object.keys(results).length !== (subject.result ?? []).length) throw new Refused(text("A document in it is no badge and no judgement that could be read in one way only."));
    const [policy, core, ...restsOn] = document.relatedResource;
    return { document, digest: digestOf(document), id: document.id, by: document.issuer.id, to: subject.id, badge: about.id, at: document.validFrom, evidence: document.evidence, results, policy: policy.digestMultibase, core: core.id, restsOn };
  };

  // Why the levels do not suffice, or "".
  const levelProblem = (policy, results) => {
    for (const criterion of policy.criteria) {
      const levels = criterion.levels.map((level) => level.id);
      const at = levels.indexOf(results[criterion.id]);
      if (at < 0) return text("The criterion “{criterion}” is not judged.", { criterion: criterion.title });
      if (at < levels.indexOf(criterion.least)) return text("“{criterion}” is below “{level}”.", { criterion: criterion.title, level: criterion.levels.find((level) => level.id === criterion.least).title });
    }
    return Object.keys(results).length > policy.criteria.length ? text("It judges what the rubric does not know.") : "";
  };

  // `trust` is { policies: Map of digest -> policy, roots: Set of DIDs, revoked: Map of award id -> from, checkpoints: Set of digests }.
  const verify = async (bundle, trust) => {
    const reads = new Map();
    const found = new Map();
    const refused = new Map();
    const readOf = (name) => {
      if (!reads.has(name)) {
        let made = null;
        try { made = bundle.documents.has(name) ? read(bundle.documents.get(name)) : null; } catch (error) {
          refused.set(name, error instanceof Refused ? error.message : text("A document in it is no badge and no judgement that could be read in one way only."));
        }
        reads.set(name, made);
      }
      return reads.get(name);
    };
    const whyNot = (name) => refused.get(name) ?? text("Something that it rests on is not in the file.");
    const own = async (it, policy) => {
      if (!await isSigned(it.document, it.by)) return text("The signature does not fit: something was changed after it was signed.");
      if (!(moment(it.at) <= Date.now())) return text("The date lies in the future, or cannot be read.");
      if (it.core !== coreId(coreOf(policy.badge.id, it.policy, it.to, it.evidence))) return text("This is about another request.");
      return "";
    };
    const judge = async (resource, award, policy) => {
      const it = readOf(resource.digestMultibase);
      if (!it) return { why: whyNot(resource.digestMultibase) };
      const who = line(it.document.issuer.name) || `${it.by.slice(0, 24)}…`;
      const no = (words) => ({ why: `${who}: ${words}` });
      if (it.id !== resource.id || it.badge !== `${policy.id}#judgement` || it.policy !== policy.digest || it.core !== award.core || it.to !== award.to) return no(text("This is about another request."));
      const wrong = await own(it, policy) || levelProblem(policy, it.results);
      if (wrong) return { why: `${who}: ${wrong}` };
      if (later(it.at, award.at)) return no(text("judged after the badge was given"));
      if (trust.roots.has(it.by)) return { by: it.by, height: 0 };
      if (!policy.holdersMayAward) return no(text("only first judges may give this badge"));
      const held = it.restsOn.length === 1 ? found.get(it.restsOn[0].digestMultibase) : null;
      if (!held?.read || held.read.to !== it.by || held.read.badge !== policy.badge.id || held.reasons.length) return no(text("did not hold the badge then"));
      if (later(held.read.at, it.at)) return no(text("did not hold the badge then"));
      const since = trust.revoked.get(held.read.id);
      if (since !== undefined && (!since || !later(since, it.at))) return no(text("The badge was revoked by the course team."));
      return { by: it.by, height: held.height + 1 };
    };
    const settle = async (name) => {
      const it = readOf(name);
      const standing = { read: it, reasons: [], judges: [], height: 0 };
      found.set(name, standing);
      if (!it) { standing.reasons.push(whyNot(name)); return; }
      const policy = trust.policies.get(it.policy);
      if (!policy || it.badge !== policy.badge.id) { standing.reasons.push(text("It was given under other rules than those of this course.")); return; }
      const wrong = await own(it, policy);
      if (wrong) standing.reasons.push(wrong);
      if (trust.checkpoints.has(name)) return;
      const judges = new Map();
      const against = [];
      for (const resource of it.restsOn) {
        const said = await judge(resource, it, policy);
        if (said.why) against.push(said.why); else if (!judges.has(said.by)) judges.set(said.by, said.height);
      }
      standing.judges = [...judges.keys()];
      standing.height = Math.max(0, ...judges.values());
      if (judges.size < policy.awardsNeeded) {
        const isOne = policy.awardsNeeded === 1;
        standing.reasons.push(isOne ? text("It needs a judge who said yes, and has none that counts.") : text("It needs {needed} different judges and has {found}.", { needed: policy.awardsNeeded, found: judges.size }));
        standing.reasons.push(...[...new Set(against)].slice(0, 5));
      }
      if (standing.height > MOST_HEIGHT) standing.reasons.push(text("Its chain is too long to be checked."));
      if (!judges.has(it.by)) standing.reasons.push(text("It is not signed by one of its judges."));
    };
    const parents = (name) => {
      const it = readOf(name);
      const waiting = [];
      if (!it || trust.checkpoints.has(name)) return waiting;
      for (const resource of it.restsOn) {
        const judgement = readOf(resource.digestMultibase);
        if (judgement && !trust.roots.has(judgement.by) && judgement.restsOn.length) waiting.push(judgement.restsOn[0].digestMultibase);
      }
      return waiting;
    };
    const stack = [bundle.award];
    const opened = new Set();
    while (stack.length) {
      const top = stack[stack.length - 1];
      const waiting = found.has(top) ? [] : parents(top).filter((name) => !found.has(name));
      if (found.has(top)) stack.pop();
      else if (waiting.length && !opened.has(top)) { opened.add(top); stack.push(...waiting); }
      else { await settle(top); stack.pop(); }
    }
    const main = found.get(bundle.award);
    if (main.read && trust.revoked.has(main.read.id)) main.reasons.push(text("The badge was revoked by the course team."));
    return { ...main, holds: main.reasons.length === 0, walked: found.size };
  };

  // What the course itself says, from the page; the team's lists count only when a first judge signed them.
  const trustOf = async (said, names) => {
    const roots = new Set(said.firstJudges.map(([, key]) => key));
    const policies = new Map();
    for (const policy of said.policies) policies.set(digestOf(policy), { ...policy, digest: digestOf(policy) });
    const revoked = new Map();
    const by = said.revoked?.proof?.verificationMethod?.split("#")[0];
    if (roots.has(by) && await isSigned(said.revoked, by, JCS)) {
      for (const entry of said.revoked.entries) revoked.set(entry.award, entry.from ?? "");
    }
    const checkpoints = new Set();
    for (const document of said.checkpoints) {
      if (roots.has(document.issuer?.id) && document.type.includes("EndorsementCredential") && await isSigned(document, document.issuer.id)) {
        for (const name of names) { if (nameOfDigest(name) === document.credentialSubject.id) checkpoints.add(name); }
      }
    }
    return { roots, policies, revoked, checkpoints };
  };

  return { levelProblem, trustOf, verify };
})();
