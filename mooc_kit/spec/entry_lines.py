"""List entries by their lines: one is taken out of a YAML list or put elsewhere, and no other line of the text changes.

What stands in an entry goes with it, comments too. Of the comments above it, those that touch it go along when it
moves, and stay when it is taken out: only what was meant goes. Where a list is not written with a line for each entry,
the change is made through what the text says (`mooc_kit.spec.edit`).
"""

from __future__ import annotations

import copy
import re
import textwrap
from typing import Any

from mooc_kit.spec.edit import append_value, made_equal
from mooc_kit.spec.references import Steps, value_at
from mooc_kit.spec.yaml_text import yaml_text_flowing
from mooc_kit.spec.yaml_tree import YamlTree, load_tree

_DASH = re.compile(r"( *)- +\S")
_BARE_KEY = re.compile(r"( *(?:- +)?[a-z_]+:)(\s*(?:#.*\s*)?)")
_EMPTY = re.compile(r"(( *)[a-z_]+:) *\[ *\](\s*(?:#.*\s*)?)")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def lines_of(text: str, path: Steps) -> str:
    """The lines of the entry at `path`; "" where it has no lines of its own."""
    tree, _ = load_tree(text, "course.yaml")
    lines = _LINES.findall(text)
    found = _span(tree, lines, path) if tree is not None else None
    return "".join(lines[found[0] : found[1]]) if found else ""


def without_entry(text: str, path: Steps) -> str:
    """`text` without the entry at `path` of one of its lists."""
    value = _value(text)
    del value_at(value, path[:-1])[path[-1]]
    tree, _ = load_tree(text, "course.yaml")
    lines = _LINES.findall(text)
    found = _span(tree, lines, path) if tree is not None else None
    if tree is not None and found is not None:
        left = value_at(value, path[:-1])
        made = "".join(_emptied(tree, lines, path[:-1], bool(left))[: found[0]] + lines[found[1] :])
        if _says(made, value):
            return made
    return made_equal(text, value)


def with_appended(text: str, path: Steps, value: Any) -> str:
    """`text` with `value` at the end of the list at `path`, which is made where it is missing."""
    tree, _ = load_tree(text, "course.yaml")
    wanted = _value(text)
    holder = value_at(wanted, path[:-1])
    entries = holder.get(path[-1]) if isinstance(holder, dict) else None
    lines = _LINES.findall(text if text.endswith("\n") else f"{text}\n")
    found = _span(tree, lines, (*path, len(entries) - 1)) if tree is not None and entries else None
    if found is None:
        return append_value(text, path, value)
    _, end, column = found
    made = _LINES.findall(textwrap.dedent(yaml_text_flowing([value])))
    line_end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    added = [f"{' ' * column}{line.rstrip()}{line_end}" if line.strip() else line_end for line in made]
    whole = "".join([*lines[:end], *added, *lines[end:]])
    holder[path[-1]] = [*(entries or ()), value]
    return whole if _says(whole, wanted) else append_value(text, path, value)


def with_moved(text: str, path: Steps, to: Steps, position: int) -> str:
    """`text` with the entry at `path` in the list at `to`, at `position` among the entries without it."""
    value = _value(text)
    entry = value_at(value, path[:-1]).pop(path[-1])
    holder = value_at(value, to[:-1])
    if not holder.get(to[-1]):
        holder[to[-1]] = []
    holder[to[-1]].insert(position, entry)
    made = _lines_moved(text, path, to, position)
    return made if made is not None and _says(made, value) else made_equal(text, value)


def _lines_moved(text: str, path: Steps, to: Steps, position: int) -> str | None:
    tree, _ = load_tree(text, "course.yaml")
    if tree is None:
        return None
    lines = _LINES.findall(text if text.endswith("\n") else f"{text}\n")
    entries = value_at(tree.value, to) or []
    others = [(*to, number) for number in range(len(entries)) if (*to, number) != path]
    found = _span(tree, lines, path)
    if found is None:
        return None
    start, end, column = found
    while start and lines[start - 1].startswith(f"{' ' * column}#") and path[-1]:
        start -= 1
    lines = _emptied(tree, lines, path[:-1], len(value_at(tree.value, path[:-1])) > 1)
    if others:
        target = _span(tree, lines, others[max(position - 1, 0)])
        at = (target[1] if position else target[0]) if target else -1
        shift = target[2] - column if target else 0
    else:
        at = tree.place(to, key=True).line
        head = _EMPTY.fullmatch(lines[at - 1])
        lines[at - 1] = f"{head[1]}{head[3]}" if head else lines[at - 1]
        shift = len(head[2]) + 2 - column if head else 0
    if at < 0:
        return None
    moved = [f"{' ' * shift}{line}" if shift > 0 and line.strip() else line for line in lines[start:end]]
    if shift < 0:
        moved = [line[-shift:] if line.startswith(" " * -shift) else line for line in moved]
    if at >= end:
        return "".join(lines[:start] + lines[end:at] + moved + lines[at:])
    return "".join(lines[:at] + moved + lines[at:start] + lines[end:])


def _emptied(tree: YamlTree, lines: list[str], path: Steps, has_more: bool) -> list[str]:
    """The lines, where nothing is left of the list at `path` with brackets behind its key that say so."""
    at = tree.place(path, key=True).line - 1
    key = _BARE_KEY.fullmatch(lines[at])
    return lines if has_more or key is None else [*lines[:at], f"{key[1]} []{key[2]}", *lines[at + 1 :]]


def _span(tree: YamlTree, lines: list[str], path: Steps) -> tuple[int, int, int] | None:
    """The first line of an entry, the line behind its last one (both from 0), and the column of its dash."""
    first = tree.place(path).line - 1
    dash = _DASH.match(lines[first]) if first < len(lines) else None
    if dash is None or tree.place(path).column <= len(dash[1]) + 1:
        return None
    column, end = len(dash[1]), first + 1
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
            if line.lstrip().startswith("#"):  # whose it is shows in what follows
                continue
            break
        if line.strip():
            end = number + 1
    return first, end, column


def _says(text: str, value: Any) -> bool:
    tree, problems = load_tree(text, "course.yaml")
    return tree is not None and not problems and tree.value == value


def _value(text: str) -> Any:
    tree, _ = load_tree(text, "course.yaml")
    return copy.deepcopy(tree.value) if tree is not None else {}
