"""YAML 1.2 core schema for ruamel: bare words mean the same as where a spec is read and checked.

ruamel on its own knows dates (and stops at 30 February), merges (`<<`), the words of YAML 1.1 after a `%YAML` line, and
keys that are numbers; `mooc_kit.spec.yaml_tree` knows none of them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from mooc_kit.spec.yaml_tree import resolved

_TAGS = {type(None): "null", bool: "bool", int: "int", float: "float", str: "str"}
_USUAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?|0x[0-9a-f]+|0o[0-7]+")
_TEXT = "tag:yaml.org,2002:str"


class CoreResolver(VersionedResolver):
    """Gives each bare word the type that mooc-kit's own reader gives it."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode and implicit[0]:
            return Tag(suffix=f"tag:yaml.org,2002:{_TAGS[type(resolved(str(value)))]}")
        return super().resolve(kind, value, (False, True))


class CoreConstructor(RoundTripConstructor):
    """Keys are words; numbers that are written in a rare way keep their value, not their form."""

    def construct_number(self, node: Any) -> Any:
        if _USUAL.fullmatch(node.value):
            return (self.construct_yaml_float if "." in node.value else self.construct_yaml_int)(node)
        return resolved(node.value)

    # ruamel's own round-trip class has this signature, unlike the classes below it.
    def construct_mapping(self, node: Any, maptyp: Any, deep: bool = False) -> Any:  # type: ignore[override]
        for key, _ in node.value:
            if isinstance(key, ScalarNode):
                key.ctag = Tag(suffix=_TEXT)
        return super().construct_mapping(node, maptyp, deep)


for _kind in ("int", "float"):
    CoreConstructor.add_constructor(f"tag:yaml.org,2002:{_kind}", CoreConstructor.construct_number)


class CoreRepresenter(RoundTripRepresenter):
    """Dates are bare words."""

    def represent_date(self, data: Any) -> Any:
        return self.represent_scalar(_TEXT, data.isoformat())


CoreRepresenter.add_representer(date, CoreRepresenter.represent_date)
