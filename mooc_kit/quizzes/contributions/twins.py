"""Twins are questions that ask the same: in the same words, or in nearly the same.

The measure is the Jaccard similarity of the sets of four-letter pieces (words folded, marks left out) of the question
and all its answers: shared pieces / all pieces. From NEAR on, two questions are near twins. Pairs are found without
comparing all with all: two sets that are alike share one of each other's rarest pieces (prefix filtering, Bayardo and
others 2007), so that thousands of questions take seconds, and no pair is missed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mooc_kit.quizzes.contributions.harmless import _texts
from mooc_kit.quizzes.model import Question

NEAR = 0.7
_SIZE = 4
_WORD = re.compile(r"[^\W_]+")
_LEFT_OUT = ("feedback", "hints", "tags", "author", "title", "model_answer", "points")


@dataclass(frozen=True)
class Twin:
    """Two questions by their indexes, the later one first, and how alike they are: 1 for the same words."""

    newer: int
    older: int
    similarity: float

    @property
    def is_same(self) -> bool:
        return self.similarity >= 1


def twins(questions: Sequence[Question], since: int = 0, near: float = NEAR) -> Iterator[Twin]:
    """Each question from index `since` on with the one before it that is most alike, if it is a twin."""
    pieces = [_pieces(question) for question in questions]
    often = Counter(piece for found in pieces for piece in found)
    rank = {piece: number for number, piece in enumerate(sorted(often, key=lambda piece: (often[piece], piece)))}
    index: dict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(pieces):
        ordered = sorted(rank[piece] for piece in found)
        prefix = ordered[: len(ordered) - math.ceil(near * len(ordered)) + 1]
        if number >= since:
            candidates = {older for piece in prefix for older in index[piece]}
            best = max(((_jaccard(found, pieces[older]), -older) for older in candidates), default=(0.0, 0))
            if best[0] >= near:
                yield Twin(number, -best[1], best[0])
        for piece in prefix:
            index[piece].append(number)


def _pieces(question: Question) -> frozenset[str]:
    plain: dict[str, Any] = question.model_dump(mode="json", exclude_defaults=True)
    asked = {name: _without_feedback(value) for name, value in plain.items() if name not in _LEFT_OUT}
    text = " ".join(word for part in _texts(asked) for word in _WORD.findall(part.casefold()))
    return frozenset(text[at : at + _SIZE] for at in range(max(len(text) - _SIZE + 1, 1)))


def _without_feedback(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_feedback(part) for name, part in value.items() if name != "feedback"}
    return [_without_feedback(part) for part in value] if isinstance(value, list) else value


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
