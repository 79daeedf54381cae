"""Open edX importer: chapters become modules, units become activities, and everything else is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.counting import counted
from mooc_kit.course.own_source import Source, in_text, unpacked
from mooc_kit.importers import import_codes
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported, Importer
from mooc_kit.importers.hidden_parts import HiddenParts
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.open_edx import assessments, settings
from mooc_kit.importers.open_edx.addresses import Addresses
from mooc_kit.importers.open_edx.course_parts import pages_around, tell_the_rest
from mooc_kit.importers.open_edx.media_blocks import with_links_for_frames
from mooc_kit.importers.open_edx.olx_tree import MAX_DEPTH, Block, OlxTree, course_files, day_of
from mooc_kit.importers.open_edx.tally import Tally
from mooc_kit.importers.open_edx.units import MORE, Components, Unit, note_of
from mooc_kit.importers.open_edx.updates import announcements
from mooc_kit.problems import MoocKitError, Notice, Place, Problem
from mooc_kit.quizzes.formats.account import Account
from mooc_kit.spec.schema import with_modeline
from mooc_kit.spec.yaml_text import yaml_text

SOURCE = "mooc_kit_source"
"""The section in which our own package carries the source of its kit."""
STEPS = ("is_prerequisite", "required_prereq", "min_score", "min_completion")
_OURS = {
    "chapter_start": "start",
    "chapter_evidence": "evidence",
    "chapter_support": "support",
    "chapter_about": "about",
}


class OpenEdxImporter(Importer):
    key = "open-edx"
    title = "Open edX course export"
    target = "open-edx"

    def recognises(self, archive: CoursePackage) -> bool:
        """A course.xml with a course in it, or one that points at a course; policies need not be there."""
        found = course_files(archive.names)
        if not found:
            return False
        if any(PurePosixPath(name).name == "moodle_backup.xml" for name in archive.names):
            return False
        try:
            course = archive.xml(found[0])
        except MoocKitError:
            return any("policies/" in name for name in archive.names)
        says = any(course.get(name) for name in ("url_name", "org", "course", "display_name"))
        return course.tag == "course" and (says or course.find("chapter") is not None)

    def read(self, archive: CoursePackage) -> Imported:
        return _Reading(OlxTree(archive)).whole()


@dataclass
class _Reading:
    """One course on its way into a kit."""

    tree: OlxTree
    files: dict[str, bytes] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    ids: Ids = field(default_factory=Ids)
    module_ids: Ids = field(default_factory=Ids)
    places: dict[str, str] = field(default_factory=dict)
    """Name of a block -> the page of the kit that it became."""
    bodies: dict[str, tuple[dict[str, Any], str]] = field(default_factory=dict)
    """Page -> its front matter and its HTML; written last, when all addresses are known."""
    graded: dict[str, tuple[str, float, str]] = field(default_factory=dict)
    """Activity -> its assignment type, its points and its subsection."""
    source: Source | None = None
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.hidden = HiddenParts(self.notices)
        self.addresses = Addresses(self.tree, self.files, self.notices, self._page_of)
        self.components = Components(
            self.tree, self.notices, self.tally, self.addresses.in_question, self.addresses.brings, self._is_hidden
        )

    @property
    def is_ours(self) -> bool:
        """Whether our own target made the package."""
        return any((child.get("url_name") or "").startswith("module_") for child in self.tree.course.xml)

    def whole(self) -> Imported:
        modules = [made for chapter in self.tree.children(self.tree.course) if (made := self._chapter(chapter))]
        if not any(module["activities"] for module in modules):
            if self.tree.broken:
                raise MoocKitError(*self.tree.broken)
            raise MoocKitError(self._nothing_to_show())
        answers = settings.answers_of(self.tree, self.graded, self.notices)
        answers["modules"] = [module for module in modules if module["activities"]]
        for module in modules:
            if not module["activities"]:
                what = f'The section "{module["title"]}"'
                self.notices.append(Notice(what, "Nothing of it can be in a kit.", "It is left out."))
        overview = self.tree.words("about/overview.html")
        self.bodies.setdefault("content/index.md", ({}, overview))
        for path, meta, html in pages_around(self.tree, self.notices, is_ours=self.is_ours):
            if path not in self.bodies:
                self.bodies[path] = (meta, with_links_for_frames(html)[0])
                self.tally.arrived["pages about the course"] += 1
        for path, meta, html in announcements(self.tree, self.notices):
            self.bodies[path] = (meta, html)
            self.tally.arrived["announcements"] += 1
        for path, (meta, html) in self.bodies.items():
            self.addresses.write(path, meta, html)
        self.addresses.tell_lost()
        tell_the_rest(self.tree, self.notices, is_ours=self.is_ours)
        self.notices += [*self.tally.notices(""), *_without_place(self.components.account)]
        self.components.tell_repeated()
        tally = self.tally
        counts = {kind: tally.arrived[kind] for kind in tally.arrived} | {k: tally.arrived[k] for k in tally.left}
        return Imported(
            answers,
            self.files,
            self.notices,
            counts,
            self.source,
            changed=dict(tally.changed),
            left_out=dict(tally.left),
            unread=tally.unread,
            hidden=self.hidden.files,
        )

    def _nothing_to_show(self) -> Problem:
        name, hint = self.tree.archive.name, "Export the course when it has at least one unit with something in it."
        if unread := self.tally.unread:
            message = f"The package names {counted(unread, 'part')} that it does not hold, and nothing else."
            return import_codes.NO_COURSE.at(Place(name), message, hint="Export the course anew, and keep it whole.")
        return self.hidden.all_of(name, "Studio") or import_codes.NO_COURSE.at(Place(name), hint=hint)

    def _chapter(self, chapter: Block) -> dict[str, Any] | None:
        if chapter.name == SOURCE:
            self._made_anew(chapter)
            self.source = unpacked(in_text(self._html_below(chapter)), self.addresses.held)
            if self.source is None:
                what = "The source of the kit that the package carries"
                self.notices.append(Notice(what, "It is damaged.", "The course is read as the platform has it."))
            return None
        if self._is_hidden(chapter) or self.components.is_broken(chapter):
            return None
        if chapter.name in _OURS:
            self.tally.came(chapter)
            for section in self.tree.children(chapter):
                self._info_page(section, _OURS[chapter.name])
            return None
        title = chapter.title or "Untitled"
        id = self.module_ids.new(
            chapter.name.removeprefix("module_") if chapter.name.startswith("module_") else "", title
        )
        activities: list[dict[str, Any]] = []
        self.places[chapter.name] = f"content/modules/{id}/index.md"
        sections = self.tree.children(chapter)
        if chapter.tag == "chapter":
            self.tally.came(chapter)
            self._tell_start(chapter)
            self.tally.settle(chapter, "start")
        else:  # a subsection, or less, that stands directly in the course
            sections = iter([chapter])
        listed = list(sections)
        # Our own target puts the essays of a quiz that counts behind it, where they count for nothing.
        names = {section.name for section in listed}
        essays = {s.name: s for s in listed if s.name.startswith("essays_") and s.name[7:] in names}
        for section in listed:
            if section.name == f"about_{id}":
                self.bodies[f"content/modules/{id}/index.md"] = ({}, self._html_below(section))
                self._made_anew(section)
            elif section.name.startswith(("rules_", "practice_", "onboarding_")) and self.is_ours:
                self._made_anew(section)
            elif section.name not in essays:
                activities += self._section(section, id, essays.get(f"essays_{section.name}"))
        return {"id": id, "title": title[:400], "activities": activities}

    def _made_anew(self, section: Block) -> None:
        """A subsection that our own target makes of a page or an exam's settings, counted with all its parts."""
        for part in [section, *self.tree.below_block(section)]:
            self.tally.came(part)

    def _tell_start(self, block: Block) -> None:
        """When a part opens, where that is after the course's own start."""
        opens, start = day_of(block.xml.get("start")), day_of(self.tree.setting("start"))
        if opens and start and opens > start and not self.is_ours:
            self.components.tell(block, f"It opens on {opens.isoformat()}.", "In the kit it is open from the start.")

    def _section(self, section: Block, module: str, essays: Block | None = None) -> list[dict[str, Any]]:
        if self._is_hidden(section) or self.components.is_broken(section):
            return []
        fields = section.xml
        if section.tag == "sequential":
            self.tally.came(section)
            self._tell_start(section)
        made = self._units(section, module, essays)
        self.tally.headed(section, [activity["title"] for activity in made])
        used = ["start", "format", "graded", *(STEPS if self.is_ours else ())]
        for activity in made:
            due = day_of(fields.get("due"))
            if due and activity["kind"] in ("quiz", "exam", "assignment", "peer_review"):
                activity.setdefault("due", due.isoformat())
                used.append("due")
            if section.flag("is_time_limited") and activity["kind"] == "quiz":
                minutes = fields.get("default_time_limit_minutes") or ""
                activity["kind"] = "exam" if section.flag("is_proctored_enabled") else "quiz"
                if minutes.isdigit():  # without one Open edX has no limit either
                    activity["time_limit"] = min(max(int(minutes), 1), 600)
                used += ["is_time_limited", "default_time_limit_minutes", "is_proctored_enabled", "exam_review_rules"]
                used.append("group_access")
            if section.flag("graded") and (points := self._points(activity)):
                self.graded[activity["id"]] = (fields.get("format") or "", points, section.name)
                activity["points"] = min(max(round(points), 1), 10_000)
                if activity["kind"] in ("quiz", "exam"):
                    activity["graded"] = True
            elif activity["kind"] == "exam":
                activity["graded"] = False
            activity.pop("_points", None)
        self.tally.settle(section, *used)
        return made

    def _units(self, section: Block, module: str, essays: Block | None) -> list[dict[str, Any]]:
        """The activities of a subsection's units, and of components that stand in none."""
        made: list[dict[str, Any]] = []
        loose = Unit(section.title or "Untitled", section.name)
        parts = self.tree.children(section) if section.tag == "sequential" else iter([section])
        for child in parts:
            if child.tag != "vertical":
                if loose.is_read_on_by(child):
                    made += self._loose(loose, module)
                    loose = loose.going_on()
                self.components.read(child, loose)
                continue
            made += self._loose(loose, module)
            loose = Unit(section.title or "Untitled", section.name)
            if self._is_hidden(child) or self.components.is_broken(child):
                continue
            unit = Unit(child.title or section.title or "Untitled", child.name)
            self.tally.came(child)
            self._tell_start(child)
            self.tally.settle(child, "start")
            for part in self.tree.children(child):
                if unit.is_read_on_by(part):
                    made += self._activities(unit, module)
                    unit = unit.going_on()
                self.components.read(part, unit)
            for part in self._essays(essays):
                self.components.read(part, unit)
            made += self._activities(unit, module)
        made += self._loose(loose, module)
        return made

    def _essays(self, section: Block | None) -> Iterator[Block]:
        """The parts of a subsection that belongs to the one before it."""
        if section is None:
            return
        self.tally.came(section)
        for unit in self.tree.children(section):
            self.tally.came(unit)
            yield from self.tree.children(unit)

    def _loose(self, unit: Unit, module: str) -> list[dict[str, Any]]:
        """The activities of components that stand in no unit."""
        is_empty = not (unit.html or unit.questions or unit.items or unit.works or unit.talks)
        return [] if is_empty else self._activities(unit, module)

    def _points(self, activity: dict[str, Any]) -> float:
        return float(activity.get("_points") or 0)

    def _is_hidden(self, block: Block) -> bool:
        """What participants did not see stays out of the course; it is told, and kept for the team's notes."""
        if not block.hidden:
            return False
        inside = self.components.gone(block)
        what = f'{block.tag} "{block.title or block.name}"' + (f" and {inside} blocks in it" if inside else "")
        texts: list[str] = []
        for part in [block, *self.tree.below_block(block)]:
            text = note_of(part, self.tree)
            texts += [f"## {part.title}", text] if part.title and text else [text]
        self.hidden.keep(what, block.hidden, block.title, texts, name=block.name)
        return True

    def _activities(self, unit: Unit, module: str) -> list[dict[str, Any]]:
        """The activities of a unit: what there is to read stands above the first of them."""
        # Our own target names a unit after its activity: imported again, the activity gets its old id.
        wanted = unit.name.removeprefix("unit_").rstrip(MORE) if unit.name.startswith("unit_") else ""
        made: list[tuple[str, dict[str, Any], str]] = []
        if unit.questions:
            quiz: dict[str, Any] = {"title": unit.title[:400]}
            unit.ask(quiz)
            fields: dict[str, Any] = {"kind": "quiz", "_points": sum(q.get("points", 1) for q in unit.questions)}
            self._attempts(unit, fields)
            made.append(("quizzes", fields, yaml_text(quiz)))
        if unit.items:
            made.append(("surveys", {"kind": "survey"}, yaml_text({"title": unit.title[:400], "items": unit.items})))
        for block in unit.works:
            if block.name.startswith("survey_"):
                self._survey_words(block, made, unit)
            else:
                made.append(("work", assessments.activity_of(block), block.name))
        if made and unit.talks:
            made.append(("talk", {"kind": "discussion"}, ""))
        if not made:
            made.append(("", {"kind": "discussion" if unit.talks else "page"}, ""))
        found = []
        for number, (folder, fields, text) in enumerate(made):
            work = next((b for b in unit.works if folder == "work" and b.name == text), None)
            title = (unit.title if number == 0 or work is None else work.xml.findtext("title") or unit.title).strip()
            id = self.ids.new(wanted if number == 0 else "", title, fallback="activity")
            page = f"content/modules/{module}/{id}.md"
            html = "\n".join(unit.html) if number == 0 else ""
            title = f"{title}: discussion" if folder == "talk" else title
            if work is not None:
                self.places[work.name] = page
                html += assessments.prompts_html(work) if not work.name.startswith("work_") else ""
                rubric, lost = assessments.rubric_of(work, f"{id}-rubric"[:60].strip("-"), title[:400])
                if rubric:
                    self.files[f"rubrics/{rubric['id']}.yaml"] = with_modeline("rubric", yaml_text(rubric)).encode()
                    fields["rubric"] = rubric["id"]
                    fields["_points"] = sum(max(lv["points"] for lv in c["levels"]) for c in rubric["criteria"])
                for criterion in lost if rubric else ():
                    what = f'The criterion or level "{criterion[:80]}" of "{title}"'
                    self.notices.append(
                        Notice(what, "Levels of a kit have different points, and at most ten.", "It is left out.")
                    )
            elif folder and folder != "talk":
                file = with_modeline("quiz" if folder == "quizzes" else "survey", text)
                self.files[f"{folder}/{id}.yaml"] = file.encode()
            self.bodies[page] = ({}, html)
            if number == 0:
                self.places[unit.name] = page
            found.append({"id": id, "kind": fields.pop("kind"), "title": title[:400] or id, **fields})
        return found

    def _survey_words(self, block: Block, made: list[tuple[str, dict[str, Any], str]], unit: Unit) -> None:
        """A survey's questions in words, which went out as an assessment that nobody grades."""
        ids = Ids({item["id"] for item in unit.items})
        items = list(unit.items)
        for prompt in block.xml.iter("prompt"):
            words = words_of(prompt.findtext("description") or "")
            if words:
                items.append({"id": ids.new("question"), "kind": "text", "prompt": words})
        made[:] = [entry for entry in made if entry[0] != "surveys"]
        made.insert(0, ("surveys", {"kind": "survey"}, yaml_text({"title": unit.title[:400], "items": items})))

    def _info_page(self, section: Block, group: str) -> None:
        self._made_anew(section)
        unit = f"unit_{section.name}"
        if section.name == "page_home":
            self.bodies["content/index.md"] = ({}, self._html_below(section))
            self.places[unit] = "content/index.md"
        elif section.name != "page_evidence_overview":
            path = f"content/pages/{Ids().new(section.name.removeprefix('page_'), section.title)}.md"
            self.bodies[path] = ({"title": section.title[:400] or "Page", "group": group}, self._html_below(section))
            self.places[unit] = path

    def _html_below(self, block: Block, depth: int = 0) -> str:
        if block.tag == "html":
            try:
                return self.components.page_html(block)
            except MoocKitError as error:
                self.components.tell(block, str(error.problems[0].message), "It is left out.")
                return ""
        if depth > MAX_DEPTH:
            return ""
        return "".join(self._html_below(child, depth + 1) for child in self.tree.children(block))

    def _page_of(self, name: str) -> str | None:
        """The page of the kit that the block `name` became, "" where it became none; None for no block at all."""
        page = self.places.get(name) or self.components.places.get(name)
        if page is None:
            return None
        page = self.places.get(page, page)
        return page if page.endswith(".md") and (page in self.bodies or page in self.files) else ""

    def _attempts(self, unit: Unit, fields: dict[str, Any]) -> None:
        """How often the quiz may be tried: what its problems say, where they agree."""
        told = sorted(unit.attempts)
        if told and told[-1] and 0 not in told:
            fields["attempts"] = min(told[-1], 100)
        if len(told) > 1:
            said = ", ".join(str(number) if number else "any number" for number in told)
            what = f'How often each problem of "{unit.title}" may be tried ({said})'
            instead = f"All may be tried {fields['attempts']} times." if "attempts" in fields else "No limit is set."
            self.notices.append(Notice(what, "A kit has one limit for a quiz.", instead))


def _without_place(account: Account) -> list[Notice]:
    return [Notice(notice.what, notice.why, notice.instead) for notice in account.notices("")]
