"""Status list (Bitstring): one bit for each credential, 1 for revoked, from which nobody sees whose bit it is.

Bitstring Status List 1.0: the bits are packed with gzip into one credential that the issuer signs and puts on its
web site.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from mooc_kit.credentials.badge import Issuer
from mooc_kit.credentials.contexts import VC2

SIZE = 131_072
"""Bits in a list: the least that the specification allows, so that a place in it gives nobody away."""
MOST_BYTES = 16_000_000
ENTRIES = {"BitstringStatusListEntry": "BitstringStatusList", "StatusList2021Entry": "StatusList2021"}
"""Type of a status -> type of its list. Status List 2021 is the earlier name, and has no `u` in front."""


class BadList(ValueError):
    """The list cannot be read, or has no such place."""


def entry(address: str, index: int, purpose: str = "revocation") -> dict[str, str]:
    """The `credentialStatus` of the credential at place `index` in the list that is published at `address`."""
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def place_of(secret: bytes, number: int) -> tuple[int, int]:
    """(list, index) of the credential that was issued as the `number`-th, from 0.

    The order of issuing is hidden: places are handed out in an order that only the holder of `secret` knows.
    """
    which, position = divmod(number, SIZE)
    factor, offset = _order(secret, which)
    return which, (position * factor + offset) % SIZE


@lru_cache(maxsize=1024)
def _order(secret: bytes, which: int) -> tuple[int, int]:
    seed = hashlib.sha256(secret + b"status" + which.to_bytes(4, "big")).digest()
    return int.from_bytes(seed[:8], "big") | 1, int.from_bytes(seed[8:16], "big")


def packed(revoked: Iterable[int], size: int = SIZE) -> str:
    """The `encodedList` in which the bits at the places `revoked` are set."""
    bits = bytearray(size // 8)
    for index in revoked:
        if not 0 <= index < size:
            raise BadList(f"the list has no place {index}")
        bits[index // 8] |= 128 >> (index % 8)
    data = gzip.compress(bytes(bits), compresslevel=9, mtime=0)
    return "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")


def is_set(encoded: str, index: int) -> bool:
    """Whether the bit at `index` is set. Raises BadList."""
    if not encoded.startswith("u"):
        raise BadList("not a packed list")
    try:
        data = base64.b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4), altchars=b"-_", validate=True)
        bits = zlib.decompressobj(wbits=31).decompress(data, MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise BadList("not a packed list") from error
    if len(bits) * 8 < SIZE or not 0 <= index < len(bits) * 8:
        raise BadList(f"the list has no place {index}")
    return bool(bits[index // 8] & (128 >> (index % 8)))


def list_credential(
    address: str, issuer: Issuer, revoked: Iterable[int], valid_from: str, purpose: str = "revocation"
) -> dict[str, Any]:
    """The unsigned status list, as it is published at `address`."""
    return {
        "@context": [VC2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": valid_from,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": packed(revoked),
        },
    }


def is_revoked(status: dict[str, Any], listing: dict[str, Any]) -> bool:
    """Whether the (verified) list `listing` says that the credential with `status` is revoked. Raises BadList."""
    subject = listing.get("credentialSubject")
    if not isinstance(subject, dict) or listing.get("id") != status.get("statusListCredential"):
        raise BadList("another list")
    if subject.get("statusPurpose") != status.get("statusPurpose"):
        raise BadList("a list for another purpose")
    kind = str(status.get("type"))
    if subject.get("type") != ENTRIES.get(kind):
        raise BadList("a list of another kind")
    encoded = str(subject.get("encodedList"))
    if kind == "StatusList2021Entry" and not encoded.startswith("u"):
        encoded = "u" + encoded
    index = str(status.get("statusListIndex"))
    if not index.isascii() or not index.isdigit() or len(index) > 9:
        raise BadList("no place in the list")
    return is_set(encoded, int(index))
