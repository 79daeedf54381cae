"""Measurability rules: is there anything in the course that can tell how far each measure of success is reached?"""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.checks import design_codes as codes
from mooc_kit.completion_options.registry import options
from mooc_kit.course.design_effects import design_surveys
from mooc_kit.course.model import Course
from mooc_kit.course.survey_measures import CountedItem, counted_items
from mooc_kit.problems import Problem
from mooc_kit.spec.design import Data
from mooc_kit.spec.model import MeasureKind, Spec, SuccessMeasure

WOULD_FEED = {
    MeasureKind.SHARE_BACKS: "the completion option authentic",
    MeasureKind.PARTICIPANT_GOALS_MET: "the completion option participant_outcomes with `closing: true`",
    MeasureKind.COMPLETIONS: "the completion option platform_completion, authenticated_completion or credit",
    MeasureKind.ACTIVE_PARTICIPANTS: "a gradebook, answers to a survey, or what people keep on the site and hand in",
    MeasureKind.BADGES_AWARDED: "the completion option peer_badges",
    MeasureKind.CONTRIBUTIONS: "the completion option self_check with `contributions: reviewed`",
    MeasureKind.PEERS_HELPED: "a peer review, a discussion, or the completion option peer_badges",
    MeasureKind.SELF_CERTIFICATES: "the completion option self_certificate",
    MeasureKind.SATISFACTION: "`participant-satisfaction` under `design: data:` (a feedback survey)",
    MeasureKind.PATHWAYS_TAKEN: "`follow-up-survey` under `design: data:`, or the completion option credit",
    MeasureKind.OTHER: "a table of the team's own with the columns measure and count",
}
"""What makes a course able to tell of each kind of measure."""
_SURVEYS = {MeasureKind.SATISFACTION: Data.PARTICIPANT_SATISFACTION, MeasureKind.PATHWAYS_TAKEN: Data.FOLLOW_UP_SURVEY}
_HELPING = {"peer_review": "peer reviews", "discussion": "discussions"}


def feeds_of(spec: Spec, measure: SuccessMeasure, course: Course | None = None) -> list[str]:
    """What in the course can feed `measure`, in words; nothing where nothing can.

    Without the kit (`course` is None) any of its surveys may have a question for it, and is named.
    """
    found = list(_from_options(spec, measure.measure))
    if course is not None:
        titles = dict.fromkeys(item.survey.title for item in counted_items(course) if counts_for(item, measure))
        return found + [f'the survey "{title}"' for title in titles]
    return found + [f'the survey "{title}"' for title in _surveys(spec)]


def is_fed(spec: Spec, kind: MeasureKind) -> bool:
    """Whether what was chosen feeds measures of this kind, without a question of the team's own."""
    choice = _SURVEYS.get(kind)
    return any(_from_options(spec, kind)) or (choice is not None and spec.design.chose(choice))


def _from_options(spec: Spec, kind: MeasureKind) -> Iterator[str]:
    for key in spec.completion.offered():
        if kind in options()[key].feeds(spec):
            yield f"the completion option {key}"
    if kind in (MeasureKind.ACTIVE_PARTICIPANTS, MeasureKind.OTHER):
        yield WOULD_FEED[kind]
    if kind is MeasureKind.PEERS_HELPED:
        yield from sorted({_HELPING[activity.kind] for _, _, activity in spec.walk() if activity.kind in _HELPING})


def _surveys(spec: Spec) -> Iterator[str]:
    """Surveys of which only the kit tells what their questions count for."""
    yield from (survey.title for _, survey in design_surveys(spec))
    yield from (activity.title for _, _, activity in spec.walk() if activity.kind == "survey")
    yield from (f"of {key}" for key in ("participant_outcomes",) if spec.offers(key))


def counts_for(item: CountedItem, measure: SuccessMeasure) -> bool:
    """Whether the question counts for `measure`: by its id, or by its kind where no measure has it as its id."""
    return item.measure == measure.id or (item.measure == measure.measure and measure.measure is not MeasureKind.OTHER)


def check_success(spec: Spec, course: Course | None = None) -> Iterator[Problem]:
    """A problem for each measure that nothing can feed. With the `course`, only what the kit's surveys decide."""
    for number, measure in enumerate(spec.success):
        place = spec.place("success", number)
        if not feeds_of(spec, measure, course) and (course is None or feeds_of(spec, measure)):
            message = f'Nothing in the course can tell how far "{measure.id}" ({measure.measure}) is reached.'
            hint = (
                f"It would be fed by {WOULD_FEED[measure.measure]}, or by a question of a survey with "
                f"`counts: {measure.id}`. Or take the measure out."
            )
            yield codes.UNFED_MEASURE.at(place, message, hint=hint)
        if course is None and measure.measure is MeasureKind.OTHER and not measure.about:
            yield codes.UNSAID_MEASURE.at(place, hint="Say it under `about:`, like `about: Street seed swaps held`.")
    if course is not None:
        known = {*(measure.id for measure in spec.success), *(measure.measure.value for measure in spec.success)}
        for item in counted_items(course):
            if item.item.counts and item.measure not in known:
                place = spec.place("success", key=True)
                message = f'The survey "{item.survey.title}" counts for "{item.measure}", and there is no such measure.'
                names = ", ".join(measure.id for measure in spec.success) or "none yet"
                yield codes.UNKNOWN_MEASURE.at(place, message, hint=f"Measures under `success:`: {names}.")
            strange = [option for option in item.answers if option not in item.item.options]
            if item.item.counts and strange:
                place = spec.place("success", key=True)
                message = f'"{strange[0]}" counts in "{item.survey.title}", and is no option of "{item.item.id}".'
                yield codes.UNKNOWN_MEASURE.at(place, message, hint="Write it under `counts_when` as under `options`.")
