"""Canvas cartridge builder: what its parts share, and how the course's texts get into Canvas.

Everything has an identifier that follows from the ids of the kit, so that a second import finds it again.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from mooc_kit.course.model import Activity, Assignment, Course, Discussion, Link, Quiz, Survey
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Notice
from mooc_kit.quizzes.formats.markup import canvas_formula, html_of
from mooc_kit.quizzes.formats.xml_fragments import Fragment, document, tag, words
from mooc_kit.targets.imscc.file_names import file_names, safe_name
from mooc_kit.targets.imscc.html import equation_image, html_document
from mooc_kit.targets.imscc.identifiers import stable_id
from mooc_kit.targets.imscc.manifest import ASSOCIATED, WEB_CONTENT, Resource
from mooc_kit.targets.open_edx.html import Pages
from mooc_kit.targets.site.labels import Labels

CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
MAX_TITLE = 255
ASSIGNMENT, QUIZ, TOPIC, PAGE, URL = (
    "Assignment",
    "Quizzes::Quiz",
    "DiscussionTopic",
    "WikiPage",
    "ExternalUrl",
)
_FOLDERS = {ASSIGNMENT: "assignments", QUIZ: "quizzes", TOPIC: "discussion_topics"}


def content_type(activity: Activity) -> str:
    """What an activity becomes in Canvas, in the words of its module items."""
    match activity:
        case Discussion():
            return TOPIC
        case Quiz() | Survey():
            return QUIZ
        case Assignment():
            return ASSIGNMENT
        case Link() if not activity.body_html.strip():
            return URL
        case _:
            return PAGE


class CartridgeBuilder:
    """What the parts of one cartridge share. `files` are its members, `resources` the manifest's list of them."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.messages = messages_for(course.language)
        self.text = self.messages.text
        self.labels = Labels(self.messages)
        self.files: dict[str, bytes | Path] = {}
        self.resources: list[Resource] = []
        self.notices: set[Notice] = set()
        self.without_common_copy: set[str] = set()
        """Ids of quizzes and surveys that only Canvas's own copy holds: the manifest knows just their settings."""
        self.pages = Pages(self.messages, self.address, formula=equation_image)
        self.names = file_names(course.carried, "web_resources")
        self._activities = {activity.id: activity for _, activity in course.activities()}
        self._modules = {module.id for module in course.modules}
        self._pages = {page.id for page in course.pages}

    def id(self, kind: str, name: str = "") -> str:
        return stable_id("canvas", self.course.id, kind, name)

    def notice(self, what: str, why: str, instead: str) -> None:
        self.notices.add(Notice(what, why, instead))

    def title(self, title: str) -> str:
        """A title as it fits into Canvas; a longer one is cut, and that is told."""
        found = shown_title(title)
        if found != " ".join(title.split()):
            self.notice(
                f'The end of the title "{found[:60]}…"',
                f"Canvas's titles have at most {MAX_TITLE} characters.",
                "The title ends there.",
            )
        return found

    # ---- texts -------------------------------------------------------------------------------------------------------

    def address(self, url: str) -> str | None:
        """What Canvas's importer turns into the address of what an internal link leads to; None where unknown."""
        scheme, _, rest = url.partition(":")
        path, _, fragment = rest.partition("#")
        if scheme == "asset":
            path = path if path in self.names else _unquoted(path)
            found = self.names.get(path)
            return f"$IMS-CC-FILEBASE$/{quote(found.partition('/')[2])}" if found else None
        if scheme != "course":
            return None
        if fragment and path:
            self.notice(
                "Links to a place inside a page",
                "Canvas's importer would take the place for a part of the page's id.",
                "They lead to the page's beginning.",
            )
        return self._course_address(path)

    def _course_address(self, path: str) -> str | None:
        kind, _, id = path.partition("/")
        match kind:
            case "home":
                return self._page_address("home") if self.has_home else "$CANVAS_COURSE_REFERENCE$/modules"
            case "module":
                return f"$CANVAS_OBJECT_REFERENCE$/modules/{self.id('module', id)}" if id in self._modules else None
            case "page":
                return self._page_address(f"page/{id}") if id in self._pages else None
            case "announcement":
                return f"$CANVAS_OBJECT_REFERENCE$/discussion_topics/{self.id('announcement', id)}"
            case "credential":
                return "$CANVAS_COURSE_REFERENCE$/pages"
            case "activity" if id in self._activities:
                activity = self._activities[id]
                kind = content_type(activity)
                if isinstance(activity, Link) and kind == URL:
                    return activity.url
                if kind == PAGE:
                    return self._page_address(f"activity/{id}")
                return f"$CANVAS_OBJECT_REFERENCE$/{_FOLDERS[kind]}/{self.id('activity', id)}"
        return None

    @property
    def has_home(self) -> bool:
        return bool(self.course.home_html.strip())

    def _page_address(self, name: str) -> str:
        # Canvas makes a page's address of its title in its own way; by the id it finds the page in any language.
        return f"$WIKI_REFERENCE$/pages/{page_slug(name)}?wiki_page_migration_id={self.page_id(name)}"

    def page_id(self, name: str) -> str:
        kind, _, id = name.partition("/")
        return self.id(kind, id)

    def html(self, body: str) -> str:
        """HTML of the course for a place in Canvas."""
        return self.pages.html(body).decode().strip()

    def markdown(self, text: str) -> str:
        """Markdown of a question as HTML for Canvas."""
        return html_of(text, canvas_formula, self._in_question) if text else ""

    def _in_question(self, url: str) -> str:
        return (self.address(url) or "#") if url.startswith(("asset:", "course:")) else url

    # ---- members -----------------------------------------------------------------------------------------------------

    def page(self, name: str, title: str, body: str, *, is_front: bool = False) -> str:
        """A page of the course; gives its identifier."""
        id = self.page_id(name)
        path = f"wiki_content/{page_slug(name)}.html"
        meta = {"identifier": id, "editing_roles": "teachers", "workflow_state": "active"}
        if is_front:
            meta["front_page"] = "true"
        self.files[path] = html_document(self.pages, self.title(title), body, language=self.course.language, meta=meta)
        self.resources.append(Resource(id, WEB_CONTENT, (path,)))
        return id

    def put_xml(self, path: str, root: Fragment) -> str:
        self.files[path] = document(root)
        return path

    def assets(self) -> None:
        """The files of the kit that the course's texts use."""
        for path, file in self.course.carried.items():
            name = self.names[path]
            self.files[name] = file
            self.resources.append(Resource(self.id("file", path), WEB_CONTENT, (name,)))


def shown_title(title: str) -> str:
    """`title` as Canvas keeps and shows it."""
    title = " ".join(title.split())
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 2].rstrip() + " …"


def page_slug(name: str) -> str:
    """The file name of a page, without its ending."""
    return safe_name(name.replace("/", "-"))


def fields(**values: str | float | bool | None) -> list[Fragment]:
    """Elements with a value each, as Canvas writes them; those that are None stay away."""
    return [tag(name, words(written(value))) for name, value in values.items() if value is not None]


def written(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def listing(name: str, *inside: Fragment) -> Fragment:
    """The root of one of Canvas's settings files."""
    return tag(name, *inside, xmlns=CANVAS)


def associated(id: str, *paths: str) -> Resource:
    return Resource(id, ASSOCIATED, paths)


def _unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)
