"""Canvas target: a cartridge of Canvas's own kind, with a list of what is left to do by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mooc_kit.course.model import Course
from mooc_kit.targets.base import Package, Target
from mooc_kit.targets.checklist import AFTER_IMPORT


class Canvas(Target):
    """A Canvas course export: import it into an empty course, or again into a running one."""

    key = "canvas"
    title = "Canvas"
    about = "A cartridge that Canvas imports: modules with requirements, rubrics, weighted groups, quizzes and dates."
    is_full_platform = True

    def render(self, course: Course, kit: Path) -> Package:
        from mooc_kit.archive import zip_bytes
        from mooc_kit.i18n import messages_for
        from mooc_kit.targets.canvas.after_import import after_import
        from mooc_kit.targets.canvas.cartridge import CanvasCartridge
        from mooc_kit.targets.canvas.cartridge_builder import CartridgeBuilder
        from mooc_kit.targets.canvas.certificate_step import with_step
        from mooc_kit.targets.canvas.notices import canvas_notices
        from mooc_kit.targets.imscc.texts import with_pages
        from mooc_kit.targets.site.one_file import with_own_certificates

        course = with_own_certificates(course, kit)
        messages = messages_for(course.language)
        builder = CartridgeBuilder(with_step(with_pages(course, messages, has_news=True), messages))
        cartridge = CanvasCartridge(builder, kit)
        package = Package()
        package.files[f"{course.id}.imscc"] = zip_bytes(builder.files, first=("imsmanifest.xml",))
        package.files[AFTER_IMPORT] = after_import(cartridge).markdown()
        package.notices = sorted({*builder.notices, *builder.pages.notices, *canvas_notices(builder.course)})
        return package

    def report_names(self, course: Course) -> Iterable[tuple[str, str]]:
        from mooc_kit.targets.canvas.cartridge_builder import shown_title

        return ((shown_title(activity.title), activity.id) for _, activity in course.activities())
