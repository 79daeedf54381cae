"""Near-duplicate questions: those that ask the same in the same words, or in nearly the same.

The measure is the Jaccard similarity of the sets of four-letter pieces (words folded, marks left out) of the question
and all its answers: shared pieces / all pieces. From NEAR on, two questions are near twins. Pairs are found without
comparing all with all: two sets that are alike share one of each other's rarest pieces (prefix filtering, Bayardo and
others 2007). As only the most alike one is wanted, the search ends as soon as the pieces that are left could not lead
to one that is more alike than the best so far. No pair is missed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mooc_kit.quizzes.contributions.sanitize import _texts
from mooc_kit.quizzes.model import Question

NEAR = 0.7
_SIZE = 4
_ROUNDING = 1e-9
_WORD = re.compile(r"[^\W_]+")
_LEFT_OUT = ("feedback", "hints", "tags", "author", "title", "model_answer", "points")


@dataclass(frozen=True)
class NearDuplicate:
    """Two questions by their indexes, the later one first, and how alike they are: 1 for the same words."""

    newer: int
    older: int
    similarity: float

    @property
    def is_same(self) -> bool:
        return self.similarity >= 1


def twins(questions: Sequence[Question], since: int = 0, near: float = NEAR) -> Iterator[NearDuplicate]:
    """Each question from index `since` on with the one before it that is most alike, if it is a twin."""
    pieces = [_pieces(question) for question in questions]
    often = Counter(piece for found in pieces for piece in found)
    rank = {piece: number for number, piece in enumerate(sorted(often, key=lambda piece: (-often[piece], piece)))}
    index = _Index(near)
    for number, found in enumerate(pieces):
        rarest_first = sorted((rank[piece] for piece in found), reverse=True)
        if number >= since:
            twin = index.most_alike(rarest_first)
            if twin is not None:
                yield twin
        index.add(rarest_first)


class _Index:
    """Sets of pieces, each given as the ranks of its pieces by how often they occur, the rarest (highest) first."""

    def __init__(self, near: float) -> None:
        self.near = near
        self.bits: list[int] = []
        """Each set as a number with a bit for each piece: what two have in common is counted at once."""
        self.sizes: list[int] = []
        self.holders: dict[int, list[tuple[int, int]]] = defaultdict(list)
        """For each piece the sets in whose prefix it stands, and where in it."""

    def add(self, pieces: Sequence[int]) -> None:
        for position in range(self._prefix(len(pieces), self.near)):
            self.holders[pieces[position]].append((len(self.bits), position))
        self.bits.append(_bits(pieces))
        self.sizes.append(len(pieces))

    def most_alike(self, pieces: Sequence[int]) -> NearDuplicate | None:
        """The set that is most alike, the first of several."""
        bits, size = _bits(pieces), len(pieces)
        best, least = -1, self.near
        seen: set[int] = set()
        for position, piece in enumerate(pieces):
            if position >= self._prefix(size, least):
                break
            for older, position_there in self.holders.get(piece, ()):
                if older in seen:
                    continue
                seen.add(older)
                both = size + self.sizes[older]
                # All that the two share begins here: there cannot be more of it than what is left of each.
                most = min(size - position, self.sizes[older] - position_there)
                if most < least * (both - most) - _ROUNDING:
                    continue
                shared = (bits & self.bits[older]).bit_count()
                similarity = shared / (both - shared)
                if similarity > least or (similarity == least and (best < 0 or older < best)):
                    best, least = older, similarity
        return NearDuplicate(len(self.bits), best, least) if best >= 0 else None

    @staticmethod
    def _prefix(size: int, near: float) -> int:
        """A set as alike as `near` shares one of this many of the rarest of `size` pieces."""
        return size - math.ceil(near * size - _ROUNDING) + 1


def _bits(pieces: Iterable[int]) -> int:
    made = 0
    for piece in pieces:
        made |= 1 << piece
    return made


def asked_words(question: Question) -> str:
    """The words that a question and its answers ask by, in small letters with one space between them."""
    plain: dict[str, Any] = question.model_dump(mode="json", exclude_defaults=True)
    asked = {name: _without_feedback(value) for name, value in plain.items() if name not in _LEFT_OUT}
    return " ".join(word for part in _texts(asked) for word in _WORD.findall(part.casefold()))


def _pieces(question: Question) -> frozenset[str]:
    text = asked_words(question)
    return frozenset(text[at : at + _SIZE] for at in range(max(len(text) - _SIZE + 1, 1)))


def _without_feedback(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_feedback(part) for name, part in value.items() if name != "feedback"}
    return [_without_feedback(part) for part in value] if isinstance(value, list) else value
