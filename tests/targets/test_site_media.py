"""Recordings on the site: nothing of another site is loaded before a participant asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.model import Course, Discussion, Module, Page
from mooc_kit.course.pages import read_page
from mooc_kit.spec.meeting import Meeting, MeetingKind
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site
from tests.web_server import served

TEXT = """
# A film

::: video https://www.youtube.com/watch?v=dQw4w9WgXcQ How to sample
I stand in the river.
:::

::: video https://films.example.org/river.mp4 A film elsewhere
Said.
:::

{table}

[The sheet](sheet.pdf) and [the table](table.csv).
""".replace("{table}", "\n".join("|" + word * 14 for word in (" Some column |", "---|", " A long value |")))


MEETING = Meeting(
    MeetingKind.ADDRESS, "https://talk.example.org/rivers", "", "https://chat.example.net:8443/r?name=a&b"
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory):
    kit = tmp_path_factory.mktemp("kit")
    (kit / "sheet.pdf").write_bytes(b"%PDF" + bytes(1_200_000))
    (kit / "table.csv").write_text("a,b\n")
    files = KitFiles(kit)
    page = Page(id="film", title="A film", body_html=read_page(files, "page.md", TEXT).body_html)
    plain = Page(id="plain", title="Plain", body_html="<p>Words</p>")
    talk = Discussion(id="talk", title="Your river")
    module = Module(id="m", title="M", week=1, activities=(page, plain, talk))
    course = Course(id="c", title="C", language="en", license="CC0-1.0", modules=(module,), assets=files.assets())
    return Site().render(replace(course, meeting=MEETING), kit)


@pytest.fixture(scope="module")
def address(package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("out") / "site"
    write_package(package, place)

    with served(place) as address:
        yield address


def test_only_a_page_with_a_video_may_show_its_player(package) -> None:
    film, plain = (package.files[f"modules/m/{id}.html"].decode() for id in ("film", "plain"))
    assert "frame-src https://www.youtube-nocookie.com" in film and "video.js" in film
    assert "frame-src" not in plain and "video.js" not in plain


def test_a_video_of_an_unknown_site_stays_a_link_and_is_told(package) -> None:
    assert any("films.example.org" in notice.what for notice in package.notices)


def test_the_player_loads_on_a_click_and_not_before(address: str, browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    context.route(lambda url: not url.startswith(address), lambda route: route.abort())
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}modules/m/film.html")
    assert [url for url in asked if not url.startswith(address)] == []
    page.set_viewport_size({"width": 700, "height": 990})
    page.emulate_media(media="print")
    assert page.locator(".scroll").evaluate("box => box.scrollWidth <= box.clientWidth"), (
        "paper shows a part of a table"
    )
    page.emulate_media(media="screen")
    button = page.get_by_role("button", name="Play: How to sample")
    assert (
        "youtube-nocookie.com"
        in page.locator(f"#{button.get_attribute('aria-describedby')}".replace(":", "\\:")).inner_text()
    )
    button.click()
    page.wait_for_selector("iframe", state="attached")
    assert next(url for url in asked if not url.startswith(address)).startswith(
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
    )
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    context.close()


def test_without_a_script_the_video_is_a_link_and_the_transcript_opens(address: str, browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}modules/m/film.html")
    assert page.get_by_role("link", name="How to sample").get_attribute("href").startswith("https://www.youtube.com/")
    page.get_by_text("Transcript").first.click()
    assert page.get_by_text("I stand in the river.").is_visible()
    context.close()


def test_downloads_tell_what_they_are_and_how_large(package) -> None:
    film = package.files["modules/m/film.html"].decode()
    assert '<span class="file-facts">(PDF, 1.2 MB)</span>' in film
    assert 'table.csv" rel="noopener noreferrer" download=""' in film and "(CSV, 1 KB)" in film


def test_only_discussions_may_show_the_talk_and_the_site_says_what_that_does(package) -> None:
    talk, film, told = (
        package.files[f"{name}.html"].decode() for name in ("modules/m/talk", "modules/m/film", "statement")
    )
    assert 'frame-src https://chat.example.net:8443"' in talk and "chat.example.net" not in film
    assert "until you open what stands on chat.example.net" in talk
    assert "The discussion on chat.example.net loads only when you press its button." in told
    assert "Videos from www.youtube-nocookie.com load only" in told, "a film that pages only link to is not loaded"
    assert 'href="https://chat.example.net:8443/r?name=a&amp;b"' in told


def test_a_discussion_loads_on_a_click_beside_its_link_and_says_before_what_it_loads(address: str, browser) -> None:
    page = browser.new_context().new_page()
    asked: list[str] = []
    page.context.route(lambda url: not url.startswith(address), lambda route: route.abort())
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}modules/m/talk.html")
    button = page.get_by_role("button", name="Show the discussion here")
    assert (
        "loads a page of chat.example.net"
        in page.locator(f"[id='{button.get_attribute('aria-describedby')}']").inner_text()
    )
    assert page.get_by_role("link", name=MEETING.address).get_attribute("href") == MEETING.address
    assert not [url for url in asked if not url.startswith(address)]
    button.click()
    frame = page.locator("iframe[title='Your river']")
    frame.wait_for(state="attached")
    assert [url for url in asked if not url.startswith(address)] == [MEETING.embed]
    assert not {"allow-top-navigation", "allow-modals"} & set(frame.get_attribute("sandbox").split())
