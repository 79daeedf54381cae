"""Run what the targets make through the checkers of shared/conformance; a target without a checker fails.

Usage: python -m tests.conformance [SHARED_CONFORMANCE [TARGET...]]. Prints a line for each example, target and way to
build it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from mooc_kit.kit.examples import examples_folder, list_examples
from mooc_kit.targets.registry import targets
from tests.command_line import in_process
from tests.lms.check import main as check_lms
from tests.targets.imscc.check import main as check_cartridge
from tests.targets.moodle.check import main as check_backups

Checker = Callable[[Path, Path], bool]
"""Whether the package in the second folder is sound, by the checkers in the first."""


def _by_open_edx(conformance: Path, package: Path) -> bool:
    """Open edX's own blocks live in an environment of their own, so they are asked in a process."""
    command = [".tools/olx/bin/python", "tests/tools/judge_olx.py", str(conformance), str(package)]
    return subprocess.run(command, check=False).returncode == 0


CHECKERS: dict[str, str | Checker] = {
    "site": "no schema of its own: judged in a real browser by tests/targets",
    "open-edx": _by_open_edx,
    "moodle": lambda conformance, package: check_backups(package) == 0,
    "epub": "judged by EPUBCheck and Ace in tests/targets/test_books.py",
    "print": "judged by Typst's own check of PDF/UA-1, and by tests/targets/test_books.py",
    "canvas": lambda conformance, package: check_cartridge(conformance, package) == 0,
    "scorm": lambda conformance, package: check_lms(conformance, package) == 0,
    "cmi5": lambda conformance, package: check_lms(conformance, package) == 0,
    "common-cartridge": lambda conformance, package: check_cartridge(conformance, package) == 0,
}
"""For each target what judges it, or why there is none."""


CUTS = ("course", "module", "activity")
WAYS: dict[str, list[list[str]]] = {
    "scorm": [["--scorm-version", version, "--cut", cut] for version in ("1.2", "2004") for cut in CUTS],
    "cmi5": [["--cut", cut] for cut in CUTS],
}
"""The options with which a target makes packages of another shape; a target that is not here has one way."""


def main(conformance: Path, keys: Collection[str] = ()) -> int:
    failed = 0
    for name in list_examples():
        for key in keys or targets():
            for way in WAYS.get(key, [[]]):
                with tempfile.TemporaryDirectory() as folder:
                    told, is_sound = _judged(name, key, way, conformance, Path(folder))
                print(f"{' '.join([name, key, *way])}: {told}", flush=True)
                failed += not is_sound
    return 1 if failed else 0


def _judged(name: str, key: str, way: list[str], conformance: Path, folder: Path) -> tuple[str, bool]:
    """What is to be said of the example's package for this target, and whether it is sound."""
    checker = CHECKERS.get(key)
    if checker is None:
        return "FAILED, no checker is named for it in tests/conformance.py", False
    built = in_process(["build", str(examples_folder() / name), "-t", key, "-o", str(folder), *way], Path.cwd())
    if built.returncode:
        return f"FAILED to build\n{built.stderr}", False
    if isinstance(checker, str):
        return f"built; {checker}", True
    is_sound = checker(conformance, folder / key)
    return "ok" if is_sound else "FAILED", is_sound


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/conformance"), sys.argv[2:]))
