"""Credit: hours that carry the claim, outcomes that are mapped, and texts that promise nothing that is open."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from mooc_kit.completion_options.credit.hours import claim, fitting_amount, hours_of_credit
from mooc_kit.completion_options.credit.open_questions import LEVEL, QUESTIONS
from mooc_kit.completion_options.credit.option import Credit
from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import Awarder, CredentialKind
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Severity
from tests.completion_options.whole_kits import ODD_SPEC, codes, found, made, spec_of

ONLY = "completion: {peer_badges: null}\n"
HEAD = "completion:\n  credit:\n"
TEXTS = (
    "content/completion/credit.md",
    "content/completion/apply-for-credit.md",
    "guides/credit-mapping.md",
    "guides/credit-workload.md",
    "guides/assessors.md",
)


@pytest.mark.parametrize("rule", Credit.rules, ids=lambda r: r.code)
def test_the_wrong_example_of_a_rule_breaks_it_and_the_right_one_does_not(rule):
    assert rule.code in codes(rule.wrong)
    assert rule.code not in codes(rule.right)


def test_credit_needs_authenticated_completion():
    assert "C001" in codes(ONLY, "completion: {authenticated_completion: null}\n")


def test_a_level_that_is_left_out_is_an_open_question_and_read_as_one(tmp_path: Path):
    kit = made(tmp_path, ONLY, HEAD + "    level: null\n")
    given = kit.credential("credit")
    assert LEVEL.text in given.open_questions
    assert "Level" not in dict(facts_of(given, messages_for("en")))
    page = kit.page("credit").body_html
    assert "still open" in page and LEVEL.text in page
    assert "None" not in "".join((kit.folder / text).read_text() for text in TEXTS)


def test_a_course_that_maps_nothing_yet_is_told_so_once():
    problems = [p.message for p in found(ONLY, HEAD + "    mapping: []\n") if p.code == "C403"]
    assert problems == ["No outcome is mapped to the formal course yet."]


@pytest.mark.parametrize(
    ("weeks", "hours", "system", "amount", "expected"),
    [
        (4, 3, "ects", 0.4, None),  # 12 hours for 10 to 12
        (4, 2.5, "ects", 0.4, None),  # exactly the least
        (4, 2.4, "ects", 0.4, Severity.WARNING),  # 9.6: a little under
        (4, 2, "ects", 0.4, Severity.WARNING),  # 8 hours are 80 percent of 10
        (4, 1.9, "ects", 0.4, Severity.ERROR),  # 7.6
        (4, 3.6, "ects", 0.4, None),  # 14.4 hours are 120 percent of 12
        (4, 3.7, "ects", 0.4, Severity.WARNING),
        (10, 10, "uk-cats", 10, None),
        (15, 3, "us-semester", 1, None),
        (10, 3, "us-quarter", 1, None),
        (10, 3, "us-semester", 1, Severity.WARNING),  # 30 hours are exactly 80 percent of 37.5
        (10, 2.9, "us-semester", 1, Severity.ERROR),
    ],
)
def test_the_hours_of_the_course_are_held_against_the_credit(weeks, hours, system, amount, expected):
    change = f"course: {{weeks: {weeks}, hours_per_week: {hours}}}\n" + HEAD + f"    system: {system}\n"
    problems = [p for p in found(ONLY, change, HEAD + f"    amount: {amount}\n") if p.code == "C401"]
    assert [p.severity for p in problems] == ([expected] if expected else [])


def test_a_claim_that_is_too_large_says_what_the_hours_carry():
    problem = next(p for p in found(ONLY, HEAD + "    amount: 3\n") if p.code == "C401")
    assert "promises 12 hours" in problem.message and "75 to 90" in problem.message
    assert "Claim 0.4 ECTS credits" in problem.hint


def test_the_hours_that_an_institution_counts_replace_the_usual_range():
    spec = spec_of(ONLY, HEAD + "    hours_per_credit: 30\n    amount: 0.4\n")
    section = spec.option("credit")
    assert hours_of_credit(section) == (30, 30)
    assert claim(spec, section).least == claim(spec, section).most == 12
    assert "C401" not in codes(ONLY, HEAD + "    hours_per_credit: 30\n")
    assert fitting_amount(Fraction(12), Fraction(25)) == Fraction(4, 10)


def test_a_framework_without_a_name_cannot_be_looked_up():
    assert "C406" in codes(ONLY, HEAD + "    level: {framework: other, value: 1}\n")
    assert "C406" not in codes(ONLY, HEAD + "    level: {framework: other, value: 1, name: Lower division}\n")


def test_an_unknown_outcome_in_the_mapping_is_named_with_a_suggestion():
    change = HEAD + "    mapping: [{formal: Apply field methods, outcomes: [sampel]}]\n"
    problem = next(p for p in found(ONLY, change) if p.code == "S114")
    assert "`sample`" in problem.hint


def test_the_transcript_names_credit_level_programme_and_institution(tmp_path: Path):
    kit = made(tmp_path, ONLY)
    given = kit.credential("credit")
    assert (given.kind, given.awarded_by) == (CredentialKind.TRANSCRIPT, Awarder.INSTITUTION)
    assert dict(facts_of(given, messages_for("en"))) == {
        "Credit": "0.4 ECTS credits",
        "Level": "EQF 5",
        "Towards": "BSc Environmental Science, ENV101",
        "Awarded by": "Open Rivers Institute",
        "Hours of work": "12",
    }
    assert given.outcomes == ("sample", "analyse")
    assert "<li>Apply field methods</li>" in given.criteria_html
    assert given.rule == kit.credential("authenticated-completion").rule
    assert len(given.open_questions) == len(QUESTIONS)


def test_settled_questions_go_and_the_teams_own_come(tmp_path: Path):
    change = HEAD + "    settled: [which-board]\n    open_questions: ['Does the dean agree?']\n"
    kit = made(tmp_path, ONLY, change)
    asked = kit.credential("credit").open_questions
    assert "Does the dean agree?" in asked and not [q for q in asked if "Which board" in q]
    page = kit.text("content/completion/credit.md")
    assert "Does the dean agree?" in page and "Which board" not in page
    assert "- [x] Which board" in kit.text("guides/assessors.md")
    assert "S114" in codes(ONLY, HEAD + "    settled: [witch-board]\n")


def test_the_texts_speak_of_this_course_and_this_programme(tmp_path: Path):
    kit = made(tmp_path, ONLY, "course:\n  team: [{name: Daniel Okafor, role: assessor}]\n")
    assert kit.codes() == []
    for path in TEXTS:
        text = kit.text(path)
        assert "River Watch" in text and "0.4 ECTS credits" in text and "Open Rivers Institute" in text, path
    assert "Daniel Okafor" in kit.text("guides/assessors.md")
    assert kit.page("credit").origin == kit.page("apply-for-credit").origin == "credit"
    assert 'href="course:activity/first-sample"' in kit.page("credit").body_html


def test_the_mapping_tells_which_outcomes_are_shown_in_watched_work(tmp_path: Path):
    text = made(tmp_path, ONLY).text("guides/credit-mapping.md")
    assert "| Interpret environmental data | `analyse`" in text and "Read the numbers (quiz, week 3) | yes |" in text
    assert "**Apply field methods** is shown only in work that nobody watched" in text
    assert "`advocate`: Present findings" in text


def test_the_workload_guide_adds_up_the_activities_by_module(tmp_path: Path):
    change = (
        "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], activities: [\n"
        "     {id: baseline-quiz, kind: quiz, title: Quiz, graded: true, points: 10, minutes: 90},\n"
        "     {id: read, kind: page, title: Read, minutes: 330}]}\n"
    )
    text = made(tmp_path, ONLY, change).text("guides/credit-workload.md")
    assert "| River | 1 | 7.0 |" in text
    assert "The other 5.0 hours" in text
    assert "10 to 12" in text and "carry the claim" in text and "More than half" not in text


def test_a_claim_whose_hours_stand_in_no_activity_is_told_to_the_team(tmp_path: Path):
    assert "More than half of the promised hours" in made(tmp_path, ONLY).text("guides/credit-workload.md")


def test_nothing_is_promised_before_the_agreement_is_signed(tmp_path: Path):
    planned = made(tmp_path / "a", ONLY).text("content/completion/credit.md")
    signed = "completion:\n  authenticated_completion: {agreement: signed, partner: OpenCampus}\n"
    agreed = made(tmp_path / "b", ONLY, signed).text("content/completion/credit.md")
    assert "is planned" in planned and "cannot be promised yet" in planned
    assert "was agreed" in agreed and "cannot be promised yet" not in agreed


def test_odd_titles_and_missing_answers_make_files_that_can_be_read(tmp_path: Path):
    change = HEAD + (
        "    amount: 0.4\n    awarded_by: 'جامعة | \"X\": *y* <b>'\n"
        "    towards: {programme: '# P | <i>', course: null}\n"
        "    mapping: [{formal: '- 1. {{ x }} | *y* <script>', outcomes: [sample]}]\n"
    )
    kit = made(tmp_path, ONLY, ODD_SPEC, change)
    assert kit.codes() == []
    given = kit.credential("credit")
    assert "<script>" not in given.criteria_html and "&lt;script&gt;" in given.criteria_html
    assert "<b>" not in kit.page("credit").body_html.replace("<b></b>", "")


def test_the_defaults_claim_what_the_hours_carry_and_leave_to_others_what_only_they_know():
    found = Credit().defaults(spec_of(ONLY))
    assert found["amount"] == 0.4
    assert not {"awarded_by", "mapping", "towards"} & set(found)
