"""Output storage: issued files go to a local folder or to any address that fsspec knows (s3://…, sftp://…)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

File = tuple[str, bytes]
"""The name of a file below the store, and what is in it."""


class StoreError(OSError):
    """The place cannot be used; the message says why."""


@dataclass(frozen=True)
class Store:
    """`address` is a folder with its whole path, so that workers elsewhere find the same one, or an address."""

    address: str

    @classmethod
    def at(cls, place: str) -> Store:
        """The store that a person named as `place`. Raises StoreError for an address of an unknown kind."""
        if place.startswith("file://"):
            place = place.removeprefix("file://")
        if "://" not in place:
            return cls(str(Path(place).resolve()))
        return cls(place.rstrip("/"))._known()

    @property
    def is_local(self) -> bool:
        return "://" not in self.address

    @property
    def is_in_memory(self) -> bool:
        """Whether other processes would not see what is written."""
        return self.address.startswith("memory://")

    def write(self, files: Iterable[File]) -> None:
        """Write `files`. On a disk each is there whole or not at all, and its owner's alone unless it is to be
        published; elsewhere that is up to the service.

        Raises StoreError.
        """
        try:
            if not self.is_local:
                self._send({f"{self.address}/{name}": data for name, data in files})
                return
            for name, data in files:
                # Half a million times in a run: plain calls, and no question to the disk that was answered before.
                folder, _, file = f"{self.address}/{name}".rpartition("/")
                fresh = f"{folder}/.{file}.{os.getpid()}"
                mode = 0o666 if name.startswith("publish/") else 0o600
                try:
                    _write(fresh, data, mode)
                except FileNotFoundError:
                    Path(folder).mkdir(parents=True, exist_ok=True)
                    _write(fresh, data, mode)
                os.replace(fresh, f"{folder}/{file}")  # noqa: PTH105
        except OSError as error:
            raise StoreError(_words(error)) from error

    def settle(self) -> None:
        """See that what was written outlives a power failure, where that is ours to see to."""
        if self.is_local and hasattr(os, "sync"):
            os.sync()

    def delete(self, ending_before: str) -> int:
        """Delete every file whose name begins with `ending_before` and a dot, in whatever folder; gives how many."""
        if self.is_local:
            found = list(Path(self.address).rglob(f"{ending_before}.*"))
            for path in found:
                path.unlink()
            return len(found)
        with _fsspec_errors():
            filesystem, root = self._filesystem()
            names = [name for name in filesystem.find(root) if name.rpartition("/")[2].startswith(f"{ending_before}.")]
            for name in names:
                filesystem.rm_file(name)
            return len(names)

    def _send(self, files: dict[str, bytes]) -> None:
        """All at once, where the service takes many at once."""
        with _fsspec_errors():
            filesystem, _ = self._filesystem()
            bare = {filesystem._strip_protocol(name): data for name, data in files.items()}
            try:
                filesystem.pipe(bare)
            except Exception:
                # Some services want to be told of a folder first, and say so in words of their own.
                for folder in sorted({name.rpartition("/")[0] for name in bare}):
                    filesystem.makedirs(folder, exist_ok=True)
                filesystem.pipe(bare)

    def _filesystem(self) -> tuple[Any, str]:
        import fsspec

        filesystem, root = fsspec.core.url_to_fs(self.address)
        return filesystem, str(root)

    def _known(self) -> Store:
        with _fsspec_errors():
            self._filesystem()
        return self


@contextmanager
def fetched(place: str) -> Iterator[Path]:
    """The file at `place` as a file of this machine: itself, or a copy of what lies at an address.

    Raises StoreError.
    """
    if place.startswith("file://") or "://" not in place:
        yield Path(place.removeprefix("file://"))
        return
    with TemporaryDirectory(prefix="mooc-kit-") as folder:
        copy = Path(folder) / "fetched"
        with _fsspec_errors():
            import fsspec

            filesystem, name = fsspec.core.url_to_fs(place)
            filesystem.get_file(name, str(copy))
        yield copy


@contextmanager
def _fsspec_errors() -> Iterator[None]:
    """Every service has errors of its own family: all become StoreError."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        raise StoreError(_words(error)) from error


def _words(error: Exception) -> str:
    said = (error.strerror if isinstance(error, OSError) else "") or str(error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".") + "."


def _write(path: str, data: bytes, mode: int) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb", buffering=0) as stream:  # noqa: PTH123
        stream.write(data)
