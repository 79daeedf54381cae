"""Course revisions: a folder, a course.yaml or a git revision, all read in the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from mooc_kit.completion_options.registry import sections
from mooc_kit.course.kit_files import AUTHORED
from mooc_kit.git import blob_id, repository
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
                # As git names contents, so that a folder and a revision can be compared without reading both.
                files[path.relative_to(kit).as_posix()] = blob_id(path.read_bytes()).decode()
    return CourseRevision(
        relative_name(kit), _spec(text, relative_name(file)), files, lambda path: (kit / path).read_bytes()
    )


def _revision(name: str, kit: Path) -> CourseRevision:
    repo = repository(kit)
    commit = repo.commit(name)
    if commit is None:
        raise UsageError(f"{name!r} is neither a file, a folder nor a revision that git knows here.")
    listed = repo.files(commit, PurePosixPath(kit.resolve().relative_to(repo.root).as_posix()))
    if SPEC not in listed:
        raise UsageError(f"There was no {SPEC} in {relative_name(kit)} at {name}.")
    authored = {p: e for p, e in listed.items() if p.split("/", 1)[0] in AUTHORED and not e.is_link}

    def read(path: str) -> bytes:
        return repo.read(authored[path]) if path in authored else b""

    raw = repo.read(listed[SPEC])
    files = {path: entry.id.decode() for path, entry in sorted(authored.items())}
    return CourseRevision(name, _spec(raw.decode("utf-8-sig", errors="replace"), f"{name}:{SPEC}"), files, read)


def _spec(text: str, name: str) -> Spec:
    loaded = load_spec(text, name, sections())
    if loaded.spec is None:
        raise MoocKitError(*loaded.problems)
    return loaded.spec
