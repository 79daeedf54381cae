"""Options walked to the end: a participant in a browser, the team at the command line, until the evidence is in hand."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.shared import once
from tests.web_server import served

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


def test_a_badge_goes_through_three_peoples_hands_from_one_page(shared, browser, tmp_path, mooc_kit: Run):
    """First judges named as the guide says; then one press each, and one for the holder, who alone has files: two."""
    kit = tmp_path / "kit"
    shutil.copytree(built(shared, "peer-badges") / "kit", kit)
    told = mooc_kit("validate", str(kit)).stdout
    assert "C210" in told and "mooc-kit add first-judge" in told
    for name in ("Rosa Lind", "Ann Wu"):
        made = mooc_kit("badge", "key", "--name", name, "-o", str(tmp_path / f"{name[:3]}.json"))
        public = made.stdout.split("Public key: ")[1].strip()
        assert mooc_kit("add", "first-judge", name, public, "--kit", str(kit)).returncode == 0
    assert mooc_kit("add", "first-judge", "Rosa again", public, "--kit", str(kit)).returncode == 2
    assert "C210" not in mooc_kit("validate", str(kit)).stdout
    assert mooc_kit("build", str(kit), "--target", "site", "-o", str(tmp_path)).returncode == 0

    pressed, files, pages = [], [], []

    with served(tmp_path / "site") as address:

        def come(path: str, key_file: str = ""):
            context = browser.new_context(viewport=PHONE, accept_downloads=True, service_workers="block")
            pages.append(page := context.new_page())
            page.on("download", lambda download: files.append(download.suggested_filename))
            at(page, path)
            if key_file:
                page.set_input_files("#site\\:key-file", tmp_path / key_file)
                page.get_by_text("Your key is in this browser").wait_for()
            return page

        def at(page, path: str) -> None:
            page.goto("about:blank")
            page.goto(path if path.startswith("http") else address + path)
            page.wait_for_selector("[data-award][data-ready]", state="attached")

        def press(page, name: str) -> None:
            pressed.append(name)
            page.get_by_role("button", name=name, exact=True).click()

        mei = come("pages/ask-for-seed-saver.html")
        assert not mei.get_by_role("heading", name="The form", exact=True).is_visible()
        mei.locator("[name=words]").first.fill("Beans in a jar, dated, on the shelf")
        press(mei, "Make my key, and sign my request")
        link = mei.locator("[data-next=ask] [data-link]").input_value()
        assert mei.locator("[data-next=ask] ol a").inner_text() == "Requests for badges"
        for file in ("Ros.json", "Ann.json"):
            judge = come("award.html", file)
            at(judge, link)
            for levels in judge.locator("[data-judge] .choices").all():
                levels.locator("label", has_text="Secure").first.click()
            press(judge, "Sign my yes")
            link = judge.locator("[data-next=judge] [data-link]").input_value()
        at(mei, link)
        with mei.expect_download() as download:
            press(mei, "Save my badge")
        badge = tmp_path / "mei.badge.json"
        download.value.save_as(badge)
    for page in pages:
        page.context.close()
    assert (len(pressed), files) == (4, ["my-badge-key.json", "seed-saver.badge.json"])
    said = mooc_kit("badge", "verify", str(badge), "--kit", str(kit))
    assert said.returncode == 0, said.stderr
    id = said.stdout.split("mooc-kit badge revoke: ")[1].split()[0]
    handed = mooc_kit("verify", str(badge), cwd=kit)
    assert (handed.returncode, "lead back to the first judges" in handed.stdout) == (0, True)
    where = ("--kit", str(kit), "--key", str(tmp_path / "Ros.json"))
    assert mooc_kit("badge", "revoke", id, *where, "--reason", "A mistake").returncode == 0
    assert mooc_kit("badge", "verify", str(badge), "--kit", str(kit)).returncode == 1
