"""Theme coverage: which outcomes and modules speak of what these people want, and in which words.

The measure is one that a teacher can check by eye: how many of the theme's own words stand in the outcome or in the
module's pages. It sees words, not meanings; the report shows the words, so that the team can judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mooc_kit.cohort.goals.tokens import stem, tokens
from mooc_kit.content.html_words import words_of
from mooc_kit.course.model import Course, Module

if TYPE_CHECKING:
    from mooc_kit.cohort.goals.themes import FoundTheme

WORDS_READ = 8
"""How many of a theme's words are looked for, the most telling first."""
LEAST_COMMON = 3
"""How many of them a module must speak of: in a title or its summary once, in its pages at least twice. One of them
must be among the theme's `FIRST` words, so that words like "near" and "home" do not carry a theme."""
FIRST = 3
LEAST_IN_OUTCOME = 2
"""How many an outcome's sentence, with the titles of what serves it, must hold."""


@dataclass(frozen=True)
class Coverage:
    """What answers a theme: (id, title, words in common) for outcomes and for modules."""

    outcomes: tuple[tuple[str, str, tuple[str, ...]], ...]
    modules: tuple[tuple[str, str, tuple[str, ...]], ...]

    @property
    def is_unmet(self) -> bool:
        return not self.outcomes and not self.modules


def what_meets(theme: FoundTheme, course: Course) -> Coverage:
    """The outcomes and modules of `course` that answer `theme`; a seed's own outcomes are taken as said."""
    words = _wanted(theme)
    said = tuple(theme.seed.outcomes) if theme.seed else ()
    outcomes = []
    for outcome in course.outcomes:
        served = [a.title for _, a in course.activities() if outcome.id in a.outcomes and not a.origin]
        common = _common(words, " ".join([outcome.text, *served]))
        if outcome.id in said or (not said and len(common) >= LEAST_IN_OUTCOME):
            outcomes.append((outcome.id, outcome.text, common))
    modules = []
    for module in course.modules:
        common = _common(words, *module_texts(module))
        speaks = len(common) >= LEAST_COMMON and set(common) & set(words[:FIRST])
        if speaks or set(said) & set(module.outcomes):
            modules.append((module.id, module.title, common))
    return Coverage(tuple(outcomes), tuple(modules))


def module_texts(module: Module) -> tuple[str, str]:
    """A module's titles and summary, and what is read in it, without what the completion options put there."""
    own = [activity for activity in module.activities if not activity.origin]
    html = " ".join([module.body_html, *(activity.body_html for activity in own)])
    return " ".join([module.title, module.summary, *(activity.title for activity in own)]), words_of(html)


def _wanted(theme: FoundTheme) -> Sequence[str]:
    from_seed = [word for text in (theme.seed.words if theme.seed else ()) for word in tokens(text)]
    return list(dict.fromkeys([*theme.words, *from_seed]))[: WORDS_READ + len(from_seed)]


def _common(words: Sequence[str], heads: str, text: str = "") -> tuple[str, ...]:
    """Those of `words` that stand in `heads`, or at least twice in `text`."""
    counts = Counter(stem(word) for word in tokens(text))
    there = {stem(word) for word in tokens(heads)} | {word for word, count in counts.items() if count > 1}
    seen: dict[str, str] = {}
    for word in words:
        if stem(word) in there:
            seen.setdefault(stem(word), word)
    return tuple(seen.values())
