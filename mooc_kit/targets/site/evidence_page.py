"""Evidence page: every credential with its rule, and the data from which a script tells how far somebody is to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from mooc_kit.course.model import CompletionRule, CredentialKind
from mooc_kit.course.participation import EvidenceWay, StateKind
from mooc_kit.i18n import Messages
from mooc_kit.targets.site.page_scripts import EVERY_PAGE
from mooc_kit.targets.site.view_models import AwardView, RuleView, SiteViews

_OPEN = 3
"""So many of what is missing stand open, the rest is folded: as in how-far.js."""


@dataclass(frozen=True)
class Missing:
    """What somebody who has not begun still has to do: `count` in all, of which the page shows the first `titles`."""

    count: int
    titles: tuple[str, ...]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.titles)


@dataclass(frozen=True)
class AtFirst:
    """What a script will say of a credential to somebody who has not begun; `least` is a percentage, or ""."""

    missing: Missing
    least: str
    unscored: Missing


@dataclass(frozen=True)
class AwardAndRule:
    """A credential on the page; `how_far` is its rule as JSON: {ids, least (percent or 0), weights (shares of 1)}."""

    award: AwardView
    rule: RuleView | None
    how_far: str
    first: AtFirst


def evidence_context(views: SiteViews) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the template needs, and the page's scripts."""
    course = views.course
    has_badges = any(credential.kind is CredentialKind.BADGE for credential in course.credentials)
    plan, log = course.goal_plan, course.evidence_log
    context = {
        "awards": [
            AwardAndRule(award, views.rule(rule), _how_far(rule), _at_first(rule, views))
            for award in views.awards()
            for rule in (award.credential.rule,)
        ],
        "rule": views.rule(course.rule),
        "ways": [(replace(way, target=views.to(way.target)), _state(way, views.messages)) for way in course.ways],
        "has_badges": has_badges,
        "goals_href": views.to(f"page/{plan.page}") if plan else "",
        "moments": " ".join([*(moment.activity for moment in plan.check_ins), plan.closing]).strip() if plan else "",
        "log_href": views.to(f"page/{log.page}") if log else "",
    }
    needs = bool(course.credentials or plan)
    scripts = (
        *EVERY_PAGE,
        *(("ways.js",) if course.ways else ()),
        *(("badge-collection.js",) if has_badges else ()),
        *(("how-far.js",) if needs else ()),
    )
    return context, scripts


def _how_far(rule: CompletionRule | None) -> str:
    facts: dict[str, Any] = {"ids": [], "least": 0, "weights": {}}
    if rule is not None:
        facts = {
            "ids": list(rule.activities),
            "least": rule.least_percent or 0,
            "weights": {id: float(share) for id, share in rule.weights.items()},
        }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _at_first(rule: CompletionRule | None, views: SiteViews) -> AtFirst:
    titles = {activity.id: activity.title for _, activity in views.course.activities()}

    def shown(ids: Iterable[str]) -> Missing:
        found = tuple(titles[id] for id in ids if id in titles)
        return Missing(len(found), found if len(found) <= _OPEN + 1 else found[:_OPEN])

    least = views.messages.number(round(rule.least_percent, 1)) if rule and rule.least_percent and rule.weights else ""
    return AtFirst(shown(rule.activities if rule else ()), least, shown(rule.weights if rule else ()))


def _state(way: EvidenceWay, messages: Messages) -> str:
    """What ways.js says at first: it keeps the room for what it will say, so that nothing moves."""
    nothing, all = messages.number(0), messages.number(len(way.ids))
    match way.state:
        case StateKind.ENTRIES:
            return messages.text("Written down: {n}", n=nothing)
        case StateKind.BADGES:
            return messages.text("In your collection: {n}", n=nothing)
        case StateKind.KEPT:
            return messages.text("Not begun here.")
        case StateKind.ELSEWHERE:
            return messages.text("This site does not see it: ask the course's platform.")
        case _:
            return messages.text("{n} of {all} done", n=nothing, all=all)
