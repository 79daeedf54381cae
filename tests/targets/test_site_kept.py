"""What a learner wrote is never lost: two windows, an author's changes, another edition, another device."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.targets.site import Site
from tests.targets.conftest import QUESTIONS
from tests.visitor import Visitor

pytestmark = pytest.mark.browser

QUIZ = "modules/sampling/check.html"
FILL_UP = """() => {
  let words = "x".repeat(4000000);
  for (let n = 0; words; n += 1) {
    try { localStorage.setItem(`other/${n}`, words); } catch { words = words.slice(0, Math.floor(words.length / 2)); }
  }
}"""
"""Leaves a site no room: what another page of the same origin keeps counts, too."""


@pytest.fixture
def visit(browser, address):
    visit = Visitor(browser, address, accept_downloads=True)
    yield visit
    visit.context.close()


def answer(page, question, choice):
    card = page.locator(f'form[data-question="{question}"]')
    card.get_by_label(choice).check()
    card.locator("button[type=submit]").click()
    return card


def test_two_windows_on_one_quiz_keep_the_answers_of_both(visit):
    one = visit.go(QUIZ)
    other = visit.context.new_page()
    other.goto(visit.base + QUIZ)
    answer(one, "clear", "False")
    answer(other, "why", "Because it is shorter")
    expect(one.locator(".quiz-summary")).to_contain_text("Answered: 2 of 10", use_inner_text=True)
    assert one.locator('form[data-question="why"]').get_by_label("Because it is shorter").is_checked()
    one.reload()
    assert "Answered: 2 of 10" in one.locator(".quiz-summary").inner_text()
    assert visit.complaints == []


def changed(course, change):
    """The page of the quiz as an author's changes make it; `change` is given the list of questions."""
    questions = [dict(question) for question in QUESTIONS]
    change(questions)
    quiz = QuizFile.model_validate({"questions": questions})
    modules = tuple(
        replace(m, activities=tuple(replace(a, quiz=quiz) if a.id == "check" else a for a in m.activities))
        for m in course.modules
    )
    return replace(course, modules=modules)


def test_answers_stay_with_what_was_chosen_and_are_set_aside_where_the_question_changed(visit, course, kit):
    page = visit.go(QUIZ)
    answer(page, "why", "Because it is shorter")
    answer(page, "tools", "A net")
    answer(page, "clear", "False")

    def edit(questions):
        for question in questions[:2]:
            question["choices"] = [*reversed(question["choices"]), {"text": "None of these"}]
        questions[2]["prompt"] = "Clean water is always clear water."

    html = Site().render(changed(course, edit), kit).files[QUIZ]
    visit.context.route(f"**/{QUIZ}", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.reload()
    assert visit.card("why").locator("input:checked").locator("..").inner_text().strip() == "Because it is shorter"
    assert visit.card("tools").get_by_label("A net").is_checked()
    assert visit.card("tools").locator("input:checked").count() == 1
    statement = visit.card("clear")
    assert statement.locator("input:checked").count() == 0
    assert "has changed since you answered it" in statement.locator(".set-aside").inner_text()
    assert "Your answer then: False" in statement.locator(".set-aside").inner_text()
    statement.get_by_role("button", name="Put that answer in again").click()
    statement.locator("button[type=submit]").click()
    expect(statement.locator(".set-aside")).to_be_hidden()
    assert statement.locator(".result").is_visible()
    assert visit.complaints == []


def test_a_browser_without_room_shows_what_is_there_and_says_what_is_not_kept(visit):
    page = visit.go(QUIZ)
    answer(page, "clear", "False")
    page.evaluate(FILL_UP)
    page.reload()
    warning = page.locator(".unkept")
    assert "no room left" in warning.inner_text()
    assert visit.card("clear").get_by_label("False").is_checked(), "what was written before cannot be read"
    answer(page, "why", "Because it is shorter")
    with page.expect_download() as download:
        warning.get_by_role("button", name="Take it with me as a file").click()
    assert "Because it is shorter" in download.value.path().read_text("utf-8")
    page.evaluate("localStorage.removeItem('other/0')")
    warning.get_by_role("button", name="Try again to keep it").click()
    expect(warning).to_contain_text("is kept now")
    page.reload()
    assert visit.card("why").get_by_label("Because it is shorter").is_checked()
    assert visit.complaints == []


def test_editions_on_one_origin_keep_apart_and_offer_to_carry_over(visit):
    page = visit.go(QUIZ)
    answer(page, "clear", "False")
    # The same site at another path of the same origin.
    path = visit.base.split("/", 3)[3]
    pass_on = lambda route: route.continue_(url=route.request.url.replace("/2028/site/", f"/{path}"))  # noqa: E731
    visit.context.route("**/2028/site/**", pass_on)
    page.goto(visit.base.replace(path, "2028/site/") + QUIZ)
    assert visit.card("clear").locator("input:checked").count() == 0, "the edition of last year shows through"
    page.goto(visit.base.replace(path, "2028/site/") + "index.html")
    assert f"/{path}" in page.locator("main section.panel").first.inner_text()
    page.get_by_role("button", name="Carry it over").click()
    expect(page.get_by_text("What you did there is here, too.")).to_be_visible()
    page.goto(visit.base.replace(path, "2028/site/") + QUIZ)
    assert visit.card("clear").get_by_label("False").is_checked()
    assert visit.complaints == []
