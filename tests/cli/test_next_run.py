"""The next run: new dates, old news archived, a ledger of its own; nobody of the old run is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from mooc_kit.cohort.decision import Decision
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.commands.issue import require_own_run
from mooc_kit.completion_options.registry import sections
from mooc_kit.content.html_words import words_of
from mooc_kit.course.pages import markdown_html
from mooc_kit.credentials import status
from mooc_kit.problems import MoocKitError
from mooc_kit.spec import load_spec
from mooc_kit.spec.shifted_dates import shifted
from tests.conftest import Grow, Run, plain

AMA = Decision("ama", "Ama", "ama@example.org", "completion", True, "80")


def everything(kit: Path) -> dict[str, bytes]:
    return {p.relative_to(kit).as_posix(): p.read_bytes() for p in sorted(kit.rglob("*")) if p.is_file()}


def test_the_dates_move_the_news_is_archived_and_undo_brings_all_of_it_back(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("river-watch")
    title = "*Reach* <b>all</b> [x](y)"
    assert mooc_kit("set", "success.shared-in-the-world.about", title, "--kit", str(kit)).returncode == 0
    before = everything(kit)
    done = mooc_kit("next-run", str(kit), "--start", "2027-09-06")
    assert done.returncode == 0, done.stdout + done.stderr
    spec = plain((kit / "course.yaml").read_text())
    assert str(spec["course"]["start"]) == "2027-09-06"
    assert spec["modules"][2]["activities"][2]["starts"] == "2027-09-22T18:00+01:00"
    assert "is its time zone still the same on the new day?" in done.stdout
    assert not list((kit / "content/announcements").glob("*.md")) and not (kit / "goals.json").exists()
    archive = kit / "archive/run-2027-03-01"
    for path, data in before.items():
        if path.startswith("content/announcements/") or path == "goals.json":
            assert (archive / path).read_bytes() == data
    advice = (archive / "what-to-change.md").read_text()
    assert advice in done.stdout or "27 people wanted “We want to do it with children”" in done.stdout
    assert "fewer than 5, and the aim was 200" in advice
    assert title in " ".join(done.stdout.split()) and words_of(markdown_html(advice)).count(title) == 1
    assert mooc_kit("validate", str(kit)).returncode == 0
    assert mooc_kit("undo", str(kit)).returncode == 0
    assert everything(kit) == before


def test_each_run_has_a_ledger_of_its_own_behind_the_status_lists_of_the_one_before(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat")
    mooc_kit("set", "course.start", "2027-03-01", "--kit", str(kit))
    place = kit / "credentials/ledger.sqlite"
    old = Ledger(place, "fix-a-flat")
    old.plan([AMA], ["completion"], "2027-04-01T12:00:00Z")
    old.close()
    assert mooc_kit("next-run", str(kit), "--start", "2027-09-06", "--dry-run").returncode == 0
    assert not (kit / "credentials/run-2027-09-06").exists()
    done = mooc_kit("next-run", str(kit), "--start", "2027-09-06")
    assert "issue DECISIONS --output credentials/run-2027-09-06" in " ".join(done.stdout.split())
    old, new = Ledger(place, "fix-a-flat"), Ledger(kit / "credentials/run-2027-09-06/ledger.sqlite", "fix-a-flat")
    changes = new.plan([AMA], ["completion"], "2027-10-10T12:00:00Z")
    assert changes.new == 1 and not changes.corrected
    assert [row["state"] for row in old.rows()] == ["planned"]
    # On one site: no list of the old run is written again by the new one.
    assert new.highest() == new.first == status.SIZE > old.highest()
    spec = load_spec((kit / "course.yaml").read_text(), "course.yaml", sections()).draft
    assert spec is not None
    require_own_run(new, spec)
    with pytest.raises(MoocKitError, match="the run that began 2027-03-01; this one begins 2027-09-06"):
        require_own_run(old, spec)
    old.close()
    new.close()


def test_dates_move_and_facts_stay() -> None:
    text = 'a: {start: 2027-02-22}  # Monday\nb: ["2027-03-04T18:00+01:00", not 2027-01-01]\nrisk: {date: 2027-01-05}\n'
    out, changes = shifted(text, 7)
    assert out == text.replace("2027-02-22", "2027-03-01").replace("2027-03-04T", "2027-03-11T")
    assert [(change.path, change.line) for change in changes] == [(("a", "start"), 1), (("b", 0), 2)]


def test_a_course_without_dates_and_a_day_before_the_last_run_are_refused(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat")
    mooc_kit("set", "course.start", "--unset", "--kit", str(kit))
    assert "mooc-kit set course.start" in mooc_kit("next-run", str(kit), "--start", "2027-09-06").stderr
    mooc_kit("set", "course.start", "2027-09-06", "--kit", str(kit))
    assert mooc_kit("next-run", str(kit), "--start", "2027-09-06").returncode == 2
