"""Review pages: what a reviewer reads of a course, page by page, each with a digest of what it says now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from mooc_kit.course.model import Activity, Course, Quiz


@dataclass(frozen=True)
class ReviewPage:
    """`key` is the page's stable name (`activity/ID`), `files` are the files of the kit that its words come from."""

    key: str
    title: str
    where: str
    html: str
    files: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return self.key.replace("/", "-")

    @property
    def digest(self) -> str:
        """Of all that a reader sees: an approval holds for just these words."""
        return hashlib.sha256(f"{self.title}\n{self.html}".encode()).hexdigest()[:16]


def review_pages(course: Course) -> Iterator[ReviewPage]:
    yield ReviewPage("home", course.title, "The first page", course.home_html, ("content/index.md",))
    for module in course.modules:
        where = f"Week {module.week}: {module.title}"
        folder = f"content/modules/{module.id}"
        yield ReviewPage(f"module/{module.id}", module.title, where, module.body_html, (f"{folder}/index.md",))
        for activity in module.activities:
            files = (activity.source or f"{folder}/{activity.id}.md", f"quizzes/{activity.id}.yaml")
            kind = activity.kind.replace("_", " ")
            html = activity.body_html + _asked(activity)
            yield ReviewPage(f"activity/{activity.id}", activity.title, f"{where}, {kind}", html, files)
    for page in course.pages:
        yield ReviewPage(f"page/{page.id}", page.title, "About the course", page.body_html, (page.source,))


def _asked(activity: Activity) -> str:
    """The questions of a quiz with what counts as right: a reviewer judges both."""
    if not isinstance(activity, Quiz):
        return ""
    made = [Markup("<h3>The questions, with what is right</h3><ol>")]
    for question in activity.quiz.questions:
        made.append(Markup("<li>{}<ul>").format(_lines(getattr(question, "prompt", ""))))
        for choice in getattr(question, "choices", None) or ():
            is_right = bool(getattr(choice, "is_right", False))
            mark = Markup(' <span class="right">(right)</span>') if is_right else ""
            made.append(Markup("<li>{}{}</li>").format(_lines(str(getattr(choice, "text", choice))), mark))
        rest = question.model_dump(mode="json", exclude_defaults=True, exclude={"prompt", "choices", "kind", "id"})
        for name, value in rest.items():
            made.append(Markup("<li>{}: {}</li>").format(name.replace("_", " "), _lines(_plain(value))))
        made.append(Markup("</ul></li>"))
    made.append(Markup("</ol>"))
    return str(Markup("").join(made))


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.strip().splitlines())


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "; ".join(_plain(part) for part in value)
    return str(value)
