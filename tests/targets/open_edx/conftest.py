"""Open edX's own blocks as the judge: one process for many packages, since starting it takes seconds."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.checks.course_check import check_path
from mooc_kit.course.model import Course
from mooc_kit.kit.examples import examples_folder
from mooc_kit.targets.open_edx import OpenEdx
from mooc_kit.targets.registry import targets

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".tools" / "olx" / "bin" / "python"
CONFORMANCE = ROOT.parent / "shared" / "conformance"

Judge = Callable[..., list[dict[str, Any]]]


def tarball_of(course: Course, folder: Path, name: str = "course") -> Path:
    """The package of `course`, written below `folder`."""
    files = OpenEdx().render(course, folder).files
    data = next(data for path, data in files.items() if path.endswith(".tar.gz"))
    assert isinstance(data, bytes)
    path = folder / f"{name}.tar.gz"
    path.write_bytes(data)
    return path


def example(name: str) -> Course:
    checked = check_path(examples_folder() / name, targets())
    assert checked.course is not None
    return checked.course


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Load packages with the platform's code: gives what it complains about, counts and grades for each."""
    for needed, hint in ((PYTHON, "run tests/install-olx-tools"), (CONFORMANCE / "load_olx.py", "it lies beside")):
        if not needed.exists():
            if os.environ.get("CI") == "true":
                pytest.fail(f"{needed} is missing: {hint}")
            pytest.skip(f"{needed.name} of Open edX's tools is missing: {hint}")

    def run(*packages: Path, grade: dict[Path, list[dict[str, Any]]] | None = None) -> list[dict[str, Any]]:
        asked = {"packages": [{"path": str(path), "grade": (grade or {}).get(path, [])} for path in packages]}
        done = subprocess.run(
            [str(PYTHON), str(ROOT / "tests" / "tools" / "judge_olx.py"), str(CONFORMANCE), "--json"],
            input=json.dumps(asked),
            text=True,
            capture_output=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return run
