"""How fast completions are decided, by the command line as people run it. Prints Markdown rows.

`python benchmarks/completions.py [LEARNERS]`: 10,000 and 1,000,000 learners by 20 activities, from Parquet and CSV, for
a course with one credential and for one with three (a verified certificate and credit beside it). The files are made
before the clock starts; nothing is kept between runs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from mooc_kit.commands.validate import whole_course

EXAMPLE = Path(__file__).parents[1] / "examples" / "reading-health-numbers"
TOOL = Path(sys.executable).with_name("mooc-kit")
RUNS = 3


def kits(folder: Path) -> dict[str, Path]:
    """A kit from the example's spec with nothing but the certificate, and the example as it is."""
    text = (EXAMPLE / "course.yaml").read_text()
    for _ in ("authenticated_completion", "credit"):
        text = re.sub(r"\n  (authenticated_completion|credit):\n(    .*\n)+", "\n", text)
    (folder / "answers.yaml").write_text(text)
    one = folder / "one"
    subprocess.run([TOOL, "new", one, "--from", folder / "answers.yaml"], check=True, stdout=subprocess.DEVNULL)
    return {"1 credential": one, "3 credentials": Path(shutil.copytree(EXAMPLE, folder / "three"))}


def gradebooks(folder: Path, activities: list[str], learners: int) -> list[Path]:
    """A wide gradebook in which everybody did everything, with scores of two places, as Parquet and as CSV."""
    columns = ", ".join(
        f'CAST((hash(i, {n}) % 10001) / 100.0 AS DECIMAL(9,4)) AS "{id}"' for n, id in enumerate(activities)
    )
    rows = f"SELECT 'learner' || i || '@example.org' AS email, {columns} FROM range({learners}) t(i)"
    paths = [folder / f"grades-{learners}.{kind}" for kind in ("parquet", "csv")]
    for path in paths:
        duckdb.sql(f"COPY ({rows}) TO '{path}'")
    return paths


def decided(book: Path, kit: Path, learners: int) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak megabytes of one run."""
    output = kit / "out" / "completions.parquet"
    command: list[str | Path] = [TOOL, "completions", book, "--kit", kit, "--assume-done", "untold", "-o", output]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    assert status == 0
    rows = duckdb.sql(f"SELECT count(*), count(DISTINCT learner) FROM '{output}'").fetchall()[0]  # type: ignore[union-attr]
    assert rows[0] % learners == 0 and rows[1] == learners
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main(learners: int) -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start\n")
    print("| Decided | Wall s | Processor s | Peak MB |\n| --- | ---: | ---: | ---: |", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        courses = kits(folder)
        activities = [activity.id for _, activity in whole_course(EXAMPLE).activities()][:20]
        for count in (10_000, learners):
            books = gradebooks(folder, activities, count)
            for book in books:
                for what, kit in courses.items():
                    runs = sorted(decided(book, kit, count) for _ in range(RUNS))
                    wall, cpu, _ = runs[RUNS // 2]
                    peak = max(run[2] for run in runs)
                    kind = {".parquet": "Parquet", ".csv": "CSV"}[book.suffix]
                    print(
                        f"| {count:,} × {len(activities)}, {kind}, {what} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
