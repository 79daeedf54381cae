"""Updating a kit beside `copier update` on a template of as many files, and checking 500 courses, cold and warm.

Each figure is the median of several runs in fresh processes, the tools taking turns. Both updates meet the same work:
the same texts, of which every third was changed by the template and every fifth by an author.
Usage: benchmarks/run-teams [--runs N] [--courses N]
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mooc_kit.completion_options.registry import sections
from mooc_kit.kit.examples import copy_example, examples_folder
from mooc_kit.kit.merge_base import base_files
from mooc_kit.kit.render import rendered_files, write_kit
from mooc_kit.spec import load_spec

BIN = Path(sys.executable).parent
ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
ENV |= {f"GIT_{who}_{what}": "bench@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
OLD = "An older first line.\n"
WORDS = "\nWords of the author.\n"


def run(command: list[str], cwd: Path, good: tuple[int, ...] = (0,)) -> float:
    begun = time.perf_counter()
    result = subprocess.run(command, cwd=cwd, env=ENV, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begun
    if result.returncode not in good:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    return taken


def git(folder: Path, *words: str) -> None:
    run(["git", *words], folder)


def update_work(top: Path) -> dict[str, tuple[Path, list[str]]]:
    """For each tool a project that is behind, in git, and the command that brings it along."""
    text = (examples_folder() / "river-watch/course.yaml").read_text(encoding="utf-8")
    spec = load_spec(text, "course.yaml", sections()).spec
    if spec is None:
        raise SystemExit("The example river-watch cannot be read.")
    files = {path: data for path, data in rendered_files(spec).items() if not path.startswith(".github")}
    older = {path: OLD.encode() + data if n % 3 == 0 else data for n, (path, data) in enumerate(files.items())}
    touched = [path for n, path in enumerate(files) if n % 5 == 0]

    ours = top / "mooc-kit"
    ours.mkdir()
    write_kit(spec, ours, spec_text=text)
    put(ours, {**older, **base_files(older, text)})

    template = top / "template"
    put(template / "project", {f"{path}.jinja": b"{% raw %}" + data + b"{% endraw %}" for path, data in older.items()})
    (template / "copier.yml").write_text("_subdirectory: project\n")
    answers = template / "project" / "{{ _copier_conf.answers_file }}.jinja"
    answers.write_text("{{ _copier_answers|to_nice_yaml }}")
    git(template, "init", "-q")
    git(template, "add", "-A")
    git(template, "commit", "-qm", "1")
    git(template, "tag", "v1")
    theirs = top / "copier"
    run([str(BIN / "copier"), "copy", "--quiet", "--defaults", "--vcs-ref", "v1", str(template), str(theirs)], top)
    put(template / "project", {f"{path}.jinja": b"{% raw %}" + data + b"{% endraw %}" for path, data in files.items()})
    git(template, "commit", "-qam", "2")
    git(template, "tag", "v2")
    for project in (ours, theirs):
        for path in touched:
            with (project / path).open("a") as file:
                file.write(WORDS)
        git(project, "init", "-q")
        git(project, "add", "-A", "-f")
        git(project, "commit", "-qm", "Begin")
    print(f"{len(files)} files; {len(older) // 3} changed by the template, {len(touched)} by an author.")
    return {
        "mooc-kit": (ours, [str(BIN / "mooc-kit"), "update", "--keep"]),
        "copier": (theirs, [str(BIN / "copier"), "update", "--quiet", "--defaults", "--vcs-ref", "v2"]),
    }


def put(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def measure_update(top: Path, runs: int) -> dict[str, float]:
    work = update_work(top)
    times: dict[str, list[float]] = {name: [] for name in work}
    for number in range(runs + 1):
        for name, (project, command) in work.items():
            copy = top / f"run-{name}-{number}"
            shutil.copytree(project, copy, symlinks=True)
            taken = run(command, copy, good=(0, 1))
            behind = [p for p in copy.rglob("*.md") if ".mooc-kit" not in p.parts and p.read_text().startswith(OLD)]
            if behind:
                raise SystemExit(f"{name} did not bring {behind[0]} along.")
            if number:
                times[name].append(taken)
            shutil.rmtree(copy)
    return {name: statistics.median(found) for name, found in times.items()}


def measure_validate(top: Path, courses: int, runs: int) -> dict[str, float]:
    first = top / "courses/course-0"
    first.parent.mkdir()
    copy_example("fix-a-flat", first)
    (first / ".mooc-kit/base.txt").unlink()
    for number in range(1, courses):
        shutil.copytree(first, first.with_name(f"course-{number}"))
    schema = first / ".mooc-kit/course.schema.json"
    specs = [str(path) for path in sorted(first.parent.glob("*/course.yaml"))]
    ours = [str(BIN / "mooc-kit"), "validate", str(first.parent)]
    times: dict[str, list[float]] = {}
    for number in range(runs):
        ENV["MOOC_KIT_CACHE"] = str(top / f"cache-{number}")
        times.setdefault("mooc-kit, cold (every file of every kit)", []).append(run(ours, top))
        with (first / "content/index.md").open("a") as page:
            page.write("\nOne more sentence.\n")
        times.setdefault("mooc-kit, one course changed", []).append(run(ours, top))
        peer = [str(BIN / "check-jsonschema"), "--schemafile", str(schema), *specs]
        times.setdefault("check-jsonschema (course.yaml only, by the schema)", []).append(run(peer, top))
    return {name: statistics.median(found) for name, found in times.items()}


def show(title: str, found: dict[str, float]) -> None:
    print(f"\n## {title}\n\n| Tool | Seconds |\n| --- | --- |")
    for name, taken in found.items():
        print(f"| {name} | {taken:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--courses", type=int, default=500)
    options = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"Python {platform.python_version()}, {cores} cores, load {load:.1f} at the beginning.")
    with tempfile.TemporaryDirectory() as place:
        show("Updating a kit that is behind", measure_update(Path(place), options.runs))
        show(f"Checking {options.courses} courses", measure_validate(Path(place), options.courses, options.runs))


if __name__ == "__main__":
    main()
