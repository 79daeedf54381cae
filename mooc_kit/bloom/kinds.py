"""Levels of Bloom's revised taxonomy, and families of performances, which are finer."""

from __future__ import annotations

from enum import StrEnum


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


class Performance(StrEnum):
    """Families of performances: what better work looks like is the same within one."""

    RECALL = "recall"
    EXPLAIN = "explain"
    PERFORM = "perform"
    MAKE = "make"
    ANALYSE = "analyse"
    JUDGE = "judge"
    DECIDE = "decide"
    COMMUNICATE = "communicate"
    COOPERATE = "cooperate"
    REFLECT = "reflect"
    OTHER = "other"
    """No verb that the tables know, or none that others can see: nothing can be said of how it is done."""
