"""Private key detection: PEM, JWK, Multikey or a participant's badge key, recognised by how such files look."""

from __future__ import annotations

import re

_PEM = rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"
_JSON = rb'"(?:secretKeyMultibase|privateKeyMultibase|privateKeyJwk|PeerBadgeKey)"|"d"\s*:\s*"'
_KEY = re.compile(_PEM + b"|" + _JSON)


def private_key_in(data: bytes) -> bytes:
    """What gives a private key in `data` away; b"" where there is none."""
    found = _KEY.search(data)
    return found.group() if found else b""
