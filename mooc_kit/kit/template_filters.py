"""Jinja2 filters for kit templates: dates, YAML scalars and Markdown text, escaped so that they break no file.

Two functions beside them, `text` and `plural`, look words up in the course's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

import yaml
from jinja2 import Environment

from mooc_kit.i18n import N_, Messages
from mooc_kit.spec.yaml_text import yaml_scalar

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$]")
_AT_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)](?:\s|\Z)))")


_FIELD = re.compile(r"\{(\w+)\}")
# fmt: off
WORDS = frozenset({
    N_("lead"), N_("facilitator"), N_("content expert"), N_("learning designer"), N_("media producer"),
    N_("technical support"), N_("assessor"), N_("partner contact"), N_("mentor"),
    N_("page"), N_("discussion"), N_("quiz"), N_("exam"), N_("assignment"), N_("peer review"), N_("survey"),
    N_("live session"), N_("link"),
    N_("photo"), N_("recording"), N_("reflection"), N_("document"), N_("data"),
    N_("completion"), N_("quality"),
})
# fmt: on
"""Roles in a team, kinds of activities and of evidence, and ways of judging, as they stand within a sentence."""


def markdown_text(value: Any) -> str:
    """`value` as Markdown that shows just these characters, on one line."""
    text = _SPECIAL.sub(r"\\\g<0>", " ".join(str(value).split()).replace("&", "&amp;"))
    found = _AT_START.match(text)
    if found is None:
        return text
    if found[2].isdigit():  # "1. " would begin a list
        return f"{text[: found.end()]}\\{text[found.end() :]}"
    return f"{found[1]}\\{text[len(found[1]) :]}"


def _plain_yaml(words: str) -> str:
    """`words` as a YAML value: as they stand where YAML reads just them in that, for files that had no quotes."""
    try:
        return words if yaml.safe_load(f"key: {words}") == {"key": words} else yaml_scalar(words)
    except yaml.YAMLError:
        return yaml_scalar(words)


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


def _words(messages: Messages, value: Any) -> str:
    """A name of the spec, like "peer_review", as people say it: "peer review"."""
    words = re.sub("[-_]", " ", str(value))
    return messages.text(words) if words in WORDS else words


def _filled(message: str, values: dict[str, Any]) -> str:
    """`message` with its {names} filled in, and nothing else: an institution's template may not reach into a value."""
    return _FIELD.sub(lambda found: str(values.get(found[1], found[0])), message)


def _texts(messages: Messages) -> dict[str, Callable[..., str]]:
    def text(message: str, **values: Any) -> str:
        return _filled(messages.text(message), values)

    def plural(one: str, many: str, n: float, **values: Any) -> str:
        return _filled(messages.form(one, many, n), {"n": messages.number(n), **values})

    return {"text": text, "plural": plural}


def add_filters(environment: Environment, messages: Messages) -> None:
    environment.filters["md"] = markdown_text
    environment.filters["sentence"] = sentence
    environment.filters["yaml"] = yaml_scalar
    environment.filters["plain_yaml"] = _plain_yaml
    environment.filters["date"] = _dates(messages)
    environment.filters["words"] = partial(_words, messages)
    environment.globals.update(_texts(messages))
