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
    if (unable) return { isOpen: true, holds: false, words: text("cannotTell"), rows: [["unknown", text(unable)]] };
    const bundle = peers.readBundle(found);
    const standing = await chain.verify(bundle, await chain.trustOf(said, [...bundle.documents.keys()]));
    const badge = peers.line(standing.read?.document.name) || text("badgeWithoutName");
    const rows = standing.holds
      ? [
        ["ok", text("signed")],
        ["ok", text("judgedBy", { names: standing.judges.map((did) => nameIn(bundle, did)).join(", ") })],
        ["ok", standing.height ? text("chainOf", { n: standing.height }) : text("byFirstJudges")],
        ["ok", text("walked", { n: standing.walked })],
        ["unknown", text("holder", { did: standing.read.to })],
        ["unknown", text("notProven")],
      ]
      : standing.reasons.map((reason) => ["failed", reason]);
    if (!said.firstJudges.length && !standing.holds) rows.push(["unknown", text("noFirstJudges")]);
    if (!standing.holds && bundle.documents.size === 1 && peers.kindOf(found) === "badge") rows.push(["unknown", text("pictureAlone")]);
    return { holds: standing.holds, read: standing.read, bundle, words: text(standing.holds ? "badgeHolds" : "badgeBroken", { badge }), rows };
  };

  moocKit.peerVerdict = peerVerdict;
  moocKit.coursePeers = { ...said, isFirstJudge: (did) => Boolean(firstJudge(did)) };
})();
