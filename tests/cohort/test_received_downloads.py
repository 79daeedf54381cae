"""What participants take out of the site goes in at the team's end: every file, from a browser to `receive`."""

from __future__ import annotations

import csv
import json
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest
import yaml

from mooc_kit.credentials.peers.keyfile import key_text
from mooc_kit.kit.examples import copy_example
from tests.credentials.peers.test_chain import key
from tests.shared import once

pytestmark = pytest.mark.browser


def _grow(folder: Path) -> None:
    from mooc_kit.commands.build import build_course

    copy_example("river-watch", folder / "kit")
    spec, judge = folder / "kit/course.yaml", f"      - {{name: Ama, key: '{key('ama').did}'}}\n"
    spec.write_text(spec.read_text().replace("  peer_badges:\n", f"  peer_badges:\n    first_judges:\n{judge}", 1))
    (folder / "ama.json").write_text(key_text(key("ama"), "", "Ama"))
    assert build_course(folder / "kit", ("site",), folder / "out") == 0


@pytest.fixture(scope="module")
def downloads(browser, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the kit of a course, and beside it in `files` what one participant downloaded from its site."""
    folder = Path(shutil.copytree(once(shared, "received-downloads", _grow), tmp_path_factory.mktemp("received") / "x"))
    site, files = folder / "out" / "site", folder / "files"
    files.mkdir()
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    page = context.new_page()

    def saved(button: str) -> None:
        with page.expect_download() as download:
            page.get_by_role("button", name=button, exact=True).last.click()
        download.value.save_as(files / download.value.suggested_filename)

    def goto(name: str) -> None:
        page.goto(next(site.rglob(name)).as_uri())

    goto("sign-up.html")
    page.locator("[data-item=goal-1] textarea").fill("Measure the brook at school\nwith the children")
    page.locator("[data-item=share-goals] input").check()
    for field in page.locator("fieldset[data-required], fieldset[data-item]").all():
        field.locator("input").first.check()
    saved("Download")
    goto("goal-setting.html")
    page.get_by_role("button", name="Set a goal").click()
    page.locator("[data-field=goal] textarea").fill("Speak up at the council")
    page.locator("form button[type=submit]").first.click()
    page.get_by_role("button", name="Share my goals").click()
    page.locator("[data-which] input").check()
    saved("Download")
    goto("evidence-log.html")
    page.get_by_role("button", name="Add evidence").click()
    page.locator("[data-field=what] textarea").fill("Three field notes")
    page.locator("form button[type=submit]").first.click()
    page.get_by_role("button", name="Take my evidence out").click()
    saved("Download")
    goto("sharing-back.html")
    for title, boxes in (("Told the anglers", ("shown", "agreed")), ("At the doctor's", ("agreed",))):
        page.get_by_role("button", name="Write down what you did").click()
        page.locator("[data-field=title] input").fill(title)
        page.locator("[data-field=done] textarea").fill(f"{title}: we talked for an hour")
        page.locator("[data-field=changed] textarea").fill("They measure now, too")
        for box in boxes:
            page.locator(f"[name=yes][value={box}]").check()
        page.locator("form button[type=submit]").first.click()
        page.get_by_role("button", name=f"Share “{title}”").or_(page.get_by_text("Share", exact=True)).last.click()
        saved("Download")
    goto("award.html")
    page.wait_for_selector("[data-award][data-ready]", state="attached")
    page.get_by_role("link", name="Show everything").click()
    page.get_by_label("What may others call you?").fill("Noor")
    with page.expect_download() as download:
        page.get_by_role("button", name="Make my key, and save its file").click()
    download.value.save_as(folder / "my-badge-key.json")
    page.get_by_text("Your key is in this browser").wait_for()
    page.select_option("#site\\:ask-badge", "field-observer")
    page.locator("[name=url]").first.fill("https://photos.example.org/1")
    page.locator("[name=words]").first.fill("The bank at noon")
    page.get_by_role("button", name="Sign my request", exact=True).click()
    page.locator("[data-next=ask] details").evaluate("(place) => { place.open = true; }")
    saved("Save it as a file")
    goto("my-data.html")
    with page.expect_download() as download:
        page.locator("[data-do=download]").click()
    download.value.save_as(folder / download.value.suggested_filename)
    context.close()
    return folder


@pytest.fixture
def folder(downloads: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(downloads, tmp_path / "course"))


def test_every_download_is_taken_and_none_twice(mooc_kit, folder):
    ran = mooc_kit("receive", "files", "--kit", "kit", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    taken = "Taken: 1 badge file, 1 evidence log, 1 set of goals, 2 stories, 1 answered survey."
    assert taken in ran.stdout
    again = mooc_kit("receive", "files", "--kit", "kit", cwd=folder)
    assert again.stderr.count("H203") == 6 and "Written" not in again.stdout


def test_a_story_is_published_with_a_yes_and_only_counted_without_one(mooc_kit, folder):
    ran = mooc_kit("receive", "files", "--kit", "kit", cwd=folder)
    assert "H204" in ran.stderr
    stories = [
        path.read_text() for path in sorted((folder / "kit/share-backs").glob("*.md")) if path.name != "README.md"
    ]
    told = [text for text in stories if "Told the anglers" in text]
    assert len(told) == 1 and "They measure now, too" in told[0]
    heads = [yaml.safe_load(text.split("---")[1]) for text in stories]
    assert sum(head.get("may_be_shown") is True and head.get("title") == "Told the anglers" for head in heads) == 1
    assert not any("doctor" in path.read_text() for path in (folder / "kit").rglob("*.md"))
    assert any("doctor" in path.read_text() for path in (folder / "kit-received/stories").glob("*.md"))
    assert mooc_kit("validate", "kit", cwd=folder).returncode == 0


def test_answers_and_goals_reach_the_map_of_themes(mooc_kit, folder):
    ran = mooc_kit("receive", "files", "--kit", "kit", cwd=folder)
    command = next(line for line in ran.stdout.splitlines() if line.startswith("Next: mooc-kit goals map"))
    mapped = mooc_kit(*command.removeprefix("Next: mooc-kit ").split(), "--no-publish", cwd=folder)
    assert mapped.returncode == 0, mapped.stderr
    assert "2 people wrote 2 goals" in mapped.stdout
    rows = list(csv.DictReader((folder / "kit-received/answers/sign-up.csv").open()))
    assert rows[0]["goal-1"] == "Measure the brook at school with the children" and rows[0]["share-goals"] == "yes"
    alone = mooc_kit("goals", "map", "files/river-watch-sign-up.json", "--kit", "kit", "--no-publish", cwd=folder)
    assert alone.returncode == 0, alone.stderr


def test_a_received_request_can_be_judged(mooc_kit, folder):
    mooc_kit("receive", "files", "--kit", "kit", cwd=folder)
    request = next((folder / "kit-received/badges").glob("*.request.json"))
    levels = ("-lsample=secure", "-levidence=secure")
    words = ("--key", "ama.json", "--kit", "kit", *levels, "-o", "yes.json")
    judged = mooc_kit("badge", "judge", str(request), *words, cwd=folder)
    assert judged.returncode == 0, judged.stderr
    assert (folder / "yes.json").is_file()


def test_mails_with_the_files_or_their_words_are_the_same_things(mooc_kit, folder):
    mails = folder / "mails"
    mails.mkdir()
    for number, file in enumerate(sorted((folder / "files").iterdir())):
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["Date"] = "My work", "noor@example.org", "Mon, 8 Mar 2027 10:00:00 +0100"
        mail.set_content("Dear team, here it is.\n")
        mail.add_attachment(file.read_bytes(), maintype="application", subtype="octet-stream", filename=file.name)
        (mails / f"{number}.eml").write_bytes(mail.as_bytes())
        if file.suffix == ".txt":
            mail = EmailMessage()
            mail.set_content("\n".join(f"> {line}" for line in file.read_text().split("\n")))
            (mails / f"pasted-{number}.eml").write_bytes(mail.as_bytes())
    ran = mooc_kit("receive", "mails", "--kit", "kit", cwd=folder)
    assert "1 evidence log, 1 set of goals, 2 stories, 1 answered survey" in ran.stdout, ran.stderr
    assert ran.stderr.count("H203") == 2
    assert "noor@example.org" not in "".join(path.read_text() for path in folder.rglob("kit-received/**/*.*"))


def test_somebodys_own_export_is_taken_for_what_it_holds(mooc_kit, folder):
    ran = mooc_kit("receive", "river-watch-my-data.json", "--kit", "kit", cwd=folder)
    assert "1 evidence log, 1 set of goals, 2 stories, 1 answered survey" in ran.stdout, ran.stderr


def test_a_private_key_is_refused_and_kept_nowhere(mooc_kit, folder):
    ran = mooc_kit("receive", "my-badge-key.json", "--kit", "kit", cwd=folder)
    assert ran.returncode == 1 and "H205" in ran.stderr
    assert not (folder / "kit-received").exists()


def test_files_of_another_course_and_what_is_no_work_are_told(mooc_kit, folder):
    (folder / "other.json").write_text(json.dumps({"kind": "survey", "course": "bees", "survey": "x", "answers": []}))
    (folder / "thanks.txt").write_text("Thank you for the course!")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8")
    ran = mooc_kit("receive", "other.json", "thanks.txt", "picture.jpg", "--kit", "kit", cwd=folder)
    assert {"H201", "H202", "H206"} <= set(ran.stderr.split()) and "Written" not in ran.stdout
