"""Without a network: the course is there after the first visit, a newer one is offered, others are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mooc_kit.course.model import Course
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site
from tests.web_server import address_of, start


class Web:
    """A web server over `folder` that can be taken away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = start(folder)
        self.address = address_of(self.server)

    def put(self, course: Course, kit: Path, below: str = "course") -> str:
        write_package(Site().render(course, kit), self.folder / below)
        return f"{self.address}{below}/"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    web = Web(tmp_path)
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def context(browser):
    context = browser.new_context()
    yield context
    context.close()


def kept(page) -> None:
    page.get_by_text("you can read it without a network").wait_for()


def test_after_the_first_visit_every_page_is_there_without_a_network(
    web: Web, course: Course, kit: Path, context
) -> None:
    base = web.put(course, kit)
    page = context.new_page()
    page.goto(base)
    kept(page)
    context.set_offline(True)
    web.server.shutdown()
    for path in sorted((web.folder / "course").rglob("*.html")):
        name = path.relative_to(web.folder / "course").as_posix()
        if name == "404.html":
            continue
        page.goto(base + name)
        assert page.locator("h1").first.inner_text(), name
        assert page.evaluate("getComputedStyle(document.body).display") == "flex", f"{name} lost its style"
    page.goto(f"{base}modules/sampling/check.html")
    page.get_by_label("So that our steps").check()
    page.get_by_role("button", name="Check answer").first.click()
    assert page.get_by_text("Well seen.").is_visible()


def test_the_search_finds_words_also_without_a_network(web: Web, course: Course, kit: Path, context) -> None:
    base = web.put(course, kit)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(base)
    kept(page)
    for is_offline in (False, True):
        context.set_offline(is_offline)
        page.goto(f"{base}search.html")
        page.get_by_label("What are you looking for?").fill("protocol")
        page.wait_for_selector(".found li")
        assert "with “protocol”" in page.locator("[data-search-status]").inner_text()
        assert page.locator(".found mark").first.inner_text().lower().startswith("protocol")
    page.locator(".found h2 a").first.click()
    page.locator("h1").first.wait_for()
    assert page.url.startswith(base)
    page.goto(f"{base}search.html?q=secret+exam+question")
    page.locator("[data-search-status]:not(:empty)").wait_for()
    assert "A secret exam question" not in page.locator("main").inner_text()
    assert problems == []


def test_a_search_for_markup_stays_text(web: Web, course: Course, kit: Path, context) -> None:
    base = web.put(course, kit)
    page = context.new_page()
    page.goto(f"{base}search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    page.locator("[data-search-status]:not(:empty)").wait_for()
    assert page.locator("main img").count() == 0
    page.goto(f"{base}search.html?q=script")
    page.wait_for_selector(".found li")
    assert page.locator(".found script").count() == 0


def test_a_newer_version_is_offered_and_shown_only_on_a_click(web: Web, course: Course, kit: Path, context) -> None:
    base = web.put(course, kit)
    page = context.new_page()
    page.goto(base)
    kept(page)
    web.put(replace(course, subtitle="A new subtitle"), kit)
    page.reload()
    notice = page.locator(".new-version")
    notice.wait_for()
    assert "A new subtitle" not in page.locator("main").inner_text(), "a version is shown whole or not at all"
    assert page.evaluate("document.activeElement === document.body"), "the notice takes no focus"
    with page.expect_navigation():
        page.get_by_role("button", name="Show it").click()
    assert "A new subtitle" in page.locator("main").inner_text()


def test_two_courses_at_one_address_keep_out_of_each_others_way(web: Web, course: Course, kit: Path, context) -> None:
    one, two = web.put(course, kit, "one"), web.put(replace(course, id="other", title="Other"), kit, "two")
    page = context.new_page()
    for base in (one, two):
        page.goto(base)
        kept(page)
    assert len(page.evaluate("caches.keys()")) == 2
    page.goto(f"{one}my-data.html")
    page.get_by_role("button", name="Delete the copy").click()
    page.get_by_text("The copy is deleted.").wait_for()
    assert page.evaluate("caches.keys()") == ["mooc-kit other /two/"]
    context.set_offline(True)
    page.goto(two)
    assert page.locator("h1").first.inner_text() == "Other"


def assert_asked_first(page: Page, base: str) -> None:
    page.goto(base)
    button = page.get_by_role("button", name="Keep this course for reading without a network")
    button.wait_for()
    assert "MB)" in button.inner_text()
    button.click()
    kept(page)


def test_who_saves_data_is_asked_first(web: Web, course: Course, kit: Path, context) -> None:
    base = web.put(course, kit)
    context.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    assert_asked_first(context.new_page(), base)


def test_a_large_copy_is_asked_for(web: Web, course: Course, kit: Path, context) -> None:
    from mooc_kit.targets.site.offline import service_worker

    base = web.put(course, kit)
    folder = web.folder / "course"
    (folder / "assets" / "film.bin").write_bytes(b"\0" * 5_200_000)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    (folder / "service-worker.js").write_bytes(service_worker(course.id, files))
    assert_asked_first(context.new_page(), base)


def test_from_a_file_the_search_says_where_it_works(tmp_path: Path, course: Course, kit: Path, browser) -> None:
    write_package(Site().render(course, kit), tmp_path / "site")
    page = browser.new_page()
    page.goto((tmp_path / "site/search.html").as_uri())
    assert "The search works where the course is on a web site." in page.locator("[data-search-status]").inner_text()
    page.close()
