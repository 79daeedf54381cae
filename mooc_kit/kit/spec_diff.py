"""Spec diff: each decision that differs between two specs: its path by keys and ids, its old and new value.

Comparing knows no meaning; whatever differs between two specs is in the list, so that no change can pass in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mooc_kit.spec.model import Spec

ORDER = "(order)"


@dataclass(frozen=True, slots=True)
class Difference:
    """`old` is None where something was added, `new` is None where something was taken out."""

    path: tuple[str, ...]
    old: Any
    new: Any

    @property
    def key(self) -> str:
        return ".".join(self.path)

    @property
    def is_added(self) -> bool:
        return self.old is None

    @property
    def is_removed(self) -> bool:
        return self.new is None


def differences(old: Spec, new: Spec) -> list[Difference]:
    """Everything in which the two differ, in the order of the spec. A default that is written out is no difference."""
    return list(_compare((), plain(old), plain(new)))


def plain(spec: Spec) -> dict[str, Any]:
    data: dict[str, Any] = spec.model_dump(mode="json", by_alias=True, exclude_none=True)
    return data


def _compare(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _compare((*path, str(key)), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and _can_be_told_apart(old) and _can_be_told_apart(new):
        yield from _compare_entries(path, old, new)
    else:
        yield Difference(path, old, new)


def _compare_entries(path: tuple[str, ...], old: list[Any], new: list[Any]) -> Iterator[Difference]:
    before = {name_of(entry): entry for entry in old}
    now = {name_of(entry): entry for entry in new}
    for name in [*before, *(name for name in now if name not in before)]:
        if name in before and name in now:
            yield from _compare((*path, name), before[name], now[name])
        else:
            yield Difference((*path, name), before.get(name), now.get(name))
    if [name for name in before if name in now] != [name for name in now if name in before]:
        yield Difference((*path, ORDER), list(before), list(now))


def name_of(entry: Any) -> str:
    """By what an entry of a list is known again."""
    if isinstance(entry, Mapping):
        return str(next((entry[key] for key in ("id", "name", "code", "formal") if entry.get(key)), entry))
    return str(entry)


def _can_be_told_apart(entries: list[Any]) -> bool:
    return len({name_of(entry) for entry in entries}) == len(entries)
