"""Open edX importer: chapters become modules, units become activities, and everything else is reported."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.html_words import words_of
from mooc_kit.importers import import_codes
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported, Importer
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.open_edx import assessments, settings
from mooc_kit.importers.open_edx.olx_tree import MAX_DEPTH, Block, OlxTree, day_of
from mooc_kit.importers.open_edx.questions import questions_of
from mooc_kit.importers.open_edx.updates import announcements
from mooc_kit.problems import MoocKitError, Notice, Place
from mooc_kit.spec.yaml_text import yaml_text

_HTML_KINDS = {kind: f"{kind}s" for kind in ("video", "problem", "discussion", "poll")}
_HTML_KINDS |= {"html": "pages", "openassessment": "assessments"}
_OURS = {
    "chapter_start": "start",
    "chapter_evidence": "evidence",
    "chapter_support": "support",
    "chapter_about": "about",
}


class OpenEdxImporter(Importer):
    key = "open-edx"
    title = "Open edX course export"

    def recognises(self, archive: CoursePackage) -> bool:
        names = archive.names
        return any(PurePosixPath(name).name == "course.xml" for name in names) and any("policies/" in n for n in names)

    def read(self, archive: CoursePackage) -> Imported:
        return _Reading(OlxTree(archive)).whole()


@dataclass
class _Unit:
    """What one unit holds, in order."""

    title: str
    name: str
    html: list[str] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    works: list[Block] = field(default_factory=list)
    draw: int | None = None
    attempts: int | None = None
    talks: bool = False


@dataclass
class _Reading:
    """One course on its way into a kit."""

    tree: OlxTree
    files: dict[str, bytes] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    ids: Ids = field(default_factory=Ids)
    module_ids: Ids = field(default_factory=Ids)
    places: dict[str, str] = field(default_factory=dict)
    """Name of a block -> the page of the kit that it became."""
    bodies: dict[str, tuple[dict[str, Any], str]] = field(default_factory=dict)
    """Page -> its front matter and its HTML; written last, when all addresses are known."""
    graded: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Activity -> its assignment type and its points."""
    used: set[str] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)

    def whole(self) -> Imported:
        modules = [made for chapter in self.tree.children(self.tree.course) if (made := self._chapter(chapter))]
        if not any(module["activities"] for module in modules):
            hint = "Export the course when it has at least one unit with something in it."
            raise MoocKitError(import_codes.NO_COURSE.at(Place(self.tree.archive.name), hint=hint))
        answers = settings.answers_of(self.tree, self.graded, self.notices)
        outcomes = [outcome["id"] for outcome in answers["outcomes"]]
        answers["modules"] = [{**module, "outcomes": outcomes} for module in modules if module["activities"]]
        overview = self.tree.text("about/overview.html")
        self.bodies.setdefault("content/index.md", ({}, overview))
        for path, meta, html in announcements(self.tree, self.notices):
            self.bodies[path] = (meta, html)
            self.counts["announcements"] += 1
        for path, (meta, html) in self.bodies.items():
            self._write(path, meta, html)
        unused = [name for name in self.tree.static() if name not in self.used]
        if unused:
            what = f"{len(unused)} files below static/ that no page uses"
            self.notices.append(Notice(what, "Only what pages use travels.", "They are left in the package."))
        return Imported(answers, self.files, self.notices, dict(self.counts))

    def _chapter(self, chapter: Block) -> dict[str, Any] | None:
        if chapter.tag != "chapter":
            self._no_place(chapter)
            return None
        if chapter.name in _OURS:
            for section in self.tree.children(chapter):
                self._info_page(section, _OURS[chapter.name])
            return None
        title = chapter.title or "Untitled"
        id = self.module_ids.new(
            chapter.name.removeprefix("module_") if chapter.name.startswith("module_") else "", title
        )
        activities: list[dict[str, Any]] = []
        self.places[chapter.name] = f"content/modules/{id}/index.md"
        sections = {section.name: section for section in self.tree.children(chapter)}
        # Our own target puts the essays of a quiz that counts behind it, where they count for nothing.
        apart = {f"essays_{name}" for name in sections} & sections.keys()
        for name, section in sections.items():
            if section.name == f"about_{id}":
                self.bodies[f"content/modules/{id}/index.md"] = ({}, self._html_below(section))
            elif section.name.startswith(("rules_", "practice_", "onboarding_")):
                self.counts["subsections made for exams"] += 1
            elif name not in apart:
                activities += self._section(section, id, sections.get(f"essays_{name}"))
        return {"id": id, "title": title[:400], "activities": activities}

    def _section(self, section: Block, module: str, essays: Block | None = None) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        fields = section.xml
        for child in self.tree.children(section):
            if child.tag != "vertical":
                self._no_place(child)
                continue
            unit = _Unit(child.title or section.title or "Untitled", child.name)
            more = self.tree.children(essays) if essays else []
            for part in [part for parent in (child, *more) for part in self.tree.children(parent)]:
                self._component(part, unit)
            found = self._activities(unit, module)
            for activity in found:
                due = day_of(fields.get("due"))
                if due and activity["kind"] in ("quiz", "exam", "assignment", "peer_review"):
                    activity.setdefault("due", due.isoformat())
                if section.flag("is_time_limited") and activity["kind"] == "quiz":
                    minutes = fields.get("default_time_limit_minutes") or ""
                    activity["kind"] = "exam" if section.flag("is_proctored_enabled") else "quiz"
                    if minutes.isdigit():  # without one Open edX has no limit either
                        activity["time_limit"] = min(max(int(minutes), 1), 600)
                if section.flag("graded") and (points := self._points(activity)):
                    self.graded[activity["id"]] = (fields.get("format") or "", points)
                    activity["points"] = min(max(round(points), 1), 10_000)
                    if activity["kind"] in ("quiz", "exam"):
                        activity["graded"] = True
                elif activity["kind"] == "exam":
                    activity["graded"] = False
                activity.pop("_points", None)
            made += found
        return made

    def _points(self, activity: dict[str, Any]) -> float:
        return float(activity.get("_points") or 0)

    def _component(self, block: Block, unit: _Unit, depth: int = 0) -> None:
        self.counts[_HTML_KINDS.get(block.tag, f"{block.tag} components")] += 1
        self.places[block.name] = unit.name
        match block.tag:
            case "html":
                unit.html.append(self.tree.html(block))
            case "video":
                unit.html.append(self._video(block))
            case "problem":
                made, lost = questions_of(block.xml, self._readdress)
                self._problem(block, unit, made, lost)
            case "library_content" | "itembank" if depth < MAX_DEPTH:
                count = block.xml.get("max_count") or ""
                unit.draw = int(count) if count.isdigit() and int(count) > 0 else None
                for child in self.tree.children(block):
                    self._component(child, unit, depth + 1)
            case "openassessment":
                unit.works.append(block)
            case "discussion":
                unit.talks = True
            case "poll":
                self._poll(block, unit)
            case _:
                self._no_place(block, unit.title)

    def _problem(self, block: Block, unit: _Unit, made: list[dict[str, Any]], lost: list[str]) -> None:
        ids = Ids({question["id"] for question in unit.questions})
        weight = min(_number(block.xml.get("weight")) or float(len(made) or 1), 1000.0)
        for question in made:
            wanted = block.name.rpartition("__")[2] if "__" in block.name else (block.title or "question")
            points = weight / len(made)
            said = {"points": round(points, 3)} if points > 0 and points != 1 else {}
            unit.questions.append({"id": ids.new(wanted, "question"), **question, **said})
        attempts = block.xml.get("max_attempts") or ""
        if attempts.isdigit() and int(attempts) > 0:
            unit.attempts = max(unit.attempts or 0, int(attempts))
        for kind in sorted(set(lost)):
            self.notices.append(
                Notice(
                    f'The {kind} of the problem "{block.title or block.name}" in "{unit.title}"',
                    "No question of a kit is answered like that.",
                    "It is left out; write it anew as one of the kit's questions.",
                )
            )

    def _video(self, block: Block) -> str:
        """A recording, as the link that a kit shows with its player."""
        from html import escape

        youtube = block.xml.get("youtube_id_1_0") or (block.xml.get("youtube") or "").rpartition(":")[2]
        sources = [source.get("src") or "" for source in block.xml.iter("source")]
        address = f"https://www.youtube.com/watch?v={youtube}" if youtube else next((s for s in sources if s), "")
        if not address:
            self.notices.append(
                Notice(
                    f'The video "{block.title or block.name}"', "The package does not say where it is.", "Link to it."
                )
            )
            return ""
        title = escape(block.title or "Video")
        return f'<figure class="media video"><p><a class="embed" href="{escape(address)}">{title}</a></p></figure>'

    def _poll(self, block: Block, unit: _Unit) -> None:
        import json

        try:
            answers = [str(answer[1]["label"]) for answer in json.loads(block.xml.get("answers") or "[]")]
        except (ValueError, TypeError, KeyError, IndexError):
            answers = []
        prompt = (block.xml.get("question") or block.title or "").replace("\\", "")
        if len(answers) < 2 or not prompt.strip():
            self._no_place(block, unit.title)
            return
        wanted = block.name.rpartition("__")[2] if "__" in block.name else "choice"
        id = Ids({item["id"] for item in unit.items}).new(wanted, fallback="choice")
        unit.items.append({"id": id, "kind": "choice", "prompt": prompt.strip(), "options": answers})

    def _no_place(self, block: Block, where: str = "") -> None:
        place = f' in "{where}"' if where else ""
        self.notices.append(
            Notice(
                f'{block.tag} "{block.title or block.name}"{place}',
                "A kit has nothing of that kind.",
                "It is left out; link to it, or describe on the page what people do there.",
            )
        )

    def _activities(self, unit: _Unit, module: str) -> list[dict[str, Any]]:
        """The activities of a unit: what there is to read stands above the first of them."""
        # Our own target names a unit after its activity: imported again, the activity gets its old id.
        wanted = unit.name.removeprefix("unit_") if unit.name.startswith("unit_") else ""
        made: list[tuple[str, dict[str, Any], str]] = []
        if unit.questions:
            quiz: dict[str, Any] = {"title": unit.title[:400], "questions": unit.questions}
            if unit.draw and unit.draw < len(unit.questions):
                quiz["draw"] = unit.draw
            fields: dict[str, Any] = {"kind": "quiz", "_points": sum(q.get("points", 1) for q in unit.questions)}
            if unit.attempts:
                fields["attempts"] = unit.attempts
            made.append(("quizzes", fields, yaml_text(quiz)))
        if unit.items:
            made.append(("surveys", {"kind": "survey"}, yaml_text({"title": unit.title[:400], "items": unit.items})))
        for block in unit.works:
            if block.name.startswith("survey_"):
                self._survey_words(block, made, unit)
            else:
                made.append(("work", assessments.activity_of(block), block.name))
        if not made:
            made.append(("", {"kind": "discussion" if unit.talks else "page"}, ""))
        found = []
        for number, (folder, fields, text) in enumerate(made):
            work = next((b for b in unit.works if folder == "work" and b.name == text), None)
            title = (unit.title if number == 0 or work is None else work.xml.findtext("title") or unit.title).strip()
            id = self.ids.new(wanted if number == 0 else "", title, fallback="activity")
            page = f"content/modules/{module}/{id}.md"
            html = "\n".join(unit.html) if number == 0 else ""
            if work is not None:
                self.places[work.name] = page
                html += assessments.prompts_html(work) if not work.name.startswith("work_") else ""
                rubric, lost = assessments.rubric_of(work, f"{id}-rubric"[:60].strip("-"), title[:400])
                if rubric:
                    self.files[f"rubrics/{rubric['id']}.yaml"] = ("---\n" + yaml_text(rubric)).encode()
                    fields["rubric"] = rubric["id"]
                    fields["_points"] = sum(max(lv["points"] for lv in c["levels"]) for c in rubric["criteria"])
                for criterion in lost if rubric else ():
                    what = f'The criterion "{criterion[:80]}" of "{title}"'
                    self.notices.append(Notice(what, "It has no two levels with different points.", "It is left out."))
            elif folder:
                self.files[f"{folder}/{id}.yaml"] = ("---\n" + text).encode()
            self.bodies[page] = ({}, html)
            if number == 0:
                self.places[unit.name] = page
            found.append({"id": id, "kind": fields.pop("kind"), "title": title[:400] or id, **fields})
        return found

    def _survey_words(self, block: Block, made: list[tuple[str, dict[str, Any], str]], unit: _Unit) -> None:
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
        self.counts["pages about the course"] += 1
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
            return self.tree.html(block)
        if depth > MAX_DEPTH:
            return ""
        return "".join(self._html_below(child, depth + 1) for child in self.tree.children(block))

    def _readdress(self, url: str) -> str:
        """The address of a link or picture inside a question, which can hold no files of the kit."""
        if re.match(r"https?:|mailto:|#", url):
            return url
        what = f"The file or link {url[:80]} in a question"
        self.notices.append(Notice(what, "Questions of a kit hold no files.", "Its words stay; show it on the page."))
        return ""

    def _write(self, path: str, meta: dict[str, Any], html: str) -> None:
        import posixpath

        here = posixpath.dirname(path)

        def readdress(url: str) -> str:
            plain, sign, fragment = url.partition("#")
            name = plain.strip("/").rpartition("/")[2]
            if "/jump_to_id/" in plain or name in self.places:
                page = self._page_of(name)
                if page:
                    return posixpath.relpath(page, here) + sign + fragment
                self._leads_nowhere(f"The link to {name[:80]} on {path}")
                return "#"
            is_asset = re.match(r"/?(?:asset-v1:|c4x/)", plain)
            if is_asset or re.match(r"/?static/", plain):
                wanted = plain.rpartition("block@")[2] if is_asset else plain.partition("static/")[2]
                data = self._static(wanted.partition("?")[0])
                if data:
                    return posixpath.relpath(data, here)
                self._leads_nowhere(f"The file {wanted[:80]} on {path}")
                return "#"
            if plain and not re.match(r"[a-z][a-z0-9+.-]*:|//", plain, re.IGNORECASE):
                self._leads_nowhere(f"The address {plain[:80]} on {path}")
                return "#"
            return url

        body = html_to_markdown(html, readdress)
        front = f"---\n{yaml_text(meta)}---\n\n" if meta else ""
        self.files[path] = f"{front}{body}\n".encode()

    def _page_of(self, name: str) -> str:
        """The page of the kit that the block `name` became; "" where there is none."""
        page = self.places.get(name, "")
        page = self.places.get(page, page)
        return page if page.endswith(".md") and (page in self.bodies or page in self.files) else ""

    def _leads_nowhere(self, what: str) -> None:
        self.notices.append(Notice(what, "It is not in the package.", "The words stay, and lead nowhere."))

    def _static(self, name: str) -> str:
        """The place in the kit of a file below static/, which comes along; "" where it is not there."""
        from urllib.parse import unquote

        wanted = unquote(name)
        if not self._names:  # Studio writes spaces and slashes of names as underscores in addresses
            self._names.update({re.sub(r"[^\w.-]", "_", n): n for n in self.tree.static()})
        found = (
            wanted if self._path(wanted) in self.tree.archive else self._names.get(re.sub(r"[^\w.-]", "_", wanted), "")
        )
        if not found:
            return ""
        self.used.add(found)
        place = f"content/files/{re.sub(r'[^A-Za-z0-9._-]+', '-', found)}"
        if place not in self.files:
            self.files[place] = self.tree.archive.data(self._path(found))
        return place

    def _path(self, name: str) -> str:
        return f"{self.tree.root}static/{name}"


def _number(text: str | None) -> float:
    try:
        return max(float(text or 0), 0.0)
    except ValueError:
        return 0.0
