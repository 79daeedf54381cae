"""The target one-text: the whole course as one plain text."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from mooc_kit.course.model import Course, Quiz
from mooc_kit.problems import Notice
from mooc_kit.targets.base import Package, Target


class OneText(Target):
    key = "one-text"
    title = "One text"
    about = "The whole course as one plain text, for an e-mail or a printer."

    def render(self, course: Course, kit: Path) -> Package:
        package = Package()
        lines = [course.title.upper(), "", words(course.home_html)]
        for module in course.modules:
            lines += ["", f"{module.week}. {module.title}", "=" * 60, words(module.body_html)]
            for activity in module.activities:
                lines += ["", f"* {activity.title} ({activity.minutes} minutes)", words(activity.body_html)]
                if isinstance(activity, Quiz):
                    why = "A text cannot give feedback on answers."
                    package.notices.append(Notice(activity.title, why, "Its introduction is there, without questions."))
        for page in course.pages:
            lines += ["", page.title, "-" * 60, words(page.body_html)]
        package.files["course.txt"] = "\n".join(lines).encode() + b"\n"
        return package


def words(body_html: str) -> str:
    """The text of a page, a line for each paragraph."""
    if not body_html.strip():
        return ""
    tree = html.fragment_fromstring(body_html, create_parent="div")
    return "\n".join(line for part in tree if (line := " ".join(part.text_content().split())))
