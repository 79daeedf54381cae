"""Canvas cartridge: pages, assignments, quizzes and discussions as files, tied together by Canvas's own settings."""

from __future__ import annotations

from html import escape
from pathlib import Path

from mooc_kit.course.model import Activity, Assignment, Discussion, Group, Link, LiveSession, Module, Quiz, Survey
from mooc_kit.quizzes.formats.xml_fragments import Fragment
from mooc_kit.targets.canvas import forums, quizzes, settings
from mooc_kit.targets.canvas.assignments import canvas_points, put_assignment
from mooc_kit.targets.canvas.cartridge_builder import PAGE, URL, CartridgeBuilder, associated, content_type
from mooc_kit.targets.canvas.certificate_step import step_row
from mooc_kit.targets.canvas.grades import Groups, grading_scheme, late_policy
from mooc_kit.targets.canvas.modules import Item, ModuleRow, activity_item, contents, modules_xml, start_of_module
from mooc_kit.targets.canvas.rubrics import outcomes_xml, rubrics_of, rubrics_xml
from mooc_kit.targets.canvas.team_files import put_team_files
from mooc_kit.targets.imscc.html import html_document
from mooc_kit.targets.imscc.manifest import ASSOCIATED, LINK_TYPE, WEB_CONTENT, Resource, manifest, web_link
from mooc_kit.targets.imscc.texts import CERTIFICATE_STEP, GROUPS_AFTER, session, syllabus
from mooc_kit.targets.open_edx.course_image import course_image

_FOLDER = "course_settings"


class CanvasCartridge:
    """Fills a builder with everything of its course."""

    def __init__(self, builder: CartridgeBuilder, kit: Path) -> None:
        self.builder = builder
        self._kit = kit
        self.course = builder.course
        self.asked = quizzes.write_questions(builder)
        self.points: dict[str, float] = {}
        for _, activity in self.course.activities():
            if isinstance(activity, Quiz):
                self.points[activity.id] = self.asked.points(activity)
            elif isinstance(activity, Assignment):
                self.points[activity.id] = float(canvas_points(activity))
        self.groups = Groups(builder, self.points)
        self._talks = 0
        rows = self._rows()
        self._settings(rows)
        builder.assets()
        labels = builder.labels
        builder.files["imsmanifest.xml"] = manifest(
            self.course, labels, builder.id("manifest"), contents(rows), builder.resources
        )

    # ---- modules -----------------------------------------------------------------------------------------------------

    def _rows(self) -> list[ModuleRow]:
        builder = self.builder
        if builder.has_home:
            builder.page("home", self.course.title, self.course.home_html, is_front=True)
        rows = [self._pages(Group.START)]
        for module in self.course.modules:
            rows.append(self._module(module))
        if step := step_row(builder, [row for row in rows if row.is_part]):
            rows.append(step)
        rows += [self._pages(group) for group in GROUPS_AFTER]
        for position, told in enumerate(reversed(self.course.announcements), start=1):
            forums.put_announcement(builder, told, position)
        return [row for row in rows if row.items or row.is_part]

    def _pages(self, group: Group) -> ModuleRow:
        builder = self.builder
        row = ModuleRow(builder.id("pages", group.value), builder.labels.group(group))
        for page in self.course.pages:
            if page.group is group and page.origin != CERTIFICATE_STEP:
                id = builder.page(f"page/{page.id}", page.title, page.body_html)
                row.items.append(Item(builder.id("item", f"page/{page.id}"), builder.title(page.title), PAGE, id))
        return row

    def _module(self, module: Module) -> ModuleRow:
        builder = self.builder
        title = builder.title(module.title)
        row = ModuleRow(builder.id("module", module.id), title, opens=start_of_module(builder, module), is_part=True)
        if module.body_html.strip():
            id = builder.page(f"about/{module.id}", module.title, module.body_html)
            row.items.append(Item(builder.id("item", f"about/{module.id}"), title, PAGE, id))
        for activity in module.activities:
            if isinstance(activity, Quiz | Survey) and activity.id not in self.asked.of:
                continue
            self._put(activity)
            row.items.append(activity_item(builder, module, activity, self.points))
        return row

    def _put(self, activity: Activity) -> None:
        builder = self.builder
        match activity:
            case Quiz():
                quizzes.put_quiz(builder, self.groups, activity, self.asked.of[activity.id])
            case Survey():
                quizzes.put_survey(builder, activity, self.asked.of[activity.id])
            case Discussion():
                self._talks += 1
                forums.put_discussion(builder, activity, self._talks)
            case Assignment():
                put_assignment(builder, self.groups, activity)
            case Link() if content_type(activity) == URL:
                id = builder.id("activity", activity.id)
                path = f"{id}.xml"
                builder.files[path] = web_link(activity.title, activity.url)
                builder.resources.append(Resource(id, LINK_TYPE, (path,), has_href=False))
            case Link():
                link = f'<p><a href="{escape(activity.url)}">{escape(activity.title)}</a></p>'
                builder.page(f"activity/{activity.id}", activity.title, link + activity.body_html)
                builder.notice(
                    f'The link "{activity.title}" as an item of its own',
                    "External links in Canvas have no text.",
                    "It stands on a page with its text.",
                )
            case LiveSession():
                when = builder.labels.moment(activity.starts) if activity.starts else ""
                head = session(builder.messages, when, activity.url)
                builder.page(f"activity/{activity.id}", activity.title, head + activity.body_html)
            case _:
                builder.page(f"activity/{activity.id}", activity.title, activity.body_html)

    # ---- settings ----------------------------------------------------------------------------------------------------

    def _settings(self, rows: list[ModuleRow]) -> None:
        builder, course = self.builder, self.course
        scheme = grading_scheme(builder)
        parts: dict[str, Fragment | None] = {
            "course_settings.xml": settings.course_settings(builder, self.groups, scheme),
            "module_meta.xml": modules_xml(builder, rows),
            "assignment_groups.xml": self.groups.xml(),
            "grading_standards.xml": scheme,
            "late_policy.xml": late_policy(builder) if self.groups.groups else None,
            "rubrics.xml": rubrics_xml(builder) if rubrics_of(builder) else None,
            "learning_outcomes.xml": outcomes_xml(builder) if course.outcomes else None,
            "events.xml": settings.events_xml(builder),
            "files_meta.xml": put_team_files(builder, self._kit),
        }
        paths = [builder.put_xml(f"{_FOLDER}/{name}", root) for name, root in parts.items() if root is not None]
        flag, outline = f"{_FOLDER}/canvas_export.txt", f"{_FOLDER}/syllabus.html"
        builder.files[flag] = settings.FLAG
        builder.files[outline] = html_document(
            builder.pages, "Syllabus", syllabus(course, builder.messages), language=course.language
        )
        builder.files[settings.COURSE_PICTURE] = course_image(course)
        picture = Resource(builder.id("file", settings.COURSE_PICTURE), WEB_CONTENT, (settings.COURSE_PICTURE,))
        about = Resource(f"{builder.id('course')}_syllabus", ASSOCIATED, (outline,), use="syllabus")
        # The file by which Canvas knows its own exports stands first: it is the resource's address.
        builder.resources += [associated(builder.id("course"), flag, *paths), about, picture]
