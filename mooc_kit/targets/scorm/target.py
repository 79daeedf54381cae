"""SCORM package: the course's site in a frame, with a manifest, in version 1.2 or 2004."""

from __future__ import annotations

from pathlib import Path

from mooc_kit.cache import Cache
from mooc_kit.course.model import Course
from mooc_kit.targets.base import Package, Target
from mooc_kit.targets.checklist import AFTER_IMPORT

DRIVER = "lms-scorm.js"


class Scorm(Target):
    """One package for Moodle, Canvas, Blackboard, Brightspace, TalentLMS, SAP and others."""

    key = "scorm"
    title = "SCORM"
    about = "A package (1.2, or 2004) for any learning platform: it reports what is completed, the score, and passed."

    def render(self, course: Course, kit: Path) -> Package:
        return self.render_again(course, kit, Cache())

    def render_again(self, course: Course, kit: Path, cache: Cache) -> Package:
        from mooc_kit.archive import zip_bytes
        from mooc_kit.i18n import messages_for
        from mooc_kit.targets.lms.after_import import after_import
        from mooc_kit.targets.lms.launch_pages import LaunchPages
        from mooc_kit.targets.lms.notices import package_notices
        from mooc_kit.targets.lms.reporting_rule import reported_parts
        from mooc_kit.targets.lms.wrapped_site import wrapped_site
        from mooc_kit.targets.scorm.imports import imports, way_back
        from mooc_kit.targets.scorm.manifest import MANIFEST, manifest

        settings = course.packages.scorm
        messages = messages_for(course.language).for_pages()
        files, lost = wrapped_site(course, kit, cache, DRIVER)
        parts = reported_parts(course, settings.cut)
        files.update(LaunchPages(course, parts, messages, DRIVER).files({"version": settings.version.value}))
        files[MANIFEST] = manifest(course, parts, sorted(files), settings.version)
        name = f"{course.id}-scorm-{settings.version.value}.zip"
        package = Package()
        package.files[name] = zip_bytes(files, first=(MANIFEST,))
        package.files[AFTER_IMPORT] = after_import(
            course, parts, name, imports(name, settings.version), way_back(parts)
        ).markdown()
        package.notices = sorted({*lost, *package_notices(course, parts, "SCORM")})
        return package
