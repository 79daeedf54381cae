"""Bootstrap classes: what Moodle's themes need to show tables and callouts as what they are.

Moodle's themes style nothing by the tag alone: a table without classes has no lines and no room. Moodle up to 4.5
comes with Bootstrap 4 and 5.x with Bootstrap 5, so what they call differently has both names.
"""

from __future__ import annotations

import re

TABLE = "table table-bordered table-sm"
_WIDE = "table-responsive"
"""A table that is wider than a phone moves in its own frame."""
_CALLOUTS = {
    "tip": "success",
    "warning": "warning",
    "question": "primary",
    "activity": "primary",
    "example": "secondary",
}
_TITLE = "font-weight-bold fw-bold"
_BY_HAND = "border rounded p-3 mb-3"
_TAG = re.compile(r"<(?P<tag>/?(?:table|aside|section|p))\b(?P<attributes>[^<>]*)>")
_CLASS = re.compile(r'\bclass="([^"]*)"')


def with_looks(html: str) -> str:
    """HTML of the course, as its Markdown makes it, with the classes of Moodle's themes."""
    return _TAG.sub(_dressed, html) if "<" in html else html


def _dressed(found: re.Match[str]) -> str:
    tag, attributes = found["tag"], found["attributes"]
    given = _CLASS.search(attributes)
    classes = given[1].split() if given else []
    match tag:
        case "table":
            return f'<div class="{_WIDE}">{_with(found[0], TABLE)}'
        case "/table":
            return f"{found[0]}</div>"
        case "aside" if "callout" in classes:
            kind = next((_CALLOUTS[name] for name in classes if name in _CALLOUTS), "info")
            return _with(found[0], f"alert alert-{kind}")
        case "section" if "by-hand" in classes:
            return _with(found[0], _BY_HAND)
        case "p" if "callout-title" in classes:
            return _with(found[0], _TITLE)
    return found[0]


def _with(opening: str, classes: str) -> str:
    """The tag with more classes."""
    if _CLASS.search(opening):
        return _CLASS.sub(lambda found: f'class="{found[1]} {classes}"', opening, count=1)
    return f'{opening[:-1]} class="{classes}">'
