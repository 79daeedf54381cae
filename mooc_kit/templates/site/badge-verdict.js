// What is said of a peer badge: it is walked back to the course's first judges, and the outcome told in words. The page
// carries the course's rules and first judges. `moocKit.peerVerdict(json)` gives { holds, read, words, rows }.
"use strict";

(() => {
  const { text, peers, chain, proof } = moocKit;
  const said = JSON.parse(document.getElementById("site:peer-badges").textContent);
  const firstJudge = (did) => said.firstJudges.find(([, key]) => key === did)?.[0];

  // People are known by the names that they signed with; a key stands behind each.
  const nameIn = (bundle, did) => {
    if (firstJudge(did)) return firstJudge(did);
    for (const document of bundle.documents.values()) {
      if (document.issuer?.id === did && document.issuer.name) return peers.line(document.issuer.name).slice(0, 100);
    }
    return `${did.slice(0, 24)}…`;
  };

  const peerVerdict = async (found) => {
    const unable = await proof.inability();
    if (unable) return { isOpen: true, holds: false, words: text("It cannot be judged here"), rows: [["unknown", proof.whyUnable(unable)]] };
    const bundle = peers.readBundle(found);
    const standing = await chain.verify(bundle, await chain.trustOf(said, [...bundle.documents.keys()]));
    const badge = peers.line(standing.read?.document.name) || text("A badge without a name");
    const rows = standing.holds
      ? [
        ["ok", text("The signature fits: nothing was changed since it was signed.")],
        ["ok", text("Judged by: {names}", { names: standing.judges.map((did) => nameIn(bundle, did)).join(", ") })],
        ["ok", standing.height ? text("From them the chain leads back to the course's first judges. Badges between: {n}", { n: standing.height }) : text("They are first judges: people with whom the course team began.")],
        ["ok", text("Badges checked on the way: {n}", { n: standing.walked })],
        ["unknown", text("Who holds it is known by a key only: {did}. Names are what people called themselves.", { did: standing.read.to })],
        ["unknown", text("Not proven by files alone: that two judges are two people, and that the dates are true.")],
      ]
      : standing.reasons.map((reason) => ["failed", reason]);
    if (!said.firstJudges.length && !standing.holds) rows.push(["unknown", text("The course team has not named its first judges, so nothing can be traced back to them.")]);
    if (!standing.holds && bundle.documents.size === 1 && peers.kindOf(found) === "badge") rows.push(["unknown", text("A picture holds the badge alone, without the judgements that it rests on. Use the badge's file (.badge.json).")]);
    return { holds: standing.holds, read: standing.read, bundle, words: standing.holds ? text("The badge {badge} holds.", { badge }) : text("The badge {badge} does not hold.", { badge }), rows };
  };

  moocKit.peerVerdict = peerVerdict;
  moocKit.coursePeers = { ...said, isFirstJudge: (did) => Boolean(firstJudge(did)) };
})();
