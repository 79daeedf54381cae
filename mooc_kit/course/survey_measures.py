"""Survey-based measures: which question of which survey feeds a measure of success, and with which answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mooc_kit.course.design_effects import FEEDBACK, FOLLOW_UP, WENT_ON
from mooc_kit.course.model import Course, Survey, SurveyItem
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.spec.model import MeasureKind


@dataclass(frozen=True)
class CountedItem:
    """A question that counts. `measure` is the id or the kind of a measure; `answers` are those that count, and where
    there are none any answer does, a number as that many."""

    survey: Survey
    item: SurveyItem
    measure: str
    answers: tuple[str, ...]


def counted_items(course: Course) -> Iterator[CountedItem]:
    """The questions of the course's surveys that feed a measure: as their files say, or as the usual ones mean it."""
    closing = course.goal_plan.closing if course.goal_plan else ""
    for _, activity in course.activities():
        if isinstance(activity, Survey):
            for item in activity.items:
                if item.counts:
                    yield CountedItem(activity, item, item.counts, item.counts_when)
                elif usual := _usual(activity, item, closing, messages_for(course.language)):
                    yield CountedItem(activity, item, *usual)


def _usual(survey: Survey, item: SurveyItem, closing: str, messages: Messages) -> tuple[str, tuple[str, ...]] | None:
    """What a question of the surveys that mooc-kit writes counts for, as long as its options still say it."""
    if survey.id == closing and item.id.startswith("goal-") and item.options:
        return MeasureKind.PARTICIPANT_GOALS_MET.value, item.options[:1]
    if survey.id == FEEDBACK and item.id == "useful" and item.kind == "scale":
        return MeasureKind.SATISFACTION.value, item.options[(len(item.options) + 1) // 2 :]
    if survey.id == FOLLOW_UP and item.id == "next":
        for went_on in (tuple(map(messages.text, WENT_ON)), WENT_ON):  # the kit may be older than the translation
            if set(went_on) <= set(item.options):
                return MeasureKind.PATHWAYS_TAKEN.value, went_on
    return None
