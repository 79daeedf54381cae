"""Cartridge contents: item by item, in the modules of the manifest or of Canvas."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mooc_kit.importers.imscc.cartridge import TEAM, Cartridge, CartridgePart, Element, Line, child_text, number

_HTML = re.compile(r"\.x?html?$", re.IGNORECASE)
CANVAS_TYPES = {
    "WikiPage": "page",
    "Assignment": "assignment",
    "Quizzes::Quiz": "quiz",
    "DiscussionTopic": "topic",
    "Attachment": "file",
    "ExternalUrl": "link",
    "ContextExternalTool": "tool",
}
COUNTED = {
    "page": "pages",
    "assignment": "assignments",
    "quiz": "quizzes",
    "topic": "discussions",
    "file": "files",
    "link": "links",
    "tool": "LTI links",
    "bank": "question banks",
    "announcement": "announcements",
}


@dataclass
class Thing:
    """A page, a quiz, a discussion …: `file` is what it is written in, `settings` what Canvas says about it."""

    kind: str
    id: str
    title: str
    file: str
    settings: Element | None = None
    part: CartridgePart | None = None
    meta: dict[str, str] = field(default_factory=dict)
    html: str = ""
    activity: str = ""
    place: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether Canvas shows it to no participant: it was not published."""
        states = (self.meta.get("workflow_state"), child_text(self.settings, "workflow_state"))
        return "unpublished" in states or child_text(self.settings, "available") == "false"


@dataclass
class ContentsItem:
    """A line of a module. `url` is an address of its own; `must` is what Canvas asks to be done with it."""

    title: str
    thing: Thing | None
    url: str = ""
    must: str = ""
    least: float | None = None
    is_hidden: bool = False


@dataclass
class Section:
    title: str
    rows: list[ContentsItem]
    element: Element | None = None
    id: str = ""
    name: str = ""
    """Its identifier in Canvas."""

    @property
    def is_hidden(self) -> bool:
        """Whether the module was not published: Canvas opens nothing that is in such a module."""
        return child_text(self.element, "workflow_state") == "unpublished"


class Contents:
    """The things of a cartridge by identifier, and its sections."""

    def __init__(self, cartridge: Cartridge) -> None:
        self.cartridge = cartridge
        self.things: dict[str, Thing] = {}
        self._headings: list[str] = []
        self.needs: dict[str, tuple[str, float | None]] = {}
        parts = cartridge.parts.values()
        self._settings = {id for part in parts if part.kind in ("topic", "quiz") for id in part.depends}
        """Parts that are only what Canvas says about another one."""
        if cartridge.is_canvas:
            self._canvas_things()
        self._pages = {thing.file for thing in self.things.values() if thing.kind == "page"}
        for part in cartridge.parts.values():
            thing = self._thing(part) if part.id not in self.things else None
            if thing is not None:
                self.things[part.id] = thing
        for thing in self.things.values():
            cartridge.count(COUNTED[thing.kind])
        modules = cartridge.xml("course_settings/module_meta.xml") if cartridge.is_canvas else None
        if modules is not None and len(modules):
            self.sections = [self._canvas_section(module) for module in modules.iterchildren("module")]
        else:
            self.sections = list(self._sections(cartridge.contents()))
        cartridge.count("modules", len([section for section in self.sections if section.rows]))
        if self._headings:
            cartridge.count("headings inside modules", len(self._headings))
            told = ", ".join(f'"{heading[:60]}"' for heading in self._headings[:5])
            more = f" and {len(self._headings) - 5} more" if len(self._headings) > 5 else ""
            cartridge.notice(
                f"The headings inside modules: {told}{more}",
                "A module of a kit is a list of activities.",
                "What stood below them stands in the same order.",
            )

    # ---- things --------------------------------------------------------------------------------------------

    def _canvas_things(self) -> None:
        cartridge = self.cartridge
        by_file = {part.href: part for part in cartridge.parts.values()}
        for name in list(cartridge.names()):
            if name.startswith("wiki_content/") and _HTML.search(name):
                meta, title, html = cartridge.html(name)
                part = by_file.get(name)
                id = meta.get("identifier") or (part.id if part else name)
                thing = Thing("page", id, title or posixpath.basename(name), name, None, part, meta, html)
                self.things[id] = thing
                if part:
                    self.things.setdefault(part.id, thing) if part.id == id else None
            elif name.endswith("/assessment_meta.xml"):
                settings = cartridge.xml(name)
                id = settings.get("identifier") or name.split("/")[0]
                file = self._quiz_file(id)
                title = child_text(settings, "title")
                self.things[id] = Thing("quiz", id, title, file, settings, cartridge.parts.get(id))
        for part in cartridge.parts.values():
            settings_file = next(
                (f for f in part.files if f.endswith(("/assignment_settings.xml", "/assignment.xml"))), ""
            )
            if settings_file and part.kind == "web":
                settings = cartridge.xml(settings_file)
                file = next((f for f in part.files if _HTML.search(f)), "")
                self.things[part.id] = Thing("assignment", part.id, child_text(settings, "title"), file, settings, part)
            elif part.kind == "topic":
                meta_part = next((cartridge.parts[id] for id in part.depends if id in cartridge.parts), None)
                settings = cartridge.xml(meta_part.href) if meta_part else None
                kind = "announcement" if child_text(settings, "type") == "announcement" else "topic"
                root = cartridge.xml(part.href)
                self.things[part.id] = Thing(kind, part.id, child_text(root, "title"), part.href, settings, part)

    def _quiz_file(self, id: str) -> str:
        """The copy of a quiz that Canvas itself reads; the common one where there is no other."""
        part = self.cartridge.parts.get(id)
        own, common = f"non_cc_assessments/{id}.xml.qti", f"{id}/assessment_qti.xml"
        if self.cartridge.has(own):
            self.cartridge.used.update({common, part.href if part else common})
            return own
        return common if self.cartridge.has(common) else (part.href if part else "")

    def _thing(self, part: CartridgePart) -> Thing | None:
        cartridge = self.cartridge
        if part.href.startswith(TEAM) and cartridge.own:
            cartridge.used.update(part.files)
            return None
        if part.href.startswith("course_settings/") or part.id in self._settings:
            return None
        if any(f.endswith("/assessment_meta.xml") or f.startswith("non_cc_assessments/") for f in part.files):
            return None
        if part.href and not cartridge.has(part.href):
            cartridge.notice(f"The file {part.href[:100]}", "It is not in the package.", "It is left out.")
            cartridge.unread += 1
            return None
        if part.kind == "web":
            if part.href in self._pages:
                return None
            if not _HTML.search(part.href):
                return Thing("file", part.id, posixpath.basename(part.href), part.href, None, part)
            self._pages.add(part.href)
            meta, title, html = cartridge.html(part.href)
            return Thing("page", part.id, title or posixpath.basename(part.href), part.href, None, part, meta, html)
        if part.kind == "other":
            cartridge.count("resources of other kinds")
            cartridge.used.update(part.files)
            what = f'The resource {part.href or part.id} of the kind "{part.type[:60]}"'
            cartridge.notice(what, "A kit has no such thing.", "It is left out.")
            return None
        if part.kind in ("quiz", "bank"):
            return Thing(part.kind, part.id, "", part.href, None, part)
        root = cartridge.xml(part.href)
        return Thing(part.kind, part.id, child_text(root, "title"), part.href, root, part)

    # ---- modules -------------------------------------------------------------------------------------------

    def _sections(self, lines: list[Line]) -> Iterator[Section]:
        loose: list[ContentsItem] = []
        for line in lines:
            if line.below:
                if loose:
                    yield Section("", loose)
                    loose = []
                first = [self._row(line)] if line.ref else []
                yield Section(line.title, [*first, *self._rows(line.below)])
            elif line.ref:
                loose.append(self._row(line))
            elif line.title:
                self._headings.append(line.title)
        if loose:
            yield Section("", loose)

    def _rows(self, lines: list[Line]) -> Iterator[ContentsItem]:
        for line in lines:
            if line.ref:
                yield self._row(line)
            elif line.title or not line.below:
                self._headings.append(line.title or "?")
            yield from self._rows(line.below)

    def _row(self, line: Line) -> ContentsItem:
        thing = self.things.get(line.ref)
        if thing is None and (part := self.cartridge.parts.get(line.ref)) is not None:
            ids = (file.partition("/assessment_meta.xml")[0] for file in part.files if "/assessment_meta.xml" in file)
            thing = next((self.things[id] for id in ids if id in self.things), None)
        return ContentsItem(line.title or (thing.title if thing else ""), thing)

    def _canvas_section(self, module: Element) -> Section:
        account, cartridge = self.cartridge.account, self.cartridge
        title = account.text(account.child(module, "title")) or "?"
        rows: list[ContentsItem] = []
        needs: dict[str, tuple[str, float | None]] = {}
        account.attribute(module, "identifier")
        for need in module.iterfind("completionRequirements/completionRequirement"):
            least = child_text(need, "min_score")
            needs[child_text(need, "identifierref")] = (need.get("type") or "", number(least) if least else None)
            for part in need.iter():
                account.used(part)
            account.attribute(need, "type")
        for item in module.iterfind("items/item"):
            type, name = child_text(item, "content_type"), account.text(account.child(item, "title"))
            account.attribute(item, "identifier")
            for used in ("url", "new_tab", "indent", "link_settings_json"):
                account.text(account.child(item, used))
            is_hidden = self._told_state(item, f'the item "{name}"')
            if type == "ContextModuleSubHeader":
                self._headings.append(name)
                continue
            ref = child_text(item, "identifierref")
            thing = self.things.get(ref)
            url = child_text(item, "url")
            must, least_points = needs.get(item.get("identifier") or "", ("", None))
            if thing is None and url:
                thing = Thing(CANVAS_TYPES.get(type, "link"), ref or item.get("identifier") or "", name, "")
                self.things[thing.id] = thing
                cartridge.count(COUNTED[thing.kind])
            rows.append(ContentsItem(name, thing, url, must, least_points, is_hidden))
        return Section(title, rows, module, name=module.get("identifier") or "")

    def _told_state(self, element: Element, what: str) -> bool:
        """Whether the item was not published; what our own cartridges hold comes all the same, and that is told."""
        is_hidden = child_text(element, "workflow_state") in ("unpublished", "unpublish")
        if is_hidden and self.cartridge.is_ours:
            self.cartridge.count("unpublished things")
            self.cartridge.account.tell(
                "That it is not published",
                what,
                int(element.sourceline or 1),
                why="A kit has no hidden parts.",
                instead="It is in the kit; take it out where it should not be seen.",
            )
        return is_hidden
