"""A broken package beside mooc-kit is named, with what to do; it does not end in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

BROKEN = {"raises": "raise RuntimeError('half installed')\n", "other": "class Thing:\n    key = 'thing'\n"}


@pytest.mark.parametrize("module", list(BROKEN))
def test_a_broken_package_is_named_with_what_to_do(module: str, tmp_path: Path) -> None:
    (tmp_path / f"{module}.py").write_text(BROKEN[module])
    told = tmp_path / "course_extras-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: course-extras\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(f"[mooc_kit.targets]\nbook = {module}:Thing\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "mooc_kit", "validate", "."]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    assert 'course-extras adds "book"' in ran.stderr
    assert "pip uninstall course-extras" in ran.stderr
