"""A course with every kind of question and every way of drawing, built once as a Moodle backup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mooc_kit.course.model import CompletionRule, Course, Exam, Quiz, Survey, SurveyItem
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import QuizSettings
from mooc_kit.targets.moodle import Moodle
from tests.targets.moodle.check import members_of

# fmt: off
EVERY_KIND: list[dict[str, Any]] = [
    {"id": "one", "kind": "multiple_choice", "prompt": "Which?", "hints": ["Think of mud.", "Look up."],
     "tags": ["sampling"], "outcome": "sample", "difficulty": "easy", "author": "Ama",
     "choices": [{"text": "This", "correct": True}, {"text": "Half", "credit": 50, "feedback": "Nearly."},
                 {"text": "That"}]},
    {"id": "many", "kind": "multiple_response", "prompt": "Which ones?", "points": 3,
     "choices": [{"text": "a", "correct": True}, {"text": "b", "correct": True}, {"text": "c"}]},
    {"id": "all-or-nothing", "kind": "multiple_response", "prompt": "All?", "partial": False,
     "choices": [{"text": "a", "correct": True}, {"text": "b"}]},
    {"id": "true", "kind": "true_false", "prompt": "Rivers flow.", "answer": False,
     "feedback": {"correct": "Well seen.", "incorrect": "Look again."}},
    {"id": "word", "kind": "short_answer", "prompt": "A small river?",
     "answers": ["brook", {"text": "stream*", "credit": 50, "feedback": "Larger."}], "case_sensitive": True,
     "feedback": {"incorrect": "It is small."}},
    {"id": "number", "kind": "numerical", "prompt": "How long?", "answer": 1000, "tolerance_percent": 1, "unit": "m",
     "units": [{"name": "km", "factor": 1000}], "unit_needed": True,
     "also": [{"least": 900, "most": 980, "credit": 25}]},
    {"id": "pairs", "kind": "matching", "prompt": "What belongs together?",
     "pairs": [{"left": "frog", "right": "amphibian"}, {"left": "cat", "right": "mammal"}], "distractors": ["insect"]},
    {"id": "order", "kind": "ordering", "prompt": "In order?", "items": ["first", "second", "third"]},
    {"id": "gaps", "kind": "fill_blanks", "prompt": "Fill in.",
     "text": "The [[cat|kitten]] sat on the [[#mat]] in [[#year]].",
     "blanks": {"mat": {"choices": [{"text": "mat", "correct": True}, {"text": "r}o#o~f/", "feedback": "High!"}]},
                "year": {"numbers": [{"answer": 1984, "tolerance": 1}], "weight": 2}}},
    {"id": "menus", "kind": "fill_blanks", "prompt": "Choose.", "text": "The [[#who]] and the [[#where]].",
     "blanks": {"who": {"choices": [{"text": "dog"}, {"text": "fox", "correct": True}]},
                "where": {"choices": [{"text": "sea"}, {"text": "hill", "correct": True}]}}},
    {"id": "own", "kind": "essay", "prompt": "Write.", "rubric": "field-notes", "model_answer": "Like *this*.",
     "least_words": 50},
    {"id": "hand-in", "kind": "essay", "prompt": "Draw.", "submission": "file"},
    {"id": "area", "kind": "calculated", "prompt": "How large is {width} by {depth}?",
     "formula": "width * depth ** 2 + pi",
     "variables": {"width": {"least": 1, "most": 5}, "depth": {"least": 0.5, "most": 2, "decimals": 1}}, "unit": "m²",
     "feedback": {"incorrect": "Multiply."}},
]
# fmt: on


@pytest.fixture(scope="session")
def rich_course(course: Course) -> Course:
    """The course of all targets, and in it every kind of question, pools, a poll and a second exam."""
    drawn = [{**EVERY_KIND[0], "id": f"d{n}", "pool": "easy"} for n in range(4)]
    loose = [{**EVERY_KIND[3], "id": f"t{n}", "points": n + 1} for n in range(3)]
    everything = Quiz(
        id="everything",
        title="Everything",
        is_graded=True,
        points=40,
        settings=QuizSettings(pass_percent=50),
        quiz=QuizFile.model_validate({"questions": EVERY_KIND, "outro": "That was *all*."}),
    )
    pools = Exam(
        id="pools",
        title="Drawn",
        points=20,
        due=date(2027, 3, 28),
        quiz=QuizFile.model_validate(
            {"pools": [{"id": "easy", "title": "Easy ones", "draw": 2}], "draw": 2, "questions": [*loose, *drawn]}
        ),
        rules_html=course.pages[1].body_html,
    )
    poll = Survey(
        id="poll",
        title="Which day?",
        is_anonymous=False,
        items=(SurveyItem(id="day", kind="choice", prompt="Which day suits you?", options=("Monday", "Friday")),),
    )
    first, *rest = course.modules
    rule = CompletionRule(
        activities=("protocol", "notes", "brief", "everything"),
        least_percent=70,
        weights={
            "numbers": Fraction(1, 3),
            "notes": Fraction(1, 6),
            "brief": Fraction(1, 6),
            "everything": Fraction(1, 3),
        },
    )
    modules = (replace(first, activities=(*first.activities, everything, pools, poll)), *rest)
    design = {"enrolment_and_facilitation": ("structured-cohorts",), "activities": ("scaffolded",)}
    return replace(course, modules=modules, rule=rule, design=design)


class Unpacked:
    """A backup, unpacked: its files, and its XML by name."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self.members = members

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.members[name])

    def activity(self, idnumber: str, file: str = "") -> etree._Element:
        """The file of the activity that has this idnumber: its own kind's unless `file` names another."""
        folder = self.folder(idnumber)
        kind = folder.split("/")[1].rpartition("_")[0]
        return self.xml(f"{folder}/{file or f'{kind}.xml'}")

    def folder(self, idnumber: str) -> str:
        for name in self.members:
            if name.endswith("/module.xml") and self.xml(name).findtext("idnumber") == idnumber:
                return name.rpartition("/")[0]
        raise KeyError(idnumber)

    def question_of(self, slot: etree._Element) -> etree._Element:
        """The question that a slot of a quiz refers to."""
        id = slot.findtext("question_reference/questionbankentryid")
        entry = next(e for e in self.xml("questions.xml").iter("question_bank_entry") if e.get("id") == id)
        found = entry.find(".//question")
        assert found is not None
        return found

    def question(self, idnumber: str) -> etree._Element:
        for entry in self.xml("questions.xml").iter("question_bank_entry"):
            if entry.findtext("idnumber") == idnumber:
                found = entry.find(".//question")
                assert found is not None
                return found
        raise KeyError(idnumber)


def unpacked(course: Course, folder: Path) -> Unpacked:
    data = Moodle().render(course, folder).files[f"{course.id}.mbz"]
    path = folder / f"{course.id}.mbz"
    assert isinstance(data, bytes)
    path.write_bytes(data)
    return Unpacked(members_of(path))


@pytest.fixture(scope="session")
def backup(rich_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Unpacked:
    return unpacked(rich_course, tmp_path_factory.mktemp("backup"))
