"""Every reader, found by the registry of commands, is given damaged files: a few here, many by hand (tests/fuzz)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.readers import DEAR, READERS, READS_NOTHING, Reader, commands
from tests.fuzz.runner import Figures, fuzz
from tests.fuzz.stage import make_stage
from tests.shared import once

SEED = 23


def takes_a_file(command: Any) -> bool:
    """Whether one of its parameters is a file, or a folder that is there."""
    return any(getattr(one.type, "name", "") in ("path", "file", "directory") for one in command.params)


def test_every_registered_reader_is_fuzzed() -> None:
    known = {reader.command(name for name, _ in commands()) for reader in READERS}
    reading = {name for name, command in commands() if takes_a_file(command)}
    assert reading - known - set(READS_NOTHING) == set()
    assert known & set(READS_NOTHING) == set()


@pytest.fixture(scope="module")
def stage(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = once(shared, "fuzz-stage", lambda place: make_stage(place, is_whole=False))
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("fuzz") / "stage"))


@pytest.mark.parametrize("reader", [one for one in READERS if one.words[0] not in DEAR], ids=lambda one: one.name[:60])
def test_no_reader_has_a_traceback(reader: Reader, stage: Path) -> None:
    """One input each; the commands that build, import and issue are fuzzed by hand, and by tests of their own."""
    faults = list(fuzz(reader, stage, 1, SEED, Figures()))
    assert not faults, f"{faults[0].file}\n{faults[0].why}"
