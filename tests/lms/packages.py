"""A small course for learning platforms, with everything that a report depends on, and its packages unpacked."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from mooc_kit.course.model import Assignment, CompletionRule, Counts, Course, Module, Page, Quiz
from mooc_kit.files import write_fresh
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import QuizSettings
from mooc_kit.spec.packages import Cmi5Settings, Cut, PackageSettings, ScormSettings, ScormVersion
from mooc_kit.targets.registry import targets

TRUE = {"id": "clear", "kind": "true_false", "prompt": "Clear water is always clean.", "answer": False, "points": 1}
NUMBER = {"id": "boils", "kind": "numerical", "prompt": "At which temperature does water boil?", "answer": 100}
LATER = {"id": "again", "kind": "true_false", "prompt": "A river is never twice the same.", "answer": True}
OWN = {"id": "own-words", "kind": "essay", "prompt": "Describe your river.", "submission": "text"}


def river_course(**changes: object) -> Course:
    """Three pages, two graded quizzes (60 and 40 percent of the score; 60 percent are needed), one thing to hand in.

    The second quiz can be tried once."""
    first = Module(
        id="look",
        title="Looking",
        week=1,
        activities=(
            Page(id="banks", title="The banks", body_html="<p>Look at the banks.</p>"),
            Page(id="bed", title="The bed", body_html='<p>See <a href="https://rivers.example.org/">more</a>.</p>'),
            Quiz(
                id="numbers",
                title="Read the numbers",
                is_graded=True,
                points=60,
                quiz=QuizFile.model_validate({"questions": [TRUE, NUMBER]}),
                settings=QuizSettings(attempts=3),
            ),
        ),
    )
    second = Module(
        id="tell",
        title="Telling",
        week=2,
        activities=(
            Page(id="people", title="Who listens", body_html="<p>People.</p>"),
            Assignment(id="brief", title="A brief", points=0, body_html="<p>Write.</p>"),
            Quiz(
                id="last",
                title="The last look",
                is_graded=True,
                points=40,
                quiz=QuizFile.model_validate({"questions": [LATER, OWN]}),
                settings=QuizSettings(attempts=1),
                counts=Counts.SUBMITTED,
            ),
        ),
    )
    rule = CompletionRule(
        activities=("banks", "bed", "numbers", "people", "brief", "last"),
        least_percent=60,
        weights={"numbers": Fraction(3, 5), "last": Fraction(2, 5)},
    )
    course = Course(
        id="rivers",
        title="Rivers",
        language="en",
        license="CC-BY-4.0",
        home_html="<p>Rivers need watchers.</p>",
        modules=(first, second),
        rule=rule,
    )
    return replace(course, **changes)


def packaged(course: Course, key: str, version: str = "1.2", cut: str = "course") -> dict[str, bytes]:
    """What the target `key` puts beside each other: its package and AFTER-IMPORT.md."""
    scorm = ScormSettings(version=ScormVersion(version), cut=Cut(cut))
    settings = PackageSettings(scorm=scorm, cmi5=Cmi5Settings(cut=Cut(cut)))
    files = targets()[key].render(replace(course, packages=settings), Path("no-kit")).files
    return {name: data for name, data in files.items() if isinstance(data, bytes)}


def members(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files in the package."""
    [packed] = [data for name, data in files.items() if name.endswith(".zip")]
    return zip_members(packed)


def zip_members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def unpacked(course: Course, folder: Path, key: str = "scorm", version: str = "1.2", cut: str = "course") -> Path:
    """`folder` with the files of the package in it."""
    for name, data in members(packaged(course, key, version, cut)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_fresh(folder / name, data)
    return folder
