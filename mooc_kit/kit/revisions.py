"""A version is a course as it was or is: a folder, a course.yaml, or a revision in git, all read in the same way."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mooc_kit.completion_options.registry import sections
from mooc_kit.course.kit_files import AUTHORED
from mooc_kit.problems import MoocKitError, UsageError, relative_name
from mooc_kit.spec import Spec, load_spec
from mooc_kit.spec.yaml_tree import read_text

SPEC = "course.yaml"


@dataclass(frozen=True)
class CourseRevision:
    """`files` are the authored files by path, each with a name for its content (git's); none for a lone course.yaml."""

    name: str
    spec: Spec
    files: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[str], bytes] = lambda path: b""
    has_files: bool = True


def version(name: str, kit: Path) -> CourseRevision:
    """The version that `name` means: a path that exists, else a revision of the kit in the folder `kit`."""
    path = Path(name)
    if path.is_dir():
        return _folder(path)
    if path.is_file():
        text, problems = read_text(path, relative_name(path))
        if text is None:
            raise MoocKitError(*problems)
        return CourseRevision(name, _spec(text, relative_name(path)), has_files=False)
    return _revision(name, kit)


def _folder(kit: Path) -> CourseRevision:
    file = kit / SPEC
    text, problems = read_text(file, relative_name(file))
    if text is None:
        raise MoocKitError(*problems)
    files = {}
    for top in AUTHORED:
        for path in sorted((kit / top).rglob("*")):
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                # As git names contents, so that a folder and a revision can be compared without reading both.
                digest = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()  # noqa: S324
                files[path.relative_to(kit).as_posix()] = digest
    return CourseRevision(
        relative_name(kit), _spec(text, relative_name(file)), files, lambda path: (kit / path).read_bytes()
    )


def _revision(name: str, kit: Path) -> CourseRevision:
    known = None if name.startswith("-") else _git(kit, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if known is None:
        raise UsageError(f"{name!r} is neither a file, a folder nor a revision that git knows here.")
    commit = known.decode().strip()
    shown = f"{name}:{SPEC}"

    def read(path: str) -> bytes:
        return _git(kit, "cat-file", "blob", f"{commit}:./{path}") or b""

    raw = _git(kit, "cat-file", "blob", f"{commit}:./{SPEC}")
    if raw is None:
        raise UsageError(f"There was no {SPEC} in {relative_name(kit)} at {name}.")
    listed = (_git(kit, "ls-tree", "-r", "-z", commit, "--", *(f"./{top}" for top in AUTHORED)) or b"").decode(
        errors="surrogateescape"
    )
    files = {}
    for line in filter(None, listed.split("\0")):
        about, _, path = line.partition("\t")
        files[path] = about.split()[2]
    return CourseRevision(name, _spec(raw.decode("utf-8-sig", errors="replace"), shown), files, read)


def _spec(text: str, name: str) -> Spec:
    loaded = load_spec(text, name, sections())
    if loaded.spec is None:
        raise MoocKitError(*loaded.problems)
    return loaded.spec


def _git(folder: Path, *arguments: str) -> bytes | None:
    try:
        # A repository's own settings may name programs to run; none is run to look at it.
        command = ["git", "-c", "core.fsmonitor=false", *arguments]
        result = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise UsageError("This needs git, and git is not installed.") from None
    return None if result.returncode else result.stdout
