"""Large courses as Moodle backups: seconds, peak memory and size up to 500 activities with 5,000 questions.

Each size runs in a process of its own, for its own peak memory. Usage: python benchmarks/moodle.py [--runs N]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mooc_kit.course.model import Course, Module, Page, Quiz
from mooc_kit.quizzes.model import QuizFile

SIZES = ((50, 500), (125, 1_250), (250, 2_500), (500, 5_000))


def made(activities: int, questions: int) -> Course:
    """A course of so many activities, a fifth of them quizzes, which share the questions."""
    quizzes = activities // 5
    each = questions // quizzes
    kinds = [
        {"kind": "multiple_choice", "choices": [{"text": f"Answer *{n}*", "correct": n == 0} for n in range(4)]},
        {"kind": "numerical", "answer": 42, "tolerance": 1, "unit": "m"},
        {"kind": "matching", "pairs": [{"left": f"left {n}", "right": f"right {n}"} for n in range(4)]},
        {"kind": "short_answer", "answers": ["river", "stream"]},
        {"kind": "fill_blanks", "text": "A [[river|stream]] flows into the [[sea]]."},
    ]
    items: list[Page | Quiz] = []
    for number in range(activities):
        if number % 5 or len([i for i in items if isinstance(i, Quiz)]) >= quizzes:
            body = f"<h2>Page {number}</h2>" + "<p>Rivers need watchers, and here is what they do.</p>" * 30
            items.append(Page(id=f"a{number}", title=f"Page {number}", body_html=body))
        else:
            rows = [
                {
                    **kinds[n % len(kinds)],
                    "id": f"q{n}",
                    "prompt": f"Question **{n}** of quiz {number}?",
                    "feedback": {"general": "See the *protocol*."},
                    "hints": ["Think of mud."],
                }
                for n in range(each)
            ]
            quiz = QuizFile.model_validate({"questions": rows})
            items.append(Quiz(id=f"a{number}", title=f"Quiz {number}", quiz=quiz, is_graded=True, points=quiz.points))
    modules = tuple(
        Module(id=f"m{n}", title=f"Module {n}", week=1, activities=tuple(items[n * 25 : n * 25 + 25]))
        for n in range(-(-activities // 25))
    )
    return Course(id="large", title="A large course", language="en", license="CC0-1.0", modules=modules)


def one(activities: int, questions: int) -> None:
    """Builds once, and prints: seconds, MB of memory before and at the peak, MB of the backup."""
    from mooc_kit.targets.moodle import Moodle

    course = made(activities, questions)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        package = Moodle().render(course, Path(folder))
    taken = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(len(data) for data in package.files.values() if isinstance(data, bytes)) / 1_000_000
    print(taken, before, peak, size)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", type=int, nargs=2)
    given = parser.parse_args()
    if given.one:
        one(*given.one)
        return 0
    heads = ("activities", "questions", "seconds", "ms/question", "peak MB", "of it course", "mbz MB")
    widths = (10, 10, 8, 12, 8, 12, 7)
    print(" ".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True)))
    for activities, questions in SIZES:
        rows = []
        for _ in range(given.runs):
            command = [sys.executable, __file__, "--one", str(activities), str(questions)]
            result = subprocess.run(command, capture_output=True, text=True, check=True)
            rows.append([float(word) for word in result.stdout.split()])
        taken, before, peak, size = (statistics.median(column) for column in zip(*rows, strict=True))
        print(
            f"{activities:>10} {questions:>10} {taken:>8.2f} {taken / questions * 1000:>12.2f} {peak:>8.0f} "
            f"{before:>12.0f} {size:>7.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
