"""Moodle backup: the tree of files that a course is restored from; moodle_backup.xml names every part."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Discussion,
    Link,
    LiveSession,
    Module,
    PeerReview,
    Quiz,
    Survey,
)
from mooc_kit.course.own_source import packed
from mooc_kit.targets.moodle import assignments, course_files, forums, quiz, resources, surveys
from mooc_kit.targets.moodle.about_pages import SOURCE, SOURCE_FILE
from mooc_kit.targets.moodle.activity_completion import NEVER, ON_VIEW, Made
from mooc_kit.targets.moodle.activity_mapping import MoodleActivity
from mooc_kit.targets.moodle.backup_builder import MADE, BackupBuilder
from mooc_kit.targets.moodle.badges import badges_file
from mooc_kit.targets.moodle.course_completion import course_completion
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.gradebook import Gradebook
from mooc_kit.targets.moodle.manifest import VERSION, manifest
from mooc_kit.targets.moodle.question_bank import question_bank
from mooc_kit.targets.moodle.xml_tree import Element, below, file_bytes, new, nothing, put
from mooc_kit.targets.steps import step_before

GROUPED = frozenset({"forum", "assign", "workshop", "data", "choice", "feedback"})
"""Kinds of activity that people do in their groups, where the course has groups."""


class BackupTree:
    """The members of the archive, by path."""

    def __init__(self, builder: BackupBuilder, kit: Path | None = None) -> None:
        self.members: dict[str, bytes | Path] = {}
        self._draft = builder
        self._titles: dict[str, str] = {}
        self._gradebook = Gradebook(builder)
        self._must_read = quiz.rules_pages(builder)
        self._sections()
        for page in builder.course.pages:
            if page.id == SOURCE:
                continue
            spot = builder.mapping.of[f"page/{page.id}"]
            made = resources.page(builder, spot, page, is_counted=False)
            made.done = ON_VIEW if page.id in self._must_read else NEVER
            self._activity(spot, page.title, made, f"page-{page.group.value}-{page.id}")
        for module in builder.course.modules:
            for activity in module.activities:
                self._course_activity(module, activity)
        self._source(kit)
        self._course()

    def _source(self, kit: Path | None) -> None:
        """The kit's source on a page that the team alone sees: Moodle gives nobody a file of what is hidden."""
        spot = self._draft.mapping.of.get(f"page/{SOURCE}")
        if spot is None or kit is None:
            return
        builder = self._draft
        page = next(page for page in builder.course.pages if page.id == SOURCE)
        made = resources.page(builder, spot, page, is_counted=False)
        held = {path: builder.files.place(file) for path, file in builder.course.assets.items()}
        inside = {path: place for path, place in held.items() if place in builder.files.pool}
        source = packed(kit, inside, [page.id for page in builder.course.pages])
        made.files += builder.files.add(Area(spot.context, "mod_page", "content"), PurePosixPath(SOURCE_FILE), source)
        made.done, made.is_hidden = NEVER, True
        self._activity(spot, page.title, made, f"page-{page.group.value}-{page.id}")

    def _course_activity(self, module: Module, activity: Activity) -> None:
        builder, spot = self._draft, self._draft.mapping.activity(activity.id)
        made = build(builder, spot, activity)
        made.grade_items = self._gradebook.items(spot, activity)
        before = _before(builder, module, activity)
        if before is not None:
            made.availability.append({"type": "completion", "cm": before.module, "e": 1})
        made.outcomes = activity.outcomes
        self._activity(spot, activity.title, made, activity.id)

    def _activity(self, spot: MoodleActivity, title: str, made: Made, idnumber: str) -> None:
        folder = f"activities/{spot.folder}"
        self._titles[spot.name] = title
        root = new("activity", id=spot.instance, moduleid=spot.module, modulename=spot.kind, contextid=spot.context)
        root.append(made.body)
        self._put(f"{folder}/{spot.kind}.xml", root)
        self._put(f"{folder}/module.xml", _module(self._draft, spot, made, idnumber))
        grades = new("activity_gradebook")
        below(grades, "grade_items").extend(made.grade_items)
        self._put(f"{folder}/grades.xml", nothing(grades, "grade_letters"))
        if made.grading is not None:
            self._put(f"{folder}/grading.xml", made.grading)
        self._put(f"{folder}/inforef.xml", _references(made))
        for name, element in _empty_parts():
            self._put(f"{folder}/{name}", element)
        self._put(f"{folder}/xapistate.xml", new("states"))

    def _sections(self) -> None:
        for section in self._draft.mapping.sections.values():
            root, files = course_files.section_file(self._draft, section)
            self._put(f"sections/section_{section.id}/section.xml", root)
            self._put(f"sections/section_{section.id}/inforef.xml", _file_references(new("inforef"), files))

    def _course(self) -> None:
        builder = self._draft
        self._put("course/course.xml", course_files.course_settings(builder))
        image = course_files.course_image_files(builder)
        references = _file_references(new("inforef"), image)
        roles = below(references, "roleref")
        for id in course_files.ROLES:
            put(below(roles, "role"), id=id)
        self._put("course/inforef.xml", references)
        self._put("course/enrolments.xml", course_files.enrolments(builder))
        self._put("course/contentbank.xml", new("contents"))
        for name, element in _empty_parts():
            self._put(f"course/{name}", element)
        self._put("course/calendar.xml", course_files.calendar(builder))
        self._put("gradebook.xml", self._gradebook.root())
        self._put("completion.xml", course_completion(builder, self._gradebook.pass_points))
        self._put("badges.xml", badges_file(builder))
        self.members["questions.xml"] = question_bank(builder)
        self._put("roles.xml", course_files.roles(builder))
        self._put("groups.xml", course_files.group_settings())
        for name, tag in (("outcomes", "outcomes_definition"), ("scales", "scales_definition"), ("users", "users")):
            self._put(f"{name}.xml", new(tag))
        self._put("files.xml", builder.files.rows)
        self.members.update(builder.files.pool)
        self._put("moodle_backup.xml", manifest(builder, self._titles))

    def _put(self, path: str, root: Element) -> None:
        self.members[path] = file_bytes(root)


def build(builder: BackupBuilder, spot: MoodleActivity, activity: Activity) -> Made:
    """The activity as its kind's file says it."""
    match activity:
        case Discussion():
            return (
                forums.forum(builder, spot, activity)
                if spot.kind == "forum"
                else forums.database(builder, spot, activity)
            )
        case Quiz():
            return quiz.quiz(builder, spot, activity)
        case PeerReview():
            return assignments.workshop(builder, spot, activity)
        case Assignment():
            return assignments.assignment(builder, spot, activity)
        case Survey():
            is_choice = spot.kind == "choice"
            return surveys.choice(builder, spot, activity) if is_choice else surveys.feedback(builder, spot, activity)
        case LiveSession():
            return resources.session(builder, spot, activity)
        case Link():
            return resources.link(builder, spot, activity)
        case _:
            return resources.page(builder, spot, activity)


def _before(builder: BackupBuilder, module: Module, activity: Activity) -> MoodleActivity | None:
    """What must be done before `activity` may begin."""
    previous = step_before(builder.course, module, activity)
    return builder.mapping.activity(previous.id) if previous is not None else None


def _module(builder: BackupBuilder, spot: MoodleActivity, made: Made, idnumber: str) -> Element:
    """module.xml: what all kinds of activity have."""
    done = made.done
    conditions = made.availability
    tree = {"op": "&", "c": conditions, "showc": [True] * len(conditions)}
    root = new("module", id=spot.module, version=VERSION)
    put(
        root,
        modulename=spot.kind,
        sectionid=spot.section,
        sectionnumber=spot.section_number,
        idnumber=idnumber[:100],
        added=MADE,
        score=0,
        indent=0,
        visible=not made.is_hidden,
        visibleoncoursepage=1,
        visibleold=not made.is_hidden,
        groupmode=course_files.group_mode(builder) if spot.kind in GROUPED else 0,
        groupingid=0,
        completion=done.mode,
        completiongradeitemnumber=done.grade_item,
        completionpassgrade=done.must_pass,
        completionview=done.on_view,
        completionexpected=made.expected if done.mode else 0,
        availability=json.dumps(tree, separators=(",", ":")) if conditions else None,
        showdescription=0,
        downloadcontent=1,
        lang=None,
    )
    tags = below(root, "tags")
    for outcome in made.outcomes:
        tag = below(tags, "tag", id=builder.id("tag_instance", f"{spot.name}/{outcome}"))
        put(tag, name=f"outcome:{outcome}", rawname=f"outcome:{outcome}")
    return root


def _references(made: Made) -> Element:
    """inforef.xml: what else in the backup the activity needs."""
    root = _file_references(new("inforef"), made.files)
    if made.grade_items:
        items = below(root, "grade_itemref")
        for item in made.grade_items:
            put(below(items, "grade_item"), id=item.get("id"))
    if made.categories:
        categories = below(root, "question_categoryref")
        for id in made.categories:
            put(below(categories, "question_category"), id=id)
    return root


def _file_references(root: Element, ids: Iterable[int]) -> Element:
    unique = list(dict.fromkeys(ids))
    if unique:
        files = below(root, "fileref")
        for id in unique:
            put(below(files, "file"), id=id)
    return root


def _empty_parts() -> list[tuple[str, Element]]:
    """The files that Moodle asks for and that hold nothing here."""
    filters = nothing(new("filters"), "filter_actives", "filter_configs")
    roles = nothing(new("roles"), "role_overrides", "role_assignments")
    return [
        ("calendar.xml", new("events")),
        ("comments.xml", new("comments")),
        ("filters.xml", filters),
        ("roles.xml", roles),
    ]
