"""YAML round trip: read with comments, order and quotes, and written back as it was but for what changed.

What a text says is decided in one place, `mooc_kit.spec.yaml_tree`: scalars mean here what they mean there, and a text
that says something else to ruamel is not edited at all.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from mooc_kit.problems import MoocKitError, Place
from mooc_kit.spec import spec_codes
from mooc_kit.spec.yaml_text import FLOW_WIDTH as LINE
from mooc_kit.spec.yaml_text import flow_length, is_ambiguous
from mooc_kit.spec.yaml_tree import load_tree, tokens

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_PARTING = str.maketrans({"\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "})
"""What parts two things in YAML 1.1, and what ruamel takes in its place."""
_NO_LIMIT = 1_000_000
_ODD = frozenset(map(chr, _PARTING))


def quoted(value: Any) -> Any:
    """`value` with quotes around the words that some readers of YAML take for something else (yes, no, 12:30)."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        return {key: quoted(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [quoted(part) for part in value]
    return DoubleQuotedScalarString(value) if isinstance(value, str) and is_ambiguous(value) else value


def round_trip() -> YAML:
    """ruamel's reader and writer, set to the form in which mooc-kit writes and to what words mean to mooc-kit."""
    from ruamel.yaml import YAML

    from mooc_kit.spec.ruamel_core_schema import CoreConstructor, CoreRepresenter, CoreResolver

    yaml = YAML()
    yaml.Resolver, yaml.Constructor, yaml.Representer = CoreResolver, CoreConstructor, CoreRepresenter
    yaml.preserve_quotes = True
    yaml.width = 78
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def opened(text: str, file: str = "course.yaml", lines_above: int = 0) -> tuple[YAML, Any]:
    """ruamel's reader and what it read in `text`, to be changed and written. `lines_above` it are not in `text`.

    Raises MoocKitError with the places where `text` is no YAML that mooc-kit takes, and where it cannot be edited.
    """
    from ruamel.yaml.error import MarkedYAMLError

    tree, problems = load_tree(text, file)
    if tree is None or problems:
        raise MoocKitError(*(replace(p, place=replace(p.place, line=p.place.line + lines_above)) for p in problems))
    yaml = round_trip()
    hint = "Write this part in plainer YAML, or edit the file by hand."
    try:
        data = yaml.load(_with_spaces(text))
    except Exception as error:  # whatever ruamel makes of what libyaml takes
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        place = Place(file, lines_above + mark.line + 1, mark.column + 1) if mark else Place(file)
        raise MoocKitError(spec_codes.NOT_EDITABLE.at(place, hint=hint)) from error
    for path in _differences(_plain(data), tree.value):
        place = tree.place(path)
        raise MoocKitError(spec_codes.NOT_EDITABLE.at(replace(place, line=place.line + lines_above), hint=hint))
    return yaml, data


def _with_spaces(text: str) -> str:
    """`text` with spaces and line feeds where others part two things, and bare words that hold such letters quoted:
    libyaml takes them, ruamel does not."""
    if _ODD.isdisjoint(text):
        return text
    body = text.removeprefix("\ufeff")
    made, end = [], 0
    for start, stop, bare in tokens(body):
        gap, comment, rest = body[end:start].partition("#")
        word = body[max(start, end) : stop]
        is_odd = bare is not None and not _ODD.isdisjoint(word)
        made += [gap.translate(_PARTING), comment, rest, json.dumps(bare, ensure_ascii=False) if is_odd else word]
        end = max(end, stop)
    return "".join(made) + body[end:]


def _plain(data: Any) -> Any:
    """What `data` says to mooc-kit's own reader once it is written."""
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data


def _differences(mine: Any, theirs: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(mine, dict) and isinstance(theirs, dict) and list(mine) == list(theirs):
        for key in mine:
            yield from _differences(mine[key], theirs[key], (*path, key))
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for number, pair in enumerate(zip(mine, theirs, strict=True)):
            yield from _differences(*pair, (*path, number))
    elif mine != theirs or isinstance(mine, bool) != isinstance(theirs, bool):
        yield path


def written(yaml: YAML, data: Any) -> str:
    """The text of `data` as `yaml` (from `round_trip`) read it."""
    _spread(data, 0)
    wanted = _plain(data)
    for made in _forms(yaml, data):
        tree, problems = load_tree(made, "course.yaml")
        if tree is not None and not problems and not any(_differences(wanted, tree.value)):
            return made
    place = Place("course.yaml")
    raise MoocKitError(
        spec_codes.NOT_EDITABLE.at(place, hint="Edit the file by hand: this change cannot be made here.")
    )


def _forms(yaml: YAML, data: Any) -> Iterator[str]:
    """The text of `data`, in the form that we like best first."""
    for width in (yaml.width, _NO_LIMIT):  # several spaces in a row are lost where ruamel breaks the line at them
        yaml.width = width
        stream = io.StringIO()
        yaml.dump(data, stream)
        text = stream.getvalue()
        # ruamel leaves a space where it breaks a long line; yamllint does not like it. Inside a block text it matters.
        yield re.sub(r" +$", "", text, flags=re.MULTILINE)
        yield text


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
    """As plain data: ruamel has words, numbers and groups of its own, which remember how they were written."""
    if isinstance(data, dict):
        return {str(key): _bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_bare(value) for value in data]
    for kind in (str, bool, int, float):
        if isinstance(data, kind):
            return kind(data)
    return data
