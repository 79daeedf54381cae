"""Markdown words: a course whose titles, names and descriptions stand in a line of Markdown as what they are.

Checklists for the team are Markdown with words of the course in them: a title like `<b>` or `*x*` is no markup there.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from mooc_kit.content.plain_markdown import inline_escaped

_PLAIN = re.compile(r"[^\\`*_\[\]<&~$!|#>\n]*")
_WORDS = frozenset({"title", "name", "role", "description", "institution"})
T = TypeVar("T")


def in_markdown(value: T) -> T:
    """`value`, a course or a part of one, with the words of these fields escaped. Ids and texts in HTML stay."""
    return _changed(value)  # type: ignore[no-any-return]


def plain_words(markdown: str) -> str:
    """The words of `markdown`, a level's descriptor or the like, for places that know no markup."""
    if _PLAIN.fullmatch(markdown):
        return markdown
    from mooc_kit.content.html_words import words_of
    from mooc_kit.course.pages import markdown_html

    return words_of(markdown_html(markdown))


def _changed(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_changed(one) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    made = {}
    for field in fields(value):
        before = getattr(value, field.name)
        is_words = field.name in _WORDS and isinstance(before, str)
        after = inline_escaped(before) if is_words else _changed(before)
        if after != before:
            made[field.name] = after
    return replace(value, **made) if made else value
