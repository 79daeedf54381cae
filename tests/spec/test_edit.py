"""Writing a spec: what is new is added, what people wrote stays as they wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.spec.edit import set_value, with_entry, with_missing
from mooc_kit.spec.write import MODELINE, spec_text
from tests.command_line import yamllint
from tests.conftest import SOUND, plain

COMMENTED = """\
# Our course, begun in March
course:
  title: 'River Watch'   # say it aloud
  weeks: 4

success: []  # later
"""


def test_comments_order_and_quotes_are_kept() -> None:
    out = with_missing(COMMENTED, {"spec": 1, "course": {"id": "river-watch", "title": "X"}, "targets": ["site"]})
    for line in ("# Our course, begun in March", "  title: 'River Watch'   # say it aloud", "success: []  # later"):
        assert line in out
    assert plain(out) == {
        "spec": 1,
        "course": {"title": "River Watch", "weeks": 4, "id": "river-watch"},
        "success": [],
        "targets": ["site"],
    }
    assert out.startswith(MODELINE + "\n---\n")


def test_a_value_is_set_and_nothing_else_changes() -> None:
    before = spec_text(plain(SOUND.read_text()))
    after = set_value(before, ("course", "weeks"), 5)
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=False) if a != b]
    assert changed == [("  weeks: 4", "  weeks: 5")]
    assert before.count("\n") == after.count("\n")


def test_a_group_that_is_missing_is_added() -> None:
    out = set_value(COMMENTED, ("design", "sustaining", "notes"), "Yes")
    assert plain(out)["design"] == {"sustaining": {"notes": "Yes"}}


def test_numbers_of_every_form_may_stand_in_what_is_added() -> None:
    entry = {"id": "q", "credit": 33.3333, "large": 10**30, "points": 0.1, "flag": True, "list": [1.5, -2, {"x": 0.25}]}
    added = plain(with_entry(COMMENTED, ("outcomes",), entry))["outcomes"][-1]
    assert added == entry


def test_a_path_through_a_word_is_refused() -> None:
    with pytest.raises(KeyError):
        set_value(COMMENTED, ("course", "title", "part"), "x")


def test_a_written_spec_says_the_same_and_passes_yamllint(tmp_path: Path) -> None:
    data = plain(SOUND.read_text())
    text = spec_text(data)
    assert plain(text) == data
    for name, written in (("new.yaml", text), ("set.yaml", set_value(text, ("course", "weeks"), 5))):
        (tmp_path / name).write_text(written)
    result = yamllint("--strict", tmp_path)
    assert result.returncode == 0, result.stdout


_WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=120)


@settings(max_examples=150, deadline=None)
@given(_WORDS, st.lists(_WORDS, max_size=4))
def test_any_words_survive_writing(title: str, team: list[str]) -> None:
    data = {"course": {"title": title, "team": [{"name": name} for name in team]}}
    assert plain(spec_text(data)) == data
