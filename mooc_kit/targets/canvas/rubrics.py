"""Canvas rubrics and outcomes: criteria with levels, each tied to the outcome that it judges."""

from __future__ import annotations

from mooc_kit.course.markdown_words import plain_words
from mooc_kit.course.model import Assignment, Outcome
from mooc_kit.quizzes.formats.xml_fragments import Fragment, tag
from mooc_kit.rubrics.model import Criterion, Rubric, RubricLevel
from mooc_kit.targets.canvas.cartridge_builder import CartridgeBuilder, fields, listing

_MASTERY = "secure"
"""The level at which an outcome is reached, where a rubric has it."""


def rubrics_of(builder: CartridgeBuilder) -> dict[str, Rubric]:
    """The rubrics that work and badges of the course are judged by, by id."""
    found = [a.rubric for _, a in builder.course.activities() if isinstance(a, Assignment)]
    found += [credential.rubric for credential in builder.course.credentials]
    return {rubric.id: rubric for rubric in found if rubric is not None}


def rubrics_xml(builder: CartridgeBuilder) -> Fragment:
    return listing("rubrics", *(_rubric(builder, rubric) for rubric in rubrics_of(builder).values()))


def _rubric(builder: CartridgeBuilder, rubric: Rubric) -> Fragment:
    if any(level.points_from is not None for row in rubric.criteria for level in row.levels):
        builder.notice(
            f'The ranges of points in the rubric "{rubric.title}"',
            "Canvas's ranges always begin where the level below ends.",
            "Each level gives the most of its range.",
        )
    if rubric.about:
        builder.notice(
            f'What the rubric "{rubric.title}" is for',
            "A rubric in Canvas has no text of its own.",
            "It is left out.",
        )
    criteria = tag("criteria", *(_criterion(builder, rubric, row) for row in rubric.criteria))
    about = fields(
        read_only=False,
        title=builder.title(rubric.title),
        reusable=False,
        public=False,
        points_possible=float(rubric.max_points),
        hide_score_total=False,
        free_form_criterion_comments=False,
    )
    return tag("rubric", *about, criteria, identifier=builder.id("rubric", rubric.id))


def _criterion(builder: CartridgeBuilder, rubric: Rubric, row: Criterion) -> Fragment:
    outcome = next((id for id in row.outcomes if builder.course.outcome(id)), None)
    if len(row.outcomes) > 1:
        builder.notice(
            f'Further outcomes of "{row.title}" in the rubric "{rubric.title}"',
            "A criterion in Canvas has one outcome.",
            "It is tied to the first.",
        )
    id = criterion_id(builder, rubric, row)
    tied: dict[str, str | float | None] = {}
    if outcome:
        tied = {
            "learning_outcome_identifierref": builder.id("outcome", outcome),
            "mastery_points": float(row.points_of(_mastery(row))),
        }
    ratings = [
        tag(
            "rating",
            *fields(
                description=level.title,
                points=float(row.points_of(level)),
                criterion_id=id,
                long_description=plain_words(level.descriptor),
                id=level_id(builder, rubric, row, level),
            ),
        )
        for level in sorted(row.levels, key=lambda level: -level.points)
    ]
    return tag(
        "criterion",
        *fields(
            criterion_id=id,
            points=float(row.max_points),
            description=row.title,
            long_description="",
            **tied,
        ),
        tag("ratings", *ratings),
    )


def criterion_id(builder: CartridgeBuilder, rubric: Rubric, row: Criterion) -> str:
    return f"c_{builder.id('criterion', f'{rubric.id}/{row.id}')[1:17]}"


def level_id(builder: CartridgeBuilder, rubric: Rubric, row: Criterion, level: RubricLevel) -> str:
    return f"r_{builder.id('level', f'{rubric.id}/{row.id}/{level.id}')[1:17]}"


def _mastery(row: Criterion) -> RubricLevel:
    named = next((level for level in row.levels if level.id == _MASTERY), None)
    ordered = sorted(row.levels, key=lambda level: level.points)
    return named or ordered[-2 if len(ordered) > 2 else -1]


def outcomes_xml(builder: CartridgeBuilder) -> Fragment:
    judged: dict[str, Criterion] = {}
    for rubric in rubrics_of(builder).values():
        for row in rubric.criteria:
            for outcome in row.outcomes[:1]:
                judged.setdefault(outcome, row)
    return listing("learningOutcomes", *(_outcome(builder, found, judged) for found in builder.course.outcomes))


def _outcome(builder: CartridgeBuilder, outcome: Outcome, judged: dict[str, Criterion]) -> Fragment:
    row = judged.get(outcome.id)
    if row:
        steps = [(level.title, row.points_of(level)) for level in sorted(row.levels, key=lambda level: -level.points)]
        most, mastery = row.max_points, row.points_of(_mastery(row))
    else:
        steps = [(builder.text("Reached"), 1), (builder.text("Not yet"), 0)]
        most = mastery = 1
    ratings = [tag("rating", *fields(description=title, points=float(points))) for title, points in steps]
    about = fields(
        title=builder.title(outcome.text),
        description=outcome.text,
        points_possible=float(most),
        mastery_points=float(mastery),
    )
    return tag("learningOutcome", *about, tag("ratings", *ratings), identifier=builder.id("outcome", outcome.id))
