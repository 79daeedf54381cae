// Checks credentials with another maker's code, without a network: {contexts, documents, credentials} in, a list of booleans out.
import { readFileSync } from "node:fs";
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";

const { contexts, documents, credentials } = JSON.parse(readFileSync(0));
const known = new Map(Object.entries({ ...contexts, ...documents }));
const MULTIKEY = "https://w3id.org/security/multikey/v1";

const documentLoader = async (url) => {
  const [did, fragment] = url.split("#");
  if (did.startsWith("did:key:")) {
    const name = did.slice(8), id = `${did}#${name}`;
    const key = { "@context": MULTIKEY, id, type: "Multikey", controller: did, publicKeyMultibase: name };
    const whole = { "@context": ["https://www.w3.org/ns/did/v1", MULTIKEY], id: did, verificationMethod: [key], assertionMethod: [id] };
    return { documentUrl: url, document: fragment ? key : whole };
  }
  const found = known.get(did) ?? known.get(url);
  if (!found) throw new Error(`not at hand: ${url}`);
  if (!fragment) return { documentUrl: url, document: found };
  const method = found.verificationMethod.find((item) => item.id === url);
  return { documentUrl: url, document: { "@context": MULTIKEY, ...method } };
};

const results = [];
for (const credential of credentials) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const checkStatus = async () => ({ verified: true });
  try {
    const found = await vc.verifyCredential({ credential, suite, documentLoader, checkStatus });
    results.push(found.verified ? "yes" : String(found.error?.errors?.[0]?.message ?? found.error?.message));
  } catch (error) { results.push(String(error.message)); }
}
process.stdout.write(JSON.stringify(results));
