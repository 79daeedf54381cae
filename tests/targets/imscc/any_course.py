"""Courses by chance: any number of modules, activities, questions, pools, points, weights and dates, from a seed.

`python -m tests.targets.imscc.any_course FOLDER 40` writes cartridges of both kinds for other programs to read.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from mooc_kit.course.model import (
    Activity,
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
from mooc_kit.targets.registry import targets
from mooc_kit.targets.weights import points_of
from tests.targets.imscc.stress import FORMULA, NAMES
from tests.targets.moodle.conftest import EVERY_KIND

_ODD = ("A [b] *c* “d” \\ e", "50 % off; a, b = c")
DAY = date(2027, 3, 1)


def any_course(seed: int) -> Course:
    """The course of this seed, always the same."""
    chance = Random(seed)
    is_dated = chance.random() < 0.6
    made: list[Module] = []
    for number in range(chance.randint(1, 4)):
        kinds = chance.choices(_KINDS, k=chance.randint(1, 5))
        activities = tuple(
            _settled(make(chance, f"a{number}-{n}", _title(chance, number, n)), chance, number, is_dated=is_dated)
            for n, make in enumerate(kinds)
        )
        made.append(
            Module(
                id=f"m{number}",
                title=f"{chance.choice(NAMES)} {number}",
                week=number + 1,
                activities=activities,
                body_html=chance.choice(("", "<p>About it.</p>")),
                opens=DAY + timedelta(weeks=number) if is_dated else None,
            )
        )
    design: dict[str, tuple[str, ...]] = {}
    if chance.random() < 0.5:
        design["activities"] = ("scaffolded",)
    if is_dated and chance.random() < 0.5:
        design["enrolment_and_facilitation"] = ("structured-cohorts",)
    rule = _rule(chance, [a for module in made for a in module.activities])
    return Course(
        id=f"any-{seed}",
        title=f"Any & {chance.choice(NAMES)}",
        language=chance.choice(("en", "ar", "ja", "nl", "tlh")),
        license=chance.choice(("CC-BY-SA-4.0", "CC0-1.0", "MIT")),
        start=DAY if is_dated else None,
        weeks=len(made),
        outcomes=(Outcome(id="sample", text="Take a sample"), Outcome(id="analyse", text="Analyse it")),
        modules=tuple(made),
        rule=rule,
        credentials=_given(rule),
        announcements=(Announcement(id="n", title="News", told_on=DAY, body_html="<p>Now.</p>"),) if is_dated else (),
        design=design,
    )


def _title(chance: Random, module: int, number: int) -> str:
    return f"{chance.choice((*NAMES, *_ODD))} {module}.{number}"


def _rule(chance: Random, activities: list[Activity]) -> CompletionRule | None:
    """Weights by points, or by hand for some of what is graded; activities by hand."""
    if chance.random() < 0.2:
        return None
    points = {a.id: Fraction(points_of(a)) for a in activities if points_of(a)}
    if points and chance.random() < 0.5:
        points = {id: Fraction(chance.randint(0, 5)) for id in points}
    total = sum(points.values())
    return CompletionRule(
        activities=tuple(a.id for a in activities if a.is_required),
        least_percent=chance.choice((None, 50, 85)) if total else None,
        weights={id: value / total for id, value in points.items()} if total else {},
    )


def _given(rule: CompletionRule | None) -> tuple[Credential, ...]:
    if rule is None:
        return ()
    certificate = Credential(
        id="c",
        kind=CredentialKind.CERTIFICATE,
        title="Certificate",
        description="",
        awarded_by=Awarder.PLATFORM,
        origin="platform_completion",
        rule=rule,
    )
    return (certificate,)


def _settled(activity: Activity, chance: Random, week: int, *, is_dated: bool) -> Activity:
    if hasattr(activity, "due") and is_dated and chance.random() < 0.7:
        activity = replace(activity, due=DAY + timedelta(weeks=week, days=chance.randint(1, 6)))  # type: ignore[call-arg]
    return replace(activity, is_required=chance.random() < 0.6)


# ---- activities ------------------------------------------------------------------------------------------------------


def _page(chance: Random, id: str, title: str) -> Activity:
    return Page(id=id, title=title, body_html=chance.choice(("", "<p>Words &amp; more.</p>", FORMULA)))


def _talk(chance: Random, id: str, title: str) -> Activity:
    return Discussion(id=id, title=title, body_html=chance.choice(("", "<p>Say it.</p>")))


def _link(chance: Random, id: str, title: str) -> Activity:
    url = chance.choice(("https://example.org/", "https://example.org/?a=1&b=2"))
    return Link(id=id, title=title, url=url, body_html=chance.choice(("", "<p>Read.</p>")))


def _live(chance: Random, id: str, title: str) -> Activity:
    return LiveSession(id=id, title=title, starts=datetime(2027, 3, 4, 18, tzinfo=UTC), url="https://example.org/j")


def _survey(chance: Random, id: str, title: str) -> Activity:
    items = (
        SurveyItem(id="own", kind="text", prompt="What?"),
        SurveyItem(id="one", kind="scale", prompt="How?", options=("x", "y")),
    )
    return Survey(id=id, title=title, items=items[: chance.randint(1, 2)], is_anonymous=chance.random() < 0.5)


def _quiz(chance: Random, id: str, title: str) -> Activity:
    is_graded = chance.random() < 0.6
    settings = QuizSettings(
        attempts=chance.choice((None, 1, 3)),
        time_limit=chance.choice((None, 20)),
        pass_percent=chance.choice((None, 55, 80)) if is_graded else None,
        shuffle=chance.choice((None, True)),
    )
    counts = Counts.PASSED if settings.pass_percent else Counts.SUBMITTED
    common: dict[str, Any] = {"id": id, "title": title, "settings": settings, "counts": counts}
    if is_graded and chance.random() < 0.3:
        return Exam(**common, quiz=_questions(chance), points=chance.randint(1, 40), rules_html="<p>Alone.</p>")
    return Quiz(
        **common, quiz=_questions(chance), is_graded=is_graded, points=chance.randint(1, 40) if is_graded else 0
    )


def _questions(chance: Random) -> QuizFile:
    found = chance.sample(EVERY_KIND, chance.randint(1, 6))
    pools = chance.sample(("p", "q"), chance.randint(0, 2))
    made = [{**q, "points": chance.choice((1, 2, 5)), **_in(chance, pools)} for q in found]
    held = {question.get("pool") for question in made}
    drawn = [
        {"id": pool, "draw": chance.randint(1, sum(question.get("pool") == pool for question in made))}
        for pool in pools
        if pool in held
    ]
    return QuizFile.model_validate({"questions": made, "pools": drawn})


def _in(chance: Random, pools: list[str]) -> dict[str, str]:
    return {"pool": chance.choice(pools)} if pools and chance.random() < 0.6 else {}


def _rubric(chance: Random, id: str) -> Rubric:
    levels = [
        {"id": name, "title": name.title(), "points": points, "descriptor": f"{name} < {id}"}
        for points, name in enumerate(("beginning", "developing", "secure", "extending")[: chance.randint(2, 4)])
    ]
    rows = [
        {"id": f"r{n}", "title": f"Row {n}", "weight": chance.randint(1, 3), "outcomes": [outcome], "levels": levels}
        for n, outcome in enumerate(chance.sample(("sample", "analyse"), chance.randint(1, 2)))
    ]
    return Rubric.model_validate({"id": f"rubric-{id}", "title": f"Rubric {id}", "criteria": rows})


def _work(chance: Random, id: str, title: str) -> Activity:
    percent = chance.choice((None, 50))
    common: dict[str, Any] = {
        "id": id,
        "title": title,
        "rubric": _rubric(chance, id) if chance.random() < 0.7 else None,
        "points": chance.choice((0, 10, 33)),
        "pass_percent": percent,
        "counts": Counts.PASSED if percent else Counts.SUBMITTED,
        "submission": tuple(chance.sample(("text", "file", "link"), chance.randint(1, 3))),
    }
    if chance.random() < 0.4:
        return PeerReview(**common, reviews_given=chance.randint(1, 4))
    return Assignment(**common)


_KINDS = (_page, _talk, _link, _live, _survey, _quiz, _quiz, _work, _work)


def main(folder: Path, number: int) -> None:
    for seed in range(number):
        course = any_course(seed)
        for key in ("canvas", "common-cartridge"):
            place = folder / key
            place.mkdir(parents=True, exist_ok=True)
            made = targets()[key].render(course, folder).files[f"{course.id}.imscc"]
            assert isinstance(made, bytes)
            (place / f"{course.id}.imscc").write_bytes(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
