"""A learner's own words: forms in two windows and in a full browser, and the move to another device in mid-course."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.completion_options.test_all_eight import eight  # noqa: F401
from tests.targets.test_site_kept import FILL_UP
from tests.visitor import Visitor
from tests.web_server import served

pytestmark = pytest.mark.browser

LOG = "pages/evidence-log.html"


@pytest.fixture
def address(eight: Path):  # noqa: F811
    with served(eight / "site") as address:
        yield address


@pytest.fixture
def visit(browser, address):
    visit = Visitor(browser, address, accept_downloads=True)
    yield visit
    visit.context.close()
    assert visit.complaints == []


def write(page, words):
    page.locator("[data-entries=evidence] [data-do=add]").click()
    page.locator("[name=what]").fill(words)


def save(page):
    page.locator("[data-entries=evidence] form button[type=submit]").click()


def test_a_form_stays_open_until_its_text_is_safe(visit):
    page = visit.go(LOG)
    write(page, "Forty pods on the balcony")
    save(page)
    page.evaluate(FILL_UP)
    page.reload()
    assert "Forty pods" in page.locator(".entry-list").inner_text(), "what was written before is not shown"
    assert "no room left" in page.locator(".unkept").inner_text()
    write(page, "Nine of ten sprouted")
    save(page)
    assert page.locator("[name=what]").input_value() == "Nine of ten sprouted", (
        "the form closed over a text that is lost"
    )
    assert "no room left" in page.locator("[data-entries=evidence] .status").inner_text()
    page.evaluate("localStorage.removeItem('other/0')")
    page.locator(".unkept").get_by_role("button", name="Try again to keep it").click()
    expect(page.locator("[name=what]")).to_be_hidden()
    page.reload()
    assert "Nine of ten sprouted" in page.locator(".entry-list").inner_text()


def test_two_windows_with_one_form_lose_neither_text(visit):
    page = visit.go(LOG)
    write(page, "Forty pods")
    save(page)
    other = visit.context.new_page()
    other.goto(visit.base + LOG)
    for window, words in ((page, "Forty pods, dried"), (other, "Forty pods, counted")):
        window.locator("[data-entry='1'] button").first.click()
        window.locator("[name=what]").fill(words)
    save(page)
    save(other)
    said = other.locator(".entry-list").inner_text()
    assert "Forty pods, dried" in said and "Forty pods, counted" in said
    # Two half-written ones: each window comes back with its own words at least once.
    write(page, "A swap with my neigh")
    write(other, "Another balc")
    found = page.evaluate("moocKit.store.get('draft/evidence').map((draft) => draft.entry.what)")
    assert sorted(found) == ["A swap with my neigh", "Another balc"]


def test_my_data_says_of_nothing_that_it_is_gone_or_absent_where_it_cannot_look(visit):
    visit.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });"
    )
    page = visit.go("my-data.html")
    page.get_by_text("does not let this site look").wait_for()  # the page asks the browser for a key first
    assert "keeps nothing in your browser" not in page.locator("main").inner_text()


def test_a_learner_in_mid_course_moves_to_another_device_with_one_file(visit, browser, address, tmp_path):
    page = visit.go("modules/growing/choose-a-plant.html")
    page.get_by_role("button", name="Mark as done").click()
    page.goto(address + "modules/growing/self-check-growing.html")
    card = page.locator("form.question:has(input[type=radio])").first
    card.locator("input").first.check()
    chosen = card.locator("input:checked").locator("..").inner_text()
    card.locator("button[type=submit]").click()
    page.goto(address + LOG)
    write(page, "Forty pods on the balcony")
    save(page)
    write(page, "A swap with my neigh")
    page.goto(address + "pages/goal-setting.html")
    page.locator("[data-entries=goals] [data-do=add]").click()
    page.locator("[name=goal]").fill("A jar of my own beans")
    page.locator("[data-entries=goals] form button[type=submit]").click()
    page.goto(address + "certificates/self-certificate.html")
    page.locator("#site\\:certificate-name").fill("Noor Haddad")
    page.goto(address + "my-data.html")
    before = visit.kept()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    download.value.save_as(tmp_path / "mine.json")

    phone = Visitor(browser, address, viewport={"width": 360, "height": 740})
    page = phone.go("my-data.html")
    page.set_input_files("#site\\:import", tmp_path / "mine.json")
    expect(page.get_by_text("What was in the file is here now.")).to_be_visible()
    assert phone.kept() == before
    phone.go("modules/growing/choose-a-plant.html")
    assert page.locator("[data-done-toggle]").get_attribute("aria-pressed") == "true"
    phone.go("modules/growing/self-check-growing.html")
    card = page.locator("form.question:has(input[type=radio])").first
    assert card.locator("input:checked").locator("..").inner_text() == chosen
    assert card.locator(".result").is_visible()
    phone.go(LOG)
    assert "Forty pods on the balcony" in page.locator(".entry-list").inner_text()
    assert page.locator("[name=what]").input_value() == "A swap with my neigh"
    phone.go("pages/goal-setting.html")
    assert "A jar of my own beans" in page.locator("[data-entries=goals] .entry-list").inner_text()
    phone.go("certificates/self-certificate.html")
    assert page.locator("#site\\:certificate-name").input_value() == "Noor Haddad"
    phone.context.close()
    assert phone.complaints == []
