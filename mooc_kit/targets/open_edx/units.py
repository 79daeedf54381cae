"""Open edX units: an activity on its page, as components one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Course,
    Discussion,
    Exam,
    Link,
    LiveSession,
    Module,
    Quiz,
    Survey,
    SurveyItem,
)
from mooc_kit.quizzes.model import Essay, FeedbackWhen, Question
from mooc_kit.rubrics.model import Rubric
from mooc_kit.targets.open_edx.assessments import REVIEW_DAYS, Assessments
from mooc_kit.targets.open_edx.course_info import CourseInfoPages
from mooc_kit.targets.open_edx.dates import last_day
from mooc_kit.targets.open_edx.olx import Olx
from mooc_kit.targets.open_edx.problem_writer import ProblemWriter
from mooc_kit.targets.open_edx.problems import fill_problem
from mooc_kit.targets.open_edx.url_names import question_name
from mooc_kit.targets.weights import essays_beside

if TYPE_CHECKING:
    from lxml import etree

POLLED = frozenset({"choice", "scale", "consent"})


def essays_apart(activity: Activity, *, is_graded: bool) -> tuple[Essay, ...]:
    """The essays of a quiz that counts. Its score is that of the other questions; where there are none, the team's."""
    return essays_beside(activity) if is_graded else ()


@dataclass
class Units:
    """Fills units with the components of activities."""

    olx: Olx
    course: Course
    views: CourseInfoPages
    writer: ProblemWriter

    def __post_init__(self) -> None:
        last = last_day(self.course, REVIEW_DAYS)
        self._assessments = Assessments(self.olx, self.views.messages, opens=self.course.start, closes=last)

    def fill(self, unit: etree._Element, module: Module, activity: Activity, *, but: Sequence[Essay] = ()) -> None:
        """Put everything that `activity` needs into `unit`, `but` those essays that stand elsewhere."""
        above = self.views.pages.html(activity.body_html)
        match activity:
            case Exam():
                rules = f"unit_rules_{activity.id}" if activity.rules_html else ""
                minutes = activity.time_limit_minutes
                shown = self.views.wording.minutes(minutes) if minutes else ""
                above += self.views.html("exam", minutes=shown, rules=rules)
            case LiveSession():
                when = self.views.wording.moment(activity.starts) if activity.starts else ""
                above += self.views.html("session", when=when, url=activity.url)
            case Link():
                above += self.views.html("link", url=activity.url, title=activity.title)
            case _:
                pass
        if isinstance(activity, Quiz) and activity.quiz.intro:
            above += self.views.pages.html(_markdown(self.writer, activity.quiz.intro))
        if above.strip() or not isinstance(activity, Quiz | Survey | Assignment):
            self.olx.html(unit, f"text_{activity.id}", activity.title, above)
        match activity:
            case Quiz():
                self._quiz(unit, activity, but)
            case Assignment():
                self._work(unit, activity)
            case Survey():
                self._survey(unit, activity)
            case Discussion():
                self.olx.block(
                    unit,
                    "discussion",
                    f"discussion_{activity.id}",
                    display_name=activity.title,
                    discussion_category=module.title,
                    discussion_target=activity.title,
                    discussion_id=f"{self.course.id}_{activity.id}",
                )
            case _:
                pass

    def essays(self, unit: etree._Element, activity: Quiz, essays: Sequence[Essay]) -> None:
        """Put the essays of a quiz that counts into a unit that does not."""
        self.writer.quiz = f'"{activity.title}"'
        self.writer.lose(
            "Essays among the questions of a quiz that counts",
            "Open edX counts an answer as nothing until the team has judged it, and in this course no essay gives "
            "points.",
            "They stand behind the quiz, in a subsection that does not count"
            + (", outside of the exam's time and watching." if isinstance(activity, Exam) else "."),
        )
        for question in essays:
            self._essay(unit, activity, question)

    def _quiz(self, unit: etree._Element, activity: Quiz, but: Sequence[Essay]) -> None:
        self.writer.quiz = f'"{activity.title}"'
        quiz = activity.quiz
        pools: dict[str | None, int | None] = {None: quiz.draw, **{pool.id: pool.draw for pool in quiz.pools}}
        written: set[str] = set()
        for pool, draw in pools.items():
            asked = [question for question in quiz.questions if question.pool == pool]
            drawn = [question for question in asked if not isinstance(question, Essay)]
            parent = unit
            name = f"pool_{activity.id}" + (f"__{pool}" if pool else "")
            # Essays cannot be drawn there: all are asked, and take their places in the draw.
            essays = len(asked) - len(drawn)
            left = max(draw - essays, 0 if essays else 1) if draw is not None else None
            is_drawn = left is not None and draw is not None and draw < len(asked) and left < len(drawn)
            if is_drawn and essays:
                self.writer.lose(
                    "Drawing essays from a pool",
                    "Open edX draws problems only, and no assessments.",
                    f"All {essays} are asked, and {left} of the other {len(drawn)} questions are drawn.",
                )
            if is_drawn and left == 0:
                drawn = []
                asked = [question for question in asked if isinstance(question, Essay)]
                is_drawn = False
            if is_drawn:
                parent = self.olx.block(unit, "library_content", name, display_name=activity.title, max_count=left)
                self.writer.lose(
                    "Questions drawn anew for each attempt",
                    "Open edX draws once for each participant, from a library that lies in the course.",
                    "The component draws from the questions inside it; Studio says that no library has been selected.",
                )
            for question in asked:
                if question.id in written:
                    continue
                written.add(question.id)
                if isinstance(question, Essay):
                    if question not in but:
                        self._essay(unit, activity, question)
                else:
                    self._problem(parent, activity, question)
            if is_drawn:
                self.olx.done(parent, name)
        if activity.is_shuffled and len(quiz.questions) > 1:
            self.writer.lose(
                "The mixed order of questions", "Open edX shows problems in the order of the unit.", "It is fixed."
            )
        if quiz.outro:
            html = self.views.pages.html(_markdown(self.writer, quiz.outro))
            self.olx.html(unit, f"after_{activity.id}", activity.title, html)

    def _problem(self, parent: etree._Element, activity: Quiz, question: Question) -> None:
        name = question_name(activity.id, question.id)
        element = self.olx.block(
            parent,
            "problem",
            name,
            display_name=question.title or activity.title,
            weight=float(question.points),
            max_attempts=activity.attempts,
            rerandomize="per_student",
            **_shown(activity),
        )
        fill_problem(self.writer, question, element)
        self.olx.done(element, name)

    def _essay(self, unit: etree._Element, activity: Quiz, question: Essay) -> None:
        from lxml import etree

        pages = self.views.pages
        task = "".join(etree.tostring(part, encoding="unicode") for part in pages.markdown(question.whole_prompt))
        if question.least_words:
            n = question.least_words
            words = pages.messages.plural("Write at least {n} word.", "Write at least {n} words.", n)
            task += f"<p>{words}</p>"
        self._assessments.essay(
            unit,
            question_name(activity.id, question.id),
            question,
            task,
            rubric=self._rubric(question.rubric),
            graded=activity.is_graded,
            due=activity.due,
        )
        if question.model_answer:
            self.writer.lose(
                "Answers to compare with",
                "An assessment has no place for one.",
                "They are left out; show them on a page.",
            )

    def _rubric(self, id: str | None) -> Rubric | None:
        """The rubric of that id, where some activity of the course brings it."""
        found = (a.rubric for _, a in self.course.activities() if isinstance(a, Assignment) and a.rubric)
        return next((rubric for rubric in found if rubric.id == id), None)

    def _work(self, unit: etree._Element, activity: Assignment) -> None:
        prompt = self.views.html(
            "handing-in",
            takes_link="link" in activity.submission,
            takes_file="file" in activity.submission,
            least_words=0,
        )
        self._assessments.work(unit, f"work_{activity.id}", activity, prompt.decode())

    def _survey(self, unit: etree._Element, survey: Survey) -> None:
        text = self.views.messages.text
        others = [item for item in survey.items if item.kind not in POLLED or len(item.options) == 1]
        for item in survey.items:
            if item in others:
                continue
            options = item.options or (text("Yes"), text("No"))
            self.olx.block(
                unit,
                "poll",
                f"poll_{survey.id}__{item.id}",
                display_name=survey.title,
                question=_poll_question(item),
                answers=[[f"a{n}", {"label": option, "img": "", "img_alt": ""}] for n, option in enumerate(options)],
                private_results=True,
                max_submissions=1,
            )
        if others:
            self._assessments.survey(unit, f"survey_{survey.id}", survey, others)


def _shown(activity: Quiz) -> dict[str, str]:
    """When Open edX shows whether an answer is right, and which one is."""
    said = activity.settings.feedback
    if said is FeedbackWhen.NEVER:
        return {"showanswer": "never", "show_correctness": "never"}
    after_due = {"showanswer": "past_due", "show_correctness": "past_due"}
    if said is FeedbackWhen.DUE or (isinstance(activity, Exam) and said is None):
        return after_due if activity.due else {"showanswer": "never", "show_correctness": "always"}
    if activity.settings.show_correct is False:
        return {"showanswer": "never"}
    if not activity.is_graded:
        return {"showanswer": "attempted"}
    return {"showanswer": "finished" if activity.attempts or activity.due else "answered"}


def _poll_question(item: SurveyItem) -> str:
    """The question in Markdown, which polls take; a survey's words are plain.

    Python-Markdown, which shows them, knows no backslash before `<` and `&`.
    """
    import re
    from html import escape

    words = f"{item.prompt}\n\n{item.help}" if item.help else item.prompt
    return escape(re.sub(r"([\\`*_\[\]#])", r"\\\1", words), quote=False)


def _markdown(writer: ProblemWriter, text: str) -> str:
    from mooc_kit.course.pages import markdown_html

    return markdown_html(text, writer.messages)
