"""Building a large course for Open edX: seconds and memory, and how both grow from 10 to 1,000 units.

No other tool makes such a course from plain files, so there is no peer to stand beside; olxcleaner, which only reads
it, gives a measure of what the size of the course costs anyway. Each course is built in a fresh process.
Usage: python benchmarks/open_edx.py [--units N ...]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLEANER = ROOT / ".tools" / "olx" / "bin" / "edx-cleaner"
PROBLEMS_PER_QUIZ = 4
"""Half of the units are quizzes, so there are two problems for each unit."""


def made_course(units: int) -> object:
    """A course of `units` activities: a page and a quiz of four questions in turn, ten to a module."""
    from mooc_kit.course.model import Activity, Course, Module, Page, Quiz
    from mooc_kit.course.pages import markdown_html
    from mooc_kit.quizzes.model import QuizFile

    text = markdown_html("A paragraph about *rivers*, with $a < b$ in it and a [link](https://example.org/).\n\n" * 12)
    activities: list[Activity] = []
    for number in range(units):
        common = {"id": f"a{number}", "title": f"Activity {number}", "body_html": text}
        if number % 2:
            quiz = QuizFile.model_validate({"questions": [question(n) for n in range(PROBLEMS_PER_QUIZ)]})
            activities.append(Quiz(**common, quiz=quiz, is_graded=True, points=4))  # type: ignore[arg-type]
        else:
            activities.append(Page(**common))  # type: ignore[arg-type]
    modules = [
        Module(id=f"m{start}", title=f"Module {start}", week=1, activities=tuple(activities[start : start + 10]))
        for start in range(0, units, 10)
    ]
    return Course(id="large", title="A large course", language="en", license="CC-BY-4.0", modules=tuple(modules))


def question(number: int) -> dict[str, object]:
    kinds: list[dict[str, object]] = [
        {"kind": "multiple_choice", "choices": [{"text": "Mud", "correct": True, "feedback": "Yes."}, {"text": "Sun"}]},
        {"kind": "short_answer", "answers": ["stream", "brook*"]},
        {"kind": "numerical", "answer": 100, "tolerance": 0.5, "unit": "°C"},
        {"kind": "fill_blanks", "text": "A [[watershed|catchment]] gathers rain for one [[river]]."},
    ]
    return {"id": f"q{number}", "prompt": f"Question *{number}*?", **kinds[number % len(kinds)]}


def measure(units: int) -> dict[str, float]:
    """In this process: seconds for rendering, megabytes at most, size of the package."""
    from mooc_kit.course.model import Course
    from mooc_kit.targets.open_edx import OpenEdx

    course = made_course(units)
    assert isinstance(course, Course)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    package = OpenEdx().render(course, ROOT)
    taken = time.perf_counter() - begun
    data = next(data for name, data in package.files.items() if name.endswith(".tar.gz"))
    assert isinstance(data, bytes)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {"seconds": taken, "course_mb": before / 1024, "most_mb": most / 1024, "package_kb": len(data) / 1000}
    if CLEANER.exists() and os.environ.get("WITH_CLEANER"):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "c.tar.gz").write_bytes(data)
            subprocess.run(["tar", "xzf", "c.tar.gz"], cwd=folder, check=True)
            begun = time.perf_counter()
            subprocess.run([CLEANER, "-c", f"{folder}/course", "-q"], capture_output=True, check=False)
            found["cleaner_seconds"] = time.perf_counter() - begun
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    print(f"Python {platform.python_version()} on {platform.machine()}, load {os.getloadavg()[0]:.1f}\n")
    print(
        "| Units | Problems | Seconds | Memory for the course, MB | Memory at most, MB | Package, kB | olxcleaner, s |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for units in given.units:
        env = {**os.environ, "WITH_CLEANER": "1", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, __file__, "--one", str(units)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
        found = json.loads(done.stdout)
        problems = units // 2 * PROBLEMS_PER_QUIZ
        cleaner = f"{found['cleaner_seconds']:.1f}" if "cleaner_seconds" in found else "not installed"
        print(
            f"| {units:,} | {problems:,} | {found['seconds']:.2f} | {found['course_mb']:.0f} | "
            f"{found['most_mb']:.0f} | {found['package_kb']:,.0f} | {cleaner} |"
        )


if __name__ == "__main__":
    main()
