"""The way on: where people are in the course, what comes next, and what is missing for what they want to show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.visitor import Visitor, barriers

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Browser, site) -> Iterator[Visitor]:
    """From a disk, where nothing may be fetched: what works there works everywhere."""
    visit = Visitor(browser, f"{site.as_uri()}/", bypass_csp=True)
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
