"""Open questions of an import: what a course needs and its package does not say.

Nothing is made up: what must stand somewhere gets the value that promises least, with the question above it in
course.yaml and in the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mooc_kit.importers.base import Imported
from mooc_kit.problems import Notice
from mooc_kit.spec.course_info import CourseInfo
from mooc_kit.spec.fields import ALL_RIGHTS_RESERVED


@dataclass(frozen=True)
class OpenQuestion:
    """`path` is the key of course.yaml below which it stands, `value` what stands there until somebody answers."""

    path: tuple[str, ...]
    value: Any
    what: str
    instead: str

    @property
    def comment(self) -> str:
        return f"Open: {self.instead}"

    @property
    def notice(self) -> Notice:
        return Notice(self.what, "The package does not say it.", "It is an open question in course.yaml.")


def open_questions(imported: Imported) -> list[OpenQuestion]:
    """What `imported` leaves open."""
    return list(_open(imported.answers))


def answered(answers: Mapping[str, Any], questions: list[OpenQuestion]) -> dict[str, Any]:
    """`answers` with what stands there until the questions are answered."""
    made = {**answers, "course": dict(answers.get("course") or {})}
    for question in questions:
        *above, key = question.path
        (made["course"] if above else made)[key] = question.value
    return made


def commented(text: str, questions: list[OpenQuestion]) -> str:
    """The course.yaml `text` with each question above what it is about."""
    from mooc_kit.spec.round_trip import opened, written

    head, start, body = text.partition("---\n")
    yaml, data = opened(body)
    for question in questions:
        *above, key = question.path
        holder = data["course"] if above else data
        if key in holder:
            holder.yaml_set_comment_before_after_key(key, before=question.comment, indent=2 * len(above))
    return head + start + written(yaml, data)


def _least_weeks(course: Mapping[str, Any], modules: list[Mapping[str, Any]]) -> int:
    """A week for each module, and as many as it is to the last day on which something is due."""
    due = [str(a["due"])[:10] for module in modules for a in module.get("activities") or [] if a.get("due")]
    weeks = len(modules)
    if due and course.get("start"):
        days = (date.fromisoformat(max(due)) - date.fromisoformat(str(course["start"])[:10])).days
        weeks = max(weeks, days // 7 + 1)
    return max(1, min(52, weeks))


def _open(answers: Mapping[str, Any]) -> Iterator[OpenQuestion]:
    course = answers.get("course") or {}
    modules = answers.get("modules") or []
    if not course.get("license"):
        what = "Under which licence may others use it? Without one all rights are reserved."
        yield OpenQuestion(("course", "license"), ALL_RIGHTS_RESERVED, "The licence", what)
    if not course.get("weeks"):
        what = "How many weeks does it take? One for each module is a guess."
        yield OpenQuestion(("course", "weeks"), _least_weeks(course, modules), "The number of weeks", what)
    if not course.get("hours_per_week"):
        usual = CourseInfo.model_fields["hours_per_week"].get_default()
        what = f"How many hours a week does it take? {usual} is what many courses ask."
        yield OpenQuestion(("course", "hours_per_week"), usual, "The hours a week", what)
    if not answers.get("outcomes"):
        what = "What will people be able to do? Name each outcome at the modules that serve it, too."
        yield OpenQuestion(("outcomes",), [], "Learning outcomes", what)
    elif not any(part.get("outcomes") for module in modules for part in (module, *module["activities"])):
        what = "Which outcomes does each module serve? Until you say it, all of them stand at every module."
        named = [{**module, "outcomes": [outcome["id"] for outcome in answers["outcomes"]]} for module in modules]
        yield OpenQuestion(("modules",), named, "Which module serves which outcome", what)
    if not answers.get("completion"):
        what = "What does it give as evidence, if anything?"
        yield OpenQuestion(("completion",), {}, "What people can hold in their hands afterwards", what)
