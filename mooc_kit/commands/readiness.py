"""Launch readiness: what is still to be written before participants come, as errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mooc_kit.checks.course_check import Checked
from mooc_kit.checks.design_codes import QUESTIONS_OPEN, STILL_OURS
from mooc_kit.completion_options.credit.open_questions import QUESTIONS
from mooc_kit.completion_options.credit.section import CreditSpec
from mooc_kit.completion_options.self_check.self_check_codes import STARTER_QUESTIONS
from mooc_kit.kit.merge_base import read_base
from mooc_kit.problems import Place, Problem, Severity, relative_name
from mooc_kit.quizzes.quiz_codes import NOTHING_ASKED
from mooc_kit.spec.model import Spec

UNWRITTEN = frozenset({NOTHING_ASKED.code, STARTER_QUESTIONS.code})
"""Codes that are no errors while a course is being written."""


def to_be_written(path: Path, checked: Checked) -> list[Problem]:
    """The problems of the course at `path`, and with them as errors whatever is still to be written for it."""
    problems = [replace(p, severity=Severity.ERROR) if p.code in UNWRITTEN else p for p in checked.problems]
    if checked.spec is not None:
        problems += _open_questions(checked.spec)
        if checked.folder is not None:
            problems += _still_ours(checked.spec, checked.folder)
    return problems


def _still_ours(spec: Spec, kit: Path) -> Iterator[Problem]:
    """A problem for each page and rubric that is as it was rendered, but for what came from another platform."""
    base = read_base(kit)
    pages = [f"content/modules/{module.id}/index.md" for module in spec.modules]
    pages += [f"content/modules/{module.id}/{activity.id}.md" for _, module, activity in spec.walk()]
    # Rubrics that no outcome went into (what makes a good question) do for any course.
    rubrics = sorted(path for path, text in base.texts.items() if path.startswith("rubrics/") and b"outcomes:" in text)
    for path in (*pages, *rubrics):
        file = kit / path
        if path in base.texts and file.is_file() and base.is_same(path, file.read_bytes()):
            hint = "Write what this course has to say there, in place of the words made from the outcomes."
            yield STILL_OURS.at(Place(relative_name(file), 1, 1), f"{path} is still as mooc-kit wrote it.", hint=hint)


def _open_questions(spec: Spec) -> Iterator[Problem]:
    section = spec.completion.offered().get("credit")
    if not isinstance(section, CreditSpec) or section.risk_accepted is not None:
        return
    left = [q.id for q in QUESTIONS if q.id not in section.settled] + list(section.open_questions)
    if left:
        hint = (
            "Settle them and name them under `settled:`, or say under `risk_accepted:` who accepts that they are open."
        )
        message = f"{len(left)} questions about credit are open: {', '.join(left[:3])}{' …' if len(left) > 3 else ''}"
        yield QUESTIONS_OPEN.at(spec.place("completion", "credit", key=True), f"{message}.", hint=hint)
