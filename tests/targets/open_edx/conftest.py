"""Open edX's own blocks as the judge: one process for all packages of a run, since starting it takes seconds."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.course.model import Course
from mooc_kit.targets.open_edx import OpenEdx

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


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """Load packages with the platform's code: gives what it complains about, counts and grades for each."""
    for needed, hint in ((PYTHON, "run tests/install-olx-tools"), (CONFORMANCE / "load_olx.py", "it lies beside")):
        if not needed.exists():
            if os.environ.get("CI") == "true":
                pytest.fail(f"{needed} is missing: {hint}")
            pytest.skip(f"{needed.name} of Open edX's tools is missing: {hint}")

    def run(*packages: Path, grade: dict[Path, list[dict[str, Any]]] | None = None) -> list[dict[str, Any]]:
        asked = {"packages": [{"path": str(path), "grade": (grade or {}).get(path, [])} for path in packages]}
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        patience = threading.Timer(300, process.kill)
        patience.start()
        answer = process.stdout.readline()
        patience.cancel()
        assert answer, complaints.read_text(encoding="utf-8")[-3000:]
        found: list[dict[str, Any]] = json.loads(answer)
        return found

    complaints = tmp_path_factory.mktemp("judge") / "stderr.txt"
    command = [str(PYTHON), str(ROOT / "tests" / "tools" / "judge_olx.py"), str(CONFORMANCE), "--json"]
    with (
        complaints.open("w", encoding="utf-8") as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True) as process,
    ):
        try:
            yield run
        finally:
            process.kill()
