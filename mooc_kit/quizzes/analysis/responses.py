"""Quiz responses: for each person and item the answer, and the points it got."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class ResponseItem:
    """A question as the file of responses knows it. `key` is the right answer where it is known."""

    id: str
    title: str = ""
    key: str | None = None
    max_points: float = 1.0
    answers: list[str | None] = field(default_factory=list)
    """What each person answered: None where the item was not shown, "" where it was left open."""
    points: list[float | None] = field(default_factory=list)
    """What each person got: None where the item was not shown or has no score."""

    @property
    def is_scored(self) -> bool:
        return any(points is not None for points in self.points)


@dataclass
class QuizResponses:
    """All answers of one quiz: every item has an entry for each of `people`, in order. `source` names the format."""

    people: list[str]
    items: list[ResponseItem]
    source: str = ""
