"""A round trip reads YAML with its comments, order and quotes, and writes it back as it was but for what changed."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from mooc_kit.spec.yaml_text import is_ambiguous

if TYPE_CHECKING:
    from ruamel.yaml import YAML


def quoted(value: Any) -> Any:
    """`value` with quotes around the words that some readers of YAML take for something else (yes, no, 12:30)."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        return {key: quoted(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [quoted(part) for part in value]
    return DoubleQuotedScalarString(value) if isinstance(value, str) and is_ambiguous(value) else value


def round_trip() -> YAML:
    """ruamel's reader and writer, set to the form in which mooc-kit writes."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 78
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def written(yaml: YAML, data: Any) -> str:
    """The text of `data` as `yaml` (from `round_trip`) read it."""
    stream = io.StringIO()
    yaml.dump(data, stream)
    text = stream.getvalue()
    # ruamel leaves a space where it breaks a long line; yamllint does not like it. Inside a block text it would matter.
    bare = re.sub(r" +$", "", text, flags=re.MULTILINE)
    return bare if round_trip().load(bare) == data else text
