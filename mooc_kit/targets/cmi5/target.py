"""cmi5 package: the course's site in a frame, with its structure; statements go to the platform's record store."""

from __future__ import annotations

from pathlib import Path

from mooc_kit.cache import Cache
from mooc_kit.course.model import Course
from mooc_kit.targets.base import Package, Target
from mooc_kit.targets.checklist import AFTER_IMPORT

DRIVER = "lms-cmi5.js"
_WAY_BACK = "Export the statements of the record store as JSON, and let `mooc-kit completions` decide."


class Cmi5(Target):
    """One package for platforms that speak cmi5 and xAPI; what they record is read back by `mooc-kit completions`."""

    key = "cmi5"
    title = "cmi5"
    about = "A package for platforms with a learning record store: a statement for each page, quiz and answer."

    def render(self, course: Course, kit: Path) -> Package:
        return self.render_again(course, kit, Cache())

    def render_again(self, course: Course, kit: Path, cache: Cache) -> Package:
        from mooc_kit.archive import zip_bytes
        from mooc_kit.i18n import messages_for
        from mooc_kit.targets.cmi5.course_structure import STRUCTURE, course_iri, course_structure
        from mooc_kit.targets.lms.after_import import after_import
        from mooc_kit.targets.lms.launch_pages import LaunchPages
        from mooc_kit.targets.lms.notices import package_notices
        from mooc_kit.targets.lms.reporting_rule import reported_parts
        from mooc_kit.targets.lms.wrapped_site import wrapped_site

        messages = messages_for(course.language).for_pages()
        files, lost = wrapped_site(course, kit, cache, DRIVER)
        parts = reported_parts(course, course.packages.cmi5.cut)
        # The record store may lie anywhere.
        pages = LaunchPages(course, parts, messages, DRIVER, connects="'self' https: http:")
        files.update(pages.files({"iri": course_iri(course)}))
        files[STRUCTURE] = course_structure(course, parts)
        name = f"{course.id}-cmi5.zip"
        package = Package()
        package.files[name] = zip_bytes(files, first=(STRUCTURE,))
        package.files[AFTER_IMPORT] = after_import(course, parts, name, _imports(name), _WAY_BACK).markdown()
        package.notices = sorted({*lost, *package_notices(course, parts, "cmi5")})
        return package


def _imports(file: str) -> tuple[str, ...]:
    return (
        f"Any platform with cmi5 (SCORM Cloud, CATAPULT and others): import `{file}` as a course.",
        "Moodle: needs a plugin for cmi5 (`mod_cmi5launch`), with a cmi5 player and a learning record store. Without "
        "it take the target `scorm`.",
    )
