"""Nested fenced blocks: `:::` inside `:::`, read as writers mean it, the innermost block ending first.

Markdown's containers end at the first fence that is as long as theirs, so that an outer block needs a longer one. Here
the fences of a block that holds others are made longer before the text is parsed; lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_FENCE = re.compile(
    r"(?P<before>[ \t>]*(?:[-*+][ \t]+)?)(?P<colons>:{3,})(?P<after>[ \t]*(?P<name>[\w-]*).*)", re.DOTALL
)
_CODE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})")


def with_longer_fences(text: str, names: Collection[str]) -> str:
    """`text` with the fences of blocks that hold blocks made longer; `names` are those that blocks may have."""
    if text.count(":::") < 4:
        return text
    lines = text.split("\n")
    heights: dict[int, int] = {}
    for first, last, height in _blocks(lines, names):
        heights[first] = heights[last] = height
    if all(height == _colons(lines[number]) for number, height in heights.items()):
        return text
    for number, height in heights.items():
        found = _FENCE.fullmatch(lines[number])
        if found:
            lines[number] = f"{found['before']}{':' * height}{found['after']}"
    return "\n".join(lines)


def _blocks(lines: list[str], names: Collection[str]) -> list[tuple[int, int, int]]:
    """Every block that ends: its first line, its last, and how many colons its fences need."""
    found: list[tuple[int, int, int]] = []
    # For each open block: its line, its colons, and how many colons the longest fence inside it needs.
    open_blocks: list[list[int]] = []
    code = ""
    for number, line in enumerate(lines):
        fence = _CODE.match(line)
        if code:
            if (
                fence
                and fence[1][0] == code[0]
                and len(fence[1]) >= len(code)
                and not line.split(fence[1], 1)[1].strip()
            ):
                code = ""
            continue
        if fence:
            code = fence[1]
            continue
        mark = _FENCE.fullmatch(line)
        if mark is None:
            continue
        colons = len(mark["colons"])
        if mark["name"] in names:
            open_blocks.append([number, colons, 2])
        elif not mark["after"].strip():
            place = next((n for n in range(len(open_blocks) - 1, -1, -1) if open_blocks[n][1] <= colons), None)
            if place is None:
                continue
            first, least, inner = open_blocks[place]
            del open_blocks[place:]
            height = max(least, inner + 1)
            found.append((first, number, height))
            if open_blocks:
                open_blocks[-1][2] = max(open_blocks[-1][2], height)
    return found


def _colons(line: str) -> int:
    found = _FENCE.fullmatch(line)
    return len(found["colons"]) if found else 0
