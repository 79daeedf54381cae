"""GIFT to a QTI 3.0 package, and the search for near twins, at two sizes each: does the time grow with the questions?

Usage: python benchmarks/qti3.py [--runs N]. No tool of PyPI or npm that we know writes QTI 3.0 from GIFT, so nothing
stands beside it. Times are of the processor in a fresh process, the least of the runs. The questions are made from five
patterns, so that nearly all are near twins: the worst case for that search.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

# Byte code is written once, as on any user's machine.
ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
SIZES = (1_000, 10_000)
CONVERT = "import sys; from mooc_kit.cli import main; sys.argv = ['mooc-kit', 'quiz', 'convert', *sys.argv[1:]]; main()"
TWINS = (
    "import sys\nfrom pathlib import Path\nfrom mooc_kit.quizzes.contributions.near_duplicates import twins\n"
    "from mooc_kit.quizzes.read import read_path\n"
    "quiz = read_path(Path(sys.argv[1]), 'quiz.gift').quiz\nprint(sum(1 for _ in twins(quiz.questions)))\n"
)


def gift(size: int) -> str:
    """Questions as teachers write them, of five kinds."""
    kinds = (
        "::Q{n}::Station {n} reports nitrate of {m} mg/l. What first? {{=Measure again at {n}#Yes. ~Write to {n}"
        "#Too early. ~Nothing at all}}",
        "::Q{n}::[markdown]Which belong to sample *{n}*? {{~%50%The **depth** {n} ~%50%The time ~%-50%The price}}",
        "::Q{n}::What is half of {d}? {{#{n}:0.5}}",
        "::Q{n}::What is the land called that drains to river {n}? {{=watershed {n} =catchment {n}}}",
        "::Q{n}::Who acts on finding {n}? {{=Dead fish -> Emergency line =Rubbish -> The town =Foam -> The agency}}",
    )
    return "\n\n".join(kinds[n % 5].format(n=n, m=n % 40, d=2 * n) for n in range(size))


def seconds(code: str, *arguments: str) -> float:
    """Processor time of a fresh process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, *arguments], env=ENV, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in SIZES:
            source, target = folder / f"{size}.gift", folder / f"{size}.zip"
            source.write_text(gift(size), encoding="utf-8")
            arguments = (str(source), str(target), "--to", "qti-3.0", "--force")
            written = min(seconds(CONVERT, *arguments) for _ in range(runs))
            compared = min(seconds(TWINS, str(source)) for _ in range(runs))
            print(f"{size:6,} questions: GIFT to QTI 3.0 {written:.1f} s, near twins {compared:.1f} s")


if __name__ == "__main__":
    main()
