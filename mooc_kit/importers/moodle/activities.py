"""Moodle activities: those of a backup as activities of course.yaml and files of the kit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from typing import Any

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.html_words import lines_of, words_of
from mooc_kit.importers.moodle.backup import BackupActivity, Element, MoodleBackupReader, day, number, text
from mooc_kit.importers.moodle.questions import Bank
from mooc_kit.importers.moodle.rubrics import MoodleRubrics
from mooc_kit.quizzes.native import write_native

Made = dict[str, Any]
_COUNTED = {
    "page": "pages",
    "label": "pages",
    "resource": "pages",
    "folder": "pages",
    "url": "links",
    "forum": "discussions",
    "data": "discussions",
    "quiz": "quizzes",
    "assign": "assignments",
    "workshop": "peer reviews",
    "feedback": "surveys",
    "choice": "surveys",
}
_SAID = (
    *("intro", "content", "externalurl", "activity", "instructauthors", "instructreviewers", "conclusion"),
    *("page_after_submit", "items/item/name", "options/option/text", "fields/field/name"),
)
"""Where the words of an activity's author stand; what people handed in or wrote stands elsewhere."""
_PRINTS_INTRO = re.compile(r'"printintro";[si](:1)?:"?1')
_SIGNS = {"»": ">>>>>", "«": "<<<<<"}


class MoodleActivities:
    """Reads the activities of a backup."""

    def __init__(self, backup: MoodleBackupReader, needed: set[str]) -> None:
        """`needed` are the modules that the course's completion asks for; empty where it asks for none."""
        self._backup = backup
        self._needed = needed
        self._bank = Bank(backup)
        self._rubrics = MoodleRubrics(backup)
        self._events = {text(e, "name"): e for e in backup.xml("course/calendar.xml").iter("event")}
        self._sessions: list[Element] = []
        """Events that are live sessions."""
        self._kinds: dict[str, Callable[[BackupActivity], Made]] = {
            "page": self._page,
            "label": self._page,
            "resource": self._resource,
            "folder": self._resource,
            "url": self._url,
            "forum": self._discussion,
            "data": self._discussion,
            "quiz": self._quiz,
            "assign": self._assignment,
            "workshop": self._peer_review,
            "feedback": self._survey,
            "choice": self._poll,
        }

    def can_read(self, item: BackupActivity) -> bool:
        return item.kind in self._kinds

    def read(self, item: BackupActivity) -> Made:
        """The activity as course.yaml has it; its files go into the kit."""
        self._backup.count(_COUNTED[item.kind])
        made = self._kinds[item.kind](item)
        item.points = made.get("points") or 0
        title = self._backup.words(item.title) or item.id
        is_needed = item.module_id in self._needed if self._needed else text(item.module, "completion") != "0"
        head: Made = {"kind": made.pop("kind"), "id": item.id, "title": title[:400]}
        if not is_needed and head["kind"] != "live_session":
            head["required"] = False
        outcomes = self._backup.served(item.module)
        if outcomes:
            head["outcomes"] = outcomes
        self._availability(item)
        settings = self._backup.settings
        for part in (item.root, item.module, self._backup.xml(f"{item.folder}/grades.xml")):
            settings.settle(part, title, *(("tags",) if self._backup.is_ours else ()))
        settings.plugins(item.body.iter("plugin_config"), title)
        return {**head, **{key: value for key, value in made.items() if value not in (None, "", [])}}

    def hidden(self, item: BackupActivity) -> list[str]:
        """What a hidden activity says, in words for the team. It is counted as left out, its questions too."""
        self._backup.lost(_COUNTED.get(item.kind, "activities of other kinds"))
        words = [html_to_markdown(part.text or "") for path in _SAID for part in item.body.iterfind(path)]
        if item.kind == "quiz":
            words.append(self._bank.hidden(item))
        names = [path.rpartition("/")[2] for path in self._backup.area(item.context)]
        return [*words, f"Files in the backup: {', '.join(names)}." if names else ""]

    def tell_rest(self) -> None:
        """Tell of what belongs to no activity that was read."""
        self._bank.tell_unasked()
        rest = [name for name, event in self._events.items() if event not in self._sessions]
        if rest:
            self._backup.notice(
                f"{len(rest)} events of the calendar ({', '.join(rest)[:200]})",
                "A kit has live sessions, which are activities.",
                "They are left out.",
            )

    def page_text(self, item: BackupActivity, *, with_intro: bool = False) -> str:
        """The words of a page. `with_intro` asks for its description, too: where Moodle shows it, it stands above."""
        intro, html = text(item.body, "intro"), text(item.body, "content")
        if with_intro and intro and html and not self._backup.is_ours:
            if text(item.module, "showdescription") == "1" or _PRINTS_INTRO.search(text(item.body, "displayoptions")):
                html = f"{intro}\n{html}"
            else:
                what, why = f'The description of "{item.title}"', "Moodle does not show it."
                self._backup.notice(what, why, f"It is left out: {words_of(intro)[:100]}")
        return self._backup.markdown(html or intro, item.context, item.place)

    def _write(self, item: BackupActivity, words: str) -> None:
        if words.strip():
            self._backup.files[item.place] = f"{words.strip()}\n".encode()

    def _intro(self, item: BackupActivity) -> None:
        self._write(item, self._backup.markdown(text(item.body, "intro"), item.context, item.place))

    def _page(self, item: BackupActivity) -> Made:
        event = self._events.get(item.title)
        if item.kind == "label" and event is not None:
            return self._session(item, event)
        self._write(item, self.page_text(item, with_intro=True))
        return {"kind": "page"}

    def _resource(self, item: BackupActivity) -> Made:
        """A file, or a folder of files: a page with links to them."""
        links = []
        for path in self._backup.area(item.context):
            kept = self._backup.keep(item.context, path)
            if kept:
                name = path.rpartition("/")[2]
                links.append(f'<li><a href="@@PLUGINFILE@@/{escape(path)}">{escape(name)}</a></li>')
        html = text(item.body, "intro") + (f"<ul>{''.join(links)}</ul>" if links else "")
        self._write(item, self._backup.markdown(html, item.context, item.place))
        return {"kind": "page"}

    def _url(self, item: BackupActivity) -> Made:
        event = self._events.get(item.title)
        if event is not None:
            return self._session(item, event)
        address = text(item.body, "externalurl")
        if not re.match(r"https?://", address):
            self._backup.notice(
                f'The address of "{item.title}"', f"{address[:80]!r} is no web address.", "It is a page."
            )
            self._intro(item)
            return {"kind": "page"}
        self._intro(item)
        return {"kind": "link", "url": address}

    def _session(self, item: BackupActivity, event: Element) -> Made:
        from datetime import UTC, datetime

        self._sessions.append(event)
        html = re.sub(r"^<h4>.*?</h4>|^<p><strong>[^<]*</strong></p>", "", text(item.body, "intro"))
        html = re.sub(r"^<p><strong>[^<]*</strong></p>", "", html)
        self._write(item, self._backup.markdown(html, item.context, item.place))
        starts = datetime.fromtimestamp(number(text(event, "timestart")), UTC)
        made: Made = {"kind": "live_session", "starts": starts.isoformat(timespec="minutes")}
        minutes = int(number(text(event, "timeduration")) // 60)
        return {**made, "minutes": minutes or None, "url": text(item.body, "externalurl") or None}

    def _discussion(self, item: BackupActivity) -> Made:
        if item.kind == "data":
            fields = ", ".join(text(f, "name") for f in item.body.iter("field"))
            self._backup.notice(
                f'The fields of the database "{item.title}": {fields}',
                "A kit has discussions for what people show.",
                "It is a discussion.",
            )
        kind = text(item.body, "type")
        if item.kind == "forum" and kind not in ("general", ""):
            self._backup.notice(
                f'The kind "{kind}" of the forum "{item.title}"', "A kit has one kind.", "It is a discussion."
            )
        self._intro(item)
        return {"kind": "discussion"}

    def _quiz(self, item: BackupActivity) -> Made:
        body = item.body
        quiz = self._bank.quiz(item)
        if not quiz.questions:
            self._backup.notice(
                f'The quiz "{item.title}"', "It asks nothing that a kit can ask.", "A page stands in its place."
            )
            self._intro(item)
            return {"kind": "page"}
        is_exam = text(body, ".//requiresafeexambrowser") not in ("", "0") or bool(text(body, "password"))
        points = number(text(body, "grade"))
        if text(body, "password"):
            self._backup.notice(
                f'The password of "{item.title}"', "A kit holds no secrets.", "Set it again on the platform."
            )
        settings = {
            "one_at_a_time": True if text(body, "questionsperpage") == "1" else None,
            "go_back": False if text(body, "navmethod") == "sequential" else None,
            "shuffle_answers": False if text(body, "shuffleanswers") == "0" else None,
            "show_correct": False if text(body, "reviewrightanswer") == "0" else None,
        }
        said = {key: value for key, value in settings.items() if value is not None}
        quiz = quiz.model_copy(update={"settings": quiz.settings.model_copy(update=said)})
        self._backup.files[f"quizzes/{item.id}.yaml"] = write_native(quiz).encode()
        self._intro(item)
        graded = points > 0
        made: Made = {
            "kind": "exam" if is_exam else "quiz",
            "points": round(points) or None if graded else None,
            "attempts": int(number(text(body, "attempts_number"))) or None,
            "time_limit": min(int(number(text(body, "timelimit")) // 60), 600) or None,
            "shuffle": True if text(body, "sections/section/shufflequestions") == "1" else None,
            "due": self._due(item, "timeclose"),
        }
        if is_exam != graded:
            made["graded"] = graded
        return {**made, "pass": self._mark(item) if graded else None}

    def _assignment(self, item: BackupActivity) -> Made:
        enabled = {
            text(c, "plugin")
            for c in item.body.iter("plugin_config")
            if text(c, "subtype") == "assignsubmission" and text(c, "name") == "enabled" and text(c, "value") == "1"
        }
        submission = [kind for plugin, kind in (("onlinetext", "text"), ("file", "file")) if plugin in enabled]
        self._intro(item)
        if not submission:
            self._backup.notice(
                f'That nothing is handed in online for "{item.title}"',
                "In a kit something is.",
                "It is a text; change `submission` in course.yaml.",
            )
        rubric = self._rubrics.of_assignment(item)
        points = self._points(item)
        return {
            "kind": "assignment",
            "points": points,
            "pass": self._mark(item) if points else None,
            "submission": submission or ["text"],
            "rubric": rubric,
            "due": self._due(item, "duedate"),
        }

    def _peer_review(self, item: BackupActivity) -> Made:
        self._intro(item)
        body = item.body
        submission = [
            kind
            for name, kind in (("submissiontypetext", "text"), ("submissiontypefile", "file"))
            if text(body, name) not in ("", "0")
        ]
        if number(text(body, "gradinggrade")):
            self._backup.notice(
                f'The {text(body, "gradinggrade")} points for judging others in "{item.title}"',
                "In a kit, points are given for the work.",
                "They are left out.",
            )
        rubric = self._rubrics.of_workshop(item)
        points = self._points(item)
        self._backup.notice(
            f'How many works each reviews in "{item.title}"',
            "Moodle decides that when it shares them out.",
            "It is the usual number; say `reviews` in course.yaml.",
        )
        return {
            "kind": "peer_review",
            "points": points,
            "pass": self._mark(item) if points else None,
            "submission": submission or ["text"],
            "rubric": rubric,
            "due": self._due(item, "submissionend"),
        }

    def _survey(self, item: BackupActivity) -> Made:
        rows = [row for row in (self._item(e) for e in item.body.iterfind("items/item")) if row is not None]
        return self._survey_file(item, rows, is_anonymous=text(item.body, "anonymous") != "2")

    def _poll(self, item: BackupActivity) -> Made:
        kind = "choices" if text(item.body, "allowmultiple") == "1" else "choice"
        options = [self._backup.words(text(o, "text"))[:400] for o in item.body.iter("option")]
        prompt = words_of(text(item.body, "intro")) or item.title
        rows = [{"id": "choice", "kind": kind, "prompt": prompt, "options": options}]
        return self._survey_file(item, rows, is_anonymous=False, intro="")

    def _survey_file(
        self, item: BackupActivity, rows: list[Made], *, is_anonymous: bool, intro: str | None = None
    ) -> Made:
        from mooc_kit.course.surveys import SurveyFile, survey_yaml

        words = "\n\n".join(_paragraphs(text(item.body, "intro"))) if intro is None else intro
        ids: set[str] = set()
        for position, row in enumerate(rows, 1):
            row["id"] = row["id"] if row["id"] and row["id"] not in ids else f"q{position}"
            ids.add(row["id"])
        survey = SurveyFile.model_validate(
            {
                "title": (self._backup.words(item.title) or item.id)[:400],
                "intro": words or None,
                "items": rows or [{"id": "words", "kind": "text", "prompt": item.title or "?"}],
            }
        )
        self._backup.files[f"surveys/{item.id}.yaml"] = survey_yaml(survey).encode()
        return {"kind": "survey", "anonymous": None if is_anonymous else False}

    def _item(self, element: Element) -> Made | None:
        from mooc_kit.spec.fields import slug

        kind, name = text(element, "typ"), self._backup.words(text(element, "name"))
        if kind in ("label", "pagebreak", "captcha", "info"):
            return None
        prompt = words_of(escape(name, quote=False) if self._backup.is_ours else name) or "?"
        row: Made = {"id": slug(text(element, "label")), "prompt": prompt, "kind": "text"}
        if text(element, "required") == "1":
            row["required"] = True
        presentation = text(element, "presentation")
        if kind in ("multichoice", "multichoicerated") and ">>>>>" in presentation:
            sign, _, rest = presentation.partition(">>>>>")
            options_text, _, across = rest.partition("<<<<<")
            options = [self._backup.words(o.rpartition("####")[2]).strip()[:400] for o in options_text.split("|")]
            options = [option for option in options if option]
            if sign.strip() == "c" and len(options) == 1:
                return {**row, "kind": "consent"}
            row["kind"] = "choices" if sign.strip() == "c" else "scale" if across else "choice"
            row["options"] = options
        return row

    def _points(self, item: BackupActivity) -> int | None:
        """The points that count: those of an item that has no weight in the gradebook count nothing."""
        found = self._backup.xml(f"{item.folder}/grades.xml").find(".//grade_item")
        if found is not None and text(found, "weightoverride") == "1" and not number(text(found, "aggregationcoef2")):
            return None
        points = number(text(item.body, "grade"))
        return max(round(points), 1) if points > 0 else None

    def _mark(self, item: BackupActivity) -> int | None:
        for found in self._backup.xml(f"{item.folder}/grades.xml").iter("grade_item"):
            most, mark = number(text(found, "grademax")), number(text(found, "gradepass"))
            if text(found, "itemnumber") in ("0", "") and most > 0 and mark > 0:
                return min(round(mark / most * 100), 100)
        return None

    def _due(self, item: BackupActivity, field: str) -> Any:
        found = day(text(item.body, field)) or day(text(item.module, "completionexpected"))
        return found.isoformat() if found else None

    def _availability(self, item: BackupActivity) -> None:
        words = text(item.module, "availability")
        try:
            conditions = json.loads(words)["c"] if words else []
        except (ValueError, KeyError, TypeError):
            conditions = [{}]
        if conditions:
            self._backup.notice(
                f'The conditions under which "{item.title}" opens',
                "A kit decides that by the design of the course.",
                "They are left out.",
            )


def _paragraphs(html: str) -> list[str]:
    """The paragraphs of HTML as bare words: surveys hold no Markdown."""
    return lines_of(html)
