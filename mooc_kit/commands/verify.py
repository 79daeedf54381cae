"""Verification: credentials checked offline with what is at hand, or by asking the issuer's site."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mooc_kit.console import console, echo
from mooc_kit.credentials import baking, credential_codes, open_badges2
from mooc_kit.credentials.jcs import read_json
from mooc_kit.credentials.keys import is_did_document
from mooc_kit.credentials.online import NotFetched, Online
from mooc_kit.credentials.peers.bundle import TYPE as BUNDLE
from mooc_kit.credentials.verify import Check, CheckResult, Material, State, Verdict, check_text, issuer_of
from mooc_kit.problems import MoocKitError, Place, relative_name

_WORDS = {
    CheckResult.HOLDS: "it holds",
    CheckResult.FAILS: "it does NOT hold",
    CheckResult.OPEN: "it cannot be judged here",
}
MARKS = {State.OK: "yes", State.FAILED: "NO", State.UNKNOWN: "?"}
_HOW = "Ask the issuer's site with --online, or hand in what it publishes with --trust FILE_OR_FOLDER."
_LISTS = frozenset({"BitstringStatusListCredential", "StatusList2021Credential"})
MOST_LISTS = 8
"""Status lists that are asked for one file."""
_LARGEST = 60_000_000
"""Bytes of a file. A certificate with its fonts is a hundredth of that."""


@dataclass
class _Trust:
    """What a check may use, and where more may come from."""

    material: Material
    online: Online | None = None
    documents: list[dict[str, Any]] = field(default_factory=list)
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    older: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What Open Badges 2.0 keep at addresses: badges, issuers, keys, lists."""

    def look_up(self, address: str) -> dict[str, Any] | None:
        """What lies at `address`: at hand, or asked for where that is allowed."""
        if address in self.older or self.online is None:
            return self.older.get(address)
        try:
            return self.online.document(address)
        except NotFetched:
            return None

    def learn_issuer(self, did: str) -> Iterator[str]:
        """Fetch the issuer's keys where they are not at hand; yields what went wrong."""
        if self.online is None or not did.startswith("did:web:") or any(d.get("id") == did for d in self.documents):
            return
        try:
            self.documents.append(self.online.did_document(did))
        except NotFetched as error:
            yield f"The issuer's keys could not be had. {error}"

    def learn_lists(self, document: dict[str, Any]) -> Iterator[str]:
        """Fetch the lists that `document` names; its signature holds, so its issuer chose their addresses."""
        if self.online is None:
            return
        wanted = [address for address in dict.fromkeys(_lists_of(document)) if address not in self.lists]
        for address in wanted[:MOST_LISTS]:
            try:
                self.lists[address] = self.online.status_list(address)
            except NotFetched as error:
                yield f"The list of revoked credentials could not be had. {error}"


def verify(
    paths: Sequence[Path], *, trusted: Sequence[Path], issuer: str, owner: str, as_json: bool, is_online: bool = False
) -> int:
    """Check credentials in files; gives 0 where all hold, 1 where one does not or cannot be judged here.

    As JSON each file has `verdict`: "holds", "does not hold", or "cannot be judged here".
    """
    documents, lists, older = _at_hand(trusted)
    material = Material(documents, lists, datetime.now(UTC), issuer, owner)
    trust = _Trust(material, Online() if is_online else None, documents, lists, older)
    results, is_fine = [], True
    for path in paths:
        verdict, notes = _verdict(path, trust)
        is_fine &= verdict.is_valid
        name = str((verdict.document or {}).get("name", ""))
        checks = [{"check": c.name, "state": c.state.value, "words": c.words} for c in verdict.checks]
        results.append(
            {
                "file": relative_name(path),
                "name": name,
                "verdict": verdict.outcome.value,
                "valid": verdict.is_valid,
                "checks": checks,
                "notes": notes,
            }
        )
        if not as_json:
            _tell(path, name, verdict, notes)
    if as_json:
        echo(json.dumps(results, indent=2, ensure_ascii=False))
    return 0 if is_fine else 1


def _verdict(path: Path, trust: _Trust) -> tuple[Verdict, list[str]]:
    """What comes out for a file, and what could not be asked or was not."""
    try:
        if path.stat().st_size > _LARGEST:
            raise baking.NotBaked(f"the file is larger than {_LARGEST // 1_000_000} MB")
        text = baking.unbake(path.read_bytes())
    except (OSError, baking.NotBaked) as error:
        hint = "Name a credential (JSON, JWT), or a PNG, SVG or PDF with one inside."
        words = f"{error.strerror}." if isinstance(error, OSError) else str(error)
        raise MoocKitError(credential_codes.NOT_VERIFIED.at(Place(relative_name(path)), words, hint=hint)) from error
    if _is_by_peers(text):
        return _handed_over(path), []
    badge = open_badges2.found_in(text)
    if badge is not None:
        verdict = open_badges2.check(badge, trust.look_up, trust.material)
        return verdict, [f"Not checked: what lies on its issuer's site. {_HOW}"] if _is_open(verdict, trust) else []
    by = _claimed_issuer(text)
    notes = [*trust.learn_issuer(by)]
    verdict = check_text(text, trust.material)
    if verdict.state("signature") is State.OK and verdict.document is not None:
        notes += trust.learn_lists(verdict.document)
        verdict = check_text(text, trust.material)
    if trust.online is None:
        notes += _not_asked(verdict, by)
    return verdict, notes


def _is_by_peers(text: str) -> bool:
    """Whether the file is a badge that peers gave: what it rests on decides, not its own signature."""
    try:
        found = read_json(text) if text.lstrip().startswith("{") else {}
    except ValueError:
        return False
    if found.get("type") == BUNDLE:
        return True
    related = found.get("relatedResource")
    return isinstance(related, list) and issuer_of(found).startswith("did:key:")


def _handed_over(path: Path) -> Verdict:
    """What the chain of a peer badge says, where this is the folder of its course; else where it can be asked."""
    if not Path("course.yaml").is_file():
        words = (
            "Peers gave this badge, and it holds if its judges lead back to the course's first judges. In the course's "
            f"kit: mooc-kit badge verify {relative_name(path)}"
        )
        return Verdict(None, (Check("chain", State.UNKNOWN, words, decides=True),))
    from mooc_kit.commands.peer_badges import chain_of

    chain = chain_of(Path(), path)
    if chain.holds and chain.main.read is not None:
        words = f"Peers gave this badge, and its judges lead back to the first judges. Holder: {chain.main.read.to}"
        return Verdict(chain.main.read.document, (Check("chain", State.OK, words),))
    return Verdict(None, (Check("chain", State.FAILED, " ".join(chain.main.reasons)),))


def _is_open(verdict: Verdict, trust: _Trust) -> bool:
    return verdict.outcome is CheckResult.OPEN and trust.online is None


def _not_asked(verdict: Verdict, by: str) -> Iterator[str]:
    """What stays open without a network, and how to close it."""
    if verdict.state("signature") is State.UNKNOWN:
        yield f"Not checked: the signature, since the keys of {by} are not at hand. {_HOW}"
    elif verdict.document is not None and verdict.state("status") is State.UNKNOWN and any(_lists_of(verdict.document)):
        hosts = ", ".join(dict.fromkeys(urlsplit(address).hostname or "?" for address in _lists_of(verdict.document)))
        yield f"Not checked: whether it was revoked. The list is at {hosts}. {_HOW}"


def _tell(path: Path, name: str, verdict: Verdict, notes: Sequence[str]) -> None:
    out = console()
    out.print(f"{relative_name(path)}: {_WORDS[verdict.outcome]}")
    if name:
        out.print(f"  {name}")
    for check in verdict.checks:
        out.print(f"  {MARKS[check.state]:>3}  {check.name}: {check.words}", soft_wrap=True)
    for note in notes:
        out.print(f"       {note}", soft_wrap=True)


def _at_hand(
    places: Sequence[Path],
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The DID documents, the status lists and what Open Badges 2.0 need (both by address) in files and folders."""
    documents, lists, older = [], {}, {}
    for place in places:
        for path in sorted(place.rglob("*.json")) if place.is_dir() else [place]:
            try:
                found = read_json(path.read_bytes())
            except (OSError, ValueError):
                continue
            if not isinstance(found, dict):
                continue
            if is_did_document(found):
                documents.append(found)
            elif not _LISTS.isdisjoint(one for one in (found.get("type") or []) if isinstance(one, str)):
                lists[str(found.get("id"))] = found
            elif isinstance(found.get("id"), str):
                older[found["id"]] = found
    return documents, lists, older


def _claimed_issuer(text: str) -> str:
    """Who a credential says that it is by, before anything is checked; "" where it does not say."""
    try:
        if not text.lstrip().startswith("{"):
            part = text.strip().split(".")[1]
            text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
        found = read_json(text)
    except (ValueError, IndexError):
        return ""
    return issuer_of(found) if isinstance(found, dict) else ""


def _lists_of(document: dict[str, Any]) -> Iterator[str]:
    """The addresses of the status lists that a credential, and those inside it, name. Its shape was looked at."""
    entry = document.get("credentialStatus")
    if entry and isinstance(entry.get("statusListCredential"), str):
        yield entry["statusListCredential"]
    for item in document["credentialSubject"].get("verifiableCredential") or []:
        yield from _lists_of(item)
