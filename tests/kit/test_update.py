"""Updating a kit: what changed in spec, options or mooc-kit arrives, and every authored byte stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from mooc_kit.completion_options.registry import sections
from mooc_kit.kit.apply_plan import Write, apply_writes, finish, is_pending
from mooc_kit.kit.merge_base import read_base
from mooc_kit.kit.provenance import Provenance
from mooc_kit.kit.render import render_kit
from mooc_kit.spec import load_spec
from mooc_kit.spec.edit import made_equal, set_value
from tests.base_entries import base_entry, set_base_entry
from tests.conftest import Run, over_sound, plain

PAGE = "content/modules/reading-the-river/why-watch.md"
WORDS = "\nOur river runs past the school; we have watched it since 1998.\n"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kit = tmp_path_factory.mktemp("grown") / "kit"
    text = over_sound("completion: {authenticated_completion: null, credit: null}")
    loaded = load_spec(text, "course.yaml", sections())
    assert loaded.spec is not None, loaded.problems
    render_kit(loaded.spec, kit, spec_text=text)
    return kit


@pytest.fixture
def kit(grown: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(grown, tmp_path / "kit"))


def change_spec(kit: Path, *path: str | int, to: object) -> None:
    file = kit / "course.yaml"
    file.write_text(set_value(file.read_text(), path, to))


def rendered_before(kit: Path, path: str, old: str, new: str) -> None:
    """As if an earlier mooc-kit had rendered `old` where this one renders `new`, and nobody had touched the file."""
    text = (kit / path).read_text()
    assert new in text
    (kit / path).write_text(text.replace(new, old))
    set_base_entry(kit, f"{path}.base", (base_entry(kit, f"{path}.base") or b"").decode().replace(new, old))
    Provenance().remember(read_base(kit).texts)


def write(kit: Path, path: str, words: str = WORDS) -> None:
    with (kit / path).open("a") as file:
        file.write(words)


def everything(kit: Path) -> dict[str, bytes]:
    return {p.relative_to(kit).as_posix(): p.read_bytes() for p in kit.rglob("*") if p.is_file()}


def test_a_fresh_kit_is_up_to_date(kit: Path, mooc_kit: Run) -> None:
    before = everything(kit)
    assert mooc_kit("update", "kit", "--check").returncode == 0
    assert "up to date" in mooc_kit("update", "kit").stdout
    assert mooc_kit("update", "kit", "--diff").stdout == ""
    assert everything(kit) == before


def test_a_comment_in_the_spec_does_not_make_a_kit_fall_behind(kit: Path, mooc_kit: Run) -> None:
    write(kit, "course.yaml", "# We meet on Tuesdays.\n")
    assert mooc_kit("update", "kit", "--check").returncode == 0


def test_a_new_title_reaches_the_pages_around_an_authors_words(kit: Path, mooc_kit: Run) -> None:
    write(kit, "content/index.md")
    change_spec(kit, "course", "title", to="River Keepers")
    assert mooc_kit("update", "kit", "--check").returncode == 1
    diff = mooc_kit("update", "kit", "--diff").stdout
    assert "+# " in diff or "River Keepers" in diff
    result = mooc_kit("update", "kit")
    assert result.returncode == 0, result.stdout
    text = (kit / "content/index.md").read_text()
    assert text.endswith(WORDS)
    assert "River Keepers" in text
    assert mooc_kit("update", "kit", "--check").returncode == 0


def test_the_diff_is_one_that_git_applies(kit: Path, mooc_kit: Run) -> None:
    change_spec(kit, "course", "title", to="River Keepers")
    diff = mooc_kit("update", "kit", "--diff").stdout
    subprocess.run(["git", "init", "-q"], cwd=kit, check=True)
    subprocess.run(["git", "apply"], cwd=kit, input=diff, text=True, check=True)
    applied = {name: data for name, data in everything(kit).items() if not name.startswith((".mooc-kit", ".git/"))}
    mooc_kit("update", "kit")
    now = {name: data for name, data in everything(kit).items() if not name.startswith((".mooc-kit", ".git/"))}
    assert now == applied


def test_a_new_option_brings_its_files_and_touches_no_other_words(kit: Path, mooc_kit: Run) -> None:
    change_spec(kit, "completion", "peer_badges", to=None)
    mooc_kit("update", "kit", "--yes")
    assert not (kit / "content/completion/judging-badges.md").exists()
    write(kit, PAGE)
    before = (kit / PAGE).read_bytes()
    text = over_sound("completion: {authenticated_completion: null, credit: null}")
    (kit / "course.yaml").write_text(text)
    assert mooc_kit("update", "kit").returncode == 0
    assert (kit / "content/completion/judging-badges.md").is_file()
    assert (kit / PAGE).read_bytes() == before


def test_the_same_lines_changed_by_both_stand_marked_and_break_the_check(kit: Path, mooc_kit: Run) -> None:
    rendered_before(
        kit, "guides/facilitating.md", "An older heading", (kit / "guides/facilitating.md").read_text()[:20]
    )
    file = kit / "guides/facilitating.md"
    file.write_text(file.read_text().replace("An older heading", "Our own heading"))
    result = mooc_kit("update", "kit")
    assert result.returncode == 1
    assert "conflict" in result.stdout
    text = file.read_text()
    assert "<<<<<<< yours\nOur own heading" in text
    assert ">>>>>>> mooc-kit" in text
    checked = mooc_kit("validate", "kit")
    assert checked.returncode == 1
    assert "kit/guides/facilitating.md:1:1  K120" in checked.stdout
    again = file.read_bytes()
    mooc_kit("update", "kit")
    assert file.read_bytes() == again


def test_a_starter_that_mooc_kit_words_anew_leaves_its_authors_alone_and_still_follows_the_spec(
    kit: Path, mooc_kit: Run
) -> None:
    path = "rubrics/field-notes.yaml"
    rendered_before(kit, path, "title: As it was done", "title: How it is done")
    ours = (kit / path).read_text().replace("title: As it was done", "title: Whether the sample can be used")
    (kit / path).write_text(ours)
    result = mooc_kit("update", "kit")
    assert result.returncode == 0, result.stdout
    assert "yours stands; a new version of it was not put in: only mooc-kit's wording of it changed" in result.stdout
    assert (kit / path).read_text() == ours


def test_a_page_of_which_every_line_is_its_authors_is_no_conflict_and_still_gets_its_title(
    kit: Path, mooc_kit: Run
) -> None:
    """The last module says "this was the last one" until another is added; whoever wrote it anew says nothing of it."""
    path = kit / "content/modules/speaking-up/index.md"
    path.write_text("---\ntitle: Speaking up\n---\n\nWho hears you\n=======\n\nOne page is enough.\n")
    change_spec(kit, "modules", 3, "title", to="Being heard")
    result = mooc_kit("add", "module", "Pass it on", "--outcome", "advocate", "--kit", "kit")
    assert result.returncode == 0, result.stdout
    assert "yours stands" in result.stdout and "every line of it is its author's" in result.stdout
    text = path.read_text()
    assert (
        "Who hears you\n=======\n\nOne page is enough.\n" in text and "<<<" not in text and "The challenge" not in text
    )
    assert "title: Being heard" in text


def test_a_rubric_that_nobody_touched_keeps_the_words_that_people_were_judged_by(kit: Path, mooc_kit: Run) -> None:
    path = "rubrics/field-notes.yaml"
    rendered_before(kit, path, "title: As it was done", "title: How it is done")
    before = (kit / path).read_text()
    assert mooc_kit("update", "kit").returncode == 0
    assert (kit / path).read_text() == before
    change_spec(kit, "modules", 1, "activities", 1, "title", to="A sample from your river")
    assert mooc_kit("update", "kit").returncode == 0
    assert "title: A sample from your river" in (kit / path).read_text()


def test_a_decision_reaches_a_starter_in_the_words_of_its_authors(kit: Path, mooc_kit: Run) -> None:
    path = "rubrics/field-notes.yaml"
    rendered_before(kit, path, "title: As it was done", "title: How it is done")
    ours = (kit / path).read_text().replace("title: As it was done", "title: Whether the sample can be used")
    (kit / path).write_text(ours)
    change_spec(kit, "modules", 1, "activities", 1, "title", to="A sample from your river")
    assert mooc_kit("update", "kit").returncode == 0
    assert (kit / path).read_text() == ours.replace("title: Your first sample", "title: A sample from your river")


def test_a_newer_template_arrives_in_untouched_files_and_merges_into_touched_ones(kit: Path, mooc_kit: Run) -> None:
    rendered_before(
        kit, "content/pages/privacy.md", "An old sentence.", (kit / "content/pages/privacy.md").read_text()[:9]
    )
    lines = (kit / "guides/evaluation.md").read_text().splitlines()
    rendered_before(kit, "guides/evaluation.md", "# Old title", lines[0])
    write(kit, "guides/evaluation.md")
    result = mooc_kit("update", "kit")
    assert result.returncode == 0, result.stdout
    assert "An old sentence." not in (kit / "content/pages/privacy.md").read_text()
    assert (kit / "guides/evaluation.md").read_text() == "\n".join(lines) + "\n" + WORDS


def test_a_file_that_a_team_deleted_stays_deleted_until_it_is_asked_back(kit: Path, mooc_kit: Run) -> None:
    (kit / "guides/materials.md").unlink()
    mooc_kit("update", "kit")
    assert not (kit / "guides/materials.md").exists()
    assert "added" in mooc_kit("update", "kit", "--restore").stdout
    assert (kit / "guides/materials.md").is_file()


def test_without_a_terminal_a_removed_options_written_files_stay_and_the_others_go(kit: Path, mooc_kit: Run) -> None:
    write(kit, "content/completion/judging-badges.md")
    change_spec(kit, "completion", "peer_badges", to=None)
    result = mooc_kit("update", "kit")
    assert result.returncode == 0
    assert "left      content/completion/judging-badges.md" in result.stdout
    assert "Peer-awarded badges was taken out" in result.stdout
    assert (kit / "content/completion/judging-badges.md").read_text().endswith(WORDS)
    assert not (kit / "badges/field-observer.yaml").exists()
    assert mooc_kit("update", "kit", "--check").returncode == 0


def test_with_yes_they_go_too(kit: Path, mooc_kit: Run) -> None:
    write(kit, "content/completion/judging-badges.md")
    change_spec(kit, "completion", "peer_badges", to=None)
    mooc_kit("update", "kit", "--yes")
    assert not (kit / "content/completion/judging-badges.md").exists()


@pytest.mark.parametrize(("answer", "stays"), [("y", False), ("n", True)])
def test_on_a_terminal_the_team_is_asked(kit: Path, answer: str, stays: bool) -> None:
    write(kit, "content/completion/judging-badges.md")
    change_spec(kit, "completion", "peer_badges", to=None)
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    arguments = ["-m", "mooc_kit", "update", "kit"]
    terminal = pexpect.spawn(
        sys.executable, arguments, cwd=str(kit.parent), env=environment, encoding="utf-8", timeout=60
    )
    terminal.expect("Remove them")
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    assert (kit / "content/completion/judging-badges.md").exists() is stays


def test_the_words_of_a_renamed_activity_go_with_it(kit: Path, mooc_kit: Run) -> None:
    write(kit, PAGE)
    file = kit / "course.yaml"
    file.write_text(file.read_text().replace("why-watch", "why-we-watch"))
    result = mooc_kit("update", "kit", "--yes")
    assert result.returncode == 0, result.stdout
    assert (kit / PAGE.replace("why-watch", "why-we-watch")).read_text().endswith(WORDS)
    assert not (kit / PAGE).exists()


def test_without_being_asked_nothing_that_was_written_is_moved_away(kit: Path, mooc_kit: Run) -> None:
    write(kit, PAGE)
    before = (kit / PAGE).read_bytes()
    file = kit / "course.yaml"
    file.write_text(file.read_text().replace("why-watch", "why-we-watch"))
    mooc_kit("update", "kit")
    assert (kit / PAGE).read_bytes() == before
    assert (kit / PAGE.replace("why-watch", "why-we-watch")).read_text().endswith(WORDS)


def test_a_renamed_module_takes_its_pages_along(kit: Path, mooc_kit: Run) -> None:
    write(kit, PAGE)
    file = kit / "course.yaml"
    file.write_text(file.read_text().replace("reading-the-river", "first-look"))
    mooc_kit("update", "kit", "--yes")
    assert (kit / "content/modules/first-look/why-watch.md").read_text().endswith(WORDS)
    assert not (kit / "content/modules/reading-the-river").exists()
    assert mooc_kit("validate", "kit").returncode == 0


def test_what_is_renamed_or_moved_keeps_its_earlier_ids(kit: Path, mooc_kit: Run) -> None:
    file = kit / "course.yaml"
    whole = plain(file.read_text())
    first, second, _, last = whole["modules"]
    first["activities"][0]["id"], last["id"] = "why-we-watch", "speaking"
    first["activities"].append(second["activities"].pop(0))
    whole["completion"]["peer_badges"]["badges"][0]["id"] = "river-observer"
    file.write_text(made_equal(file.read_text(), whole))
    result = mooc_kit("update", "kit", "--yes")
    assert "earlier ids noted, so that links and marks stay good" in result.stdout, result.stderr
    now = load_spec(file.read_text(), "course.yaml", sections()).spec
    things = (*now.modules, *(activity for _, _, activity in now.walk()), *now.badges())
    found = {thing.id: thing.aliases for thing in things if thing.aliases}
    assert found == {
        "why-we-watch": ["why-watch"],
        "speaking": ["speaking-up"],
        "protocol": ["sampling/protocol"],
        "river-observer": ["field-observer"],
    }
    before = file.read_bytes()
    mooc_kit("update", "kit", "--yes")
    assert file.read_bytes() == before, "an update that has nothing to do writes aliases again"


def test_a_picture_that_a_team_replaced_is_kept(kit: Path, mooc_kit: Run) -> None:
    file = kit / "badges/field-observer.svg"
    set_base_entry(kit, "badges/field-observer.svg.base", None)
    set_base_entry(kit, "badges/field-observer.svg.sha256", "0" * 64 + "\n")
    rendered_there = ("update", "kit", "--trust")
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0ours")
    assert "kept      badges/field-observer.svg" in mooc_kit(*rendered_there).stdout
    assert file.read_bytes() == b"\x89PNG\r\n\x1a\n\0ours"


def test_a_page_that_was_there_before_an_option_made_one_is_kept(kit: Path, mooc_kit: Run) -> None:
    (kit / "content/pages/groups.md").write_text("Ours.\n")
    change_spec(kit, "design", to={"enrolment_and_facilitation": {"choices": ["participant-led-groups"]}})
    mooc_kit("update", "kit")
    assert (kit / "content/pages/groups.md").read_text() == "Ours.\n"


def test_a_kit_from_before_there_was_a_base_keeps_everything(kit: Path, mooc_kit: Run) -> None:
    (kit / ".mooc-kit/base.txt").unlink()
    write(kit, PAGE)
    before = (kit / PAGE).read_bytes()
    result = mooc_kit("update", "kit")
    assert result.returncode == 0
    assert (kit / PAGE).read_bytes() == before
    assert mooc_kit("update", "kit", "--check").returncode == 0


def test_nothing_is_written_through_a_link_that_leads_out_of_the_kit(kit: Path, tmp_path: Path, mooc_kit: Run) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("mine\n")
    (kit / "content/index.md").unlink()
    (kit / "content/index.md").symlink_to(outside)
    change_spec(kit, "course", "title", to="River Keepers")
    assert mooc_kit("update", "kit").returncode == 0
    assert outside.read_text() == "mine\n"


def test_all_kits_below_a_folder_are_updated_and_a_broken_one_stays_with_itself(
    kit: Path, tmp_path: Path, mooc_kit: Run
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/course.yaml").write_text("course: [\n")
    change_spec(kit, "course", "title", to="River Keepers")
    assert mooc_kit("update", "--check").returncode == 1
    result = mooc_kit("update")
    assert result.returncode == 1
    assert "Y101" in result.stderr
    assert "River Keepers" in (kit / "content/index.md").read_text()


def test_a_folder_of_its_own_that_leads_elsewhere_is_not_written(kit: Path, tmp_path: Path, mooc_kit: Run) -> None:
    (kit / ".mooc-kit").rename(tmp_path / "elsewhere")
    (kit / ".mooc-kit").symlink_to(tmp_path / "elsewhere")
    change_spec(kit, "course", "title", to="River Keepers")
    before = everything(tmp_path / "elsewhere")
    assert mooc_kit("update", "kit").returncode == 2
    assert everything(tmp_path / "elsewhere") == before


def test_a_spec_that_cannot_be_read_changes_nothing(kit: Path, mooc_kit: Run) -> None:
    (kit / "course.yaml").write_text("course: [\n")
    before = everything(kit)
    result = mooc_kit("update", "kit")
    assert result.returncode == 1
    assert "Y101" in result.stderr
    assert everything(kit) == before


def test_an_update_that_was_cut_off_is_finished_by_the_next(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mooc_kit.kit.apply_plan as applying

    def cut_off(*_: object) -> bool:
        raise KeyboardInterrupt

    one, two = kit / "README.md", kit / "CONTRIBUTING.md"
    writes = [Write("README.md", one.read_bytes(), b"new\n"), Write("CONTRIBUTING.md", two.read_bytes(), b"new\n")]
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(applying, "_put", cut_off)
        apply_writes(kit, writes)
    two.write_text("somebody wrote here meanwhile\n")
    assert is_pending(kit)
    assert finish(kit) == ["CONTRIBUTING.md"]
    assert one.read_bytes() == b"new\n"
    assert two.read_text() == "somebody wrote here meanwhile\n"
    assert not is_pending(kit)
    assert not list(kit.glob(".README*"))
