"""Applying writes a plan into a kit, all of it: what is new is made ready in one folder of the kit first; when that is
whole, each file takes its place by a rename. A run that was cut off in between is finished by the next one.

A file that somebody changed after the plan was made is left as it is.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import uuid4

from mooc_kit.files import write_fresh
from mooc_kit.kit.merge_base import FOLDER, checksum
from mooc_kit.problems import UsageError

PENDING = ".mooc-kit/pending"
_LIST = "list.json"


@dataclass(frozen=True, slots=True)
class Write:
    """A file to write (`after` None: to remove). `before` is what must lie there; `own` files may hold anything."""

    path: str
    before: bytes | None
    after: bytes | None
    is_own: bool = False


def apply_writes(kit: Path, writes: list[Write]) -> list[str]:
    """Write them all; gives the paths that were left alone because somebody changed them meanwhile."""
    place = kit / PENDING
    if place.parent.is_symlink():
        raise UsageError(f"{place.parent} is a link to another place; mooc-kit writes into the kit only.")
    work = place.with_name(f"pending-{uuid4().hex[:8]}")
    try:
        work.mkdir(parents=True)
        entries = []
        for number, write in enumerate(writes):
            if write.after is not None:
                write_fresh(work / str(number), write.after)
            before = None if write.before is None else checksum(write.before)
            after = None if write.after is None else checksum(write.after)
            entries.append({"path": write.path, "before": before, "after": after, "own": write.is_own})
        write_fresh(work / _LIST, json.dumps(entries))
        work.rename(place)
    except OSError as error:
        raise UsageError(
            f"{kit} could not be updated: {error.strerror or type(error).__name__}. Nothing was changed."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return finish(kit)


def finish(kit: Path) -> list[str]:
    """Finish what is pending in `kit`, if anything is. Gives the paths that were left alone."""
    place = kit / PENDING
    if not (place / _LIST).is_file() or place.is_symlink():
        return []
    skipped: list[str] = []
    try:
        for number, entry in enumerate(json.loads((place / _LIST).read_text(encoding="utf-8"))):
            path = str(entry["path"])
            if _is_base_of(path, skipped):
                continue
            if not _finish_one(kit, place / str(number), entry):
                skipped.append(path)
    except OSError as error:
        raise UsageError(
            f"{kit} is only partly updated: {error.strerror or type(error).__name__}. "
            "Mend that and call `mooc-kit update` again; it goes on where it stopped."
        ) from error
    shutil.rmtree(place, ignore_errors=True)
    return skipped


def _finish_one(kit: Path, staged: Path, entry: Mapping[str, object]) -> bool:
    """Put one file in its place. False where something else lies there by now."""
    path = PurePosixPath(str(entry["path"]))
    if path.is_absolute() or ".." in path.parts:
        return False
    target = kit / path
    if target.is_symlink() or target.is_dir() or not target.parent.resolve().is_relative_to(kit.resolve()):
        return False
    found = checksum(target.read_bytes()) if target.exists() else None
    if found == entry["after"]:
        return True
    if found != entry["before"] and not entry["own"]:
        return False
    if entry["after"] is None:
        target.unlink(missing_ok=True)
        _remove_empty(target.parent, kit)
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    if mode is not None:
        staged.chmod(mode)
    os.replace(staged, target)  # noqa: PTH105  # says that it is atomic
    return True


def _is_base_of(path: str, skipped: list[str]) -> bool:
    """Whether `path` is the base of a file that was left alone: then the base stays as it was, too."""
    return path.startswith(f"{FOLDER}/") and path.removeprefix(f"{FOLDER}/").rpartition(".")[0] in skipped


def _remove_empty(folder: Path, kit: Path) -> None:
    while folder != kit and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
