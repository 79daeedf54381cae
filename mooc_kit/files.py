"""Atomic file writes: written beside their file first, then moved into its place, so that nobody meets half of it.

The one door to writing: a run that is interrupted or fails (a full disk, a folder that is read-only) leaves what was
there before, and nothing else behind; its OSError names the file that was meant. What a run leaves that was killed is
swept by a later one.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO
from uuid import uuid4

OWNER_ONLY = 0o600
UNFINISHED = ".mooc-kit-part"
ABANDONED = 3600.0
"""Seconds after which what is unfinished, and whose process is gone, was left behind; another machine may be at it."""
_PART = re.compile(rf"\..*-(\d+)-[0-9a-f]{{8}}{re.escape(UNFINISHED)}")
_swept: set[str] = set()


def nowhere() -> TextIO:
    """A stream whose text is lost, in the place of one that was closed from outside."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


@contextmanager
def for_owner_alone() -> Iterator[None]:
    """New files and folders are readable by their owner only, whoever writes them (personal data). What is there
    already keeps its rights: somebody chose them. Holds for the whole process, so it is for commands."""
    old = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(old)


def write_whole(path: Path, data: bytes | str) -> None:
    """Put `data` at `path`, making the folders above; text is written as UTF-8 with line feeds.

    Raises OSError where the place cannot be written to; the entry point tells that in words.
    """
    with _beside(path) as draft:
        draft.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)


def write_private(path: Path, data: bytes | str) -> None:
    """`write_whole` for what people wrote or did: a new file is its owner's alone."""
    with for_owner_alone():
        write_whole(path, data)


@contextmanager
def text_stream(path: Path) -> Iterator[TextIO]:
    """A stream for text that is too long to hold: UTF-8, line ends as written. Raises OSError like `write_whole`.

    The file is there when the stream is closed without an error, and not before.
    """
    with _beside(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        yield stream


def write_new(path: Path, data: bytes | str, mode: int = OWNER_ONLY) -> None:
    """A new file, on the disk when this returns, which from its first moment only its owner can read.

    Raises FileExistsError: what is written like this, a key, is never overwritten.
    """
    with _named(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data.encode("utf-8") if isinstance(data, str) else data)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def write_fresh(path: Path | str, data: bytes | str) -> None:
    """Write a file into a folder that nobody knows yet, and that is thrown away, or renamed, as a whole.

    The folder must be there. Spares thousands of files the way by a second name. Raises OSError.
    """
    with _named(path), open(path, "wb") as stream:  # noqa: PTH123  # plain paths cost a third less
        stream.write(data.encode("utf-8") if isinstance(data, str) else data)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A draft that takes the place of `path` at the end, with its rights, or is removed."""
    with _named(path):
        if path.exists() and not path.is_file():  # a device or a pipe: a rename would put a file in its place
            yield path
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        draft = path.with_name(_part(path.name))
        try:
            yield draft
            if path.exists():
                draft.chmod(path.stat().st_mode & 0o777)
            os.replace(draft, path)  # noqa: PTH105  # says that it is atomic
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


@contextmanager
def folder_beside(parent: Path, name: str) -> Iterator[Path]:
    """A new folder in `parent` for its owner alone, gone again at the end unless it was moved. Raises OSError."""
    parent.mkdir(parents=True, exist_ok=True)
    sweep(parent)
    place = parent / _part(name)
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _part(name: str) -> str:
    """The name of something unfinished: nobody's but ours, and it tells which process is at it."""
    return f".{name[:180]}-{os.getpid()}-{uuid4().hex[:8]}{UNFINISHED}"


def sweep(folder: Path) -> None:
    """Remove what runs that were killed left in `folder`: each folder is looked at once in a run."""
    place = os.path.abspath(folder)  # noqa: PTH100  # links are not followed
    if place in _swept:
        return
    _swept.add(place)
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            found = _PART.fullmatch(entry.name)
            with suppress(OSError):
                if (
                    found
                    and time.time() - entry.stat(follow_symlinks=False).st_mtime > ABANDONED
                    and _is_gone(found[1])
                ):
                    if entry.is_dir(follow_symlinks=False):
                        shutil.rmtree(entry.path, ignore_errors=True)
                    else:
                        os.unlink(entry.path)  # noqa: PTH108


def _is_gone(process: str) -> bool:
    if os.name != "posix":  # Windows has no question that does not end the process
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


@contextmanager
def _named(path: Path | str) -> Iterator[None]:
    """An error that tells the file by its own name: a full disk names none, a draft has a name that nobody knows."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
