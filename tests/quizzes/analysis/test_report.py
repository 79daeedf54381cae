"""The report as people meet it: in a browser, on a phone, without a network, and with hostile answers in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from mooc_kit.quizzes.analysis.readers import read_responses
from mooc_kit.quizzes.analysis.report import report_html
from mooc_kit.quizzes.analysis.statistics import analyse
from tests.quizzes.analysis import made
from tests.visitor import barriers

HOSTILE = '<script>document.title="owned"</script><img src="https://evil.example/x.png" onerror="alert(1)">'


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = made.answers()
    rows[0][2] = HOSTILE
    rows[7][3] = HOSTILE
    responses, _ = read_responses(made.as_csv(rows), "r.csv")
    assert responses is not None
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(report_html(analyse(responses), f"Rivers {HOSTILE}"), encoding="utf-8")
    return file


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_report_is_accessible_asks_for_nothing_and_runs_nothing(
    page_file: Path, browser: Browser, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    assert asked == [page_file.as_uri()]
    assert "owned" not in page.title().split("<")[0]
    assert page.locator("script, img, iframe, link").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("heading", name="What to mend").is_visible()
    assert page.locator("svg[role=img]").count() == 10
    assert barriers(page) == []
    page.close()


def test_the_same_answers_give_the_same_page(page_file: Path) -> None:
    responses, _ = read_responses(made.as_csv(made.answers()), "r.csv")
    again, _ = read_responses(made.as_csv(made.answers()), "r.csv")
    assert responses is not None
    assert again is not None
    assert report_html(analyse(responses), "x") == report_html(analyse(again), "x")
