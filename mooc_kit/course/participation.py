"""Participation is what people bring to a course themselves: goals, evidence, what they did in the world.

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
class SharingBack:
    """What people did in the world and tell the others; `brings` are the kinds of things they bring, in words."""

    page: str
    channel: Channel | None
    """None where nobody has said yet how it gets to the team."""
    brings: tuple[tuple[str, str], ...] = ()
    gallery: str = ""
    """The id of the page that shows what was shared, or ""."""
