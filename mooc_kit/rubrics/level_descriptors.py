"""Level descriptors: whether wording sets two levels apart, which words of degree alone do not."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

# Words that say how much, not what: with these alone, two judges read two levels differently. A rubric does not say its
# language, so words of other languages stand beside the English ones.
_DEGREES = frozenset(
    """
    very quite rather fairly somewhat extremely highly too so more most less least much little few some many
    several all always often sometimes rarely seldom never almost nearly well better best good excellent
    outstanding great poor weak strong fair adequate sufficient insufficient limited partial full complete
    thorough basic advanced clear unclear consistent inconsistent superb satisfactory unsatisfactory acceptable
    appropriate minimal considerable a an the sehr gut besser ausgezeichnet schlecht teilweise meist meistens
    immer oft selten manchmal nie kaum ganz ziemlich vollständig klar unklar etwas wenig viel hervorragend
    ausreichend mangelhaft muy bien bueno buena excelente siempre pocas veces casi poco mucho suficiente
    insuficiente parcial completo très bien bon bonne excellent toujours souvent parfois rarement jamais peu
    beaucoup suffisant insuffisant complet
    """.split()
)
_ADVERB = re.compile(r"[^\W\d_]{3,}(?:ly|mente|ment)\Z")
_NOT_ADVERBS = frozenset(
    ("apply", "supply", "reply", "family", "ally", "comment", "document", "argument", "moment", "element", "rely")
)
_NUMBER_WORDS = {
    word: n
    for n, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}
_N = rf"(?P<{{}}>\d{{{{1,6}}}}|{'|'.join(_NUMBER_WORDS)})"
_RANGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (rf"\b{_N.format('a')}\s*(?:-|–|to)\s*{_N.format('b')}\s+(?P<what>[^\W\d_]+)", "between"),
        (rf"\bbetween\s+{_N.format('a')}\s+and\s+{_N.format('b')}\s+(?P<what>[^\W\d_]+)", "between"),
        (rf"\b(?:at least|no fewer than)\s+{_N.format('a')}\s+(?P<what>[^\W\d_]+)", "least"),
        (rf"\b{_N.format('a')}\s+or more\s+(?P<what>[^\W\d_]+)", "least"),
        (rf"\b(?:more than|over)\s+{_N.format('a')}\s+(?P<what>[^\W\d_]+)", "over"),
        (rf"\b(?:up to|at most|no more than)\s+{_N.format('a')}\s+(?P<what>[^\W\d_]+)", "most"),
        (rf"\b(?:fewer|less) than\s+{_N.format('a')}\s+(?P<what>[^\W\d_]+)", "under"),
    )
)


@dataclass(frozen=True)
class Amount:
    """A range of numbers in a descriptor: "3 to 5 sources"."""

    least: float
    most: float
    what: str
    words: str


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.casefold())


def degrees_apart(one: str, other: str) -> tuple[str, str] | None:
    """The words by which two descriptors differ, if all of them only say how much; None where more is different.

    Descriptors that are the same are not apart at all, and give None too.
    """
    from difflib import SequenceMatcher

    left, right = words_of(one), words_of(other)
    if left == right:
        return None
    removed: list[str] = []
    added: list[str] = []
    shared = 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            shared += i2 - i1
            continue
        removed += left[i1:i2]
        added += right[j1:j2]
    # Two short texts with nothing in common ("Poor." and "Very good.") say nothing either, and are found as thin.
    if not shared or not all(map(_is_degree, (*removed, *added))):
        return None
    return " ".join(removed) or "nothing", " ".join(added) or "nothing"


def _is_degree(word: str) -> bool:
    return word in _DEGREES or (word not in _NOT_ADVERBS and _ADVERB.match(word) is not None)


def is_thin(descriptor: str) -> bool:
    """Whether a descriptor names nothing that one could see in the work: "Very good.", "Poor"."""
    words = words_of(descriptor)
    return bool(words) and all(map(_is_degree, words))


def amounts(descriptor: str) -> list[Amount]:
    """The ranges of numbers that a descriptor names."""
    found: list[Amount] = []
    for pattern, kind in _RANGES:
        for match in pattern.finditer(descriptor):
            a = _number(match["a"])
            least, most = {
                "between": (a, _number(match.groupdict().get("b", ""))),
                "least": (a, math.inf),
                "over": (a + 1, math.inf),
                "most": (0.0, a),
                "under": (0.0, a - 1),
            }[kind]
            found.append(Amount(least, most, match["what"].casefold().rstrip("s"), match[0]))
    return found


def overlapping(one: str, other: str) -> tuple[str, str] | None:
    """Two ranges for the same thing, one in each descriptor, that share a number: the words of both."""
    for left in amounts(one):
        for right in amounts(other):
            if left.what == right.what and left.least <= right.most and right.least <= left.most:
                return left.words, right.words
    return None


def _number(word: str) -> float:
    return float(_NUMBER_WORDS.get(word.casefold(), -1) if not word.isdigit() else int(word))
