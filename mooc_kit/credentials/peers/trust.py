"""Trust anchors: what a verifier takes from the course: rules of today and before, first judges, the team's lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mooc_kit.course.model import Course
from mooc_kit.course.peer_badge_files import CHECKPOINTS, POLICIES, REGISTER, REVOKED
from mooc_kit.credentials.jcs import read_json
from mooc_kit.credentials.peers import peer_codes
from mooc_kit.credentials.peers.chain import Trust, checkpoint_of, revocations
from mooc_kit.credentials.peers.policy import Policy, peer_badges, policy_of, read_policy
from mooc_kit.credentials.peers.register import BadRegister, read_register
from mooc_kit.credentials.proof import BadProof
from mooc_kit.problems import MoocKitError, Place, relative_name


def policies_of(course: Course, kit: Path) -> dict[str, Policy]:
    """The rules that count, by digest: today's of each badge, and the earlier ones that the kit keeps."""
    found = {policy.digest: policy for policy in (policy_of(course, badge) for badge in peer_badges(course))}
    for path in sorted((kit / POLICIES).glob("*.json")):
        try:
            policy = read_policy(read_json(path.read_bytes()))
        except ValueError as error:
            hint = "Restore it from git, or take it away if no badge was given under it."
            raise MoocKitError(peer_codes.TRUST_FILE.at(Place(relative_name(path)), str(error), hint=hint)) from error
        found.setdefault(policy.digest, policy)
    return found


def trust_of(course: Course, kit: Path, documents: Mapping[str, Any], *, more_roots: Iterable[str] = ()) -> Trust:
    """What the kit says; `documents` are those of the bundle, among which checkpoints may vouch for some."""
    roots = frozenset([key for badge in peer_badges(course) for _, key in badge.first_judges] + list(more_roots))
    revoked: dict[str, str] = {}
    register = None
    path = kit / REVOKED
    try:
        if path.is_file():
            revoked = revocations(read_json(path.read_bytes()), roots)
        path = kit / REGISTER
        if path.is_file():
            register = read_register(path.read_text(encoding="utf-8"), roots)
        checkpoints = set()
        for path in sorted((kit / CHECKPOINTS).glob("*.json")):
            name = checkpoint_of(read_json(path.read_bytes()), list(documents), roots)
            checkpoints |= {name} if name else set()
    except (BadProof, BadRegister, ValueError, KeyError, TypeError) as error:
        hint = "Restore it from git. Only first judges may write it."
        raise MoocKitError(peer_codes.TRUST_FILE.at(Place(relative_name(path)), str(error), hint=hint)) from error
    return Trust(policies_of(course, kit), roots, revoked, frozenset(checkpoints), register)
