"""Canvas team files: what a cartridge carries for the team alone, in a folder of files that Canvas locks.

Canvas keeps such files, shows them to no participant, and writes them into its own exports again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mooc_kit.course.model import Group
from mooc_kit.course.own_names import OwnPart, name_table
from mooc_kit.course.own_source import packed
from mooc_kit.quizzes.formats.xml_fragments import Fragment, tag
from mooc_kit.targets.canvas.cartridge_builder import CartridgeBuilder, fields, listing
from mooc_kit.targets.canvas.certificate_step import STEP
from mooc_kit.targets.canvas.rubrics import criterion_id, level_id, rubrics_of
from mooc_kit.targets.imscc.manifest import WEB_CONTENT, Resource
from mooc_kit.targets.imscc.texts import CERTIFICATE_STEP

FOLDER = "mooc-kit"
NAMES = f"web_resources/{FOLDER}/names.json"
SOURCE = f"web_resources/{FOLDER}/source.zip"


def put_team_files(builder: CartridgeBuilder, kit: Path) -> Fragment:
    """The table of names and the source of the kit. Gives files_meta.xml, by which Canvas locks both."""
    builder.files[NAMES] = name_table(_parts(builder))
    if source := packed(kit, builder.names, (page.id for page in builder.course.pages)):
        builder.files[SOURCE] = source
    locked = []
    for path in (NAMES, SOURCE):
        if path in builder.files:
            id = builder.id("file", path)
            builder.resources.append(Resource(id, WEB_CONTENT, (path,), for_teachers=True))
            locked.append(tag("file", *fields(locked=True), identifier=id))
    folders = tag("folders", tag("folder", *fields(locked=True), path=FOLDER))
    return listing("fileMeta", folders, tag("files", *locked))


def _parts(builder: CartridgeBuilder) -> Iterator[OwnPart]:
    course, id, title = builder.course, builder.id, builder.title
    for group in dict.fromkeys(page.group for page in course.pages):
        yield OwnPart("pages", group.value, id("pages", group.value), builder.labels.group(group))
    for page in course.pages:
        if page.origin == CERTIFICATE_STEP:
            yield OwnPart("pages", Group.EVIDENCE.value, id("pages", STEP), title(page.title))
        yield OwnPart("page", page.id, id("page", page.id), title(page.title))
    for module in course.modules:
        yield OwnPart("module", module.id, id("module", module.id), title(module.title))
        if module.body_html.strip():
            yield OwnPart("about", module.id, id("about", module.id), title(module.title))
        for activity in module.activities:
            yield OwnPart("activity", activity.id, id("activity", activity.id), title(activity.title), activity.kind)
            if activity.kind == "live_session":
                yield OwnPart("event", activity.id, id("event", activity.id), title(activity.title))
    for told in course.announcements:
        yield OwnPart("announcement", told.id, id("announcement", told.id), title(told.title))
    for outcome in course.outcomes:
        yield OwnPart("outcome", outcome.id, id("outcome", outcome.id), title(outcome.text))
    for rubric in rubrics_of(builder).values():
        yield OwnPart("rubric", rubric.id, id("rubric", rubric.id), title(rubric.title))
        for row in rubric.criteria:
            yield OwnPart("criterion", row.id, criterion_id(builder, rubric, row))
            for level in row.levels:
                yield OwnPart("level", level.id, level_id(builder, rubric, row, level))
    for path, name in builder.names.items():
        yield OwnPart("file", path, id("file", path), name)
