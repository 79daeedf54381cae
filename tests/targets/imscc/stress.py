"""Two large courses with everything in them: 12 modules, every kind of activity and question, names of all scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Counts,
    Course,
    Discussion,
    Exam,
    Link,
    LiveSession,
    Module,
    Page,
    PeerReview,
    Quiz,
    Survey,
    SurveyItem,
)
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import QuizSettings
from mooc_kit.rubrics.model import Rubric
from mooc_kit.targets.weights import points_of
from tests.targets.moodle.conftest import EVERY_KIND

FORMULA = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><semantics><mrow><mi>x</mi></mrow>'
    '<annotation encoding="application/x-tex">\\frac{x^2}{y} &lt; 3 &amp; z</annotation></semantics></math>'
)
NAMES = ("Wasser & Wärme <1>", "川を読む", "قراءة النهر", "Чтение реки", "नदी पढ़ना", "Ποτάμι")
PICTURES = ("content/one/river.png", "content/two/river.png", "content/two/River.png", "content/images/река 川.png")
SUBMISSIONS = (("text",), ("file",), ("link",), ("text", "file", "link"))


def stress_course(base: Course, folder: Path, *, has_dates: bool) -> Course:
    """`base` with 12 modules of everything; with dates, cohorts and small steps, or without any of these."""
    assets = dict(base.assets)
    for number, path in enumerate(PICTURES):
        # Names that differ by capitals only lie in one file here, as they would on some computers.
        file = folder / f"{number}.png"
        file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number]))
        assets[path] = file
    start = date(2027, 3, 1) if has_dates else None
    modules = tuple(_module(n, start) for n in range(12))
    exam = _exam(start)
    modules = (*modules[:-1], replace(modules[-1], activities=(*modules[-1].activities, exam)))
    activities = [activity for module in modules for activity in module.activities]
    points = {activity.id: points_of(activity) for activity in activities if points_of(activity)}
    total = sum(points.values())
    assert base.rule is not None
    rule = replace(
        base.rule,
        activities=tuple(a.id for a in activities if a.is_required),
        least_percent=65,
        weights={id: Fraction(value, total) for id, value in points.items()},
    )
    design: dict[str, tuple[str, ...]] = {
        "activities": ("scaffolded",),
        "enrolment_and_facilitation": ("structured-cohorts",),
    }
    return replace(
        base,
        id="stress",
        title=f"Stress & {NAMES[1]}",
        start=start,
        weeks=12,
        modules=modules,
        rule=rule,
        assets=assets,
        design=design if has_dates else {},
        language="en" if has_dates else "ja",
    )


def _module(n: int, start: date | None) -> Module:
    name = NAMES[n % len(NAMES)]
    due = start + timedelta(weeks=n, days=6) if start else None
    pictures = "".join(f'<p><img src="asset:{path}" alt="{n}"></p>' for path in PICTURES)
    links = "".join(
        f'<a href="course:{to}">x</a> '
        for to in (
            f"activity/page-{n}",
            f"activity/check-{n}",
            f"activity/talk-{n}",
            f"activity/work-{n}",
            f"activity/web-{n}",
            f"activity/web-words-{n}",
            f"module/m{n}",
            "home",
            "page/faq#cost",
            f"activity/survey-{n}",
        )
    )
    made: list[Activity] = [
        Page(id=f"page-{n}", title=f"{name} {n}", body_html=f"<p>{links}</p>{pictures}{FORMULA}"),
        Discussion(id=f"talk-{n}", title=f"Talk: {name} {n}", body_html=pictures),
        Link(id=f"web-{n}", title=f"Web {n}", url=f"https://example.org/{n}?a=1&b=2"),
        Link(id=f"web-words-{n}", title=f"Web with words {n}", url="https://example.org/b", body_html="<p>Read.</p>"),
        Survey(id=f"survey-{n}", title=f"Survey {n}", items=_items(), is_anonymous=bool(n % 2)),
        LiveSession(
            id=f"live-{n}",
            title=f"Live {n}",
            url="https://example.org/join",
            is_required=False,
            starts=datetime(2027, 3, 4, 18, tzinfo=UTC) + timedelta(weeks=n),
        ),
        Quiz(id=f"check-{n}", title=f"Check {n}", quiz=_quiz(n), is_required=bool(n % 3)),
        Quiz(
            id=f"quiz-{n}",
            title=f"Quiz {name} {n}",
            quiz=_quiz(n),
            is_graded=True,
            points=10 + n % 4,
            due=due,
            counts=Counts.PASSED,
            settings=QuizSettings(pass_percent=60, attempts=2, time_limit=30, shuffle=bool(n % 2)),
        ),
        Assignment(
            id=f"work-{n}",
            title=f"Work: {name} {n}",
            rubric=_rubric(n),
            points=16 if n % 2 else 0,
            due=due,
            submission=SUBMISSIONS[n % 4],
            outcomes=("sample",),
            body_html=pictures,
        ),
        PeerReview(
            id=f"peer-{n}",
            title=f"Peer {n}",
            rubric=_rubric(n),
            points=20,
            pass_percent=50,
            due=due,
            counts=Counts.PASSED,
            reviews_given=2 + n % 2,
            reviews_needed=2,
        ),
    ]
    return Module(
        id=f"m{n}",
        title=f"{name} {n}",
        week=n + 1,
        activities=tuple(made),
        summary="What happens & why.",
        body_html=f"<p>{links}</p>" if n % 2 else "",
        opens=start + timedelta(weeks=n) if start else None,
        outcomes=("sample",),
    )


def _exam(start: date | None) -> Exam:
    return Exam(
        id="exam",
        title="Final exam",
        quiz=_quiz(1),
        points=50,
        rules_html="<p>Alone.</p>",
        settings=QuizSettings(attempts=1, time_limit=60, pass_percent=50),
        counts=Counts.PASSED,
        watched="recorded",
        identity="document-check",
        due=start + timedelta(weeks=12) if start else None,
    )


def _quiz(n: int) -> QuizFile:
    """Every kind of question, a pool that is drawn from, one with an ordering in it, and a picture in a question."""
    drawn = [{**EVERY_KIND[0], "id": f"drawn-{i}", "pool": "easy", "points": 2} for i in range(6)]
    mixed = [
        {**question, "id": f"mixed-{i}", "pool": "mixed", "points": 2}
        for i, question in enumerate((EVERY_KIND[3], EVERY_KIND[7], EVERY_KIND[1], EVERY_KIND[5]))
    ]
    picture = {
        "id": "picture",
        "kind": "true_false",
        "answer": True,
        "text_above": "Read *this* first.",
        "prompt": f"Is ![it](asset:{PICTURES[n % 3]}) a river where $x^2 < 3$?",
    }
    questions: list[dict[str, Any]] = [*EVERY_KIND, picture, *drawn, *mixed]
    pools = [{"id": "easy", "title": f"Easy {NAMES[n % 6]}", "draw": 3}, {"id": "mixed", "draw": 4}]
    return QuizFile.model_validate(
        {"title": "Q", "intro": "Take *time*.", "outro": "Done.", "questions": questions, "pools": pools}
    )


def _items() -> tuple[SurveyItem, ...]:
    return (
        SurveyItem(id="own", kind="text", prompt="What *is* it?", is_required=True),
        SurveyItem(id="one", kind="choice", prompt="Which?", options=("a < b", "c")),
        SurveyItem(id="many", kind="choices", prompt="Which ones?", options=("x", "y"), help="As many as fit."),
        SurveyItem(id="pace", kind="scale", prompt="How fast?", options=("slow", "right", "fast")),
        SurveyItem(id="agree", kind="consent", prompt="May we?"),
    )


def _rubric(n: int) -> Rubric:
    levels = [
        {"id": id, "title": id.title(), "points": points, "descriptor": f"{id} < {n}"}
        for id, points in (("beginning", 0), ("developing", 2), ("secure", 4))
    ]
    criteria = [
        {"id": "place", "title": f"Place {NAMES[n % 6]}", "outcomes": ["sample"], "levels": levels},
        {"id": "method", "title": "Method", "weight": 3, "outcomes": ["analyse"], "levels": levels},
    ]
    return Rubric.model_validate({"id": f"rubric-{n}", "title": f"Rubric {n}", "criteria": criteria})
