"""H5P texts: the few tags that its content types take, and plain words where they take none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mooc_kit.quizzes.answers import Feedback
from mooc_kit.quizzes.formats.markup import html_of, plain_of

if TYPE_CHECKING:
    import nh3

_ALLOWED = frozenset(["p", "br", "strong", "em", "b", "i", "sub", "sup", "h2", "h3", "pre", "code"])
_PICTURE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r'\balt="([^"]*)"')
_NUMBERED = re.compile(r'<ol(?: start="(\d+)")?>((?:(?!<[uo]l).)*?)</ol>', re.DOTALL)
_ENTRY = re.compile(r"<li>(.*?)</li>", re.DOTALL)


def ranges(said: Feedback) -> list[dict[str, Any]]:
    """H5P says something for each range of the score, in percent."""
    if not any((said.general, said.correct, said.incorrect, said.partial)):
        return [{"from": 0, "to": 100}]
    return [
        {"from": 0, "to": 0, "feedback": joined_words(said.incorrect, said.general)},
        {"from": 1, "to": 99, "feedback": joined_words(said.partial or said.incorrect, said.general)},
        {"from": 100, "to": 100, "feedback": joined_words(said.correct, said.general)},
    ]


def joined_words(*texts: str | None) -> str:
    return " ".join(plain_of(text) for text in texts if text)


def escaped_text(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def html(markdown: str, *, shown: bool = False) -> str:
    """The text with the tags that H5P's questions take; pictures give way to their descriptions.

    With `shown` the first picture stands above the text already, and needs no description in it.
    """
    made = html_of(markdown)
    if made.startswith("<p>") and made.count("<") == 2:
        return made
    made = _PICTURE.sub("", made, count=1) if shown else made
    made = _PICTURE.sub(_description, _NUMBERED.sub(_with_numbers, made)).replace("<p></p>", "")
    made = made.replace("<li>", "<p>• ").replace("</li>", "</p>").replace("</td>", " </td>").replace("</th>", " </th>")
    cleaned: str = _cleaner().clean(made.replace("</tr>", "<br></tr>"))
    return cleaned.strip()


def _description(picture: re.Match[str]) -> str:
    found = _ALT.search(picture[0])
    return found[1] if found else ""


def _with_numbers(found: re.Match[str]) -> str:
    """A numbered list without lists in it, each entry as a paragraph with its number."""
    start = int(found[1] or 1)
    return "".join(f"<p>{number}. {entry}</p>" for number, entry in enumerate(_ENTRY.findall(found[2]), start=start))


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(tags=set(_ALLOWED), attributes={}, link_rel=None)
