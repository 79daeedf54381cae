// One verdict for any credential, a peer badge or one that the issuer signed: { state, title, rows, document }, where state is
// "ok", "failed" or "unknown" and rows are [state, words].
"use strict";

(() => {
  const { text, credentials, proof, trust } = moocKit;

  // What each finding of credential-check.js says; its values are filled in later.
  const SAYS = {
    signed: text("The signature fits: nothing was changed since it was signed."),
    changed: text("The signature does not fit: something was changed after it was signed."),
    notSigned: text("It is not signed."),
    notCovered: text("It has a part that the signature does not cover: {part}."),
    notByIssuer: text("It is not signed by the issuer that it names: {issuer}."),
    otherSignature: text("It is signed in a way that this page does not know."),
    otherWords: text("It uses words whose meaning is not known here: {part}."),
    otherShape: text("It is written in a way that is not read here, since it could be read in two ways: {part}. Use the file as its issuer made it."),
    openBadges2: text("It is an Open Badge 2.0, of the kind before verifiable credentials: only its issuer's site can say if it holds. Open the badge's address there and compare; on a terminal, mooc-kit verify --online does so."),
    locked: text("The PDF is locked, so that what is attached cannot be read. Ask for one that is not."),
    otherKind: text("It is signed, but it is no badge or transcript, and what it says is not read here."),
    proofUnreadable: text("Its signature cannot be read."),
    notACredential: text("This is not a credential, and not a picture or PDF that could hold one."),
    nothingInside: text("There is no credential in this file. A screenshot or a scan of a certificate holds none."),
    severalInside: text("There is more than one credential in this file. Ask for one with just one inside."),
    tooLarge: text("This file is too large to be a credential."),
    keyUnknown: text("The keys of {issuer} are not on this site. Check it on the issuer's own site, or add the issuer's did.json here."),
    issuerHome: text("Issued by {name}, whose site this is."),
    issuerBuiltIn: text("Issued by {name} ({issuer}). Its keys came with this copy of the course's pages: trust it as far as you trust them."),
    issuerSelf: text("{name} issued it to themselves: nobody else vouches for it."),
    issuerKeyOnly: text("Issued by {name}: a key without a web address, which could be anyone's."),
    issuerOther: text("It says it is issued by {name} ({issuer}). That is not this site: look who that is."),
    validSince: text("Valid since {date}."),
    validUntil: text("Valid since {date}, until {end}."),
    notYet: text("It is valid only from {date} on."),
    expired: text("It was valid until {date}."),
    datesUnreadable: text("Its dates cannot be read."),
    noStatus: text("It names no list of revoked credentials, so it cannot be taken back."),
    statusUnreachable: text("Whether it was taken back is not known: the list at {address} cannot be reached. Try again with a network, on the issuer's own site."),
    statusOther: text("Whether it was taken back is not known: its list is of a kind that is not known here."),
    statusBroken: text("Whether it was taken back is not known: the list cannot be trusted."),
    revoked: text("Its issuer has taken it back."),
    suspended: text("Its issuer has suspended it."),
    notRevoked: text("It was not taken back, says the list of {date}."),
    insideHold: text("The credentials inside hold, too: {n}"),
    insideFails: text("Credential {n} inside does not hold: {why}"),
    insideOpen: text("Credential {n} inside cannot be judged here: {why}"),
    tooManyInside: text("It has more credentials inside than this page checks."),
  };
  const KINDS = { request: text("This is a request for a badge."), judgement: text("This is a judgement, one judge's yes."), key: text("This is a key file: keep it to yourself, and send it to nobody.") };
  const said = (key, values) => text(SAYS[key] ?? proof.whyUnable(key), values);
  const shown = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, proof.line(value).slice(0, 300)]));
  const parsed = (words) => { try { return proof.readJson(words); } catch { return null; } };

  // `bytes` of a file. A peer badge is known by what it rests on, and is walked to the first judges where the course has any.
  const verdict = async (bytes) => {
    let words = "";
    try { words = await credentials.unbake(bytes); } catch { /* said below */ }
    const found = words.startsWith("{") ? parsed(words) : null;
    const kind = found && moocKit.peers ? moocKit.peers.kindOf(found) : "";
    if (kind === "badge") {
      const peer = await moocKit.peerVerdict(found);
      return { state: peer.isOpen ? "unknown" : peer.holds ? "ok" : "failed", title: peer.words, rows: peer.rows, document: peer.holds ? peer.read.document : null, isPeer: true };
    }
    if (Object.hasOwn(KINDS, kind)) {
      return { state: "failed", title: text("This is no badge"), rows: [["unknown", `${KINDS[kind]} ${text("It is used on the page “Ask for a badge, judge, award” of this site.")}`]], document: null, isPeer: true };
    }
    await trust.home();
    const { document, checks } = await credentials.check(bytes, trust.material);
    const state = credentials.outcome(checks);
    // What is wrong with a credential inside is a finding, too.
    const valuesOf = ({ why, of, ...rest }) => shown(why ? { ...rest, why: said(why, valuesOf(of)) } : rest);
    const title = { ok: text("It holds"), failed: text("It does not hold"), unknown: text("It cannot be judged here") }[state];
    return { state, title, rows: checks.map(([one, key, values]) => [one, said(key, valuesOf(values))]), document, isPeer: false };
  };

  moocKit.verdict = verdict;
  // What My badges shows under a badge.
  moocKit.verify = async (source) => {
    const { state, title, rows } = await verdict(proof.bytesOf(source));
    const why = rows.find(([one]) => one === state && state !== "ok")?.[1] ?? "";
    return { tone: { ok: "good", failed: "bad", unknown: "" }[state], words: [title, why].filter(Boolean).join(" ") };
  };
})();
