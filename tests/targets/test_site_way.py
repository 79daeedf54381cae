"""The way on: where people are in the course, what comes next, and what is missing for what they want to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from mooc_kit.course.model import Course, Group, InfoPage
from mooc_kit.course.pages import markdown_html
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site
from tests.visitor import Visitor, barriers
from tests.web_server import served

LONG = """
## One

Words that stand only here: turbidimetry.

```
rinse --times 3
```

### Inside one

| Time | Temperature |
| :--- | ----------: |
| 08:00 | 9.5 |

## Two & more

$$\\left(\\frac{\\sum_{i=1}^n x_i}{n}\\right)$$ isn't "said"

- [ ] fill the bottle
- [x] read the protocol
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(course: Course, kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the course with a page that has everything which a script makes handier."""
    html = markdown_html(LONG.replace("[ ]", "BOX").replace("[x]", "TICKED"))
    html = html.replace("<li>BOX", '<li class="task-list-item"><span class="task-box">☐</span>')
    html = html.replace("<li>TICKED", '<li class="task-list-item"><span class="task-box">☑</span>')
    long = InfoPage(id="long", title="A long page", body_html=html, group=Group.SUPPORT)
    meanings = (
        "<dl><dt>Bottle</dt><dd>A clean one, with a lid.</dd><dt>Riffle &amp; pool</dt><dd>Fast, then slow.</dd></dl>"
    )
    terms = InfoPage(id="glossary", title="Glossary", body_html=meanings, group=Group.SUPPORT)
    place = tmp_path_factory.mktemp("way") / "site"
    write_package(Site().render(replace(course, pages=(*course.pages, long, terms)), kit), place)
    return place


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Visitor]:
    """From a disk, where nothing may be fetched: what works there works everywhere."""
    visit = Visitor(browser, f"{folder.as_uri()}/", bypass_csp=True)
    yield visit
    visit.context.close()


def test_home_goes_on_from_the_last_place_and_a_mark_leads_to_what_is_next(visit: Visitor) -> None:
    page = visit.go("index.html")
    assert page.get_by_role("link", name="Start the course").is_visible()
    visit.go("modules/sampling/notes.html")
    visit.go("index.html")
    assert not page.get_by_role("link", name="Start the course").is_visible()
    expect(page.locator(".continue-words")).to_have_text("You were there last. After it comes “A one-page brief”.")
    page.get_by_role("link", name="Continue: Your first sample").click()
    page.get_by_role("button", name="Mark as done").click()
    on = page.get_by_role("link", name="Next: A one-page brief")
    assert on.get_attribute("href").endswith("modules/speaking-up/brief.html")
    page.get_by_role("button", name="Done").click()
    expect(on).to_have_count(0)
    page.get_by_role("button", name="Mark as done").click()
    visit.go("index.html")
    assert page.get_by_role("link", name="Continue: A one-page brief").is_visible()
    page.evaluate("moocKit.store.set('done', moocKit.outline.flatMap((m) => m.items.map(([id]) => id)))")
    page.reload()
    page.get_by_role("link", name="All done: see what you can take with you").click()
    assert page.locator("h1").inner_text() == "Evidence"
    assert visit.complaints == []


def test_a_formula_brings_a_font_whose_brackets_grow(visit: Visitor) -> None:
    page = visit.go("pages/long.html")
    page.evaluate("document.fonts.ready")
    loaded = "[...document.fonts].filter((f) => f.family.includes('Course Math') && f.status === 'loaded').length"
    page.wait_for_function(loaded)
    assert page.evaluate(loaded) == 1, "the rarer letters are not fetched"
    height = "(mo) => mo.getBoundingClientRect().height"
    bracket, sign = page.locator("math mo", has_text="(").evaluate(height), page.locator("math mn").evaluate(height)
    assert bracket > 2 * sign
    visit.go("index.html")
    assert page.evaluate(loaded) == 0 and visit.complaints == []


def test_a_missing_page_has_its_looks_and_leads_home_wherever_the_site_lies(browser: Browser, folder: Path) -> None:
    with served(folder.parent) as address:
        visit = Visitor(browser, address)
        page = visit.go("site/modules/not/there.html")
        assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderTopColor") == "rgb(29, 79, 92)"
        home = page.get_by_role("link", name="To the start of the course")
        expect(home).to_have_attribute("href", "/site/index.html")
        assert barriers(page) == []
        assert all("404" in words for words in visit.complaints), visit.complaints
        home.click()
        assert page.url == f"{address}site/index.html"
        visit.context.close()


def test_the_outline_of_the_whole_course_opens_on_a_phone_and_knows_what_is_done(visit: Visitor) -> None:
    page = visit.go("modules/reading-the-river/protocol.html")
    page.get_by_role("button", name="Mark as done").click()
    page.set_viewport_size({"width": 360, "height": 700})
    assert not page.locator(".side").is_visible()
    above, pager = page.locator(".outline-row").bounding_box(), page.locator(".pager").bounding_box()
    assert above["y"] < pager["y"]
    page.locator(".outline-row").get_by_role("button", name="Course outline").press("Enter")
    drawer = page.get_by_role("dialog", name="Course outline")
    here = drawer.get_by_role("link", name="A protocol that repeats")
    assert here.get_attribute("aria-current") == "page"
    assert "Done" in drawer.locator("[data-activity=protocol]").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    page.locator(".outline-row button").click()
    drawer.get_by_text("Speaking up").click()
    drawer.get_by_role("link", name="A one-page brief").click()
    assert page.locator("h1").inner_text() == "A one-page brief"
    assert visit.complaints == []


def test_evidence_tells_how_far_somebody_is_and_what_is_missing(visit: Visitor) -> None:
    visit.go("index.html").evaluate(
        """() => {
          const { store } = moocKit;
          store.set("done", ["protocol", "check", "notes"]);
          store.set("quiz/check", { seed: 1, attempt: 1, answers: {}, results: [{ attempt: 1, percent: 50 }] });
          store.set("certificate/my-certificate", { name: "Ada", evidence: "" });
          store.set("badge/abc", { source: "{}", about: { name: "Field Observer", achievement: "" } });
        }"""
    )
    page = visit.go("evidence.html")
    section = page.locator(".award-section")
    certificate = section.filter(has=page.get_by_role("heading", name="Certificate of completion")).locator(".how-far")
    assert "2 of 5 activities" in certificate.inner_text()
    links = certificate.locator(".missing").first.get_by_role("link").all_inner_texts()
    assert links == ["A one-page brief", "Final <script>alert(1)</script> & exam"]
    # One fifth of the score is the quiz, of which half was right.
    assert "10% of the 70% needed" in certificate.inner_text()
    assert certificate.locator(".missing").last.get_by_role("link").all_inner_texts() == [
        "Your first sample",
        "A one-page brief",
    ]
    own = section.filter(has=page.get_by_role("heading", name="My river certificate")).locator(".how-far")
    assert own.locator(".missing li").all_inner_texts() == ["What you did, and where it can be seen"]
    badge = section.filter(has=page.get_by_role("heading", name="Field Observer")).locator(".how-far")
    assert "In your collection: 1" in badge.inner_text()
    assert visit.complaints == [] and barriers(page) == []


SHIFTS = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) moved += hadRecentInput ? 0 : value;
}).observe({ type: "layout-shift", buffered: true });
"""


def test_nothing_moves_while_a_page_is_on_its_way_for_who_comes_first_or_again(visit: Visitor) -> None:
    def late(route: Route) -> None:
        """The page is painted before the scripts have come, as on a slow network."""
        visit.page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        route.continue_()

    def moved(path: str) -> float:
        visit.go(path).wait_for_timeout(100)
        return float(visit.page.evaluate("moved"))

    visit.page.set_viewport_size({"width": 360, "height": 740})
    visit.context.add_init_script(SHIFTS)
    visit.context.route("**/progress.js", late)
    pages = ("evidence.html", "index.html")
    assert [path for path in pages if moved(path) > 0.02] == []
    visit.page.evaluate("moocKit.store.set('done', ['check']); moocKit.store.set('last', 'notes')")
    assert [path for path in pages if moved(path) > 0.02] == []
    assert visit.page.locator(".continue-words").is_visible() and visit.complaints == []


def test_a_long_page_has_its_contents_beside_it_and_tools_in_it(visit: Visitor) -> None:
    page = visit.go("pages/long.html")
    contents = page.get_by_role("navigation", name="On this page")
    assert contents.get_by_role("link").all_inner_texts() == ["One", "Inside one", "Two & more"]
    beside, words = contents.bounding_box(), page.locator(".prose").bounding_box()
    assert beside["x"] >= words["x"] + words["width"]
    page.get_by_role("heading", name="Two & more").get_by_role("link").click()
    assert page.url.endswith("#two-more")

    page.evaluate("document.execCommand = () => { window.copied = String(getSelection()); return true; }")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    fill, read = page.get_by_label("fill the bottle"), page.get_by_label("read the protocol")
    assert not fill.is_checked() and read.is_checked()
    fill.check()
    read.uncheck()
    page.reload()
    assert fill.is_checked() and not read.is_checked()
    assert page.locator("td").last.evaluate("(td) => getComputedStyle(td).textAlign") == "right"
    page.set_viewport_size({"width": 360, "height": 700})
    page.reload()
    assert not contents.get_by_role("link", name="Inside one").is_visible()
    contents.get_by_text("On this page").click()
    assert contents.get_by_role("link", name="Inside one").is_visible()
    assert visit.complaints == [] and barriers(page) == []


def test_the_look_that_was_chosen_stays_and_the_device_s_own_look_comes_back(visit: Visitor) -> None:
    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page = visit.go("pages/long.html")
    light = ground()
    dark_look = page.get_by_role("button", name="Dark colours")
    assert dark_look.get_attribute("aria-pressed") == "false"
    dark_look.click()
    dark = ground()
    assert dark != light and dark_look.get_attribute("aria-pressed") == "true"
    assert barriers(page, ["color-contrast"]) == []
    visit.go("index.html")
    assert ground() == dark
    page.emulate_media(media="print")
    assert ground() == "rgb(255, 255, 255)"
    page.emulate_media(media="screen", color_scheme="dark")
    dark_look.click()
    assert ground() == light and visit.kept()["look"] == "light"
    dark_look.click()
    assert ground() == dark and "look" not in visit.kept()
    assert visit.complaints == []


def test_search_is_in_the_header_and_forgives_a_slip(browser: Browser, folder: Path) -> None:
    with served(folder) as address:
        visit = Visitor(browser, address)
        page = visit.go("modules/sampling/notes.html")
        page.keyboard.press("/")
        page.keyboard.type("turbidimtery")
        page.keyboard.press("Enter")
        expect(page.locator("[data-search-status]")).to_have_text(
            "No page has “turbidimtery”. Pages with “turbidimetry”: 1"
        )
        assert page.locator(".found h2").inner_text() == "A long page"
        # What every activity says of its outcomes fills no results.
        page.goto(f"{address}search.html?q=collect")
        page.locator(".found li").first.wait_for()
        assert "Your first sample" not in page.locator(".found").inner_text()
        assert visit.complaints == []
        visit.context.close()


def test_a_quiz_has_a_map_and_its_points_are_those_of_the_course(visit: Visitor) -> None:
    page = visit.go("modules/sampling/check.html")
    questions = page.get_by_role("navigation", name="The questions")
    assert questions.get_by_role("listitem").count() == 10
    visit.card("clear").get_by_label("False").check()
    visit.card("clear").get_by_role("button", name="Check answer").click()
    expect(questions.get_by_role("button", name="Question 3 of 10: Right.")).to_be_visible()
    questions.get_by_role("button", name="Question 5 of 10: Not answered yet").click()
    assert page.evaluate("document.activeElement.dataset.question") == "temperature"
    questions.get_by_role("button", name="One question at a time").click()
    assert page.locator("form.question:visible").count() == 1 and visit.card("temperature").is_visible()
    questions.get_by_role("button", name="Question 1 of 10").click()
    assert visit.card("why").is_visible() and not visit.card("temperature").is_visible()
    page.reload()
    assert page.locator("form.question:visible").count() == 1
    questions.get_by_role("button", name="All questions at once").click()
    assert page.locator("form.question:visible").count() == 10
    assert barriers(page) == []
    # The course gives 30 points for this one; its two questions have a point each in their file.
    visit.go("modules/sampling/numbers.html")
    assert page.locator(".question-points").all_inner_texts() == ["Points: 15", "Points: 15"]
    visit.card("clear").get_by_label("False").check()
    visit.card("clear").get_by_role("button", name="Check answer").click()
    assert "Score: 15 of 30 points" in page.locator(".quiz-summary").inner_text()
    assert visit.complaints == []


def test_a_term_is_explained_where_it_first_stands_and_leads_to_the_glossary(visit: Visitor) -> None:
    page = visit.go("pages/long.html")
    term = page.locator("a.term")
    assert term.all_inner_texts() == ["bottle"], "once a page, and not in code"
    term.focus()
    means = page.get_by_role("tooltip")
    expect(means).to_have_text("A clean one, with a lid.")
    assert term.get_attribute("aria-describedby") == means.get_attribute("id")
    page.keyboard.press("Escape")
    expect(means).to_be_hidden()
    term.hover()
    expect(means).to_be_visible()
    term.click()
    assert page.url.endswith("pages/glossary.html#term-bottle") and page.locator("a.term").count() == 0
    expect(page.locator("#term-bottle")).to_be_visible()
    assert visit.complaints == []


def tab_to(page: Page, words: str) -> None:
    """Press the tabulator until what has the focus begins with `words`."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(words):
            return
    raise AssertionError(f"{words} cannot be reached with the keyboard")


def test_a_module_can_be_walked_with_the_keyboard_alone_and_is_told_to_screen_readers(visit: Visitor) -> None:
    page = visit.go("index.html")
    tab_to(page, "Start the course")
    page.keyboard.press("Enter")
    walked = []
    for _ in range(4):
        page.locator("[data-done-toggle]:visible").wait_for()
        title = page.locator("h1").inner_text()
        told = page.locator("body").aria_snapshot()
        for landmark in (
            "- banner:",
            '- navigation "Course":',
            "- main:",
            "- contentinfo:",
            '- navigation "In this module":',
        ):
            assert landmark in told, (title, landmark)
        assert f'- heading "{title}" [level=1]' in told
        assert told.count("[level=1]") == 1 and 'button "Course outline"' in told
        walked.append(title)
        tab_to(page, "Mark as done")
        page.keyboard.press("Enter")
        tab_to(page, "Next: ")
        address = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=address: url != before)
    assert walked == ["A protocol that repeats", "Introduce your river", "The map of rivers", "Before we begin"]
    assert page.locator("h1").inner_text() == "Check yourself" and visit.complaints == []


def test_words_begin_at_the_same_place_on_every_kind_of_page(visit: Visitor) -> None:
    visit.page.set_viewport_size({"width": 1440, "height": 900})
    paths = ("syllabus.html", "modules/sampling/notes.html", "pages/long.html", "evidence.html", "404.html")
    place = "document.querySelector('main h1').getBoundingClientRect().left"
    assert {visit.go(path).evaluate(place) for path in paths} == {
        visit.page.evaluate("document.querySelector('.top-row > .name').getBoundingClientRect().left")
    }
