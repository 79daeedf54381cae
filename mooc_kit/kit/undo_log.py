"""Undo log: what a command changed in a kit, with the bytes from before, so that `mooc-kit undo` puts them back.

It lies in the user's own cache folder, under the kit's path, readable by its owner alone: a kit comes from strangers,
and nothing in one is ever taken for such a note. Where nothing is kept (`MOOC_KIT_CACHE=off`), there is no way back but
version control.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from mooc_kit.cache import kept_folder
from mooc_kit.course.rendered_files import FOLDER, entries_of
from mooc_kit.files import write_fresh
from mooc_kit.kit.apply_plan import OWN, Write
from mooc_kit.kit.draft import draft_of, writes_between
from mooc_kit.kit.merge_base import checksum
from mooc_kit.problems import UsageError
from mooc_kit.safe_paths import inside

MOST = 20
"""Steps that are kept; older ones go."""
_LIST = "list.json"


@dataclass(frozen=True)
class Step:
    """Something that a command did: in words, when (UTC, ISO 8601), and what it wrote."""

    told: str
    made_at: str
    writes: list[Write]
    place: Path


def note(kit: Path, told: str, writes: list[Write], *, joins: bool = False) -> None:
    """Keep `writes`, which are about to be made or were made in `kit`, as one step; with `joins`, as one with the last
    step, from which they follow."""
    folder = _folder(kit)
    if folder is None or not writes:
        return
    before = last(kit) if joins else None
    if before is not None:
        told, writes = before.told, _as_one(before.writes, writes)
    entries = []
    steps = _steps(folder)
    work = folder.with_name(f"{folder.name}-{uuid4().hex[:8]}")
    with suppress(OSError):  # a full disk: the command matters more than its way back
        try:
            work.mkdir(parents=True, mode=0o700)
            for number, write in enumerate(writes):
                for side, data in (("before", write.before), ("after", write.after)):
                    if data is not None:
                        write_fresh(work / f"{number}.{side}", data)
                entries.append(
                    {"path": write.path, "before": write.before is not None, "after": write.after is not None}
                )
            step = {"told": told, "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "files": entries}
            write_fresh(work / _LIST, json.dumps(step))
            folder.mkdir(exist_ok=True, mode=0o700)
            number = int(steps[-1].name) + 1 if steps else 1
            work.rename(folder / f"{number:06}")
        finally:
            shutil.rmtree(work, ignore_errors=True)
    if before is not None:
        forget(before)
    for old in steps[: len(steps) + 1 - MOST]:
        shutil.rmtree(old, ignore_errors=True)


def last(kit: Path) -> Step | None:
    """The step that was made last in `kit`, as far as this user's computer knows."""
    folder = _folder(kit)
    steps = _steps(folder) if folder is not None else []
    if not steps:
        return None
    place = steps[-1]
    try:
        step = json.loads((place / _LIST).read_text(encoding="utf-8"))
        writes = [
            Write(
                file["path"],
                (place / f"{number}.before").read_bytes() if file["before"] else None,
                (place / f"{number}.after").read_bytes() if file["after"] else None,
                is_own=str(file["path"]).startswith(OWN),
            )
            for number, file in enumerate(step["files"])
        ]
        return Step(step["told"], step["made_at"], writes, place)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"The notes of the last step cannot be read any more ({place}).") from error


def way_back(kit: Path, step: Step) -> list[Write]:
    """The writes that take `step` back. Raises UsageError where somebody changed one of its files since."""
    back = [Write(w.path, w.after, w.before, is_own=w.is_own) for w in step.writes if w.after != w.before]
    changed = [write.path for write in back if _read(kit, write.path) != write.before]
    if changed:
        shown = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
        raise UsageError(
            f"Since “{step.told}” somebody changed {shown}. Nothing was undone: it would lose those words. "
            "Put these files back first (or take the change back with git)."
        )
    return back


def forget(step: Step) -> None:
    shutil.rmtree(step.place, ignore_errors=True)


@contextmanager
def recorded(kit: Path, told: str) -> Iterator[None]:
    """Keep whatever changes in `kit` within it as one step."""
    if _folder(kit) is None or not kit.is_dir():
        yield
        return
    with draft_of(kit) as before:
        try:
            yield
        finally:
            note(kit, told, writes_between(before, kit))


def _as_one(first: list[Write], then: list[Write]) -> list[Write]:
    made = {write.path: write for write in first}
    for write in then:
        made[write.path] = replace(write, before=made[write.path].before) if write.path in made else write
    return list(made.values())


def _read(kit: Path, path: str) -> bytes | None:
    if path.startswith(f"{FOLDER}/"):
        return entries_of(kit).get(path)
    file = inside(kit, path)
    return file.read_bytes() if file.is_file() else None


def _folder(kit: Path) -> Path | None:
    kept = kept_folder()
    return kept / "undo" / checksum(os.fsencode(kit.resolve()))[:32] if kept is not None else None


def _steps(folder: Path) -> list[Path]:
    """The folders of the steps, the oldest first."""
    with suppress(OSError):
        return sorted(place for place in folder.iterdir() if place.name.isdigit() and (place / _LIST).is_file())
    return []
