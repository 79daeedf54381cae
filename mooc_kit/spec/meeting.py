"""Meeting place: where the people of a course talk and hand in, as written in course.yaml or as its targets have it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit, urlunsplit

from pydantic import AfterValidator, Field, WithJsonSchema

from mooc_kit.spec import json_patterns, spec_codes
from mooc_kit.spec.ask import Choice
from mooc_kit.spec.fields import check_url, refuse
from mooc_kit.spec.json_patterns import written


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
    `contact` is the address for files where there is no place to hand them in ("" where the course has none);
    `embed` is the https address of what a page may show of the discussion itself, "" where it only links there."""

    kind: MeetingKind
    address: str = ""
    contact: str = ""
    embed: str = ""

    @property
    def embed_host(self) -> str:
        return urlsplit(self.embed).hostname or ""

    @property
    def embed_origin(self) -> str:
        return f"https://{urlsplit(self.embed).netloc}" if self.embed else ""

    @property
    def has_discussions(self) -> bool:
        """Whether participants can read and answer each other there."""
        return self.kind in (MeetingKind.PLATFORM, MeetingKind.REPOSITORY, MeetingKind.ADDRESS)


def meeting_at(
    place: str | None, targets: Collection[str], repository: str | None, contact: str | None, embed: str | None = None
) -> Meeting:
    """The meeting place that `place` names; where nothing is said, the platform of the targets, else nowhere.

    Only a place with a web address of its own has an `embed`: a page never shows a discussion without a link to it.
    """
    if place is None:
        has_platform = not PLATFORMS_WITH_DISCUSSIONS.isdisjoint(targets)
        place = MeetingKind.PLATFORM if has_platform else MeetingKind.NOWHERE
    if place not in WORDS:
        return Meeting(MeetingKind.ADDRESS, place, contact or "", embed or "")
    kind = MeetingKind(place)
    address = {MeetingKind.REPOSITORY: repository, MeetingKind.EMAIL: contact}.get(kind)
    is_shown = kind is MeetingKind.REPOSITORY and address
    return Meeting(kind, address or "", contact or "", (embed or "") if is_shown else "")


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
                {
                    "type": "string",
                    **written(json_patterns.URL, "Write the whole address, like https://forum.example.org."),
                },
            ]
        }
    ),
]
"""One of `WORDS`, or the web address of a forum or chat."""


def _check_embed(value: str) -> str:
    value = check_url(value.strip())
    parts = urlsplit(value)
    if parts.scheme != "https":
        hint = "It must begin with https://: browsers show nothing else inside of a page that came that way."
        raise refuse(spec_codes.BAD_URL, f'"{value[:80]}" cannot be shown inside of a page.', hint)
    host = (parts.hostname or "").encode("idna").decode()
    # The origin becomes part of the page's security policy, where other signs would begin another rule.
    if not re.fullmatch(r"[a-z0-9.-]+", host):
        raise refuse(spec_codes.BAD_URL, f'"{value[:80]}" cannot be shown inside of a page.', "Name the site by words.")
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(("https", host + port, parts.path, parts.query, parts.fragment))


MeetingEmbed = Annotated[
    str,
    AfterValidator(_check_embed),
    Field(json_schema_extra=written(json_patterns.HTTPS, "It must begin with https://.")),
]
"""The https address of a page that can stand inside of another one: a chat, a pad, an embedded topic."""
