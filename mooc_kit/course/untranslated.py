"""Language detection by source: passages of a kit's pages that are still mooc-kit's own English, word for word.

A kit in a language that mooc-kit does not speak, or not all of, comes with English pages. Their files belong to their
authors, who translate or rewrite them; so nothing is marked there. What still says just what our template says is known
to be English when the page is shown, and says so (`lang`, `dir`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.content.template_passages import passages
from mooc_kit.course.translation import Left
from mooc_kit.i18n import ENGLISH, Messages, messages_for

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"\{\{.*?\}\}|\{#.*?#\}|\{%.*%\}", re.DOTALL)
"""A value; or all from the first condition to the last one, of which any part may not be there."""
_LEAST_WORDS = 3
"""Shorter ones ("Support", "Quiz") are words of other languages too."""
_FOLDERS = ("templates/course/en", "completion_options")


def name_language(tokens: Sequence[Token], body: str, messages: Messages, left: Left) -> None:
    """Let the blocks of a page that are in another language say so; `tokens` are those of its Markdown `body`.

    These are passages that are still our English, and those that are `left` in the language of the course.
    """
    ours = _untranslated(messages)
    if ours is None and not left.passages:
        return
    lines: dict[int, str] = {}
    for passage in passages(body):
        words = " ".join(passage.message.split())
        language = ENGLISH if ours and ours.fullmatch(words) else left.language if words in left.passages else ""
        lines.update(dict.fromkeys(range(passage.first, passage.end), language))
    for token, opens in _blocks(tokens):
        found = {lines.get(line, "") for line in range(*token.map)} if token.map else set()
        if len(found) == 1 and (language := found.pop()):
            opens.attrSet("lang", language)
            opens.attrSet("dir", messages_for(language).dir)


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each block that holds words, with what opens its element: that of the item for a paragraph in a tight list."""
    for before, token, after in zip([None, *tokens], tokens, [*tokens[3:], *[None] * 3], strict=False):
        if token.type in ("heading_open", "tr_open") or (token.type == "paragraph_open" and not token.hidden):
            yield token, token
        # In a tight list paragraphs have no element: the item has, where nothing else is in it.
        elif (
            before
            and after
            and token.type == "paragraph_open"
            and (before.type, after.type) == ("list_item_open", "list_item_close")
        ):
            yield token, before


@lru_cache(maxsize=8)
def _untranslated(messages: Messages) -> re.Pattern[str] | None:
    """What matches a passage of ours that has no translation; None where each has one, as in English."""
    if messages.is_english:
        return None
    found = [_pattern(message) for message in _ours() if messages.text(message) == message]
    return re.compile("|".join(filter(None, found))) if any(found) else None


def _pattern(message: str) -> str:
    """What any filling of `message` matches; "" for one with too few words of its own."""
    parts = _TAG.split(message)
    if sum(len(re.findall(r"[^\W\d_]{2,}", part)) for part in parts) < _LEAST_WORDS:
        return ""
    return ".*".join(re.escape(" ".join(part.split())) if part.strip() else "" for part in parts)


@lru_cache(maxsize=1)
def _ours() -> tuple[str, ...]:
    """Every passage of the templates from which the pages of a kit are made."""
    package = Path(str(files("mooc_kit")))
    templates = [
        file
        for folder in _FOLDERS
        for file in sorted((package / folder).rglob("*.md*"))
        if "/en/" in file.as_posix() and file.is_file()
    ]
    found = (passage.message for file in templates for passage in passages(file.read_text("utf-8")))
    return tuple(dict.fromkeys(found))
