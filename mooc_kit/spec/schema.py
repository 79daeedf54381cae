"""The JSON Schema of course.yaml, from which editors complete keys and values and show what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from mooc_kit.spec.fields import SpecModel
from mooc_kit.spec.model import spec_model

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(sections: Mapping[str, type[SpecModel]]) -> dict[str, Any]:
    """The schema (2020-12) of a spec with the completion options `sections`, as plain data."""
    about = "course.yaml: what a course team decided. The only source of truth for decisions."
    return tidy_schema(spec_model(sections), "mooc-kit course spec", about)


def tidy_schema(model: type[BaseModel], title: str, about: str) -> dict[str, Any]:
    """The schema of any file's `model`, with a title and what the file is about."""
    schema = model.model_json_schema(by_alias=True)
    rest = {key: value for key, value in schema.items() if key not in ("title", "description")}
    found: dict[str, Any] = _tidied({"$schema": DIALECT, "title": title, "description": about, **rest})
    return found


def _tidied(part: Any) -> Any:
    """`part` without pydantic's made-up titles of properties, which editors would show beside the real words."""
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {}
    for key, value in part.items():
        if key == "properties" and isinstance(value, dict):
            found[key] = {name: _without_title(_tidied(field)) for name, field in value.items()}
        else:
            found[key] = _tidied(value)
    return found


def _without_title(field: Any) -> Any:
    return {key: value for key, value in field.items() if key != "title"} if isinstance(field, dict) else field
