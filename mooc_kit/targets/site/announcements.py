"""Announcements: a page for each, a page of them all, and an Atom feed (RFC 4287).

Stamps come from the announcements' days and not from the clock, so that the same course gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from markupsafe import Markup

from mooc_kit.course.model import Announcement, Course
from mooc_kit.i18n import Messages
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.addresses import Addresses
from mooc_kit.targets.site.bodies import Bodies
from mooc_kit.targets.site.metadata import absolute

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 30
"""Announcements in the feed; readers keep the older ones."""


@dataclass(frozen=True)
class AnnouncementView:
    """An announcement in a list; `body` is None where only its head is shown."""

    title: str
    href: str
    day: str
    iso_day: str
    summary: str
    body: Markup | None = None


def feed(course: Course, addresses: Addresses, messages: Messages) -> bytes | None:
    """The feed, or None for a course without announcements."""
    if not course.announcements:
        return None
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": course.language})
    _text(root, "title", messages.text("{course}: announcements", course=course.title))
    if course.subtitle:
        _text(root, "subtitle", course.subtitle)
    _text(root, "id", _id(course, "feed"))
    _text(root, "updated", _stamp(course.announcements[0]))
    author = ElementTree.SubElement(root, f"{{{_ATOM}}}author")
    _text(author, "name", course.institution or course.title)
    if course.contact:
        _text(author, "email", course.contact)
    _link(root, "alternate", _address(course, at.NEWS), "text/html")
    _link(root, "self", _address(course, at.FEED), "application/atom+xml")
    for told in course.announcements[:_MOST]:
        page = addresses.of[f"announcement/{told.id}"]
        entry = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
        _text(entry, "title", told.title)
        _text(entry, "id", _id(course, told.id))
        _text(entry, "published", _stamp(told))
        _text(entry, "updated", _stamp(told))
        _link(entry, "alternate", _address(course, page), "text/html")
        if told.summary:
            _text(entry, "summary", told.summary)
        content = _text(entry, "content", str(_body(course, addresses, messages, told)))
        content.set("type", "html")
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _body(course: Course, addresses: Addresses, messages: Messages, told: Announcement) -> Markup:
    """The announcement for a reader elsewhere: its links are whole where the course has a public address."""

    def resolve(url: str) -> str | None:
        found = addresses.internal("", url)
        return absolute(course, found) if found and course.url else found

    # What had to be left out is told once, by the announcement's own page.
    return Bodies(messages, resolve, told.title, []).body(told.body_html, title=told.title)


def _address(course: Course, path: str) -> str:
    return absolute(course, path) if course.url else path


def _id(course: Course, name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{course.url or course.id}#announcement/{name}')}"


def _stamp(told: Announcement) -> str:
    return f"{told.told_on.isoformat()}T00:00:00Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = text
    return element


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}link", rel=rel, href=href, type=kind)
