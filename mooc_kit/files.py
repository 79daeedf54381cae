"""Atomic file writes: a text is written beside its file first, then takes its place, so nobody ever meets half of it.

An interrupted or failing run leaves what was there before, and nothing else behind.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4


def write_whole(path: Path, data: bytes | str) -> None:
    """Put `data` at `path`, making the folders above; text is written as UTF-8 with line feeds.

    Raises OSError where the place cannot be written to; the entry point tells that in words.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{uuid4().hex[:8]}")
    try:
        draft.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        os.replace(draft, path)  # noqa: PTH105  # says that it is atomic
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
