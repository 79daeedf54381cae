"""The reports for the team, as they are seen: on a phone and a desk, in the light and in the dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from mooc_kit.checks.course_check import check_path
from mooc_kit.cohort import synthetic
from mooc_kit.cohort.decide import Terms
from mooc_kit.commands.completions import completions
from mooc_kit.commands.goals import map_goals
from tests.cohort.test_completions import DAY, EXAMPLES

WANTED = [
    "know when the river floods",
    "be ready for high water",
    "teach children about the stream",
    "measure nitrate properly",
    "talk to the council with numbers",
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    kit = EXAMPLES / "reading-health-numbers"
    course = check_path(kit).course
    assert course is not None
    books = synthetic.write_cohort(course, folder / "books", 120)
    page = folder / "completions.html"
    completions(books[:3], kit, folder / "c.parquet", roster=books[3], terms=Terms(), write_report=page, made_on=DAY)
    rows = [f"p{n}@example.org,{text} {n % 4}" for n, text in enumerate(WANTED * 12)]
    (folder / "answers.csv").write_text("\n".join(["email,goal", *rows]))
    map_goals(
        [folder / "answers.csv"],
        EXAMPLES / "river-watch",
        folder / "goals",
        columns=(),
        consent=None,
        made_on=DAY,
        publish=False,
    )
    return {"completions": page, "goals": folder / "goals" / "goals-report.html"}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["completions", "goals"])
def test_axe_finds_nothing_to_complain_about_in_the_reports(
    browser: Browser, reports: dict[str, Path], name: str, scheme: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(reports[name].as_uri())
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
