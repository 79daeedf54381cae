"""IMS Common Cartridge importer: modules of a cartridge or Canvas export become a kit's; the rest is reported."""

from __future__ import annotations

from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.importers import import_codes
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported, Importer
from mooc_kit.importers.hidden_parts import HiddenParts
from mooc_kit.importers.imscc.activities import CartridgeActivities
from mooc_kit.importers.imscc.cartridge import Cartridge, child_text, day, manifest_of
from mooc_kit.importers.imscc.completion import rule_of
from mooc_kit.importers.imscc.contents import Contents, ContentsItem, Section, Thing
from mooc_kit.importers.imscc.markdown import Texts
from mooc_kit.importers.imscc.own_parts import OwnParts
from mooc_kit.importers.imscc.places import KitPlaces
from mooc_kit.importers.imscc.settings import course_of, tell_metadata
from mooc_kit.importers.imscc.unpublished import without_hidden
from mooc_kit.problems import MoocKitError, Place
from mooc_kit.safe_paths import why_unsafe
from mooc_kit.spec.yaml_text import yaml_text

_FRONT = ("home.html", "wiki_content/home.html")
_MADE = ("evidence-overview", "about-this-course", "syllabus", "certificate-step")
"""Pages that the targets make themselves."""


class ImsccImporter(Importer):
    key = "imscc"
    title = "Common Cartridge or Canvas export (.imscc)"
    target = "canvas"

    def recognises(self, archive: CoursePackage) -> bool:
        path = manifest_of(archive)
        if not path:
            return False
        start = archive.data(path)[:20_000].lower()
        return b"imscc" in start or b"common cartridge" in start

    def read(self, archive: CoursePackage) -> Imported:
        return _Reading(Cartridge(archive)).whole()


class _Reading:
    """One course on its way into a kit."""

    def __init__(self, cartridge: Cartridge) -> None:
        self._cartridge = cartridge
        self._contents = Contents(cartridge)
        self._places = KitPlaces()
        self._texts = Texts(cartridge, self._places)
        self._activities = CartridgeActivities(cartridge, self._texts)
        self._pages: list[tuple[Thing, str, str]] = []
        """Pages of the course as a whole: thing, title, group."""
        self._made_by_us = 0
        self._hidden = HiddenParts(cartridge.notices)
        self._sections = [section for section in self._contents.sections if section.rows]
        self._own = OwnParts(cartridge, self._sections)
        self._plan()

    def whole(self) -> Imported:
        cartridge = self._cartridge
        course, design = course_of(cartridge)
        modules = [made for section in self._sections if (made := self._module(section))]
        if not modules:
            hint = "Export a course with at least one page, quiz, link or discussion in it."
            name = cartridge.archive.name
            raise MoocKitError(self._hidden.all_of(name, "Canvas") or import_codes.NO_COURSE.at(Place(name), hint=hint))
        outcomes = self._outcomes(modules)
        for thing, title, group in self._pages:
            self._page(thing, title, group)
        self._announcements()
        self._activities.quizzes.rest()
        rule = rule_of(cartridge, self._activities, self._sections)
        if rule:
            needed = set(rule["require"]["activities"])
            for activity in (activity for module in modules for activity in module["activities"]):
                if needed and activity["id"] not in needed:
                    activity["required"] = False
        answers: dict[str, Any] = {
            "course": course,
            "outcomes": outcomes,
            "modules": modules,
            "targets": ["canvas" if cartridge.is_canvas else "common-cartridge"],
            "completion": {"platform_completion": rule} if rule else {},
        }
        if design:
            answers["design"] = design
        self._tell_rest()
        source = cartridge.source()
        told = cartridge.told()
        return Imported(
            answers,
            cartridge.files,
            told,
            cartridge.counts,
            source,
            changed=cartridge.changed,
            left_out=cartridge.left_out,
            unread=cartridge.unread,
            hidden=self._hidden.files,
        )

    # ---- the plan: ids and places, which links need --------------------------------------------------------

    def _plan(self) -> None:
        placed = without_hidden(self._cartridge, self._contents, self._sections, self._activities, self._hidden)
        kept: list[Section] = []
        for section in self._sections:
            group = self._own.group(section) if self._cartridge.is_ours else ""
            rows = []
            for row in section.rows:
                thing = row.thing
                if thing is None or thing.kind in ("announcement", "bank"):
                    self._cartridge.left_out["items of the outline"] += 1
                    self._cartridge.notice(
                        f'The item "{row.title[:100]}"', "What it leads to is not in the package.", "It is left out."
                    )
                elif thing.id in placed:
                    self._cartridge.notice(
                        f'"{row.title[:100]}" in "{section.title}"',
                        "It stands in the course twice.",
                        "It stands where it was first.",
                    )
                elif group or self._is_front(thing):
                    placed.add(thing.id)
                    self._whole(thing, row.title, group or "start")
                else:
                    placed.add(thing.id)
                    rows.append(row)
            section.rows = rows
            if rows:
                self._place(section)
                kept.append(section)
        rest = [t for t in self._contents.things.values() if t.id not in placed]
        for thing in rest:
            if thing.kind == "page":
                self._whole(thing, thing.title, "support")
        loose = [ContentsItem(t.title, t) for t in rest if t.kind in ("assignment", "quiz", "topic", "link", "tool")]
        if loose:
            title = "Other activities" if kept else self._title()
            section = Section(title, loose)
            self._place(section)
            kept.append(section)
            self._cartridge.notice(
                f"{len(loose)} activities that stand in no module",
                "In a kit every activity has one.",
                f'They are in the module "{title}".',
            )
        if not kept and (rows := self._instead(rest)):
            section = Section(self._title(), rows)
            self._place(section)
            kept.append(section)
        self._sections = kept

    def _instead(self, rest: list[Thing]) -> list[ContentsItem]:
        """What makes up the only module of a package without one: its pages, else its question banks and files."""
        if self._pages:
            rows = [ContentsItem(title, thing) for thing, title, _ in self._pages]
            self._pages.clear()
            return rows
        banks = self._activities.quizzes.banks_as_quizzes()
        if banks:
            self._cartridge.notice(
                f"That no quiz draws from {', '.join(bank.title for bank in banks)[:200]}",
                "A kit asks questions in activities.",
                "Each question bank is a quiz for practice.",
            )
        files = [thing for thing in rest if thing.kind == "file"]
        return [ContentsItem(thing.title, thing) for thing in (*banks, *files)]

    def _title(self) -> str:
        return child_text(self._cartridge.manifest, "metadata/lom/general/title/string")[:400] or "Course"

    def _place(self, section: Section) -> None:
        cartridge = self._cartridge
        section.title = section.title or self._title()
        about = next((row.thing for row in section.rows if row.thing and self._own.is_about(row.thing)), None)
        called = cartridge.own.of(section.name, section.title, "module")
        own = called.id if called else self._own.name(about, "about")[1] if about else ""
        section.id = cartridge.free_id("module", own, section.title, fallback="part")
        for row in section.rows:
            thing = row.thing
            assert thing is not None
            if thing is about:
                thing.place = f"content/modules/{section.id}/index.md"
            else:
                thing.activity = cartridge.free_id(
                    "activity", self._own.activity(thing), row.title, thing.title, fallback=thing.kind
                )
                thing.place = f"content/modules/{section.id}/{thing.activity}.md"
            self._known(thing)
        if section.name:
            self._places.of_id[section.name] = f"content/modules/{section.id}/index.md"

    def _known(self, thing: Thing) -> None:
        places = self._places
        places.of_id[thing.id] = thing.place
        if thing.file and thing.kind == "page":
            places.of_file[thing.file] = thing.place
            places.of_slug[thing.file.rpartition("/")[2].rpartition(".")[0]] = thing.place

    def _is_front(self, thing: Thing) -> bool:
        return thing.meta.get("front_page") == "true" or (self._cartridge.is_ours and thing.file in _FRONT)

    def _whole(self, thing: Thing, title: str, group: str) -> None:
        kind, id = self._own.name(thing, "page", "activity")
        own = id if kind == "page" else thing.file.rpartition("/")[2].rpartition(".")[0]
        if self._cartridge.is_ours and own in _MADE:
            self._made_by_us += 1
            self._places.of_id[thing.id] = self._places.of_file[thing.file] = "content/index.md"
            return
        if self._is_front(thing) and "content/index.md" not in {t.place for t, _, _ in self._pages}:
            thing.place = "content/index.md"
        else:
            own = own if self._cartridge.is_ours else ""
            thing.place = (
                f"content/pages/{self._cartridge.free_id('page', own, title, thing.title, fallback='page')}.md"
            )
        self._known(thing)
        self._pages.append((thing, title or thing.title, group))

    # ---- the parts -----------------------------------------------------------------------------------------

    def _module(self, section: Section) -> dict[str, Any] | None:
        made = []
        for row in section.rows:
            thing = row.thing
            assert thing is not None
            if not thing.activity:  # the page about the module
                self._activities.write(thing.place, self._texts.markdown(thing.html, thing.place, thing.file))
            else:
                made.append(self._activities.read(row))
        self._module_settings(section)
        if not made and not any(row.thing for row in section.rows):
            return None
        return {"id": section.id, "title": section.title[:400], "activities": made}

    def _module_settings(self, section: Section) -> None:
        if section.element is None:
            return
        account, element = self._cartridge.account, section.element
        silent = {"title", "content_type", "identifierref", "url", "new_tab", "indent", "type", "requirement_count"}
        if self._cartridge.is_ours:
            silent |= {"require_sequential_progress", "unlock_at"}
        for part in element.iter():
            if not isinstance(part.tag, str):
                continue
            for key in part.keys():  # noqa: SIM118  # an element's keys are its attributes'
                account.attribute(part, key)
            holder = part.getparent()
            if part.tag in silent or (holder is not None and holder.tag in ("prerequisite", "completionRequirement")):
                account.used(part)
        if element.find("prerequisites/prerequisite") is not None and not self._cartridge.is_ours:
            names = ", ".join(child_text(p, "title") for p in element.iterfind("prerequisites/prerequisite"))
            account.tell(
                f"That {names[:100]} come before",
                section.title,
                int(element.sourceline or 1),
                why="The modules of a kit are open to all.",
            )
        if child_text(element, "workflow_state") == "unpublished":
            account.tell(
                "That it is not published",
                section.title,
                int(element.sourceline or 1),
                why="A kit has no hidden parts.",
                instead="It is in the kit.",
            )
        account.settle(element, section.title)

    def _page(self, thing: Thing, title: str, group: str) -> None:
        self._activities.page_settings(thing)
        words = self._texts.markdown(thing.html, thing.place, thing.file)
        meta = {"title": (title or "Page")[:400], "group": group}
        front = f"---\n{yaml_text(meta)}---\n\n" if thing.place != "content/index.md" else ""
        self._cartridge.files[thing.place] = f"{front}{words}\n".encode()

    def _outcomes(self, modules: list[dict[str, Any]]) -> list[dict[str, str]]:
        """The outcomes that the package names, at the modules whose rubrics judge them. None is made up."""
        outcomes = self._activities.rubrics.outcomes
        served = {id for module in modules for activity in module["activities"] for id in activity.get("outcomes", ())}
        for module in modules:
            named = {id for activity in module["activities"] for id in activity.get("outcomes", ())}
            # What nothing is tied to, every module serves: the package does not tell where else.
            module["outcomes"] = [o["id"] for o in outcomes if o["id"] in named or o["id"] not in served]
        if any(outcome["id"] not in served for outcome in outcomes):
            self._cartridge.notice(
                "Which module serves which outcome",
                "The package does not tell.",
                "Outcomes that no rubric names stand in every module.",
            )
        return outcomes

    def _announcements(self) -> None:
        cartridge = self._cartridge
        for thing in [t for t in self._contents.things.values() if t.kind == "announcement"]:
            meta = thing.settings
            told = next((d for tag in ("delayed_post_at", "posted_at") if (d := day(child_text(meta, tag)))), None)
            html = self._activities.topic_html(thing)
            if told is None:
                cartridge.notice(
                    f'The announcement "{thing.title[:80]}"',
                    "The package does not say its day.",
                    "It is left out: announcements have a day.",
                )
                continue
            place = f"content/announcements/{self._own.name(thing, 'announcement')[1]}.md"
            if place in cartridge.files or why_unsafe(place) or place.count("/") > 2 or place.endswith("/.md"):
                name = cartridge.free_id("announcement", f"{told.isoformat()}-{thing.title[:40]}", fallback="news")
                place = f"content/announcements/{name}.md"
            front = yaml_text({"title": thing.title[:400] or told.isoformat(), "date": told})
            words = self._texts.markdown(html, place, thing.file)
            cartridge.files[place] = f"---\n{front}---\n\n{words}\n".encode()

    # ---- the rest ------------------------------------------------------------------------------------------

    def _tell_rest(self) -> None:
        cartridge = self._cartridge
        if self._made_by_us:
            cartridge.count("pages that mooc-kit made", self._made_by_us)
            cartridge.notice(
                f"{self._made_by_us} pages that mooc-kit made of the rest",
                "A build makes them anew.",
                "They are not in the kit.",
            )
        self._events()
        tell_metadata(cartridge)
        for name in list(cartridge.names()):
            if name.startswith("course_settings/") and name not in cartridge.used and not cartridge.is_ours:
                if (
                    name.endswith(".xml")
                    and len(cartridge.xml(name))
                    and not name.endswith(("context.xml", "files_meta.xml"))
                ):
                    cartridge.notice(f"The settings in {name}", "A kit has no place for them.", "They are left out.")
                elif name.endswith("syllabus.html"):
                    self._syllabus(name)
        left = [
            n
            for n in cartridge.names()
            if n not in cartridge.used
            and not n.startswith("course_settings/")
            and n != "web_resources/course-image.png"
        ]
        if left:
            shown = ", ".join(left[:3])[:200]
            cartridge.count("files that nothing uses", len(left))
            cartridge.notice(
                f"{len(left)} files that no page uses ({shown}…)",
                "Only what pages use travels.",
                "They are left in the package.",
            )

    def _events(self) -> None:
        events = list(self._cartridge.xml("course_settings/events.xml").iter("event"))
        if events:
            self._cartridge.count("events of the calendar", len(events))
        for event in events:
            if (event.get("identifier") or "") in self._activities.own_pages.at_home:
                continue
            what = f'"{child_text(event, "title")[:80]}" in the calendar ({child_text(event, "start_at")})'
            self._cartridge.notice(what, "A kit's calendar is made of its activities.", "It is left out.")

    def _syllabus(self, name: str) -> None:
        _, _, html = self._cartridge.html(name)
        if words_of(html):
            thing = Thing("page", name, "Syllabus", name, html=html)
            thing.place = f"content/pages/{self._cartridge.free_id('page', 'syllabus', fallback='syllabus')}.md"
            self._page(thing, "Syllabus", "start")
            self._cartridge.count("pages")
