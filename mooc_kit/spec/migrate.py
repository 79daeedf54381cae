"""Spec migration: a course.yaml of one version becomes one of the next, with its comments and its order.

Version 1 is frozen: what it says today it will say for good, and a version 2 comes with a migration from it.
Version 0 is how drafts were written before: `name` for a title, `licence`, outcomes as sentences, options as a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from mooc_kit.spec.edit import made_equal, set_value, with_renamed_key
from mooc_kit.spec.fields import slug
from mooc_kit.spec.yaml_tree import load_tree

CURRENT = 1
Path = tuple[str | int, ...]


def version_of(value: Any) -> Any:
    """The version that a file's `value` is written in; nothing said means the current one."""
    return value.get("spec", CURRENT) if isinstance(value, dict) else CURRENT


def migrate(text: str, file: str = "course.yaml") -> tuple[str, list[str]]:
    """`text` in the current version, and what was changed, in words. Text of an unknown version comes back as it is."""
    done: list[str] = []
    while True:
        tree, _ = load_tree(text, file)
        version = version_of(tree.value) if tree is not None else CURRENT
        if isinstance(version, bool) or version not in MIGRATIONS:
            return text, done
        text, told = MIGRATIONS[version](text)
        done += told


def _from_0(text: str) -> tuple[str, list[str]]:
    told = []
    for path, new in [*_renames(_value(text))]:
        text = with_renamed_key(text, path, new)
        told.append(f"{'.'.join(str(step) for step in path)} is called {new} now")
    outcomes = _value(text).get("outcomes")
    taken: set[str] = set()
    for number, outcome in enumerate(outcomes if isinstance(outcomes, list) else ()):
        if isinstance(outcome, str):
            id = _free(outcome, taken)
            text = set_value(text, ("outcomes", number), {"id": id, "text": outcome})
            told.append(f'the outcome "{outcome}" has the id {id}')
    whole = deepcopy(_value(text))
    whole["spec"] = 1
    if isinstance(whole.get("completion"), list):
        whole["completion"] = {str(key).replace("-", "_"): {} for key in whole["completion"]}
        told.append("completion options are keys, each with its own settings")
    return made_equal(text, whole), told


def _renames(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    course = value.get("course")
    for old, new in (("name", "title"), ("licence", "license"), ("effort", "hours_per_week")):
        if isinstance(course, dict) and old in course and new not in course:
            yield ("course", old), new
    modules = value.get("modules")
    for m, module in enumerate(modules if isinstance(modules, list) else ()):
        activities = module.get("activities") if isinstance(module, dict) else None
        for a, activity in enumerate(activities if isinstance(activities, list) else ()):
            for old, new in (("type", "kind"), ("pass_mark", "pass")):
                if isinstance(activity, dict) and old in activity and new not in activity:
                    yield ("modules", m, "activities", a, old), new


def _value(text: str) -> dict[str, Any]:
    tree, _ = load_tree(text, "course.yaml")
    value: dict[str, Any] = tree.value if tree is not None and isinstance(tree.value, dict) else {}
    return value


def _free(words: str, taken: set[str]) -> str:
    from mooc_kit.bloom import first_verb

    wanted = slug(first_verb(words)) or slug(words)[:20] or "outcome"
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name


MIGRATIONS: dict[int, Callable[[str], tuple[str, list[str]]]] = {0: _from_0}
"""From which version, and how: each gives the text of the next version, and what it changed."""
