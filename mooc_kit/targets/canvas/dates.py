"""Days of the course as moments of Canvas, in UTC as it reads times without a zone: a day ends at 23:59."""

from __future__ import annotations

from datetime import UTC, date, datetime


def start_of(day: date | None) -> str:
    """The day's first moment; "" for none, as in Canvas's own exports."""
    return f"{day.isoformat()}T00:00:00" if day else ""


def end_of(day: date | None) -> str:
    return f"{day.isoformat()}T23:59:00" if day else ""


def moment(at: datetime) -> str:
    """A moment; one without a zone is taken for UTC."""
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
