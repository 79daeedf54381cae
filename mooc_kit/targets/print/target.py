"""Print target: the whole course as one tagged PDF (PDF/UA-1), typeset by Typst."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mooc_kit.course.model import Course
from mooc_kit.targets.base import Package, Target


@dataclass(frozen=True)
class PrintedCourse(Target):
    """The course on paper: what people read, what they do, rubrics, and answers at the end."""

    key = "print"
    title = "Printed course"
    about = (
        "A tagged PDF of the whole course, with contents, bookmarks, rubrics, and the answers to quizzes at the end."
    )

    has_handout: bool = False
    """Whether the activities stand in a second file too, as sheets to hand out."""

    def render(self, course: Course, kit: Path) -> Package:
        from mooc_kit.i18n import messages_for
        from mooc_kit.targets.book.chapters import Chapters
        from mooc_kit.targets.book.notices import book_notices
        from mooc_kit.targets.book.trees import chapter_trees
        from mooc_kit.targets.print.layout import printed

        messages = messages_for(course.language).for_plain_text()
        package = Package()
        made = Chapters(course, messages, package.notices)
        trees = chapter_trees(made.all(), messages, package.notices)
        package.files[f"{course.id}.pdf"] = printed(made.course, messages, trees, package.notices).pdf()
        if self.has_handout:
            sheets = chapter_trees(made.to_hand_out(), messages, [])
            handout = printed(made.course, messages, sheets, [], is_handout=True)
            package.files[f"{course.id}-handout.pdf"] = handout.pdf()
        package.notices = sorted({*package.notices, *book_notices(course, "Paper")})
        return package
