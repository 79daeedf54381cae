"""Course discovery: which courses lie below a folder, and which of them a change touches."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mooc_kit.problems import MoocKitError, Report, UsageError

if TYPE_CHECKING:
    from mooc_kit.git import Repository

SPEC = "course.yaml"
_OLD_CACHE = ".mooc-kit/cache/"
"""What mooc-kit kept in kits before 0.2.0, and reads no more. It says nothing about the course."""
_PRUNED = frozenset({".git", "build", "node_modules", ".mooc-kit", ".venv", "__pycache__"})


def expand(paths: Iterable[Path]) -> list[Path]:
    """`paths`, each folder without a course.yaml of its own replaced by the kits below it (if there are any)."""
    found: list[Path] = []
    for path in paths:
        if str(path) != "-" and path.is_dir() and not (path / SPEC).exists():
            found += list(courses_below(path)) or [path]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def courses_below(folder: Path) -> Iterator[Path]:
    """The folders below `folder` that hold a course.yaml, in order; a kit's own folders are not searched."""
    for here, folders, files in os.walk(folder):
        if SPEC in files:
            folders.clear()
            yield Path(here)
            continue
        folders[:] = sorted(name for name in folders if name not in _PRUNED)


def each_kit(folder: Path, one: Callable[[Path], int]) -> int:
    """`one` for the kit in `folder`, or for each kit below it; what is wrong with one of many stays with that one."""
    from sys import stderr

    from mooc_kit.reporters import write_report

    kits = expand([folder])
    if kits == [folder]:
        return one(folder)
    status = 0
    for kit in kits:
        try:
            status = max(status, one(kit))
        except MoocKitError as error:
            write_report(Report(list(error.problems)), "text", stderr)
            status = max(status, 1)
    return status


def changed_since(revision: str, paths: Iterable[Path]) -> list[Path]:
    """Those of `paths` (kits or course.yaml files) in which something differs from git's `revision`.

    As in a pull request: what counts is what changed since the branch left `revision`, and what is not committed yet.
    """
    from mooc_kit.git import repository

    kept = []
    known: dict[Path, tuple[Repository, bytes | None]] = {}
    for path in paths:
        if str(path) == "-":
            raise UsageError("--changed-since looks into git; it cannot be used with standard input.")
        kit = (path if path.is_dir() else path.parent).resolve()
        repo = repository(kit)
        if repo.root not in known:
            known[repo.root] = repo, _begin(repo, revision)
        if _differs(*known[repo.root], kit):
            kept.append(path)
    return kept


def _begin(repo: Repository, revision: str) -> bytes | None:
    """The commit to compare with: where the branch left `revision`. None before the first commit: all is new then."""
    wanted, head = repo.commit(revision), repo.commit("HEAD")
    if wanted is None and revision == "HEAD":
        return None
    if wanted is None:
        raise UsageError(f"git knows no {revision!r}.")
    return (repo.merge_base(wanted, head) if head is not None else None) or wanted


def _differs(repo: Repository, commit: bytes | None, kit: Path) -> bool:
    """Whether any file below `kit` is another than in `commit`: changed, gone or new (and not ignored)."""
    below = PurePosixPath(kit.relative_to(repo.root).as_posix())
    files = repo.files(commit, below) if commit is not None else {}
    then = {path: entry for path, entry in files.items() if not path.startswith(_OLD_CACHE)}
    if any(not repo.holds(entry, kit / path) for path, entry in then.items()):
        return True
    now = {*(path for path in repo.tracked(below) if (kit / path).is_file()), *repo.working_files(below)}
    return any(path not in then and not path.startswith(_OLD_CACHE) for path in now)
