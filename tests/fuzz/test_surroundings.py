"""Surroundings that fail every command: a disk without room, no home, an odd clock; told in words, nothing half."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fuzz.readers import DEAR, READERS, Reader
from tests.fuzz.runner import call, put_back, snapshot
from tests.fuzz.stage import make_stage
from tests.shared import once

resource = pytest.importorskip("resource")
CHEAP = {reader.words[:2]: reader for reader in READERS if reader.words[0] not in DEAR}
WRITING = [
    reader
    for words, reader in CHEAP.items()
    if {"-o", "--to", "out.yaml"} & set(reader.words) or words[0] in ("set", "add", "migrate") or words[1] == "accept"
]
ROOM = 1_500
"""Bytes that a file may have: enough for what is told, too little for what is made."""


@pytest.fixture(scope="module")
def stage(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = once(shared, "fuzz-stage", lambda place: make_stage(place, is_whole=False))
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("fuzz") / "stage"))


@contextmanager
def no_room() -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("reader", WRITING, ids=lambda one: one.name[:40])
def test_a_full_disk_under_every_command_that_writes(reader: Reader, stage: Path) -> None:
    before = snapshot(stage)
    with no_room():
        status, why = call(reader, stage, reader.found(stage)[0])
    after = snapshot(stage)
    put_back(stage, before)
    assert not why
    assert status in (0, 1, 2)
    if status == 2:
        assert {path: after.get(path) for path in before} == before
        assert not [path for path in after if "mooc-kit-part" in path.name]


@pytest.mark.parametrize("reader", list(CHEAP.values())[::4], ids=lambda one: one.name[:40])
def test_every_command_bears_odd_surroundings(reader: Reader, stage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fourth of the commands that answer quickly each time."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "USER", "LOGNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "Nowhere/Never")
    before = snapshot(stage)
    status, why = call(reader, stage, reader.found(stage)[0])
    put_back(stage, before)
    assert not why
    assert status in (0, 1, 2, 130)
