"""Large courses as packages, e-books and on paper: processor seconds, peak memory and size up to 1,000 activities.

Each size runs in a process of its own, for its own peak memory. Usage: python benchmarks/books.py
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from mooc_kit.course.model import Activity, Course, Module, Page, Quiz
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.targets.registry import targets

SIZES = (250, 500, 1000)


def made(activities: int) -> Course:
    """A course of so many activities with 300 words each, every fourth a quiz of four questions."""
    items: list[Activity] = []
    for number in range(activities):
        if number % 4:
            words = "<p>Rivers need watchers, and here is what they do on a cold morning in early March.</p>" * 18
            items.append(Page(id=f"a{number}", title=f"Page {number}", body_html=f"<h2>Part {number}</h2>{words}"))
            continue
        choices = [{"text": f"Answer *{n}*", "correct": n == 0, "feedback": "Look again."} for n in range(4)]
        asked = [
            {"kind": "multiple_choice", "id": f"q{n}", "prompt": f"Question **{n}**?", "choices": choices}
            for n in range(4)
        ]
        quiz = QuizFile.model_validate({"questions": asked})
        items.append(Quiz(id=f"a{number}", title=f"Quiz {number}", quiz=quiz))
    modules = tuple(
        Module(id=f"m{n}", title=f"Module {n}", week=1, activities=tuple(items[n * 25 : n * 25 + 25]))
        for n in range(-(-activities // 25))
    )
    return Course(id="large", title="A large course", language="en", license="CC0-1.0", modules=modules)


def one(target: str, activities: int) -> None:
    course = made(activities)
    begun = time.process_time()
    package = targets()[target].render(course, Path())
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    size = sum(len(data) for data in package.files.values() if isinstance(data, bytes)) / 1_000_000
    print(
        f"{target:6} {activities:5} activities: {seconds:6.1f} s, {peak:6.0f} MB at the peak, {size:5.1f} MB",
        flush=True,
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        one(sys.argv[1], int(sys.argv[2]))
    else:
        for name in ("print", "epub", "scorm", "cmi5"):
            for size in SIZES:
                subprocess.run([sys.executable, __file__, name, str(size)], check=True)
