"""Success report: one HTML page with drawn charts, the same as a table and as JSON, and what may be published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mooc_kit.cohort.report import bars, columns_of
from mooc_kit.cohort.success.evidence import Evidence
from mooc_kit.cohort.success.figures import Figure, Figures
from mooc_kit.cohort.success.recognise import REPORT
from mooc_kit.cohort.summary import shown
from mooc_kit.course.success_figures import SMALL, PublicFigure, PublicFigures
from mooc_kit.templating import built_in, environment

HEADINGS = ("what", "id", "title", "reached", "target", "needed", "share_percent", "before", "sources")


def page(figures: Figures, evidence: Evidence, made_on: str) -> str:
    """The page for the team. It names nobody, loads nothing from elsewhere and has no script."""
    env = environment(built_in("reports"))
    env.filters["n"] = shown
    summary = figures.summary
    everyone = summary.funnel[0].people if summary else 0
    return env.get_template("success.html.j2").render(
        course=evidence.course,
        made_on=made_on,
        earlier=str(evidence.earlier.get("made_on", "")) if evidence.earlier else "",
        measures=figures.measures,
        others=figures.others,
        steps=bars([(step.title, step.people) for step in figures.steps]),
        things=bars([(step.title, step.people) for step in figures.things]),
        questions=[(q, bars(list(q.counts), most=q.answered)) for q in figures.questions],
        outcomes=[(outcome, columns_of(outcome.scores)) for outcome in summary.outcomes] if summary else [],
        activities=bars(list(summary.activities), most=everyone) if summary else [],
        taken=[one for one in evidence.taken if one.is_understood],
        not_understood=[one for one in evidence.taken if not one.is_understood],
        problems=len(figures.problems) + len(evidence.problems),
        met=sum(figure.is_met is True for figure in figures.measures),
    )


def rows(figures: Figures) -> Iterator[Sequence[object]]:
    """The report as a table, `HEADINGS` first. What is not known is empty."""
    yield HEADINGS
    for what, found in (("measure", figures.measures), ("also counted", figures.others)):
        for figure in found:
            sources = "; ".join(told.source for told in figure.told) or figure.missing
            percent = "" if figure.share is None else round(100 * figure.share, 1)
            values = (figure.reached, figure.target, figure.needed)
            yield (
                what,
                figure.id,
                figure.title,
                *("" if v is None else v for v in values),
                percent,
                "" if figure.before is None else figure.before,
                sources,
            )
    for what, steps in (("step", figures.steps), ("thing", figures.things)):
        for step in steps:
            yield (what, "", step.title, step.people, "", "", "", "", "")
    for question in figures.questions:
        for option, count in question.counts:
            yield ("answer", question.survey, f"{question.prompt} {option}", count, "", question.answered, "", "", "")


def data(figures: Figures, evidence: Evidence, made_on: str) -> dict[str, Any]:
    """The report for programs, and for the next report to compare with."""
    return {
        "type": REPORT,
        "course": evidence.course.id,
        "made_on": made_on,
        "measures": [_measure(figure) for figure in [*figures.measures, *figures.others]],
        "steps": [{"title": step.title, "people": step.people} for step in figures.steps],
        "things": [{"title": step.title, "count": step.people} for step in figures.things],
        "questions": [
            {"survey": q.survey, "question": q.prompt, "answered": q.answered, "answers": dict(q.counts)}
            for q in figures.questions
        ],
        "files": [{"file": t.name, "taken_for": t.what, "understood": t.is_understood} for t in evidence.taken],
        "problems": [
            {"code": p.code, "severity": p.severity.value, "place": str(p.place), "message": p.message}
            for p in [*evidence.problems, *figures.problems]
        ],
    }


def _measure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "measure": figure.kind,
        "title": figure.title,
        "reached": figure.reached,
        "target": figure.target,
        "needed": figure.needed,
        "met": figure.is_met,
        "before": figure.before,
        "sources": [{"source": told.source, "number": told.number, "of": told.base} for told in figure.told],
        **({"missing": figure.missing} if figure.missing else {}),
    }


def public(figures: Figures, evidence: Evidence, made_on: str) -> PublicFigures:
    """What may be shown to everybody: each measure of the course, small numbers and those that tell of few left out.

    A number is small below `SMALL`; so is one that leaves fewer than `SMALL` people over of those whom it is a part of.
    """
    return PublicFigures(
        made_on=made_on,
        measures=[public_figure(figure) for figure in figures.measures],
    )


def public_figure(figure: Figure) -> PublicFigure:
    """What may be shown of one measure."""
    best = figure.best
    left = best.base - best.number if best and best.base is not None else 0
    is_small = best is not None and (best.number < SMALL or 0 < left < SMALL)
    return PublicFigure(id=figure.id, reached=None if is_small else figure.reached, is_known=best is not None)
