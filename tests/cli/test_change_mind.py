"""A team changes its mind: remove, rename, move, and the way back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mooc_kit.checks.course_check import check_path
from mooc_kit.completion_options.registry import sections
from mooc_kit.spec import load_spec
from mooc_kit.targets.site.addresses import Addresses
from mooc_kit.targets.site.moved import redirects
from tests.conftest import Grow, Run, plain


def everything(kit: Path) -> dict[str, bytes]:
    return {p.relative_to(kit).as_posix(): p.read_bytes() for p in sorted(kit.rglob("*")) if p.is_file()}


def test_steps_taken_back_one_by_one_give_the_same_bytes(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat")
    (kit / "content/modules/the-flat/tube.png").write_bytes(b"\x89PNG a picture of mine")
    steps = [
        ("rename", "module", "the-flat", "rolling-again"),
        ("move", "activity", "patch-it", "--before", "find-the-hole"),
        ("remove", "activity", "find-the-hole"),
        ("rename", "outcome", "mend", "fix"),
        ("set", "course.title", "Mend a flat"),
        ("remove", "option", "self_check"),
    ]
    states = []
    for step in random.Random(7).sample(steps, 3):
        states.append(everything(kit))
        done = mooc_kit(*step, "--kit", str(kit))
        assert "Traceback" not in done.stderr and done.returncode in (0, 1, 2), done.stderr
        if done.returncode == 2:  # a step before took what it is about
            assert everything(kit) == states.pop()
        else:
            assert everything(kit) != states[-1], step
    assert states
    for state in reversed(states):
        assert mooc_kit("undo", str(kit)).returncode == 0
        assert everything(kit) == state


def test_a_removed_module_leaves_a_sound_kit_and_every_word_that_somebody_wrote(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("river-watch")
    before = everything(kit)
    done = mooc_kit("remove", "module", "reading-the-river", "--kit", str(kit))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "content/index.md  you wrote this yourself, so it stays: does it still fit?" in done.stdout
    assert mooc_kit("validate", str(kit)).returncode == 0
    aside = next((kit / "set-aside").glob("*-module-reading-the-river"))
    for path, data in before.items():
        if path.startswith("content/modules/reading-the-river/") and b"in-the-world" not in path.encode():
            assert (aside / path).read_bytes() == data
    assert "Introduce your river" in (aside / "from-course.yaml.txt").read_text()
    assert "reading-the-river" not in (kit / "course.yaml").read_text()


def test_what_only_the_team_can_decide_is_told_with_its_place(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat")
    assert mooc_kit(
        "add", "outcome", "Teach a neighbour to mend a tube", "--id", "teach", "--kit", str(kit)
    ).returncode in (0, 1)
    before = everything(kit)
    done = mooc_kit("move", "outcome", "teach", "--before", "mend", "--dry-run", "--kit", str(kit))
    assert done.returncode == 0 and "id: mend" in done.stdout and everything(kit) == before
    done = mooc_kit("remove", "outcome", "mend", "--dry-run", "--kit", str(kit))
    assert "modules.0.outcomes names nothing any more" in done.stdout and everything(kit) == before


def test_after_a_rename_the_kit_is_sound_and_the_next_update_has_nothing_to_do(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("river-watch")
    before = everything(kit)
    done = mooc_kit("rename", "badge", "field-observer", "river-eyes", "--kit", str(kit))
    assert done.returncode == 0, done.stdout + done.stderr
    now = everything(kit)
    assert not [path for path in now if "field-observer" in path]
    now["course.yaml"] = now["course.yaml"].replace(b"aliases: [field-observer]", b"")
    assert not [p for p, data in now.items() if b"field-observer" in data and not p.startswith(".mooc-kit")]
    assert "still says" not in done.stdout
    words = "content/completion/ask-for-field-observer.md"
    assert now["content/completion/ask-for-river-eyes.md"].splitlines()[0] == before[words].splitlines()[0]
    assert mooc_kit("validate", str(kit)).returncode == 0
    assert mooc_kit("update", str(kit), "--check").returncode == 0


def test_what_gets_another_address_keeps_its_old_one_as_an_alias(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("river-watch")
    for words in (
        ("rename", "module", "sampling", "samples"),
        ("rename", "activity", "safety", "careful"),
        ("move", "activity", "careful", "--to", "baselines"),
        ("rename", "badge", "field-observer", "river-observer"),
    ):
        done = mooc_kit(*words, "--kit", str(kit))
        assert done.returncode == 0, done.stdout + done.stderr
    spec = load_spec((kit / "course.yaml").read_text(), "course.yaml", sections()).spec
    assert spec is not None
    assert {module.id: module.aliases for module in spec.modules}["samples"] == ["sampling"]
    moved = next(
        activity for _, module, activity in spec.walk() if module.id == "baselines" and activity.id == "careful"
    )
    assert moved.aliases == ["safety", "samples/careful"]
    assert {badge.id: badge.aliases for badge in spec.badges()}["river-observer"] == ["field-observer"]
    found = check_path(kit)
    assert not [problem for problem in found.problems if problem.code == "S170"]
    lead_on = redirects(found.course, Addresses(found.course))
    assert lead_on["badges/field-observer.html"][0] == "badges/river-observer.html"
    assert lead_on["pages/ask-for-field-observer.html"][0] == "pages/ask-for-river-observer.html"


def test_undo_takes_nothing_back_where_somebody_wrote_since(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat")
    assert mooc_kit("set", "course.weeks", "3", "--kit", str(kit)).returncode == 0
    (kit / "course.yaml").write_text((kit / "course.yaml").read_text() + "# mine\n")
    done = mooc_kit("undo", str(kit))
    assert done.returncode == 2 and "course.yaml" in done.stderr and "# mine" in (kit / "course.yaml").read_text()


def test_what_was_added_with_its_files_is_one_step(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat")
    before = everything(kit)
    mooc_kit("add", "module", "Pass it on", "--kit", str(kit))
    assert len(everything(kit)) > len(before)
    assert "Taken back: module pass-it-on added." in mooc_kit("undo", str(kit)).stdout
    assert everything(kit) == before
    assert "no step to take back" in mooc_kit("undo", str(kit)).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("remove", "module", "samplng"), "Did you mean sampling?"),
        (("remove", "activity", "sampling"), "It is a module."),
        (("rename", "module", "sampling", "Taking samples"), "mooc-kit set modules.sampling.title 'Taking samples'"),
        (
            ("rename", "activity", "safety", "Be safe"),
            "mooc-kit set modules.sampling.activities.safety.title 'Be safe'",
        ),
        (("rename", "module", "sampling", "baselines"), "There is a module 'baselines' already."),
        (("rename", "rubric", "brief", "../../brief"), "'../../brief' cannot be an id; as one it reads brief."),
        (("move", "module", "sampling"), "--before ID"),
        (("remove", "option", "self-chek"), "Did you mean self_check?"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(
    mooc_kit: Run, shared_kit: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = mooc_kit(*arguments, "--kit", str(shared_kit))
    assert done.returncode == 2 and said in " ".join(done.stderr.split())


@pytest.fixture
def shared_kit(grow: Grow) -> Path:
    return grow("river-watch")


def test_shares_that_make_no_whole_any_more_are_told(mooc_kit: Run, tmp_path: Path, sound_text: str) -> None:
    (tmp_path / "course.yaml").write_text(
        sound_text.replace(
            "require: {activities: all", "weights: {baseline-quiz: 60, brief: 40}\n    require: {activities: all"
        )
    )
    spec = plain((tmp_path / "course.yaml").read_text())
    assert "weights" in spec["completion"]["platform_completion"], "the sound spec is written otherwise now"
    done = mooc_kit("remove", "activity", "brief")
    assert "the points decide. It was: baseline-quiz 60, brief 40" in done.stdout, done.stdout + done.stderr
    # A course.yaml alone is no kit, and becomes none; the way back is there all the same.
    assert mooc_kit("undo").returncode == 0
    assert not (tmp_path / ".mooc-kit").exists() and not (tmp_path / "set-aside").exists()
    assert plain((tmp_path / "course.yaml").read_text()) == spec
