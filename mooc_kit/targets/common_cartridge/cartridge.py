"""Common Cartridge 1.1: web pages, topics, web links and quizzes, in one table of contents.

Pages lie at the top, so that the relative path of a picture is the same as its path in the cartridge: some importers
take it for the one, some for the other.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Course,
    Discussion,
    Exam,
    Group,
    Link,
    LiveSession,
    Module,
    Quiz,
    Survey,
)
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Notice
from mooc_kit.quizzes.formats.markup import delimited_formula, html_of
from mooc_kit.quizzes.formats.qti12_common import CommonTexts, common_assessment
from mooc_kit.targets.imscc.file_names import file_names, safe_name
from mooc_kit.targets.imscc.html import as_it_is, html_document
from mooc_kit.targets.imscc.identifiers import stable_id
from mooc_kit.targets.imscc.manifest import (
    LINK_TYPE,
    QUIZ_TYPE,
    TOPIC_TYPE,
    WEB_CONTENT,
    ManifestItem,
    Resource,
    manifest,
    topic,
    web_link,
)
from mooc_kit.targets.imscc.texts import GROUPS_AFTER, session, survey_page, syllabus
from mooc_kit.targets.moodle.rubric_table import rubric_table
from mooc_kit.targets.open_edx.html import Pages
from mooc_kit.targets.site.labels import Labels

_FILE_BASE = "$IMS-CC-FILEBASE$"
_ENDS_MOODLE = re.compile("[&<]")
"""Signs in a web link's address that Moodle's converter writes into its own file as they are."""


class CommonCartridgeWriter:
    """One cartridge in the making."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.messages = messages_for(course.language)
        self.labels = Labels(self.messages)
        self.notices: set[Notice] = set()
        self.quizzes: list[str] = []
        """Titles of the quizzes that are in the cartridge."""
        self.uneven: dict[str, tuple[str, ...]] = {}
        """Title of each quiz whose questions do not count alike -> what each counts, in their order."""
        self.files: dict[str, bytes | Path] = {}
        self.resources: list[Resource] = []
        self.names = file_names(course.carried, "web_resources")
        self.pages = Pages(self.messages, self._beside, formula=as_it_is)
        self._topics = Pages(self.messages, self._by_token, formula=as_it_is)
        self._texts = CommonTexts(self._question_html)
        self._activities = {activity.id: activity for _, activity in course.activities()}
        self._pages = {page.id for page in course.pages}

    def id(self, kind: str, name: str = "") -> str:
        return stable_id("common-cartridge", self.course.id, kind, name)

    def members(self) -> dict[str, bytes | Path]:
        """The files of the cartridge."""
        contents = [entry for entry in self._contents() if entry.below]
        for path, file in self.course.carried.items():
            self.files[self.names[path]] = file
            self.resources.append(Resource(self.id("file", path), WEB_CONTENT, (self.names[path],)))
        self.notices.update(self._texts.losses.notices())
        made = manifest(self.course, self.labels, self.id("manifest"), contents, self.resources)
        self.files["imsmanifest.xml"] = made
        return self.files

    # ---- contents ----------------------------------------------------------------------------------------------------

    def _contents(self) -> list[ManifestItem]:
        start = self._group(Group.START)
        outline = self._page("syllabus", self.messages.text("Syllabus"), syllabus(self.course, self.messages))
        start.below.insert(0, outline)
        if self.course.home_html.strip():
            start.below.insert(0, self._page("home", self.course.title, self.course.home_html))
        return [start, *map(self._module, self.course.modules), *map(self._group, GROUPS_AFTER)]

    def _group(self, group: Group) -> ManifestItem:
        found = [page for page in self.course.pages if page.group is group]
        pages = [self._page(f"page/{page.id}", page.title, page.body_html) for page in found]
        return ManifestItem(self.id("heading", f"group/{group.value}"), self.labels.group(group), below=pages)

    def _module(self, module: Module) -> ManifestItem:
        below: list[ManifestItem] = []
        if module.body_html.strip() or not module.activities:
            body = module.body_html if module.body_html.strip() else f"<p>{escape(module.summary or module.title)}</p>"
            below.append(self._page(f"module/{module.id}", module.title, body))
        for activity in module.activities:
            below += self._activity(activity)
        return ManifestItem(self.id("heading", f"module/{module.id}"), module.title, below=below)

    def _activity(self, activity: Activity) -> list[ManifestItem]:
        name = f"activity/{activity.id}"
        match activity:
            case Discussion():
                html = self._topics.html(activity.body_html).decode().strip()
                made = topic(activity.title, html or f"<p>{escape(activity.title)}</p>")
                return [self._thing(name, activity.title, TOPIC_TYPE, f"{_file(name)}.xml", made)]
            case Link() if _ENDS_MOODLE.search(activity.url):
                only = f'<p><a href="{escape(activity.url)}">{escape(activity.title)}</a></p>'
                self.notices.add(
                    Notice(
                        f'The link "{activity.title}" as an item of its own',
                        "Moodle's importer breaks off at a link whose address has & in it.",
                        "It stands on a page.",
                    )
                )
                return [self._page(name, activity.title, only + activity.body_html)]
            case Link():
                made = web_link(activity.title, activity.url)
                link = self._thing(name, activity.title, LINK_TYPE, f"{_file(name)}.xml", made)
                before = self._before(activity, activity.body_html)
                return [*before, link]
            case Quiz():
                return self._quiz(activity)
            case Assignment():
                return [self._page(name, activity.title, self._task(activity))]
            case Survey():
                return [self._page(name, activity.title, activity.body_html + survey_page(activity, self.messages))]
            case LiveSession():
                when = self.labels.moment(activity.starts) if activity.starts else ""
                head = session(self.messages, when, activity.url)
                return [self._page(name, activity.title, head + activity.body_html)]
            case _:
                return [self._page(name, activity.title, activity.body_html)]

    def _before(self, activity: Activity, body: str) -> list[ManifestItem]:
        """A page with the words that belong to something which has no place for them."""
        if not body.strip():
            return []
        title = self.messages.text("Before you begin: {title}", title=activity.title)
        return [self._page(f"before/{activity.id}", title, body)]

    def _quiz(self, activity: Quiz) -> list[ManifestItem]:
        name = f"activity/{activity.id}"
        id = self.id("activity", activity.id)
        texts = self._texts
        texts.ident = lambda question: f"{id}_{question}"
        texts.losses.prefix = f"{activity.title}: "
        made = common_assessment(activity.quiz, id, activity.title, texts)
        quiz = activity.quiz
        outside = "".join(self._page_markdown(text) for text in (quiz.intro, quiz.outro) if text)
        rules = activity.rules_html if isinstance(activity, Exam) else ""
        words = rules + outside + activity.body_html
        if made is None:
            why = "No question of it is of a kind that Common Cartridge has."
            why = why if quiz.questions else "It has no questions yet, and Common Cartridge knows no quiz without any."
            instead = "A page stands in its place; add the quiz by hand."
            self.notices.add(Notice(f'The quiz "{activity.title}"', why, instead))
            return [self._page(name, activity.title, words or f"<p>{escape(activity.title)}</p>")]
        self.quizzes.append(activity.title)
        if len(set(made.weights)) > 1:
            self.uneven[activity.title] = tuple(f"{float(weight):g}" for weight in made.weights)
        if quiz.outro:
            why = "A quiz has no place for it in Common Cartridge."
            instead = "It stands on the page before the quiz."
            self.notices.add(Notice(f'The text below the questions of "{activity.title}"', why, instead))
        return [
            *self._before(activity, words),
            self._thing(name, activity.title, QUIZ_TYPE, f"{_file(name)}.xml", made.document),
        ]

    def _task(self, activity: Assignment) -> str:
        """The task with what else one needs to know: until when, for how much, how it is handed in and judged."""
        facts = "".join(f"<li>{escape(label)}: {escape(value)}</li>" for label, value in self.labels.facts(activity))
        table = rubric_table(activity.rubric) if activity.rubric else ""
        return f"{activity.body_html}<ul>{facts}</ul>{table}"

    # ---- members -----------------------------------------------------------------------------------------------------

    def _page(self, name: str, title: str, body: str) -> ManifestItem:
        path = f"{_file(name)}.html"
        made = html_document(self.pages, title, body, language=self.course.language)
        return self._thing(name, title, WEB_CONTENT, path, made)

    def _thing(self, name: str, title: str, type: str, path: str, data: bytes) -> ManifestItem:
        kind, _, id = name.partition("/")
        ref = self.id(kind, id)
        self.files[path] = data
        self.resources.append(Resource(ref, type, (path,), has_href=type == WEB_CONTENT))
        return ManifestItem(self.id("entry", name), title, ref)

    # ---- addresses ---------------------------------------------------------------------------------------------------

    def _beside(self, url: str) -> str | None:
        """Where something lies, seen from a page."""
        return self._address(url, "")

    def _by_token(self, url: str) -> str | None:
        """Where something lies, seen from a topic or a question, which have no place of their own."""
        return self._address(url, f"{_FILE_BASE}/")

    def _address(self, url: str, before: str) -> str | None:
        scheme, _, rest = url.partition(":")
        path, hash, fragment = rest.partition("#")
        if scheme == "asset":
            path = path if path in self.names else unquote(path)
            return f"{before}{quote(self.names[path])}" if path in self.names else None
        activity = self._activities.get(path.removeprefix("activity/")) if path.startswith("activity/") else None
        if isinstance(activity, Link):
            return activity.url
        found = self._page_of(path) if scheme == "course" else None
        if found:
            why = "Its importer brings no HTML files, and knows no links between activities."
            instead = "They lead nowhere there, and work elsewhere; those of the target `moodle` work there."
            self.notices.add(Notice("Links from page to page, in Moodle", why, instead))
        return f"{before}{found}{hash}{fragment}" if found else None

    def _page_of(self, path: str) -> str | None:
        """The page of the cartridge that an internal link leads to; None where it leads to no page."""
        kind, _, id = path.partition("/")
        if kind == "home":
            return "home.html" if self.course.home_html.strip() else "syllabus.html"
        if kind == "module":
            module = next((module for module in self.course.modules if module.id == id), None)
            if module is None or (not module.body_html.strip() and module.activities):
                return "syllabus.html" if module else None
            return f"{_file(path)}.html"
        if kind == "page":
            return f"{_file(path)}.html" if id in self._pages else None
        if kind == "activity" and id in self._activities:
            if isinstance(self._activities[id], Quiz | Discussion):
                why = "A cartridge has no addresses for quizzes and discussions."
                self.notices.add(Notice("Links to quizzes and discussions", why, "They lead to the syllabus."))
                return "syllabus.html"
            return f"{_file(path)}.html"
        if kind in ("announcement", "credential"):
            return "syllabus.html"
        return None

    def _question_html(self, markdown: str) -> str:
        return html_of(markdown, delimited_formula, self._in_question)

    def _page_markdown(self, markdown: str) -> str:
        return html_of(markdown, delimited_formula)

    def _in_question(self, url: str) -> str:
        return (self._by_token(url) or "#") if url.startswith(("asset:", "course:")) else url


def _file(name: str) -> str:
    return safe_name(name.replace("/", "-"))
