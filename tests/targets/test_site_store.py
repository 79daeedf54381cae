"""Browser storage: what the site's store and its naming of answers do, run in Node over a storage that fills up."""

import json
import re
import shutil
import subprocess

import pytest

from mooc_kit.targets.site.theme import FOLDER
from tests.node_tools import FOLDER as NODE

SCENARIOS = NODE / "store.cjs"


@pytest.fixture(scope="session")
def found() -> dict[str, str]:
    """What went wrong, by scenario; "" where nothing did."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here")
    run = subprocess.run([node, str(SCENARIOS), FOLDER], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", re.findall(r'^scenario\("(.+)",', SCENARIOS.read_text("utf-8"), re.MULTILINE))
def test_the_store_holds(name: str, found: dict[str, str]) -> None:
    assert found[name] == ""
