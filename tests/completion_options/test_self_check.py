"""Self-checking quizzes: questions that count for nothing, and a way for participants to add their own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mooc_kit.completion_options.self_check.issue_form import question_form
from mooc_kit.completion_options.self_check.option import SelfCheck
from mooc_kit.course.model import Page, Quiz, Survey
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Severity
from mooc_kit.quizzes.native import read_quiz
from tests.command_line import check_jsonschema, yamllint
from tests.completion_options.kit_folders import ODD_COURSE, codes_of, contributed, rendered, spec_for
from tests.shared import with_blanks_filled

OPTION = SelfCheck()
FORM = ".github/ISSUE_TEMPLATE/question.yml"


def changed(**section: object) -> dict[str, object]:
    return {"completion": {"self_check": section}}


def questions(texts: dict[str, str], module: str) -> list[dict[str, object]]:
    return yaml.safe_load(texts[f"quizzes/self-check-{module}.yaml"])["questions"]


@pytest.mark.parametrize("rule", [r for r in OPTION.rules if r.example_is == "course.yaml"], ids=lambda rule: rule.code)
def test_the_wrong_example_of_a_rule_breaks_it_and_the_right_one_does_not(rule):
    assert rule.code in codes_of(OPTION, rule.wrong)
    assert rule.code not in codes_of(OPTION, rule.right)


def test_the_sound_course_has_no_problems_and_closed_contributions_need_nobody():
    assert codes_of(OPTION) == []
    assert codes_of(OPTION, {"course": {"team": [], "contact": None}, **changed(contributions="closed")}) == []


def test_each_module_ends_with_an_optional_ungraded_quiz_on_its_outcomes(tmp_path: Path):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert {problem.code for problem in problems} == {"Q123"}
    assert all(problem.severity is Severity.NOTE for problem in problems)
    for module in course.modules:
        (quiz,) = module.activities
        assert isinstance(quiz, Quiz)
        assert quiz.id == f"self-check-{module.id}"
        assert not quiz.is_graded
        assert not quiz.is_required
        assert quiz.attempts is None
        assert quiz.points == 0
        assert not quiz.quiz.questions
        assert "The questions are still being written." in quiz.body_html
        assert quiz.minutes == 10
        assert quiz.outcomes == module.outcomes
        assert quiz.title == f"Check yourself: {module.title}"


def test_the_quiz_stands_before_the_surveys_that_close_a_module(tmp_path: Path):
    from mooc_kit.course.builder import CourseBuilder
    from mooc_kit.course.kit_files import KitFiles
    from mooc_kit.course.model import Course

    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    course = Course(id="c", title="c", language="en", license="CC0-1.0")
    builder = CourseBuilder(spec, KitFiles(tmp_path), messages_for("en"), course)
    builder.modules = {m.id: [Page(id="page", title="p"), Survey(id="review", title="r")] for m in spec.modules}
    OPTION.contribute(spec, builder)
    assert [a.id for a in builder.modules["sampling"]] == ["page", "self-check-sampling", "review"]


def test_questions_are_on_the_modules_outcomes_first_and_as_many_as_planned(tmp_path: Path):
    for count in (1, 3, 7):
        texts = rendered(OPTION, spec_for(OPTION, changed(questions_per_module=count)), tmp_path / str(count))
        found = questions(texts, "baselines")
        assert len(found) == count
        assert [q["outcome"] for q in found[:4]] == ["analyse"] * min(count, 4)
        assert "Analyse sample results against a local baseline" in str(found[0]["prompt"])
    later = [q["outcome"] for q in questions(texts, "speaking-up")]
    assert later == ["advocate"] * 4 + ["analyse", "sample", "analyse"]


def test_a_second_module_on_the_same_outcome_asks_something_else(tmp_path: Path):
    texts = rendered(OPTION, spec_for(OPTION, changed(questions_per_module=2)), tmp_path)
    first = {q["id"] for q in questions(texts, "reading-the-river")}
    second = {q["id"] for q in questions(texts, "sampling")}
    assert not first & second


@pytest.mark.parametrize("contributions", ["closed", "reviewed", "open"])
def test_every_quiz_file_is_sound(tmp_path: Path, contributions: str):
    texts = rendered(OPTION, spec_for(OPTION, changed(contributions=contributions)), tmp_path)
    quizzes = [path for path in texts if path.startswith("quizzes/")]
    assert len(quizzes) == 4
    for path in quizzes:
        quiz, problems = read_quiz(texts[path], path, ["sample", "analyse", "advocate"])
        assert [problem.code for problem in problems] == ["Q123"]
        assert quiz.draw == (None if contributions == "closed" else 5)


def test_closed_contributions_leave_out_all_that_is_for_contributing(tmp_path: Path):
    spec = spec_for(OPTION, changed(contributions="closed"))
    texts = rendered(OPTION, spec, tmp_path)
    assert all(path.startswith("quizzes/") for path in texts)
    course, _ = contributed(OPTION, spec, tmp_path)
    assert course.pages == ()


@pytest.mark.parametrize(
    ("contributions", "words"),
    [("reviewed", "You hear from us within a week"), ("open", "is added to the self-check within a few days")],
)
def test_the_page_says_what_happens_with_a_question_and_shows_the_rubric(
    tmp_path: Path, contributions: str, words: str
):
    spec = spec_for(OPTION, changed(contributions=contributions, reviewers=3))
    rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert {problem.code for problem in problems} == {"Q123"}
    (page,) = course.pages
    assert words in page.body_html
    assert "3 people look" in page.body_html
    assert "Collect a water sample with a repeatable protocol" in page.body_html
    assert '<th scope="row">Very good</th>' in page.body_html


def test_what_a_team_changes_in_the_rubric_shows_on_the_page(tmp_path: Path):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    path = tmp_path / "rubrics/question-quality.yaml"
    path.write_text(path.read_text().replace("It says only right or wrong.", "Right & *wrong* `<only>`."))
    course, _ = contributed(OPTION, spec, tmp_path)
    assert "Right &amp; <em>wrong</em> <code>&lt;only&gt;</code>." in course.pages[0].body_html


def test_the_address_to_hand_in_is_named(tmp_path: Path):
    spec = spec_for(OPTION, changed(submit_url="https://git.example.org/rivers"))
    texts = rendered(OPTION, spec, tmp_path)
    assert "<https://git.example.org/rivers>" in texts["content/completion/make-a-question.md"]
    assert "<https://git.example.org/rivers>" in texts["guides/reviewing-questions.md"]
    texts = rendered(OPTION, spec_for(OPTION), tmp_path / "mail")
    assert "mailto:rivers@example.org" in texts["content/completion/make-a-question.md"]


def test_the_guides_example_is_a_question_that_can_be_added(tmp_path: Path):
    guide = rendered(OPTION, spec_for(OPTION), tmp_path)["guides/reviewing-questions.md"]
    example = guide.split("```yaml\n")[1].split("```")[0]
    quiz, problems = read_quiz("questions:\n" + example, "quiz.yaml", ["sample"])
    assert problems == []
    assert quiz.questions[0].author == "Kim"
    assert "Ama Boateng, Luis Ortega" in guide


def test_a_quiz_whose_blanks_are_filled_and_that_is_long_enough_has_no_notes(tmp_path: Path):
    spec = spec_for(OPTION, changed(questions_per_module=2, contributions="closed"))
    texts = rendered(OPTION, spec, tmp_path)
    for path, text in texts.items():
        (tmp_path / path).write_text(with_blanks_filled(text))
    assert contributed(OPTION, spec, tmp_path)[1] == []


def test_a_quiz_with_fewer_questions_than_planned_is_noted(tmp_path: Path):
    spec = spec_for(OPTION, changed(contributions="closed"))
    texts = rendered(OPTION, spec, tmp_path)
    quiz = yaml.safe_load(with_blanks_filled(texts["quizzes/self-check-sampling.yaml"]))
    quiz["questions"] = quiz["questions"][:2]
    (tmp_path / "quizzes/self-check-sampling.yaml").write_text(yaml.safe_dump(quiz))
    course, problems = contributed(OPTION, spec, tmp_path)
    (note,) = [problem for problem in problems if problem.code == "C804"]
    assert note.message == "There are 2 questions, and 5 are planned."
    assert course.modules[1].activities[0].minutes == 4


def test_the_starter_questions_of_earlier_versions_are_asked_as_ever_and_noted(tmp_path: Path):
    spec = spec_for(OPTION, changed(questions_per_module=2, contributions="closed"))
    for path, text in rendered(OPTION, spec, tmp_path).items():
        quiz = yaml.safe_load(with_blanks_filled(text))
        quiz["questions"][0]["tags"] = ["starter"]
        (tmp_path / path).write_text(yaml.safe_dump(quiz))
    course, problems = contributed(OPTION, spec, tmp_path)
    assert {problem.code for problem in problems} == {"C801"}
    assert all(len(quiz.quiz.questions) == 2 for module in course.modules for quiz in module.activities)


def test_a_course_without_outcomes_has_no_self_checks_yet(tmp_path: Path):
    change = {"outcomes": [], "modules": [{"id": "only", "title": "Only"}], **changed(contributions="reviewed")}
    spec = spec_for(OPTION, change)
    rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert problems == []
    assert list(course.activities()) == []


def test_the_issue_form_is_valid_for_github(tmp_path: Path):
    texts = rendered(OPTION, spec_for(OPTION), tmp_path)
    form = tmp_path / FORM
    odd = tmp_path / "odd.yml"
    odd.write_text(question_form(spec_for(OPTION, {**ODD_COURSE, **changed()}), messages_for("ar")), "utf-8")
    done = check_jsonschema("vendor.github-issue-forms", form, odd)
    assert done.returncode == 0, done.stdout
    assert "Collect a water sample with a repeatable protocol" in texts[FORM]
    assert "CC-BY-4.0" in texts[FORM]


@pytest.mark.parametrize("contributions", ["closed", "reviewed", "open"])
def test_odd_titles_and_missing_facts_leave_every_file_whole(tmp_path: Path, contributions: str):
    spec = spec_for(OPTION, {**ODD_COURSE, **changed(contributions=contributions, questions_per_module=20)})
    texts = rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert {problem.code for problem in problems} == {"Q123"}
    assert len(list(course.activities())) == 2
    assert all("<b>" not in page.body_html and page.title for page in course.pages)
    assert all("None" not in text for text in texts.values())


def test_what_is_written_in_yaml_passes_yamllint(tmp_path: Path):
    texts = rendered(OPTION, spec_for(OPTION), tmp_path)
    files = [str(tmp_path / path) for path in texts if path.endswith((".yaml", ".yml"))]
    done = yamllint(*files)
    assert (len(files), done.stdout) == (7, "")
