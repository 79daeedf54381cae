"""Open response assessments (ORA2): handed-in work judged by a rubric, by peers, the team or oneself.

The order of steps and every limit here is what ORA2's own validator asks for. It runs on import, and a component that
fails it is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mooc_kit.course.markdown_words import plain_words
from mooc_kit.course.model import Assignment, PeerReview, Survey, SurveyItem
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.quizzes.model import Essay
from mooc_kit.rubrics.model import Rubric
from mooc_kit.targets.open_edx.dates import ALWAYS, FOREVER, end_of, start_of
from mooc_kit.targets.open_edx.olx import Olx

if TYPE_CHECKING:
    from lxml import etree

REVIEW_DAYS = 7
"""How long people have for their reviews after the day on which the work is due."""
FILE_TYPES = (
    "pdf,doc,docx,odt,rtf,txt,md,ppt,pptx,odp,xls,xlsx,ods,csv,jpg,jpeg,png,gif,webp,heic,mp3,m4a,ogg,wav,mp4,mov,webm"
)


@dataclass(frozen=True)
class OraCriterion:
    """A criterion as ORA2 knows it: options as (name, label, explanation, points); none for words alone."""

    name: str
    label: str
    prompt: str
    options: tuple[tuple[str, str, str, int], ...] = ()


@dataclass
class Assessments:
    """Writes the assessments of one course into its OLX."""

    olx: Olx
    messages: Messages
    opens: date | None = None
    """The first and the last day of the course, where it has dates."""
    closes: date | None = None

    def work(self, unit: etree._Element, name: str, activity: Assignment, prompt_html: str) -> None:
        """The assessment of an assignment or peer review. Its task stands above it in the unit."""
        graded = bool(activity.points)
        steps: list[tuple[str, dict[str, object]]]
        if isinstance(activity, PeerReview):
            needed = min(activity.reviews_needed, activity.reviews_given)
            steps = [("peer-assessment", {"must_grade": activity.reviews_given, "must_be_graded_by": needed})]
        elif graded:
            steps = [("staff-assessment", {"required": "True"})]
        else:
            steps = [("self-assessment", {})]
        files = "file" in activity.submission
        words = "text" in activity.submission or "link" in activity.submission
        block = self._block(
            unit,
            name,
            due=activity.due,
            steps=steps,
            has_rubric=activity.rubric is not None,
            text_response=_needed(words, not files),
            file_response=_needed(files, not words),
        )
        feedback = self.messages.text("What is good about it, and what would make it better?")
        criteria = _criteria(activity.rubric, self.messages)
        if graded and activity.rubric is None:  # without options nobody could give the points that count
            criteria = (_work_criterion(activity, self.messages),)
        _fill(block, activity.title, [prompt_html], criteria, feedback)

    def essay(
        self,
        unit: etree._Element,
        name: str,
        question: Essay,
        prompt_html: str,
        *,
        rubric: Rubric | None,
        graded: bool,
        due: date | None,
    ) -> None:
        """The assessment of a question that is answered in own words: the team judges it where it counts."""
        points = max(round(question.points), 1)
        criteria = _criteria(rubric, self.messages) if rubric else (_whole_criterion(points, self.messages),)
        steps: list[tuple[str, dict[str, object]]]
        steps = [("staff-assessment", {"required": "True"})] if graded else [("self-assessment", {})]
        is_file = question.submission.value == "file"
        block = self._block(
            unit,
            name,
            due=due,
            steps=steps,
            has_rubric=True,
            text_response="" if is_file else "required",
            file_response="required" if is_file else "",
        )
        feedback = self.messages.text("What is good about it, and what would make it better?")
        _fill(block, question.title or self.messages.text("In your own words"), [prompt_html], criteria, feedback)

    def survey(self, unit: etree._Element, name: str, survey: Survey, items: Sequence[SurveyItem]) -> None:
        """Questions of a survey that are answered in words or by several choices: nobody grades them."""
        text = self.messages.text
        block = self._block(
            unit,
            name,
            due=None,
            steps=[("staff-assessment", {"required": "True"})],
            has_rubric=False,
            text_response="required",
            file_response="",
        )
        noticed = OraCriterion("read", text("For the course team"), text("Nobody grades this. Write what you noticed."))
        _fill(block, survey.title, [_item_html(item, self.messages) for item in items], (noticed,), "")

    def _block(
        self,
        unit: etree._Element,
        name: str,
        *,
        due: date | None,
        steps: Sequence[tuple[str, dict[str, object]]],
        has_rubric: bool,
        text_response: str,
        file_response: str,
    ) -> etree._Element:
        """The component with its settings and steps, without its words yet."""
        from lxml import etree

        start = start_of(self.opens) if self.opens else ALWAYS
        end = end_of(self.closes) if self.closes else FOREVER
        block = self.olx.block(
            unit,
            "openassessment",
            name,
            submission_start=start,
            submission_due=end_of(due) if due else end,
            text_response=text_response,
            text_response_editor="text",
            file_upload_response=file_response,
            file_upload_type="custom" if file_response else None,
            white_listed_file_types=FILE_TYPES if file_response else None,
            allow_multiple_files=True if file_response else None,
            prompts_type="html",
            show_rubric_during_response=has_rubric,
            date_config_type="manual",
        )
        if not text_response:
            block.set("text_response", "")
        etree.SubElement(block, "title")
        parts = etree.SubElement(block, "assessments")
        until = due + timedelta(days=REVIEW_DAYS) if due else None
        review_until = end_of(min(until, self.closes or until)) if until else end
        for step, fields in steps:
            element = etree.SubElement(parts, "assessment", name=step)
            if step != "staff-assessment":
                element.set("start", start)
                element.set("due", review_until)
            for key, value in fields.items():
                element.set(key, str(value))
        return block


def assessment_notices(activity: Assignment) -> Iterator[Notice]:
    """What an assessment of Open edX does in another way than the course says."""
    title = f'"{activity.title}"'
    if isinstance(activity, PeerReview) and activity.reviews_needed > activity.reviews_given:
        yield Notice(
            f"{activity.reviews_needed} reviews for each work in {title}",
            f"Everybody gives {activity.reviews_given}, and Open edX does not let a work need more than that.",
            f"A work needs {activity.reviews_given}.",
        )
    if activity.rubric is None and activity.points:
        yield Notice(
            f"The {activity.points} points of {title} one by one",
            "Without a rubric Open edX has nothing by which they could be given.",
            "It has one criterion there, which gives none, half or all of them; name a rubric to say more.",
        )
    elif activity.rubric and activity.points and activity.rubric.max_points != activity.points:
        yield Notice(
            f"The {activity.points} points of {title}",
            f"Its rubric gives {activity.rubric.max_points}, and Open edX counts those.",
            "Its share of the overall score is kept.",
        )


def _fill(
    block: etree._Element, title: str, prompts: Sequence[str], criteria: Sequence[OraCriterion], feedback: str
) -> None:
    """Give the component its words: title, prompts and rubric."""
    from lxml import etree

    block[0].text = title
    listed = etree.SubElement(block, "prompts")
    for prompt in prompts:
        etree.SubElement(etree.SubElement(listed, "prompt"), "description").text = prompt
    rubric = etree.SubElement(block, "rubric")
    for criterion in criteria:
        _write_criterion(rubric, criterion)
    if feedback:
        etree.SubElement(rubric, "feedbackprompt").text = feedback


def _write_criterion(rubric: etree._Element, criterion: OraCriterion) -> None:
    from lxml import etree

    element = etree.SubElement(rubric, "criterion", feedback="optional" if criterion.options else "required")
    etree.SubElement(element, "name").text = criterion.name
    etree.SubElement(element, "label").text = criterion.label
    etree.SubElement(element, "prompt").text = criterion.prompt
    for name, label, explanation, points in criterion.options:
        option = etree.SubElement(element, "option", points=str(points))
        etree.SubElement(option, "name").text = name
        etree.SubElement(option, "label").text = label
        etree.SubElement(option, "explanation").text = explanation


def _criteria(rubric: Rubric | None, messages: Messages) -> tuple[OraCriterion, ...]:
    if rubric is None:
        return (
            OraCriterion("done", messages.text("What I did"), messages.text("What did you do, and what came of it?")),
        )
    made = []
    for criterion in rubric.criteria:
        options = tuple(
            (level.id, level.title, plain_words(level.descriptor), level.points) for level in criterion.levels
        )
        made.append(OraCriterion(criterion.id, criterion.title, criterion.title, options))
    return tuple(made)


def _work_criterion(activity: Assignment, messages: Messages) -> OraCriterion:
    """One criterion that gives no, half or all points of a work without a rubric."""
    values = sorted({0, activity.points // 2, activity.points})
    labels = {value: messages.plural("{n} point", "{n} points", value) for value in values}
    options = tuple((f"points-{value}", label, label, value) for value, label in labels.items())
    return OraCriterion("work", activity.title, activity.title, options)


def _whole_criterion(points: int, messages: Messages) -> OraCriterion:
    text = messages.text
    levels = {0: ("no", text("No answer")), points: ("good", text("Good"))}
    if points > 1:
        levels[points // 2] = ("partly", text("Good in part"))
    options = tuple((name, label, label, value) for value, (name, label) in sorted(levels.items()))
    return OraCriterion("answer", text("The answer"), text("How good is the answer?"), options)


def _needed(is_asked: bool, is_only: bool) -> str:
    return "" if not is_asked else "required" if is_only else "optional"


def _item_html(item: SurveyItem, messages: Messages) -> str:
    from html import escape

    parts = [f"<p>{escape(item.prompt)}</p>"]
    if item.help:
        parts.append(f"<p>{escape(item.help)}</p>")
    if item.options:
        parts.append(f"<p>{escape(messages.text('Write down all that fit:'))}</p>")
        parts.append("<ul>" + "".join(f"<li>{escape(option)}</li>" for option in item.options) + "</ul>")
    return "".join(parts)
