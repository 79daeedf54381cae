"""Common Cartridge target: a course as version 1.1, which nearly every platform reads."""

from __future__ import annotations

from pathlib import Path

from mooc_kit.course.model import Course
from mooc_kit.targets.base import Package, Target
from mooc_kit.targets.checklist import AFTER_IMPORT


class CommonCartridge(Target):
    """Pages, discussions, links and quizzes for any platform; what needs one platform's own tools is made by hand."""

    key = "common-cartridge"
    title = "Common Cartridge"
    about = "A cartridge (1.1) for Moodle, Blackboard, Brightspace, Sakai, Schoology and others."

    def render(self, course: Course, kit: Path) -> Package:
        from mooc_kit.archive import zip_bytes
        from mooc_kit.i18n import messages_for
        from mooc_kit.targets.common_cartridge.after_import import after_import
        from mooc_kit.targets.common_cartridge.cartridge import CommonCartridgeWriter
        from mooc_kit.targets.common_cartridge.notices import common_notices
        from mooc_kit.targets.imscc.texts import with_pages
        from mooc_kit.targets.site.one_file import with_own_certificates

        course = with_own_certificates(course, kit)
        writer = CommonCartridgeWriter(with_pages(course, messages_for(course.language), has_news=False))
        files = writer.members()
        package = Package()
        package.files[f"{course.id}.imscc"] = zip_bytes(files, first=("imsmanifest.xml",))
        package.files[AFTER_IMPORT] = after_import(writer.course, writer.quizzes, writer.uneven).markdown()
        package.notices = sorted({*writer.notices, *writer.pages.notices, *common_notices(writer.course)})
        return package
