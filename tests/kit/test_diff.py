"""What a change means: told in words, breaking changes marked, and nothing passed over in silence."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.completion_options.registry import options, sections
from mooc_kit.kit.change_summary import AREAS, Meaning, is_running, meanings
from mooc_kit.kit.spec_diff import differences, plain
from mooc_kit.spec import Spec, load_spec
from mooc_kit.spec.write import spec_text
from tests.conftest import SOUND, Grow, Run, merged, over_sound
from tests.conftest import plain as as_plain


def a_spec(change: str = "{}") -> Spec:
    loaded = load_spec(over_sound(change), "course.yaml", sections())
    assert loaded.spec is not None, loaded.problems
    return loaded.spec


def told(change: str, before: str = "{}") -> dict[str, Meaning]:
    return {meaning.what: meaning for meaning in meanings(a_spec(before), a_spec(change))}


def test_a_spec_does_not_differ_from_itself_nor_by_a_default_that_is_written_out() -> None:
    assert not meanings(a_spec(), a_spec())
    assert not meanings(a_spec(), a_spec("completion: {platform_completion: {certificate: classic}}"))


def test_a_higher_pass_mark_names_what_can_no_longer_be_missed() -> None:
    weights = "weights: {first-sample: 20, baseline-quiz: 30, brief: 50}"
    low = f"completion: {{platform_completion: {{require: {{score: 60}}, {weights}}}}}"
    high = low.replace("score: 60", "score: 75")
    ((what, meaning),) = told(high, low).items()
    assert what == 'Pass mark 60 → 75: 1 activity can no longer be missed ("Read the numbers")'
    assert "harder" in meaning.hurts
    assert "harder" not in next(iter(told(low, high).values())).hurts


def test_a_new_option_is_told_with_its_files_and_a_dropped_one_hurts() -> None:
    without = "completion: {peer_badges: null}"
    files = len({file.path for file in options()["peer_badges"].files(a_spec())})
    assert f"Adds peer-awarded badges: {files} files" in told("{}", without)
    gone = next(m for what, m in told(without).items() if what.startswith("No more peer-awarded badges"))
    assert gone.hurts


def test_an_outcome_that_lost_its_only_assessment_is_told() -> None:
    page = "activities: [{id: p, kind: page, title: P}]"
    change = f"modules: [{{id: one, title: One, outcomes: [sample, analyse, advocate], {page}}}]"
    keys = ("peer_badges", "authenticated_completion", "credit", "platform_completion", "self_check", "authentic")
    found = told(f"{change}\ncompletion: {{{', '.join(f'{key}: null' for key in keys)}}}")
    assert found['Outcome "analyse" lost its only assessment'].hurts


def test_a_removed_outcome_and_a_renamed_id_are_told_apart() -> None:
    old = as_plain(SOUND.read_text())
    new = json.loads(json.dumps(old))
    new["modules"][0]["activities"][0]["id"] = "why-we-watch"
    found = [m.what for m in meanings(*(load_spec(spec_text(x), "x", sections()).spec for x in (old, new)))]  # type: ignore[arg-type]
    assert any("has another id: why-watch → why-we-watch" in what for what in found)


@pytest.mark.parametrize(
    ("day", "breaking"), [("2027-02-28", False), ("2027-03-01", True)]
)  # the sound course starts on 1 March
def test_only_a_running_cohort_is_broken(mooc_kit: Run, tmp_path: Path, day: str, breaking: bool) -> None:
    assert is_running(a_spec(), date.fromisoformat(day)) is breaking
    (tmp_path / "old.yaml").write_text(SOUND.read_text())
    (tmp_path / "new.yaml").write_text(over_sound("completion: {platform_completion: {require: {score: 95}}}"))
    result = mooc_kit("diff", "old.yaml", "new.yaml", "--on", day, "--fail-on-breaking")
    assert result.returncode == (1 if breaking else 0)
    assert ("breaking for participants who have begun" in result.stdout) is breaking
    data = json.loads(mooc_kit("diff", "old.yaml", "new.yaml", "--on", day, "--format", "json").stdout)
    assert data["running"] is breaking
    assert data["changes"][0]["key"] == "completion.platform_completion.require.score"
    markdown = mooc_kit("diff", "old.yaml", "new.yaml", "--on", day, "--format", "markdown").stdout
    assert ("**Breaking:**" in markdown) is breaking


def test_a_revision_in_git_is_compared_with_the_folder_and_pages_are_told(
    mooc_kit: Run, grow: Grow, tmp_path: Path
) -> None:
    grow("fix-a-flat", "kit")
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Begin"]):
        names = ["-c", "user.name=Ama", "-c", "user.email=ama@example.org"]
        subprocess.run(["git", *names, *words], cwd=tmp_path, check=True)
    assert "Nothing changed" in mooc_kit("diff", "main", "--in", "kit").stdout
    quiz = tmp_path / "kit/quizzes/self-check-the-flat.yaml"
    data = yaml.safe_load(quiz.read_text())
    data["questions"].pop()
    quiz.write_text(yaml.safe_dump(data))
    (tmp_path / "kit/content/index.md").write_text("Ours.\n")
    mooc_kit("set", "course.title", "Mend it", "--in", "kit")
    result = mooc_kit("diff", "main", "--in", "kit")
    assert 'Title "Fix a Flat" → "Mend it"' in result.stdout
    assert "1 page changed: index.md" in result.stdout
    assert "questions" in result.stdout
    assert mooc_kit("diff", "no-such-thing", "--in", "kit").returncode == 2


BASE: dict[str, Any] = as_plain(SOUND.read_text())
CHANGES: list[dict[str, Any]] = [
    {"course": {"title": "Other"}},
    {"course": {"weeks": 6}},
    {"course": {"team": []}},
    {"course": {"start": None}},
    {"outcomes": BASE["outcomes"][:2]},
    {"outcomes": BASE["outcomes"][::-1]},
    {"modules": BASE["modules"][::-1]},
    {"modules": BASE["modules"][:1]},
    {"completion": {"credit": None}},
    {"completion": {"self_check": None}},
    {"completion": {"participant_outcomes": {"visibility": "private"}}},
    {"success": []},
    {"design": {}},
    {"targets": ["site", "moodle"]},
    {"ignore": [{"code": "W107", "because": "Ours"}]},
    {"completion": {"platform_completion": {"require": {"score": 10}}}},
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(CHANGES), max_size=4), st.lists(st.sampled_from(CHANGES), max_size=4))
def test_whatever_differs_is_told_and_what_does_not_is_not(
    one: list[dict[str, Any]], other: list[dict[str, Any]]
) -> None:
    def made(changes: list[dict[str, Any]]) -> Spec | None:
        data = BASE
        for change in changes:
            data = merged(data, change)
        return load_spec(json.dumps(data), "course.yaml", sections()).draft

    old, new = made(one), made(other)
    assert old is not None
    assert new is not None
    found = meanings(old, new)
    assert bool(found) == (plain(old) != plain(new))
    assert {meaning.area for meaning in found} <= set(AREAS)
    assert bool(differences(old, new)) == bool(differences(new, old))
    assert all(meaning.what for meaning in found)
