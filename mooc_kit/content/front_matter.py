"""Front matter: the settings between two lines `---` at the top of a Markdown page (as in Jekyll and Pandoc)."""

from __future__ import annotations

import re

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<meta>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
"""`meta` is the YAML between them, with the end of its last line; the page's words begin where the match ends."""
