"""Own pages of a cartridge: what Canvas has no kind for went out as a page, and comes home as what it was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lxml import html as lxml_html

from mooc_kit.importers.imscc.cartridge import Cartridge, Element, child_text
from mooc_kit.importers.imscc.contents import Thing

Made = dict[str, Any]


class OwnPages:
    """Live sessions, whose time is in the calendar, and links with words, which Canvas's links have none of."""

    def __init__(self, cartridge: Cartridge) -> None:
        self._cartridge = cartridge
        self._events: dict[str, Element] = {}
        self.at_home: set[str] = set()
        """Identifiers of the events that are an activity's own."""
        for event in cartridge.xml("course_settings/events.xml").iter("event"):
            identifier = event.get("identifier") or ""
            own = cartridge.own.of(identifier, child_text(event, "title"), "event")
            if own is not None and own.id not in self._events:
                self._events[own.id] = event
                self.at_home.add(identifier)

    def read(self, thing: Thing) -> tuple[Made, str]:
        """The activity as course.yaml has it, and the HTML of its words."""
        own = self._cartridge.own.of(thing.id, thing.title, "activity")
        blocks: list[Element] = []
        if own is not None and thing.html.strip():
            blocks = list(lxml_html.fragment_fromstring(thing.html, create_parent="div"))
        if own is not None and own.form == "live_session":
            return self._session(own.id, blocks)
        if own is not None and own.form == "link" and (url := _only_link(blocks[:1])):
            return {"kind": "link", "url": url}, _html(blocks[1:])
        return {"kind": "page"}, thing.html

    def _session(self, id: str, blocks: list[Element]) -> tuple[Made, str]:
        made: Made = {"kind": "live_session"}
        event = self._events.get(id)
        starts = _moment(child_text(event, "start_at"))
        ends = _moment(child_text(event, "end_at"))
        if starts:
            made["starts"] = starts.isoformat(timespec="minutes")
        if starts and ends and ends > starts:
            made["minutes"] = round((ends - starts).total_seconds() / 60)
        # The page begins with the time and with where to join, in whatever language.
        if starts and blocks and len(blocks[0]) == 1 and blocks[0][0].tag == "strong" and not _words_beside(blocks[0]):
            blocks = blocks[1:]
        if url := _only_link(blocks[:1]):
            made["url"] = url
            blocks = blocks[1:]
        return made, _html(blocks)


def _only_link(blocks: list[Element]) -> str:
    """The address in a paragraph that is nothing but a link to the web; "" for any other."""
    if not blocks or blocks[0].tag != "p" or len(blocks[0]) != 1 or _words_beside(blocks[0]):
        return ""
    href = str(blocks[0][0].get("href") or "") if blocks[0][0].tag == "a" else ""
    return href if href.startswith(("https://", "http://")) else ""


def _words_beside(block: Element) -> bool:
    return bool((block.text or "").strip() or (block[0].tail or "").strip())


def _html(blocks: list[Element]) -> str:
    return "".join(lxml_html.tostring(block, encoding="unicode") for block in blocks).strip()


def _moment(words: str) -> datetime | None:
    """A moment as Canvas writes it, in UTC without a zone."""
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC)
