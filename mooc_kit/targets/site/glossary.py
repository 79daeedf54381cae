"""Glossary: the terms of the course's page `glossary`, explained where they first stand on the other pages.

The page writes them as a Markdown definition list: the term on a line, its meaning after a colon below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from urllib.parse import quote

from mooc_kit.content.html_words import words_of
from mooc_kit.content.typography import typographic
from mooc_kit.course.model import Course

PAGE = "glossary"
MOST_SHOWN = 300
"""Characters of a meaning that are shown beside the word; the glossary has all of it."""
_ENTRY = re.compile(r"<dt>(?P<term>.*?)</dt>\s*<dd>(?P<means>.*?)</dd>", re.DOTALL)
_LONG_ENOUGH = 3
# fmt: off
UNEXPLAINED = frozenset((
    "a", "code", "pre", "kbd", "samp", "math", "var", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary",
    "figcaption", "caption", "th",
))
# fmt: on
"""Elements in which no term is explained."""


@dataclass(frozen=True)
class Term:
    """`id` is its anchor on the glossary's page."""

    words: str
    id: str
    means: str


@dataclass(frozen=True)
class Glossary:
    """The terms of a course, in the order of its page."""

    terms: tuple[Term, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds any of the terms as a whole word, in capitals or not; the longest where two begin alike."""
        names = sorted((re.escape(term.words) for term in self.terms), key=len, reverse=True)
        names = [name.replace("'", "['’]") for name in names]
        return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE) if names else None

    @cached_property
    def by_words(self) -> dict[str, Term]:
        return {_plain(term.words): term for term in self.terms}


@dataclass
class Explainer:
    """Explains terms on one page. `href` leads to the glossary; `done` are the anchors of those explained so far."""

    glossary: Glossary
    href: str
    done: set[str] = field(default_factory=set)

    def explained(self, html_text: str) -> str:
        """A text between tags, in it the first place of each term as a link that carries what it means."""
        pattern = self.glossary.pattern
        return pattern.sub(self._link, html_text) if pattern else html_text

    def _link(self, found: re.Match[str]) -> str:
        term = self.glossary.by_words.get(_plain(found[0]))
        if term is None or term.id in self.done:
            return found[0]
        self.done.add(term.id)
        href = escape(f"{self.href}#{quote(term.id)}")
        return f'<a class="term" href="{href}" data-means="{escape(term.means)}">{found[0]}</a>'


def glossary_of(course: Course) -> Glossary:
    """What the glossary of `course` defines; nothing where there is no such page, or no such list on it."""
    html = next((page.body_html for page in course.pages if page.id == PAGE), "")
    found: dict[str, Term] = {}
    for entry in _ENTRY.finditer(html):
        words, means = words_of(entry["term"]), words_of(typographic(entry["means"], course.language))
        if len(words) >= _LONG_ENOUGH and means and words.casefold() not in found:
            if len(means) > MOST_SHOWN:
                means = f"{means[: MOST_SHOWN - 2].rpartition(' ')[0]} …"
            found[words.casefold()] = Term(words, _anchor(words), means)
    return Glossary(tuple(found.values()))


def with_anchors(html: str, glossary: Glossary) -> str:
    """The glossary's page with a place for each term to which the others lead."""
    placed: set[str] = set()

    def place(entry: re.Match[str]) -> str:
        term = glossary.by_words.get(_plain(words_of(entry["term"])))
        if term is None or term.id in placed:
            return entry[0]
        placed.add(term.id)
        return entry[0].replace("<dt>", f'<dt id="{term.id}">', 1)

    return _ENTRY.sub(place, html)


def _plain(words: str) -> str:
    """`words` to be compared: an apostrophe is the same in a text and as it was typed."""
    return words.casefold().replace("’", "'")


def _anchor(words: str) -> str:
    return "term-" + (re.sub(r"[^\w]+", "-", words.casefold()).strip("-") or "x")
