"""YAML text for files that people will read and change: block style, short lines, values quoted safely."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from typing import Any

import yaml

# What our YAML 1.2 loader reads as text, an editor's YAML 1.1 may read as a boolean or a time: quote it for both.
_AMBIGUOUS = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~|)\Z|[-+.]?\d|\d{4}-|.*:\d\d\Z|<<\Z|=\Z")


def is_ambiguous(text: str) -> bool:
    """Whether some readers of YAML would take the bare word for a number, a date, a truth value or nothing."""
    return bool(_AMBIGUOUS.match(text))


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # lists stand two spaces in, as yamllint's default asks

    # PyYAML breaks a line at the first space after it has become too long: so the longest word must still fit.
    def write_plain(self, text: str, split: bool = True) -> None:
        self.best_width = _width_for(text)
        super().write_plain(text, split)

    def write_single_quoted(self, text: str, split: bool = True) -> None:
        self.best_width = _width_for(text)
        super().write_single_quoted(text, split)

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        self.best_width = _width_for(text)
        super().write_double_quoted(text, split)


def _width_for(text: str) -> int:
    """The width to tell PyYAML so that no line of `text` passes 80 columns, unless a single word does."""
    words = [len(word) + 2 * word.count('"') for word in text.split(" ")]
    return max(20, 76 - min(56, max(words)))


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if "\n" in value and not re.search(r"[ \t]\n|\A\s|[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]", value):
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")
    style = '"' if _AMBIGUOUS.match(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def yaml_text(value: Any) -> str:
    """`value` (plain data) as block-style YAML, keys in the given order."""
    return _remembered("block", value, _dumped)


def _dumped(value: Any) -> str:
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=78, default_flow_style=False
    )
    return text


_written: dict[tuple[str, bytes], str] = {}
_MOST_WRITTEN = 1_000


def _remembered(way: str, value: Any, write: Callable[[Any], str]) -> str:
    """What `write` makes of `value`. An update writes nearly the same files three times, and each letter takes long."""
    # Pickled, what YAML writes differently differs: 1 and True, or a list that stands at two places and gets an anchor.
    key = (way, pickle.dumps(value))
    found = _written.get(key)
    if found is None:
        if len(_written) >= _MOST_WRITTEN:
            _written.clear()
        found = _written[key] = write(value)
    return found


def yaml_scalar(value: Any) -> str:
    """One value as it can stand after `key: ` on the same line, whatever its letters are."""
    import json

    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    text = str(value)
    plain = re.fullmatch(r"[^\W\d_][\w ,.()'/;-]*[\w).]", text) and "  " not in text and " #" not in text
    return text if plain and not _AMBIGUOUS.match(text) else json.dumps(text, ensure_ascii=False)


FLOW_WIDTH = 78
"""A small list or group stands on one line if it is no longer than this."""


class _Flow(dict[str, Any]):
    """A group that stands on one line."""


class _FlowList(list[Any]):
    """A list that stands on one line."""


_Dumper.add_representer(
    _Flow, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)
)
_Dumper.add_representer(
    _FlowList, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)


def yaml_text_flowing(value: Any) -> str:
    """`value` as YAML in which lists of words, and small groups inside lists, stand on one line each."""
    return _remembered("flowing", value, lambda value: _dumped(_flowing(value, 0)))


def _flowing(value: Any, depth: int, *, in_list: bool = False) -> Any:
    if isinstance(value, dict):
        made: Any = {key: _flowing(part, depth if isinstance(part, list) else depth + 2) for key, part in value.items()}
        if in_list and all(not isinstance(part, dict | list) or isinstance(part, _FlowList) for part in made.values()):
            return _Flow(made) if value and _fits(_Flow(made), depth) else made
        return made
    if isinstance(value, list):
        if all(not isinstance(part, dict | list) for part in value):
            return _FlowList(value) if _fits(_FlowList(value), depth + 20) else value  # its key takes some room
        return [_flowing(part, depth + 4, in_list=True) for part in value]
    return value


def flow_length(value: Any) -> int:
    """How many characters `value` takes on one line; too many where it holds a text of several lines."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=True)
    return 10_000 if "\n" in text.rstrip() else len(text.rstrip())


def _fits(value: Any, depth: int) -> bool:
    return flow_length(value) + depth <= FLOW_WIDTH
