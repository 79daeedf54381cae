"""Stable keys: what a browser keeps of an answer names choices, items and questions by their words, not their place.

A key is a short hash of the author's own text, so that it stays whatever is moved about or drawn otherwise; a typing
error mended in a choice makes it another choice. Eight hexadecimal digits tell the few texts of one question apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from mooc_kit.quizzes.model import Calculated, FillBlanks, Question


def key_of_text(*texts: str) -> str:
    """The key of `texts`; how white space stands in them does not matter."""
    return sha256("\0".join(" ".join(text.split()) for text in texts).encode()).hexdigest()[:8]


def keys_of(texts: Iterable[str]) -> list[str]:
    """A key for each of `texts`, in order; the second of the same words is told from the first by a number."""
    seen: Counter[str] = Counter()
    found = []
    for key in map(key_of_text, texts):
        seen[key] += 1
        found.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return found


def mark_of(question: Question) -> str:
    """Another mark for another question: of its kind and what it asks, and not of the choices that it offers.

    A text with gaps counts with the gaps empty, so that one more right answer does not change it. What is drawn for a
    calculated question is among what it asks.
    """
    texts = [question.kind, question.prompt]
    if isinstance(question, FillBlanks):
        texts.append("".join(part if isinstance(part, str) else "[[]]" for part in question.parts()))
    if isinstance(question, Calculated):
        texts += [f"{name} {value.least} {value.most} {value.decimals}" for name, value in question.variables.items()]
    return key_of_text(*texts)
