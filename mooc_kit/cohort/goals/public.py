"""Public goal map: `goals.json`, in which nobody can be recognised; the team's own words in it stay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort.goals.coverage import Coverage
from mooc_kit.cohort.goals.responses import Goal
from mooc_kit.course.goal_themes import SMALL, GoalTheme, GoalThemes, found_title
from mooc_kit.spec.fields import slug
from mooc_kit.spec.schema import schema_path

if TYPE_CHECKING:
    from mooc_kit.cohort.goals.themes import ThemeMap

QUOTES = 3
_QUOTE_LENGTH = range(15, 281)


def public_themes(
    found: ThemeMap,
    goals: Sequence[Goal],
    meetings: Sequence[Coverage],
    made_on: date | None,
    before: GoalThemes | None,
) -> GoalThemes:
    """What may be shown of `found`. Titles and answers that the team wrote into the file `before` stay."""
    people = {goal.person for goal in goals}
    written = {theme.id: theme for theme in before.themes} if before else {}
    shown: set[int] = set()
    themes = []
    taken: set[str] = set()
    for theme, meeting in zip(found.themes, meetings, strict=True):
        inside = {goals[i].person for i in theme.goals}
        if len(inside) < SMALL:
            continue
        shown |= inside
        id = _id(theme.seed.id if theme.seed else "-".join(theme.words[:2]), taken)
        kept = written.get(id)
        title = theme.seed.title if theme.seed else found_title(theme.words)
        themes.append(
            GoalTheme(
                id=id,
                title=kept.title if kept else title,
                people=len(inside),
                share_percent=round(100 * len(inside) / len(people)),
                words=list(theme.words),
                quotes=_quotes([goals[i] for i in theme.goals]),
                outcomes=[outcome for outcome, _, _ in meeting.outcomes],
                modules=[module for module, _, _ in meeting.modules],
                answer=kept.answer if kept else None,
                answers=kept.answers if kept else [],
            )
        )
    return GoalThemes(people=len(people), others=len(people - shown), made_on=made_on, themes=themes)


def goals_json(themes: GoalThemes) -> str:
    plain = {"$schema": schema_path("themes"), **themes.model_dump(mode="json", exclude_none=True, by_alias=True)}
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def read_goals_json(path: Path) -> GoalThemes | None:
    """The themes that lie in the kit already; None where there are none, or none that can be read."""
    try:
        return GoalThemes.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def _id(words: str, taken: set[str]) -> str:
    base = slug(words) or "theme"
    id, number = base, 2
    while id in taken:
        id, number = f"{base}-{number}", number + 1
    taken.add(id)
    return id


def _quotes(goals: Sequence[Goal]) -> list[str]:
    """A few goals of people who agreed, the nearest to the middle first, one a person."""
    chosen: dict[int, str] = {}
    for goal in goals:
        if goal.may_be_quoted and len(goal.text) in _QUOTE_LENGTH and "[" not in goal.text:
            chosen.setdefault(goal.person, goal.text)
    return list(dict.fromkeys(chosen.values()))[:QUOTES]
