"""Completion report: a summary as one HTML page for the course team, each chart with a table beside it."""

from __future__ import annotations

from typing import Any

from mooc_kit.cohort.summary import Summary, shown
from mooc_kit.templating import built_in, environment


def report(summary: Summary, problems: int, made_on: str) -> str:
    """The page of `summary`. It loads nothing from elsewhere and has no script."""
    env = environment(built_in("reports"))
    env.filters["n"] = shown
    return env.get_template("completions.html.j2").render(
        course=summary.course,
        funnel=bars([(step.title, step.people) for step in summary.funnel]),
        activities=bars(list(summary.activities), most=summary.funnel[0].people),
        outcomes=[(outcome, columns_of(outcome.scores)) for outcome in summary.outcomes],
        success=summary.success,
        problems=problems,
        made_on=made_on,
        signed_up=summary.funnel[0].people,
    )


def bars(rows: list[tuple[str, int]], most: int = 0) -> list[dict[str, Any]]:
    """Each row with its width in percent of the longest."""
    most = most or max((count for _, count in rows), default=0) or 1
    return [{"title": title, "count": count, "width": round(100 * count / most, 1)} for title, count in rows]


def columns_of(scores: tuple[int, ...]) -> list[dict[str, Any]]:
    """Scores in tens, each with its height in percent of the highest."""
    most = max(scores, default=0) or 1
    return [
        {
            "title": f"{10 * n} to {10 * n + (9 if n < 9 else 10)}",
            "count": count,
            "height": round(100 * count / most, 1),
        }
        for n, count in enumerate(scores)
    ]
