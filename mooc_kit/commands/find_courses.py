"""Courses in a repository: which there are below a folder, and which of them a change touches."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from mooc_kit.problems import UsageError

SPEC = "course.yaml"
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


def changed_since(revision: str, paths: Iterable[Path]) -> list[Path]:
    """Those of `paths` (kits or course.yaml files) in which something differs from git's `revision`.

    As in a pull request: what counts is what changed since the branch left `revision`, and what is not committed yet.
    """
    kept = []
    roots: dict[Path, set[Path]] = {}
    for path in paths:
        if str(path) == "-":
            raise UsageError("--changed-since looks into git; it cannot be used with standard input.")
        kit = path if path.is_dir() else path.parent
        root = next((r for r in roots if kit.resolve().is_relative_to(r)), None)
        if root is None:
            root = Path(_git(kit, "rev-parse", "--show-toplevel").strip()).resolve()
            changed = [root / name for name in _changed(root, revision)]
            roots[root] = {above for path in changed for above in (path, *path.parents)}
        if kit.resolve() in roots[root]:
            kept.append(path)
    return kept


def _changed(root: Path, revision: str) -> set[str]:
    if revision.startswith("-"):
        raise UsageError(f"{revision!r} is not a revision.")
    name = f"{revision}^{{commit}}"
    known = _git(root, "rev-parse", "--verify", "--quiet", name, wrong=f"git knows no {revision!r}.")
    begin = _git(root, "merge-base", known.strip(), "HEAD", may_fail=True).strip() or known.strip()
    names = _git(root, "diff", "--name-only", "--no-renames", "-z", begin, "--")
    names += _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return {name for name in names.split("\0") if name}


def _git(folder: Path, *arguments: str, wrong: str = "", may_fail: bool = False) -> str:
    try:
        # A repository's own settings may name programs to run; none is run to look at it.
        command = ["git", "-c", "core.fsmonitor=false", *arguments]
        result = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise UsageError("This needs git, and git is not installed.") from None
    if result.returncode and not may_fail:
        said = result.stderr.decode(errors="replace").strip()
        raise UsageError(wrong or f"git could not tell: {said or 'it failed'}")
    return "" if result.returncode else os.fsdecode(result.stdout)
