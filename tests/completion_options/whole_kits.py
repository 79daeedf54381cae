"""A whole kit for a change of the sound spec: rendered, assembled, its texts at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from mooc_kit.completion_options.option_rules import check_all
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.course.assemble import Assembled, assemble
from mooc_kit.course.model import Activity, Course, Credential, InfoPage
from mooc_kit.kit.render import render_kit
from mooc_kit.problems import Problem
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.native import write_native
from mooc_kit.quizzes.starter_questions import stub_questions
from mooc_kit.spec.load import load_spec
from mooc_kit.spec.model import Spec
from tests.conftest import merged, over_sound, plain
from tests.shared import with_blanks_filled

QUIET = "completion: {authentic: null, participant_outcomes: null, self_certificate: null, self_check: null}\n"
"""The other four options taken out, so that a test speaks about one thing."""

ODD = 'مراقبة "النهر": *one* & <b>two</b> | # three'
ODD_SPEC = """
course:
  title: 'مراقبة "النهر": *one* & <b>two</b> | # three'
  subtitle: null
  summary: null
  language: ar
  institution: null
  url: null
  contact: null
  audience: null
  start: null
  team: []
outcomes:
  - {id: sample, text: 'اجمع: عيّنة "من" *النهر* | <i>قريب</i>'}
  - {id: analyse, text: "- 1. Compare | `code` & {{ course }} {% if %}"}
modules:
  - id: first
    title: 'A: "quoted" | *starred* <title>'
    outcomes: [sample, analyse]
    activities:
      - {id: talk, kind: discussion, title: 'Talk | here: <now>'}
      - {id: baseline-quiz, kind: quiz, title: '[Quiz](x) | "A": *b*', graded: true, points: 10, time_limit: 30}
      - {id: brief, kind: peer_review, title: "L'eau & <the rest>", rubric: brief, points: 20}
  - {id: second, title: '# Two', activities: [{id: read, kind: page, title: 'Read: {{ me }}'}]}
targets: [site, open-edx]
"""


@dataclass
class Made:
    spec: Spec
    folder: Path
    assembled: Assembled

    @property
    def course(self) -> Course:
        return self.assembled.course

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def data(self, path: str) -> dict:
        return yaml.safe_load(self.text(path))

    def credential(self, id: str) -> Credential:
        return next(credential for credential in self.course.credentials if credential.id == id)

    def page(self, id: str) -> InfoPage:
        return next(page for page in self.course.pages if page.id == id)

    def activity(self, id: str) -> Activity:
        return next(activity for _, activity in self.course.activities() if activity.id == id)

    def again(self) -> Made:
        """The kit as it is now, after a test has changed a file."""
        return Made(self.spec, self.folder, assemble(self.spec, self.folder, options()))

    def codes(self) -> list[str]:
        return [problem.code for problem in self.assembled.problems]


def spec_of(*changes: str) -> Spec:
    change: dict = {}
    for fragment in (QUIET, *changes):
        change = merged(change, plain(fragment) or {})
    text = over_sound(yaml.safe_dump(change, allow_unicode=True, sort_keys=False))
    loaded = load_spec(text, "course.yaml", sections())
    assert loaded.spec is not None, loaded.problems
    return loaded.spec


def found(*changes: str) -> list[Problem]:
    """The problems of the options' own rules."""
    return list(check_all(spec_of(*changes)))


def codes(*changes: str) -> list[str]:
    return [problem.code for problem in found(*changes)]


def write_questions(kit: Path) -> None:
    """What a team does first: questions for the quizzes that give points, which mooc-kit leaves empty."""
    for file in sorted((kit / "quizzes").glob("*.yaml")):
        quiz = plain(file.read_text())
        if not quiz.get("questions"):
            questions = stub_questions([("sample", "Collect a water sample")], 2)
            text = write_native(QuizFile(title=quiz.get("title"), questions=questions))
            file.write_text(with_blanks_filled(text))


def made(folder: Path, *changes: str) -> Made:
    spec = spec_of(*changes)
    kit = folder / "kit"
    render_kit(spec, kit, spec_text="spec: 1\n")
    write_questions(kit)
    return Made(spec, kit, assemble(spec, kit, options()))
