"""Plain text as Markdown: backslashes before the characters that Markdown would take for markup.

Formulas between the delimiters of other platforms stay formulas.
"""

from __future__ import annotations

import re

from mooc_kit.content.mathematics import formulas_as_markdown

_SPECIAL = re.compile(r"([\\`*\[\]<$~]|_+|&(?=#?\w+;)|!(?=\[))")
_LINE_START = re.compile(
    r"^([ \t]*)(#{1,6}(?=\s|$)|>|[-+=](?=[ \t\n=-]|$)|:(?=::|\s|-)|\d{1,9}(?=[.)](?:\s|$))|\|)", re.MULTILINE
)


def markdown_of_text(text: str) -> str:
    """A plain text as Markdown that shows just these characters; formulas between TeX delimiters stay formulas."""
    return formulas_as_markdown(text, escaped)


def escaped(text: str) -> str:
    """`text` with backslashes before the characters that Markdown would take for markup."""
    return guarded(inline_escaped(text))


def inline_escaped(text: str) -> str:
    """`escaped` for a piece of a line: what has a meaning only at the beginning of a line is left."""

    def mark(found: re.Match[str]) -> str:
        run = found[1]
        if run[0] != "_":
            return f"\\{run}"
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        is_inside = before.isalnum() and after.isalnum()
        # A gap to fill in, "_____", keeps its looks; beside an end of the text another sign may stand.
        is_gap = (before.isspace() and after.isspace()) or (len(run) > 2 and not before.strip() and not after.strip())
        return run if is_inside or (is_gap and text.strip("_ ")) else "\\_" * len(run)

    return _SPECIAL.sub(mark, text)


def guarded(markdown: str) -> str:
    """A paragraph whose lines do not look like a heading, a list, a table or a rule."""

    def at_start(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"

    return _LINE_START.sub(at_start, markdown)
