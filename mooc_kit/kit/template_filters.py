"""Jinja2 filters for kit templates: dates, YAML scalars and Markdown text, escaped so that they break no file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from jinja2 import Environment

from mooc_kit.i18n import Messages
from mooc_kit.spec.yaml_text import yaml_scalar

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$]")
_AT_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)](?:\s|\Z)))")


def markdown_text(value: Any) -> str:
    """`value` as Markdown that shows just these characters, on one line."""
    text = _SPECIAL.sub(r"\\\g<0>", " ".join(str(value).split()).replace("&", "&amp;"))
    found = _AT_START.match(text)
    if found is None:
        return text
    if found[2].isdigit():  # "1. " would begin a list
        return f"{text[: found.end()]}\\{text[found.end() :]}"
    return f"{found[1]}\\{text[len(found[1]) :]}"


def sentence(value: Any) -> str:
    """`value` as a sentence of its own: a capital letter first, and a full stop unless it ends already."""
    text = " ".join(str(value).split())
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…", "。", "؟", ":")) else ".")


def _dates(messages: Messages) -> Callable[[Any], str]:
    def shown(value: Any) -> str:
        if isinstance(value, datetime):
            return messages.date_time(value)
        return messages.date(value) if isinstance(value, date) else ""

    return shown


def add_filters(environment: Environment, messages: Messages) -> None:
    environment.filters["md"] = markdown_text
    environment.filters["sentence"] = sentence
    environment.filters["yaml"] = yaml_scalar
    environment.filters["date"] = _dates(messages)
