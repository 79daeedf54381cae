"""Moodle activity completion: when an activity is ticked off (`module.xml`), and rules in the kind's own file."""

from __future__ import annotations

from dataclasses import dataclass, field

from mooc_kit.course.model import Activity, Assignment, Counts
from mooc_kit.targets.moodle.xml_tree import Element

MANUAL, AUTOMATIC = 1, 2


@dataclass(frozen=True)
class CompletionTracking:
    """`grade_item` is the number of the grade item that must have a grade; with `must_pass` a passing one.

    `rules` are fields of the kind's own table: {"completionsubmit": 1}.
    """

    mode: int = 0
    on_view: bool = False
    grade_item: int | None = None
    must_pass: bool = False
    rules: dict[str, int] = field(default_factory=dict)


NEVER = CompletionTracking()
BY_HAND = CompletionTracking(mode=MANUAL)
ON_VIEW = CompletionTracking(mode=AUTOMATIC, on_view=True)
PASSED = CompletionTracking(mode=AUTOMATIC, grade_item=0, must_pass=True)
GRADED = CompletionTracking(mode=AUTOMATIC, grade_item=0)


def when(activity: Activity, **rules: int) -> CompletionTracking:
    """Done as `activity` counts; `rules` are those with which its kind knows that something was handed in."""
    if activity.counts is Counts.VIEWED:
        return ON_VIEW
    if activity.counts is Counts.PASSED and isinstance(activity, Assignment) and activity.points:
        return PASSED if activity.pass_percent else GRADED
    return CompletionTracking(mode=AUTOMATIC, rules=rules) if rules else GRADED


@dataclass
class Made:
    """An activity as its kind's file says it, before the parts that all kinds have are put around it."""

    body: Element
    done: CompletionTracking
    files: list[int] = field(default_factory=list)
    grading: Element | None = None
    grade_items: list[Element] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    availability: list[dict[str, object]] = field(default_factory=list)
    expected: int = 0
    is_hidden: bool = False
    """Whether only the team sees it."""
    outcomes: tuple[str, ...] = ()
    """Ids of the outcomes that it serves; Moodle has them as tags."""
