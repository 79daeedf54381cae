"""Spec editing: only what has to change in the text changes; comments, order and quotes stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mooc_kit.spec.round_trip import opened, quoted, round_trip, written
from mooc_kit.spec.trailing_comments import following_kept, replace_kept
from mooc_kit.spec.write import MODELINE, ORDER, WORDS, spec_text
from mooc_kit.spec.yaml_text import yaml_text_flowing
from mooc_kit.spec.yaml_tree import load_tree

_HEAD = re.compile(r"\A(?:[ \t]*(?:#.*)?\r?\n)*---[ \t]*\r?\n")


def set_value(text: str, path: Sequence[str | int], value: Any, *, after: str = "") -> str:
    """`text` with `value` at `path`; groups on the way that are missing are added. A new key stands behind `after`.

    Raises KeyError where the path leads through something that is no group, IndexError past the end of a list.
    """
    head, body = _split(text)
    yaml, data = opened(body, lines_above=head.count("\n"))
    holder: Any = data
    step: Any
    for depth, step in enumerate(path[:-1], 1):
        if isinstance(holder, dict) and holder.get(step) is None:
            # At once with what is in them, so that what follows stands behind the groups and not inside.
            for missing in reversed(path[depth:]):
                value = {missing: value}
            _set_key(holder, str(step), value, ORDER if holder is data else ())
            return head + written(yaml, data)
        holder = _below(holder, step)
    last: Any = path[-1]
    _require_holder(holder, last)
    if isinstance(holder, dict):
        behind = [name for name in holder if name != last][: list(holder).index(after) + 1] if after in holder else []
        _set_key(holder, last, value, ORDER if holder is data else (*behind, last) if behind else ())
    else:
        holder[last] = _fresh(value) if isinstance(value, dict | list) and value else quoted(value)
    return head + written(yaml, data)


def made_equal(text: str, whole: Mapping[str, Any]) -> str:
    """`text` with just the changes that make it say `whole`; comments, order and quotes of the rest stay.

    Entries of lists are known again by their `id`, else by what they hold, else by their place.
    """
    head, body = _split(text)
    yaml, data = opened(body, lines_above=head.count("\n"))
    old, _ = load_tree(text, "course.yaml")
    if not isinstance(data, dict) or old is None:
        return spec_text(whole)
    _equal(data, old.value, whole, ORDER)
    return head + written(yaml, data)


def with_renamed_key(text: str, path: Sequence[str | int], new: str) -> str:
    """`text` with the key at the end of `path` called `new`, in its place, with its value and its comments."""
    head, body = _split(text)
    yaml, data = opened(body, lines_above=head.count("\n"))
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    old = path[-1]
    position = list(holder).index(old)
    comments = holder.ca.items.pop(old, None)
    holder.insert(position, new, holder.pop(old))
    if comments is not None:
        holder.ca.items[new] = comments
    return head + written(yaml, data)


def without_value(text: str, path: Sequence[str | int]) -> str:
    """`text` without what stands at `path`. Raises KeyError or IndexError where nothing does."""
    head, body = _split(text)
    yaml, data = opened(body, lines_above=head.count("\n"))
    holders: list[Any] = [data]
    for step in path[:-1]:
        holders.append(holders[-1][step])
    parent, key = (holders[-2], path[-2]) if len(path) > 1 else (None, None)
    with following_kept(holders[-1], parent, key):
        del holders[-1][path[-1]]
    return head + written(yaml, data)


def with_entry(text: str, path: Sequence[str | int], entry: Mapping[str, Any], position: int | None = None) -> str:
    """`text` with `entry` added to the list at `path` (made where it is missing), at `position` or at its end.

    Raises KeyError where the path leads through something that is no group, or to something that is no list.
    """
    head, body = _split(text)
    yaml, data = opened(body, lines_above=head.count("\n"))
    holder: Any = data
    for number, step in enumerate(path):
        is_last = number == len(path) - 1
        if isinstance(holder, dict) and holder.get(step) is None:
            if step in holder:
                del holder[step]
            _insert(holder, str(step), [] if is_last else {}, ORDER if number == 0 else ())
        holder = _below(holder, step)
    found: Any = holder
    if not isinstance(found, list):
        raise KeyError(path[-1])
    made = _fresh(entry)
    if not holder:  # an empty list stands on the line of its key
        holder.fa.set_block_style()
    _put_entry(holder, len(holder) if position is None else position, made)
    return head + written(yaml, data)


def append_value(text: str, path: Sequence[str | int], value: Any) -> str:
    """`text` with `value` at the end of the list at `path`, which is made where it is missing.

    Raises KeyError or IndexError where the path leads nowhere.
    """
    head, body = _split(text)
    yaml, data = opened(body, lines_above=head.count("\n"))
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    made = round_trip().load(yaml_text_flowing([value]))
    if isinstance(holder, dict) and not holder.get(path[-1]):
        holder[path[-1]] = made
    elif isinstance(holder[path[-1]], list):
        holder[path[-1]].extend(made)
    else:
        raise KeyError(path[-1])
    return head + written(yaml, data)


def with_missing(text: str, whole: Mapping[str, Any]) -> str:
    """`text`, a spec in part, with what `whole` has beyond it; what stands in `text` stays as it was written."""
    head, body = _split(text)
    yaml, data = opened(body, lines_above=head.count("\n"))
    if not isinstance(data, dict) or not data:
        return spec_text(whole)
    _add(data, whole, ORDER)
    if MODELINE not in head:
        head = f"{MODELINE}\n{head or '---' + chr(10)}"
    return head + written(yaml, data)


def _below(holder: Any, step: str | int) -> Any:
    """What stands at `step` of `holder`. Raises KeyError where it is no group or list, IndexError past a list's end."""
    _require_holder(holder, step)
    return holder[step]


def _require_holder(holder: Any, step: str | int) -> None:
    if not isinstance(holder, dict) and not (isinstance(holder, list) and isinstance(step, int)):
        raise KeyError(step)


def _set_key(holder: Any, key: str, value: Any, order: Sequence[str]) -> None:
    """A new value where the key is; else the key at its place. A group on one line stays on it while it fits."""
    if key in holder or not hasattr(holder, "fa") or holder.fa.flow_style():  # a group made just now has no form yet
        holder[key] = _fresh(value) if isinstance(value, dict | list) and value else quoted(value)
    else:
        _insert(holder, key, value, order)


def _fresh(value: Any) -> Any:
    """`value` in the form in which a fresh spec has it."""
    return round_trip().load(yaml_text_flowing({"entry": [value]}))["entry"][0]


def _put_entry(holder: Any, position: int, made: Any) -> None:
    with following_kept(holder):
        holder.insert(position, made)


def _equal(data: Any, old: Any, whole: Any, order: Sequence[str] = ()) -> None:
    """Make `data` (what ruamel read), which says `old` (plain), say `whole`."""
    if isinstance(data, dict):
        with following_kept(data):
            for key in [key for key in old if key not in whole]:
                del data[key]
        for key, value in whole.items():
            if key not in old:
                _insert(data, key, value, order)
            elif _is_deep(old[key], value):
                with following_kept(data[key], data, key):
                    _equal(data[key], old[key], value)
            elif old[key] != value:
                replace_kept(data, key, _fresh(value) if isinstance(value, dict | list) else quoted(value))
        return
    names = [_name(value) for value in whole]
    left = list(old)
    # From the end, so that deleting an entry moves none that is still to be looked at.
    for at in reversed(range(len(old))):
        if _name(old[at]) in names:
            value = whole[names.index(_name(old[at]))]
            if old[at] != value:
                _equal(data[at], old[at], value)
        else:
            with following_kept(data):
                del data[at], left[at]
    here = [_name(entry) for entry in left]
    for number, value in enumerate(whole):
        if names[number] not in here:
            _put_entry(data, min(number, len(data)), _fresh(value))
            here.insert(number, names[number])
    # All entries are there now; only their order may still differ.
    if here != names:
        entries = dict(zip(here, list(data), strict=True))
        for number, name in enumerate(names):
            data[number] = entries[name]


def _is_deep(old: Any, new: Any) -> bool:
    """Whether both are groups, or lists whose entries can be told apart."""
    if isinstance(old, dict) and isinstance(new, dict):
        return bool(old)
    if not (isinstance(old, list) and isinstance(new, list) and old and new):
        return False
    return all(len({_name(entry) for entry in entries}) == len(entries) for entries in (old, new))


def _name(entry: Any) -> str:
    """By what an entry of a list is known again."""
    if isinstance(entry, dict):
        for key in ("id", "name", "code"):
            if entry.get(key):
                return f"{key} {entry[key]}"
    return repr(entry)


def _split(text: str) -> tuple[str, str]:
    """The comments up to the line `---` and that line, and the rest. No head where there is no such line."""
    found = _HEAD.match(text)
    return (found.group(), text[found.end() :]) if found else ("", text)


def _add(data: Any, whole: Any, order: Sequence[str] = ()) -> None:
    if isinstance(data, dict) and isinstance(whole, Mapping):
        for key, value in whole.items():
            if key in data and not (data[key] is None and value is not None):
                _add(data[key], value)
            elif key in data:
                data[key] = quoted(value)
            else:
                _insert(data, key, value, order)
    elif isinstance(data, list) and isinstance(whole, Sequence):
        for mine, theirs in zip(data, whole, strict=False):
            _add(mine, theirs)


def _insert(data: Any, key: str, value: Any, order: Sequence[str]) -> None:
    """A new key in the form of a fresh spec; a group on one line is spread out, for it will hardly fit any more."""
    data.fa.set_block_style()
    made = round_trip().load(yaml_text_flowing({key: value}))[key]
    position = _position(data, key, order)
    before = list(data)[position - 1] if position else None
    with following_kept(data, after=before, until=key):
        data.insert(position, key, made)
    if order is ORDER and position:
        words = WORDS.get(key)
        data.yaml_set_comment_before_after_key(key, before=f"\n{words}" if words else "\n")


def _position(data: Any, key: str, order: Sequence[str]) -> int:
    """Where a new key goes: behind the last one that comes before it in the order, else at the end."""
    if key not in order:
        return len(data)
    before = order[: order.index(key)]
    return max((number + 1 for number, name in enumerate(data) if name in before), default=0)
