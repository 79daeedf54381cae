"""Quizzes to a Canvas package beside text2qti, from the same Markdown file, in fresh processes that take turns.

Usage: python benchmarks/quizzes.py [--runs N] [--sizes 500 5000], once benchmarks/run has installed the peers.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# Byte code is written once, as on any user's machine; pip has written that of text2qti.
ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
OURS = "import sys; from mooc_kit.cli import main; sys.argv = ['mooc-kit', 'quiz', 'convert', *sys.argv[1:]]; main()"
PEERS = Path(os.environ.get("PEERS", Path(__file__).parents[1] / ".peers")) / "bin" / "python"
# What text2qti's command does, without its question about a config file.
THEIRS = (
    "import sys, pathlib\nfrom text2qti.config import Config\n"
    "from text2qti.quiz import Quiz\nfrom text2qti.qti import QTI\n"
    "source, target = sys.argv[1:3]\nconfig = Config()\n"
    "quiz = Quiz(pathlib.Path(source).read_text(encoding='utf-8'), config=config, source_name=source)\n"
    "QTI(quiz).save(target)\n"
)


def questions(size: int) -> Iterator[str]:
    """A quiz as teachers write it: plain sentences, some emphasis and mathematics, feedback, several kinds."""
    yield "Quiz title: Reading the river\nQuiz description: Questions of the course.\n"
    for n in range(size):
        match n % 5:
            case 0:
                yield (
                    f"{n + 1}. Station {n} reports nitrate of {n % 40} mg/l. What do you do first?\n"
                    "... Look at the baseline of the place.\n"
                    f"*a) Measure again at station {n}\n... Yes, a single value says little.\n"
                    f"b) Write to authority {n}\n... Too early.\nc) Nothing at all\n"
                )
            case 1:
                yield (
                    f"{n + 1}. Which of these belong to sample *{n}*?\n[*] The **depth** of {n} cm\n[*] The time\n"
                    "[ ] The price\n[ ] The colour of the bottle\n"
                )
            case 2:
                yield f"{n + 1}. Two samples hold ${n}x$ and $x^2$. What is $x$ if they agree?\n= {n} +- 0.5\n"
            case 3:
                yield f"{n + 1}. What is the land called that drains to river {n}?\n* watershed {n}\n* catchment {n}\n"
            case _:
                yield f"{n + 1}. In your own words: why does value {n} need a range?\n____\n"
    yield ""


def seconds(code: str, source: Path, target: Path) -> tuple[float, float]:
    """How long it takes on the clock, and how long on the processor (which other work on the machine changes less)."""
    target.unlink(missing_ok=True)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    result = subprocess.run(
        [
            str(PEERS) if code is THEIRS else sys.executable,
            "-c",
            code,
            str(source),
            str(target),
            *(["--to", "qti12"] if code is OURS else []),
        ],
        capture_output=True,
        text=True,
        env=ENV,
        check=False,
    )
    taken, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode or not target.is_file():
        raise SystemExit(f"failed:\n{result.stdout}{result.stderr}")
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 5000])
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load:.1f} at the beginning\n")
    print("| Questions | text2qti | mooc-kit | times | text2qti, processor | mooc-kit, processor | times |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            source = Path(folder) / f"{size}.md"
            source.write_text("\n".join(questions(size)), encoding="utf-8")
            taken: dict[str, list[tuple[float, float]]] = {OURS: [], THEIRS: []}
            for _ in range(arguments.runs):
                for code, found in taken.items():
                    found.append(seconds(code, source, Path(folder) / "quiz.zip"))
            cells = [f"{size:,}"]
            for which in (0, 1):
                theirs, ours = (statistics.median(pair[which] for pair in taken[code]) for code in (THEIRS, OURS))
                cells += [f"{theirs:.2f} s", f"{ours:.2f} s", f"{theirs / ours:.1f}"]
            print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
