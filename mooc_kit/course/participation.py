"""Participation: what people bring to a course themselves: goals, evidence, what they did in the world.

A course says where each of these is handed on (`Channel`) and on which of its pages it is explained (`page`, the id of
an `InfoPage`). A target that can do more than show that page lets people write there; any other shows its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChannelKind(StrEnum):
    """How something gets from a participant to the others."""

    DISCUSSION = "discussion"
    EMAIL = "email"
    FORM = "form"
    REPOSITORY = "repository"
    PLACE = "place"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Where participants hand something on.

    `address` is an internal link (discussion), an e-mail address, the address of a form or of a forum or chat (place)
    elsewhere, or that of a form of the repository, which takes the answers by their field's id in its query.
    """

    kind: ChannelKind
    address: str


@dataclass(frozen=True, kw_only=True)
class CheckIn:
    """A survey in which people look at their goals again; `activity` is its id."""

    week: int
    activity: str
    opens: date | None = None


@dataclass(frozen=True, kw_only=True)
class GoalPlan:
    """Goals that people set themselves. `sign_up` and `closing` are ids of surveys, or ""."""

    page: str
    most: int
    check_ins: tuple[CheckIn, ...] = ()
    sign_up: str = ""
    closing: str = ""
    channel: Channel | None = None
    """None where goals are not shared."""
    themes: str = ""
    """The id of the page that tells what many people want, or ""."""


@dataclass(frozen=True, kw_only=True)
class EvidenceLog:
    """What people collect to show what they did; `wanted` names what the course suggests."""

    page: str
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CompletionRequest:
    """What people send to the team where no platform counts: what of the rule they did, and where it can be seen."""

    page: str
    channel: Channel | None = None
    """None where the course has no address: the page tells how it goes then."""


@dataclass(frozen=True, kw_only=True)
class QuestionMaking:
    """Questions that people write for the self-checks; `kinds` are (kind, words, the words of the form or "")."""

    page: str
    kinds: tuple[tuple[str, str, str], ...]
    channel: Channel | None = None


@dataclass(frozen=True, kw_only=True)
class CreditApplication:
    """What people send to ask for credit: `works` are (activity, title, watched), `formal` the outcomes it is for."""

    page: str
    works: tuple[tuple[str, str, bool], ...]
    formal: tuple[str, ...]
    awarded_by: str
    channel: Channel | None = None


class StateKind(StrEnum):
    """How a participant's own state on a way to evidence is known, from what their browser keeps."""

    ENTRIES = "entries"
    """How many entries lie under `name`."""
    QUIZZES = "quizzes"
    """How many of the quizzes `ids` have a result."""
    DONE = "done"
    """How many of the activities `ids` are marked as done."""
    BADGES = "badges"
    """How many badges are in the collection."""
    KEPT = "kept"
    """Whether something lies under `name`."""
    ELSEWHERE = "elsewhere"
    """Only the platform, or an institution, knows."""


@dataclass(frozen=True, kw_only=True)
class EvidenceWay:
    """A way to evidence that the course offers, in a participant's words; `target` is what internal links call it."""

    option: str
    title: str
    about: str
    target: str
    state: StateKind
    name: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SharingBack:
    """What people did in the world and tell the others; `brings` are the kinds of things they bring, in words."""

    page: str
    channel: Channel | None
    """None where nobody has said yet how it gets to the team."""
    brings: tuple[tuple[str, str], ...] = ()
    gallery: str = ""
    """The id of the page that shows what was shared, or ""."""
