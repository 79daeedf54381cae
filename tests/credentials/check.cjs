// Runs the scripts with which the site checks credentials over what stands on standard input: { scripts, contexts, shapes,
// documents, lists, credentials }, and writes what comes out for each: { outcome, checks }.
"use strict";
const input = JSON.parse(require("fs").readFileSync(0));
for (const script of input.scripts) require(script);
const { contexts, shapes, documents, lists } = input;
const list = async (address) => lists[address] ?? null;
(async () => {
  const found = [];
  for (const text of input.credentials) {
    const { document, checks } = await moocKit.credentials.check(moocKit.proof.bytesOf(text), { contexts, shapes, documents, list });
    const about = document?.credentialSubject?.achievement;
    found.push({
      outcome: { ok: "holds", failed: "does not hold", unknown: "cannot be judged here" }[moocKit.credentials.outcome(checks)],
      checks,
      read: [document?.name, about?.name, about?.description, about?.criteria?.narrative, document && ["ama@example.org", "eve@example.org"].map((one) => moocKit.credentials.isOwner(document, one))],
    });
  }
  process.stdout.write(JSON.stringify(found));
})();
