"""Tools from npm that tests ask: where they are, and what happens where they are not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "node"


def node_tool(path: str) -> Path:
    """The file `path` in tests/node. Skips the test where node or the tool is missing; in CI it fails instead."""
    file = FOLDER / path
    if shutil.which("node") and (FOLDER / "node_modules" / ".installed").exists() and file.exists():
        return file
    reason = f"node and {path.split('/', 1)[-1]} are not here: run tests/install-node-tools"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
