"""Git: revisions and objects of a repository, read in this process; no program is run to look at them.

A repository that came from somebody else carries settings that name programs (filters, fsmonitor, hooks, ssh commands,
promisor remotes, text conversion ...). Here only its objects and names are read, by dulwich, so none of those is ever
asked for. The one program that runs is `git clone`, for an address on the network that a person named, away from any
repository, with the settings of that person.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from mooc_kit.problems import UsageError

if TYPE_CHECKING:
    from dulwich.objects import Commit
    from dulwich.repo import Repo

# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
_LFS_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\n(?:[^\n]+\n)*?oid sha256:([0-9a-f]{64})\n")
# `git rev-parse --local-env-vars`: they would make git look at another repository than the one that was asked for.
# fmt: off
_ELSEWHERE = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_TEMPLATE_DIR", "GIT_WORK_TREE",
    }
)
# fmt: on
_FORMAT = (
    ((b"core",), b"repositoryformatversion"),
    ((b"extensions",), b"objectformat"),
    ((b"extensions",), b"refstorage"),
    ((b"extensions",), b"worktreeconfig"),
    ((b"extensions",), b"relativeworktrees"),
)
_OURS = re.compile(rb"^<{7} [^\n]*\n", re.MULTILINE)
_BETWEEN = re.compile(rb"^={7}\r?\n", re.MULTILINE)
_THEIRS = re.compile(rb"^>{7} ", re.MULTILINE)
_ADDRESS = re.compile(r"(https?|ssh|git|file)://|[\w.-]+@[\w.-]+:")


def is_address(source: str) -> bool:
    """Whether `source` is an address that git knows, and no path of this computer."""
    return _ADDRESS.match(source) is not None


TOP = PurePosixPath()
"""The folder that holds all of a repository's files."""


@dataclass(frozen=True)
class TreeEntry:
    """A file in a commit: the id of its content, and whether it is a link."""

    id: bytes
    is_link: bool = False


class Repository:
    """The repository around a folder. `root` is the top of its working files (its own folder, where it has none)."""

    def __init__(self, repo: Repo, root: Path) -> None:
        self._repo, self.root = repo, root

    def commit(self, name: str) -> bytes | None:
        """The id of the commit that `name` (a branch, a tag, an id, HEAD~2) stands for; None where there is none."""
        from dulwich.objects import Commit, Tag
        from dulwich.objectspec import parse_object

        # A path in a revision is no commit, and a dash begins an option: neither means anything here.
        if not name or name.startswith("-") or ":" in name:
            return None
        found = None
        with suppress(Exception):  # whatever a damaged repository makes of it: it knows no such revision
            found = parse_object(self._repo, name.removesuffix("^{commit}"))
            while isinstance(found, Tag):
                found = self._repo[found.object[1]]
        return bytes(found.id) if isinstance(found, Commit) else None

    def merge_base(self, one: bytes, two: bytes) -> bytes | None:
        """The commit in which both have their last common ancestor; None where none is known in this copy."""
        from dulwich.graph import find_merge_base

        with suppress(Exception):  # a clone of the last few commits ends before the ancestor, or in the middle
            bases = find_merge_base(self._repo, [one, two])  # type: ignore[list-item]
            return bytes(bases[0]) if bases else None
        return None

    def files(self, commit: bytes, below: PurePosixPath = TOP) -> dict[str, TreeEntry]:
        """The files of `commit` in the folder `below`, by their paths in it. Submodules are not looked into."""
        from dulwich.objects import Tree

        found: dict[str, TreeEntry] = {}
        with _readable(self.root):
            node = self._repo[self._commit(commit).tree]
            for part in below.parts:
                assert isinstance(node, Tree)
                try:
                    node = self._repo[node[os.fsencode(part)][1]]
                except KeyError:
                    return {}
                if not isinstance(node, Tree):
                    return {}
            open_ = [("", node)]
            while open_:
                above, node = open_.pop()
                for entry in node.iteritems() if isinstance(node, Tree) else ():
                    path = above + os.fsdecode(entry.path or b"")
                    mode = entry.mode or 0
                    if stat.S_ISDIR(mode):
                        open_.append((f"{path}/", self._repo[entry.sha]))
                    elif stat.S_ISREG(mode) or stat.S_ISLNK(mode):
                        found[path] = TreeEntry(bytes(entry.sha or b""), stat.S_ISLNK(mode))
        return found

    def read(self, entry: TreeEntry) -> bytes:
        """The content of a file. Raises UsageError where this copy of the repository does not hold it."""
        from dulwich.objects import Blob

        with _readable(self.root):
            found = self._repo[entry.id]
            assert isinstance(found, Blob)
            return found.data

    def holds(self, entry: TreeEntry, file: Path) -> bool:
        """Whether `file` has the content of `entry`, but for the ends of lines; LFS files are known by their hash."""
        if file.is_symlink() or entry.is_link:
            link = os.fsencode(os.readlink(file)) if file.is_symlink() else file.read_bytes()  # noqa: PTH115
            return entry.is_link and blob_id(link, len(entry.id)) == entry.id
        if not file.is_file():
            return False
        data = file.read_bytes()
        if blob_id(data, len(entry.id)) == entry.id:
            return True
        if b"\r\n" in data and blob_id(data.replace(b"\r\n", b"\n"), len(entry.id)) == entry.id:
            return True
        try:
            pointer = _LFS_POINTER.match(self.read(entry)[:1024])
        except UsageError:  # not in this copy: then it is not what lies here either
            return False
        return pointer is not None and pointer[1].decode() == hashlib.sha256(data).hexdigest()

    def tracked(self, below: PurePosixPath) -> set[str]:
        """The paths below `below` that the next commit would hold."""
        top = f"{below.as_posix()}/" if below.parts else ""
        with suppress(Exception):  # none yet, or of a kind that dulwich does not know: what is committed counts then
            names = [os.fsdecode(name) for name in self._repo.open_index()]
            return {name.removeprefix(top) for name in names if name.startswith(top)}
        head = self.commit("HEAD")
        return set(self.files(head, below)) if head is not None else set()

    def working_files(self, below: PurePosixPath) -> Iterator[str]:
        """The paths of the files that lie below `below` and are not ignored. Other repositories are not looked into."""
        from dulwich.ignore import IgnoreFilterManager

        ignored = IgnoreFilterManager.from_repo(self._repo)
        top = self.root / below
        for here, folders, names in os.walk(top):
            inside = Path(here).relative_to(self.root).as_posix()
            prefix = "" if inside == "." else f"{inside}/"
            folders[:] = [
                name
                for name in folders
                if name != ".git"
                and not ignored.is_ignored(f"{prefix}{name}/")
                and not (Path(here) / name / ".git").exists()
            ]
            links = [name for name in folders if (Path(here) / name).is_symlink()]
            for name in (*names, *links):
                if name != ".git" and not ignored.is_ignored(f"{prefix}{name}"):
                    yield (Path(here) / name).relative_to(top).as_posix()

    def _commit(self, commit: bytes) -> Commit:
        from dulwich.objects import Commit

        found = self._repo[commit]
        assert isinstance(found, Commit)
        return found


def repository(folder: Path) -> Repository:
    """The repository that `folder` lies in. Raises UsageError where there is none that can be read."""
    from dulwich.config import ConfigFile
    from dulwich.errors import NotGitRepository
    from dulwich.repo import Repo

    class OnlyFormat(Repo):
        """Hears of a repository's settings only how its objects and names are kept."""

        def get_config(self) -> ConfigFile:
            told, kept = super().get_config(), ConfigFile()
            for section, name in _FORMAT:
                with suppress(KeyError):
                    kept.set(section, name, told.get(section, name))
            return kept

    for here in (folder.resolve(), *folder.resolve().parents):
        try:
            return Repository(OnlyFormat(str(here)), here)
        except NotGitRepository:
            continue
        except Exception as error:
            raise UsageError(f"{here} is a repository that cannot be read: {_words(error)}.") from error
    raise UsageError(f"{folder} lies in no git repository.")


def conflict_at(data: bytes) -> int:
    """Where the first conflict begins whose two versions both stand between git's marks; -1 where none was left.

    Each mark is looked for behind the one before it, so the time is that of reading the file, whatever stands in it.
    """
    first = _OURS.search(data)
    between = _BETWEEN.search(data, first.end()) if first else None
    last = _THEIRS.search(data, between.end()) if between else None
    return first.start() if first and last else -1


def blob_id(data: bytes, digits: int = 40) -> bytes:
    """How git names this content, as hexadecimal digits: 40 of SHA-1, or 64 of SHA-256 where the repository uses it."""
    made = hashlib.new("sha256" if digits == 64 else "sha1", usedforsecurity=False)
    made.update(b"blob %d\0" % len(data))
    made.update(data)
    return made.hexdigest().encode()


@contextmanager
def fetched(address: str) -> Iterator[Repository]:
    """A repository somewhere else. One on this computer (file://) is read where it lies.

    Raises UsageError where it cannot be had.
    """
    if address.startswith("file://"):
        # `git clone` would start a git in that repository, which obeys its settings.
        yield repository(Path(url2pathname(urlsplit(address).path)))
        return
    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / "copy"
        _clone(address, place)
        yield repository(place)


def _clone(address: str, place: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    environment |= {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "https:http:ssh:git",
        "GIT_CEILING_DIRECTORIES": str(place.parent.resolve().parent),
        "GIT_LFS_SKIP_SMUDGE": "1",
    }
    # Bare: no file is written out, so no filter and no hook has a part in it.
    safe = ["-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false"]
    command = ["git", *safe, "clone", "--quiet", "--bare", "--template=", "--", address, str(place)]
    try:
        result = subprocess.run(  # noqa: S603
            command, cwd=place.parent, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise UsageError("A template from a git address needs git, and git is not installed.") from None
    if result.returncode:
        lines = result.stderr.decode(errors="replace").strip().splitlines() or ["it failed"]
        raise UsageError(f"git could not get the template: {lines[-1]}")


@contextmanager
def _readable(root: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # an object that is missing, or damaged in any way
        what = _words(error)
        hint = "If it was cloned in part, fetch what is missing with git and call this again."
        raise UsageError(f"The repository in {root} does not hold all that is needed ({what}). {hint}") from error


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
