"""Run what the targets make through the checkers of shared/conformance; a target without a checker fails.

Usage: python tests/conformance.py SHARED_CONFORMANCE. Prints a line for each example and target.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from mooc_kit.kit.examples import examples_folder, list_examples
from mooc_kit.targets.registry import targets

SITE = "no schema of its own: judged in a real browser by tests/targets"
CARTRIDGE = [sys.executable, "-m", "tests.targets.imscc.check", "{conformance}", "{package}"]
CHECKERS: dict[str, str | list[str]] = {
    "site": SITE,
    "open-edx": [".tools/olx/bin/python", "tests/tools/judge_olx.py", "{conformance}", "{package}"],
    "moodle": [sys.executable, "-m", "tests.targets.moodle.check", "{package}"],
    "canvas": CARTRIDGE,
    "common-cartridge": CARTRIDGE,
}
"""For each target what judges it: the command (with {conformance} and {package}), or why there is none."""


def main(conformance: Path) -> int:
    failed = 0
    for name in list_examples():
        with tempfile.TemporaryDirectory() as folder:
            for key in targets():
                checker = CHECKERS.get(key)
                if checker is None:
                    print(f"{name} {key}: FAILED, no checker is named for it in tests/conformance.py")
                    failed += 1
                    continue
                command = [sys.executable, "-m", "mooc_kit", "build", str(examples_folder() / name)]
                built = subprocess.run([*command, "-t", key, "-o", folder], capture_output=True, text=True, check=False)
                if built.returncode:
                    print(f"{name} {key}: FAILED to build\n{built.stderr}")
                    failed += 1
                elif isinstance(checker, str):
                    print(f"{name} {key}: built; {checker}")
                else:
                    values = {"conformance": str(conformance), "package": str(Path(folder) / key)}
                    result = subprocess.run([part.format(**values) for part in checker], check=False)
                    print(f"{name} {key}: {'ok' if result.returncode == 0 else 'FAILED'}")
                    failed += result.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/conformance")))
