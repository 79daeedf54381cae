"""YAML syntax errors: what the parser stumbled over, in the words of somebody who wrote the file by hand.

The parser names where it gave up, which is often a line after the mistake, and speaks of its own states. What people
do (a tab, one space too many, quotes from a word processor, a merge that was never finished) is recognized here.
"""

from __future__ import annotations

import re

import yaml

from mooc_kit.problems import Place, Problem
from mooc_kit.spec import spec_codes

_KEY = re.compile(r"(?P<lead> *(?:- +)*)[\w-]+:(?P<value> .*)?$")
_CURLY = re.compile(r"(?:^|[:\[,]|- ) *[“”„‘’]")
_NO_SPACE = re.compile(r" *-[^\s-]")
_NO_BREAK = "\u00a0"
_ORDINARY = "This is not valid YAML."


def syntax_problem(error: yaml.MarkedYAMLError, file: str, text: str) -> Problem:
    """The problem that `error`, which the parser raised for `text`, stands for."""
    from mooc_kit.git import conflict_at

    data = text.encode("utf-8", "surrogatepass")
    conflict = conflict_at(data)
    if conflict >= 0:
        place = Place(file, data.count(b"\n", 0, conflict) + 1, 1)
        hint = "Keep what is right, and delete the other version and the marks (<<<<<<<, =======, >>>>>>>)."
        return spec_codes.SYNTAX.at(place, "git left both versions of a conflict here.", hint=hint)
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines()
    odd = next((n for n in (line, line - 1) if 0 <= n < len(lines) and _NO_BREAK in lines[n]), None)
    if odd is not None:
        place = Place(file, odd + 1, lines[odd].index(_NO_BREAK) + 1)
        return spec_codes.SYNTAX.at(
            place, _ORDINARY, hint="The space here is a no-break space, as copying brings it in. Type it anew."
        )
    hint = _hint(f"{error.context or ''} {error.problem or ''}", lines, line)
    return spec_codes.SYNTAX.at(Place(file, line + 1, column + 1), _ORDINARY, hint=hint)


def _hint(reason: str, lines: list[str], line: int) -> str:
    here = lines[line] if line < len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return "The line begins with a tab. Use spaces, two a level."
    if _CURLY.search(here):
        return 'These are curly quotes, as word processors write them. Use straight ones: "like this".'
    if _NO_SPACE.match(here):
        return "Put a space after the hyphen."
    if (further := _further_right(lines, line)) > 0:
        spaces = "one space" if further == 1 else f"{further} spaces"
        return f"This line stands {spaces} further right than its neighbours. Begin it right below the line above."
    if "mapping values are not allowed" in reason:
        return 'A text that holds ": " needs quotes around it, like "Rivers: an introduction".'
    if "cannot start any token" in reason or "alias" in reason or "anchor" in reason:
        return "A text that begins with @, `, %, & or * needs quotes around it."
    if "block mapping" in reason or "block collection" in reason or "block sequence" in reason:
        return "This line is not in line with its neighbours. Give keys of one level the same indentation."
    if "flow" in reason:
        return "A bracket [ or { is opened and not closed, or a comma is missing."
    if "quoted" in reason:
        return "A quotation mark is opened and not closed."
    return "Compare the indentation and the punctuation with the lines above; two spaces a level."


def _further_right(lines: list[str], line: int) -> int:
    """By how many columns a key stands too far right: below a key that has its value already, none can stand deeper."""
    above = next((text for text in reversed(lines[:line]) if text.strip() and not text.lstrip().startswith("#")), "")
    before = _KEY.match(above)
    here = _KEY.match(lines[line]) if line < len(lines) else None
    if before is None or here is None or not (before["value"] or "").strip(" |>"):
        return 0
    return len(here["lead"]) - len(before["lead"])
