"""How a quiz is taken on the site: when feedback comes, one question at a time, right answers, units, files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mooc_kit.course.model import Module, Quiz
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import QuizSettings
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site
from tests.targets.conftest import QUESTIONS

pytestmark = pytest.mark.browser

# fmt: off
ROWS = [
    {"id": "clear", "kind": "true_false", "prompt": "Clear water is clean.", "answer": False},
    {
        "id": "depth", "kind": "numerical", "prompt": "How deep?", "answer": 1500, "unit": "m",
        "units": [{"name": "km", "factor": 1000}], "unit_needed": True,
        "feedback": {"incorrect": "Measure again."},
    },
    {
        "id": "half", "kind": "multiple_choice", "prompt": "Which?", "shuffle": False,
        "choices": [{"text": "All of it", "correct": True}, {"text": "Half", "credit": 50, "feedback": "Nearly."},
                    {"text": "None"}],
    },
    {
        "id": "gaps", "kind": "fill_blanks", "prompt": "Complete.", "text": "We stand [[#where]] at [[#cm]] cm.",
        "blanks": {
            "where": {"choices": [{"text": "upstream", "correct": True}, {"text": "downstream", "feedback": "Mud."}]},
            "cm": {"numbers": [{"least": 10, "most": 30}]},
        },
    },
]
# fmt: on
RICH = [*ROWS, {"id": "photo", "kind": "essay", "prompt": "Hand in a photo.", "submission": "file"}]


@pytest.fixture(scope="module")
def address(course, kit, tmp_path_factory):
    """A site with a quiz for each way of taking it."""

    def quiz(id, rows=ROWS, due=None, is_graded=True, **settings):
        found = QuizSettings.model_validate(settings)
        return Quiz(
            id=id,
            title=id,
            quiz=QuizFile.model_validate({"questions": rows}),
            is_graded=is_graded,
            due=due,
            settings=found,
        )

    quizzes = (
        quiz("usual", RICH, is_graded=False),
        quiz("shown", [*QUESTIONS[:8], QUESTIONS[9]], show_correct=True),
        quiz("later", feedback="attempt", attempts=2, **{"pass": 60}),
        quiz("due", ROWS[:1], feedback="due", due=date(2999, 1, 1)),
        quiz("past", ROWS[:1], feedback="due", due=date(2020, 1, 1)),
        quiz("never", ROWS[:1], feedback="never"),
        quiz("stepwise", one_at_a_time=True),
        quiz("forward", one_at_a_time=True, go_back=False),
        quiz(
            "pools",
            [{**ROWS[0], "id": f"{pool}-{n}", "pool": pool} for pool in ("a", "b") for n in range(5)],
        ),
    )
    quizzes[-1].quiz.pools.extend(
        QuizFile.model_validate({"pools": [{"id": "a", "draw": 2}, {"id": "b", "draw": 1}]}).pools
    )
    module = Module(id="m", title="M", week=1, activities=quizzes)
    place = tmp_path_factory.mktemp("quizzes") / "site"
    write_package(Site().render(replace(course, modules=(module,), rule=None), kit), place)
    return f"{place.as_uri()}/modules/m/"


@pytest.fixture
def take(browser, address):
    context = browser.new_context()
    page = context.new_page()
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def taking(name):
        page.goto(f"{address}{name}.html")
        return page

    yield taking
    context.close()
    assert complaints == []


def card(page, id):
    return page.locator(f'form[data-question="{id}"]')


def answer(page, id, fill):
    fill(card(page, id))
    card(page, id).locator("button[type=submit]").click()
    return card(page, id).locator(".result").inner_text()


def test_parts_of_points_units_and_gaps_with_choices(take):
    page = take("usual")
    assert "Partly right: 50%" in answer(page, "half", lambda c: c.get_by_label("Half").check())
    assert card(page, "half").get_by_text("Nearly.").is_visible()
    assert "Write the unit, too: m, km." in card(page, "depth").inner_text()
    assert "Not right yet." in answer(page, "depth", lambda c: c.get_by_label("Your answer").fill("1500"))
    card(page, "depth").get_by_role("button", name="Try again").click()
    assert "Right." in answer(page, "depth", lambda c: c.get_by_label("Your answer").fill("1,5 km"))

    def gaps(where, cm):
        def fill(c):
            c.get_by_label("Gap 1").select_option(where)
            c.get_by_label("Gap 2").fill(cm)

        return fill

    assert "Partly right: 50%" in answer(page, "gaps", gaps("downstream", "20"))
    assert card(page, "gaps").get_by_text("Mud.").is_visible()
    assert "asks for a file" in card(page, "photo").inner_text()
    assert card(page, "photo").get_by_label("Notes on your file").count() == 1


def test_feedback_at_the_end_comes_at_the_end_and_answers_can_be_changed_until_then(take):
    page = take("later")
    assert "Your answer is kept." in answer(page, "clear", lambda c: c.get_by_label("True").check())
    assert "Score" not in page.locator(".quiz-summary").inner_text()
    card(page, "clear").get_by_role("button", name="Change my answer").click()
    assert "kept" in answer(page, "clear", lambda c: c.get_by_label("False").check())
    answer(page, "depth", lambda c: c.get_by_label("Your answer").fill("3 m"))
    answer(page, "half", lambda c: c.get_by_label("Half").check())
    assert not page.get_by_text("Nearly.").is_visible()
    assert page.get_by_role("button", name="Finish").count() == 0
    card(page, "gaps").get_by_label("Gap 1").select_option("upstream")
    card(page, "gaps").get_by_label("Gap 2").fill("12")
    card(page, "gaps").locator("button[type=submit]").click()
    page.reload()
    assert not page.get_by_text("Measure again.").is_visible()
    page.get_by_role("button", name="Finish, and see how I did").click()
    assert page.evaluate("document.activeElement.innerText").startswith("Attempt 1 of 2")
    assert "Score: 2.5 of 4 points (62.5%)" in page.locator(".quiz-summary").inner_text()
    assert "That is a pass" in page.locator(".quiz-summary").inner_text()
    assert page.get_by_text("Nearly.").is_visible() and page.get_by_text("Measure again.").is_visible()
    assert page.get_by_role("button", name="Change my answer").count() == 0
    page.get_by_role("button", name="Start the next attempt").click()
    assert page.locator(".result:visible").count() == 0


@pytest.mark.parametrize(
    ("name", "has_score", "has_feedback"), [("due", False, False), ("past", True, True), ("never", True, False)]
)
def test_feedback_waits_for_the_day_or_does_not_come(take, name, has_score, has_feedback):
    page = take(name)
    answer(page, "clear", lambda c: c.get_by_label("True").check())
    page.get_by_role("button", name="Finish").click()
    assert ("Score" in page.locator(".quiz-summary").inner_text()) is has_score
    assert ("Not right yet." in card(page, "clear").inner_text()) is has_feedback
    if name == "due":
        assert "How you did is shown after January 1, 2999." in page.locator(".quiz-summary").inner_text()


def test_right_answers_are_shown_where_the_team_wants_it(take):
    page = take("shown")
    fills = {
        "why": lambda c: c.get_by_label("Because it is shorter").check(),
        "tools": lambda c: c.get_by_label("A net").check(),
        "clear": lambda c: c.get_by_label("True").check(),
        "river": lambda c: c.get_by_label("Your answer").fill("pond"),
        "temperature": lambda c: c.get_by_label("Your answer").fill("50"),
        "steps": lambda c: None,
        "gaps": lambda c: [box.fill("x") for box in c.locator("input").all()],
        "flow": lambda c: c.get_by_label("Your answer").fill("-1"),
        "match": lambda c: [box.select_option(label="Ruler") for box in c.locator("select").all()],
    }
    shown = {id: answer(page, id, fill) for id, fill in fills.items()}
    assert "So that our steps do not stir up" in shown["why"]
    assert "A thermometer" in shown["tools"] and "A clean bottle" in shown["tools"]
    assert "False" in shown["clear"] and "brook" in shown["river"] and "100 °C" in shown["temperature"]
    assert "watershed / catchment" in shown["gaps"] and "Temperature: Thermometer" in shown["match"]
    assert "The right answer" in shown["flow"] and "m²" in shown["flow"]


def test_one_question_at_a_time_with_the_keyboard_alone(take):
    page = take("stepwise")
    assert page.locator("form.question:visible").count() == 1
    page.get_by_role("button", name="Next question").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.question") == "depth"
    page.reload()
    assert card(page, "depth").is_visible() and not card(page, "clear").is_visible()
    page.get_by_role("button", name="The question before").click()
    assert card(page, "clear").is_visible()
    assert not page.get_by_role("button", name="The question before").is_visible()


def test_where_nobody_may_go_back_the_way_on_opens_with_the_answer(take):
    page = take("forward")
    assert not page.get_by_role("button", name="Next question").is_visible()
    answer(page, "clear", lambda c: c.get_by_label("False").check())
    page.get_by_role("button", name="Next question").click()
    assert card(page, "depth").is_visible()
    assert not page.get_by_role("button", name="The question before").is_visible()


def test_each_pool_gives_its_number_of_questions(take):
    page = take("pools")
    ids = [form.get_attribute("data-question") for form in page.locator("form.question").all()]
    assert [id[0] for id in ids] == ["a", "a", "b"]
    page.reload()
    assert ids == [form.get_attribute("data-question") for form in page.locator("form.question").all()]
