"""Workload is the time that a course asks of a participant: as the team says, or estimated from what there is to do."""

from __future__ import annotations

import math

from mooc_kit.spec import model as spec_model
from mooc_kit.spec.model import AnyActivity

WORDS_A_MINUTE = 130
"""Reading to learn, often in a second language: slower than the 200 to 250 words a minute of reading for pleasure."""

MINUTES_A_QUESTION = 2
_TYPICAL = {
    "page": 20,
    "discussion": 20,
    "quiz": 15,
    "exam": 60,
    "assignment": 60,
    "peer_review": 60,
    "survey": 10,
    "live_session": 60,
    "link": 15,
}
_MINUTES_A_REVIEW = 15


def estimate_minutes(item: AnyActivity, *, words: int | None = None, questions: int | None = None) -> int:
    """Minutes for an activity of the spec: its own `minutes`, else by its words, its questions, or its kind.

    `words` and `questions` are what the kit holds for it, where a kit is at hand.
    """
    if item.minutes is not None:
        return item.minutes
    reading = math.ceil((words or 0) / WORDS_A_MINUTE)
    if isinstance(item, spec_model.QuizActivity):
        if item.time_limit is not None:
            return item.time_limit + reading
        return (questions * MINUTES_A_QUESTION if questions else _TYPICAL[item.kind]) + reading
    if isinstance(item, spec_model.PeerReviewActivity):
        return _TYPICAL["peer_review"] + item.reviews * _MINUTES_A_REVIEW
    if item.kind == "page" and words is not None:
        # Reading is half of it; trying, noting and coming back is the other.
        return max(5, 5 * math.ceil(2 * reading / 5))
    return _TYPICAL[item.kind]
