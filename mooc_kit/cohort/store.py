"""A store is where issued files go: a folder of this machine, or any address that fsspec knows (s3://…, memory://…)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mooc_kit.whole_file import write_whole


@dataclass(frozen=True)
class Store:
    address: str

    @property
    def is_local(self) -> bool:
        return "://" not in self.address

    def write(self, name: str, data: bytes) -> None:
        """Write `data` whole or not at all: a reader never sees half a file."""
        if not self.is_local:
            import fsspec

            with fsspec.open(f"{self.address.rstrip('/')}/{name}", "wb") as stream:
                stream.write(data)
            return
        write_whole(Path(self.address) / name, data)

    def read(self, name: str) -> bytes | None:
        if not self.is_local:
            import fsspec

            try:
                with fsspec.open(f"{self.address.rstrip('/')}/{name}", "rb") as stream:
                    data: bytes = stream.read()
                    return data
            except FileNotFoundError:
                return None
        path = Path(self.address) / name
        return path.read_bytes() if path.is_file() else None
