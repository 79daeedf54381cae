// Self-issued badges (Open Badges 3.0): what people say about their own work, signed by a key of theirs in this browser. The
// file says so itself: issuer and holder are one, and nobody else checked it. Anyone can check that it was not changed.
"use strict";

moocKit.selfBadge = (() => {
  const { badgeKey, signing, text } = moocKit;
  const { inability, jcs, line, paragraphs, whyUnable } = moocKit.proof;
  const LONGEST = 4000;
  const MOST_EVIDENCE = 20;

  const words = (said) => paragraphs(said).slice(0, LONGEST);
  const evidenceOf = (said) => {
    const narrative = words(said);
    const url = /https:\/\/[^\s<>"{}|\\^`]{1,2000}/.exec(narrative)?.[0];
    return { id: url ?? signing.nameByHash(jcs({ narrative })), type: ["Evidence"], narrative };
  };
  const keyOf = async (name) => {
    const key = await badgeKey.get();
    if (key) return key;
    await badgeKey.keep({ ...await badgeKey.generate(), name: line(name) }, false);
    return badgeKey.get();
  };

  // The signed document: `kind` is Open Badges' word for it, `title` what it is called, `claim` what its holder says, `shows` the outcomes in words.
  const make = async ({ name, kind, title, claim, evidence, shows = [] }) => {
    const key = await keyOf(name);
    const created = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    const id = `urn:uuid:${crypto.randomUUID()}`;
    const pieces = evidence.map(evidenceOf).filter((piece, place, all) => all.findIndex((other) => other.id === piece.id) === place);
    const criteria = [text("The holder made this about their own work, and signed it. Nobody else checked it."), ...(shows.length ? [text("By the holder's own evidence it shows:"), ...shows.map((outcome) => `- ${outcome}`)] : [])].join("\n");
    return signing.sign({
      "@context": signing.CONTEXTS,
      id,
      type: ["VerifiableCredential", "OpenBadgeCredential"],
      issuer: { id: key.did, type: ["Profile"], ...(line(name) ? { name: line(name).slice(0, 100) } : {}) },
      validFrom: created,
      name: line(title),
      evidence: pieces.slice(0, MOST_EVIDENCE),
      credentialSubject: {
        id: key.did,
        type: ["AchievementSubject"],
        achievement: {
          id: `${id}#achievement`,
          type: ["Achievement"],
          achievementType: kind,
          name: line(title),
          description: words(claim),
          criteria: { id: `${id}#criteria`, narrative: criteria },
        },
      },
    }, key, created);
  };

  // Signs and hands the file out; what there is to say of it goes into `status`.
  const save = async (told, file, status) => {
    const unable = await inability();
    if (unable) {
      status.textContent = whyUnable(unable);
      return;
    }
    moocKit.download(file, "application/json", `${JSON.stringify(await make(told), null, 2)}\n`);
    status.textContent = text("Signed and saved. Keep the file, and show it to whom you like. “Check a credential” says that it fits.");
  };
  return { make, save };
})();
