"""Reading order: a course as a list of chapters, each with its HTML, for readers who go from the first to the last.

Links inside are the course's own (`course:activity/ID`, `asset:PATH`); each form turns them into what it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Course,
    CredentialKind,
    Exam,
    Group,
    Link,
    LiveSession,
    Module,
    Page,
    Quiz,
    Survey,
)
from mooc_kit.course.pages import markdown_html, markdown_line
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.paper.sheet import PaperQuiz, sheet_of
from mooc_kit.rubrics.model import Rubric
from mooc_kit.targets.imscc.texts import GROUPS_AFTER, syllabus, with_pages
from mooc_kit.targets.site.labels import Labels

LOG, ANSWERS = "book/log", "book/answers"
"""The keys of what only a book has: the evidence log to fill in, and the answers at the end."""
MOST_LOGGED = 8
"""Rows of the evidence log that are left free."""


@dataclass(frozen=True)
class Chapter:
    """`key` is what links call it; `level` 1 for a part, 2 for what stands in it; `html` has no title of its own."""

    key: str
    title: str
    html: str
    level: int = 2
    above: str = ""
    """A word above the title: what kind of thing it is."""
    is_doing: bool = False
    """Whether it is something to do, not to read: it belongs among the sheets to hand out."""


@dataclass
class Chapters:
    """Makes the chapters of one course. `notices` tell what no book can hold of it."""

    course: Course
    messages: Messages
    notices: list[Notice]

    def __post_init__(self) -> None:
        self.course = with_pages(self.course, self.messages, has_news=False)
        self.labels = Labels(self.messages)
        self.losses = Losses("A book")

    def all(self) -> list[Chapter]:
        """The whole course."""
        text, course = self.messages.text, self.course
        made = []
        if course.home_html.strip():
            made.append(Chapter("home", text("Welcome"), course.home_html, 1))
        made.append(Chapter("syllabus", text("Syllabus"), syllabus(course, self.messages), 1))
        made += self._group(Group.START)
        for number, module in enumerate(course.modules, start=1):
            made += self._module(number, module)
        for group in GROUPS_AFTER:
            made += self._group(group)
        made += self._answers()
        self.notices += self.losses.notices()
        return made

    def to_hand_out(self) -> list[Chapter]:
        """Only what people do: every activity but pages to read, each as a sheet of its own."""
        made = []
        for module, activity in self.course.activities():
            if not isinstance(activity, Page):
                made.append(self._activity(activity, above=f"{module.title} · {self.labels.kind(activity)}", level=1))
        made += [log] if (log := self._log(1)) else []
        return made

    def _group(self, group: Group) -> Iterator[Chapter]:
        pages = [page for page in self.course.pages if page.group is group]
        log = self._log(2) if group is Group.EVIDENCE else None
        if not pages and not log:
            return
        yield Chapter(f"group/{group.value}", self.labels.group(group), self._html("group", pages=pages), 1)
        yield from (Chapter(f"page/{page.id}", page.title, page.body_html, 2) for page in pages)
        if log:
            yield log
        if group is Group.EVIDENCE:
            for credential in self.course.credentials:
                if credential.rubric and credential.kind is CredentialKind.BADGE:
                    key = f"credential/{credential.kind.value}/{credential.id}"
                    above = self.messages.text("How it is judged")
                    yield Chapter(key, credential.title, self._rubric(credential.rubric), 2, above)

    def _log(self, level: int) -> Chapter | None:
        log = self.course.evidence_log
        if log is None:
            return None
        html = self._html("log", log=log, page=log.page, outcomes=self.course.outcomes, free=range(MOST_LOGGED))
        return Chapter(LOG, self.messages.text("My evidence"), html, level)

    def _module(self, number: int, module: Module) -> Iterator[Chapter]:
        outcomes = [outcome for outcome in self.course.outcomes if outcome.id in module.outcomes]
        html = self._html("module", module=module, outcomes=outcomes, body=Markup(module.body_html))  # noqa: S704
        above = self.messages.text("Module {n}", n=number)
        yield Chapter(f"module/{module.id}", module.title, html, 1, above)
        for activity in module.activities:
            yield self._activity(activity, above=self.labels.kind(activity), level=2)

    def _activity(self, activity: Activity, *, above: str, level: int) -> Chapter:
        context: dict[str, Any] = {}
        match activity:
            case Exam():
                context["rules"] = Markup(activity.rules_html)  # noqa: S704  # cleaned when the kit was read
            case Quiz():
                context |= {"sheet": self._sheet(activity), "has_key": has_key(activity)}
            case Assignment(rubric=rubric) if rubric:
                context["rubric"] = Markup(self._rubric(rubric))  # noqa: S704  # our template escaped it
            case Survey():
                context["survey"] = activity
            case LiveSession():
                context |= {"url": activity.url}
            case Link():
                context["url"] = activity.url
            case _:
                pass
        facts = list(self.labels.facts(activity))
        body = Markup(activity.body_html)  # noqa: S704  # cleaned when the kit was read
        html = self._html("activity", activity=activity, facts=facts, body=body, answers=ANSWERS, **context)
        return Chapter(f"activity/{activity.id}", activity.title, html, level, above, not isinstance(activity, Page))

    def _answers(self) -> Iterator[Chapter]:
        quizzes = [a for _, a in self.course.activities() if isinstance(a, Quiz) and has_key(a)]
        if not quizzes:
            return
        yield Chapter(ANSWERS, self.messages.text("Answers"), self._html("answers", quizzes=quizzes, key=ANSWERS), 1)
        for quiz in quizzes:
            html = self._html("answer", quiz=quiz, sheet=self._sheet(quiz, counts_losses=False))
            yield Chapter(f"{ANSWERS}/{quiz.id}", quiz.title, html, 2)

    def _sheet(self, activity: Quiz, *, counts_losses: bool = True) -> PaperQuiz:
        losses = self.losses if counts_losses else Losses("")
        losses.prefix = f"{activity.title}: "
        return sheet_of(activity.quiz, self.messages, losses)

    def _rubric(self, rubric: Rubric) -> str:
        titles = {tuple(level.title for level in criterion.levels) for criterion in rubric.criteria}
        heads = next(iter(titles)) if len(titles) == 1 else ()
        return self._html("rubric", rubric=rubric, heads=heads, width=max(len(c.levels) for c in rubric.criteria))

    def _html(self, template: str, **context: Any) -> str:
        messages = self.messages

        def words(markdown: str) -> Markup:
            return Markup(markdown_html(markdown, messages).strip())  # noqa: S704  # markdown_html cleans it

        def line(markdown: str) -> Markup:
            return Markup(markdown_line(markdown, messages))  # noqa: S704  # markdown_line cleans it

        made = _environment(messages).get_template(f"{template}.html.j2")
        return str(made.render(words=words, line=line, **context))


def has_key(quiz: Quiz) -> bool:
    """Whether a book gives its answers: not where it counts, since a book cannot wait until somebody has answered."""
    return not quiz.is_graded and not isinstance(quiz, Exam) and bool(quiz.quiz.questions)


@lru_cache(maxsize=4)
def _environment(messages: Messages) -> Any:
    from mooc_kit.templating import built_in, environment

    return environment(built_in("book"), is_trusted=True, keep_trailing_newline=False, messages=messages)
