"""Atomic file writes: written beside their file first, then moved into its place, so that nobody meets half of it.

The one door to writing: a run that is interrupted or fails (a full disk, a folder that is read-only) leaves what was
there before, and nothing else behind; its OSError names the file that was meant.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from uuid import uuid4

OWNER_ONLY = 0o600


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
        draft = path.with_name(f".{path.name[:200]}-{uuid4().hex[:8]}")
        try:
            yield draft
            if path.exists():
                draft.chmod(path.stat().st_mode & 0o777)
            os.replace(draft, path)  # noqa: PTH105  # says that it is atomic
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


@contextmanager
def _named(path: Path | str) -> Iterator[None]:
    """An error that tells the file by its own name: a full disk names none, a draft has a name that nobody knows."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
