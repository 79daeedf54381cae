"""Launch readiness: what is still to be written before participants come, as errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mooc_kit.checks.course_check import Checked
from mooc_kit.checks.design_codes import QUESTIONS_OPEN, STILL_OURS
from mooc_kit.checks.outcome_codes import USUAL_OUTCOME
from mooc_kit.completion_options.credit.open_questions import left_open
from mooc_kit.completion_options.credit.section import CreditSpec
from mooc_kit.completion_options.self_check.self_check_codes import STARTER_QUESTIONS
from mooc_kit.counting import counted
from mooc_kit.kit.merge_base import read_base
from mooc_kit.problems import Place, Problem, Severity, relative_name
from mooc_kit.quizzes.quiz_codes import BLANKS_LEFT, NOTHING_ASKED
from mooc_kit.spec.course_info import TeamRole
from mooc_kit.spec.model import Spec

UNWRITTEN = frozenset({NOTHING_ASKED.code, BLANKS_LEFT.code, STARTER_QUESTIONS.code, USUAL_OUTCOME.code})
"""Codes that are no errors while a course is being written."""


_WRITERS = {
    "page": (TeamRole.CONTENT_EXPERT, TeamRole.LEARNING_DESIGNER, TeamRole.LEAD),
    "quiz": (TeamRole.CONTENT_EXPERT, TeamRole.ASSESSOR, TeamRole.LEAD),
    "exam": (TeamRole.ASSESSOR, TeamRole.CONTENT_EXPERT, TeamRole.LEAD),
    "rubric": (TeamRole.ASSESSOR, TeamRole.CONTENT_EXPERT, TeamRole.LEAD),
}
"""Whose work each kind is, the nearest role first."""


@dataclass(frozen=True)
class Piece:
    """A file that the team writes: a page, quiz, exam or rubric. `week` 0 where it belongs to no week; `waits_for`
    names people and their role ("" where the team has nobody for it)."""

    kind: str
    path: str
    title: str
    week: int
    is_written: bool
    waits_for: str


def to_be_written(path: Path, checked: Checked) -> list[Problem]:
    """The problems of the course at `path`, and with them as errors whatever is still to be written for it."""
    problems = [replace(p, severity=Severity.ERROR) if p.code in UNWRITTEN else p for p in checked.problems]
    if checked.spec is not None:
        problems += _open_questions(checked.spec)
        if checked.folder is not None:
            problems += _still_ours(checked.spec, checked)
    return problems


def _still_ours(spec: Spec, checked: Checked) -> Iterator[Problem]:
    """A problem for each page and rubric that is as it was rendered. Of quizzes their own checks speak."""
    for piece in pieces(spec, checked):
        if piece.kind in ("page", "rubric") and not piece.is_written and checked.folder is not None:
            hint = "Write what this course has to say there, in place of the words made from the outcomes."
            place = Place(relative_name(checked.folder / piece.path), 1, 1)
            yield STILL_OURS.at(place, f"{piece.path} is still as mooc-kit wrote it.", hint=hint)


def pieces(spec: Spec, checked: Checked) -> list[Piece]:
    """Everything in the kit that its team writes, in the order of the course; rubrics come last. What came from another
    platform, and what a team wrote where mooc-kit made nothing, counts as written."""
    kit = checked.folder
    if kit is None:
        return []
    base = read_base(kit)
    unasked = {problem.place.file for problem in checked.problems if problem.code in UNWRITTEN}

    def piece(kind: str, path: str, title: str, week: int = 0) -> Iterator[Piece]:
        file = kit / path
        if file.is_file():
            is_ours = path in base.texts and base.is_same(path, file.read_bytes())
            is_written = relative_name(file) not in unasked if kind in ("quiz", "exam") else not is_ours
            yield Piece(kind, path, title, week, is_written, _waits_for(spec, kind))

    found: list[Piece] = []
    for module in spec.modules:
        week, folder = spec.week_of(module), f"content/modules/{module.id}"
        found += piece("page", f"{folder}/index.md", module.title, week)
        for activity in module.activities:
            found += piece("page", f"{folder}/{activity.id}.md", activity.title, week)
            if activity.kind in ("quiz", "exam"):
                found += piece(activity.kind, f"quizzes/{activity.id}.yaml", activity.title, week)
        found += piece("quiz", f"quizzes/self-check-{module.id}.yaml", module.title, week)
    works = {rubric: item.title for _, _, item in spec.walk() if (rubric := getattr(item, "rubric", None))}
    # Rubrics that no outcome went into (what makes a good question) do for any course.
    for path, text in sorted(base.texts.items()):
        if path.startswith("rubrics/") and b"outcomes:" in text:
            id = path.removeprefix("rubrics/").removesuffix(".yaml")
            found += piece("rubric", path, works.get(id, id))
    return found


def _waits_for(spec: Spec, kind: str) -> str:
    """Who in the team writes things of this kind: by role, the nearest that somebody has; "" where nobody is named."""
    for role in _WRITERS[kind]:
        if people := [person.name for person in spec.course.team if person.role is role]:
            return f"{' and '.join(people)} ({role.replace('-', ' ')})"
    return ""


def _open_questions(spec: Spec) -> Iterator[Problem]:
    section = spec.completion.offered().get("credit")
    if not isinstance(section, CreditSpec) or section.risk_accepted is not None:
        return
    left = [question.id for question in left_open(section)] + list(section.open_questions)
    if left:
        hint = (
            "Settle them and name them under `settled:`, or say under `risk_accepted:` who accepts that they are open."
        )
        open_ = counted(len(left), "question about credit is open", "questions about credit are open")
        message = f"{open_}: {', '.join(left[:3])}{' …' if len(left) > 3 else ''}"
        yield QUESTIONS_OPEN.at(spec.place("completion", "credit", key=True), f"{message}.", hint=hint)
