"""Badge chains: from an award through its judges' own awards back to the course's first judges, checked offline.

Documents name each other by digest, so a chain cannot run in a circle. Each is checked once, without recursion: ten
thousand awards one behind the other take ten thousand steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mooc_kit.credentials import proof
from mooc_kit.credentials.peers.bundle import Bundle
from mooc_kit.credentials.peers.documents import ReadDocument, core_id, core_of, ni_of, read_document
from mooc_kit.credentials.peers.policy import Policy
from mooc_kit.credentials.peers.register import Register
from mooc_kit.credentials.peers.signed import verify_file

MOST_HEIGHT = 100_000
REVOCATIONS = "PeerBadgeRevocations"


@dataclass(frozen=True)
class Trust:
    """What a verifier holds from the course itself, not from the badge: rules, first judges, and what they took back.

    `revoked` maps an award's id to the moment from which it does not count ("" for from the beginning).
    `checkpoints` are the digests of awards that a first judge vouches for.
    """

    policies: Mapping[str, Policy]
    roots: frozenset[str]
    revoked: Mapping[str, str] = field(default_factory=dict)
    checkpoints: frozenset[str] = frozenset()
    register: Register | None = None
    being_made: str = ""
    """The digest of an award that is only now being made: no register can know it yet."""
    most_height: int = MOST_HEIGHT
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass
class Standing:
    """What came out for one award. `height` is the number of awards between it and a first judge."""

    read: ReadDocument | None
    reasons: list[str] = field(default_factory=list)
    judges: tuple[str, ...] = ()
    height: int = 0

    @property
    def holds(self) -> bool:
        return not self.reasons


@dataclass
class ChainVerdict:
    """`awards` are all that were walked, by digest; `unproven` says what no file can prove."""

    main: Standing
    awards: dict[str, Standing]
    unproven: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.main.holds


def verify_chain(bundle: Bundle, trust: Trust) -> ChainVerdict:
    """Walk the bundle's award to its root and check everything on the way."""
    walk = _Walk(bundle, trust)
    main = walk.standing(bundle.award)
    if main.read is not None and main.holds and main.read.id in trust.revoked:
        main.reasons.append("The badge was revoked by the course team.")
    unproven = [] if trust.register else [_ONE_PERSON, _BACK_DATED]
    return ChainVerdict(main, walk.found, tuple(unproven))


_ONE_PERSON = "That two judges are two people: one person can hold two keys. The course team's register closes this."
_BACK_DATED = "That the dates are true: each is its writer's word. The course team's register closes this."


class _Walk:
    def __init__(self, bundle: Bundle, trust: Trust) -> None:
        self.bundle = bundle
        self.trust = trust
        self.found: dict[str, Standing] = {}
        self.reads: dict[str, ReadDocument | None] = {}
        self.refused: dict[str, str] = {}

    def standing(self, award: str) -> Standing:
        """The standing of the award with this digest; those it rests on are settled first, from a stack."""
        stack, open_ = [award], set()
        while stack:
            top = stack[-1]
            if top in self.found:
                stack.pop()
                continue
            waiting = [parent for parent in self._parents(top) if parent not in self.found]
            if waiting and top not in open_:
                open_.add(top)
                stack += waiting
            else:  # a parent that is still open now would be a circle, and stays unfound
                self.found[top] = self._settle(top)
                stack.pop()
        return self.found[award]

    def read(self, name: str) -> ReadDocument | None:
        if name not in self.reads:
            document = self.bundle.documents.get(name)
            try:
                self.reads[name] = None if document is None else read_document(document)
            except ValueError as error:
                self.reads[name] = None
                self.refused[name] = str(error)
        return self.reads[name]

    def _parents(self, award: str) -> list[str]:
        """The digests of the judges' own awards."""
        read = self.read(award)
        if read is None or award in self.trust.checkpoints:
            return []
        found = []
        for _, name in read.rests_on:
            judgement = self.read(name)
            if judgement is not None and judgement.by not in self.trust.roots:
                found += [parent for _, parent in judgement.rests_on[:1]]
        return found

    def _settle(self, award: str) -> Standing:
        read = self.read(award)
        if read is None:
            why = self.refused.get(award)
            return Standing(None, [f"This is no award that counts: {why}." if why else "The award is not in the file."])
        standing = Standing(read)
        reasons = standing.reasons
        policy = self.trust.policies.get(read.policy)
        if policy is None:
            reasons.append("It was given under other rules than those that the course names.")
            return standing
        if read.badge != policy.badge["id"]:
            reasons.append("It is no award of this badge.")
            return standing
        reasons += self._own(read)
        if award in self.trust.checkpoints:
            # A first judge vouched for it: what it rests on need not be at hand any more.
            return standing
        judges: dict[str, int] = {}
        refused: list[str] = []
        for id, name in read.rests_on:
            why, height = self._judgement(id, name, read, policy)
            judgement = self.read(name)
            if why or judgement is None:
                refused.append(why)
            else:
                # One voice for each key: judging twice counts once.
                judges.setdefault(judgement.by, height)
        standing.judges = tuple(judges)
        standing.height = max(judges.values(), default=0)
        if len(judges) < policy.awards_needed:
            people = "judge" if policy.awards_needed == 1 else "different judges"
            reasons.append(f"It needs {policy.awards_needed} {people} and has {len(judges)}.")
            reasons += list(dict.fromkeys(refused))[:5]
        if read.by not in judges:
            reasons.append("It is not signed by one of its judges.")
        if standing.height > self.trust.most_height:
            reasons.append(f"Its chain is longer than {self.trust.most_height} awards.")
        if self.trust.register and award != self.trust.being_made:
            reasons += self.trust.register.problems(read, [*judges])
        return standing

    def _own(self, read: ReadDocument) -> list[str]:
        """What is wrong with a document by itself: its signature, its date, and what it claims to be about."""
        found = []
        try:
            proof.verify(read.document, read.by)
        except proof.BadProof as error:
            found.append(str(error))
        at = _moment(read.at)
        if at is None:
            found.append("Its date cannot be read.")
        elif at > self.trust.now:
            found.append("Its date lies in the future.")
        if read.core != core_id(core_of(self._badge(read), read.policy, read.to, read.evidence)):
            found.append("It is about another request than it says.")
        return found

    def _badge(self, read: ReadDocument) -> str:
        policy = self.trust.policies.get(read.policy)
        return policy.badge["id"] if policy else read.badge

    def _judgement(self, id: str, name: str, award: ReadDocument, policy: Policy) -> tuple[str, int]:
        """(why the judgement does not count, or "", its height)."""
        read = self.read(name)
        if read is None:
            why = self.refused.get(name)
            return f"A judgement does not count: {why}." if why else "A judgement that it names is not in the file.", 0
        who = _who(read)
        if read.id != id or read.badge != f"{policy.id}#judgement" or read.policy != policy.digest:
            return f"{who}: this is no judgement of this badge under these rules.", 0
        if read.core != award.core or read.to != award.to:
            return f"{who} judged another request.", 0
        wrong = self._own(read)
        if wrong:
            return f"{who}: {wrong[0]}", 0
        if read.by == read.to:
            return f"{who} judged their own request.", 0
        weak = policy.level_problem(read.results)
        if weak:
            return f"{who}: {weak}", 0
        if _later(read.at, award.at):
            return f"{who} judged after the badge was given.", 0
        if read.by in self.trust.roots:
            return "", 0
        if not policy.holders_may_award:
            return f"{who} is none of the first judges, and only they may give this badge.", 0
        return self._holder(read, who, policy)

    def _holder(self, read: ReadDocument, who: str, policy: Policy) -> tuple[str, int]:
        """Whether a judge who is none of the first ones held the badge when they judged."""
        if len(read.rests_on) != 1:
            return f"{who} names no badge of their own.", 0
        own = self.found.get(read.rests_on[0][1])
        if own is None or own.read is None:
            return f"{who}: their own badge is not in the file.", 0
        if own.read.to != read.by or own.read.badge != policy.badge["id"]:
            return f"{who} names somebody else's badge as their own.", 0
        if not own.holds:
            return f"{who} did not hold the badge: {own.reasons[0]}", 0
        if _later(own.read.at, read.at):
            return f"{who} judged before they held the badge.", 0
        # A badge that was taken back later was held until then: what its holder judged in that time still counts.
        since = self.trust.revoked.get(own.read.id)
        if since is not None and (not since or not _later(since, read.at)):
            return f"{who}: their own badge was revoked by then.", 0
        return "", own.height + 1


def revocations(document: Mapping[str, Any], roots: frozenset[str]) -> dict[str, str]:
    """What a first judge took back: award id -> from when. Raises BadProof unless one of `roots` signed it."""
    if document.get("type") != REVOCATIONS:
        raise proof.BadProof("It is no list of revoked badges.")
    _signed_by_root(document, roots)
    return {str(entry["award"]): str(entry.get("from", "")) for entry in document["entries"]}


def checkpoint_of(document: Mapping[str, Any], names: Sequence[str], roots: frozenset[str]) -> str | None:
    """Which of the awards with the digests `names` a first judge vouches for in `document`; None where it holds not."""
    by = str((document.get("issuer") or {}).get("id")) if isinstance(document.get("issuer"), dict) else ""
    if by not in roots or "EndorsementCredential" not in document.get("type", ()):
        return None
    try:
        proof.verify(dict(document), by)
    except proof.BadProof:
        return None
    wanted = str(document["credentialSubject"]["id"])
    return next((name for name in names if ni_of(name) == wanted), None)


def _signed_by_root(document: Mapping[str, Any], roots: frozenset[str]) -> None:
    found = document.get("proof")
    method = str(found.get("verificationMethod")) if isinstance(found, dict) else ""
    by = method.partition("#")[0]
    if by not in roots:
        raise proof.BadProof("It is not signed by one of the first judges.")
    verify_file(dict(document), by)


def _who(read: ReadDocument) -> str:
    issuer = read.document["issuer"]
    name = issuer.get("name") if isinstance(issuer, dict) else None
    return f"{name} ({read.by[:20]}…)" if name else f"The judge {read.by[:24]}…"


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _later(one: str, other: str) -> bool:
    """Whether the moment `one` is after `other`; what cannot be read is never in order."""
    first, second = _moment(one), _moment(other)
    return first is None or second is None or first > second
