"""A store that ends the process which writes into it, to see what becomes of the work.

Each worker imports this module: it brings nothing else along.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mooc_kit.cohort.storage import File, Store


@dataclass(frozen=True)
class Deadly(Store):
    """Ends the process from outside and half-way, as often as there are `lives`."""

    lives: Path = Path()

    def write(self, files: Iterable[File]) -> None:
        found = list(files)
        for life in sorted(self.lives.iterdir()):
            try:
                life.unlink()
            except FileNotFoundError:
                continue
            super().write(found[: len(found) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        super().write(found)
