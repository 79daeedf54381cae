"""Write-ahead log of an update: the whole plan is noted outside the kit, then each file moves into its place.

A run that was cut off in between is finished by the next one on this computer.

The notes lie in the user's own cache folder, under the kit's path. Nothing in the kit is ever taken for such a note: a
kit comes from strangers. Where there is no such folder, the plan is carried out all the same, and a run that is cut
off is simply planned anew. A file that somebody changed after the plan was made is left as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from mooc_kit.cache import kept_folder
from mooc_kit.course.rendered_files import FILE, FOLDER, SPEC, entries_of, packed
from mooc_kit.files import write_fresh, write_whole
from mooc_kit.kit.merge_base import checksum
from mooc_kit.problems import UsageError
from mooc_kit.safe_paths import UnsafePathError, inside, link_in_the_way, require_safe

OWN = ".mooc-kit/"
OLD_PENDING = ".mooc-kit/pending"
"""Where older versions of mooc-kit kept their notes: in the kit. They are not read any more."""
_LIST = "list.json"


@dataclass(frozen=True, slots=True)
class Write:
    """A file to write (`after` None: to remove). `before` is what must lie there; `own` files may hold anything."""

    path: str
    before: bytes | None
    after: bytes | None
    is_own: bool = False


def apply_writes(kit: Path, writes: list[Write], *, with_spec: bool = False) -> list[str]:
    """Write them all; gives the paths that were left alone because somebody changed them meanwhile. Only a command that
    somebody called to change course.yaml writes it (`with_spec`).

    Raises UnsafePathError before anything is written where a path must not be.
    """
    finish(kit)
    for write in writes:
        may_be_own = write.is_own or (with_spec and write.path == SPEC)
        require_safe(write.path, "The plan", may_be_kits_own=may_be_own)
        if write.is_own and not write.path.startswith(OWN):
            raise UnsafePathError(f"{write.path!a} is not mooc-kit's own file. Nothing was written.")
        real = FILE if write.path.startswith(f"{FOLDER}/") else write.path
        if write.is_own and (link := link_in_the_way(kit, write.path) or link_in_the_way(kit, real)):
            raise UsageError(f"{kit / link} is a link to another place; mooc-kit writes into the kit only.")
    _require_writable(kit, makes_own=any(write.is_own for write in writes))
    entries, staged = _noted(writes)
    place = pending_place(kit)
    with suppress(OSError):  # nowhere to note it: then an update that is cut off is planned anew by the next
        if place is not None:
            _note(place, entries, staged)
            return finish(kit)
    return _carry_out(kit, entries, lambda number: staged[number])


def _require_writable(kit: Path, *, makes_own: bool) -> None:
    own = kit / OWN
    if own.is_symlink():
        raise UsageError(f"{own} is a link to another place; mooc-kit writes into the kit only.")
    try:
        if makes_own:  # a course.yaml alone, whose values are changed, is no kit and becomes none
            own.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=own if own.is_dir() else kit):
            pass
    except OSError as error:
        raise UsageError(
            f"{kit} could not be updated: {error.strerror or type(error).__name__}. Nothing was changed."
        ) from error


def pending_place(kit: Path) -> Path | None:
    """Where the notes of a run in `kit` lie; None where this user keeps nothing."""
    folder = kept_folder()
    key = hashlib.sha256(os.fsencode(kit.resolve())).hexdigest()[:32]
    return folder / "pending" / key if folder is not None else None


def is_pending(kit: Path) -> bool:
    """Whether a run of this user in `kit` was cut off."""
    place = pending_place(kit)
    return place is not None and (place / _LIST).is_file()


def finish(kit: Path) -> list[str]:
    """Finish what is pending in `kit`, if anything is. Gives the paths that were left alone."""
    place = pending_place(kit)
    if place is None or not (place / _LIST).is_file():
        return []
    entries = json.loads((place / _LIST).read_text(encoding="utf-8"))
    skipped = _carry_out(kit, entries, lambda number: (place / str(number)).read_bytes())
    shutil.rmtree(place, ignore_errors=True)
    return skipped


def _noted(writes: list[Write]) -> tuple[list[dict[str, object]], dict[int, bytes]]:
    run = uuid4().hex[:8]
    entries: list[dict[str, object]] = []
    staged: dict[int, bytes] = {}
    for number, write in enumerate(writes):
        if write.after is not None:
            staged[number] = write.after
        before = None if write.before is None else checksum(write.before)
        after = None if write.after is None else checksum(write.after)
        entries.append({"path": write.path, "before": before, "after": after, "own": write.is_own, "run": run})
    return entries, staged


def _note(place: Path, entries: list[dict[str, object]], staged: Mapping[int, bytes]) -> None:
    """All of it, or nothing: the folder takes its name when it is whole."""
    work = place.with_name(f"{place.name}-{uuid4().hex[:8]}")
    try:
        work.mkdir(parents=True, mode=0o700)
        for number, data in staged.items():
            write_fresh(work / str(number), data)
        write_fresh(work / _LIST, json.dumps(entries))
        work.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _carry_out(kit: Path, entries: list[dict[str, object]], data_of: Callable[[int], bytes]) -> list[str]:
    skipped: list[str] = []
    of_base: dict[str, int | None] = {}
    try:
        for number, entry in enumerate(entries):
            path = str(entry["path"])
            if path.startswith(f"{FOLDER}/"):
                of_base[path] = None if entry["after"] is None else number
            elif not _put(kit, entry, lambda number=number: data_of(number)):  # type: ignore[misc]
                skipped.append(path)
        _put_base(kit, {path: at for path, at in of_base.items() if not _is_base_of(path, skipped)}, data_of)
    except OSError as error:
        raise UsageError(
            f"{kit} is only partly updated: {error.strerror or type(error).__name__}. "
            "Fix that and run `mooc-kit update` again; it continues where it stopped."
        ) from error
    return skipped


def _put(kit: Path, entry: Mapping[str, object], data: Callable[[], bytes]) -> bool:
    """Put one file in its place. False where something else lies there by now."""
    path = str(entry["path"])
    try:
        target = inside(kit, path)
    except UnsafePathError:
        return False
    if link_in_the_way(kit, path) or target.is_dir():
        return False
    draft = target.with_name(f".{target.name}-{entry['run']}")  # the same name again, when this is finished later
    found = checksum(target.read_bytes()) if target.exists() else None
    if found == entry["after"] or (found != entry["before"] and not entry["own"]):
        draft.unlink(missing_ok=True)
        return found == entry["after"]
    if entry["after"] is None:
        target.unlink(missing_ok=True)
        _remove_empty(target.parent, kit)
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_fresh(draft, data())
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
        os.replace(draft, target)  # noqa: PTH105  # says that it is atomic
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return True


def _put_base(kit: Path, changes: Mapping[str, int | None], data_of: Callable[[int], bytes]) -> None:
    """Change entries of the base (None: take out), all in its one file; what an older version left is in it then."""
    if not changes:
        return
    entries = entries_of(kit)
    for path, number in changes.items():
        entries.pop(path, None)
        if number is not None:
            entries[path] = data_of(number)
    write_whole(inside(kit, FILE), packed(entries))
    old = inside(kit, FOLDER)
    if old.is_dir() and not old.is_symlink():
        shutil.rmtree(old)


def _is_base_of(path: str, skipped: list[str]) -> bool:
    """Whether `path` is the base of a file that was left alone: then the base stays as it was, too."""
    return path.startswith(f"{FOLDER}/") and path.removeprefix(f"{FOLDER}/").rpartition(".")[0] in skipped


def _remove_empty(folder: Path, kit: Path) -> None:
    while folder != kit and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
