"""Verifiable credentials: signed statements about what somebody did, which anyone can check offline.

The parts, from the bottom up; each module says what its thing is:

- `contexts`    the JSON-LD contexts, pinned by hash, never fetched
- `canonical`   the canonical N-Quads (RDFC-1.0) of a JSON-LD document: what is signed
- `forms`       credentials of one shape, filled with values quickly
- `jcs`         the canonical JSON (RFC 8785) of a document, and its digest: how one file refers to another
- `multibase`   base58btc, and public keys as text
- `keys`        a signing key, did:key and did:web; `keyring` keeps keys on disk
- `proof`       DataIntegrityProof eddsa-rdfc-2022: sign and verify; `jwt` is the other envelope (VC-JWT)
- `badge`       Open Badges 3.0: issuer, achievement, credential; `transcript` is a CLR 2.0
- `baking`      a credential inside a PNG, an SVG, a PDF
- `status`      Bitstring Status List: which credentials were revoked
- `verify`      all checks of one credential, with reasons in words
"""
