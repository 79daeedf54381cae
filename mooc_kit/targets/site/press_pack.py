"""Press pack: texts of three lengths, the facts and pictures, for journalists and partners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mooc_kit.archive import zip_bytes
from mooc_kit.course.model import Course
from mooc_kit.targets.site.labels import Labels

FOLDER = "press"
_ELEMENT, _CHOICE = "promotion", "press-kit"


@dataclass(frozen=True)
class PressPack:
    """The texts of a press pack; `facts` are (label, value)."""

    line: str
    paragraph: str
    long: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def wants_press(course: Course) -> bool:
    """Whether the team chose a press pack when it decided how the course gets known."""
    return course.chose(_ELEMENT, _CHOICE)


def press_of(course: Course, wording: Labels) -> PressPack:
    """What can be said of the course without anybody writing it anew."""
    messages = wording.messages
    text = messages.text
    offered = (
        text("{course} is an open course by {institution}.", course=course.title, institution=course.institution)
        if course.institution
        else text("{course} is an open course.", course=course.title)
    )
    about = course.summary or course.subtitle
    line = f"{offered} {about}".strip()
    length = text(
        "It takes {weeks}, about {hours} hours a week, and is free.",
        weeks=messages.plural("{n} week", "{n} weeks", course.weeks),
        hours=messages.number(course.hours_per_week),
    )
    audience = text("It is for: {audience}.", audience=course.audience.rstrip(".")) if course.audience else ""
    paragraph = " ".join(part for part in (line, audience, length) if part)
    aims = "; ".join(outcome.text for outcome in course.outcomes)
    learn = text("People who take part learn to do this: {outcomes}.", outcomes=aims) if aims else ""
    given = ", ".join(credential.title for credential in course.credentials)
    take = text("What they can take with them: {evidence}.", evidence=given) if given else ""
    name, _ = wording.license(course)
    reuse = text("Anyone may reuse the course under the licence {licence}.", licence=name)
    return PressPack(
        line, paragraph, tuple(part for part in (paragraph, learn, take, reuse) if part), _facts(course, wording)
    )


def press_files(course: Course, press: PressPack, picture: bytes) -> dict[str, bytes]:
    """The files to take away, by path below the site's folder, and all of them in one zip file."""
    lines = [course.title, course.subtitle, "", press.line, "", press.paragraph, "", *press.long, ""]
    lines += [f"{label}: {value}" for label, value in press.facts]
    files = {f"{course.id}.txt": ("\n".join(lines) + "\n").encode(), f"{course.id}.png": picture}
    logo = course.assets.get(course.brand.logo or "")
    if logo is not None:
        files[f"logo{logo.suffix.lower()}"] = logo.read_bytes()
    return {f"{FOLDER}/{name}": data for name, data in {**files, f"{course.id}-press.zip": zip_bytes(files)}.items()}


def _facts(course: Course, wording: Labels) -> tuple[tuple[str, str], ...]:
    messages = wording.messages
    text = messages.text
    when = text("Whenever you like")
    if course.start:
        end = course.start + timedelta(weeks=course.weeks, days=-1)
        when = text("{start} to {end}", start=messages.date(course.start), end=messages.date(end))
    found = [
        (text("Who"), course.institution),
        (text("For whom"), course.audience),
        (text("When"), when),
        (text("Your time"), text("About {hours} hours a week", hours=messages.number(course.hours_per_week))),
        (text("Cost"), text("Free")),
        (text("Licence"), wording.license(course)[0]),
        (text("Address"), course.url),
        (text("Contact"), course.contact),
    ]
    return tuple((label, value) for label, value in found if value)
