"""JSON Schema of course.yaml, from which editors complete keys and values and show what they mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from pydantic import BaseModel

from mooc_kit.cache import key_of, user_cache
from mooc_kit.spec.fields import SpecModel
from mooc_kit.spec.model import spec_model

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(sections: Mapping[str, type[SpecModel]]) -> dict[str, Any]:
    """The schema (2020-12) of a spec with the completion options `sections`, as plain data."""
    about = "course.yaml: what a course team decided. The only source of truth for decisions."

    def made() -> dict[str, Any]:
        return tidy_schema(spec_model(sections), "mooc-kit course spec", about)

    return kept_schema(f"course {sorted(sections)}", made, sections.values())


def kept_schema(
    name: str, make: Callable[[], dict[str, Any]], models: Iterable[type[BaseModel]] = ()
) -> dict[str, Any]:
    """What `make` gives, made once for all runs of this very mooc-kit; anew each time if others' `models` are in it."""
    if any(model.__module__.partition(".")[0] != "mooc_kit" for model in models):
        return make()
    cache = user_cache()
    key = key_of("schema", name)
    found: dict[str, Any] | None = None
    with suppress(ValueError):
        found = json.loads(cache.get(key) or "null")
    if found is None:
        found = make()
        cache.put(key, json.dumps(found))
        cache.save()
    return found


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
