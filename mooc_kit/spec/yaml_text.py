"""YAML text for files that people will read and change: block style, short lines, values quoted safely."""

from __future__ import annotations

import re
from typing import Any

import yaml

# What our YAML 1.2 loader reads as text, an editor's YAML 1.1 may read as a boolean or a time: quote it for both.
_AMBIGUOUS = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~|)\Z|[-+.]?\d|\d{4}-|.*:\d\d\Z|<<\Z|=\Z")


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
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=78, default_flow_style=False)


def yaml_scalar(value: Any) -> str:
    """One value as it can stand after `key: ` on the same line, whatever its letters are."""
    import json

    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    text = str(value)
    plain = re.fullmatch(r"[^\W\d_][\w ,.()'/;-]*[\w).]", text) and "  " not in text and " #" not in text
    return text if plain and not _AMBIGUOUS.match(text) else json.dumps(text, ensure_ascii=False)
