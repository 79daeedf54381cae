"""Bloom's revised taxonomy: the verb of a learning outcome, whether it can be observed, and its cognitive level.

English has its table here; other languages have theirs in `language_tables`. For an outcome in a language without one
`first_verb` gives its first word and the rest nothing, and no rule speaks.
"""

from __future__ import annotations

import re

from mooc_kit.bloom import verbs
from mooc_kit.bloom.kinds import Level
from mooc_kit.bloom.language_tables import table_for

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
ENGLISH = "en"


def is_english(language: str) -> bool:
    """Whether English words are to be looked for; in the pseudo-language en-XA they are not."""
    return language.partition("-")[0].lower() == ENGLISH and language.lower() != "en-xa"


def has_table(language: str) -> bool:
    """Whether outcomes in `language` (BCP 47) can be looked at."""
    return is_english(language) or table_for(language) is not None


def first_verb(text: str, language: str = ENGLISH) -> str:
    """The word that says what is done: small letters, after "be able to" and adverbs. "" where there is none."""
    if (table := table_for(language)) is not None:
        return table.first_verb(text)
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", without_opening(text)):
        lower = word.lower()
        if lower in verbs.ADVERBS:
            continue
        return base_form(lower)
    return ""


def level_of(text: str, language: str = ENGLISH) -> Level | None:
    """The level of the outcome's verb, or None for a verb that is not in the table."""
    table = table_for(language)
    return table.levels.get(table.first_verb(text)) if table is not None else level_of_verb(first_verb(text))


def level_of_verb(verb: str) -> Level | None:
    """The level of the English `verb` (small letters, base form), or None where the table has none such."""
    return _TABLE.get(verb)


def is_observable(text: str, language: str = ENGLISH) -> bool | None:
    """True for a verb of the table, False for one that nobody can see, None for a word that is in neither."""
    verb, table = first_verb(text, language), table_for(language)
    if verb in (_TABLE if table is None else table.levels):
        return True
    return False if verb in (verbs.UNOBSERVABLE if table is None else table.unobservable) else None


def suggest_observable(text: str, language: str = ENGLISH) -> tuple[str, ...]:
    """Verbs that could stand in the place of one that cannot be observed."""
    verb, table = first_verb(text, language), table_for(language)
    if table is not None:
        return table.unobservable.get(verb, table.better)
    return verbs.UNOBSERVABLE.get(verb, ("describe", "demonstrate", "compare"))


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
