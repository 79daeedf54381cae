"""OPML 2.0: the list of participants' blogs, which feed readers subscribe to all at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from mooc_kit.completion_options.self_certificate import self_certificate_codes
from mooc_kit.completion_options.self_certificate.section import Feed
from mooc_kit.problems import Place, Problem

PATH = "feeds/participants.opml"


def opml(title: str, feeds: Sequence[Feed], *, about: str, contact: str | None = None) -> str:
    """The file. It holds no day of making, so that the same course gives the same text."""
    root = Xml.Element("opml", version="2.0")
    head = Xml.SubElement(root, "head")
    Xml.SubElement(head, "title").text = title
    if contact:
        Xml.SubElement(head, "ownerEmail").text = contact
    Xml.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = Xml.SubElement(root, "body")
    group = Xml.SubElement(body, "outline", text=about)
    for feed in feeds:
        Xml.SubElement(group, "outline", type="rss", text=feed.name, title=feed.name, xmlUrl=feed.url)
    Xml.indent(root)
    text = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def feed_list_problem(text: str, file: str) -> Problem | None:
    """Why the file's text is no list of feeds, or None where it is one."""
    hint = 'Each line needs the form <outline type="rss" text="Name" xmlUrl="https://…"/>.'
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        # Entities can make a small file huge when it is read; a list of feeds needs none.
        return self_certificate_codes.BROKEN_FEED_LIST.at(
            Place(file, 1, 1), "A list of feeds has no <!DOCTYPE>.", hint="Remove it."
        )
    try:
        root = Xml.fromstring(text.encode())  # noqa: S314  (no entities: see above)
    except Xml.ParseError as error:
        line, column = error.position
        return self_certificate_codes.BROKEN_FEED_LIST.at(Place(file, line, column + 1), hint=hint)
    if root.tag != "opml" or root.find("body") is None:
        return self_certificate_codes.BROKEN_FEED_LIST.at(Place(file, 1, 1), "The file is not an OPML list.", hint=hint)
    for outline in root.iter("outline"):
        if not outline.get("text"):
            return self_certificate_codes.BROKEN_FEED_LIST.at(
                Place(file, 1, 1), "An <outline> has no `text`.", hint=hint
            )
    return None


def same_feed(url: str) -> str:
    """What two addresses of one feed have in common."""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").lower()
