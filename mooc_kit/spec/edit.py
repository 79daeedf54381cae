"""Editing a spec changes what is to change in its text and leaves people's comments, order and quotes as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mooc_kit.spec.round_trip import quoted, round_trip, written
from mooc_kit.spec.write import MODELINE, ORDER, WORDS, spec_text
from mooc_kit.spec.yaml_text import yaml_text_flowing

_HEAD = re.compile(r"\A(?:[ \t]*(?:#.*)?\r?\n)*---[ \t]*\r?\n")


def set_value(text: str, path: Sequence[str | int], value: Any) -> str:
    """`text` with `value` at `path`; groups on the way that are missing are added.

    Raises KeyError where the path leads through something that is no group, IndexError past the end of a list.
    """
    head, body = _split(text)
    yaml = round_trip()
    data = yaml.load(body)
    holder: Any = data
    step: Any
    for step in path[:-1]:
        if isinstance(holder, dict) and holder.get(step) is None:
            holder[step] = {}
        if not isinstance(holder, dict | list):
            raise KeyError(step)
        holder = holder[step]
    if not isinstance(holder, dict | list):
        raise KeyError(path[-1])
    last: Any = path[-1]
    holder[last] = quoted(value)
    return head + written(yaml, data)


def with_missing(text: str, whole: Mapping[str, Any]) -> str:
    """`text`, a spec in part, with what `whole` has beyond it; what stands in `text` stays as it was written."""
    head, body = _split(text)
    yaml = round_trip()
    data = yaml.load(body)
    if not isinstance(data, dict) or not data:
        return spec_text(whole)
    _add(data, whole, ORDER)
    if MODELINE not in head:
        head = f"{MODELINE}\n{head or '---' + chr(10)}"
    return head + written(yaml, data)


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
    data.insert(position, key, made)
    if order and position:
        words = WORDS.get(key)
        data.yaml_set_comment_before_after_key(key, before=f"\n{words}" if words else "\n")


def _position(data: Any, key: str, order: Sequence[str]) -> int:
    """Where a new key goes: behind the last one that comes before it in the order, else at the end."""
    if key not in order:
        return len(data)
    before = order[: order.index(key)]
    return max((number + 1 for number, name in enumerate(data) if name in before), default=0)
