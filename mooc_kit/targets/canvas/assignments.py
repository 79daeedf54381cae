"""Canvas assignments: work to hand in, with rubric, dates and peer reviews; and the grade of a quiz that counts."""

from __future__ import annotations

from mooc_kit.counting import counted
from mooc_kit.course.model import Assignment, PeerReview, Quiz
from mooc_kit.quizzes.formats.xml_fragments import Fragment, tag
from mooc_kit.targets.canvas.cartridge_builder import CANVAS, CartridgeBuilder, associated, fields
from mooc_kit.targets.canvas.dates import end_of
from mooc_kit.targets.canvas.grades import Groups
from mooc_kit.targets.imscc.html import html_document

_SUBMISSIONS = {"text": "online_text_entry", "file": "online_upload", "link": "online_url"}


def canvas_points(activity: Assignment) -> int:
    """What the work is worth in Canvas: its points; where it has none, its rubric's, which then count nothing."""
    return activity.points or (activity.rubric.max_points if activity.rubric else 0)


def put_assignment(builder: CartridgeBuilder, groups: Groups, activity: Assignment) -> str:
    """The assignment's two files; gives its identifier."""
    id = builder.id("activity", activity.id)
    title = builder.title(activity.title)
    page = f"{id}/{activity.id}.html"
    builder.files[page] = html_document(
        builder.pages, f"Assignment: {title}", activity.body_html, language=builder.course.language
    )
    settings = tag("assignment", *_settings(builder, groups, activity), identifier=id, xmlns=CANVAS)
    builder.resources.append(associated(id, page, builder.put_xml(f"{id}/assignment_settings.xml", settings)))
    return id


def _settings(builder: CartridgeBuilder, groups: Groups, activity: Assignment) -> list[Fragment]:
    points = canvas_points(activity)
    rubric = activity.rubric
    bound: dict[str, str | float | bool | None] = {}
    if rubric:
        bound = {
            "rubric_identifierref": builder.id("rubric", rubric.id),
            "rubric_use_for_grading": rubric.max_points == points,
            "rubric_hide_score_total": False,
        }
        if rubric.max_points != points:
            builder.notice(
                f'Grading "{activity.title}" by clicking in its rubric',
                f"The rubric gives {counted(rubric.max_points, 'point')}, the assignment {points}.",
                "The rubric shows how to judge; the grade is written beside it.",
            )
    return fields(
        title=builder.title(activity.title),
        due_at=end_of(activity.due),
        lock_at="",
        unlock_at="",
        assignment_group_identifierref=groups.id_of(activity),
        workflow_state="published",
        **bound,
        allowed_extensions="",
        has_group_category=False,
        points_possible=float(points),
        grading_type="points" if points else "pass_fail",
        all_day=False,
        submission_types=",".join(_SUBMISSIONS[form] for form in activity.submission),
        **_peer_reviews(builder, activity),
        omit_from_final_grade=not groups.counts(activity),
    )


def _peer_reviews(builder: CartridgeBuilder, activity: Assignment) -> dict[str, str | float | bool | None]:
    if not isinstance(activity, PeerReview):
        return {"peer_reviews": False}
    name = f'"{activity.title}"'
    builder.notice(
        f"The grade of {name} from its reviews",
        "In Canvas reviews of participants give no grade.",
        "They are shown to whoever grades, who writes the grade.",
    )
    if activity.reviews_needed != activity.reviews_given:
        builder.notice(
            f"That works of {name} get {activity.reviews_needed} reviews and each participant gives "
            f"{activity.reviews_given}",
            "Canvas knows one number for both.",
            f"Each participant gets {activity.reviews_given} works to review.",
        )
    return {
        "peer_review_count": activity.reviews_given,
        "peer_reviews": True,
        "automatic_peer_reviews": activity.due is not None,
        "anonymous_peer_reviews": False,
        "intra_group_peer_reviews": False,
        **({"peer_reviews_due_at": end_of(activity.due)} if activity.due else {}),
    }


def quiz_assignment(builder: CartridgeBuilder, groups: Groups, activity: Quiz, points: float) -> Fragment:
    """What stands in the gradebook for a quiz that counts."""
    settings = fields(
        title=builder.title(activity.title),
        due_at=end_of(activity.due),
        lock_at="",
        unlock_at="",
        assignment_group_identifierref=groups.id_of(activity),
        workflow_state="published",
        quiz_identifierref=builder.id("activity", activity.id),
        allowed_extensions="",
        has_group_category=False,
        points_possible=points,
        grading_type="points",
        all_day=False,
        submission_types="online_quiz",
        peer_reviews=False,
        omit_from_final_grade=not groups.counts(activity),
    )
    return tag("assignment", *settings, identifier=builder.id("quiz-assignment", activity.id))
