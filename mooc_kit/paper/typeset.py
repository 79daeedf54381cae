"""Typesetting turns a template and its data into a PDF that is tagged (PDF/UA-1): screen readers can read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files as package_files
from typing import Any

from mooc_kit.problems import UsageError


def typeset(template: str, data: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF that `templates/paper/TEMPLATE.typ` makes of `data` (JSON values).

    `files` are pictures by the names under which rich text mentions them: `assets/NAME`. The same data gives the same
    bytes. Raises UsageError where Typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise UsageError(
            'PDF needs Typst, which is not installed here: pip install "mooc-kit[print]". HTML needs nothing more.'
        ) from None
    folder = package_files("mooc_kit") / "templates" / "paper"
    sources: dict[str, bytes] = {f"assets/{name}": content for name, content in (files or {}).items()}
    sources["main.typ"] = (folder / f"{template}.typ").read_bytes()
    sources["rich.typ"] = (folder / "rich.typ").read_bytes()
    sources["data.json"] = json.dumps(data, ensure_ascii=False).encode()
    # A dictionary of files is documented by typst-py; its type stub does not know it yet.
    made: bytes = typst.compile(sources, format="pdf", pdf_standards=["ua-1"], timestamp=0)  # type: ignore[call-overload]
    return made
