"""Badge policy: the rules under which a peer badge is given: badge, rubric, number of judges, and who may judge.

It follows from the course and is published as canonical JSON (JCS), so that every judgement can name it by digest. Who
the first judges are is not part of it: a new one may join without making earlier judgements obsolete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mooc_kit.content.html_words import lines_of
from mooc_kit.course.model import Awarder, Course, Credential
from mooc_kit.credentials.jcs import digest, jcs
from mooc_kit.credentials.person_names import clean_paragraphs, clean_text
from mooc_kit.rubrics.model import Rubric

TYPE = "PeerBadgePolicy"
SECURE = "secure"
"""The id of the level that a criterion must reach; where a rubric has other levels, the one above the middle."""


@dataclass(frozen=True)
class Policy:
    """The rules of one badge, read from `document`."""

    document: dict[str, Any]

    @cached_property
    def digest(self) -> str:
        return digest(self.document)

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def badge(self) -> dict[str, str]:
        found: dict[str, str] = self.document["badge"]
        return found

    @property
    def awards_needed(self) -> int:
        return int(self.document["awardsNeeded"])

    @property
    def holders_may_award(self) -> bool:
        return bool(self.document["holdersMayAward"])

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """What a judge answers: (id, title, levels, least). One criterion with yes and no where there is no rubric."""
        found: list[dict[str, Any]] = self.document["criteria"]
        return found

    def level_problem(self, results: Mapping[str, str]) -> str:
        """Why `results` (criterion id -> level id) do not suffice; "" where they do."""
        for criterion in self.criteria:
            levels = [level["id"] for level in criterion["levels"]]
            given = results.get(criterion["id"])
            if given not in levels:
                return f'The criterion "{criterion["title"]}" is not judged.'
            if levels.index(given) < levels.index(criterion["least"]):
                return f'"{criterion["title"]}" is below "{_title(criterion, criterion["least"])}".'
        extra = self.unknown_criteria(results)
        return f"It judges what the rubric does not know: {', '.join(sorted(extra))}." if extra else ""

    def unknown_criteria(self, results: Mapping[str, str]) -> set[str]:
        """The ids in `results` for which the rubric has no criterion."""
        return set(results) - {criterion["id"] for criterion in self.criteria}

    def bytes(self) -> bytes:
        return jcs(self.document)


def peer_badges(course: Course) -> list[Credential]:
    return [found for found in course.credentials if found.awarded_by is Awarder.PEERS]


def policy_of(course: Course, badge: Credential) -> Policy:
    """The policy of a badge of `course`."""
    base = course.url.rstrip("/") if course.url else f"urn:mooc-kit:{course.id}"
    join = "/" if course.url else ":"
    page = join.join([base, "badges", f"{badge.id}.html" if course.url else badge.id])
    words = clean_paragraphs("\n".join(lines_of(badge.criteria_html, as_written=True)) or badge.description)
    document = {
        "type": TYPE,
        "id": join.join([base, "badges", f"{badge.id}.policy.json" if course.url else f"{badge.id}:policy"]),
        "course": {"id": course.id, "title": clean_text(course.title), "url": course.url},
        "badge": {
            "id": page,
            "name": clean_text(badge.title),
            "description": clean_paragraphs(badge.description) or clean_text(badge.title),
            "criteria": words,
        },
        "criteria": _criteria(badge),
        "awardsNeeded": badge.awards_needed,
        "holdersMayAward": badge.holders_may_award,
    }
    return Policy(document)


def read_policy(document: Any) -> Policy:
    """A policy from a file. Raises ValueError where it is none."""
    try:
        policy = Policy(document)
        if document["type"] != TYPE or not 1 <= policy.awards_needed <= 100 or not policy.criteria:
            raise ValueError("not a policy")
        for criterion in policy.criteria:
            if criterion["least"] not in [level["id"] for level in criterion["levels"]]:
                raise ValueError("a criterion without its least level")
            str(criterion["title"] + criterion["id"])
        str(policy.badge["id"] + policy.badge["name"] + policy.badge["criteria"] + policy.badge["description"])
        _ = policy.digest, policy.id, policy.holders_may_award
    except (KeyError, TypeError) as error:
        raise ValueError("not a policy") from error
    return policy


def _criteria(badge: Credential) -> list[dict[str, Any]]:
    if badge.judged_by == "quality" and badge.rubric is not None:
        return [
            {
                "id": criterion.id,
                "title": clean_text(criterion.title),
                "levels": [
                    {
                        "id": level.id,
                        "title": clean_text(level.title),
                        "descriptor": clean_paragraphs(level.descriptor),
                    }
                    for level in criterion.levels
                ],
                "least": least_level(badge.rubric, criterion.id),
            }
            for criterion in badge.rubric.criteria
        ]
    levels = [{"id": "no", "title": "Not yet", "descriptor": ""}, {"id": "yes", "title": "Yes", "descriptor": ""}]
    return [{"id": "done", "title": "Everything that the badge asks for is there", "levels": levels, "least": "yes"}]


def least_level(rubric: Rubric, criterion: str) -> str:
    """The level that suffices: the one called secure, else the first above the middle of the scale."""
    levels = next(c for c in rubric.criteria if c.id == criterion).levels
    return next((level.id for level in levels if level.id == SECURE), levels[len(levels) // 2].id)


def _title(criterion: dict[str, Any], level: str) -> str:
    return next(str(found["title"]) for found in criterion["levels"] if found["id"] == level)
