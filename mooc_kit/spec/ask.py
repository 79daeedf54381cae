"""Field questions: one definition of a spec field for interview, schema, reference page and messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Ask:
    """The question that a field answers.

    `help` says in a sentence what to think of; `depth` is "core" where the short interview asks it too,
    "full" where only the whole interview does, and "file" where the field is left to the file.
    """

    question: str
    help: str = ""
    depth: str = "full"
    only_if: tuple[str, tuple[str, ...]] | None = None
    """Ask only where the field named first holds one of the values: what was said before may make it pointless."""
    is_proposed: bool = True
    """False where the default serves files that say nothing, and no interview may offer it as usual: only the team can
    know."""
    more: str = ""
    """What the interview says beside `help` to somebody who asks: an example, or what follows from the answer."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        json_schema = handler(schema)
        ends = "" if not self.help or self.question.endswith(("?", ".", "!", "…", ":")) else "."
        text = f"{self.question}{ends} {self.help}".strip()
        if (
            "$ref" in json_schema
        ):  # 2020-12 allows siblings of $ref; the description here is the field's, not the type's
            return {**json_schema, "description": text}
        json_schema["description"] = text
        return json_schema


class Choice(StrEnum):
    """A value from a fixed list; every member carries what it means in one line."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        json_schema = handler.resolve_ref_schema(handler(schema))
        json_schema["enumDescriptions"] = [member.meaning for member in cls]
        return json_schema


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field together with its question, its type and its default."""

    name: str
    key: str
    ask: Ask
    annotation: Any
    default: Any
    is_required: bool


def asked_fields(model: type[BaseModel]) -> Iterator[AskedField]:
    """The fields of `model` that carry a question, in the order of the model."""
    for name, info in model.model_fields.items():
        ask = next((extra for extra in info.metadata if isinstance(extra, Ask)), None)
        if ask is None:
            continue
        annotation: Any = info.annotation
        if info.metadata:
            annotation = Annotated[(info.annotation, *info.metadata)]
        required = info.is_required()
        # What makes a default is called as it is: pydantic would look at its signature first, each time.
        made: Any = info.default_factory
        default = None if required else made() if made else info.get_default()
        yield AskedField(name, info.alias or name, ask, annotation, default, required)
