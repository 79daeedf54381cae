"""Build hook: a wheel carries each language compiled (.mo), made from the .po that the repository has."""

from __future__ import annotations

import runpy
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the .mo files; an editable installation reads the .po files themselves."""
        if version != "editable":
            self._made = tempfile.TemporaryDirectory()
            build_data["force_include"] |= compiled_catalogues(Path(self.root), Path(self._made.name))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._made.cleanup()


def compiled_catalogues(root: Path, place: Path) -> dict[str, str]:
    """The .mo of every language, made in `place` -> where it belongs in the wheel."""
    # Its file alone: mooc-kit itself cannot be imported where wheels are built.
    compiled = runpy.run_path(str(root / "mooc_kit/i18n.py"), run_name="i18n")["compiled"]
    found = {}
    for po in sorted(root.glob("mooc_kit/locale/*/LC_MESSAGES/mooc_kit.po")):
        made = place / f"{po.parents[1].name}.mo"
        made.write_bytes(compiled(po.read_bytes()))
        found[str(made)] = po.relative_to(root).with_suffix(".mo").as_posix()
    return found
