"""Learning outcomes: their verbs, levels of Bloom's revised taxonomy, and the parts that they are made of."""

from mooc_kit.bloom.levels import (
    Level,
    first_verb,
    has_table,
    in_sentence,
    is_observable,
    level_of,
    suggest_observable,
)
from mooc_kit.bloom.outcome_parts import OutcomePart, in_third_person, parts_of, topic_of
from mooc_kit.bloom.performances import Performance

__all__ = [
    "Level",
    "OutcomePart",
    "Performance",
    "first_verb",
    "has_table",
    "in_sentence",
    "in_third_person",
    "is_observable",
    "level_of",
    "parts_of",
    "suggest_observable",
    "topic_of",
]
