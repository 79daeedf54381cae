"""JSON Canonicalization Scheme (JCS, RFC 8785): a document's one form as bytes, and its digest.

A credential file is written *as* these bytes, so that the digest over the file and the digest over the document are
the same.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from mooc_kit.credentials.multibase import encode

_SHA256 = b"\x12\x20"
"""Multihash prefix: sha2-256, 32 bytes."""
_EXACT = 2**53


class NotCanonical(ValueError):
    """The document holds what has no canonical form here: a float, a huge number, half a surrogate pair."""


def jcs(document: Any) -> bytes:
    """`document` as canonical JSON. Floats are refused: credentials write numbers as text or as whole numbers."""
    _check(document)
    # JCS sorts keys by UTF-16 code units; json sorts by code points, which differs only beyond the BMP.
    ordered = _ordered(document)
    try:
        return json.dumps(ordered, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half a surrogate pair") from error


def digest(document: Any) -> str:
    """The SHA-256 multihash of `document` in JCS, as multibase: what `digestMultibase` holds."""
    return digest_of_bytes(jcs(document))


def digest_of_bytes(data: bytes) -> str:
    return encode(_SHA256 + hashlib.sha256(data).digest())


def read_json(data: bytes | str) -> Any:
    """JSON without tricks: a key that stands twice, NaN, and nesting without end are refused with ValueError."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key stands twice")
        return found

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    try:
        return json.loads(data, object_pairs_hook=once, parse_constant=refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _check(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical("a key that is not text")
            _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif isinstance(value, float):
        raise NotCanonical("a number with a fraction")
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        raise NotCanonical("a number that JavaScript cannot hold")


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    return value
