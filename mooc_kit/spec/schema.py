"""JSON Schema of the kit's files, from which editors complete keys and values and show what they mean.

Pydantic makes it from the models. What an editor shows of it is made fit to be read here: its names of classes go, and
names that no model knows (targets, options with what they are) come in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from mooc_kit.cache import kept_json
from mooc_kit.spec.fields import KNOWN, SpecModel
from mooc_kit.spec.model import spec_model

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF = "#/$defs/"

Names = Mapping[str, Mapping[str, str]]
"""What else a file may name, by kind: each name with what it is."""


def modeline(kind: str, folder: str = "../") -> str:
    """The first line of a file, by which editors find the schema of its `kind`; `folder` leads from it to the kit."""
    return f"# yaml-language-server: $schema={folder}{schema_path(kind)}"


def with_modeline(kind: str, text: str) -> str:
    """A file of this `kind` with the YAML `text`, one folder below the kit."""
    return f"{modeline(kind)}\n---\n{text}"


def schema_path(kind: str) -> str:
    """Where the kit keeps the schema for files of this `kind`."""
    return f".mooc-kit/{kind}.schema.json"


def json_schema(sections: Mapping[str, type[SpecModel]], names: Names | None = None) -> dict[str, Any]:
    """The schema (2020-12) of a spec with the completion options `sections`, as plain data.

    `names` are what `targets:` can hold ("targets"), of them those with accounts and exams ("platforms"), and the
    options with what each is ("options").
    """
    about = "What a course team decided: the one place for decisions about the course."
    made = tidy_schema(spec_model(sections), about, names)
    properties = made["$defs"]["completion"]["properties"]
    for key, words in (names or {}).get("options", {}).items():
        properties[key] = {**properties[key], "description": words}
    return made


def kept_schema(name: str, make: Callable[[], dict[str, Any]], *, is_ours: bool = True) -> dict[str, Any]:
    """What `make` gives, made once for all runs of this very mooc-kit; each time anew where others add to it."""
    found: dict[str, Any] = kept_json(make, "schema", name) if is_ours else make()
    return found


def tidy_schema(model: type[BaseModel], about: str, names: Names | None = None) -> dict[str, Any]:
    """The schema of any file's `model`, with what the file is about, and the `names` that it may hold.

    It has no title of its own: editors would show it above the words of every key.
    """
    schema = model.model_json_schema(by_alias=True)
    parts = _words_for(schema.get("$defs", {}))
    rest = {key: value for key, value in schema.items() if key not in ("title", "description")}
    found: dict[str, Any] = _tidied({"description": about, **rest}, parts, names or {})
    return {"$schema": DIALECT, **found}


def _words_for(classes: Mapping[str, Any]) -> dict[str, str]:
    """What editors call each part, by the name of its class: they show it where something else stands in its place."""
    plain = {name: re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in classes}
    short = {name: re.sub(r"-(spec|file|element|info)$", "", words) for name, words in plain.items()}
    taken = list(short.values())
    return {name: words if taken.count(words) == 1 else plain[name] for name, words in short.items()}


def _tidied(part: Any, parts: Mapping[str, str], names: Names) -> Any:
    """`part` with `parts` called by their words, and with the names that are known; without pydantic's own titles."""
    if isinstance(part, list):
        return [_tidied(item, parts, names) for item in part]
    if isinstance(part, str) and part.startswith(_REF):
        return _REF + parts[part.removeprefix(_REF)]
    if not isinstance(part, dict):
        return part
    if KNOWN in part:
        return _one_of({key: value for key, value in part.items() if key != KNOWN}, names.get(part[KNOWN], {}))
    found = {}
    for key, value in part.items():
        if key in ("properties", "$defs"):
            found[key] = {
                parts[name] if key == "$defs" else name: _tidied(field, parts, names) for name, field in value.items()
            }
        elif key != "title" and (key, value) != ("default", None):
            found[key] = _tidied(value, parts, names)
    return found


def _one_of(part: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """`part`, a text of any form, as one of `names`; as it is where there are none."""
    if not names:
        return part
    kept: dict[str, Any] = {key: part[key] for key in ("description", "default") if key in part}
    return {**kept, "type": "string", "enum": list(names), "enumDescriptions": list(names.values())}
