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
from mooc_kit.bloom.outcome_parts import parts_of, topic_of

__all__ = [
    "Level",
    "first_verb",
    "has_table",
    "in_sentence",
    "is_observable",
    "level_of",
    "parts_of",
    "suggest_observable",
    "topic_of",
]
