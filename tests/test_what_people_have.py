"""Backward compatibility: what people have of the released mooc-kit is updated, built, verified and resumed.

What stands in tests/fixtures/released/ was made by commit 0306c89 and is never made again: see the README there. Where
a test here fails, the change takes something from people who have it already: mend the change, or give them a way
(`migrate`, `spec: 2`).
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Run
from tests.web_server import address_of, start

RELEASED = Path(__file__).parent / "fixtures/released"
# How commands are spelled today; what they do to what people have is the matter here.
KIT, OUTPUT, TARGET, TRUST, KEYS, TEMPLATE = "--kit", "--output", "--target", "--trust", "--keys", "--template"
TARGETS = ("site", "moodle", "open-edx")
# Words of authors, and the files where they stand: edit_kit.py and grow.sh wrote them.
MARK = "(our own words)"
EDITED = {
    "course.yaml": 5,
    "content/index.md": 1,
    "content/modules/growing/choose-a-plant.md": 1,
    "content/modules/saving/dry-and-store.md": 1,
    "content/modules/swapping/our-swap.md": 1,
    "contributions/accepted/growing/from-mei.gift": 1,
    "contributions/saving/from-mei.gift": 1,
    "guides/facilitating.md": 1,
    "guides/our-seed-list.md": 1,
    "quizzes/seed-quiz.yaml": 2,
    "quizzes/self-check-growing.yaml": 1,
    "rubrics/seed-log.yaml": 2,
}
REMOVED = "guides/materials.md"
CONFLICT = ("<<<<<<<", ">>>>>>>")


@pytest.fixture
def have(tmp_path: Path) -> Path:
    """A copy of all that people have, with keys that only their owner may read, as git cannot keep them."""
    shutil.copytree(RELEASED, tmp_path, dirs_exist_ok=True)
    for secret in (*tmp_path.glob("keys/*.pem"), *tmp_path.glob("peers/*.key.json")):
        secret.chmod(0o600)
    return tmp_path


def authored(kit: Path) -> dict[str, list[str]]:
    """Every line of the kit's text files that has the mark of its authors, by file."""
    found = {}
    for path in sorted(kit.rglob("*")):
        name = path.relative_to(kit).as_posix()
        if path.is_file() and not name.startswith(".mooc-kit/"):
            lines = [line for line in path.read_text("utf-8", "replace").splitlines() if MARK in line]
            if lines:
                found[name] = lines
    return found


def in_conflict(kit: Path) -> list[str]:
    texts = ((path, path.read_text("utf-8", "replace")) for path in kit.rglob("*") if path.is_file())
    return [path.name for path, text in texts if any(line.startswith(CONFLICT) for line in text.splitlines())]


def succeeded(result: object, what: str, status: int = 0) -> str:
    """What the command said. Fails with `what` no longer works, and all that was said."""
    said = f"{result.stdout}{result.stderr}"  # type: ignore[attr-defined]
    assert result.returncode == status, f"{what}: exit status {result.returncode}, not {status}.\n{said}"  # type: ignore[attr-defined]
    return said


def test_a_kit_with_an_authors_edits_is_updated_without_losing_a_line(have: Path, mooc_kit: Run) -> None:
    before = authored(have / "kit")
    assert {name: len(lines) for name, lines in before.items()} == EDITED, "the fixture itself was changed"
    succeeded(mooc_kit("update", "kit", "--trust"), "A kit of the released version cannot be updated")
    assert authored(have / "kit") == before, "update lost or changed words of the authors"
    assert in_conflict(have / "kit") == []
    assert not (have / "kit" / REMOVED).exists(), "update brought back a file that the team had removed"
    assert (have / "kit/images/bean.svg").is_file()


def test_a_kit_follows_its_spec_when_the_team_goes_on_with_it(have: Path, mooc_kit: Run) -> None:
    before = authored(have / "kit")
    spec = have / "kit/course.yaml"
    spec.write_text(spec.read_text("utf-8").replace("title: Seeds to Share", "title: Seeds for All", 1), "utf-8")
    succeeded(mooc_kit("update", "kit", "--trust"), "A kit of the released version no longer follows its spec")
    assert authored(have / "kit") == before
    assert in_conflict(have / "kit") == []
    assert "Seeds for All" in (have / "kit/content/index.md").read_text("utf-8")
    assert "Seeds for All" in (have / "kit/guides/assessors.md").read_text("utf-8")


def test_files_that_were_written_anew_get_their_line_for_editors_and_no_conflict(have: Path, mooc_kit: Run) -> None:
    kit, own = have / "kit", {}
    for path in (*kit.glob("rubrics/*.yaml"), *kit.glob("surveys/*.yaml"), *kit.glob("certificates/*.yaml")):
        # all that mooc-kit wrote above is gone, as where somebody pastes a file of their own
        own[path] = "".join(line for line in path.read_text("utf-8").splitlines(True) if line[0] not in "#-")
        path.write_text(own[path], "utf-8")
    assert len({path.parent.name for path in own}) == 3
    succeeded(mooc_kit("update", "kit", "--trust"), "update")
    assert in_conflict(kit) == []
    for path, text in own.items():
        first, _, rest = path.read_text("utf-8").partition("\n")
        assert (path.parent / first.partition("$schema=")[2]).is_file(), f"{path}: {first}"
        assert rest == text
    assert "up to date" in succeeded(mooc_kit("update", "kit", "--trust"), "a second update")


@pytest.mark.parametrize("kit", ["kit", "kit-of-template"])
def test_a_kit_validates_before_and_after_the_update(have: Path, mooc_kit: Run, kit: str) -> None:
    said = succeeded(mooc_kit("validate", kit), "A sound kit of the released version has errors today")
    if kit == "kit":
        assert "W102" not in said, "a problem that the team ignores is told again"
    succeeded(mooc_kit("update", kit, "--trust"), "update")
    succeeded(mooc_kit("validate", kit), "An updated kit has errors")


def test_a_kit_of_an_institutions_template_is_updated_from_the_template_that_people_have(
    have: Path, mooc_kit: Run
) -> None:
    policies = have / "kit-of-template/content/pages/policies.md"
    before = policies.read_bytes()
    succeeded(mooc_kit("update", "kit-of-template", "--trust"), "A kit of a template cannot be updated by its own copy")
    succeeded(mooc_kit("update", "kit-of-template", "--trust", TEMPLATE, "template"), "nor from the template")
    assert policies.read_bytes() == before
    assert in_conflict(have / "kit-of-template") == []
    broken = mooc_kit("validate", "kit-of-template", "--strict")
    assert "I104" not in broken.stdout
    policies.write_text("---\ntitle: Policies\n---\nNone.\n", "utf-8")
    assert "I104" in succeeded(mooc_kit("validate", "kit-of-template"), "The institution's rules must still hold", 1)


def test_an_institutions_template_still_grows_a_kit(have: Path, mooc_kit: Run) -> None:
    given = ("--answer", "faculty=Ecology", "--answer", "data_officer=privacy@seeds.example.org")
    result = mooc_kit("new", "grown", "--from", "answers.yaml", TEMPLATE, "template", *given)
    succeeded(result, "The template or the answers of the released version are no longer understood")
    assert (have / "grown/guides/field-work.md").is_file()
    succeeded(mooc_kit("validate", "grown"), "and what grows from them has errors")


@pytest.mark.parametrize("target", TARGETS)
def test_a_kit_still_builds(have: Path, mooc_kit: Run, target: str) -> None:
    result = mooc_kit("build", "kit", TARGET, target, OUTPUT, "built")
    succeeded(result, f"A kit of the released version no longer builds for {target}")
    assert any(path.is_file() for path in (have / "built" / target).rglob("*"))


def issued(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.glob("*/*.*")
        if path.suffix in (".json", ".jwt", ".png", ".svg", ".pdf") and path.parent.name != "publish"
    )


def revoked_id(have: Path, mooc_kit: Run, folder: str) -> list[str]:
    table = succeeded(mooc_kit("ledger", "export", f"{folder}/ledger.sqlite", KIT, "kit"), "The ledger cannot be read")
    rows = list(csv.DictReader(io.StringIO(table[table.index("number,") :])))
    assert len(rows) >= 5, "the ledger has forgotten somebody"
    return [row["id"].removeprefix("urn:uuid:") for row in rows if row["state"] != "issued"]


@pytest.mark.parametrize(("folder", "count", "taken"), [("credentials", 18, 4), ("credentials-jwt", 13, 0)])
def test_what_was_issued_still_holds_and_what_was_revoked_stays_revoked(
    have: Path, mooc_kit: Run, folder: str, count: int, taken: int
) -> None:
    gone = revoked_id(have, mooc_kit, folder)
    files = issued(have / folder)
    revoked = [path for path in files if path.stem in gone]
    assert (len(files), len(revoked)) == (count, taken), "the fixture itself was changed"
    trust = (TRUST, f"{folder}/publish")
    valid = [str(path) for path in files if path not in revoked]
    succeeded(mooc_kit("verify", *valid, *trust), "A credential that people hold no longer verifies")
    for path in revoked:
        said = succeeded(mooc_kit("verify", str(path), *trust), f"A revoked {path.suffix} must not verify", 1)
        assert "revoked" in said, f"{path.name} fails for another reason than that it was revoked:\n{said}"


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_issuing_again_into_the_ledger_gives_nobody_a_second_one(have: Path, mooc_kit: Run) -> None:
    before = {path.name for path in issued(have / "credentials")}
    run = ("people/decisions.parquet", KIT, "kit", OUTPUT, "credentials", KEYS, "keys", "--workers", "1")
    said = succeeded(mooc_kit("issue", *run), "The ledger or its keys are no longer understood")
    assert "0 new, 0 corrected, 0 taken back" in said, said
    assert {path.name for path in issued(have / "credentials")} == before


def test_a_new_participant_is_issued_with_the_keys_and_ledger_that_people_have(have: Path, mooc_kit: Run) -> None:
    grades = have / "people/grades.csv"
    grades.write_text(
        grades.read_text("utf-8") + "noor@example.org,Noor,done,done,done,20/20,20/20,done,60/60\n", "utf-8"
    )
    decide = (str(grades), KIT, "kit", "--roster", "people/roster.csv", "--assume-done", "untold")
    succeeded(mooc_kit("completions", *decide, "--made-on", "2025-04-03", OUTPUT, "next.parquet"), "completions")
    before = {path.name for path in issued(have / "credentials")}
    run = ("next.parquet", KIT, "kit", OUTPUT, "credentials", KEYS, "keys", "--workers", "1", "--no-pdf")
    said = succeeded(mooc_kit("issue", *run), "Nothing can be issued with the keys of the released version")
    assert "1 new, 0 corrected, 0 taken back" in said, said
    new = [path for path in issued(have / "credentials") if path.name not in before]
    assert new
    trust = (TRUST, "credentials/publish")
    succeeded(mooc_kit("verify", *map(str, new), *trust), "What is issued today does not verify beside what was")
    taken = [path for path in issued(have / "credentials") if path.stem in revoked_id(have, mooc_kit, "credentials")]
    succeeded(mooc_kit("verify", str(taken[0]), *trust), "Issuing on brought a revoked credential back", 1)


def test_badges_that_peers_gave_hold_and_their_keys_sign_on(have: Path, mooc_kit: Run) -> None:
    for name in ("mei", "noor"):
        # A picture holds the badge alone: those who check it have the judgements from the file beside it.
        files = (f"peers/{name}.badge.json", f"peers/{name}.badge.svg")
        said = succeeded(mooc_kit("badge", "verify", *files, KIT, "kit"), f"{name}'s badge no longer holds")
        assert said.count("Seed Saver holds") == len(files)
    # Mei's request was judged before; a holder of that day judges another one today.
    key, levels = ("--key", "peers/mei.key.json"), ("--level", "save=secure", "--level", "evidence=secure")
    own = ("--own", "peers/mei.badge.json")
    judged = mooc_kit("badge", "judge", "peers/noor.request.json", KIT, "kit", *key, *own, *levels, OUTPUT, "yes.json")
    succeeded(judged, "A key file, request or badge of the released version cannot be used to judge")
    close = ("peers/noor.request.json", "yes.json", "peers/noor.by-luis.json", "--key", "peers/luis.key.json")
    succeeded(mooc_kit("badge", "award", *close, KIT, "kit", OUTPUT, "again.json"), "judgements no longer make a badge")
    succeeded(mooc_kit("badge", "verify", "again.json", KIT, "kit"), "and it does not hold")


@pytest.fixture
def learner(have: Path, mooc_kit: Run, browser: Browser) -> Iterator[Page]:
    """Noor opens the course as it is built today, with what her browser kept of it; `base_url` leads to the site."""
    succeeded(mooc_kit("update", "kit", "--trust"), "update")
    publish = ("--publish", "credentials/publish")
    succeeded(mooc_kit("build", "kit", TARGET, "site", OUTPUT, "built", *publish), "the site does not build")
    server = start(have / "built/site")
    context = browser.new_context(base_url=address_of(server), accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("404.html")
    page.evaluate(
        "(kept) => { for (const [name, text] of Object.entries(kept)) localStorage.setItem(name, text); }",
        json.loads((RELEASED / "storage.json").read_text("utf-8")),
    )
    yield page
    context.close()
    server.shutdown()
    server.server_close()
    assert complaints == []


@pytest.mark.browser
def test_a_learner_in_mid_course_finds_everything_again(learner: Page) -> None:
    page = learner

    page.goto("modules/growing/choose-a-plant.html")
    assert page.locator("[data-done-toggle]").get_attribute("aria-pressed") == "true", "a mark of done is lost"
    page.goto("modules/growing/talk.html")
    assert page.locator("[data-done-toggle]").get_attribute("aria-pressed") == "false"

    page.goto("modules/saving/seed-quiz.html")
    card = page.locator("form[data-question='when-ripe']")
    assert card.get_by_label("When it rattles").is_checked(), "the answer to a quiz is lost"
    assert page.locator("form[data-question='moisture'] input").input_value() == "30"
    assert "Answered: 2 of 4" in page.locator(".quiz-summary").inner_text()
    for id, wanted in (("beans-self", "True"), ("store-in", "paper")):
        card = page.locator(f"form[data-question='{id}']")
        card.get_by_label(wanted, exact=True).check() if id == "beans-self" else card.locator("input").fill(wanted)
        card.locator("button[type=submit]").click()
    assert "Score: 15 of 20" in page.locator(".quiz-summary").inner_text(), "the quiz begun before cannot be finished"

    page.goto("modules/saving/self-check-saving.html")
    card = page.locator("form[data-question='save-2']")
    assert "Right." in card.locator(".verdict").inner_text(), "the judged answer of a self-check is lost"

    page.goto("pages/goal-setting.html")
    assert "a jar of my own beans" in page.locator("[data-entries=goals] .entry-list").inner_text()

    page.goto("pages/evidence-log.html")
    assert "forty pods" in page.locator("[data-entries=evidence] .entry-list").inner_text()
    assert page.locator("[name=what]").input_value() == "A swap with my neigh", "what was begun to be written is lost"

    page.goto("modules/growing/sign-up.html")
    assert page.locator("form.survey textarea").first.input_value() == "To eat what I grow"

    page.goto("certificates/self-certificate.html")
    assert page.locator("#site\\:certificate-name").input_value() == "Noor Haddad"


@pytest.mark.browser
def test_a_learners_badge_and_key_are_still_theirs(learner: Page, have: Path, mooc_kit: Run) -> None:
    page = learner
    page.goto("my-badges.html")
    mine = page.locator("[data-collected] > *")
    mine.first.wait_for()
    assert "Seed Saver" in mine.first.inner_text()
    assert "does not hold" not in mine.first.inner_text()

    page.goto("award.html")
    page.get_by_text("Your key is in this browser").wait_for()
    page.select_option("#site\\:ask-badge", "seed-saver")
    page.locator("[name=url]").first.fill("https://photos.example.org/again")
    page.locator("[name=words]").first.fill("More jars")
    kept = page.evaluate("Object.entries(localStorage).flat().join(' ')")
    assert "z3NWNBRWXVWwkqKq4RxUTdKofEraMZECMbcDW3HFU7U7u" not in kept, "the secret still lies where scripts read it"
    page.get_by_role("button", name="Sign my request", exact=True).click()
    page.get_by_text("Where links do not work").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as a file").click()
    download.value.save_as(have / "request.json")
    key, levels = ("--key", "peers/ama.key.json"), ("--level", "save=secure", "--level", "evidence=secure")
    judged = mooc_kit("badge", "judge", "request.json", KIT, "kit", *key, *levels, OUTPUT, "yes.json")
    succeeded(judged, "What the kept key signs today is not accepted")
