"""Reporting: what arrives on a platform when learners do what learners do, in Chromium, by runtimes of others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.lms.packages import river_course, unpacked
from tests.lms.scorm_host import ScormHost, playing
from tests.lms.situations import play
from tests.lms.visit import Visit
from tests.shared import once
from tests.visitor import AXE, barriers

PLAYED = {
    "1.2": [
        "Does everything, all right",
        "Goes on from another device",
        "Without a network, window closed, next visit",
        "Writes more than there is room for",
    ],
    "2004": ["Does everything, score too low, an attempt left"],
}
"""`python -m tests.lms.what_arrived` plays all of them; these are the ones that nothing else would notice."""


def _platform(shared: Path, version: str) -> Iterator[ScormHost]:
    folder = once(shared, f"lms-{version}", lambda draft: unpacked(river_course(), draft, version=version))
    with playing(folder, version) as host:
        yield host


@pytest.fixture(scope="module")
def scorm12(shared: Path) -> Iterator[ScormHost]:
    yield from _platform(shared, "1.2")


@pytest.fixture(scope="module")
def scorm2004(shared: Path) -> Iterator[ScormHost]:
    yield from _platform(shared, "2004")


@pytest.mark.parametrize("situation", PLAYED["1.2"])
def test_what_was_done_arrives_by_scorm_1_2(situation: str, scorm12: ScormHost, browser: Browser) -> None:
    play(scorm12, browser, situation)


@pytest.mark.parametrize("situation", PLAYED["2004"])
def test_what_was_done_arrives_by_scorm_2004(situation: str, scorm2004: ScormHost, browser: Browser) -> None:
    play(scorm2004, browser, situation)


def test_the_score_goes_before_the_status_and_nothing_bars_the_way(scorm12: ScormHost, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    visit = Visit(context, scorm12.launch("order"))
    visit.numbers(2)
    names = [name for name, _ in visit.page.evaluate("calls")]
    scores = [at for at, name in enumerate(names) if name == "cmi.core.score.raw"]
    assert scores
    assert all("cmi.core.lesson_status" in names[at : at + 5] for at in scores)
    launched = visit.frame.parent_frame
    assert launched
    for frame in (visit.frame, launched):
        frame.evaluate(AXE)
    assert not barriers(launched)
    assert not visit.complaints
    context.close()


def test_without_a_platform_the_course_works_and_says_so(scorm12: ScormHost, browser: Browser) -> None:
    context = browser.new_context()
    visit = Visit(context, f"{scorm12.address}package/launch.html", frames=())
    assert "nothing is reported" in visit.says()
    visit.numbers(1)
    assert "50%" in (visit.inner.locator(".quiz-summary").text_content() or "")
    page = context.new_page()
    page.goto(f"{scorm12.address}package/modules/look/banks.html")
    assert "outside of your learning platform" in (page.locator(".unkept").text_content() or "")
    context.close()
