"""Canvas quizzes, in both copies of an export: the one that Canvas reads, and the one for everybody else.

Self-checks are practice quizzes, those that count are assignments, and surveys are surveys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from mooc_kit.course.model import Exam, Quiz, Survey
from mooc_kit.problems import Notice
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.qti12_assessment import Qti12Assessment, assessment
from mooc_kit.quizzes.formats.qti12_common import CommonTexts, common_assessment
from mooc_kit.quizzes.formats.qti12_items import CanvasTexts
from mooc_kit.quizzes.formats.qti12_write import GRADED, PRACTICE, SURVEY, mixed_answers, quiz_fields, settings_notices
from mooc_kit.quizzes.formats.xml_fragments import Fragment, tag
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import FeedbackWhen
from mooc_kit.targets.canvas.assignments import quiz_assignment
from mooc_kit.targets.canvas.cartridge_builder import CANVAS, CartridgeBuilder, associated, fields
from mooc_kit.targets.canvas.dates import end_of, start_of
from mooc_kit.targets.canvas.grades import Groups
from mooc_kit.targets.canvas.surveys import survey_quiz
from mooc_kit.targets.imscc.manifest import QUIZ_TYPE, Resource


@dataclass
class WrittenQuizzes:
    """The questions of each quiz as Canvas reads them, by activity: they tell how many points it gives there."""

    of: dict[str, Qti12Assessment]

    def points(self, activity: Quiz) -> float:
        found = self.of.get(activity.id)
        return found.points if found else 0.0


def write_questions(builder: CartridgeBuilder) -> WrittenQuizzes:
    """Both copies of the questions of all quizzes and surveys, with notices of what is lost."""
    texts = CanvasTexts(builder.markdown)
    made: dict[str, Qti12Assessment] = {}
    for _, activity in builder.course.activities():
        if isinstance(activity, Quiz | Survey):
            is_survey = isinstance(activity, Survey)
            quiz = survey_quiz(builder, activity) if isinstance(activity, Survey) else activity.quiz
            found = _write(builder, activity, quiz, texts, is_survey=is_survey)
            if found.asked:
                made[activity.id] = found
            else:
                builder.notice(f'The quiz "{activity.title}"', "Canvas can ask no question of it.", "It is left out.")
    builder.notices.update(texts.losses.notices())
    return WrittenQuizzes(made)


def _write(
    builder: CartridgeBuilder, activity: Quiz | Survey, quiz: QuizFile, texts: CanvasTexts, *, is_survey: bool
) -> Qti12Assessment:
    id = builder.id("activity", activity.id)
    title = builder.title(activity.title)
    texts.ident = lambda name: f"{id}_{name}"
    texts.losses.prefix = f"{activity.title}: "
    asked = assessment(quiz, id, texts, title=title, is_survey=is_survey)
    if not asked.asked:
        return asked
    canvas_path, meta_path = f"non_cc_assessments/{id}.xml.qti", f"{id}/assessment_meta.xml"
    builder.files[canvas_path] = asked.document
    meta_id = builder.id("quiz-settings", activity.id)
    common = None if is_survey else common_assessment(quiz, id, title, _unheard(builder, id))
    if common:
        path = f"{id}/assessment_qti.xml"
        builder.files[path] = common.document
        builder.resources.append(Resource(id, QUIZ_TYPE, (path,), (meta_id,), has_href=False))
    else:
        builder.without_common_copy.add(activity.id)
    builder.resources.append(associated(meta_id, meta_path, canvas_path))
    return asked


def _unheard(builder: CartridgeBuilder, id: str) -> CommonTexts:
    """Texts of the copy that Canvas does not read: what is lost there is lost to nobody here."""
    texts = CommonTexts(builder.markdown, lambda name: f"{id}_{name}")
    texts.losses = Losses("Common Cartridge")
    return texts


def put_quiz(builder: CartridgeBuilder, groups: Groups, activity: Quiz, asked: Qti12Assessment) -> None:
    """The settings of a quiz."""
    has_grade = groups.counts(activity)
    is_graded = activity.is_graded and asked.points > 0
    settings = activity.settings
    description = builder.markdown(activity.quiz.intro or "") + builder.html(activity.body_html)
    extra: list[Fragment] = []
    if isinstance(activity, Exam):
        description = builder.html(activity.rules_html) + description
        extra += fields(access_code=access_code(builder, activity))
    if settings.feedback is FeedbackWhen.DUE and activity.due:
        extra += fields(show_correct_answers_at=end_of(activity.due))
    is_mixed, mixing = mixed_answers(activity.quiz, wanted=settings.shuffle_answers is not False)
    values = quiz_fields(settings, GRADED if is_graded else PRACTICE, is_mixed=is_mixed)
    values |= {"allowed_attempts": str(activity.attempts or -1)}
    if activity.time_limit_minutes:
        values["time_limit"] = str(activity.time_limit_minutes)
    _tell(builder, activity, has_grade=has_grade)
    builder.notices.update(
        Notice(f'{notice.what} in "{activity.title}"', notice.why, notice.instead)
        for notice in (*mixing, *settings_notices(settings, has_due=activity.due is not None))
    )
    if is_graded:
        extra.append(quiz_assignment(builder, groups, activity, asked.points))
        extra += fields(assignment_group_identifierref=groups.id_of(activity))
    _put_meta(builder, activity, asked, description=description, values=values, extra=extra)


def put_survey(builder: CartridgeBuilder, survey: Survey, asked: Qti12Assessment) -> None:
    """The settings of a survey, which Canvas has as a quiz that nobody scores."""
    values = quiz_fields(QuizFile().settings, SURVEY, is_mixed=False) | {"allowed_attempts": "1"}
    extra = fields(anonymous_submissions=survey.is_anonymous)
    _put_meta(builder, survey, asked, description=builder.html(survey.body_html), values=values, extra=extra)


def _put_meta(
    builder: CartridgeBuilder,
    activity: Quiz | Survey,
    asked: Qti12Assessment,
    *,
    description: str,
    values: dict[str, str],
    extra: Iterable[Fragment],
) -> None:
    id = builder.id("activity", activity.id)
    opens = start_of(getattr(activity, "opens", None))
    due = end_of(getattr(activity, "due", None))
    first = fields(
        title=builder.title(activity.title),
        description=description,
        lock_at="",
        unlock_at=opens,
        due_at=due,
        points_possible=asked.points,
        available=True,
    )
    meta = tag("quiz", *first, *fields(**values), *extra, identifier=id, xmlns=CANVAS)
    builder.put_xml(f"{id}/assessment_meta.xml", meta)


def access_code(builder: CartridgeBuilder, activity: Exam) -> str:
    """The code that opens an exam: it follows from its own questions, so only who has those can work it out."""
    secret = json.dumps(activity.quiz.model_dump(mode="json"), sort_keys=True)
    return blake2b(f"{builder.course.id}\0{activity.id}\0{secret}".encode(), digest_size=6).hexdigest()


def _tell(builder: CartridgeBuilder, activity: Quiz, *, has_grade: bool) -> None:
    name = f'"{activity.title}"'
    if activity.is_shuffled and len(activity.quiz.questions) > 1:
        builder.notice(
            f"The mixed order of the questions of {name}",
            "Canvas mixes only within groups that are drawn from.",
            "It is fixed.",
        )
    if activity.is_graded and not has_grade and builder.course.rule:
        builder.notice(
            f"The points of {name} in the overall score",
            "The course's rule gives it no share.",
            "It stands in the group that does not count.",
        )
    if isinstance(activity, Exam):
        builder.notice(
            f"Checking identity and watching in {name}",
            "Canvas does neither by itself.",
            "It asks for an access code; people or a proctoring tool do the rest, as the exam's rules say.",
        )
