"""GitHub issue forms: the files with which GitHub asks participants for something, field by field.

It lies in a kit's `.github/ISSUE_TEMPLATE`. The parts are those of GitHub's form schema: markdown, input, textarea,
dropdown and checkboxes. What somebody writes is public; each form says so in its introduction.
"""

from __future__ import annotations

from typing import Any

from mooc_kit.spec.yaml_text import yaml_text

Part = dict[str, Any]


def form(name: str, about: str, *, title: str, label: str, body: list[Part]) -> str:
    """The form's file. `title` begins the title of each issue, and `label` is how `mooc-kit receive` knows it."""
    data = {"name": name, "description": about, "title": title, "labels": [label], "body": body}
    return "---\n" + yaml_text(data)


def introduction(text: str) -> Part:
    return {"type": "markdown", "attributes": {"value": text}}


def line(id: str, label: str, *, help: str = "", is_required: bool = True) -> Part:
    """A field of one line."""
    return _part("input", id, {"label": label, **_if(description=help)}, is_required=is_required)


def area(id: str, label: str, *, help: str = "", example: str = "", is_required: bool = True) -> Part:
    """A field of many lines; `example` stands in it while it is empty."""
    attributes = {"label": label, **_if(description=help, placeholder=example)}
    return _part("textarea", id, attributes, is_required=is_required)


def choice(id: str, label: str, options: list[str], *, takes_several: bool = False, is_required: bool = True) -> Part:
    """A list to choose from. GitHub refuses one whose options repeat, so each is there once."""
    attributes: dict[str, Any] = {"label": label, "options": list(dict.fromkeys(options))}
    if takes_several:
        attributes["multiple"] = True
    return _part("dropdown", id, attributes, is_required=is_required)


def boxes(id: str, label: str, *statements: tuple[str, bool]) -> Part:
    """Statements to tick: each with whether one must."""
    options = [{"label": text, "required": must} for text, must in statements]
    return {"type": "checkboxes", "id": id, "attributes": {"label": label, "options": options}}


def _part(kind: str, id: str, attributes: dict[str, Any], *, is_required: bool) -> Part:
    return {"type": kind, "id": id, "attributes": attributes, "validations": {"required": is_required}}


def _if(**attributes: str) -> dict[str, str]:
    return {name: text for name, text in attributes.items() if text}
