"""Moodle target: a backup that Moodle restores, with a list of what is left to do by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mooc_kit.course.model import Course, PeerReview
from mooc_kit.targets.base import Package, Target


class Moodle(Target):
    """A Moodle backup: restore it as a new course."""

    key = "moodle"
    title = "Moodle"
    about = "A backup for Moodle 4.1 and later, with questions, rubrics, completion, gradebook and badges in place."
    is_full_platform = True

    def render(self, course: Course, kit: Path) -> Package:
        from mooc_kit.archive import tar_gz
        from mooc_kit.targets.moodle.about_pages import with_about
        from mooc_kit.targets.moodle.after_import import after_import
        from mooc_kit.targets.moodle.backup import BackupTree
        from mooc_kit.targets.moodle.backup_builder import BackupBuilder
        from mooc_kit.targets.moodle.notices import moodle_notices
        from mooc_kit.targets.site.one_file import with_own_certificates

        builder = BackupBuilder(with_about(with_own_certificates(course, kit)))
        backup = BackupTree(builder)
        package = Package()
        package.files[f"{course.id}.mbz"] = tar_gz(backup.members, is_plain=True)
        package.files["AFTER-IMPORT.md"] = after_import(builder).encode()
        package.notices = sorted({*builder.notices, *moodle_notices(builder)})
        return package

    def report_names(self, course: Course) -> Iterable[tuple[str, str]]:
        from mooc_kit.targets.moodle.backup_builder import MAX_WORKSHOP, shown_name

        for _, activity in course.activities():
            yield shown_name(activity.title), activity.id
            if isinstance(activity, PeerReview):
                yield shown_name(activity.title, MAX_WORKSHOP), activity.id
