"""iCalendar (RFC 5545): the course's start, due dates and live sessions, for any calendar program.

Its stamps come from the course and not from the clock, so that the same course gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from mooc_kit.course.model import Assignment, Course, LiveSession, Quiz, Survey
from mooc_kit.i18n import Messages

_SESSION_MINUTES = 60
"""How long a live session is taken to be where the team said nothing."""


@dataclass(frozen=True)
class _Event:
    key: str
    title: str
    starts: date | datetime
    minutes: int = 0
    url: str = ""


def calendar(course: Course, messages: Messages) -> bytes | None:
    """The calendar file, or None for a course without any date."""
    events = list(_events(course, messages))
    if not events:
        return None
    stamp = f"{course.start or date(2020, 1, 1):%Y%m%d}T000000Z"
    host = urlsplit(course.url).hostname or f"{course.id}.invalid"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mooc-kit//course calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(course.title)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{course.id}-{event.key}@{host}",
            f"DTSTAMP:{stamp}",
            *_times(event),
            f"SUMMARY:{_escaped(event.title)}",
            *([f"URL:{event.url}"] if event.url else []),
            "TRANSP:TRANSPARENT" if type(event.starts) is date else "TRANSP:OPAQUE",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _events(course: Course, messages: Messages) -> Iterator[_Event]:
    if course.start:
        yield _Event("start", messages.text("{course} begins", course=course.title), course.start)
    for _, activity in course.activities():
        match activity:
            case Quiz(due=due) | Assignment(due=due) if due:
                title = messages.text("Due: {activity} ({course})", activity=activity.title, course=course.title)
                yield _Event(f"due-{activity.id}", title, due)
            case Survey(opens=opens) if opens:
                title = messages.text("Opens: {activity} ({course})", activity=activity.title, course=course.title)
                yield _Event(f"opens-{activity.id}", title, opens)
            case LiveSession(starts=starts) if starts:
                title = f"{activity.title} ({course.title})"
                minutes = activity.minutes or _SESSION_MINUTES
                yield _Event(f"session-{activity.id}", title, starts, minutes, activity.url)
            case _:
                pass


def _times(event: _Event) -> list[str]:
    if not isinstance(event.starts, datetime):
        end = event.starts + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
    starts = event.starts
    zone = ""
    if starts.tzinfo:
        starts, zone = starts.astimezone(UTC), "Z"
    end_time = starts + timedelta(minutes=event.minutes)
    return [f"DTSTART:{starts:%Y%m%dT%H%M%S}{zone}", f"DTEND:{end_time:%Y%m%dT%H%M%S}{zone}"]


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(plain.split())


def _folded(line: str) -> str:
    """`line` in pieces of at most 75 bytes, never cut inside a character."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + width
    return "\r\n".join([*pieces, piece])
