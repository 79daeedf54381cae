"""Bloom's revised taxonomy: the verb of a learning outcome, whether it can be observed, and its cognitive level.

English so far: `first_verb` and the rest give nothing for outcomes in a language without a table, and no rule speaks.
"""

from __future__ import annotations

import re
from enum import StrEnum

from mooc_kit.bloom import verbs


class Level(StrEnum):
    """The six levels of the cognitive process, lowest first."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"
    EVALUATE = "evaluate"
    CREATE = "create"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


_TABLE: dict[str, Level] = {
    verb: level
    for level, words in zip(
        Level,
        (verbs.REMEMBER, verbs.UNDERSTAND, verbs.APPLY, verbs.ANALYSE, verbs.EVALUATE, verbs.CREATE),
        strict=True,
    )
    for verb in words
}
_OPENING = re.compile(
    r"^(?:(?:participants?|learners?|students?|you|they|people)\s+)?(?:(?:will|can|should)\s+)?"
    r"(?:be able to\s+|be\s+)?(?:to\s+)?",
    re.IGNORECASE,
)
LANGUAGES = frozenset({"en"})


def has_table(language: str) -> bool:
    """Whether outcomes in `language` (BCP 47) can be looked at."""
    return language.split("-", maxsplit=1)[0].lower() in LANGUAGES


def first_verb(text: str) -> str:
    """The word that says what is done: small letters, after "be able to" and adverbs. "" where there is none."""
    rest = without_opening(text)
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", rest):
        lower = word.lower()
        if lower in verbs.ADVERBS:
            continue
        return base_form(lower)
    return ""


def level_of(text: str) -> Level | None:
    """The level of the outcome's verb, or None for a verb that is not in the table."""
    return level_of_verb(first_verb(text))


def level_of_verb(verb: str) -> Level | None:
    """The level of `verb` (small letters, base form), or None where the table has none such."""
    return _TABLE.get(verb)


def is_observable(text: str) -> bool | None:
    """True for a verb of the table, False for one that nobody can see, None for a word that is in neither."""
    verb = first_verb(text)
    if verb in _TABLE:
        return True
    return False if verb in verbs.UNOBSERVABLE else None


def suggest_observable(text: str) -> tuple[str, ...]:
    """Verbs that could stand in the place of one that cannot be observed."""
    return verbs.UNOBSERVABLE.get(first_verb(text), ("describe", "demonstrate", "compare"))


def in_sentence(text: str) -> str:
    """The outcome inside a sentence: from its verb on, small first letter unless the word is an abbreviation."""
    text = without_opening(text).rstrip(" .;")
    return text[:1].lower() + text[1:] if text[1:2].islower() or len(text) < 2 else text


def without_opening(text: str) -> str:
    """`text` without "Participants will be able to" and the like."""
    return _OPENING.sub("", text.strip(), count=1)


def known_verb(word: str) -> bool:
    """Whether `word` (small letters, base form) is a verb of the tables."""
    return word in _TABLE or word in verbs.UNOBSERVABLE


def base_form(word: str) -> str:
    """`word` as it stands in the table, for plain -ing and -s forms."""
    if known_verb(word):
        return word
    candidates = []
    if word.endswith("ing") and len(word) > 5:
        stem = word[:-3]
        candidates += [stem, stem + "e", stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem]
    if word.endswith("es"):
        candidates.append(word[:-2])
    if word.endswith("s"):
        candidates.append(word[:-1])
    return next((c for c in candidates if known_verb(c)), word)
