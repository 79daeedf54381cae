"""Meeting place: where the people of a course talk and hand in, as written in course.yaml or as its targets have it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from mooc_kit.spec import spec_codes
from mooc_kit.spec.ask import Choice
from mooc_kit.spec.fields import check_url, refuse


class MeetingKind(Choice):
    PLATFORM = "platform", "On the learning platform itself: its discussions and its assignments"
    REPOSITORY = "repository", "In the repository of the course: its issues and forms"
    EMAIL = "email", "By e-mail to the contact address of the course"
    NOWHERE = "nowhere", "Nowhere together: people send what they made to the contact address"
    ADDRESS = "address", "In a forum or chat elsewhere: write its address"


WORDS = tuple(kind.value for kind in MeetingKind if kind is not MeetingKind.ADDRESS)
"""What can be written instead of an address."""

PLATFORMS_WITH_DISCUSSIONS = frozenset({"open-edx", "moodle", "canvas", "common-cartridge"})
"""Keys of the targets whose platform has discussions of its own."""


@dataclass(frozen=True)
class Meeting:
    """Where people talk and hand in. `address` is a web or an e-mail address, "" for the platform and nowhere;
    `contact` is the address for files where there is no place to hand them in ("" where the course has none)."""

    kind: MeetingKind
    address: str = ""
    contact: str = ""

    @property
    def has_discussions(self) -> bool:
        """Whether participants can read and answer each other there."""
        return self.kind in (MeetingKind.PLATFORM, MeetingKind.REPOSITORY, MeetingKind.ADDRESS)


def meeting_at(place: str | None, targets: Collection[str], repository: str | None, contact: str | None) -> Meeting:
    """The meeting place that `place` names; where nothing is said, the platform of the targets, else nowhere."""
    if place is None:
        has_platform = not PLATFORMS_WITH_DISCUSSIONS.isdisjoint(targets)
        place = MeetingKind.PLATFORM if has_platform else MeetingKind.NOWHERE
    if place not in WORDS:
        return Meeting(MeetingKind.ADDRESS, place, contact or "")
    kind = MeetingKind(place)
    address = {MeetingKind.REPOSITORY: repository, MeetingKind.EMAIL: contact}.get(kind)
    return Meeting(kind, address or "", contact or "")


def _check(value: str) -> str:
    value = value.strip()
    if value in WORDS:
        return value
    if "://" not in value:
        words = ", ".join(WORDS)
        hint = f"Write one of {words}, or the address of a forum or chat, like https://forum.example.org/our-course."
        raise refuse(spec_codes.NOT_A_CHOICE, f'"{value[:80]}" is no place where people can meet.', hint)
    return check_url(value)


MeetingPlace = Annotated[
    str,
    AfterValidator(_check),
    WithJsonSchema(
        {
            "anyOf": [
                {
                    "type": "string",
                    "enum": list(WORDS),
                    "enumDescriptions": [MeetingKind(word).meaning for word in WORDS],
                },
                {"type": "string", "pattern": "^https?://"},
            ]
        }
    ),
]
"""One of `WORDS`, or the web address of a forum or chat."""
