"""Multibase and Multikey: bytes as text behind a letter that names the alphabet; public keys written so."""

from __future__ import annotations

import base64

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_CHUNK = 58**10
ED25519_PUBLIC = b"\xed\x01"
"""Multicodec prefix of an Ed25519 public key."""


def base58(data: bytes) -> str:
    """`data` in base58btc, without a multibase prefix."""
    number = int.from_bytes(data, "big")
    letters: list[str] = []
    while number:
        number, rest = divmod(number, _CHUNK)
        for _ in range(5):
            rest, pair = divmod(rest, 3364)
            letters.append(_PAIRS[pair])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(letters)).lstrip("1")


def from_base58(text: str) -> bytes:
    """The bytes of base58btc `text`. Raises ValueError for letters outside its alphabet."""
    number = 0
    try:
        for letter in text:
            number = number * 58 + _VALUES[letter]
    except KeyError as error:
        raise ValueError("not base58btc") from error
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode(data: bytes) -> str:
    """`data` as multibase base58btc: `z…`."""
    return "z" + base58(data)


def decode(text: str) -> bytes:
    """The bytes of multibase `text`: base58btc (`z`) or base64url without padding (`u`). Raises ValueError."""
    if len(text) > 10_000:
        raise ValueError("too long for a multibase value")
    if text.startswith("z"):
        return from_base58(text[1:])
    if text.startswith("u"):
        return base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
    raise ValueError("not multibase base58btc or base64url")


def multikey(public: bytes) -> str:
    """An Ed25519 public key as a Multikey: `z6Mk…`."""
    return encode(ED25519_PUBLIC + public)


def public_of(key: str) -> bytes:
    """The raw Ed25519 public key of a Multikey. Raises ValueError for anything else."""
    data = decode(key)
    if not data.startswith(ED25519_PUBLIC) or len(data) != 34:
        raise ValueError("not an Ed25519 public key")
    return data[2:]
