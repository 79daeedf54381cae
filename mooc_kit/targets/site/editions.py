"""Language editions of a site (hreflang): the course in each of its languages, one below the other.

The course's own language lies at the top, each other one in a folder of its tag. Every page has the same path in all of
them, so that a page leads to itself in another language. What participants do is kept for all of them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urljoin

from mooc_kit.course.model import Course
from mooc_kit.i18n import language_name, messages_for
from mooc_kit.targets.site import addresses as at


@dataclass(frozen=True)
class OtherEdition:
    """The page that one is on in another language: its address as seen from here, and in full where there is one."""

    language: str
    direction: str
    name: str
    href: str
    address: str


def folder_of(course: Course, language: str) -> str:
    """Where the edition in `language` lies: "" for the top, else with a slash behind it."""
    return "" if not course.editions or language == course.editions[0] else f"{language}/"


def top(course: Course, path: str) -> str:
    """The way from the page at `path` of this edition to the top of the site."""
    return "../" * (path.count("/") + bool(folder_of(course, course.language)))


def other_editions(course: Course, path: str) -> list[OtherEdition]:
    """The page at `path` in the other languages."""
    found = []
    for language in course.editions:
        if language != course.language:
            whole = folder_of(course, language) + quote(path)
            public = folder_of(course, language) + quote("" if path == at.HOME else path)
            address = urljoin(f"{course.url.rstrip('/')}/", public) if course.url else ""
            direction, name = messages_for(language).dir, language_name(language)
            found.append(OtherEdition(language, direction, name, top(course, path) + whole, address))
    return found
