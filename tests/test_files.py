"""Files are written whole or not at all, through one door, and an error tells whose file it was."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mooc_kit import files
from tests.sources import modules, nodes, path_of

OWN_DOORS = {"files.py", "archive.py", "cohort/storage.py"}
"""Archives are packed in memory. The store of credentials writes half a million files, on a disk or in a cloud."""


def stream(path: Path, data: str) -> None:
    with files.text_stream(path) as opened:
        opened.write(data)


WRITERS: list[Callable[[Path, str], None]] = [files.write_whole, stream]


@pytest.mark.parametrize("write", WRITERS)
def test_what_was_there_stays_when_the_disk_is_full(
    write: Callable[[Path, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "goals.csv"
    place.write_text("before", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left") as error:
        write(place, "after")
    assert error.value.filename == str(place)
    assert [path.name for path in tmp_path.iterdir()] == ["goals.csv"]
    assert place.read_text(encoding="utf-8") == "before"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("write", [*WRITERS, files.write_fresh])
def test_a_full_device_is_told_by_its_name_and_stays_a_device(write: Callable[[Path, str], None]) -> None:
    with pytest.raises(OSError, match="No space left") as error:
        write(Path("/dev/full"), "x" * 100_000)
    assert error.value.filename == "/dev/full"
    assert not Path("/dev/full").is_file()


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_keeps_the_rights_that_its_owner_gave_it(write: Callable[[Path, str], None], tmp_path: Path) -> None:
    place = tmp_path / "roster.csv"
    write(place, "one")
    place.chmod(0o600)
    write(place, "two")
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.read_bytes() == b"two"


def test_a_stream_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), files.text_stream(tmp_path / "new" / "a.csv") as opened:
        opened.write("half")
        raise KeyboardInterrupt
    assert list((tmp_path / "new").iterdir()) == []


def test_a_key_is_never_written_over_and_is_its_owners_alone(tmp_path: Path) -> None:
    files.write_new(tmp_path / "key", "secret")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        files.write_new(tmp_path / "key", "other")
    assert (tmp_path / "key").read_text(encoding="utf-8") == "secret"


def test_there_is_one_door_to_writing() -> None:
    found = []
    for module in modules():
        name = path_of(module)
        if name in OWN_DOORS or name.startswith("templates/"):
            continue
        for node in nodes(module):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if called in ("write_text", "write_bytes"):
                found.append(f"{name}:{node.lineno}")
            texts = [a.value for a in [*node.args, *(k.value for k in node.keywords)] if isinstance(a, ast.Constant)]
            if called in ("open", "fdopen") and any(text in ("w", "wb", "x", "xb", "a", "ab", "w+b") for text in texts):
                found.append(f"{name}:{node.lineno}")
    assert found == []


def test_what_a_killed_run_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [
        tmp_path / f".roster.csv-{ended.pid}-0a1b2c3d{files.UNFINISHED}",
        tmp_path / f".out-{ended.pid}-0a1b2c3e{files.UNFINISHED}",
    ]
    left[0].write_text("personal")
    left[1].mkdir()
    (left[1] / "people.csv").write_text("personal")
    kept = [
        tmp_path / f".roster.csv-{os.getpid()}-0a1b2c3d{files.UNFINISHED}",  # its process is at it
        tmp_path / f".new.csv-{ended.pid}-0a1b2c3d{files.UNFINISHED}",  # it may be of another machine's
        tmp_path / ".roster.csv-0a1b2c3d",  # somebody's own
    ]
    for path in kept:
        path.write_text("x")
    for path in (*left, kept[0], kept[2]):
        os.utime(path, (0, 0))
    monkeypatch.setattr(files, "_swept", set())
    files.write_whole(tmp_path / "other.csv", "x")
    assert not [path for path in left if path.exists()]
    assert all(path.exists() for path in kept)


def test_a_folder_for_personal_data_is_its_owners_alone_and_goes_again(tmp_path: Path) -> None:
    with files.folder_beside(tmp_path / "out", "people.parquet") as place:
        assert place.stat().st_mode & 0o777 == 0o700
        (place / "x").write_text("x")
    assert list((tmp_path / "out").iterdir()) == []
