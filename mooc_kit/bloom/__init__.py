"""Learning outcomes: their verbs, levels of Bloom's revised taxonomy, and the parts that they are made of."""

from mooc_kit.bloom.kinds import Level, Performance
from mooc_kit.bloom.language_tables import table_for
from mooc_kit.bloom.levels import (
    first_verb,
    has_table,
    in_sentence,
    is_english,
    is_observable,
    level_of,
    level_of_verb,
    suggest_observable,
)
from mooc_kit.bloom.outcome_parts import OutcomePart, Said, in_third_person, parts_of, parts_said, topic_of
from mooc_kit.bloom.performances import WITH_PEOPLE

__all__ = [
    "WITH_PEOPLE",
    "Level",
    "OutcomePart",
    "Performance",
    "Said",
    "first_verb",
    "has_table",
    "in_sentence",
    "in_third_person",
    "is_english",
    "is_observable",
    "level_of",
    "level_of_verb",
    "parts_of",
    "parts_said",
    "suggest_observable",
    "table_for",
    "topic_of",
]
