"""Options walked to the end: a participant in a browser, the team in a shell, until the evidence is in hand."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.shared import fill_blanks, once
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
        fill_blanks(folder / "kit")
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

    for path, left in (
        ("index.html", "1 of 5"),
        ("evidence.html", "1 of 5"),
        ("certificates/completion.html", "1 of 5"),
    ):
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


def kind_of(page, kind: str, prompt: str, rows: list[dict[str, object]], **fields: str) -> None:
    """Write a question of `kind` into the question maker that `page` shows."""
    page.select_option("select[name=kind]", kind)
    page.locator("[name=prompt]").fill(prompt)
    for name, value in fields.items():
        control = page.locator(f"[data-question-maker] form [name={name}]")
        if name == "truth":
            control.select_option(value)
        else:
            control.fill(value)
    for number, row in enumerate(rows):
        place = page.locator("[data-rows] > li").nth(number)
        for name, value in row.items():
            control = place.locator(f"[data-name={name}]")
            if isinstance(value, bool):
                control.set_checked(value)
            else:
                control.fill(value)
    for number in range(len(rows), page.locator("[data-rows] > li").count()):
        for control in page.locator("[data-rows] > li").nth(number).locator("[data-name]").all():
            if control.get_attribute("type") == "checkbox":
                control.set_checked(False)
            else:
                control.fill("")


# fmt: off
MADE = {
    "multiple_choice": ("Which seed keeps longest: <b>bean</b> or onion?",
                        [{"text": "Bean", "right": True, "feedback": "Yes, dry."}, {"text": "Onion"}], {}),
    "multiple_response": ("What does seed fear?", [{"text": "Damp", "right": True}, {"text": "Heat", "right": True},
                                                   {"text": "Paper"}], {}),
    "true_false": ("Hybrid seed comes true.", [], {"truth": "false"}),
    "short_answer": ("What keeps mice off?", [{"text": "a jar*"}], {}),
    "numerical": ("At how many °C do you store?", [], {"answer": "5", "tolerance": "2", "unit": "°C"}),
    "matching": ("What belongs together?", [{"text": "Pea", "other": "Pod"}, {"text": "Maize", "other": "Cob"}], {}),
    "ordering": ("In which order?", [{"text": "Pick"}, {"text": "Dry"}, {"text": "Label"}], {}),
    "fill_blanks": ("Fill it in.", [], {"gaps": "Seed is [[dry|brittle]] when it [[snaps]]."}),
    "essay": ("How did your first swap go?", [], {"model": "We met, and swapped."}),
    "calculated": ("{rows} rows of {plants} plants: how many?",
                   [{"text": "rows", "least": "2", "most": "9"}, {"text": "plants", "least": "3", "most": "8"}],
                   {"formula": "rows * plants", "tolerance": "0"}),
}
# fmt: on


def test_a_question_of_every_kind_made_on_the_site_is_taken_by_the_team(shared, page, tmp_path, mooc_kit: Run):
    from mooc_kit.quizzes.contributions.near_duplicates import asked_words
    from mooc_kit.quizzes.model import QuizFile

    folder = built(shared, "self-check")
    kit = tmp_path / "kit"
    shutil.copytree(folder / "kit", kit)
    page.goto((folder / "site" / "pages" / "make-a-question.html").as_uri())
    page.select_option("select[name=module]", "saving")
    press = lambda name: page.get_by_role("button", name=name, exact=True).click()  # noqa: E731
    for kind, (prompt, rows, fields) in MADE.items():
        kind_of(page, kind, prompt, rows, **fields)
        press("Try it")
        trial = page.locator("[data-trial] form")
        assert trial.is_visible(), page.locator("[data-question-maker] form .status").first.inner_text()
        if kind == "multiple_choice":
            assert "<b>bean</b>" in trial.locator(".prompt").inner_text()
            trial.get_by_label("Bean", exact=True).check()
            trial.get_by_role("button", name="Check answer").click()
            assert "Right." in trial.locator(".result").inner_text()
        if kind == "calculated":
            first, second = (int(n) for n in re.findall(r"\d+", trial.locator(".prompt").inner_text()))
            trial.locator("input[type=text]").fill(str(first * second))
            trial.get_by_role("button", name="Check answer").click()
            assert "Right." in trial.locator(".result").inner_text()
        if kind == "fill_blanks":
            for gap, words in zip(trial.locator("input[type=text]").all(), ("brittle", "snaps"), strict=True):
                gap.fill(words)
            trial.get_by_role("button", name="Check answer").click()
            assert "Right." in trial.locator(".result").inner_text()
        page.get_by_label("I wrote it myself or say").check()
        press("Hand it in")
        with page.expect_download() as download:
            press("Download")
        file = tmp_path / f"{kind}.question.json"
        download.value.save_as(file)
        done = mooc_kit("quiz", "accept", str(file), "--kit", str(kit))
        assert done.returncode == 0, (kind, done.stdout + done.stderr)
        sent = json.loads(file.read_text("utf-8"))
        own = page.evaluate("(q) => moocKit.questionDraft.wordsOf(q)", sent["questions"][0])
        assert own == asked_words(QuizFile.model_validate({"questions": sent["questions"]}).questions[0]), kind
    accepted = (kit / "quizzes" / "self-check-saving.yaml").read_text("utf-8")
    assert all(f"kind: {kind}" in accepted for kind in MADE)
    assert mooc_kit("validate", str(kit)).returncode == 0

    # A near twin of what is there is told while it is written; the box for others' use must be ticked.
    known = json.loads(page.locator("[id='site:known-questions']").text_content())[0]
    assert not page.locator("[data-twin]").is_visible()
    kind_of(page, "essay", f"{known['words']} now", [])
    assert known["prompt"] in page.locator("[data-twin]").inner_text()
    page.get_by_label("I wrote it myself or say").uncheck()
    press("Hand it in")
    assert "Tick below" in page.locator("[data-question-maker] form .status").first.inner_text()


def test_the_plain_text_that_the_page_teaches_is_taken(shared, tmp_path, mooc_kit: Run):
    kit = tmp_path / "kit"
    shutil.copytree(built(shared, "self-check") / "kit", kit)
    for name, words in {
        "taught.txt": "Somebody grows beans.\nWhat helps?\n\n+ Notes :: Yes.\n- A promise :: Nobody can look at it.\n",
        "several.md": "What does seed need?\n+ Dry air\n+ Cool air\n- Light\n",
    }.items():
        (tmp_path / name).write_text(words, "utf-8")
        done = mooc_kit("quiz", "accept", str(tmp_path / name), "--module", "growing", "--kit", str(kit))
        assert done.returncode == 0, done.stderr
    taken = (kit / "quizzes" / "self-check-growing.yaml").read_text("utf-8")
    assert "feedback: Nobody can look at it." in taken
    assert "kind: multiple_response" in taken
    unsure = tmp_path / "unsure.question.json"
    unsure.write_text(
        json.dumps(
            {
                "type": "ContributedQuestion",
                "module": "growing",
                "questions": [{"id": "q", "kind": "true_false", "prompt": "Beans climb.", "answer": True}],
            }
        ),
        "utf-8",
    )
    told = mooc_kit("quiz", "accept", str(unsure), "--kit", str(kit))
    assert (told.returncode, "Q704" in told.stderr) == (1, True)


def test_an_application_for_credit_is_one_file_and_none_is_given_while_nobody_answers_for_open_questions(
    shared, page, tmp_path, mooc_kit: Run
):
    from mooc_kit.credentials import keyring

    folder = built(shared, "credit")
    kit = tmp_path / "kit"
    shutil.copytree(folder / "kit", kit)
    page.goto((folder / "site" / "pages" / "apply-for-credit.html").as_uri())
    apply = page.get_by_role("button", name="Apply", exact=True)
    apply.click()
    assert "Write your name first." in page.locator("form .status").first.inner_text()
    page.get_by_label("Name, as on the document").fill("Mei Tanaka")
    page.get_by_label("E-mail address of your account").fill("mei@example.org")
    page.get_by_label("Number or link of your authenticated certificate").fill("urn:uuid:1")
    page.locator('[data-work="final-exam"] input').fill("20 March 2027")
    page.locator('[data-formal="Communicate"] textarea').fill("I held a swap.")
    page.get_by_label("The work is my own").check()
    page.get_by_label("may see my results").check()
    apply.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    desk = tmp_path / "desk"
    desk.mkdir()
    download.value.save_as(desk / download.value.suggested_filename)
    sent = json.loads((desk / "mei.application.json").read_text("utf-8"))
    assert sent["works"][-1] == {
        "activity": "final-exam",
        "title": "Final exam",
        "watched": True,
        "where": "20 March 2027",
    }
    assert sent["mapping"][1] == {"formal": "Communicate", "words": "I held a swap."}

    (tmp_path / "cr.csv").write_text(
        "email,name,choose-a-plant,talk,dry-and-store,seed-quiz,seed-log,hold-a-swap,final-exam\n"
        "mei@example.org,Mei Tanaka,done,done,done,17/20,18/20,done,50/60\n",
        "utf-8",
    )
    (tmp_path / "roster.csv").write_text(
        "learner,method,date,verifier,expires,proctoring:final-exam\n"
        "mei@example.org,document-check,2027-03-20,Open Seed College,2029-03-20,passed\n",
        "utf-8",
    )
    decide = (
        "completions",
        str(tmp_path / "cr.csv"),
        "--roster",
        str(tmp_path / "roster.csv"),
        "--decisions",
        str(desk),
        "--kit",
        str(kit),
        "--made-on",
        "2027-07-01",
        "-o",
        str(tmp_path / "decided.parquet"),
    )
    waits = mooc_kit(*decide)
    assert waits.returncode == 0, waits.stderr
    assert "G119" in waits.stderr and f"mei@example.org,{sent['applied']},,,pending" in waits.stderr
    assert "V211" in waits.stderr and "Which board decides" in waits.stderr
    (desk / "decisions.csv").write_text(
        "learner,applied,assessor,date,result,grade,Propagate plants,Communicate\n"
        f"mei@example.org,{sent['applied']},Ann Wu,2027-06-20,awarded,B,shown,shown\n",
        "utf-8",
    )
    decided = mooc_kit(*decide)
    assert "G119" not in decided.stderr
    keyring.create(tmp_path / "keys", "https://seeds.example.org/course", None)
    give = (
        "issue",
        str(tmp_path / "decided.parquet"),
        "--kit",
        str(kit),
        "--keys",
        str(tmp_path / "keys"),
        "--no-pdf",
        "--no-pictures",
        "-o",
        str(tmp_path / "out"),
    )
    blocked = mooc_kit(*give)
    assert (blocked.returncode, "1 held back" in blocked.stdout) == (1, True), blocked.stdout + blocked.stderr
    assert "2 new" in blocked.stdout
    spec = kit / "course.yaml"
    accepted = "    system: ects\n    risk_accepted: {by: 'Dr Lind, dean', date: 2027-05-01}\n"
    spec.write_text(spec.read_text("utf-8").replace("    system: ects\n", accepted), "utf-8")
    given = mooc_kit(*give)
    assert (given.returncode, "1 new" in given.stdout) == (0, True), given.stdout + given.stderr
    assert "accepted by Dr Lind, dean, 2027-05-01" in given.stderr
