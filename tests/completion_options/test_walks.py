"""Options walked to the end: a participant in a browser, the team at the command line, until the evidence is in hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.shared import once

pytestmark = pytest.mark.browser
ANSWERS = Path(__file__).parent.parent / "fixtures" / "options"
PHONE = {"width": 360, "height": 740}


def built(shared: Path, name: str) -> Path:
    """A folder with the `kit` of an answers file and the `site` built from it; nobody may change it."""

    def make(folder: Path) -> None:
        from mooc_kit.commands.build import build_course
        from mooc_kit.commands.new import from_answers

        folder.mkdir()
        from_answers(folder / "kit", ANSWERS / f"{name}.yaml")
        assert build_course(folder / "kit", ("site",), folder) == 0

    return once(shared, f"walk-{name}", make)


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport=PHONE, accept_downloads=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def test_on_a_site_alone_people_send_their_evidence_and_the_team_decides_with_a_table(
    shared, page, tmp_path, mooc_kit: Run
):
    folder = built(shared, "site-alone")
    site, kit = folder / "site", folder / "kit"
    page.goto((site / "pages" / "how-to-complete.html").as_uri())
    assert "counts by itself" not in page.inner_text("main").replace("nothing is counted by itself", "")
    for id in ("choose-a-plant", "talk", "dry-and-store", "seed-quiz"):
        page.locator(f'[data-asked="{id}"]').get_by_label("I did this").check()
    assert "1 of 5" in page.locator("[data-completion] [data-left]").inner_text()
    page.locator('[data-asked="talk"] textarea').fill("=my bean, on the wall")
    page.get_by_role("button", name="Send it to the course team").click()
    assert "Write your name first." in page.inner_text(".status >> nth=0")
    page.get_by_label("Your name, as it should").fill("Mei Tanaka")
    page.get_by_label("Your e-mail address").fill("mei@example.org")
    page.get_by_role("button", name="Send it to the course team").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    mei = tmp_path / "mei.csv"
    download.value.save_as(mei)
    assert download.value.suggested_filename == "seeds-platform-completion-completion.csv"
    rows = list(csv.DictReader(io.StringIO(mei.read_text("utf-8"))))
    assert [row["done"] for row in rows] == ["yes", "yes", "yes", "yes", "no"]
    assert rows[1]["evidence"].startswith("'=")

    for path, left in (("index.html", "1 of 5"), ("evidence.html", "1 of 5"), ("certificates/completion.html", "1 of 5")):
        page.goto((site / path).as_uri())
        assert left in page.locator("[data-left]").first.inner_text(), path

    # The team looks at what came, judges the quiz anew, and decides; Mei's second message brings what was missing.
    judged = mei.read_text("utf-8").replace('"seed-quiz","Seed quiz","yes",""', '"seed-quiz","Seed quiz","yes","17/20"')
    mei.write_text(judged, "utf-8")
    out = tmp_path / "decided.csv"
    done = mooc_kit("completions", str(mei), "--kit", str(kit), "-o", str(out))
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))
    assert (row["completed"], row["reasons"]) == ("False", '"Hold a swap" was not done.')
    mei.write_text(judged.replace('"Hold a swap","no"', '"Hold a swap","yes"'), "utf-8")
    assert mooc_kit("completions", str(mei), "--kit", str(kit), "-o", str(out)).returncode == 0
    (row,) = csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))
    assert (row["name"], row["completed"], row["percent"]) == ("Mei Tanaka", "True", "85.00")
