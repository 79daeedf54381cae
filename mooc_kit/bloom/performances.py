"""Performance families: verbs for which better work looks alike, finer than the levels of Bloom's taxonomy."""

from __future__ import annotations

import re

from mooc_kit.bloom import verbs
from mooc_kit.bloom.kinds import Level, Performance
from mooc_kit.bloom.levels import level_of_verb

WITH_PEOPLE = frozenset({Performance.COMMUNICATE, Performance.COOPERATE, Performance.REFLECT})
"""Performances that need other people, or oneself, and no tools that could be missing."""

_FAMILIES = {
    verb: family
    for family, words in (
        (Performance.MAKE, verbs.MAKE),
        (Performance.DECIDE, verbs.DECIDE),
        (Performance.COMMUNICATE, verbs.COMMUNICATE),
        (Performance.COOPERATE, verbs.COOPERATE),
        (Performance.REFLECT, verbs.REFLECT),
    )
    for verb in words
}
BY_LEVEL = {
    Level.REMEMBER: Performance.RECALL,
    Level.UNDERSTAND: Performance.EXPLAIN,
    Level.APPLY: Performance.PERFORM,
    Level.ANALYSE: Performance.ANALYSE,
    Level.EVALUATE: Performance.JUDGE,
    Level.CREATE: Performance.MAKE,
}
_TEAM = re.compile(r"\b(?:in|with|as)\s+(?:an?\s+|the\s+|other\s+)?(?:[^\W\d_]+\s+)?(?:team|group|others|partner)s?\b")


def performance_of(verb: str, object_: str) -> Performance:
    """The family of a verb (base form, with its particle: "find out") and what it is done to."""
    head = verb.split(" ", 1)[0].rstrip(",")
    if verb in ("find out", "work out"):
        return Performance.ANALYSE
    if head in ("work", "act", "solve") and _TEAM.search(object_.lower()):
        return Performance.COOPERATE
    if head in verbs.MAKE and object_.split(" ", 1)[0].lower() in verbs.CLAUSES:
        return Performance.PERFORM  # "record what you saw": what counts is what was seen, not a thing that was made
    level = level_of_verb(head)
    if level is None and object_.split(" ", 1)[0].lower() in verbs.DETERMINERS and head not in verbs.UNOBSERVABLE:
        level = Level.APPLY  # "sharpen your knives": whatever it is, it is done
    return _FAMILIES.get(head) or (BY_LEVEL[level] if level else Performance.OTHER)
