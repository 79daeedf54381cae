"""Duplicate detection: the same evidence in two people's requests, or one person behind two keys.

The second shows only where the team keeps a register.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from mooc_kit.credentials.peers.documents import REQUEST, is_evidence

Shared = dict[str, dict[str, str]]
"""Evidence (its address, or the hash of its words) -> key of whoever brings it -> what it says."""


def evidence_in(documents: Iterable[Any]) -> Shared:
    """All evidence of requests, judgements and awards among `documents`, by what it is; others are passed over."""
    found: Shared = defaultdict(dict)
    for document in documents:
        holder, evidence = _claim(document)
        if holder and is_evidence(evidence):
            for piece in evidence:
                found[_same(piece["id"])].setdefault(holder, str(piece.get("narrative") or piece["id"]))
    return found


def shared(found: Shared) -> dict[str, dict[str, str]]:
    """What more than one key brings as its own."""
    return {piece: holders for piece, holders in sorted(found.items()) if len(holders) > 1}


def keys_of_one_person(people: Mapping[str, str], among: Iterable[str]) -> list[list[str]]:
    """Groups of keys in `among` that `people` (key -> person) gives to one person."""
    groups: dict[str, list[str]] = defaultdict(list)
    for did in sorted(set(among)):
        if did in people:
            groups[people[did]].append(did)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]


def _claim(document: Any) -> tuple[str, Any]:
    """(whose evidence it is, the evidence) as a document says."""
    if not isinstance(document, dict):
        return "", None
    if document.get("type") == REQUEST:
        return str(document.get("recipient", "")), document.get("evidence")
    subject = document.get("credentialSubject")
    return (str(subject.get("id", "")), document.get("evidence")) if isinstance(subject, dict) else ("", None)


def _same(address: str) -> str:
    """Web addresses that lead to one page, as one: the host in small letters, without a fragment or a last slash."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.scheme not in ("http", "https"):
        return address
    return urlunsplit(("https", parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))
