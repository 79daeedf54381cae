"""Offline copy: a service worker keeps the whole course, so that it can be read without a network.

A service worker keeps every file under the hash of its content: a new version of the course fetches only what changed,
and no file of one version is ever shown among those of another (W3C, Service Workers).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from mooc_kit.targets.site.theme import FOLDER, WORKER

MAX_FILE = 8_000_000
"""Bytes. Larger files (films, archives) are fetched when they are wanted, and not kept."""
MAX_COURSE = 60_000_000
"""Bytes. Of a larger course only the pages are kept; the rest is kept once it was looked at."""

_NOT_KEPT = ("sitemap.xml", "robots.txt", "404.html")


def service_worker(course: str, files: Mapping[str, bytes | Path]) -> bytes:
    """The worker's script for a site of `files` (by path below its folder)."""
    kept: dict[str, tuple[str, int]] = {}
    for path, content in sorted(files.items()):
        data = content if isinstance(content, bytes) else content.read_bytes()
        if path not in _NOT_KEPT and len(data) <= MAX_FILE:
            kept[path] = (hashlib.sha256(data).hexdigest()[:12], len(data))
    whole = sum(size for _, size in kept.values()) <= MAX_COURSE
    facts = {
        "course": course,
        "version": hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:12],
        # Path, hash, size in bytes, and whether it is fetched ahead of being asked for.
        "files": [
            [path, key, size, whole or path.endswith((".html", ".css", ".js"))] for path, (key, size) in kept.items()
        ],
    }
    script = (FOLDER / WORKER).read_text(encoding="utf-8")
    return f"const SITE = {json.dumps(facts, ensure_ascii=False, separators=(',', ':'))};\n{script}".encode()
