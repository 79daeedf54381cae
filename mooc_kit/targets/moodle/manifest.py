"""Moodle manifest (moodle_backup.xml): what made the backup, what it holds, and how to restore it."""

from __future__ import annotations

from hashlib import blake2b

from mooc_kit.targets.moodle.backup_builder import MADE, BackupBuilder, end_of, moment
from mooc_kit.targets.moodle.xml_tree import Element, below, new, put

VERSION = 2022112800
"""The backup says that Moodle 4.1 made it: the oldest that takes it. Later ones take it as it is."""
RELEASE = "4.1"
# fmt: off
_SETTINGS = {
    "imscc11": 0, "users": 1, "anonymize": 0, "role_assignments": 1, "activities": 1, "blocks": 1, "files": 1,
    "filters": 1, "comments": 1, "badges": 1, "calendarevents": 1, "userscompletion": 1, "logs": 0,
    "grade_histories": 0, "questionbank": 1, "groups": 1, "competencies": 1, "customfield": 1, "contentbankcontent": 1,
    "xapistate": 1, "legacyfiles": 1,
}
# fmt: on
# There are no users in it; but only a restore "with users" also makes the ways to enrol.


def manifest(builder: BackupBuilder, titles: dict[str, str]) -> Element:
    """moodle_backup.xml; `titles` are those of the activities, by the names of their spots."""
    course, mapping = builder.course, builder.mapping
    file = f"{course.id}.mbz"
    root = new("moodle_backup")
    information = put(
        below(root, "information"),
        name=file,
        moodle_version=VERSION,
        moodle_release=f"{RELEASE} (Build: 20221128)",
        backup_version=VERSION,
        backup_release=RELEASE,
        backup_date=MADE,
        mnet_remoteusers=0,
        include_files=1,
        include_file_references_to_external_content=0,
        original_wwwroot="https://mooc-kit.invalid",
        original_site_identifier_hash=_digest("mooc-kit"),
        original_course_id=mapping.course_id,
        original_course_format="topics",
        original_course_fullname=builder.name(course.title),
        original_course_shortname=course.id,
        original_course_startdate=moment(course.start) or MADE,
        original_course_enddate=end_of(None),
        original_course_contextid=mapping.course_context,
        original_system_contextid=1,
    )
    detail = below(below(information, "details"), "detail", backup_id=_digest(f"course/{course.id}"))
    put(detail, type="course", format="moodle2", interactive=1, mode=10, execution=1, executiontime=0)
    contents = below(information, "contents")
    settings = below(information, "settings")
    _root_settings(settings, file)
    activities, sections = below(contents, "activities"), below(contents, "sections")
    for section in mapping.sections.values():
        put(
            below(sections, "section"),
            sectionid=section.id,
            title=section.number,
            directory=f"sections/section_{section.id}",
            parentcmid="",
            modname="",
        )
        _included(settings, "section", f"section_{section.id}")
        for spot in mapping.inside(section):
            put(
                below(activities, "activity"),
                moduleid=spot.module,
                sectionid=spot.section,
                modulename=spot.kind,
                title=builder.name(titles[spot.name]),
                directory=f"activities/{spot.folder}",
                insubsection="",
            )
            _included(settings, "activity", spot.folder)
    put(below(contents, "course"), courseid=mapping.course_id, title=course.id, directory="course")
    return root


def _root_settings(settings: Element, file: str) -> None:
    values: dict[str, str | int] = {"filename": file, **_SETTINGS}
    for name, value in values.items():
        put(below(settings, "setting"), level="root", name=name, value=value)


def _included(settings: Element, level: str, name: str) -> None:
    for what in ("included", "userinfo"):
        put(below(settings, "setting"), level=level, **{level: name}, name=f"{name}_{what}", value=1)


def _digest(words: str) -> str:
    return blake2b(words.encode(), digest_size=16).hexdigest()
