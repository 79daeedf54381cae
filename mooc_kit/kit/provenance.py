"""Provenance: what this computer rendered itself is known; what a kit brings along is only claimed.

`.mooc-kit/base.txt`, `.mooc-kit/template` and `kit.json` lie in the kit, so whoever made the kit can write into them
what they like: that an author's page was rendered and touched by nobody, or that the template comes from elsewhere. So
each user's own cache folder remembers hashes of what was rendered here and of the templates that were used here. Losing
them costs a question, nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from mooc_kit.cache import Cache, kept_folder
from mooc_kit.kit.merge import text_of
from mooc_kit.kit.merge_base import MergeBase, checksum


class Provenance:
    """What this user's earlier runs rendered and used, on this computer."""

    def __init__(self) -> None:
        folder = kept_folder()
        self._kept = Cache(folder / "known.sqlite" if folder is not None else None)

    def is_rendered(self, path: str, base: MergeBase) -> bool:
        """Whether what `base` says was rendered at `path` was rendered here."""
        claimed = base.texts.get(path)
        return self._has("rendered", path, base.checksums.get(path, "") if claimed is None else checksum(claimed))

    def is_template(self, files: Mapping[str, bytes]) -> bool:
        return self._has("template", _digest(files))

    def is_trusted(self, files: Mapping[str, bytes]) -> bool:
        """Whether somebody said here that they trust just this template."""
        return self._has("trusted", _digest(files))

    def is_source(self, source: str) -> bool:
        return self._has("source", source)

    def remember(
        self,
        rendered: Mapping[str, bytes],
        template: Mapping[str, bytes] | None = None,
        source: str = "",
        *,
        trusts: bool = False,
    ) -> None:
        """Keep that these files were rendered here, with this template from there, which somebody `trusts`."""
        for path, data in rendered.items():
            # As the base holds it: texts with line feeds.
            same = data if text_of(data) is None else data.replace(b"\r\n", b"\n")
            self._kept.put(_key("rendered", path, checksum(same)), "")
        if template is not None:
            self._kept.put(_key("template", _digest(template)), "")
            if trusts:
                self._kept.put(_key("trusted", _digest(template)), "")
        if source:
            self._kept.put(_key("source", source), "")
        self._kept.save()

    def _has(self, *parts: str) -> bool:
        return self._kept.get(_key(*parts)) is not None


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _digest(files: Mapping[str, bytes]) -> str:
    return _key(*(f"{path}\0{checksum(data)}" for path, data in sorted(files.items())))
