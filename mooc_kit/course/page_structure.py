"""Page structure: blocks that have no such name or no end, and headings that skip a level or stand twice on top.

Markdown never refuses anything: what it does not know is shown as it stands. So what is lost is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mooc_kit.content.markdown import BLOCKS, NOT_DRAWN
from mooc_kit.course import kit_codes
from mooc_kit.problems import Place, Problem
from mooc_kit.suggest import nearest

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENING = re.compile(r":{3,}\s*([\w-]+)")
_AS_TEXT = re.compile(r"\]\((\S[^)]*)\)")
_OWN_DISK = re.compile(r"\]\(<?([A-Za-z]:[\\/][^)]*)\)")
_MARK = re.compile(r"(#{2,6})([^#\s].*)")
_NO_SUCH_LINK = "Link to a file of the kit, or write an address that begins with https:// or mailto:."
_ID = re.compile(r'\sid="([^"]*)"')


def check_structure(tokens: Sequence[Token], body: str, file: str, offset: int) -> Iterator[Problem]:
    """Problems of the page `file`, whose Markdown `body` begins `offset` lines below its top."""
    lines = body.splitlines()
    level, tops = 0, 0
    for token in tokens:
        if token.map is None:
            continue
        place = Place(file, token.map[0] + offset + 1, 1)
        if token.type == "inline":
            if ":::" in token.content:
                yield from _unknown_blocks(token, place)
            yield from _shown_as_text(token, place)
        elif token.type.startswith("container_") and token.nesting == 1:
            if not _line(lines, token.map[1]).startswith(":::"):
                name = token.info.strip().partition(" ")[0]
                hint = "Write a line that holds only ::: where it ends."
                yield kit_codes.NOT_CLOSED.at(place, f"`::: {name}` begins here and does not end.", hint=hint)
        elif token.type == "fence":
            yield from _not_drawn(token, place)
            if token.map[1] - token.map[0] < 2 or not _line(lines, token.map[1] - 1).startswith(token.markup):
                hint = f"Write a line that holds only {token.markup} where the code ends."
                yield kit_codes.NOT_CLOSED.at(place, "The code that begins here does not end.", hint=hint)
        elif token.type == "heading_open":
            here = int(token.tag[1:])
            tops += here == 1
            if here == 1 and tops > 1:
                hint = "Write ## for a part of the page."
                yield kit_codes.HEADINGS.at(place, "A second heading of the first level stands here.", hint=hint)
            elif level and here > level + 1:
                hint = f"Write {'#' * (level + 1)} before it."
                yield kit_codes.HEADINGS.at(place, f"This heading skips from level {level} to {here}.", hint=hint)
            level = here


def _not_drawn(token: Token, place: Place) -> Iterator[Problem]:
    language = token.info.strip().partition(" ")[0].lower()
    if language in NOT_DRAWN:
        what = f"The diagram ({language}) is not drawn: participants see its code."
        hint = "Draw it with its own tool, put the picture into content/images, and describe it in words."
        yield kit_codes.NOT_DRAWN.at(place, what, hint=hint)


def _line(lines: Sequence[str], number: int) -> str:
    """A line without what a list or a quotation puts before it."""
    return lines[number].lstrip(" \t>") if number < len(lines) else ""


def _unknown_blocks(token: Token, place: Place) -> Iterator[Problem]:
    for number, line in enumerate(token.content.split("\n")):
        found = _OPENING.match(line)
        if found is None or found[1] in BLOCKS:
            continue
        close = nearest(found[1], BLOCKS)
        hint = f"Did you mean `{close[0]}`?" if close else f"There are: {', '.join(BLOCKS)}."
        where = Place(place.file, place.line + number, 1)
        yield kit_codes.UNKNOWN_BLOCK.at(where, f"There is no block `{found[1]}`.", hint=hint)


def _shown_as_text(token: Token, place: Place) -> Iterator[Problem]:
    """Links and headings that Markdown took for words."""
    for own in _OWN_DISK.finditer(token.content):
        where = _line_of(token, place, own[0])
        hint = "Copy the file into the kit and link to the copy."
        yield kit_codes.NO_LINK.at(where, f"This leads to a folder of your own computer: {own[1][:80]}", hint=hint)
    for child in token.children or ():
        if child.type != "text":
            continue
        if (found := _AS_TEXT.search(child.content)) and not _is_meant_as_text(token.content, found[0]):
            address = found[1]
            hint = f"Write <{address}> between the round brackets." if " " in address.strip() else _NO_SUCH_LINK
            yield kit_codes.NO_LINK.at(
                _line_of(token, place, f"]({address}"), f"This is no link: {address[:80]}", hint=hint
            )
        if found := _MARK.match(child.content):
            hint = f"Write `{found[1]} {found[2][:40]}`."
            yield kit_codes.NO_HEADING_MARK.at(_line_of(token, place, found[0]), "This is no heading yet.", hint=hint)


def _is_meant_as_text(markdown: str, words: str) -> bool:
    """Whether the brackets that end in `words` are escaped in the `markdown`."""
    end = markdown.find(words)
    opened = markdown.rfind("[", 0, max(end, 0))
    return end < 0 or markdown[end - 1 : end] == "\\" or (opened > 0 and markdown[opened - 1] == "\\")


def _line_of(token: Token, place: Place, words: str) -> Place:
    return Place(place.file, place.line + token.content.partition(words)[0].count("\n"), 1)


def heading_problem(fragment: str, html: str, place: Place, page: str = "") -> Problem | None:
    """The problem where nothing in `html` has the id `fragment`. `page` is the other page that it leads to."""
    ids = _ID.findall(html)
    if not fragment or fragment in ids:
        return None
    close = nearest(fragment, ids)
    hint = f"Did you mean `#{close[0]}`?" if close else "Link to the page, or to a heading of it, in small letters."
    where = f"{page} has" if page else "This page has"
    return kit_codes.NO_HEADING.at(place, f"{where} no heading #{fragment[:80]}.", hint=hint)
