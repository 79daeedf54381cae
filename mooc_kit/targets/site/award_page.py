"""Award page data: the rules of the course's peer badges, its first judges, and what the team revoked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mooc_kit.course.model import Course
from mooc_kit.course.peer_badge_files import CHECKPOINTS, POLICIES, REVOKED
from mooc_kit.credentials.peers.policy import peer_badges, policy_of


def award_data(course: Course) -> dict[str, Any]:
    """What the page's scripts trust, since it comes with the course: the team's signed lists are checked there."""
    badges = peer_badges(course)
    current = [(badge.id, policy_of(course, badge).document) for badge in badges]
    judges = dict.fromkeys(judge for badge in badges for judge in badge.first_judges)
    return {
        "current": current,
        "policies": [*(document for _, document in current), *_files(course, POLICIES)],
        "firstJudges": list(judges),
        "revoked": next(_files(course, REVOKED), None),
        "checkpoints": list(_files(course, CHECKPOINTS)),
    }


def _files(course: Course, place: str) -> Iterator[Any]:
    """The JSON in the team's file or files at `place`. One that cannot be read is passed over: nothing rests on it."""
    for path, file in course.assets.items():
        if path == place or (path.startswith(f"{place}/") and path.endswith(".json")):
            try:
                yield json.loads(Path(file).read_text(encoding="utf-8"))
            except ValueError:
                continue
