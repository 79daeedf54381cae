"""Start-up, `new` and `validate` beside cookiecutter, copier and check-jsonschema, run side by side on this machine.

Each figure is the median of several runs in fresh processes, taken in turns so that a busy moment hits all alike.
Usage: benchmarks/run [--runs N] [--specs N]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
BIN = Path(sys.executable).parent
SPEC = ROOT / "tests" / "spec" / "sound.yaml"

# Byte code is written once, as on any user's machine; without it every start would compile the imports anew.
ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str], before: Callable[[], None] | None = None) -> float:
    if before:
        before()
    begun = time.perf_counter()
    result = subprocess.run(command, capture_output=True, text=True, env=ENV, check=False)
    taken = time.perf_counter() - begun
    if result.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    return taken


def side_by_side(
    commands: dict[str, list[str]], runs: int, before: Callable[[], None] | None = None
) -> dict[str, float]:
    """The median seconds of each command, the commands taking turns."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        seconds(command, before)
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(seconds(command, before))
    return {name: statistics.median(found) for name, found in times.items()}


def show(title: str, found: dict[str, float], aim: str) -> None:
    ours = found["mooc-kit"]
    print(f"\n## {title}\n\n| Tool | Seconds | mooc-kit is |\n| --- | --- | --- |")
    for name, taken in found.items():
        ratio = taken / ours
        word = (
            ""
            if name == "mooc-kit"
            else (f"{ratio:.1f} times faster" if ratio >= 1 else f"{1 / ratio:.1f} times slower")
        )
        print(f"| {name} | {taken:.3f} | {word} |")
    print(f"\nAim: {aim}")


def startup(runs: int) -> None:
    commands = {name: [str(BIN / name), "--version"] for name in ("mooc-kit", "cookiecutter", "copier")}
    show("Start-up (`--version`)", side_by_side(commands, runs), "at most half of cookiecutter's.")


def new(runs: int, folder: Path) -> None:
    """`new` of a full course, against both tools rendering a template of as many files with as many variables."""
    out = folder / "out"
    answers = folder / "course.yaml"
    answers.write_text(SPEC.read_text())
    command = [str(BIN / "mooc-kit"), "new", str(out / "course"), "--from", str(answers)]
    seconds(command, lambda: shutil.rmtree(out, ignore_errors=True))
    files = [path for path in (out / "course").rglob("*") if path.is_file()]
    ginger, copied = folder / "ginger", folder / "copied"
    for path in files:
        text = path.read_text(encoding="utf-8")
        safe = text.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #")
        name = path.relative_to(out / "course").as_posix()
        for root, variable in (
            (ginger / "{{cookiecutter.folder}}", "{{ cookiecutter.title }}"),
            (copied, "{{ title }}"),
        ):
            target = root / (name if root is not copied else f"{name}.jinja")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(safe.replace("River Watch", variable), encoding="utf-8")
    (ginger / "cookiecutter.json").write_text(json.dumps({"folder": "course", "title": "River Watch"}))
    (copied / "copier.yml").write_text("title:\n  type: str\n  default: River Watch\n")
    commands = {
        "mooc-kit": command,
        "cookiecutter": [str(BIN / "cookiecutter"), "--no-input", "-o", str(out), str(ginger)],
        "copier": [str(BIN / "copier"), "copy", "--defaults", "--quiet", str(copied), str(out / "course")],
    }
    found = side_by_side(commands, runs, lambda: shutil.rmtree(out, ignore_errors=True))
    aim = "rendering not slower than cookiecutter's own. mooc-kit also checks the answers and the finished kit."
    show(f"`new` for a full course ({len(files)} files)", found, aim)


def validate(runs: int, specs: int, folder: Path) -> None:
    """Many different specs in one run; check-jsonschema checks their shape only, with our own schema."""
    base = SPEC.read_text()
    paths = []
    for number in range(specs):
        text = base.replace("river-watch", f"river-watch-{number}").replace("weeks: 4", f"weeks: {4 + number % 3}")
        path = folder / f"course-{number:04}.yaml"
        path.write_text(text)
        paths.append(str(path))
    schema = folder / "schema.json"
    schema.write_bytes(
        subprocess.run([str(BIN / "mooc-kit"), "schema"], capture_output=True, check=True, env=ENV).stdout
    )
    commands = {
        "mooc-kit": [str(BIN / "mooc-kit"), "validate", *paths],
        "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", str(schema), *paths],
    }
    found = side_by_side(commands, runs)
    show(f"`validate` of {specs:,} specs in one run", found, "at least 10 times faster than check-jsonschema.")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--specs", type=int, default=1000)
    wanted = options.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, median of {wanted.runs} runs.")
    startup(wanted.runs * 3)
    with tempfile.TemporaryDirectory() as folder:
        new(wanted.runs, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        validate(max(wanted.runs // 2, 3), wanted.specs, Path(folder))


if __name__ == "__main__":
    main()
