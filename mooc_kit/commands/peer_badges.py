"""Peer badges: make a key, request, judge, award, verify, revoke and register badges, as files."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from mooc_kit.commands.badge_report import facts, say
from mooc_kit.commands.passphrase import given_passphrase, new_passphrase
from mooc_kit.commands.validate import whole_course
from mooc_kit.console import ask_number, console, echo
from mooc_kit.course.model import Course
from mooc_kit.course.peer_badge_files import CHECKPOINTS, POLICIES, REGISTER, REVOKED
from mooc_kit.credentials.badge import moment
from mooc_kit.credentials.baking import bake_svg
from mooc_kit.credentials.jcs import jcs, read_json
from mooc_kit.credentials.keyring import refuse_kit
from mooc_kit.credentials.keys import SigningKey
from mooc_kit.credentials.peers import documents, peer_codes
from mooc_kit.credentials.peers.bundle import BadBundle, Bundle, bundle_of, read_bundle
from mooc_kit.credentials.peers.chain import REVOCATIONS, ChainVerdict, revocations, verify_chain
from mooc_kit.credentials.peers.duplicates import keys_of_one_person
from mooc_kit.credentials.peers.graph import graph_html, graph_of, graph_svg, signs
from mooc_kit.credentials.peers.keyfile import BadKeyFile, is_locked, key_text, read_key, write_key
from mooc_kit.credentials.peers.policy import Policy, peer_badges
from mooc_kit.credentials.peers.register import Register, read_register
from mooc_kit.credentials.peers.signed import sign_file, verify_file
from mooc_kit.credentials.peers.trust import policies_of, trust_of
from mooc_kit.credentials.proof import BadProof
from mooc_kit.files import write_whole
from mooc_kit.problems import MoocKitError, Place, Problem, Rule, UsageError, relative_name

MOST_BESIDE = 500
LARGEST_BESIDE = 2_000_000
"""Files beside a request in which its evidence is looked for, and bytes of one."""


def make_key(path: Path, name: str, *, is_locked: bool) -> None:
    refuse_kit(path.parent, "Write it elsewhere: mooc-kit badge key -o ~/my-badge-key.json")
    words = new_passphrase("leave out --lock") if is_locked else ""
    key = SigningKey.generate()
    try:
        write_key(path, key_text(key, words, name))
    except FileExistsError:
        raise UsageError(f"{path} exists already; a key is never overwritten.") from None
    out = console()
    out.print(f"Written: {relative_name(path)}. Keep it: whoever has it signs in your name.")
    out.print(f"Public key: {key.did}", soft_wrap=True)


def write_policies(kit: Path) -> None:
    """Keep today's rules of each badge in the kit, so that badges given under them hold when the rules change."""
    course = _course(kit)
    folder = kit / POLICIES
    known = {path.read_bytes() for path in folder.glob("*.json")}
    folder.mkdir(parents=True, exist_ok=True)
    for badge in peer_badges(course):
        policy = next(p for p in policies_of(course, kit).values() if p.badge["name"] == badge.title)
        if policy.bytes() in known:
            continue
        number = 1 + len(list(folder.glob(f"{badge.id}-*.json")))
        _write(folder / f"{badge.id}-{number}.json", policy.bytes())


def ask_for(
    kit: Path, badge: str, key_file: Path, evidence: Sequence[str], *, name: str, own: str, output: Path
) -> None:
    policy = _policy(kit, badge)
    key, called = _key(key_file)
    pieces = [_evidence(text) for text in evidence]
    asked = documents.request(policy, key, pieces, _now(), name=name or called, own=own)
    _write(output, jcs(asked))


def judge(
    kit: Path,
    request: Path,
    key_file: Path,
    *,
    own: Path | None,
    levels: Mapping[str, str],
    comment: str,
    name: str,
    output: Path,
) -> None:
    """Judge `request`; levels that `levels` leaves open are asked for on a terminal."""
    asked, policy = _request(kit, request)
    key, called = _key(key_file)
    own_bundle = _bundle(own) if own else None
    _look_for_doubles(kit, request, asked, key, own_bundle)
    results = dict(levels)
    if sys.stdin.isatty() and not policy.unknown_criteria(results):
        results |= _chosen(policy, asked, results)
    weak = policy.level_problem(results)
    if weak:
        raise _stop(
            peer_codes.CANNOT_JUDGE, request, 'Say "not yet" in the course\'s channel, with the next step.', weak
        )
    roots = _roots(kit)
    if asked["recipient"] == key.did:
        raise _stop(peer_codes.CANNOT_JUDGE, request, "Ask somebody else to judge it.", "This is your own request.")
    if key.did not in roots:
        _must_hold(kit, own_bundle, key, policy, request)
    made = documents.judgement(
        policy,
        asked,
        key,
        results,
        _now(),
        own_badge=own_bundle.main if own_bundle else None,
        comment=comment,
        name=name or called,
    )
    bundle = bundle_of(made, own_bundle.documents.values() if own_bundle else ())
    _write(output, bundle.bytes())


def award(
    kit: Path,
    request: Path,
    judgements: Sequence[Path],
    key_file: Path,
    *,
    name: str,
    output: Path,
    image: Path | None,
) -> None:
    asked, policy = _request(kit, request)
    key, called = _key(key_file)
    bundles = [_bundle(path) for path in judgements]
    found = [bundle.main for bundle in bundles if bundle.main is not None]
    made = documents.award(policy, asked, key, found, _now(), name=name or called)
    bundle = bundle_of(made, [document for one in bundles for document in one.documents.values()])
    trust = replace(trust_of(_course(kit), kit, bundle.documents), being_made=bundle.award)
    reasons = verify_chain(bundle, trust).main.reasons
    if reasons:
        hint = "Collect as many judgements of this request as the badge needs, and award with a judge's key."
        raise _stop(peer_codes.NOT_ENOUGH, request, hint, " ".join(reasons))
    _write(output, bundle.bytes())
    if image is not None:
        course = _course(kit)
        picture = next(b.image for b in peer_badges(course) if b.title == policy.badge["name"])
        credential = jcs(made).decode()
        _write(image, bake_svg((kit / picture).read_bytes(), credential))


def verify(kit: Path, paths: Sequence[Path], roots: Sequence[str], *, as_json: bool) -> int:
    course = _course(kit)
    failed = 0
    told = []
    bundles = {path: _bundle(path) for path in paths}
    # A picture holds its award alone; what it rests on may lie in another of the files.
    everything = [document for bundle in bundles.values() for document in bundle.documents.values()]
    for path, bundle in bundles.items():
        bundle.add(everything)
        trust = trust_of(course, kit, bundle.documents, more_roots=roots)
        if not trust.roots:
            raise _stop(
                peer_codes.NO_FIRST_JUDGES, kit / "course.yaml", "Name their keys under peer_badges: first_judges:"
            )
        verdict = verify_chain(bundle, trust)
        failed += not verdict.holds
        told.append(facts(path, verdict))
        if not as_json:
            say(told[-1])
    if as_json:
        console().print_json(json.dumps(told))
    return 1 if failed else 0


def chain_of(kit: Path, path: Path) -> ChainVerdict:
    """What the chain of one badge's file says under the rules of `kit`."""
    bundle = _bundle(path)
    return verify_chain(bundle, trust_of(_course(kit), kit, bundle.documents))


def draw(kit: Path, paths: Sequence[Path], output: Path) -> None:
    course = _course(kit)
    everything: dict[str, Any] = {}
    for path in paths:
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        for file in files:
            everything |= _bundle(file).documents
    graph = graph_of(everything.values(), _roots(kit), _people(kit))
    found = signs(graph)
    about = {did for sign in found for did in sign.people}
    title = f"Who awarded whom: {course.title}"
    text = graph_svg(graph, about) if output.suffix == ".svg" else graph_html(graph, title, found)
    _write(output, text.encode())
    for sign in found:
        console().print(f"worth a look: {sign.words}")


def revoke(kit: Path, award_id: str, key_file: Path, reason: str) -> None:
    """Take the badge with this id back from now on: what its holder judged before stays."""
    key = _root_key(kit, key_file)
    path = kit / REVOKED
    entries: list[dict[str, str]] = []
    if path.is_file():
        found = read_json(path.read_bytes())
        revocations(found, _roots(kit))
        entries = [entry for entry in found["entries"] if entry["award"] != award_id]
    entries.append({"award": award_id, "from": _now(), "reason": reason})
    _write(path, jcs(sign_file({"type": REVOCATIONS, "entries": entries}, key, _now())))


def checkpoint(kit: Path, bundle_file: Path, key_file: Path) -> None:
    """Vouch for a badge whose chain holds, so that those who come after it need not carry what lies before."""
    key = _root_key(kit, key_file)
    bundle = _bundle(bundle_file)
    verdict = verify_chain(bundle, trust_of(_course(kit), kit, bundle.documents))
    if not verdict.holds or verdict.main.read is None:
        raise _stop(peer_codes.BROKEN_CHAIN, bundle_file, "Vouch only for what holds.", " ".join(verdict.main.reasons))
    policy = policies_of(_course(kit), kit)[verdict.main.read.policy]
    made = documents.checkpoint(policy, key, verdict.main.read.document, _now())
    (kit / CHECKPOINTS).mkdir(parents=True, exist_ok=True)
    _write(kit / CHECKPOINTS / f"{made['id'].rpartition(':')[2]}.json", jcs(made))


def register(kit: Path, bundle_file: Path, key_file: Path, *, person: str, secret: str) -> None:
    """Log a badge in the team's register, for the person who handed it in."""
    key = _root_key(kit, key_file)
    bundle = _bundle(bundle_file)
    if bundle.main is None:
        raise _stop(peer_codes.NOT_A_BADGE, bundle_file, "Give the badge's file.")
    path = kit / REGISTER
    log = read_register(path.read_text(encoding="utf-8"), _roots(kit)) if path.is_file() else Register()
    log.add(documents.read_document(bundle.main), person, key, secret.encode(), _now())
    _write(path, log.text().encode())


@cache
def _course(kit: Path) -> Course:
    return whole_course(kit)


def _policy(kit: Path, badge: str) -> Policy:
    from mooc_kit.credentials.peers.policy import policy_of

    course = _course(kit)
    badges = {found.id: found for found in peer_badges(course)}
    if badge not in badges:
        raise UsageError(f"There is no badge {badge!r} in this course. It has: {', '.join(badges) or 'none'}.")
    return policy_of(course, badges[badge])


def _request(kit: Path, path: Path) -> tuple[dict[str, Any], Policy]:
    """A request, its signature checked, and the rules under which it was made."""
    try:
        asked = read_json(path.read_bytes())
        verify_file(asked, str(asked["recipient"]))
        if asked["type"] != documents.REQUEST or not documents.is_evidence(asked["evidence"]):
            raise ValueError("no request")
        policy = policies_of(_course(kit), kit)[asked["policy"]]
    except OSError:
        raise UsageError(f"There is no file {path}.") from None
    except BadProof as error:
        raise _stop(
            peer_codes.NOT_A_BADGE, path, "Ask for the request again.", f"The request does not hold. {error}"
        ) from None
    except KeyError as error:
        hint = "It may be another course's, or the badge's rules were changed since; ask for the request again."
        raise _stop(peer_codes.NOT_A_BADGE, path, hint, f"The request does not fit this course ({error}).") from None
    except (ValueError, TypeError):
        raise _stop(peer_codes.NOT_A_BADGE, path, "Give the file that mooc-kit badge request wrote.") from None
    return asked, policy


def _people(kit: Path) -> dict[str, str]:
    """Key -> person, where the team keeps a register."""
    found = trust_of(_course(kit), kit, {}).register
    return found.people if found else {}


def _look_for_doubles(kit: Path, request: Path, asked: Mapping[str, Any], key: SigningKey, own: Bundle | None) -> None:
    """Say where the request's evidence is somebody else's, too, as far as the files beside it and the judge's own badge
    show. Stops where the register says that the judge is the one who asks, under another key."""
    people = _people(kit)
    if asked["recipient"] != key.did and keys_of_one_person(people, (asked["recipient"], key.did)):
        words = "The request is by the same person as this key, says the register."
        raise _stop(peer_codes.CANNOT_JUDGE, request, "Ask somebody else to judge it.", words)
    documents: list[Any] = [asked, *(own.documents.values() if own else ())]
    for path in sorted(request.resolve().parent.glob("*.json"))[:MOST_BESIDE]:
        with suppress(BadBundle, OSError):
            if path.stat().st_size <= LARGEST_BESIDE:
                documents += read_bundle(path.read_bytes()).documents.values()
    graph = graph_of(documents, _roots(kit), people)
    for sign in signs(graph):
        if sign.kind in ("double", "borrowed") and asked["recipient"] in sign.people:
            echo(f"worth a look: {sign.words}", error=True)


def _must_hold(kit: Path, own: Bundle | None, key: SigningKey, policy: Policy, request: Path) -> None:
    if not policy.holders_may_award:
        raise _stop(peer_codes.CANNOT_JUDGE, request, "Ask a first judge.", "Only first judges may give this badge.")
    if own is None or own.main is None:
        hint = "Add --own with your own badge, or judge with a first judge's key."
        raise _stop(peer_codes.CANNOT_JUDGE, request, hint, "You hold no badge yet that you could show.")
    verdict = verify_chain(own, trust_of(_course(kit), kit, own.documents))
    read = verdict.main.read
    if not verdict.holds or read is None or read.to != key.did or read.badge != policy.badge["id"]:
        reasons = " ".join(verdict.main.reasons) or "It is somebody else's, or another badge."
        raise _stop(peer_codes.CANNOT_JUDGE, request, "Show your own badge, one that holds.", reasons)


def _roots(kit: Path) -> frozenset[str]:
    return frozenset(key for badge in peer_badges(_course(kit)) for _, key in badge.first_judges)


def _root_key(kit: Path, key_file: Path) -> SigningKey:
    key, _ = _key(key_file)
    if key.did not in _roots(kit):
        raise _stop(peer_codes.CANNOT_JUDGE, key_file, "Use a first judge's key.", "Only first judges may do this.")
    return key


def _key(path: Path) -> tuple[SigningKey, str]:
    try:
        text = path.read_text(encoding="utf-8")
        return read_key(text, given_passphrase("Passphrase of the key") if is_locked(text) else "")
    except OSError:
        raise UsageError(f"There is no key file {path}. Make one: mooc-kit badge key -o {path}") from None
    except (BadKeyFile, UnicodeDecodeError) as error:
        raise _stop(
            peer_codes.BAD_KEY_FILE, path, "Use the file as it was written, with its passphrase.", str(error)
        ) from None


def _bundle(path: Path) -> Bundle:
    from mooc_kit.credentials.baking import NotBaked, unbake

    try:
        data = path.read_bytes()
        return read_bundle(unbake(data).encode() if data[:1] != b"{" else data)
    except OSError:
        raise UsageError(f"There is no file {path}.") from None
    except (BadBundle, NotBaked) as error:
        raise _stop(
            peer_codes.NOT_A_BADGE, path, "Give the file that mooc-kit or the award page wrote.", str(error)
        ) from None


def _evidence(text: str) -> documents.PeerEvidence:
    """`text` is an https address, an address and words after a space, or words alone."""
    first, _, rest = text.partition(" ")
    if first.startswith(("https://", "http://")):
        return documents.PeerEvidence(rest or first, first)
    return documents.PeerEvidence(text)


def _chosen(policy: Policy, asked: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """The levels of the criteria that `given` leaves open, asked for one by one."""
    echo(f"Request for {policy.badge['name']} by {asked.get('name') or asked['recipient']}")
    for piece in asked["evidence"]:
        echo(f"  Evidence: {piece.get('narrative', '')}  {piece['id']}")
    found = {}
    for criterion in policy.criteria:
        if criterion["id"] in given:
            continue
        echo(f"\n{criterion['title']}")
        for number, level in enumerate(criterion["levels"], 1):
            echo(f"  {number}. {level['title']}: {level['descriptor']}".rstrip(": "))
        chosen = ask_number("Which level", len(criterion["levels"]))
        found[criterion["id"]] = criterion["levels"][chosen - 1]["id"]
    return found


def _now() -> str:
    return moment(datetime.now(UTC))


def _write(path: Path, data: bytes) -> None:
    write_whole(path, data)
    console().print(f"Written: {relative_name(path)}")


def _stop(rule: Rule, path: Path, hint: str, message: str = "") -> MoocKitError:
    found: Problem = rule.at(Place(relative_name(path)), message, hint=hint)
    return MoocKitError(found)
