"""JSON-LD contexts: the meaning of a credential's terms, shipped, pinned by SHA-256, and never fetched.

Where two copies of a context are in use (Open Badges' 3.0.3 is served with and without a few terms), we keep to the
terms that all of them have.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

VC1 = "https://www.w3.org/2018/credentials/v1"
VC2 = "https://www.w3.org/ns/credentials/v2"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v1"
DATA_INTEGRITY_2 = "https://w3id.org/security/data-integrity/v2"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OB3_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR2 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
ISSUED = (VC2, DATA_INTEGRITY, OB3, OB3_EXTENSIONS, CLR2)
"""What mooc-kit's own credentials are written with; the others are read."""

_OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/"
PINNED: dict[str, tuple[str, str]] = {
    VC2: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
    DATA_INTEGRITY: ("data-integrity-v1.json", "c6e5073f4bd4bf6d08f245736e6f32c29b012860b18583644b2d71e1de862669"),
    OB3: ("ob-v3p0-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
    OB3_EXTENSIONS: ("ob-v3p0-extensions.json", "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3"),
    CLR2: ("clr-v2p0-2.0.1.json", "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6"),
    VC1: ("credentials-v1.json", "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8"),
    DATA_INTEGRITY_2: ("data-integrity-v2.json", "0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363"),
    ED25519_2020: ("ed25519-2020-v1.json", "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588"),
    _OB3 + "context.json": (
        "ob-v3p0-3.0.0.json",
        "b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10",
    ),
    _OB3 + "context-3.0.1.json": (
        "ob-v3p0-3.0.1.json",
        "cfc147db5fd5e3575b06bd471fe04784e92de69296f64a351b8dff0ec3372e9c",
    ),
    _OB3 + "context-3.0.2.json": (
        "ob-v3p0-3.0.2.json",
        "bba433989e1e700ca60838a3c22378e7d8381aeb0c9590f9ddf84d1714f10296",
    ),
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json": (
        "clr-v2p0-2.0.0.json",
        "e198d7b517d74c5036434ce495086f67b10244709e9a3df9dcb7f8b1579b6167",
    ),
    "https://www.w3.org/ns/credentials/status/v1": (
        "bitstring-status-list-v1.json",
        "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c",
    ),
    "https://w3id.org/vc/status-list/2021/v1": (
        "status-list-2021-v1.json",
        "634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160",
    ),
}
"""Address -> (file in `contexts/`, its SHA-256)."""


class UnknownContext(ValueError):
    """A document names a context that is not pinned: what it means cannot be said without asking a server."""


@cache
def context(address: str) -> Any:
    """The `@context` of `address`. Raises UnknownContext, and ValueError when the shipped file was changed."""
    if address not in PINNED:
        raise UnknownContext(address)
    name, expected = PINNED[address]
    data = files(__package__).joinpath("contexts", name).read_bytes()
    if hashlib.sha256(data).hexdigest() != expected:
        raise ValueError(f"contexts/{name} is not the file that was pinned")
    return json.loads(data)["@context"]


def inlined(document: Any) -> Any:
    """`document` with every context address replaced by what the context says of the document's words, so that
    nothing has to be fetched.

    Raises UnknownContext for addresses that are not pinned, and for contexts written out inside the document:
    with those, a document could give known words another meaning.
    """
    return _inlined(document, frozenset(_FIRST_WORDS.findall(json.dumps(document))) & _terms())


_FIRST_WORDS = re.compile(r'"([^":\\]*)')
"""What stands between a quotation mark and the next one or a colon, in JSON: where each term that a text or a key can
name is found, as a word of its own or as the prefix of a short address."""


def _inlined(document: Any, words: frozenset[str]) -> Any:
    if isinstance(document, list):
        return [_inlined(item, words) for item in document]
    if not isinstance(document, dict):
        return document
    found = {key: _inlined(value, words) for key, value in document.items() if key != "@context"}
    if "@context" in document:
        named = document["@context"]
        addresses = named if isinstance(named, list) else [named]
        for address in addresses:
            if not isinstance(address, str):
                raise UnknownContext("a context written inside the document")
        found["@context"] = [_spoken(address, words) for address in addresses]
    return found


@lru_cache(maxsize=256)
def _spoken(address: str, words: frozenset[str]) -> Any:
    """The context of `address` without the terms that a document of these `words` does not use.

    Reading the contexts takes by far the most of what a document takes. What a term means depends on no term that is
    left out: those that others refer to are always kept, and so are, whole, those that are defined in more than one
    way, since they can be at odds with one another.
    """
    return _kept(context(address), words)


def _kept(found: Any, words: frozenset[str]) -> Any:
    if isinstance(found, list):
        return [_kept(item, words) for item in found]
    if not isinstance(found, dict):
        return found
    referred, varying = _always()
    kept = {}
    for term, meaning in found.items():
        if term.startswith("@") or term in varying:
            kept[term] = meaning
        elif term in words or term in referred:
            inside = isinstance(meaning, dict) and "@context" in meaning
            kept[term] = meaning | {"@context": _kept(meaning["@context"], words)} if inside else meaning
    return kept


@cache
def _always() -> tuple[frozenset[str], frozenset[str]]:
    """The terms that definitions refer to, and those that are defined in more than one way, here or there."""
    meanings: dict[str, set[str]] = {}
    referred = set()
    for term, meaning in _definitions():
        meanings.setdefault(term, set()).add(json.dumps(meaning, sort_keys=True))
        aspects = meaning.values() if isinstance(meaning, dict) else [meaning]
        referred |= {text.partition(":")[0] for text in aspects if isinstance(text, str)}
    return frozenset(referred), frozenset(term for term, found in meanings.items() if len(found) > 1)


def is_term(word: str) -> bool:
    """Whether any of the pinned contexts says what `word` means."""
    return word in _terms()


@cache
def _terms() -> frozenset[str]:
    return frozenset(term for term, _ in _definitions())


def _definitions() -> Iterator[tuple[str, Any]]:
    """Every term of the pinned contexts and of those inside them, with its meaning."""
    waiting = [context(address) for address in PINNED]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            for term, meaning in found.items():
                if not term.startswith("@"):
                    yield term, meaning
                    if isinstance(meaning, dict):
                        waiting.append(meaning.get("@context"))
