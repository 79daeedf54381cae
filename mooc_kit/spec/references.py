"""Cross-references: where the id of an outcome, module, activity, badge or rubric is named in a course's YAML and JSON.

A key has one meaning, in course.yaml and in the files around it: under `outcomes:` stand ids of outcomes, wherever it
is. So one table finds all of them, also in the sections of options that other packages bring.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mooc_kit.spec.yaml_tree import YamlTree, load_tree

Steps = tuple[str | int, ...]

NAMED_UNDER = {
    "outcome": frozenset({"outcome", "outcomes"}),
    "module": frozenset({"module", "modules"}),
    "activity": frozenset({"activity", "activities"}),
    "badge": frozenset({"badge", "badges"}),
    "rubric": frozenset({"rubric", "rubrics"}),
}
"""The keys under which ids of each kind stand, alone or in a list."""
KEYED_BY = {"activity": frozenset({"weights"})}
"""Keys of groups whose own keys are ids."""
BADGES = ("completion", "peer_badges", "badges")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def references(value: Any, kind: str, id: str) -> Iterator[Steps]:
    """The paths at which `id` is named in `value`. The last step of one that is a key (under `weights`) is `id`."""
    for path, key, here in _walk(value):
        if key in NAMED_UNDER[kind] and here == id:
            yield path
        elif key in KEYED_BY.get(kind, ()) and isinstance(here, dict) and id in here:
            yield (*path, id)


def lists_of(value: Any, kind: str) -> list[Steps]:
    """The paths of the lists of a spec in which things of `kind` are described, whose entries have the ids."""
    if kind == "activity":
        modules = value.get("modules") or []
        return [("modules", n, "activities") for n, module in enumerate(modules) if isinstance(module, dict)]
    return [{"outcome": ("outcomes",), "module": ("modules",), "badge": BADGES}[kind]]


def ids_of(value: Any, kind: str) -> dict[str, Steps]:
    """Every id of `kind` that a spec describes, with the path of its entry. Rubrics, which are files, have no entry."""
    if kind == "rubric":
        return {}
    return {
        str(entry["id"]): (*path, number)
        for path in lists_of(value, kind)
        for number, entry in enumerate(value_at(value, path) or [])
        if isinstance(entry, dict) and entry.get("id")
    }


def with_new_id(
    text: str, kind: str, old: str, new: str, described: Callable[[Any], Iterator[Steps]] = lambda _: iter(())
) -> tuple[str, list[int]]:
    """`text`, YAML or JSON, with `new` wherever `old` is named, and not another byte changed; and the lines (from 1)
    where that could not be done. `described` gives further paths in what the text says that hold the id."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    tree, problems = load_tree(body, "file")
    if tree is None or problems:
        return text, []
    found: set[tuple[Steps, bool]] = {(path, False) for path in described(tree.value)}
    for path in references(tree.value, kind, old):
        found.add((path, value_at(tree.value, path) != old))
    spots = {spot: tree.place(path).line for (path, _), spot in zip(found, offsets(body, tree, found), strict=True)}
    left = []
    for spot in sorted(spots, reverse=True):
        word = re.compile(rf"""(["']?){re.escape(old)}\1""").match(body, spot)
        if word is None:  # behind an anchor, or written with escapes
            left.append(spots[spot])
            continue
        body = body[:spot] + f"{word[1]}{new}{word[1]}" + body[word.end() :]
    return mark + body, sorted(left)


def without_item(text: str, path: Steps) -> str | None:
    """`text` without the entry at `path` of a list in brackets, and not another byte changed; None where it stands in
    another form."""
    tree, problems = load_tree(text, "file")
    if tree is None or problems or not isinstance(path[-1], int) or text.startswith("\ufeff"):
        return None
    [spot] = offsets(text, tree, [(path, False)])
    word = re.compile(rf"""(["']?){re.escape(str(value_at(tree.value, path)))}\1(?P<comma>\s*,\s*)?""").match(
        text, spot
    )
    if word is None:
        return None
    before = text[:spot] if word["comma"] else re.sub(r"\s*,\s*\Z", "", text[:spot])
    made = before + text[word.end() :]
    wanted = copy.deepcopy(tree.value)
    del value_at(wanted, path[:-1])[path[-1]]
    after, problems = load_tree(made, "file")
    return made if after is not None and not problems and after.value == wanted else None


def _walk(value: Any, path: Steps = (), key: str = "") -> Iterator[tuple[Steps, str, Any]]:
    """Every part of `value` with its path and the key that it stands under, alone or in a list."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield (*path, name), str(name), part
            yield from _walk(part, (*path, name), str(name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield (*path, number), key, part
            yield from _walk(part, (*path, number), "")


def named(value: Any, path: Steps) -> str:
    """The path as people write it for `mooc-kit set`: entries of lists by their ids."""
    words = []
    for number, step in enumerate(path):
        entry = value_at(value, path[: number + 1])
        words.append(str(entry.get("id", step)) if isinstance(entry, dict) and isinstance(step, int) else str(step))
    return ".".join(words)


def value_at(value: Any, path: Steps) -> Any:
    """What stands at `path` in `value`; None where nothing does."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def offsets(text: str, tree: YamlTree, paths: Iterable[tuple[Steps, bool]]) -> list[int]:
    """Where in `text`, which `tree` was read from, each value stands, or its key where the second part says so."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    places = [tree.place(path, key=is_key) for path, is_key in paths]
    return [starts[place.line - 1] + place.column - 1 for place in places]
