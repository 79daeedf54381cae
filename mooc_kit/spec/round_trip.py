"""YAML round trip: comments, order and quotes are written back as they were, but for what changed."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from mooc_kit.spec.yaml_text import FLOW_WIDTH as LINE
from mooc_kit.spec.yaml_text import flow_length, is_ambiguous

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
    _spread(data, 0)
    stream = io.StringIO()
    yaml.dump(data, stream)
    text = stream.getvalue()
    # ruamel leaves a space where it breaks a long line; yamllint does not like it. Inside a block text it would matter.
    bare = re.sub(r" +$", "", text, flags=re.MULTILINE)
    return bare if round_trip().load(bare) == data else text


def _spread(data: Any, column: int) -> None:
    """Lists and groups that stand on one line longer than the limit get a line for each part."""
    if not hasattr(data, "fa"):
        return
    if data.fa.flow_style():
        if column + flow_length(_bare(data)) <= LINE:
            return
        data.fa.set_block_style()
    if isinstance(data, dict):
        for key, value in data.items():
            below = hasattr(value, "fa") and not value.fa.flow_style()
            _spread(value, column + (2 if below and isinstance(value, dict) else 0 if below else len(str(key)) + 2))
    else:
        for value in data:
            _spread(value, column + 4)


def _bare(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_bare(value) for value in data]
    return str(data) if isinstance(data, str) else data
