"""The interview without a terminal: answers typed from a list, what is said kept in one."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.checks.course_check import check_text
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.interview.defaults import complete
from mooc_kit.interview.draft import InterviewDraft, remove
from mooc_kit.interview.existing import continue_interview
from mooc_kit.interview.plain import PlainScreen
from mooc_kit.interview.plan import sections_of, steps_of
from mooc_kit.interview.run import Run, interview
from mooc_kit.interview.screen import Screen
from mooc_kit.interview.step import Answers, InterviewStep, Kind, Refused
from mooc_kit.spec import load_spec
from mooc_kit.spec.write import spec_text
from mooc_kit.targets.registry import targets
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
    assert "goes well with the completion option Authentic" in " ".join(said.split())
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
    closed: Answers = {"course": {"title": "X"}, "completion": {"self_check": {"contributions": "closed"}}}
    opened: Answers = {"course": {"title": "X"}, "completion": {"self_check": {"contributions": "open"}}}
    names = [
        {step.path[-1] for step in steps_of(section, {**answers, "_usual_self_check": False}, "x", is_full=True)}
        for answers in (closed, opened)
    ]
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
        "_usual_authenticated_completion": False,
        "_usual_credit": False,
    }
    section = next(one for one in sections_of(is_full=False) if one.key == "completion")
    offered = {".".join(map(str, step.path)): step.default for step in steps_of(section, answers, "x", is_full=False)}
    assert offered["completion.peer_badges.badges"]
    assert offered["completion.authenticated_completion.proctoring.activities"] == ["final-exam"]
    assert not offered["completion.credit.awarded_by"]  # a school of bakers need not award credit
    assert float(offered["completion.credit.amount"]) == pytest.approx(0.4)
    assert complete(answers, "x")["completion"]["authenticated_completion"]["proctoring"]["activities"]


def test_the_amount_of_credit_follows_from_the_system_and_a_level_may_stay_open_or_be_said() -> None:
    credit = {"awarded_by": "A University", "towards": {"programme": "BSc"}, "system": "us-semester"}
    answers: Answers = {"course": {"title": "X", "weeks": 15, "hours_per_week": 3}, "completion": {"credit": credit}}
    section = next(one for one in sections_of(is_full=False) if one.key == "completion")

    def asked() -> dict[str, InterviewStep]:
        return {step.id: step for step in steps_of(section, {**answers, "_usual_credit": False}, "x", is_full=False)}

    assert float(str(asked()["completion/credit/amount"].default)) == pytest.approx(1.2)
    level = asked()["completion/credit/level/value"]
    assert level.is_optional and level.read("") is None
    assert "completion/credit/level/framework" not in asked()
    level.keep(answers, level.read("6"))
    assert not asked()["completion/credit/level/framework"].is_optional


class Newcomer(Screen):
    """Answers everything, with what is usual where nothing is known; counts the questions."""

    def __init__(self, **known: Any) -> None:
        super().__init__()
        self.known = known
        self.asked: list[InterviewStep] = []

    def ask(self, step: InterviewStep) -> Any:
        self.asked.append(step)
        if step.path[-1] in self.known:
            return self.known[str(step.path[-1])]
        if step.path[0] == "design":
            return [step.choices[0].value] if step.choices else "We were asked for it."
        return step.default if step.kind is not Kind.TEXT else str(step.default or ("" if step.is_optional else "6"))

    def welcome(self) -> None: ...
    def heading(self, title: str, about: str, place: str) -> None: ...
    def say(self, text: str) -> None: ...
    def table(self, title: str, rows: object) -> None: ...
    def complain(self, text: str) -> None:
        raise AssertionError(text)


OUTCOMES = ["Collect a water sample", "Explain a finding", "Judge a report"]
USUAL = {
    "title": "River Watch",
    "outcomes": OUTCOMES,
    "success": ["active-participants", "satisfaction"],
    "_targets_of_success": "200, 60%",
}


@pytest.mark.parametrize(
    "chosen",
    [
        ["authentic", "self_certificate", "self_check"],
        ["participant_outcomes", "peer_badges", "platform_completion"],
        ["peer_badges", "authenticated_completion", "credit"],
    ],
)
def test_the_short_path_takes_under_25_answers_for_three_options_and_the_full_one_under_50(chosen: list[str]) -> None:
    for is_full, most in ((False, 25), (True, 50)):
        person = Newcomer(**USUAL, completion=chosen, path="full" if is_full else "short")
        answers = interview(Path("course"), person, is_full=None)
        remove(Path("course"))
        assert len(person.asked) < most
        assert set(chosen) <= set(answers["completion"])
        kinds = {activity["kind"] for module in answers["modules"] for activity in module["activities"]}
        # What belongs into a module follows from answers that come after the modules: where people meet, what counts.
        assert ("quiz" in kinds) == ("platform_completion" in chosen and "credit" not in chosen)
        assert ("exam" in kinds) == ("credit" in chosen)
        if "credit" in chosen:
            # Only the institution knows these, so none of them is answered by what is usual.
            assert {"completion/credit/awarded_by", "completion/credit/system"} <= {step.id for step in person.asked}
            usual = next(step for step in person.asked if step.id == "_usual_credit")
            assert "Which level? (nothing yet)" in usual.shown
            assert "level" not in complete(answers, "x")["completion"]["credit"]
        assert not load_spec(spec_text(answers), "course.yaml", sections()).problems


def test_the_parts_of_outcomes_are_shown_and_only_what_the_team_meant_otherwise_is_kept() -> None:
    answers: Answers = {"outcomes": [{"id": "keep", "text": "Keep bees"}, {"id": "mend", "text": "Mend a comb alone"}]}
    section = next(one for one in sections_of(is_full=False) if one.key == "outcomes")
    fits = steps_of(section, answers, "x", is_full=False)[1]
    assert fits.default is True
    assert "   what is done: mend; with or to what: a comb alone" in fits.shown
    fits.keep(answers, False)
    parts = steps_of(section, answers, "x", is_full=False)[2]
    assert parts.default == ["1 | keep | bees", "2 | mend | a comb alone"]
    with pytest.raises(Refused, match="Line 1 begins with the number"):
        parts.read(["keep | bees"])
    parts.keep(answers, parts.read(["1 | keep | bees", "2 | mend | a comb | alone"]))
    keep, mend = answers["outcomes"]
    assert "parts" not in keep
    assert mend["parts"] == [{"verb": "mend", "object": "a comb", "condition": "alone"}]
    outcomes = steps_of(section, answers, "x", is_full=False)[0]
    outcomes.keep(answers, outcomes.read(["Keep bees", "Mend a comb alone", "Sell honey"]))
    assert answers["outcomes"][1] == mend  # what was said of an outcome stays with it
    answers.pop("_parts_fit")
    assert not load_spec(spec_text(complete(answers, "x")), "course.yaml", sections()).problems


def test_an_outcome_in_a_language_without_a_table_is_not_cut() -> None:
    answers: Answers = {"course": {"language": "de"}, "outcomes": [{"id": "b", "text": "Bienen halten"}]}
    section = next(one for one in sections_of(is_full=False) if one.key == "outcomes")
    assert [step.id for step in steps_of(section, answers, "x", is_full=False)] == ["outcomes"]


def test_every_question_is_explained_and_no_choice_is_named_by_its_key() -> None:
    shown: Answers = {}
    person = Newcomer(**USUAL, completion=list(options()), path="full", _usual_details=False, share_back="form")
    for key in options():
        person.known[f"_usual_{key}"] = False
    interview(Path("course"), person, is_full=True)
    for step in person.asked:
        assert step.help or step.path[0] in ("review", "path", "resume"), step.question
        shown |= {choice.label: choice.value for choice in step.choices}
    assert len(shown) > 60
    keys = {label for label, value in shown.items() if label == value and ("-" in label or "_" in label)}
    assert not keys
    assert [choice.value for step in person.asked if step.id == "targets" for choice in step.choices] == list(targets())


def test_technical_facts_come_last_and_why_is_asked_only_after_a_choice_which_it_names() -> None:
    person = Newcomer(**USUAL, completion=["self_check"])
    interview(Path("course"), person, is_full=True)
    ids = [step.id for step in person.asked]
    assert ids[-2:] == ["_usual_details", "review"]
    why = next(step for step in person.asked if step.path[1:] == ("curriculum", "notes"))
    assert why.question == 'Why "Clear objectives and criteria, set by the team"?'
    remove(Path("course"))
    nothing = Newcomer(**USUAL, completion=["self_check"], choices=[])
    interview(Path("course"), nothing, is_full=True)
    assert not [step for step in nothing.asked if step.path[-1] == "notes"]


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("12 January 2027", "2027-01-12"),
        ("12.1.2027", "2027-01-12"),
        ("January 12, 2027", "2027-01-12"),
        ("2027-01-12", "2027-01-12"),
        ("3/1/2027", "2027-01-03"),
    ],
)
def test_a_day_is_taken_as_people_write_it_and_what_it_was_taken_for_is_said(typed: str, taken: str) -> None:
    section = next(one for one in sections_of(is_full=False) if one.key == "course")
    answers: Answers = {"course": {"title": "X"}}
    step = next(one for one in steps_of(section, answers, "x", is_full=False) if one.path[-1] == "start")
    told = " ".join(step.keep(answers, step.read(typed)))
    assert answers["course"]["start"] == taken
    assert "Taken as" in told and "January 2027" in told
    assert ("1 March 2027" in told) == (typed == "3/1/2027")


def test_ids_are_chosen_from_a_list_that_is_shown_by_number_or_in_words() -> None:
    answers: Answers = {
        "course": {"title": "X"},
        "outcomes": [{"id": "see", "text": "See a bird"}, {"id": "draw", "text": "Draw a bird"}],
        "completion": {"peer_badges": {}},
    }
    section = next(one for one in sections_of(is_full=False) if one.key == "completion")
    steps = steps_of(section, answers, "x", is_full=False)
    step = next(one for one in steps if one.path[-1] == "badges")
    assert "  2. Draw a bird" in step.shown
    made = step.read(["Artist | 2 | Quality"])
    assert made == [
        {"id": "artist", "name": "Artist", "outcomes": ["draw"], "judged_by": "quality", "rubric": "artist-rubric"}
    ]
    with pytest.raises(Refused, match=r"Line 1.*from 1 to 2"):
        step.read(["Artist | 7"])


def test_an_existing_course_opens_with_a_menu_and_gets_only_what_was_answered() -> None:
    answers = plain(SOUND.read_text())
    before = deepcopy(answers)
    said: list[str] = []
    typed = iter(["Change: The course", "", "", "", "new@example.org", "", "", "", "Finish", "1"])
    screen = PlainScreen(lambda prompt: next(typed), said.append)
    continue_interview(Path("course"), screen, answers, is_full=False)
    words = " ".join(said)
    assert all(f"Change: {part.title}" in words for part in sections_of(is_full=False))
    before["course"]["contact"] = "new@example.org"
    assert {key: value for key, value in answers.items() if not key.startswith("_")} == before
