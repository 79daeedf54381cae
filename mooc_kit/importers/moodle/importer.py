"""Moodle importer: sections of a backup become modules, and what Moodle keeps beside them the kit's files."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.html_words import words_of
from mooc_kit.counting import counted
from mooc_kit.importers import import_codes
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported, Importer
from mooc_kit.importers.hidden_parts import HiddenParts
from mooc_kit.importers.moodle.activities import MoodleActivities
from mooc_kit.importers.moodle.backup import SOURCE, BackupActivity, Element, MoodleBackupReader, day, number, text
from mooc_kit.importers.moodle.completion import needed_modules, peer_badges, platform_completion, tell_gone
from mooc_kit.problems import MoocKitError, Place, Problem
from mooc_kit.spec.fields import slug
from mooc_kit.spec.yaml_text import yaml_text

MOST_WEEKS = 52
GROUPS = ("start", "evidence", "support", "about")
_PAGE = re.compile(f"page-({'|'.join(GROUPS)})-(.+)")
_OUTCOMES = re.compile(r"<h4>[^<]*</h4><ul>((?:<li id=\"outcome-[^\"]*\">[^<]*</li>)+)</ul>")
_MODULE = re.compile(r'^<div id="module-([^"]+)" class="([^"]*)">(.*)</div>$', re.DOTALL)
_DATES = re.compile(r'^<p class="mooc-kit-dates">.*?</p>')
_SUMMARY = re.compile(r'^<p class="mooc-kit-summary">(.*?)</p>')
_OUTCOME = re.compile(r"<li id=\"outcome-([^\"]*)\">([^<]*)</li>")


class MoodleImporter(Importer):
    key = "moodle"
    title = "Moodle backup (.mbz)"
    target = "moodle"

    def recognises(self, archive: CoursePackage) -> bool:
        return "moodle_backup.xml" in archive or self._is_of_moodle_1(archive)

    def read(self, archive: CoursePackage) -> Imported:
        if "moodle_backup.xml" not in archive:
            message = "This is a backup of Moodle 1.9 or older."
            hint = "Restore it in Moodle 2.0 to 3.11, and back it up there."
            raise MoocKitError(import_codes.UNKNOWN_KIND.at(Place(archive.name), message, hint=hint))
        backup = MoodleBackupReader(archive)
        read = _Reading(backup)
        if not read.modules:
            raise MoocKitError(read.hidden.all_of(archive.name, "Moodle") or _nothing_to_read(archive, read.unknown))
        answers, source = read.answers(), backup.source()
        return Imported(
            answers,
            backup.files,
            sorted({*backup.notices, *backup.settings.notices()}),
            backup.counts,
            source,
            changed=backup.changed,
            left_out=backup.left_out,
            unread=backup.unread,
            hidden=read.hidden.files,
        )

    def _is_of_moodle_1(self, archive: CoursePackage) -> bool:
        return "moodle.xml" in archive and b"<MOODLE_BACKUP" in archive.data("moodle.xml")[:500]


def _nothing_to_read(archive: CoursePackage, unknown: Counter[str]) -> Problem:
    """Why nothing of a backup can be a kit: it holds nothing, or only what no kit has."""
    if not unknown:
        hint = "Back up a course with its sections and activities."
        return import_codes.NO_COURSE.at(Place(archive.name), hint=hint)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(unknown.items()))
    message = f"A kit has no such activities, and there are no others: {kinds}."
    return import_codes.NO_COURSE.at(Place(archive.name), message, hint="Back up a course that has a page, too.")


class _Reading:
    """One course on its way into a kit."""

    def __init__(self, backup: MoodleBackupReader) -> None:
        self._backup = backup
        self._activities = MoodleActivities(backup, needed_modules(backup))
        self.modules: list[dict[str, Any]] = []
        self.outcomes: list[dict[str, str]] = []
        self.hidden = HiddenParts(backup.notices)
        self.unknown: Counter[str] = Counter()
        """How many activities there are of each kind that a kit does not have."""
        self._read: dict[str, BackupActivity] = {}
        self._empty: list[str] = []
        """Names of sections without anything in them."""
        sections = [(s, items) for s, items in backup.sections() if not self._is_hidden(s, items)]
        plan = [(section, *self._sorted(section, items)) for section, items in sections]
        ids = []
        for section, activities, pages in plan:  # first the places, which links between them need
            own = _MODULE.match(text(section, "summary")) if backup.is_ours else None
            name = own[1] if own else self._section_name(section)
            module_id = backup.free_id("module", name, f"part-{text(section, 'number') or 1}") if activities else ""
            ids.append(module_id)
            for item in activities:
                item.id = self._free("activity", item, text(item.module, "idnumber") or item.title)
                item.place = f"content/modules/{module_id}/{item.id}.md"
            for item in pages:
                found = _PAGE.match(text(item.module, "idnumber"))
                item.id = self._free("page", item, found[2] if found else item.title)
                item.place = f"content/pages/{item.id}.md"
        for (section, activities, pages), module_id in zip(plan, ids, strict=True):
            self._section(section, activities, pages, module_id)

    def answers(self) -> dict[str, Any]:
        """The course as course.yaml has it."""
        course, backup = self._backup.course, self._backup
        completion: dict[str, Any] = {}
        rule = platform_completion(backup, self._read)
        tell_gone(backup, self._read)
        badges = peer_badges(backup)
        if badges:
            completion["peer_badges"] = badges
        if rule:
            completion["platform_completion"] = rule
        start, end = day(text(course, "startdate")), day(text(course, "enddate"))
        info: dict[str, Any] = {
            "id": slug(text(course, "shortname") or text(backup.info, ".//original_course_shortname")) or "course",
            "title": (
                backup.words(text(course, "fullname") or text(backup.info, ".//original_course_fullname")) or "Course"
            )[:400],
        }
        last = self._last_due(start)
        if start and end and end > start:
            weeks = max(1, min(52, -(-((end - start).days + 1) // 7)))
            if last is not None and last >= start + timedelta(weeks=weeks):
                backup.notice(
                    f"The end of the course on {end}",
                    f"Something is due on {last}.",
                    "The number of weeks is an open question in course.yaml.",
                )
            else:
                info["weeks"] = weeks
        language = text(course, "lang").replace("_", "-")
        summary = words_of(text(course, "summary"))
        if language:
            info["language"] = _language(language)
        if summary:
            info["summary"] = summary[:5000]
        if (start and end) or (start and not backup.is_ours):
            info["start"] = start.isoformat()
        made: dict[str, Any] = {
            "course": info,
            "outcomes": self.outcomes,
            "modules": self.modules,
            "targets": ["moodle"],
            # What a course without such settings gives is for its team to say.
            "completion": completion,
        }
        self._tell_rest()
        return made

    def _last_due(self, start: date | None) -> date | None:
        """The last day on which something is due. Days on which no course can run are left out, and told."""
        found = None
        for activity in (activity for module in self.modules for activity in module["activities"]):
            due = date.fromisoformat(activity["due"]) if activity.get("due") else None
            if due is None or start is None:
                continue
            if start <= due < start + timedelta(weeks=MOST_WEEKS):
                found = max(found or due, due)
                continue
            del activity["due"]
            self._backup.notice(
                f'That "{activity["title"]}" is due on {due}',
                f"The course begins on {start}, and a kit's courses take up to {MOST_WEEKS} weeks.",
                "It is left out.",
            )
        return found

    def _is_hidden(self, part: Element, items: list[BackupActivity]) -> bool:
        """Whether participants do not see a section or activity; it is kept for the team then, with its `items`.

        What our own backups hold is in the source of their kit: that somebody hid it in Moodle is told, no more.
        """
        if self._backup.is_ours or text(part, "visible") != "0":
            return False
        is_section = part.tag == "section"
        title = self._section_name(part) if is_section else items[0].title
        inside = f" and {counted(len(items), 'activity', 'activities')} in it" if is_section and items else ""
        what = f'The section "{title}"{inside}' if is_section else f'"{title}" ({items[0].kind})'
        texts = [html_to_markdown(text(part, "summary"))] if is_section else []
        for item in items:
            texts += [f"## {item.title}"] if is_section else []
            texts += self._activities.hidden(item)
        if is_section:
            self._backup.lost("sections")
        self.hidden.keep(what, "It is hidden in Moodle.", title, texts)
        return True

    def _sorted(
        self, section: Element, items: list[BackupActivity]
    ) -> tuple[list[BackupActivity], list[BackupActivity]]:
        """The activities of a section, and its pages that belong to the course as a whole."""
        activities, pages = [], []
        for item in items:
            if item.kind == "page" and text(item.module, "idnumber") == SOURCE:
                continue
            if item.kind == "qbank":  # Moodle 5 keeps questions there; quizzes bring those that they ask
                self._backup.notice(
                    f'The question bank "{item.title}"',
                    "A kit has questions in its quizzes.",
                    "Those that no quiz asks are left out.",
                )
                continue
            if item.kind == "subsection":
                self._backup.notice(
                    f'The subsection "{item.title}"',
                    "Modules have no parts.",
                    "It is a module, behind the one that it stood in.",
                )
                continue
            if self._is_hidden(item.module, [item]):
                continue
            if self._backup.is_ours:
                is_whole = _PAGE.match(text(item.module, "idnumber")) is not None
            else:
                is_whole = text(section, "number") == "0" and text(item.module, "completion") == "0"
            if item.kind == "page" and is_whole:
                pages.append(item)
            elif self._activities.can_read(item):
                activities.append(item)
            else:
                self._backup.lost("activities of other kinds")
                self.unknown[item.kind] += 1
                self._backup.notice(
                    f'"{item.title}" ({item.kind})',
                    "A kit has no such activity.",
                    "It is left out; link to it instead.",
                )
        return activities, pages

    def _free(self, of: str, item: BackupActivity, wanted: str) -> str:
        return self._backup.free_id(of, wanted, f"{item.kind}-{item.module_id}")

    def _section_name(self, section: Element) -> str:
        name = self._backup.words(text(section, "name"))
        if name:
            return name
        place = int(number(text(section, "number")))
        return f"Part {place}" if place else "General"  # what Moodle calls its first section itself

    def _section(
        self, section: Element, activities: list[BackupActivity], pages: list[BackupActivity], module_id: str
    ) -> None:
        backup = self._backup
        backup.settings.settle(section, self._section_name(section))
        is_first = text(section, "number") == "0"
        html = self._summary(section)
        context = backup.course.get("contextid") or ""
        place = f"content/modules/{module_id}/index.md"
        if is_first:
            words = backup.markdown(html, context, "content/index.md")
            if words:
                backup.files["content/index.md"] = f"{words}\n".encode()
        for item in pages:
            found = _PAGE.match(text(item.module, "idnumber"))
            self._page(item, found[1] if found and backup.is_ours else "start")
        # Moodle has sections without activities; a module of a course gives people something to do.
        if not activities:
            if html.strip() and not is_first:
                backup.notice(
                    f'The text of the section "{self._section_name(section)}"',
                    "It has no activities.",
                    "It is left out.",
                )
            elif not pages:
                self._empty.append(self._section_name(section))
            return
        summary = ""
        # What our own target wrote into the text of a section goes back to where it came from.
        if backup.is_ours:
            html = _DATES.sub("", html)
            told = _SUMMARY.match(html)
            if told:
                summary, html = words_of(told[1]), html[told.end() :]
        made = []
        for item in activities:
            self._read[item.module_id] = item
            made.append(self._activities.read(item))
        words = "" if is_first else backup.markdown(html, context, place)
        if words:
            backup.files[place] = f"{words}\n".encode()
        backup.count("sections")
        module: dict[str, Any] = {"id": module_id, "title": self._section_name(section)[:400]}
        if summary:
            module["summary"] = summary[:400]
        own = _MODULE.match(text(section, "summary")) if backup.is_ours else None
        named = {word.removeprefix("outcome-") for word in own[2].split()} if own else set()
        served = named | {id for activity in made for id in activity.get("outcomes", ())}
        if served:
            module["outcomes"] = [outcome["id"] for outcome in self.outcomes if outcome["id"] in served]
        self.modules.append({**module, "activities": made})

    def _summary(self, section: Element) -> str:
        html = text(section, "summary")
        if not self._backup.is_ours:
            return html
        own = _MODULE.match(html)
        if own:
            return own[3]
        found = _OUTCOMES.search(html)
        if found:
            from html import unescape

            self.outcomes = [{"id": id, "text": unescape(words)} for id, words in _OUTCOME.findall(found[1])]
            self._backup.outcomes = [outcome["id"] for outcome in self.outcomes]
            html = html.replace(found[0], "")
        return html

    def _page(self, item: BackupActivity, group: str) -> None:
        self._backup.count("pages")
        meta = {"title": (self._backup.words(item.title) or item.id)[:400], "group": group}
        summary = words_of(text(item.body, "intro"))
        if summary:
            meta["summary"] = summary[:400]
        words = self._activities.page_text(item)
        self._backup.files[item.place] = f"---\n{yaml_text(meta)}---\n\n{words}\n".encode()

    def _tell_rest(self) -> None:
        backup = self._backup
        self._activities.tell_rest()
        if self._empty:
            backup.lost("sections", len(self._empty))
            names = ", ".join(f'"{name}"' for name in self._empty)[:200]
            backup.notice(
                f"{len(self._empty)} empty sections ({names})", "A module has activities.", "They are left out."
            )
        backup.tell_unused()
        backup.settings.settle(backup.course, "the course", *(("tags",) if backup.is_ours else ()))
        backup.settings.settle(backup.xml("gradebook.xml"), "the gradebook")
        if len(backup.xml("users.xml")):
            backup.notice("The participants and what they did", "A kit holds no personal data.", "They are left out.")
        for code, count in sorted(backup.licenses.items()):
            backup.notice(
                f"The licence of {counted(count, 'file')} ({code})",
                "A kit has one licence, for the course as a whole.",
                "Name whose work is in the course on its page about the licence.",
            )
        if backup.xml("groups.xml").find("group") is not None:
            backup.notice("The groups", "A kit has none; they are made anew for each run.", "They are left out.")


def _language(tag: str) -> str:
    main, dash, rest = tag.partition("-")
    return f"{main.lower()}-{rest.upper()}" if dash and len(rest) == 2 else main.lower()
