"""Open edX structure: a chapter for each module, a subsection for each activity, its components in one unit.

A subsection is what Open edX grades, dates and puts a time limit on, so each activity has its own. Pages about the
course as a whole stand in chapters of their own around the modules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mooc_kit.content.html_words import fragment, lines_of, words_of
from mooc_kit.course.model import Activity, Exam, Group, InfoPage, Module, Quiz
from mooc_kit.course.own_source import as_text
from mooc_kit.quizzes.model import Essay
from mooc_kit.targets.open_edx.course_info import CourseInfoPages
from mooc_kit.targets.open_edx.dates import end_of, start_of
from mooc_kit.targets.open_edx.grading import Grading
from mooc_kit.targets.open_edx.olx import Olx
from mooc_kit.targets.open_edx.units import Units, essays_apart
from mooc_kit.targets.open_edx.url_names import EVIDENCE, GROUP_ORDER, HOME, SOURCE, course_key
from mooc_kit.targets.steps import step_before
from mooc_kit.targets.weights import graded_shares

if TYPE_CHECKING:
    from lxml import etree

VERIFIED_ONLY = {"50": [2]}
"""Open edX's partition of enrolment tracks is 50; in it the verified track is 2."""
PRACTICE_MINUTES = 15
REMOTE = frozenset({"live-remote", "recorded"})
"""Ways of watching an exam that proctoring software takes part in."""


@dataclass
class Structure:
    """Writes the tree of a course into `units.olx`, below the course's element."""

    units: Units
    grading: Grading

    @property
    def olx(self) -> Olx:
        return self.units.olx

    def write(self, root: etree._Element) -> None:
        course = self.units.course
        text = self.units.views.messages.text
        home = self.units.views.pages.html(course.home_html)
        before = [page for page in course.pages if page.group is Group.START]
        if home.strip() or before:
            chapter = self.olx.block(root, "chapter", "chapter_start", display_name=text("Getting started"))
            if home.strip():
                self._page(chapter, HOME, text("Welcome"), home)
            self._pages(chapter, before)
            self.olx.done(chapter, "chapter_start")
        for module in course.modules:
            self._module(root, module)
        for group in GROUP_ORDER:
            found = [page for page in course.pages if page.group is group]
            has_overview = group is Group.EVIDENCE and bool(course.credentials or graded_shares(course))
            if not found and not has_overview:
                continue
            name = f"chapter_{group.value}"
            chapter = self.olx.block(root, "chapter", name, display_name=self.units.views.wording.group(group))
            if has_overview:
                self._page(chapter, EVIDENCE, text("What you can hold in your hands"), self.units.views.evidence())
            self._pages(chapter, found)
            self.olx.done(chapter, name)

    def _module(self, root: etree._Element, module: Module) -> None:
        name = f"module_{module.id}"
        opens = start_of(module.opens) if module.opens else None
        chapter = self.olx.block(root, "chapter", name, display_name=module.title, start=opens)
        about = self.units.views.pages.html(module.body_html)
        if about.strip() or not module.activities:  # an empty chapter would be an error of the package
            words = about if about.strip() else self.units.views.html("module", module=module)
            self._page(chapter, f"about_{module.id}", module.title, words)
        for activity in module.activities:
            if isinstance(activity, Exam):
                self._before_exam(chapter, activity)
            self._activity(chapter, module, activity)
        self.olx.done(chapter, name)

    def _step(self, module: Module, activity: Activity) -> dict[str, Any]:
        """What must be done first, as releases behind Ulmo read it; older ones keep the attributes, which do nothing.

        The key names this package's course; the platform puts the one that it imports into in its place. What stands
        there must come earlier, or the import fails. Source: `_apply_sequential_gating` in `xml_importer.py` of
        openedx-platform at 47bf267.
        """
        first = step_before(self.units.course, module, activity)
        fields: dict[str, Any] = {}
        if any(step_before(self.units.course, module, later) == activity for later in module.activities):
            fields["is_prerequisite"] = True
        if first is not None:
            key = "+".join(course_key(self.units.course))
            fields["required_prereq"] = f"block-v1:{key}+type@sequential+block@{first.id}"
            fields |= {"min_score": 0, "min_completion": 100}
        return fields

    def _activity(self, chapter: etree._Element, module: Module, activity: Activity) -> None:
        due = getattr(activity, "due", None)
        fields: dict[str, Any] = {"display_name": activity.title, "due": end_of(due) if due else None}
        fields |= self._step(module, activity)
        if activity.id in self.grading.formats:
            fields |= {"graded": True, "format": self.grading.formats[activity.id]}
        if isinstance(activity, Quiz) and activity.time_limit_minutes:
            fields |= {"is_time_limited": True, "default_time_limit_minutes": activity.time_limit_minutes}
        if isinstance(activity, Exam):
            fields |= _exam_fields(activity, is_open=activity.id in self.grading.formats)
        subsection = self.olx.block(chapter, "sequential", activity.id, **fields)
        unit_name = f"unit_{activity.id}"
        is_talk = activity.kind == "discussion"
        unit = self.olx.block(
            subsection, "vertical", unit_name, display_name=activity.title, discussion_enabled=is_talk
        )
        essays = essays_apart(activity, is_graded=activity.id in self.grading.formats)
        self.units.fill(unit, module, activity, but=essays)
        self.olx.done(unit, unit_name)
        self.olx.done(subsection, activity.id)
        if essays and isinstance(activity, Quiz):
            self._essays(chapter, activity, essays, due=fields["due"])

    def _essays(self, chapter: etree._Element, activity: Quiz, essays: Sequence[Essay], due: str | None) -> None:
        name = f"essays_{activity.id}"
        title = f"{self.units.views.messages.text('In your own words')}: {activity.title}"
        subsection = self.olx.block(chapter, "sequential", name, display_name=title, due=due)
        unit = self.olx.block(subsection, "vertical", f"unit_{name}", display_name=title, discussion_enabled=False)
        self.units.essays(unit, activity, essays)
        self.olx.done(unit, f"unit_{name}")
        self.olx.done(subsection, name)

    def _before_exam(self, chapter: etree._Element, exam: Exam) -> None:
        """The rules in words, and where software watches, subsections to set it up and to try it."""
        text = self.units.views.messages.text
        rules = self.units.views.pages.html(exam.rules_html)
        if rules.strip():
            self._page(chapter, f"rules_{exam.id}", text("Rules: {title}", title=exam.title), rules)
        if exam.watched not in REMOTE or not exam.time_limit_minutes:
            return
        if exam.identity == "document-check":
            title = text("Set up your identity check: {title}", title=exam.title)
            self._trial(chapter, f"onboarding_{exam.id}", title, is_onboarding_exam=True)
        title = text("Try it first: {title}", title=exam.title)
        self._trial(chapter, f"practice_{exam.id}", title, is_practice_exam=True)

    def _trial(self, chapter: etree._Element, name: str, title: str, **kind: bool) -> None:
        from lxml import etree

        text = self.units.views.messages.text
        subsection = self.olx.block(
            chapter,
            "sequential",
            name,
            display_name=title,
            is_time_limited=True,
            default_time_limit_minutes=PRACTICE_MINUTES,
            is_proctored_enabled=True,
            group_access=VERIFIED_ONLY,
            **kind,
        )
        unit = self.olx.block(subsection, "vertical", f"unit_{name}", display_name=title, discussion_enabled=False)
        problem = self.olx.block(unit, "problem", f"trial_{name}", display_name=title, weight=0.0, showanswer="always")
        response = etree.SubElement(problem, "multiplechoiceresponse")
        etree.SubElement(response, "label").text = text(
            "This only tries the technique and counts for nothing. Do your camera and microphone work?"
        )
        group = etree.SubElement(response, "choicegroup", type="MultipleChoice")
        etree.SubElement(group, "choice", correct="true").text = text("Yes, everything works.")
        etree.SubElement(group, "choice", correct="false").text = text("No, I need help before the exam.")
        self.olx.done(problem, f"trial_{name}")
        self.olx.done(unit, f"unit_{name}")
        self.olx.done(subsection, name)

    def _pages(self, chapter: etree._Element, pages: list[InfoPage]) -> None:
        written: set[str] = set()
        for page in pages:
            name = self.units.views.names.pages[page.id]
            if name in written:
                continue
            written.add(name)
            self._page(chapter, name, page.title, self.units.views.pages.html(page.body_html))

    def _page(self, chapter: etree._Element, name: str, title: str, content: bytes) -> None:
        """A subsection with one unit that holds one HTML component."""
        subsection = self.olx.block(chapter, "sequential", name, display_name=title)
        unit = self.olx.block(subsection, "vertical", f"unit_{name}", display_name=title, discussion_enabled=False)
        self.olx.html(unit, f"text_{name}", title, content)
        self.olx.done(unit, f"unit_{name}")
        self.olx.done(subsection, name)


def own_source(olx: Olx, root: etree._Element, views: CourseInfoPages, source: bytes) -> None:
    """The kit's source in a section that the team alone sees: Open edX keeps its text as it is, and exports it again.

    A file below static/ would not do: whoever knows its address gets it, with the answers to all questions.
    """
    text = views.messages.text
    title = text("For the team: the source of this course")
    chapter = olx.block(root, "chapter", SOURCE, display_name=title, visible_to_staff_only=True)
    subsection = olx.block(chapter, "sequential", f"section_{SOURCE}", display_name=title, visible_to_staff_only=True)
    unit = olx.block(
        subsection,
        "vertical",
        f"unit_{SOURCE}",
        display_name=title,
        visible_to_staff_only=True,
        discussion_enabled=False,
    )
    olx.html(unit, f"text_{SOURCE}", title, views.html("source", source=as_text(source)))
    for element, name in ((unit, f"unit_{SOURCE}"), (subsection, f"section_{SOURCE}"), (chapter, SOURCE)):
        olx.done(element, name)


def _exam_fields(exam: Exam, *, is_open: bool) -> dict[str, Any]:
    """The exam's fields. `is_open`: its score counts for everybody, so nobody may be shut out."""
    if exam.watched not in REMOTE or not exam.time_limit_minutes:
        return {}  # Open edX watches no exam without a limit, and the limit is the team's to choose
    fields: dict[str, Any] = {"is_proctored_enabled": True, "exam_review_rules": _plain_rules(exam.rules_html)}
    if not is_open:
        fields["group_access"] = VERIFIED_ONLY
    return fields


def _plain_rules(html: str) -> str:
    """The rules in plain words for the people who review the recordings; a row of a table is one line."""
    from lxml import etree

    tree = fragment(html)
    for table in list(tree.iter("table")):
        rows = [list(row.iter("td")) for row in table.iter("tr")]
        heads = [_words(cell) for cell in table.iter("th")]
        lines = [_told(heads, [_words(cell) for cell in row]) for row in rows if row]
        for part in list(table):
            table.remove(part)
        for line in lines:
            etree.SubElement(table, "p").text = line
    return "\n".join(lines_of(etree.tostring(tree, encoding="unicode")))


def _words(cell: etree._Element) -> str:
    from lxml import etree

    return words_of(etree.tostring(cell, encoding="unicode", with_tail=False))


def _told(heads: list[str], cells: list[str]) -> str:
    if len(heads) != len(cells):
        return "; ".join(cells)
    return "; ".join(f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=True))
