"""All eight options together: a line for each with the reader's own state, and a table of what stands where."""

from __future__ import annotations

import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from mooc_kit.completion_options.base import PLACES
from mooc_kit.completion_options.registry import options
from tests.completion_options.test_walks import ANSWERS
from tests.conftest import Run
from tests.shared import fill_blanks, once


@pytest.fixture(scope="session")
def eight(shared: Path) -> Path:
    """A folder with the kit of a course that offers all eight, its site, and what its packages hold, as text."""

    def make(folder: Path) -> None:
        from mooc_kit.commands.build import build_course
        from mooc_kit.commands.new import from_answers

        folder.mkdir()
        from_answers(folder / "kit", ANSWERS / "all-eight.yaml")
        fill_blanks(folder / "kit")
        assert build_course(folder / "kit", ("site", "moodle", "open-edx"), folder) == 0
        for target in ("moodle", "open-edx"):
            (folder / f"{target}.txt").write_bytes(b"\n".join(_members(folder / target)))

    return once(shared, "all-eight", make)


def _members(folder: Path):
    for path in sorted(folder.iterdir()):
        if tarfile.is_tarfile(path):
            with tarfile.open(path) as archive:
                yield from (archive.extractfile(member).read() for member in archive if member.isfile())
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from (archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("key", list(options()))
def test_what_the_manual_says_of_an_option_at_each_place_is_there(key: str, eight: Path, mooc_kit: Run) -> None:
    where = options()[key].where
    assert set(where) == set(PLACES)
    for place, standing in where.items():
        proof = standing.proof
        if not proof:
            continue
        if place == "site":
            assert (eight / "site" / proof).is_file(), proof
        elif proof.startswith("mooc-kit "):
            assert mooc_kit(*proof.split()[1:], "--help").returncode == 0, proof
        elif place == "team":
            assert (eight / "kit" / proof).is_file(), proof
        else:
            assert proof.encode() in (eight / f"{place}.txt").read_bytes(), (place, proof)


def test_the_table_in_the_manual_has_a_line_for_each_option_and_a_cell_for_each_place() -> None:
    from docs.generated_pages import standings

    rows = [line for line in standings() if line.startswith("| [`")]
    assert [re.findall(r"`(\w+)`", row)[0] for row in rows] == list(options())
    assert all(row.count(" | ") == len(PLACES) for row in rows)
    assert sum(row.count("●") for row in rows) == sum(s.is_there for o in options().values() for s in o.where.values())


def test_open_edx_is_told_of_the_mode_that_watched_exams_need_beside_the_one_of_the_certificate(eight: Path) -> None:
    steps = (eight / "open-edx" / "AFTER-IMPORT.md").read_text("utf-8")
    assert "mode `honor`" in steps
    assert "mode `verified`, beside `honor`" in steps
    assert "Tell people what the mode `verified` means" in steps


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    [
        "evidence.html",
        "statement.html",
        "pages/make-a-question.html",
        "pages/apply-for-credit.html",
        "pages/ask-for-seed-saver.html",
    ],
)
def test_no_page_of_the_options_has_a_barrier_that_axe_knows(path: str, eight: Path, browser) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto((eight / "site" / path).as_uri())
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in found] == []


@pytest.mark.browser
def test_the_evidence_page_names_every_option_with_the_readers_own_state(eight: Path, browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def states() -> list[str]:
        page.goto((eight / "site" / "evidence.html").as_uri())
        return [item.inner_text() for item in page.locator("[data-way] .state").all()]

    before = states()
    assert len(before) == 8
    page.evaluate("""() => {
      const { store } = moocKit;
      store.set("share-backs", [{ number: 1, title: "A swap" }]);
      store.set("goals", [{ number: 1 }, { number: 2 }]);
      store.set("badge/1", { source: "{}" });
      store.set("done", ["choose-a-plant"]);
      store.set("application", { name: "Mei" });
    }""")
    # A quiz that is done can go into the evidence log, once for each quiz.
    page.goto((eight / "site" / "modules" / "growing" / "self-check-growing.html").as_uri())
    for card in page.locator("form.question").all():
        for box in card.locator("input[type=radio]").all()[:1]:
            box.check()
        for box in card.locator("input[type=checkbox]").all()[:1]:
            box.check()
        for field in card.locator("input[type=text], textarea").all():
            field.fill("1")
        for choice in card.locator("select").all():
            choice.select_option(index=1)
        card.locator("button[type=submit]").click()
    page.get_by_role("button", name="Put the result into my evidence").click()
    (entry,) = page.evaluate("moocKit.store.get('evidence')")
    assert entry["quiz"] == "self-check-growing" and "checked by myself" in entry["what"]
    page.reload()
    page.get_by_role("button", name="Put the result into my evidence").click()
    assert len(page.evaluate("moocKit.store.get('evidence')")) == 1
    after = dict(zip([way.option for way in ways(eight)], zip(before, states(), strict=True), strict=True))
    assert after["authentic"] == ("Written down: 0", "Written down: 1")
    assert after["participant_outcomes"][1] == "Written down: 2"
    assert after["self_certificate"][1] == "Written down: 1"
    assert after["self_check"][1].startswith("1 of ")
    assert after["peer_badges"][1] == "In your collection: 1"
    assert after["platform_completion"][1].startswith("1 of ")
    assert "does not see it" in after["authenticated_completion"][1]
    assert after["credit"] == ("Not begun here.", "You have begun it here.")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()
    assert complaints == []


def ways(eight: Path):
    from mooc_kit.commands.validate import whole_course

    return whole_course(eight / "kit").ways


def test_the_statement_lists_everything_that_the_scripts_keep(eight: Path) -> None:
    """Every name under which a script keeps something has a line of its own, on the statement as on My data."""
    scripts = Path(__file__).parents[2] / "mooc_kit" / "templates" / "site"
    kept = set()
    for path in scripts.glob("*.js"):
        text = path.read_text("utf-8")
        kept |= set(re.findall(r'store\.(?:set|change|patch)\("([\w-]+/?)', text))
        kept |= set(re.findall(r'const (?:NAME|DRAFT) = [`"]([\w-]+/?)', text))
    assert {"done", "evidence", "completion", "application", "draft/", "quiz/", "badge/"} <= kept | {"badge/"}
    my_data = (eight / "site" / "my-data.html").read_text("utf-8")
    named = set(" ".join(re.findall(r'data-kind="([^"]*)"', my_data)).split())
    settings = {"seed", "look", "quiz-view"}
    assert "*" in named and kept - named <= {*settings, "completion"}, "completion is for sites alone"
    statement = (eight / "site" / "statement.html").read_text("utf-8")
    titles = re.findall(
        r'<li data-kind="[^"]*" hidden><span class="kept-words">(?:<a [^>]*>)?([^<]+?)(?:</a>)? <span', my_data
    )
    assert len(titles) > 10
    for title in titles:
        assert f"<li>{title}</li>" in statement, title
