"""The interview without a terminal: answers typed from a list, what is said kept in one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mooc_kit.checks.course_check import check_text
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.interview.defaults import complete
from mooc_kit.interview.draft import InterviewDraft
from mooc_kit.interview.plain import PlainScreen
from mooc_kit.interview.plan import sections_of, steps_of
from mooc_kit.interview.run import Run
from mooc_kit.interview.step import Answers
from mooc_kit.spec import load_spec
from mooc_kit.spec.write import spec_text
from tests.conftest import SOUND, plain


def asked(section: str, typed: list[str], answers: Answers) -> list[str]:
    """What is said while the first steps of `section` are answered with `typed`; `answers` are changed."""
    said: list[str] = []
    lines = iter(typed)
    run = Run(Path("course"), PlainScreen(lambda prompt: next(lines), said.append), InterviewDraft(answers, True, ""))
    part = next(one for one in run.sections if one.key == section)
    for position in range(len(typed)):
        run.ask(part, run.steps(part)[position])
    return said


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_choice_of_design_tells_the_option_that_suits_it_and_offers_it_first() -> None:
    answers: Answers = {"course": {"title": "X"}}
    said = " ".join(asked("strategic_positioning", ["3"], answers))
    assert "goes well with the completion option Authentic" in said
    section = next(one for one in sections_of(is_full=True) if one.key == "completion")
    step = steps_of(section, answers, "x", is_full=True)[0]
    assert step.default == ["authentic"]


def test_an_outcome_that_nobody_can_see_is_told_at_once() -> None:
    section = next(one for one in sections_of(is_full=False) if one.key == "outcomes")
    answers: Answers = {}
    step = steps_of(section, answers, "x", is_full=False)[0]
    told = step.keep(answers, step.read(["Understand rivers", "Collect a sample", "Collect a sample twice"]))
    assert "understand" in told[0]
    assert [outcome["id"] for outcome in answers["outcomes"]] == ["understand", "collect", "collect-2"]


@pytest.mark.parametrize("key", list(options()))
def test_every_option_alone_can_be_chosen_and_its_defaults_taken(key: str) -> None:
    facts = {"awarded_by": "A University", "towards": {"programme": "BSc"}} if key == "credit" else {}
    given: dict[str, Any] = {
        "course": {"title": "Rivers", "contact": "a@example.org", "institution": "A University", "weeks": 2},
        "completion": {key: facts},
    }
    text = spec_text(complete(given, "rivers"))
    checked = check_text(text, "course.yaml")
    assert not [problem for problem in checked.problems if problem.severity == "error"]


@pytest.mark.parametrize("missing", ["course", "outcomes", "modules", "design", "completion", "success", "targets"])
def test_what_was_given_is_never_changed(missing: str) -> None:
    whole = plain(SOUND.read_text())
    given = {name: value for name, value in whole.items() if name != missing}
    made = complete(given, "course")
    assert {name: made[name] for name in given if name not in ("completion", "modules", "targets")} == {
        name: given[name] for name in given if name not in ("completion", "modules", "targets")
    }
    assert load_spec(spec_text(made), "course.yaml", sections()).spec is not None


def test_answers_are_asked_only_where_earlier_ones_leave_them_open() -> None:
    section = next(one for one in sections_of(is_full=False) if one.key == "completion")
    closed = {"course": {"title": "X"}, "completion": {"self_check": {"contributions": "closed"}}}
    opened = {"course": {"title": "X"}, "completion": {"self_check": {"contributions": "open"}}}
    names = [{step.path[-1] for step in steps_of(section, answers, "x", is_full=False)} for answers in (closed, opened)]
    assert "reviewers" not in names[0]
    assert "reviewers" in names[1]


def test_options_offer_what_fits_the_course_while_answers_of_others_are_still_missing() -> None:
    answers: Answers = {
        "course": {"title": "Bread", "institution": "Bakery School", "weeks": 4, "hours_per_week": 3},
        "outcomes": [{"id": "bake", "text": "Bake a loaf"}],
        "modules": [{"id": "oven", "title": "The oven", "week": 1, "outcomes": ["bake"]}],
        "completion": {
            "peer_badges": {"holders_may_award": True},
            "authenticated_completion": {"proctoring": {"mode": "live-remote"}},
            "credit": {},
        },
    }
    section = next(one for one in sections_of(is_full=False) if one.key == "completion")
    offered = {".".join(map(str, step.path)): step.default for step in steps_of(section, answers, "x", is_full=False)}
    assert offered["completion.peer_badges.badges"]
    assert offered["completion.authenticated_completion.proctoring.activities"] == ["final-exam"]
    assert not offered["completion.credit.awarded_by"]  # a school of bakers need not award credit
    assert float(offered["completion.credit.amount"]) == pytest.approx(0.4)
    assert complete(answers, "x")["completion"]["authenticated_completion"]["proctoring"]["activities"]
