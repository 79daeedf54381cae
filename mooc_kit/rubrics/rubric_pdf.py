"""Rubric PDF: a row for each criterion, a column for each level, and room for what was given."""

from __future__ import annotations

from typing import Any

from mooc_kit.i18n import messages_for
from mooc_kit.rubrics.model import Criterion, Rubric, RubricLevel
from mooc_kit.typst import rich_markdown, typeset


def rubric_pdf(rubric: Rubric, language: str = "en", footer: str = "", paper: str = "a4") -> bytes:
    """The rubric as a tagged PDF in the course's language; `footer` stands at the foot of each page."""
    messages = messages_for(language)
    titles = {tuple(level.title for level in criterion.levels) for criterion in rubric.criteria}
    return typeset(
        "rubric",
        {
            "title": rubric.title,
            "about": rich_markdown(rubric.about, language) if rubric.about else [],
            "lang": language.partition("-")[0],
            "rtl": messages.dir == "rtl",
            "paper": paper,
            "footer": footer,
            "heads": list(next(iter(titles))) if len(titles) == 1 else [],
            "width": max(len(criterion.levels) for criterion in rubric.criteria),
            "rows": [_row(criterion, language) for criterion in rubric.criteria],
            "words": {
                "criterion": messages.text("What is looked at"),
                "levels": messages.text("Levels"),
                "given": messages.text("Points given"),
                "total": messages.text("Of {n} points in all:", n=rubric.max_points),
                "work": messages.text("Whose work:"),
                "judge": messages.text("Judged by:"),
                "date": messages.text("Date:"),
            },
        },
    )


def _row(criterion: Criterion, language: str) -> dict[str, Any]:
    messages = messages_for(language)

    def points(level: RubricLevel) -> str:
        most = messages.plural("{n} point", "{n} points", criterion.points_of(level))
        return most if level.points_from is None else f"{criterion.weight * level.points_from} – {most}"

    return {
        "title": criterion.title,
        "weight": messages.text("counts {n} times", n=criterion.weight) if criterion.weight > 1 else "",
        "levels": [
            {
                "title": level.title,
                "points": points(level),
                "descriptor": rich_markdown(level.descriptor, language),
            }
            for level in criterion.levels
        ],
    }
