"""The table of docs/speed.md: what people wait for, in seconds of the processor, beside what they would use instead.

All tools of a line take turns in fresh processes on one machine, so that a busy moment hits all alike; the time is that
of all cores together (user and system), of which other work on the machine changes less than of the clock.

Usage: benchmarks/run [--only WORDS ...] [--runs N] [--before CHECKOUT] [--write]
`--before` measures another checkout of mooc-kit in the same turns. The peers lie in an environment of their own: PEERS.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import completions, qti3, quizzes, site
from mooc_kit.commands.validate import whole_course

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "speed.md"
SPEC = ROOT / "tests" / "spec" / "sound.yaml"
BIN = Path(sys.executable).parent
PEERS = Path(os.environ.get("PEERS", ROOT / ".peers")) / "bin"
# Byte code is written once, as on any user's machine; without it every start would compile the imports anew.
ENV = {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")}
BEGINS, ENDS = "<!-- table -->\n", "<!-- end of the table -->"
EMPTY = "import typer\napp = typer.Typer()\n@app.command()\ndef nothing() -> None: ...\napp()"
GOALS = (
    "import random, sys\nfrom benchmarks import goals as g\nfrom mooc_kit.cohort.goals.responses import Goal\n"
    "from mooc_kit.cohort.goals.themes import find_themes\nrows, chance = g.read(g.OWN), random.Random(1)\n"
    "said = [(row, chance.choice(g.FRAMES[row.language])) for row in chance.choices(rows, k=int(sys.argv[1]))]\n"
    "find_themes([Goal(n, frame.format(row.goal)) for n, (row, frame) in enumerate(said)], (), g.SUBJECT)\n"
)

Command = list[str]


@dataclass
class Line:
    """One line: our command, those of the peers by name, and what is done before each of them (not measured)."""

    what: str
    ours: Command
    peers: dict[str, Command] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    cores: str = "1"
    cwd: Path = ROOT


def mooc_kit(*words: str | Path) -> Command:
    return [str(BIN / "mooc-kit"), *map(str, words)]


def peer(name: str, *words: str | Path) -> Command:
    return [str(PEERS / name), *map(str, words)]


def used(command: Command, before: Callable[[], object], cwd: Path, env: dict[str, str]) -> float:
    """Seconds of the processor that a fresh process of `command` takes."""
    before()
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=cwd, check=False)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(command)[:300]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime


def measured(line: Line, runs: int, earlier: Path | None, caches: Path) -> dict[str, float]:
    """The median of each tool of a line; "mooc-kit" is ours, "before" the earlier checkout's."""
    commands = {"mooc-kit": line.ours, **({"before": line.ours} if earlier else {}), **line.peers}
    trees = {"mooc-kit": ROOT, "before": earlier}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):  # the first one warms up caches and byte code
        for name, command in commands.items():
            cache = {"MOOC_KIT_CACHE": str(caches / name), "PYTHONPATH": str(trees.get(name) or "")}
            seconds = used(command, line.before, line.cwd, {**ENV, **cache})
            if turn:
                taken[name].append(seconds)
    return {name: statistics.median(found) for name, found in taken.items()}


# ---- the lines, each group with the files that it needs --------------------------------------------------------------


def starts(folder: Path) -> Iterator[Line]:
    kit = folder / "started"
    subprocess.run(mooc_kit("new", kit, "--example", "river-watch"), check=True, capture_output=True, env=ENV)
    page = next(iter(sorted((kit / "content" / "modules").rglob("*.md"))))
    words = page.read_text(encoding="utf-8")
    count = iter(range(10**9))

    def change() -> None:
        page.write_text(f"{words}\nAnother line, number {next(count)}.\n", encoding="utf-8")

    nothing = {"a Typer command that does nothing": [str(BIN / "python"), "-c", EMPTY]}
    versions = {name: peer(name, "--version") for name in ("cookiecutter", "copier")}
    yield Line("`--version`", mooc_kit("--version"), {**nothing, **versions})
    yield Line("`explain C204`", mooc_kit("explain", "C204"), nothing)
    yield Line("`options`", mooc_kit("options"), nothing)
    yield Line("`validate` of a kit, unchanged", mooc_kit("validate", kit), nothing)
    yield Line("`validate` of a spec's path, unchanged", mooc_kit("validate", kit / "course.yaml"), nothing)
    alone = {
        "check-jsonschema (the spec's shape alone)": peer(
            "check-jsonschema", "--schemafile", kit / ".mooc-kit" / "course.schema.json", kit / "course.yaml"
        ),
        "yamllint": peer("yamllint", kit / "course.yaml"),
    }
    yield Line("`validate` of a kit, a page changed", mooc_kit("validate", kit), alone, change)


def growing(folder: Path) -> Iterator[Line]:
    """Both peers render a template of as many files, in which the title is a variable."""
    out, kit = folder / "out", folder / "grown"
    subprocess.run(mooc_kit("new", kit, "--from", SPEC), check=True, capture_output=True, env=ENV)
    files = [path for path in kit.rglob("*") if path.is_file()]
    baked, copied = folder / "baked", folder / "copied"
    for path in files:
        text = re.sub(r"\{(?=[{%#])", "{ ", path.read_text(encoding="utf-8"))
        name = path.relative_to(kit).as_posix()
        for target, variable in (
            (baked / "{{cookiecutter.folder}}" / name, "{{ cookiecutter.title }}"),
            (copied / f"{name}.jinja", "{{ title }}"),
        ):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("River Watch", variable), encoding="utf-8")
    (baked / "cookiecutter.json").write_text(json.dumps({"folder": "course", "title": "River Watch"}))
    (copied / "copier.yml").write_text("title:\n  type: str\n  default: River Watch\n")
    peers = {
        "cookiecutter": peer("cookiecutter", "--no-input", "-o", out, baked),
        "copier": peer("copier", "copy", "--defaults", "--quiet", copied, out / "course"),
    }
    ours = mooc_kit("new", out / "course", "--from", SPEC)
    yield Line(f"`new`, a full kit ({len(files)} files)", ours, peers, lambda: shutil.rmtree(out, ignore_errors=True))


def many_specs(folder: Path) -> Iterator[Line]:
    text = SPEC.read_text(encoding="utf-8")
    paths = []
    for number in range(1000):
        path = folder / f"course-{number:04}.yaml"
        changed = text.replace("river-watch", f"river-watch-{number}")
        path.write_text(changed.replace("weeks: 4", f"weeks: {4 + number % 3}"), encoding="utf-8")
        paths.append(path)
    schema = folder / "schema.json"
    schema.write_bytes(subprocess.run(mooc_kit("schema"), capture_output=True, check=True, env=ENV).stdout)
    peers = {
        "check-jsonschema": peer("check-jsonschema", "--schemafile", schema, *paths),
        "yamllint": peer("yamllint", *paths),
    }
    yield Line("`validate`, 1,000 specs", mooc_kit("validate", "--no-cache", *paths), peers, cores="all")


def sites(folder: Path) -> Iterator[Line]:
    for pages in (500, 1000):
        place = folder / f"site-{pages}"
        kit = place / "kit"
        kit.mkdir(parents=True)
        site.write_kit(kit, pages)
        mkdocs = site.write_mkdocs(place / "mkdocs", kit)
        config = str(place / "mkdocs" / "mkdocs.yml")
        peers = {"MkDocs Material": peer("mkdocs", *mkdocs[1:]), "Zensical": peer("zensical", "build", "-f", config)}
        if shutil.which("hugo"):
            peers["Hugo, a layout of a few lines"] = site.write_hugo(place / "hugo", kit)
        caches, made = folder / "caches", (kit / "build", place / "mkdocs" / "site", place / "hugo" / "public")

        def afresh(gone: tuple[Path, ...] = (caches, place / "mkdocs" / ".cache", *made)) -> None:
            for path in gone:
                shutil.rmtree(path, ignore_errors=True)

        page = kit / "content/modules/module-0000/page-00003.md"
        count = iter(range(10**9))

        def edit(page: Path = page, count: Iterator[int] = count) -> None:
            page.write_text(re.sub(r"Rivers\S* carry", f"Rivers{next(count)} carry", page.read_text(), count=1))

        build = mooc_kit("build", kit, "--target", "site")
        yield Line(f"Site, {pages:,} pages", build, peers, afresh)
        yield Line(f"Site, {pages:,} pages, after one edit", build, {}, edit)


def questions(folder: Path) -> Iterator[Line]:
    for size in (500, 5_000):
        source, target = folder / f"{size}.md", folder / "quiz.zip"
        source.write_text("\n".join(quizzes.questions(size)), encoding="utf-8")
        theirs = {"text2qti": peer("python", "-c", quizzes.THEIRS, source, target)}
        ours = mooc_kit("quiz", "convert", source, target, "--to", "qti12", "--force")
        yield Line(f"text2qti's Markdown to Canvas, {size:,} questions", ours, theirs)
    source = folder / "5000.gift"
    source.write_text(qti3.gift(5_000), encoding="utf-8")
    ours = mooc_kit("quiz", "convert", source, folder / "quiz.zip", "--to", "qti-2.1", "--force")
    yield Line("GIFT to QTI 2.1, 5,000 questions", ours)


def deciding(folder: Path) -> Iterator[Line]:
    kit = completions.kits(folder)["1 credential"]
    course = whole_course(kit)
    activities = [activity.id for _, activity in course.activities()][:20]
    weights = json.dumps({id: float(course.rule.weights.get(id, 0)) for id in activities})
    script = Path(__file__).with_name("decide_in_duckdb.py")
    for book in completions.gradebooks(folder, activities, 1_000_000):
        kind = {".parquet": "Parquet", ".csv": "CSV"}[book.suffix]
        out = folder / "decided.parquet"
        ours = mooc_kit("completions", book, "--kit", kit, "--assume-done", "untold", "-o", out)
        theirs = {"a DuckDB script": peer("python", script, book, folder / "theirs.parquet", weights)}
        yield Line(f"Deciding 1 million × {len(activities)}, {kind}", ours, theirs, cores="all")


def issuing(folder: Path) -> Iterator[Line]:
    kit, books, keys, out = (folder / name for name in ("issued", "books", "keys", "credentials"))
    decided = folder / "completions.parquet"
    one = ("--kit", kit)
    tables = [books / name for name in ("open-edx-grades.csv", "done.csv", "statements.ndjson")]
    more = ("--roster", books / "roster.csv", "--decisions", books / "decisions.csv")
    for command in (
        mooc_kit("new", kit, "--example", "reading-health-numbers"),
        mooc_kit("set", "completion.authenticated_completion.agreement", "signed", *one),
        [sys.executable, "-m", "mooc_kit.cohort.synthetic", str(kit), str(books), "1000"],
        mooc_kit("completions", *tables, *more, *one, "-o", decided),
        mooc_kit(
            "keys", "new", "--keys", keys, "--no-passphrase", "--did", "https://open.lakeside.example.edu/numbers"
        ),
    ):
        done = subprocess.run(command, capture_output=True, env=ENV, check=False)
        assert done.returncode in (0, 1), done.stderr
    ours = mooc_kit("issue", decided, *one, "--keys", keys, "-o", out, "--no-pdf", "--no-pictures", "--workers", "1")
    yield Line("`issue`, 410 people, no PDF", ours, {}, lambda: shutil.rmtree(out, ignore_errors=True))


def goals(_folder: Path) -> Iterator[Line]:
    for size in (500, 5_000):
        yield Line(f"Map of {size:,} goals", [str(BIN / "python"), "-c", GOALS, str(size)])


GROUPS = (starts, growing, many_specs, sites, questions, deciding, issuing, goals)


# ---- the table -------------------------------------------------------------------------------------------------------


def row(line: Line, found: dict[str, float], *, has_before: bool) -> str:
    ours = found["mooc-kit"]
    peers = [(name, seconds, seconds / ours) for name, seconds in found.items() if name not in ("mooc-kit", "before")]
    told = "<br>".join(f"{name} {seconds:.2f}" for name, seconds, _ in peers) or "–"
    ratios = "<br>".join(f"{ratio:.1f} ×" for _, _, ratio in peers) or "–"
    before = [f"{found['before']:.2f}"] if has_before else []
    return f"| {' | '.join([line.what, *before, f'{ours:.2f}', told, ratios, line.cores])} |"


def heading(runs: int, load: float, *, has_before: bool) -> str:
    names = [
        "Work",
        *(["before"] if has_before else []),
        "mooc-kit",
        "Instead",
        "mooc-kit is faster by",
        "Cores it may use",
    ]
    day = datetime.now(tz=UTC).date()
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the start"
    return (
        f"Seconds of the processor, the median of {runs} runs in turns, {day}, {where}.\n\n"
        f"| {' | '.join(names)} |\n|{' --- |' * len(names)}\n"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", nargs="*", default=[], help="Groups of lines, such as starts or sites.")
    options.add_argument("--before", type=Path, help="Another checkout of mooc-kit.")
    options.add_argument("--write", action="store_true", help="Put the table into docs/speed.md.")
    wanted = options.parse_args()
    text = heading(wanted.runs, os.getloadavg()[0], has_before=wanted.before is not None)
    print(text, end="", flush=True)
    for group in GROUPS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if wanted.only and not any(word in group.__name__ for word in wanted.only):
                continue
            for line in group(folder):
                found = measured(line, wanted.runs, wanted.before, folder / "caches")
                print(told := row(line, found, has_before=wanted.before is not None), flush=True)
                text += f"{told}\n"
    if wanted.write:
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(BEGINS)
        PAGE.write_text(f"{before}{BEGINS}{text}{ENDS}{rest.split(ENDS)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
