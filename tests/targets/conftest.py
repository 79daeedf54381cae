"""Courses made by hand, with everything that a target can meet in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from mooc_kit.course.model import (
    Announcement,
    Assignment,
    Awarder,
    CompletionRule,
    Counts,
    Course,
    Credential,
    CredentialKind,
    Discussion,
    Exam,
    Group,
    InfoPage,
    Link,
    LiveSession,
    Module,
    Outcome,
    Page,
    PeerReview,
    Quiz,
    Survey,
    SurveyItem,
)
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import QuizSettings
from mooc_kit.rubrics.model import Rubric
from mooc_kit.spec.course_info import Brand, Partner, Person
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site
from tests.web_server import served

QUESTIONS = [
    {
        "id": "why",
        "kind": "multiple_choice",
        "prompt": "Why do we sample **upstream** first?",
        "points": 2,
        "choices": [
            {
                "text": "So that our steps do not stir up what we sample",
                "correct": True,
                "feedback": "Yes: walk against the flow.",
            },
            {"text": "Because it is shorter", "feedback": "The way is the same. Think of the mud."},
            {"text": "`<script>` stays text", "feedback": "It is only text."},
        ],
        "feedback": {
            "general": "See the protocol, step 2.",
            "correct": "Well seen.",
            "incorrect": "Look again at the mud.",
        },
        "hints": ["What do your boots do to the water?", "Where does that water go?"],
    },
    {
        "id": "tools",
        "kind": "multiple_response",
        "prompt": "Which tools does the protocol name?",
        "points": 3,
        "choices": [
            {"text": "A thermometer", "correct": True},
            {"text": "A clean bottle", "correct": True},
            {"text": "A net", "feedback": "Nets are for another course."},
        ],
    },
    {"id": "clear", "kind": "true_false", "prompt": "Clear water is always clean water.", "answer": False},
    {"id": "river", "kind": "short_answer", "prompt": "What is a small river called?", "answers": ["stream*", "brook"]},
    {
        "id": "temperature",
        "kind": "numerical",
        "prompt": "At what temperature does water boil at sea level?",
        "answer": 100,
        "tolerance": 0.5,
        "unit": "°C",
    },
    {
        "id": "match",
        "kind": "matching",
        "prompt": "What is measured with what?",
        "points": 2,
        "pairs": [{"left": "Temperature", "right": "Thermometer"}, {"left": "Clarity", "right": "Secchi tube"}],
        "distractors": ["Ruler"],
    },
    {
        "id": "steps",
        "kind": "ordering",
        "prompt": "What comes first?",
        "points": 2,
        "items": ["Label the bottle", "Rinse the bottle", "Fill the bottle"],
    },
    {
        "id": "gaps",
        "kind": "fill_blanks",
        "prompt": "Complete the sentence.",
        "text": "A [[watershed|catchment]] gathers *rain* for one [[river]].",
        "points": 2,
    },
    {
        "id": "own-words",
        "kind": "essay",
        "prompt": "Describe your river in your own words.",
        "least_words": 5,
        "model_answer": "A slow river with *willows*.",
        "rubric": "field-notes",
    },
    {
        "id": "flow",
        "kind": "calculated",
        "prompt": "A ditch is {width} m wide and {depth} m deep. What is its area?",
        "variables": {"width": {"least": 1, "most": 5}, "depth": {"least": 0.5, "most": 2, "decimals": 1}},
        "formula": "width * depth",
        "unit": "m²",
        "hints": ["Area is {width} times the depth."],
    },
]

RUBRIC = Rubric.model_validate(
    {
        "id": "field-notes",
        "title": "Field notes",
        "about": "Read the notes **twice** before you judge.",
        "criteria": [
            {
                "id": criterion,
                "title": title,
                "outcomes": ["sample"],
                "levels": [
                    {"id": "beginning", "title": "Beginning", "points": 0, "descriptor": f"{title}: not there yet."},
                    {"id": "developing", "title": "Developing", "points": 2, "descriptor": f"{title}: in parts."},
                    {"id": "secure", "title": "Secure", "points": 4, "descriptor": f"{title}: throughout."},
                ],
            }
            for criterion, title in (("place", "Place and time are named"), ("method", "The method can be repeated"))
        ],
    }
)

BADGE_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="46" fill="#1d4f5c"/>'
    '<path d="M25 55q12-14 25 0t25 0" fill="none" stroke="#fff" stroke-width="7"/></svg>'
)


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit")
    for path in ("badges/field-observer.svg", "content/images/my river.svg", "content/images/logo.svg"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(BADGE_SVG, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def course(kit: Path) -> Course:
    """Every kind of activity, question and credential, and words that try to break out of the page."""
    assets = {path.relative_to(kit).as_posix(): path for path in sorted(kit.rglob("*.svg"))}
    rule = CompletionRule(
        activities=("protocol", "check", "notes", "brief", "final"),
        least_percent=70,
        weights={"check": Fraction(1, 5), "notes": Fraction(2, 5), "brief": Fraction(2, 5)},
    )
    outcomes = (
        Outcome(id="sample", text="Collect a water sample with a repeatable protocol"),
        Outcome(id="analyse", text="Analyse sample results against a local baseline"),
        Outcome(id="advocate", text="Present findings to a community that can act on them"),
    )
    start = date(2027, 3, 1)
    first = Module(
        id="reading-the-river",
        title="Reading the river",
        week=1,
        summary="Meet your river and those who watch it.",
        outcomes=("sample",),
        opens=start,
        body_html='<h1>Reading the river</h1>\n<p>Begin <a href="course:activity/protocol">with the protocol</a>.</p>',
        activities=(
            Page(
                id="protocol",
                title="A protocol that repeats",
                minutes=20,
                outcomes=("sample",),
                body_html=(
                    '<h3 id="main">What you need</h3><p>See the <a href="course:page/faq#cost">answers</a>, '
                    '<a href="course:module/sampling">the next module</a> and <a href="course:home">home</a>.</p>'
                    '<p><img src="asset:content/images/my river.svg" alt="A river bend"></p>'
                    '<p><img src="https://pictures.example.org/river.jpg" alt="A river from above"></p>'
                    "<table><thead><tr><th>Time</th><th>Temperature</th><th>Depth in centimetres</th>"
                    "<th>Observations</th></tr></thead><tbody><tr><td>08:00</td><td>9.5</td><td>120</td>"
                    "<td>Averylongwordthatdoesnotbreakanywhereatall</td></tr></tbody></table>"
                    '<aside class="callout warning"><p class="callout-title">Safety</p><p>Never go alone.</p></aside>'
                    "<table><thead><tr><th></th><th>Second</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody>"
                    f"</table><pre><code>{'a long line ' * 30}</code></pre>"
                ),
            ),
            Discussion(id="hello", title="Introduce your river", minutes=15, body_html="<p>Which river?</p>"),
            Link(id="map", title="The map of rivers", url="https://maps.example.org/rivers?a=1&b=2", minutes=5),
            Survey(
                id="welcome",
                title="Before we begin",
                minutes=5,
                is_required=False,
                opens=start,
                items=(
                    SurveyItem(id="goal", kind="text", prompt="What do you want to reach?", is_required=True),
                    SurveyItem(id="place", kind="choice", prompt="Where do you live?", options=("Town", "Country")),
                    SurveyItem(
                        id="ways", kind="choices", prompt="How do you like to learn?", options=("Alone", "Together")
                    ),
                    SurveyItem(
                        id="mood",
                        kind="scale",
                        prompt="How sure do you feel?",
                        options=("Not at all", "A little", "Very"),
                        help="There is no wrong answer.",
                    ),
                    SurveyItem(id="share", kind="consent", prompt="My goal may be shown without my name."),
                ),
            ),
        ),
    )
    second = Module(
        id="sampling",
        title="Taking a sample",
        week=2,
        outcomes=("sample", "analyse"),
        opens=start + timedelta(weeks=1),
        summary="Go out, take one, write it down.",
        activities=(
            Quiz(
                id="check",
                title="Check yourself",
                minutes=10,
                is_required=False,
                outcomes=("sample",),
                quiz=QuizFile.model_validate({"intro": "Ten questions, *no hurry*.", "questions": QUESTIONS}),
            ),
            Quiz(
                id="numbers",
                title="Read the numbers",
                minutes=20,
                is_graded=True,
                points=30,
                settings=QuizSettings(pass_percent=60, attempts=2, time_limit=30),
                counts=Counts.PASSED,
                due=date(2027, 3, 14),
                quiz=QuizFile.model_validate({"questions": [QUESTIONS[2], QUESTIONS[4]]}),
            ),
            Assignment(
                id="notes",
                title="Your first sample",
                minutes=90,
                points=20,
                rubric=RUBRIC,
                due=date(2027, 3, 14),
                submission=("text", "file"),
                outcomes=("sample",),
                body_html="<p>Take a sample. Write it down.</p>",
            ),
        ),
    )
    third = Module(
        id="speaking-up",
        title="Speaking up",
        week=2,
        outcomes=("advocate",),
        opens=start + timedelta(weeks=1),
        activities=(
            PeerReview(
                id="brief",
                title="A one-page brief",
                minutes=120,
                points=50,
                pass_percent=50,
                rubric=RUBRIC,
                counts=Counts.PASSED,
                due=date(2027, 3, 21),
                reviews_given=3,
                reviews_needed=2,
            ),
            LiveSession(
                id="meeting",
                title="Meet a river keeper",
                url="https://meet.example.org/river",
                starts=datetime(2027, 3, 4, 18, 0, tzinfo=timezone(timedelta(hours=1))),
                minutes=60,
            ),
            Exam(
                id="final",
                title="Final <script>alert(1)</script> & exam",
                minutes=60,
                points=50,
                due=date(2027, 3, 28),
                quiz=QuizFile.model_validate({"questions": [{**QUESTIONS[3], "prompt": "A secret exam question?"}]}),
                rules_html="<h2>What you may bring</h2><p>A pen.</p>",
            ),
        ),
    )
    return Course(
        id="river-watch",
        title='River "Watch" <script>alert(1)</script>',
        language="en",
        license="CC-BY-4.0",
        subtitle="Citizen science for healthy rivers",
        summary="Learn to sample, read and speak up for the river nearest to you.",
        institution="Open Rivers Institute",
        url="https://rivers.example.org/watch",
        contact="rivers@example.org",
        audience="Community groups, secondary-school classes, anyone living near a river",
        start=start,
        weeks=4,
        hours_per_week=2.5,
        team=(Person(name="Ama Boateng", role="lead"), Person(name="Luis Ortega")),
        partners=(Partner(name="River Trust", url="https://trust.example.org", contribution="lends equipment"),),
        brand=Brand(logo="content/images/logo.svg"),
        home_html="<h2>Why this course</h2><p>Rivers need watchers.</p>",
        outcomes=outcomes,
        modules=(first, second, third),
        pages=(
            InfoPage(
                id="welcome",
                title="How this course works",
                body_html="<h2>Begin</h2><p>At any time.</p>",
                group=Group.START,
                summary="Your first ten minutes.",
            ),
            InfoPage(
                id="faq",
                title="Questions and answers",
                body_html='<h2 id="cost">What does it cost?</h2><p>Nothing.</p>',
                group=Group.SUPPORT,
            ),
            InfoPage(id="über uns", title="About us", body_html="<p>Us.</p>", group=Group.ABOUT),
        ),
        announcements=(
            Announcement(
                id="second",
                title="Bring <b>your</b> numbers",
                told_on=date(2027, 3, 15),
                summary="The clinic is on Wednesday.",
                body_html='<p>See <a href="course:activity/meeting">the meeting</a>.</p>',
            ),
            Announcement(id="über", title="We begin", told_on=date(2027, 2, 22), body_html="<p>Soon.</p>"),
        ),
        design={"promotion": ("press-kit",)},
        rule=rule,
        credentials=(
            Credential(
                id="field-observer",
                kind=CredentialKind.BADGE,
                title="Field Observer",
                awarded_by=Awarder.PEERS,
                description="Has taken samples that others can repeat.",
                origin="peer_badges",
                outcomes=("sample",),
                image="badges/field-observer.svg",
                rubric=RUBRIC,
                judged_by="quality",
                awards_needed=2,
                holders_may_award=True,
                criteria_html="<h2>Three samples</h2><p>On three days.</p>",
            ),
            Credential(
                id="my-certificate",
                kind=CredentialKind.SELF_CERTIFICATE,
                title="My river certificate",
                description="A certificate that you make yourself.",
                awarded_by=Awarder.SELF,
                origin="self_certificate",
                statement="I watched a river for four weeks and wrote down what I saw.",
                outcomes=("sample", "advocate"),
            ),
            Credential(
                id="completion",
                kind=CredentialKind.CERTIFICATE,
                title="Certificate of completion",
                description="For everyone who completes the course.",
                awarded_by=Awarder.PLATFORM,
                origin="platform_completion",
                statement="has completed River Watch.",
                rule=rule,
                further=(("Valid", "For life"),),
            ),
            Credential(
                id="credit",
                kind=CredentialKind.TRANSCRIPT,
                title="Transcript for credit",
                description="0.4 ECTS.",
                awarded_by=Awarder.INSTITUTION,
                origin="credit",
                further=(("Credit", "0.4 ECTS"), ("Level", "EQF 5")),
                open_questions=("Will other universities recognise it?",),
            ),
        ),
        assets=assets,
    )


@pytest.fixture(scope="session")
def arabic_course(course: Course) -> Course:
    """The same course, written right to left, without address, dates or contact."""
    return replace(
        course,
        id="nahr",
        language="ar",
        title="مراقبة النهر",
        subtitle="علم المواطنين من أجل أنهار سليمة",
        institution="معهد الأنهار المفتوح",
        url="",
        contact="",
        start=None,
        credentials=course.credentials[:2],
    )


@pytest.fixture(scope="session")
def site(course: Course, kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's site as it lies on a disk, some folders deep."""
    place = tmp_path_factory.mktemp("web") / "some" / "path" / "site"
    write_package(Site().render(course, kit), place)
    return place


@pytest.fixture(scope="session")
def arabic_site(arabic_course: Course, kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("arabic") / "site"
    write_package(Site().render(arabic_course, kit), place)
    return place


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site's address on a web server that shows it below a path."""
    with served(site.parents[2]) as address:
        yield f"{address}some/path/site/"
