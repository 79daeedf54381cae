"""Review pages: what a reviewer reads of a course, page by page, each with a digest of what it says now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from mooc_kit.course.model import Activity, Course, Quiz
from mooc_kit.course.pages import markdown_line
from mooc_kit.rubrics.model import Rubric


@dataclass(frozen=True)
class ReviewPage:
    """`key` is the page's stable name (`activity/ID`), `files` are the files of the kit that its words come from."""

    key: str
    title: str
    where: str
    html: str
    files: tuple[str, ...]
    source: str = ""
    """What a yes is for, where the HTML is not it: rendering the same words in another way makes no yes stale."""

    @property
    def anchor(self) -> str:
        return self.key.replace("/", "-")

    @property
    def digest(self) -> str:
        """Of all that a reader sees: an approval holds for just these words."""
        return hashlib.sha256(f"{self.title}\n{self.source or self.html}".encode()).hexdigest()[:16]


def review_pages(course: Course) -> Iterator[ReviewPage]:
    yield ReviewPage("home", course.title, "The first page", course.home_html, ("content/index.md",))
    for module in course.modules:
        where = f"Week {module.week}: {module.title}"
        folder = f"content/modules/{module.id}"
        yield ReviewPage(f"module/{module.id}", module.title, where, module.body_html, (f"{folder}/index.md",))
        for activity in module.activities:
            files = (activity.source or f"{folder}/{activity.id}.md", f"quizzes/{activity.id}.yaml")
            kind = activity.kind.replace("_", " ")
            html = activity.body_html + _asked(activity, _rendered)
            source = activity.body_html + _asked(activity, _lines)
            yield ReviewPage(f"activity/{activity.id}", activity.title, f"{where}, {kind}", html, files, source)
    for page in course.pages:
        yield ReviewPage(f"page/{page.id}", page.title, "About the course", page.body_html, (page.source,))
    for rubric in _rubrics(course):
        path = f"rubrics/{rubric.id}.yaml"
        html, source = _table(rubric, _rendered, Markup("<div>{}</div>")), _table(rubric, escape, Markup("<p>{}</p>"))
        yield ReviewPage(f"rubric/{rubric.id}", rubric.title, "How work is judged", html, (path,), source)
    for credential in course.credentials:
        what = credential.kind.value.replace("-", " ")
        about = Markup("<p>{}</p>").format(credential.description)
        about += Markup(credential.criteria_html)  # noqa: S704  # cleaned when it was read
        if credential.statement:
            about += Markup("<blockquote><p>{}</p></blockquote>").format(_lines(credential.statement))
        of_award = tuple(f"{kind}s/{credential.id}.{end}" for kind, end in (("badge", "md"), ("certificate", "yaml")))
        yield ReviewPage(f"credential/{credential.id}", credential.title, f"Given as: {what}", str(about), of_award)


def _rubrics(course: Course) -> Iterator[Rubric]:
    """Each rubric by which something of the course is judged, once, in the order of its use."""
    judged = [getattr(activity, "rubric", None) for _, activity in course.activities()]
    judged += [credential.rubric for credential in course.credentials]
    yield from {rubric.id: rubric for rubric in reversed(judged) if rubric is not None}.values()


def _table(rubric: Rubric, shown: Callable[[str], Markup], about: Markup) -> str:
    """The criteria with their levels. `shown` makes HTML of what a level says, which is Markdown; what the rubric says
    about itself, Markdown too, goes into the tags `about`."""
    made = [about.format(shown(rubric.about)) if rubric.about else Markup()]
    for criterion in rubric.criteria:
        made.append(Markup("<h3>{}</h3><table>").format(criterion.title))
        for level in criterion.levels:
            row = Markup('<tr><th scope="row">{}</th><td>{:g}</td><td>{}</td></tr>')
            made.append(row.format(level.title, level.points, shown(level.descriptor)))
        made.append(Markup("</table>"))
    return str(Markup("").join(made))


def _asked(activity: Activity, shown: Callable[[str], Markup]) -> str:
    """The questions of a quiz with what counts as right: a reviewer judges both. `shown` makes HTML of their texts."""
    if not isinstance(activity, Quiz):
        return ""
    made = [Markup("<h3>The questions, with what is right</h3><ol>")]
    for question in activity.quiz.questions:
        made.append(Markup("<li>{}<ul>").format(shown(getattr(question, "prompt", ""))))
        for choice in getattr(question, "choices", None) or ():
            is_right = bool(getattr(choice, "is_right", False))
            mark = Markup(' <span class="right">(right)</span>') if is_right else ""
            made.append(Markup("<li>{}{}</li>").format(shown(str(getattr(choice, "text", choice))), mark))
        rest = question.model_dump(mode="json", exclude_defaults=True, exclude={"prompt", "choices", "kind", "id"})
        for name, value in rest.items():
            made.append(Markup("<li>{}: {}</li>").format(name.replace("_", " "), shown(_plain(value))))
        made.append(Markup("</ul></li>"))
    made.append(Markup("</ol>"))
    return str(Markup("").join(made))


def _rendered(text: str) -> Markup:
    """Markdown as participants see it."""
    return Markup(markdown_line(text))  # noqa: S704  # `markdown_line` cleaned it


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.strip().splitlines())


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "; ".join(_plain(part) for part in value)
    return str(value)
