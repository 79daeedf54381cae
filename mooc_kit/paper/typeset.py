"""Typesetting turns a template and its data into a PDF that is tagged (PDF/UA-1): screen readers can read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files as package_files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


class TypesettingError(ValueError):
    """Typst could not show something: a picture that is damaged, or of a kind that it does not know."""


def typeset(template: str, data: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF that `templates/paper/TEMPLATE.typ` makes of `data` (JSON values).

    `files` are pictures by the names under which rich text mentions them: `assets/NAME`. The same data gives the same
    bytes. Raises TypesettingError where Typst cannot show one of the `files`.
    """
    import typst

    folder = package_files("mooc_kit") / "templates" / "paper"
    # Typst reads from a folder of its own and cannot leave it.
    with TemporaryDirectory(prefix="mooc-kit-") as name:
        root = Path(name)
        for source in (f"{template}.typ", "rich.typ"):
            (root / source).write_bytes((folder / source).read_bytes())
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (root / "assets").mkdir()
        for path, content in (files or {}).items():
            (root / "assets" / path).write_bytes(content)
        main = root / f"{template}.typ"
        try:
            made: bytes = typst.compile(main, root=root, format="pdf", pdf_standards=["ua-1"], timestamp=0)
        except typst.TypstError as error:
            raise TypesettingError(str(error)) from None
    return made
