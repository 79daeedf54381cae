"""Sanitizing contributed questions: no HTML, and nothing loaded from another site, in any export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import TypeAdapter

from mooc_kit.content.markdown import markdown_tokens
from mooc_kit.quizzes.contributions import contribution_codes
from mooc_kit.quizzes.model import AnyQuestion, Question

Q = TypeVar("Q")

_ADAPTER: TypeAdapter[Question] = TypeAdapter(AnyQuestion)
# Tags become ‹tags>: some platforms show names and titles without reading them as Markdown first.
# What stands between backticks is shown as it is written, and stays so.
_CODE = re.compile(r"(```.*?```|~~~.*?~~~|(?<!`)(`+)(?!`).*?(?<!`)\2(?!`))", re.DOTALL)
_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")
_ACTIVE = re.compile(r"<(script|iframe|object|embed|form)\b", re.IGNORECASE)
_PICTURE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?")
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_IDS = frozenset({"id", "kind", "outcome", "pool", "rubric", "formula", "unit", "difficulty", "submission"})


def harmless(question: Question) -> Question:
    """The question with HTML as letters, and pictures from elsewhere as their descriptions."""
    plain = question.model_dump(mode="json", exclude_defaults=True)
    return _ADAPTER.validate_python({**_each_text(plain), "kind": question.kind})


def _each_text(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in _IDS else harmless_text(value)
    if isinstance(value, dict):
        return {name: _each_text(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_each_text(part, key) for part in value]
    return value


def harmless_text(markdown: str) -> str:
    if "<" not in markdown and "![" not in markdown:
        return markdown
    made = _outside_code(markdown, lambda words: _TAG.sub("‹", words))
    if any(_is_elsewhere(url) for url in _pictures(made)):
        # One from elsewhere, and none is kept: reference definitions could point anywhere.
        made = _outside_code(made, lambda words: _PICTURE.sub(lambda found: found[1] or "…", words))
    if any(_is_elsewhere(url) for url in _pictures(made)) or _has_html(made):
        return _inert(markdown)
    return made


def _inert(markdown: str) -> str:
    """The text written so that no mark in it has a meaning; gaps stay gaps."""
    pieces = re.split(r"(\[\[[^\[\]<>!]+\]\])", markdown)
    return "".join(
        piece if n % 2 else re.sub(r"([\\`*_{}\[\]>!~$|:])", r"\\\1", piece.replace("<", "‹"))
        for n, piece in enumerate(pieces)
    )


def active_tags(text: str) -> Iterator[tuple[int, str]]:
    """The tags in the text of a file that could run something or send something: line and name of each."""
    for found in _ACTIVE.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[1].lower()


def findings(question: Question) -> Iterator[Any]:
    """The rules that the question's texts break, each once."""
    texts = list(_texts(question.model_dump(mode="json", exclude_defaults=True)))
    if any(_is_elsewhere(url) for text in texts for url in _pictures(text)):
        yield contribution_codes.FOREIGN_PICTURE
    if any(_has_html(text) for text in texts):
        yield contribution_codes.HTML
    if any(_links_elsewhere(text) for text in texts):
        yield contribution_codes.LINK


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if key not in _IDS:
            yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, key)


def _outside_code(markdown: str, change: Any) -> str:
    made, at = [], 0
    for found in _CODE.finditer(markdown):
        made += [change(markdown[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*made, change(markdown[at:])])


def _pictures(markdown: str) -> Iterator[str]:
    if "![" not in markdown and "<" not in markdown and ":::" not in markdown:
        return
    for token in markdown_tokens(markdown):
        if token.type.startswith("container_") and token.info:
            yield from token.info.split()[1:2]
        for part in token.children or ():
            if part.type == "image":
                yield str(part.attrs.get("src", ""))


def _has_html(markdown: str) -> bool:
    if "<" not in markdown:
        return False
    tokens = markdown_tokens(markdown)
    kinds = {part.type for token in tokens for part in (token, *(token.children or ()))}
    return bool(kinds & {"html_block", "html_inline"})


def _links_elsewhere(markdown: str) -> bool:
    if "](" not in markdown and "]:" not in markdown and "<http" not in markdown:
        return False
    parts = (part for token in markdown_tokens(markdown) for part in token.children or ())
    return any(part.type == "link_open" and _is_elsewhere(str(part.attrs.get("href", ""))) for part in parts)


def _is_elsewhere(url: str) -> bool:
    return _ELSEWHERE.match(url) is not None
