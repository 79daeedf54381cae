"""Item verdicts: what to do about an item and why, in words for the person who mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mooc_kit.quizzes.analysis.statistics import Analysis, ItemFigures

HARD, EASY = 0.25, 0.95
WEAK, NEGATIVE = 0.15, 0.0
UNUSED = 0.05
LEFT_OPEN = 0.15
LEAST_PEOPLE = 10
"""With fewer people nothing is said about single items: one person more would change it."""


class Urgency(StrEnum):
    MEND = "mend"
    LOOK = "look"
    FINE = "fine"


@dataclass(frozen=True)
class VerdictReason:
    urgency: Urgency
    what: str
    do: str


def reasons(item: ItemFigures) -> list[VerdictReason]:
    """Why to look at the item, the most urgent reason first."""
    if item.seen < LEAST_PEOPLE:
        return []
    found = [*_about_key(item), *_about_figures(item), *_about_answers(item)]
    return sorted(found, key=lambda reason: reason.urgency is not Urgency.MEND)


def urgency(item: ItemFigures) -> Urgency:
    found = reasons(item)
    return found[0].urgency if found else Urgency.FINE


def to_mend(analysis: Analysis) -> list[tuple[ItemFigures, list[VerdictReason]]]:
    """The items with something to mend or to look at, the most urgent first, then the least discriminating."""
    rows = [(item, found) for item in analysis.items if (found := reasons(item))]
    return sorted(rows, key=lambda row: (row[1][0].urgency is not Urgency.MEND, row[0].discrimination or 0.0))


def _about_key(item: ItemFigures) -> Iterator[VerdictReason]:
    keys = [answer for answer in item.answers if answer.is_key]
    r = item.discrimination
    rival = max(
        (a for a in item.answers if not a.is_key and a.discrimination is not None and a.share >= UNUSED),
        key=lambda a: a.discrimination or 0.0,
        default=None,
    )
    if keys and rival is not None and (rival.discrimination or 0) > max(0.1, *(k.discrimination or 0.0 for k in keys)):
        yield VerdictReason(
            Urgency.MEND,
            f"People who do well elsewhere rather choose “{_short(rival.text)}” than the answer marked as right.",
            "Check the key first. If it is right, find out how the other answer can be read as right.",
        )
    elif r is not None and r < NEGATIVE:
        yield VerdictReason(
            Urgency.MEND,
            f"Those who do well elsewhere do worse here (discrimination {r:.2f}).",
            "Check the key; then look for a second reading of the question that only careful people see.",
        )


def _about_figures(item: ItemFigures) -> Iterator[VerdictReason]:
    p, r = item.difficulty, item.discrimination
    if p is not None and p < HARD:
        guess = len(item.answers) + (1 if item.more_answers else 0)
        below = guess > 1 and p < 1 / guess and not item.more_answers
        yield VerdictReason(
            Urgency.MEND if below else Urgency.LOOK,
            f"Only {p:.0%} of the points were reached" + (", fewer than by guessing." if below else "."),
            "Is it taught before it is asked? Ask one thing, in plainer words, or give a hint.",
        )
    if p is not None and p > EASY:
        yield VerdictReason(
            Urgency.LOOK,
            f"Nearly everybody is right ({p:.0%}): it tells nothing apart.",
            "Keep it if it encourages; otherwise make the wrong answers mistakes that people really make.",
        )
    elif r is not None and NEGATIVE <= r < WEAK:
        yield VerdictReason(
            Urgency.LOOK,
            f"It hardly goes with the other questions (discrimination {r:.2f}).",
            "Does it check something else, or is it read in two ways? Ask three people to think aloud over it.",
        )
    if item.seen and item.left_open / item.seen > LEFT_OPEN:
        yield VerdictReason(
            Urgency.LOOK,
            f"{item.left_open / item.seen:.0%} left it open.",
            "Is it the last one, when time runs out? Is it clear what to enter?",
        )


def _about_answers(item: ItemFigures) -> Iterator[VerdictReason]:
    if item.more_answers or not any(answer.is_key for answer in item.answers):
        return  # free text: a rare answer is no distractor
    idle = [answer for answer in item.answers if not answer.is_key and answer.share < UNUSED]
    if idle and len(item.answers) > 2:
        names = ", ".join(f"“{_short(answer.text)}”" for answer in idle[:3])
        yield VerdictReason(
            Urgency.LOOK,
            f"Hardly anybody chooses {names}.",
            "Replace it by a mistake that people make, or leave it out: three good answers do as well as four.",
        )


def _short(text: str, most: int = 50) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
