"""The site as people meet it: in a real browser, from a disk and from a web server, with mouse, keyboard and phone."""

import json
import re
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mooc_kit.i18n import messages_for
from tests.visitor import Visitor, barriers

pytestmark = pytest.mark.browser

QUIZ = "modules/sampling/check.html"
KINDS = [
    "index.html",
    "syllabus.html",
    "evidence.html",
    "information.html",
    "verify.html",
    "my-data.html",
    "statement.html",
    "press.html",
    "announcements.html",
    "announcements/second.html",
    "pages/faq.html",
    "modules/reading-the-river/index.html",
    "modules/reading-the-river/protocol.html",
    "modules/reading-the-river/hello.html",
    "modules/reading-the-river/map.html",
    "modules/reading-the-river/welcome.html",
    QUIZ,
    "modules/sampling/numbers.html",
    "modules/sampling/notes.html",
    "modules/speaking-up/brief.html",
    "modules/speaking-up/meeting.html",
    "modules/speaking-up/final.html",
    "badges/field-observer.html",
    "certificates/my-certificate.html",
    "certificates/completion.html",
    "certificates/credit.html",
]


@pytest.fixture(params=["disk", "server"])
def anywhere(request, browser, site, address):
    """The same site, once as files and once on a web server below a path."""
    base = f"{site.as_uri()}/" if request.param == "disk" else address
    visit = Visitor(browser, base)
    yield visit
    visit.context.close()


@pytest.fixture
def visit(browser, address):
    visit = Visitor(browser, address)
    yield visit
    visit.context.close()


def test_every_page_opens_without_a_complaint_and_asks_nothing_of_other_sites(anywhere, site):
    for path in sorted(site.rglob("*.html")):
        if path.name != "404.html":  # made for the course's own address, which is elsewhere
            anywhere.go(path.relative_to(site).as_posix())
    assert anywhere.complaints == []
    assert len(anywhere.requests) > 100
    assert anywhere.asked_elsewhere == []


def test_the_style_arrives(anywhere):
    page = anywhere.go("modules/sampling/notes.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderTopColor") == "rgb(29, 79, 92)"


def test_a_right_and_a_wrong_answer_get_their_feedback_and_focus(anywhere):
    page = anywhere.go(QUIZ)
    card = anywhere.card("why")
    card.get_by_label("Because it is shorter").check()
    card.get_by_role("button", name="Check answer").click()
    assert "Not right yet." in card.locator(".result").inner_text()
    assert "Look again at the mud." in card.locator(".result").inner_text()
    assert "Think of the mud." in card.locator(".choice-feedback:visible").inner_text()
    assert page.evaluate("document.activeElement.className").startswith("result")
    assert card.get_by_label("Because it is shorter").is_disabled()
    card.get_by_role("button", name="Try again").click()
    assert not card.locator(".result").is_visible()
    card.get_by_label("So that our steps").check()
    card.get_by_role("button", name="Check answer").click()
    assert "Right." in card.locator(".result").inner_text()
    assert "Well seen." in card.locator(".result").inner_text()
    assert "Score: 2 of 15 points" in page.locator(".quiz-summary").inner_text()
    assert anywhere.complaints == []


def answer_everything(visit, language="en"):
    """Answer all questions of the rich quiz rightly, on a page in `language`."""
    say = messages_for(language).text
    visit.card("why").get_by_label("So that our steps").check()
    visit.card("tools").get_by_label("A thermometer").check()
    visit.card("tools").get_by_label("A clean bottle").check()
    visit.card("clear").get_by_label(say("False")).check()
    visit.card("river").get_by_label(say("Your answer")).fill(" Streamlet ")
    visit.card("temperature").get_by_label(say("Your answer")).fill("100,2")
    visit.card("match").get_by_label(say("What belongs to: {item}", item="Temperature")).select_option(
        label="Thermometer"
    )
    visit.card("match").get_by_label(say("What belongs to: {item}", item="Clarity")).select_option(label="Secchi tube")
    order = visit.card("steps")
    for place, item in enumerate(["Label the bottle", "Rinse the bottle", "Fill the bottle"]):
        while order.locator(".order li").nth(place).locator(".order-words").inner_text().strip() != item:
            order.get_by_role("button", name=say("Move up: {item}", item=item)).click()
    visit.card("gaps").get_by_label(say("Gap {n}", n=1)).fill("catchment")
    visit.card("gaps").get_by_label(say("Gap {n}", n=2)).fill("River")
    visit.card("own-words").get_by_label(say("Your answer")).fill("It is slow and full of fish.")
    width, depth = re.search(
        r"is ([\d.]+) m wide and ([\d.]+) m deep", visit.card("flow").locator(".prompt").inner_text()
    ).groups()
    visit.card("flow").get_by_label(say("Your answer")).fill(str(round(float(width) * float(depth), 2)))
    for card in visit.page.locator("form.question").all():
        card.locator("button[type=submit]").click()


def test_all_kinds_of_question_can_be_answered_and_the_score_is_kept(anywhere):
    page = anywhere.go(QUIZ)
    answer_everything(anywhere)
    assert "Score: 15 of 15 points (100%)" in page.locator(".quiz-summary").inner_text()
    essay = anywhere.card("own-words").locator(".result")
    assert "A slow river with willows." in essay.inner_text()
    assert essay.locator("table.rubric").count() == 1
    essay.get_by_label("It says a part of it").check()
    page.reload()
    assert "Score: 15 of 15 points (100%)" in page.locator(".quiz-summary").inner_text()
    assert anywhere.card("own-words").get_by_label("It says a part of it").is_checked()
    assert anywhere.card("river").get_by_label("Your answer").input_value() == "Streamlet"
    assert "check" in anywhere.kept()["done"]
    page.get_by_role("button", name="Start again").click()
    assert page.locator(".quiz-summary").inner_text().strip() == "Answered: 0 of 10"
    assert anywhere.complaints == []


def test_a_quiz_can_be_answered_with_the_keyboard_alone(visit):
    page = visit.go(QUIZ)
    visit.card("why").locator("input").first.focus()
    page.keyboard.press("Space")
    for _ in range(2):
        if "So that our steps" not in page.evaluate("document.activeElement.closest('label').textContent"):
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "Right." in page.evaluate("document.activeElement.textContent")

    visit.card("steps").locator(".order-move").first.focus()
    first = visit.card("steps").locator(".order-words").first.inner_text().strip()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Move down: {first}"
    assert visit.card("steps").locator(".order-words").nth(1).inner_text().strip() == first
    assert f"{first} is now number 2 of 3." in visit.card("steps").locator("[role=status]").inner_text()


def test_the_keyboard_reaches_everything_and_sees_where_it_is(visit):
    page = visit.go("modules/reading-the-river/protocol.html")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "[document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]"
        )
        if name in seen and name == seen[0]:
            break
        assert outline == "solid" or page.evaluate("document.activeElement === document.body"), name
        seen.append(name)
    assert seen[0] == "Skip to the content"
    assert {"Home", "Syllabus", "answers", "Mark as done"} <= set(seen)


def test_the_skip_link_leads_to_the_content(visit):
    page = visit.go("modules/reading-the-river/protocol.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_no_answer_is_not_a_wrong_answer(visit):
    visit.go(QUIZ)
    for id, complaint in (
        ("why", "Choose or write"),
        ("temperature", "Choose or write"),
        ("match", "Choose or write"),
        ("gaps", "Choose or write"),
    ):
        visit.card(id).get_by_role("button", name="Check answer").click()
        assert complaint in visit.card(id).get_by_role("alert").inner_text()
    visit.card("temperature").get_by_label("Your answer").fill("hot")
    visit.card("temperature").get_by_role("button", name="Check answer").click()
    assert "Write a number" in visit.card("temperature").get_by_role("alert").inner_text()
    visit.card("own-words").get_by_label("Your answer").fill("Too short")
    visit.card("own-words").locator("button[type=submit]").click()
    assert "at least 5 words. You have 2" in visit.card("own-words").get_by_role("alert").inner_text()
    assert "quiz/check" not in visit.kept() or not visit.kept()["quiz/check"]["answers"]


def test_part_of_an_answer_gets_part_of_the_points(visit):
    visit.go(QUIZ)
    visit.card("gaps").get_by_label("Gap 1").fill("watershed")
    visit.card("gaps").get_by_label("Gap 2").fill("sea")
    visit.card("gaps").get_by_role("button", name="Check answer").click()
    assert "Partly right: 50%" in visit.card("gaps").locator(".result").inner_text()
    assert visit.card("gaps").get_by_label("Gap 2: not right yet").count() == 1
    assert visit.card("gaps").locator(".sign").all_inner_texts() == ["✓", "✗"]
    visit.card("gaps").get_by_role("button", name="Try again").click()
    assert visit.card("gaps").locator(".sign").count() == 0


def test_hints_come_one_after_the_other(visit):
    visit.go(QUIZ)
    card = visit.card("why")
    card.get_by_role("button", name="Show a hint").click()
    assert "What do your boots do" in card.locator(".hints").inner_text()
    assert "Where does that water go" not in card.locator(".hints").inner_text()
    card.get_by_role("button", name="Show another hint").click()
    assert "Where does that water go" in card.locator(".hints").inner_text()
    assert card.get_by_role("button", name="Show another hint").count() == 0
    visit.card("flow").get_by_role("button", name="Show a hint").click()
    assert re.search(r"Area is \d times the depth", visit.card("flow").locator(".hints").inner_text())


def test_a_graded_quiz_keeps_to_its_attempts_and_its_pass_mark(visit):
    page = visit.go("modules/sampling/numbers.html")
    assert "it is not reported to anyone" in page.locator("main").inner_text()

    def attempt(boiling):
        visit.card("clear").get_by_label("False").check()
        visit.card("clear").get_by_role("button", name="Check answer").click()
        visit.card("temperature").get_by_label("Your answer").fill(boiling)
        visit.card("temperature").get_by_role("button", name="Check answer").click()
        return page.locator(".quiz-summary").inner_text()

    first = attempt("50")
    assert "Attempt 1 of 2" in first and "(50%)" in first and "The pass mark is 60%." in first
    assert page.get_by_role("button", name="Try again").count() == 0
    assert "numbers" not in visit.kept().get("done", [])
    page.get_by_role("button", name="Start the next attempt").click()
    second = attempt("100")
    assert "Attempt 2 of 2" in second and "That is a pass" in second and "You have used all your attempts." in second
    assert "Your best score so far: 100%" in second
    assert "numbers" in visit.kept()["done"]


def test_progress_is_kept_and_shown_on_every_page(visit):
    page = visit.go("modules/reading-the-river/protocol.html")
    page.get_by_role("button", name="Mark as done").click()
    assert page.get_by_role("button", name="Done").get_attribute("aria-pressed") == "true"
    assert "1 of 4 done" in page.locator(".side").inner_text()
    visit.go("index.html")
    assert "1 of 10 done" in page.locator(".hero").inner_text()
    visit.go("modules/reading-the-river/protocol.html")
    page.get_by_role("button", name="Done").click()
    assert "0 of 4 done" in page.locator(".side").inner_text()


def test_a_survey_s_answers_stay_here_and_can_be_taken_out(visit):
    page = visit.go("modules/reading-the-river/welcome.html")
    assert not page.get_by_label("My goal may be shown").is_checked()
    page.get_by_role("button", name="Keep my answers").click()
    assert "Please answer this question." in page.locator("form.survey").inner_text()
    page.get_by_label("What do you want to reach?").fill("See a kingfisher")
    page.get_by_label("Together").check()
    page.get_by_label("Very").check()
    page.get_by_role("button", name="Keep my answers").click()
    assert "kept in this browser" in page.get_by_role("main").get_by_role("status").inner_text()
    page.reload()
    assert page.get_by_label("What do you want to reach?").input_value() == "See a kingfisher"
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    written = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    answers = {answer["question"]: answer["answer"] for answer in written["answers"]}
    assert answers["What do you want to reach?"] == "See a kingfisher"
    assert answers["How do you like to learn?"] == ["Together"]
    assert not answers["My goal may be shown without my name."]
    assert visit.complaints == []


def test_a_self_made_certificate_holds_what_was_typed_as_text(visit):
    page = visit.go("certificates/my-certificate.html")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_label("Your name").fill("Ada <b>L</b>")
    page.get_by_label("What you did").fill("Three notes\nhttps://example.org/notes")
    sheet = page.get_by_label("Your certificate")
    assert "Ada <b>L</b>" in sheet.inner_text()
    assert sheet.locator(".sheet-evidence li").count() == 2
    page.get_by_role("button", name="Print or save as PDF").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert sheet.is_visible() and not page.locator(".certificate-form").is_visible()
    page.reload()
    assert page.get_by_label("Your certificate").inner_text().count("Ada <b>L</b>") == 1


def test_what_is_kept_can_be_downloaded_and_deleted(visit):
    page = visit.go("my-data.html")
    # The page asks the browser for a key first, which answers in its own time.
    expect(page.locator("[data-nothing]")).to_be_visible()
    visit.go("modules/reading-the-river/protocol.html").get_by_role("button", name="Mark as done").click()
    visit.go("my-data.html")
    expect(page.locator("[data-kept]")).to_contain_text("Activities marked as done (1)", use_inner_text=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    assert json.loads(Path(download.value.path()).read_text())["data"]["done"] == ["protocol"]
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="No, keep it").click()
    assert visit.kept()
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Yes, delete").click()
    said = page.get_by_role("main").get_by_role("status").first
    expect(said).to_contain_text("deleted", use_inner_text=True)
    assert visit.kept() == {}
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_browser_that_keeps_nothing_still_checks_answers_and_says_so(visit):
    visit.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });"
    )
    page = visit.go(QUIZ)
    visit.card("clear").get_by_label("False").check()
    visit.card("clear").get_by_role("button", name="Check answer").click()
    assert "Right." in visit.card("clear").locator(".result").inner_text()
    assert "lost when you close the page" in page.locator("main").inner_text()
    assert visit.complaints == []


def test_without_javascript_everything_can_be_read(browser, address):
    visit = Visitor(browser, address, java_script_enabled=False)
    page = visit.go(QUIZ)
    assert page.get_by_text("Why do we sample").is_visible()
    assert page.get_by_text("allow JavaScript").is_visible()
    assert page.get_by_role("button").count() == 0
    visit.go("certificates/my-certificate.html")
    assert page.get_by_text("certifies about their own work").is_visible()
    visit.context.close()


@pytest.mark.parametrize("name", ["site", "arabic_site"])
def test_no_page_scrolls_sideways(request, browser, name):
    folder = request.getfixturevalue(name)
    visit = Visitor(browser, f"{folder.as_uri()}/")
    for path in sorted(folder.rglob("*.html")):
        visit.page.set_viewport_size({"width": 320, "height": 700})
        page = visit.go(path.relative_to(folder).as_posix())
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
    visit.context.close()


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing_to_complain_about(browser, address, path):
    visit = Visitor(browser, address, bypass_csp=True)
    page = visit.go(path)
    if path == QUIZ:
        answer_everything(visit)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    found = []
    for scheme, width in product(("light", "dark"), (320, 1280)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        # In the dark only colours differ, so only they are judged again.
        rules = ["color-contrast"] if scheme == "dark" else []
        found += [(scheme, width, *barrier) for barrier in barriers(page, rules)]
    visit.context.close()
    assert found == []


def test_arabic_pages_run_from_right_to_left(browser, arabic_site):
    visit = Visitor(browser, f"{arabic_site.as_uri()}/")
    page = visit.go("modules/sampling/check.html")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    side = page.locator(".side").bounding_box()
    main = page.locator("article").bounding_box()
    assert side["x"] < main["x"]
    answer_everything(visit, "ar")
    assert "100" in page.locator(".quiz-summary").inner_text()
    visit.context.close()
