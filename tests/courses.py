"""Courses made at random, for tests that must hold for every course: hypothesis strategies for the course model."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Awarder,
    CompletionRule,
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
    Signatory,
    Survey,
    SurveyItem,
)
from mooc_kit.course.pages import markdown_html
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import QuizSettings
from mooc_kit.rubrics.model import Rubric
from mooc_kit.spec.course_info import Person

START = date(2027, 3, 1)
# fmt: off
_WORDS = (
    "river", "stone", "water", "bank", "Ufer", "ρέμα", "川", "نهر", "naïve", "5%", "a<b", "R&D", "\"quoted\"",
    "it's", "$5", "x_1", "[1]", "{x}", "*star*", "`code`", "#1", "C:\\", "2×3", "<script>",
)
# fmt: on


def lines(least: int = 1, most: int = 5) -> st.SearchStrategy[str]:
    """A line of words, some of which mean something in HTML, XML, Markdown, YAML or a template."""
    return st.lists(st.sampled_from(_WORDS), min_size=least, max_size=most).map(" ".join)


def titles() -> st.SearchStrategy[str]:
    return lines(1, 4)


_BLOCKS = (
    "A plain paragraph with *emphasis*, **weight**, `code` and a [link](https://example.org/a?b=1&c=2).",
    "- one\n- two\n\n    more of two",
    "1. first\n2. second",
    "> Somebody said so.",
    "| River | Length |\n|---|--:|\n| Elbe | 1094 |",
    "::: tip Look here\nA callout with $a < b$ in it.\n:::",
    "```python\nif a < b and c:\n    print('x')\n```",
    "$$\n\\frac{1}{2} < x\n$$",
    "## A heading & more",
    "* * *",
)


def bodies(most: int = 4) -> st.SearchStrategy[str]:
    """The HTML of a page, as the course's own Markdown makes it."""
    block = st.one_of(st.sampled_from(_BLOCKS), lines(1, 8).map(_escaped))
    return st.lists(block, min_size=0, max_size=most).map(lambda blocks: markdown_html("\n\n".join(blocks)))


def _escaped(words: str) -> str:
    from mooc_kit.content.html_to_markdown import html_to_markdown

    return html_to_markdown(f"<p>{words.replace('&', '&amp;').replace('<', '&lt;')}</p>")


@st.composite
def questions(draw: st.DrawFn, number: int = 1, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
    """A question as its file has it. Texts within one question differ, so that answers can be told apart."""
    kind = draw(st.sampled_from(kinds or QUESTION_KINDS))
    common = {
        "id": f"q{number}",
        "kind": kind,
        "prompt": f"{draw(lines()).replace('{x}', 'x').replace('<script>', 'script')}?",
        "points": draw(st.integers(1, 5)),
        "hints": draw(st.lists(st.sampled_from(["Think of *mud*.", "Look at $a<b$."]), max_size=2)),
    }
    if draw(st.booleans()):
        common["feedback"] = {"general": "See **step 2**.", "correct": "Well seen.", "incorrect": "Look again."}
    words = [
        f"{word} {n}"
        for n, word in enumerate(
            draw(st.lists(st.sampled_from(["mud & sand", "a < b", "Ufer", "*x*"]), min_size=2, max_size=5))
        )
    ]
    match kind:
        case "multiple_choice":
            right = draw(st.integers(0, len(words) - 1))
            common["choices"] = [_choice(word, n == right, draw) for n, word in enumerate(words)]
            common["shuffle"] = draw(st.booleans())
        case "multiple_response":
            flags = draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
            flags[0] = flags[0] or not any(flags)
            common["choices"] = [_choice(word, flag, draw) for word, flag in zip(words, flags, strict=True)]
            common["partial"] = draw(st.booleans())
        case "true_false":
            common["answer"] = draw(st.booleans())
        case "short_answer":
            common["answers"] = draw(st.sampled_from([["stream"], ["brook", "C&A <co>"], ["water*", "a.b"], ["5 %"]]))
            common["case_sensitive"] = draw(st.booleans())
        case "numerical":
            common["answer"] = draw(st.sampled_from([0, 100, -2.5, 0.001, 6.02e23]))
            common["tolerance"] = draw(st.sampled_from([0, 0.5, 10]))
            common["unit"] = draw(st.sampled_from([None, "°C", "m²"]))
        case "matching":
            common["pairs"] = [{"left": f"left {word}", "right": f"right {word}"} for word in words]
            common["distractors"] = draw(st.sampled_from([[], ["none of them"]]))
        case "ordering":
            common["items"] = words
        case "fill_blanks":
            common["text"] = "A [[watershed|catchment]] gathers *rain* for one [[river]] & [[sea]]."
        case "essay":
            common["least_words"] = draw(st.sampled_from([0, 50]))
            common["model_answer"] = draw(st.sampled_from([None, "A slow river with *willows*."]))
        case "calculated":
            common["prompt"] = "A ditch is {width} m wide and {depth} m deep. Its area?"
            common["variables"] = {
                "width": {"least": 1, "most": 5},
                "depth": {"least": 0.5, "most": 2, "decimals": 1},
            }
            common["formula"] = draw(
                st.sampled_from(["width * depth", "sqrt(width) + depth ** 2", "max(width, depth)"])
            )
    return {key: value for key, value in common.items() if value is not None}


QUESTION_KINDS = (
    "multiple_choice",
    "multiple_response",
    "true_false",
    "short_answer",
    "numerical",
    "matching",
    "ordering",
    "fill_blanks",
    "essay",
    "calculated",
)


def _choice(text: str, is_right: bool, draw: st.DrawFn) -> dict[str, Any]:
    feedback = draw(st.sampled_from([None, "Because of the *mud*."]))
    return {"text": text, "correct": is_right, **({"feedback": feedback} if feedback else {})}


@st.composite
def quizzes(draw: st.DrawFn, kinds: tuple[str, ...] = ()) -> QuizFile:
    count = draw(st.integers(1, 4))
    made = [draw(questions(number, kinds)) for number in range(1, count + 1)]
    intro = draw(st.sampled_from([None, "Take your *time*."]))
    return QuizFile.model_validate({"questions": made, **({"intro": intro} if intro else {})})


@st.composite
def rubrics(draw: st.DrawFn, id: str = "notes") -> Rubric:
    criteria = [
        {
            "id": f"c{number}",
            "title": draw(titles()),
            "levels": [
                {
                    "id": f"l{step}",
                    "title": f"Level {step}",
                    "points": step * draw(st.sampled_from([1, 2])) + step,
                    "descriptor": f"{draw(lines())} {step}",
                }
                for step in range(draw(st.integers(2, 4)))
            ],
        }
        for number in range(draw(st.integers(1, 3)))
    ]
    return Rubric.model_validate({"id": id, "title": draw(titles()), "criteria": criteria})


@st.composite
def activities(draw: st.DrawFn, id: str, kinds: tuple[str, ...] = ()) -> Activity:
    """An activity of any kind with this id."""
    kind = draw(st.sampled_from(kinds or ACTIVITY_KINDS))
    common: dict[str, Any] = {
        "id": id,
        "title": draw(titles()),
        "body_html": draw(bodies()),
        "source": f"content/modules/m/{id}.md",
        "minutes": draw(st.integers(1, 90)),
    }
    due = draw(st.one_of(st.none(), st.integers(0, 30).map(lambda days: START + timedelta(days=days))))
    submission = draw(st.sampled_from([("text",), ("file",), ("text", "file"), ("link",), ("text", "file", "link")]))
    match kind:
        case "page":
            return Page(**common)
        case "discussion":
            return Discussion(**common)
        case "link":
            return Link(**common, url="https://example.org/a?b=1&c=2")
        case "live_session":
            return LiveSession(
                **{**common, "is_required": False},
                starts=datetime(2027, 3, 4, 18, tzinfo=UTC),
                url="https://example.org/join",
            )
        case "survey":
            items = (
                SurveyItem(id="own", kind="text", prompt=draw(lines()), is_required=draw(st.booleans())),
                SurveyItem(id="pace", kind="scale", prompt=draw(lines()), options=("slow & easy", "right", "fast")),
                SurveyItem(id="one", kind="choice", prompt=draw(lines()), options=("a < b", "c")),
                SurveyItem(id="many", kind="choices", prompt=draw(lines()), options=("x", "y"), help="As many as fit."),
                SurveyItem(id="agree", kind="consent", prompt=draw(lines())),
            )
            count = draw(st.integers(1, len(items)))
            return Survey(**common, items=items[:count], is_anonymous=draw(st.booleans()))
        case "quiz" | "exam":
            quiz = draw(quizzes())
            graded = kind == "exam" or draw(st.booleans())
            parts = {
                "quiz": quiz,
                "is_graded": graded,
                "points": quiz.points if graded else 0,
                "due": due,
                "settings": QuizSettings(
                    attempts=draw(st.sampled_from([None, 1, 3])),
                    shuffle=draw(st.booleans()),
                    time_limit=draw(st.sampled_from([None, 30])),
                ),
            }
            return Exam(**common, **parts, rules_html=draw(bodies(2))) if kind == "exam" else Quiz(**common, **parts)
        case _:
            has_rubric = draw(st.booleans())
            rubric = draw(rubrics(f"rubric-{id}")) if has_rubric else None
            points = rubric.max_points if rubric and draw(st.booleans()) else 0
            parts = {"rubric": rubric, "points": points, "submission": submission, "due": due}
            if kind == "peer_review":
                reviews = draw(st.integers(1, 4))
                return PeerReview(**common, **parts, reviews_given=reviews, reviews_needed=draw(st.integers(1, 4)))
            return Assignment(**common, **parts)


ACTIVITY_KINDS = (
    "page",
    "discussion",
    "link",
    "live_session",
    "survey",
    "quiz",
    "exam",
    "assignment",
    "peer_review",
)


@st.composite
def courses(draw: st.DrawFn, most_modules: int = 3, kinds: tuple[str, ...] = ()) -> Course:
    """A course of any kinds of activities, with or without dates, a rule and what is given for it."""
    has_dates = draw(st.booleans())
    modules = []
    number = 0
    for m in range(draw(st.integers(1, most_modules))):
        made = []
        for _ in range(draw(st.integers(0 if m else 1, 4))):
            number += 1
            activity = draw(activities(f"a{number}", kinds))
            if not has_dates and hasattr(activity, "due"):
                activity = replace(activity, due=None)
            made.append(replace(activity, source=f"content/modules/m{m}/{activity.id}.md"))
        modules.append(
            Module(
                id=f"m{m}",
                title=draw(titles()),
                week=m + 1,
                summary=draw(st.sampled_from(["", "What happens"])),
                body_html=draw(bodies(2)),
                outcomes=("sample",),
                activities=tuple(made),
                opens=START + timedelta(weeks=m) if has_dates else None,
            )
        )
    points = {
        activity.id: activity.points
        for module in modules
        for activity in module.activities
        if isinstance(activity, Quiz | Assignment) and activity.points and getattr(activity, "is_graded", True)
    }
    total = sum(points.values())
    rule = CompletionRule(
        activities=tuple(a.id for module in modules for a in module.activities if a.is_required),
        least_percent=draw(st.sampled_from([50, 60, 70])) if total else None,
        weights={id: Fraction(value, total) for id, value in points.items()},
    )
    has_rule = draw(st.booleans())
    certificate = Credential(
        id="completion",
        kind=CredentialKind.CERTIFICATE,
        title="Certificate of completion",
        description="Given at once.",
        awarded_by=Awarder.PLATFORM,
        origin="platform_completion",
        statement="has completed it.",
        rule=rule,
        criteria_html="<ul><li>Everything is done.</li></ul>",
        signatories=(Signatory("Ama Boateng, PhD", "Course lead"),),
    )
    pages = tuple(
        InfoPage(
            id=f"p{n}",
            title=draw(titles()),
            body_html=draw(bodies(2)),
            group=draw(st.sampled_from(list(Group))),
            source=f"content/pages/p{n}.md",
        )
        for n in range(draw(st.integers(0, 3)))
    )
    return Course(
        id="river-watch",
        title=draw(titles()),
        language=draw(st.sampled_from(["en", "de", "ar"])),
        license=draw(st.sampled_from(["CC-BY-4.0", "CC-BY-NC-SA-4.0", "CC0-1.0"])),
        summary=draw(st.sampled_from(["", "Learn to read a river & more."])),
        institution=draw(st.sampled_from(["", "Open Rivers <Institute>"])),
        contact=draw(st.sampled_from(["", "rivers@example.org"])),
        start=START if has_dates else None,
        weeks=len(modules),
        team=(Person(name="Ama Boateng"),),
        home_html=draw(bodies(2)),
        outcomes=(Outcome(id="sample", text="Collect a water sample"),),
        modules=tuple(modules),
        pages=pages,
        rule=rule if has_rule else None,
        credentials=(certificate,) if has_rule else (),
    )


def counts_of(course: Course) -> dict[str, int]:
    """How many activities of each kind the course has."""
    found: dict[str, int] = {}
    for _, activity in course.activities():
        found[activity.kind] = found.get(activity.kind, 0) + 1
    return found
