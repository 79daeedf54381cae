"""Template sources: an institution's template, read whole and checked, from a folder, a zip file or a git address.

Nothing in them is trusted: a name that leads out of the folder, a link, or a size that no template needs is refused.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from mooc_kit.archive import Archive, ArchiveError, ArchiveLimits, TooLarge, is_zip
from mooc_kit.git import TreeEntry, fetched, is_address
from mooc_kit.problems import UsageError
from mooc_kit.safe_paths import require_safe, same_file

MOST_FILES = 2_000
MOST_BYTES = 50_000_000
_IN_ZIP = ArchiveLimits(files=100_000, bytes=500_000_000, small=MOST_BYTES)
"""What lies in a zip file beside the template (`node_modules`) is not read, and may be more."""
_SKIPPED = frozenset({".git", "__pycache__", ".DS_Store", ".venv", "node_modules"})


@dataclass(frozen=True)
class TemplateFiles:
    """`source` says where to look for a newer one; `revision` is git's commit, or a digest of the files."""

    source: str
    revision: str
    files: Mapping[str, bytes]
    directory: str = ""


def fetch(source: str, *, checkout: str = "", directory: str = "") -> TemplateFiles:
    """The template at `source`: a folder, a zip file or a git address, which may be abbreviated as in cookiecutter.

    `checkout` is a branch, tag or commit (as is `#REVISION` behind an address); `directory` is where in it the
    template lies.
    """
    from cookiecutter.config import BUILTIN_ABBREVIATIONS
    from cookiecutter.repository import expand_abbreviations

    address, _, revision = expand_abbreviations(source, BUILTIN_ABBREVIATIONS).partition("#")
    if source.partition(":")[0] in BUILTIN_ABBREVIATIONS:
        # gh:us/ours#v2 expands to https://github.com/us/ours#v2.git
        short, _, revision = source.partition("#")
        address = expand_abbreviations(short, BUILTIN_ABBREVIATIONS)
    if directory:
        directory = require_safe(directory.strip("/"), "--directory")
    if is_address(address):
        return _from_git(address, checkout or revision, directory)
    if checkout:
        raise UsageError("--checkout needs the address of a git repository.")
    path = Path(source)
    if path.is_dir():
        files = _checked(_folder_files(path), source, directory)
        return TemplateFiles(path.resolve().name, digest(files), files, directory)
    if path.is_file() and _is_zip(path):
        files = _checked(_zip_files(path), source, directory)
        return TemplateFiles(path.name, digest(files), files, directory)
    raise UsageError(f"{source} is no template: give a folder, a zip file or a git address.")


def _is_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return is_zip(stream.read(4))


def digest(files: Mapping[str, bytes]) -> str:
    """A name for just these files."""
    found = hashlib.sha256()
    for path, data in sorted(files.items()):
        found.update(f"{path}\0{hashlib.sha256(data).hexdigest()}\0".encode())
    return f"sha256:{found.hexdigest()}"


def _checked(entries: Iterator[tuple[str, bytes]], source: str, directory: str = "") -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    for name, data in entries:
        files[require_safe(name, source)] = data
        total += len(data)
        if len(files) > MOST_FILES or total > MOST_BYTES:
            limit = f"{MOST_FILES} files or {MOST_BYTES // 1_000_000} MB"
            raise UsageError(f"{source} is larger than a template may be ({limit}).")
    for one, other in same_file(files):
        raise UsageError(
            f"{source} holds {one!a} and {other!a}, which are the same on some computers. Nothing was used."
        )
    wanted = f"{directory}/cookiecutter.json" if directory else "cookiecutter.json"
    if wanted not in files:
        tops = {name.split("/")[0] for name in files}
        if len(tops) == 1:  # an archive usually holds one folder
            (top,) = tops
            files = {name.removeprefix(f"{top}/"): data for name, data in files.items()}
    if wanted not in files:
        raise UsageError(f"{source} is no template: it has no {wanted}.")
    if directory:
        top = f"{directory}/"
        files = {name.removeprefix(top): data for name, data in files.items() if name.startswith(top)}
    return dict(sorted(files.items()))


def _folder_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        for name in sorted([*names, *(f for f in folders if (Path(here) / f).is_symlink())]):
            path = Path(here) / name
            if name in _SKIPPED:
                continue
            if path.is_symlink():
                raise UsageError(f"{path} is a link to another place; a template holds plain files only.")
            if path.stat().st_size > MOST_BYTES:
                raise UsageError(f"{path} is larger than a template may be.")
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _zip_files(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with Archive(path, _IN_ZIP) as archive:
            for name in archive.names:
                if not any(part in _SKIPPED for part in name.split("/")):
                    yield name, archive.data(name)
    except TooLarge as error:
        raise UsageError(f"{path} is larger than a template may be.") from error
    except ArchiveError as error:
        raise UsageError(f"{path} cannot be read as a zip file: {error}") from error


def _from_git(address: str, revision: str, directory: str) -> TemplateFiles:
    with fetched(address) as repo:
        commit = repo.commit(revision or "HEAD")
        if commit is None:
            raise UsageError(f"{address} has no {revision or 'commits'!r}.")
        # A link becomes a plain file that holds a path.
        files = _checked(((path, repo.read(entry)) for path, entry in _wanted(repo.files(commit))), address, directory)
    return TemplateFiles(_without_password(address), commit.decode(), files, directory)


def _wanted(entries: Mapping[str, TreeEntry]) -> Iterator[tuple[str, TreeEntry]]:
    for path, entry in sorted(entries.items()):
        if _SKIPPED.isdisjoint(path.split("/")):
            yield path, entry


def _without_password(address: str) -> str:
    if "://" not in address:
        return address
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
