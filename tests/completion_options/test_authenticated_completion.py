"""Authenticated completion: watched activities, pages for those who are watched, and questions that stay open."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from mooc_kit.completion_options.authenticated_completion.open_questions import open_questions
from mooc_kit.completion_options.authenticated_completion.option import AuthenticatedCompletion
from mooc_kit.completion_options.authenticated_completion.section import (
    Agreement,
    AuthenticatedCompletionSpec,
    Identity,
    Mode,
)
from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import Assignment, Awarder, CredentialKind, Exam
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Severity
from tests.completion_options.whole_kits import ODD_SPEC, codes, found, made, spec_of

ONLY = "completion: {peer_badges: null, credit: null}\n"
ALONE = "completion: {peer_badges: null, platform_completion: null, credit: null}\n"
HEAD = "completion:\n  authenticated_completion:\n"
SIGNED = HEAD + "    agreement: signed\n    partner: OpenCampus\n"
PAGES = ("exam-rules", "accommodations", "exam-privacy")
GUIDES = ("partnership-checklist", "identity-and-proctoring", "open-questions")


@pytest.mark.parametrize("rule", AuthenticatedCompletion.rules, ids=lambda r: r.code)
def test_the_wrong_example_of_a_rule_breaks_it_and_the_right_one_does_not(rule):
    assert rule.code in codes(rule.wrong)
    assert rule.code not in codes(rule.right)


def test_a_site_is_not_a_platform_for_exams_even_when_it_is_named():
    problem = next(p for p in found(ONLY, HEAD + "    platform: site\n") if p.code == "C301")
    assert "open-edx" in problem.hint and problem.place.line


def test_a_platform_that_is_not_built_is_named_with_what_is_built():
    problem = next(p for p in found(ONLY, HEAD + "    platform: canvas\n") if p.code == "C301")
    assert "canvas" in problem.message and "open-edx" in problem.message
    assert problem.hint == "Add `canvas` to `targets`."


def test_an_unknown_activity_is_named_with_a_suggestion():
    change = HEAD + "    proctoring: {mode: recorded, activities: [baseline-quizz]}\n"
    problem = next(p for p in found(ONLY, change) if p.code == "S114")
    assert "baseline-quiz" in problem.hint


def test_negotiating_is_a_note_and_nothing_at_all_is_a_warning():
    severity = {p.code: p.severity for p in found(ONLY)}
    assert severity["C304"] is Severity.NOTE
    severity = {p.code: p.severity for p in found(ONLY, HEAD + "    agreement: none\n")}
    assert severity["C304"] is Severity.WARNING
    assert "C304" not in codes(ONLY, SIGNED)


def test_a_watched_quiz_becomes_an_exam_under_the_rules_of_the_kit(tmp_path: Path):
    kit = made(tmp_path, ONLY)
    exam = kit.activity("baseline-quiz")
    assert isinstance(exam, Exam)
    assert (exam.points, exam.attempts, exam.pass_percent, exam.is_graded) == (30, 3, 60, True)
    assert exam.quiz.questions
    assert "What you may use" in exam.rules_html
    assert 'href="course:page/exam-privacy"' in exam.rules_html and "kit:" not in exam.rules_html
    assert not isinstance(kit.activity("brief"), Exam)


def test_watched_work_points_to_the_rules(tmp_path: Path):
    kit = made(tmp_path, ONLY, HEAD + "    proctoring: {mode: in-person, activities: [first-sample]}\n")
    work = kit.activity("first-sample")
    assert isinstance(work, Assignment) and 'href="course:page/exam-rules"' in work.body_html


def test_the_certificate_says_how_it_came_about_and_what_is_open(tmp_path: Path):
    kit = made(tmp_path, ONLY)
    given = kit.credential("authenticated-completion")
    assert (given.kind, given.awarded_by) == (CredentialKind.CERTIFICATE, Awarder.PARTNER)
    terms = dict(facts_of(given, messages_for("en")))
    assert terms["Identity"] == "An official document with a photo is checked"
    assert terms["Watched activities"] == "Read the numbers" and terms["Platform"] == "Open edX"
    assert "negotiated" in terms["Agreement"]
    assert "Planned" in given.description
    assert given.open_questions
    assert given.rule == kit.course.rule


def test_with_a_signed_agreement_the_certificate_names_the_partner_and_has_no_open_questions(tmp_path: Path):
    kit = made(tmp_path, ONLY, SIGNED)
    given = kit.credential("authenticated-completion")
    assert dict(facts_of(given, messages_for("en")))["Partner"] == "OpenCampus"
    assert given.open_questions == ()
    assert "Planned" not in given.description
    assert "not signed yet" not in kit.text("content/completion/exam-rules.md")
    assert "OpenCampus" in kit.text("content/completion/exam-privacy.md")


def test_without_a_rule_of_the_platform_the_watched_activities_are_the_rule(tmp_path: Path):
    kit = made(tmp_path, ALONE)
    assert kit.credential("authenticated-completion").rule.activities == ("baseline-quiz",)
    assert kit.course.rule is None


def test_a_settled_question_is_ticked_for_the_team_and_gone_for_participants(tmp_path: Path):
    kit = made(tmp_path, ONLY, HEAD + "    settled: [who-pays]\n")
    assert "- [x] **What does the check cost" in kit.text("guides/open-questions.md")
    assert not [q for q in kit.credential("authenticated-completion").open_questions if "cost" in q]
    assert "S114" in codes(ONLY, HEAD + "    settled: [who-payz]\n")


def test_every_open_question_has_somebody_to_ask_and_an_id_of_its_own():
    for identity, mode, agreement in product(Identity, Mode, Agreement):
        section = AuthenticatedCompletionSpec(identity=identity, proctoring={"mode": mode}, agreement=agreement)
        questions = open_questions(section)
        assert len({q.id for q in questions}) == len(questions) >= 7
        assert all(q.text.endswith("?") and q.ask and q.kind in ("policy", "technical") for q in questions)


@pytest.mark.parametrize(("identity", "mode"), list(product(Identity, Mode)))
def test_every_way_of_checking_and_watching_has_words_of_its_own(tmp_path: Path, identity: Identity, mode: Mode):
    change = HEAD + f"    identity: {identity}\n    proctoring: {{mode: {mode}, activities: [baseline-quiz]}}\n"
    kit = made(tmp_path, ONLY, change)
    assert kit.codes() == []
    rules = kit.text("content/completion/exam-rules.md")
    assert {"live-remote": "A proctor sees and hears you", "recorded": "are recorded", "in-person": "in a room with"}[
        mode
    ] in rules
    assert {
        "document-check": "compared with the photo",
        "institutional-login": "sign in with the account",
        "in-person": "meets you",
    }[identity] in rules


def test_the_texts_speak_of_this_course(tmp_path: Path):
    kit = made(tmp_path, ONLY, "course:\n  team: [{name: Hana Novak, role: partner-contact}]\n")
    for name in PAGES:
        text = kit.text(f"content/completion/{name}.md")
        assert "River Watch" in text and "Read the numbers" in text, name
        assert kit.page(name).origin == "authenticated_completion"
    for name in GUIDES:
        text = kit.text(f"guides/{name}.md")
        assert "River Watch" in text and "Read the numbers" in text, name
    assert "Hana Novak" in kit.text("guides/identity-and-proctoring.md")
    assert "March 21, 2027" in kit.text("guides/partnership-checklist.md")


def test_odd_titles_and_missing_answers_make_files_that_can_be_read(tmp_path: Path):
    kit = made(tmp_path, ALONE, ODD_SPEC)
    assert kit.codes() == []
    for name in PAGES:
        assert "<b>two" not in kit.page(name).body_html
    assert "[Quiz](x)" in kit.page("accommodations").body_html


def test_a_missing_page_is_a_problem_and_not_a_crash(tmp_path: Path):
    kit = made(tmp_path, ONLY)
    (kit.folder / "content/completion/exam-rules.md").unlink()
    again = kit.again()
    assert "K101" in again.codes()
    assert again.activity("baseline-quiz").rules_html == ""


def test_the_defaults_take_the_courses_platform_its_exam_and_its_first_partner():
    change = (
        "course:\n  partners: [{name: OpenCampus}]\ntargets: [site, moodle]\n"
        "modules:\n  - {id: river, title: River, activities: [{id: quiz, kind: quiz, title: Quiz, graded: true},\n"
        "     {id: final, kind: exam, title: Final, points: 10}]}\n"
    )
    found = AuthenticatedCompletion().defaults(spec_of(ONLY, change))
    assert found == {
        "platform": "moodle",
        "proctoring": {"mode": "live-remote", "activities": ["final"]},
        "partner": "OpenCampus",
    }
