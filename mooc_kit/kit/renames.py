"""Renamed ids: the words in the old id's files belong to the new one's, and its earlier ids stay known as aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mooc_kit.completion_options.registry import sections
from mooc_kit.files import write_whole
from mooc_kit.kit.merge_base import read_base
from mooc_kit.spec import load_spec
from mooc_kit.spec.edit import set_value
from mooc_kit.spec.model import Spec
from mooc_kit.spec.references import BADGES
from mooc_kit.spec.yaml_tree import load_tree, read_text

Named = tuple[str, str, str]
"""(id, what it is, what it is called): two of them with the same second and third part are the same thing."""


def renamed_paths(old: Spec, new: Spec, dropped: set[str], added: set[str]) -> dict[str, str]:
    """Old path -> new path, for the files of `dropped` whose id was changed, where the new one is among `added`."""
    pairs = [*_pairs(_modules(old), _modules(new)), *_pairs(_activities(old), _activities(new))]
    pairs += [*_pairs(_badges(old), _badges(new)), *_rubrics(old, new)]
    found: dict[str, str] = {}
    for path in sorted(dropped):
        for candidate in _candidates(path, pairs, _homes(old), _homes(new)):
            if candidate in added and candidate not in found.values():
                found[path] = candidate
                break
    return found


Steps = tuple[str | int, ...]


def new_aliases(old: Spec, new: Spec) -> Iterator[tuple[Steps, str]]:
    """(path in `new`, alias) for each module, activity and badge that was elsewhere in `old` and does not say so."""
    modules = {now: was for was, now in _pairs(_modules(old), _modules(new))}
    activities = {now: was for was, now in _pairs(_activities(old), _activities(new))}
    homes = _homes(old)
    for number, module in enumerate(new.modules):
        was = modules.get(module.id)
        if was is not None and was not in module.aliases:
            yield ("modules", number), was
    for path, module, activity in new.walk():
        was = activities.get(activity.id, activity.id)
        home = homes.get(was)
        if home is None:
            continue  # it is new
        stays = home in (module.id, modules.get(module.id), *module.aliases)
        alias = was if stays else f"{home}/{was}"
        if alias != activity.id and alias not in activity.aliases:
            yield path, alias
    badges = {now: was for was, now in _pairs(_badges(old), _badges(new))}
    for number, badge in enumerate(new.badges()):
        if badge.id in badges and badges[badge.id] not in badge.aliases:
            yield (*BADGES, number), badges[badge.id]


def with_alias(text: str, path: Steps, was: str) -> str:
    """`text`, a course.yaml, where the module, activity or badge at `path` has `was` among its earlier ids.

    For a command that renames: `was` is the id that it had, "MODULE/ID" where it came from another module. An id of
    today may be renamed before or after.
    """
    tree, _ = load_tree(text, "course.yaml")
    here: Any = tree.value if tree is not None else {}
    for step in path:
        here = here[step]
    known = list(here.get("aliases") or ())  # one may be its name again
    wanted = [
        *(alias for alias in known if alias not in (was, here.get("id"))),
        was,
    ]
    return text if wanted == known else set_value(text, (*path, "aliases"), wanted, after="id")


def keep_earlier_ids(kit: Path) -> list[str]:
    """Note in `kit`'s course.yaml which ids were others at its last update, as aliases; gives those."""
    file = kit / "course.yaml"
    text, _ = read_text(file, file.name)
    before = read_base(kit).spec_text
    new = load_spec(text, file.name, sections()).spec if text is not None else None
    old = load_spec(before, file.name, sections()).draft if before else None
    if text is None or new is None or old is None:
        return []  # whoever reads it next says what is wrong with it
    found = list(new_aliases(old, new))
    for path, was in found:
        text = with_alias(text, path, was)
    if found:
        write_whole(file, text)
    return [was for _, was in found]


def _pairs(old: list[Named], new: list[Named]) -> Iterator[tuple[str, str]]:
    """Ids that are gone with the new id of the same thing: the same kind and title, and only one such on each side."""
    before, now = {id for id, _, _ in old}, {id for id, _, _ in new}
    gone = [thing for thing in old if thing[0] not in now]
    come = [thing for thing in new if thing[0] not in before]
    for id, kind, title in gone:
        same = [thing for thing in come if thing[1:] == (kind, title)]
        if len(same) == 1 and sum(thing[1:] == (kind, title) for thing in gone) == 1:
            yield id, same[0][0]


def _modules(spec: Spec) -> list[Named]:
    return [(module.id, "module", module.title) for module in spec.modules]


def _activities(spec: Spec) -> list[Named]:
    return [(activity.id, activity.kind, activity.title) for _, _, activity in spec.walk()]


def _badges(spec: Spec) -> list[Named]:
    return [(badge.id, "badge", badge.name) for badge in spec.badges()]


def _rubrics(old: Spec, new: Spec) -> Iterator[tuple[str, str]]:
    """Rubrics that the same activity names by another id now."""
    before = {activity.id: getattr(activity, "rubric", None) for _, _, activity in old.walk()}
    now = {activity.id: getattr(activity, "rubric", None) for _, _, activity in new.walk()}
    for id, rubric in before.items():
        other = now.get(id)
        if rubric and other and rubric != other and rubric not in now.values() and other not in before.values():
            yield rubric, other


def _homes(spec: Spec) -> dict[str, str]:
    return {activity.id: module.id for _, module, activity in spec.walk()}


def _candidates(
    path: str, pairs: list[tuple[str, str]], old_homes: dict[str, str], homes: dict[str, str]
) -> Iterator[str]:
    """Where the words of `path` could have gone: an id in it changed, both ids, or the module of its activity."""
    made = [path]
    for before, now in pairs:
        word = re.compile(rf"(?<![a-z0-9]){re.escape(before)}(?![a-z0-9])")
        made += [word.sub(now, name) for name in made if word.search(name)]
    for name in [path, *made[1:]]:
        parts = name.split("/")
        activity = parts[-1].partition(".")[0]
        if parts[:2] == ["content", "modules"] and activity in homes and old_homes.get(activity) != homes[activity]:
            made.append("/".join([*parts[:2], homes[activity], *parts[3:]]))
    yield from made[:0:-1]
