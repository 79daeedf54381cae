"""Evidence page: every credential with its rule, and the data from which a script tells how far somebody is to it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from mooc_kit.course.model import CompletionRule, CredentialKind
from mooc_kit.targets.site.page_scripts import EVERY_PAGE
from mooc_kit.targets.site.view_models import AwardView, RuleView, SiteViews


@dataclass(frozen=True)
class AwardAndRule:
    """A credential on the page; `how_far` is its rule as JSON: {ids, least (percent or 0), weights (shares of 1)}."""

    award: AwardView
    rule: RuleView | None
    how_far: str


def evidence_context(views: SiteViews) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the template needs, and the page's scripts."""
    course = views.course
    has_badges = any(credential.kind is CredentialKind.BADGE for credential in course.credentials)
    plan, log = course.goal_plan, course.evidence_log
    context = {
        "awards": [
            AwardAndRule(award, views.rule(award.credential.rule), _how_far(award.credential.rule))
            for award in views.awards()
        ],
        "rule": views.rule(course.rule),
        "ways": [replace(way, target=views.to(way.target)) for way in course.ways],
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
