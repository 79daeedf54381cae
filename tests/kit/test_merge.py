"""Merging three texts: no line of an author's is ever lost, and what git merges alike comes out alike."""

from __future__ import annotations

import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.kit.merge import first_side, has_markers, merge_bytes, merge_text

LINES = st.lists(st.sampled_from(["a", "b", "c", "# Heading", "", "Some words.", "- item", "x" * 40]), max_size=12)


@st.composite
def texts(draw: st.DrawFn) -> str:
    text = "".join(f"{line}\n" for line in draw(LINES))
    return text[:-1] if text and draw(st.booleans()) else text


@st.composite
def edits(draw: st.DrawFn, *, is_plain: bool = False) -> tuple[str, str, str]:
    """A text, and two that were made from it by taking lines out and putting lines in.

    A plain one has no line twice: where lines repeat, which of them was meant is open, and every tool guesses."""
    base = [f"line {n}" for n in range(draw(st.integers(0, 12)))] if is_plain else draw(LINES)

    def edited() -> list[str]:
        lines = [line for line in base if not draw(st.booleans()) or draw(st.booleans())]
        for _ in range(draw(st.integers(0, 3))):
            lines.insert(draw(st.integers(0, len(lines))), draw(st.text("wxyz é", min_size=1, max_size=8)))
        return lines

    return tuple("".join(f"{line}\n" for line in lines) for lines in (base, edited(), edited()))  # type: ignore[return-value]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits())
def test_every_line_that_an_author_added_is_still_there(three: tuple[str, str, str]) -> None:
    base, yours, theirs = three
    written = Counter(yours.splitlines()) - Counter(base.splitlines())
    kept = Counter(merge_text(base, yours, theirs).text.splitlines())
    assert all(kept[line] >= count for line, count in written.items())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits())
def test_an_authors_text_can_be_had_back_from_a_conflict(three: tuple[str, str, str]) -> None:
    """With every conflict decided for the author, only what the other side changed elsewhere is new."""
    base, yours, theirs = three
    merged = merge_text(base, yours, theirs)
    written = Counter(yours.splitlines()) - Counter(base.splitlines())
    assert not written - Counter(first_side(merged.text).splitlines())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts(), texts(), texts())
def test_where_one_side_changed_nothing_the_other_is_taken_whole(base: str, one: str, other: str) -> None:
    assert merge_text(base, one, base).text == one
    assert merge_text(base, base, other).text == other
    assert merge_text(base, one, one).text == one
    assert not merge_text(base, one, one).conflicts


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts(), texts(), texts())
def test_conflicts_are_counted_and_marked(base: str, one: str, other: str) -> None:
    merged = merge_text(base, one, other)
    assert bool(merged.conflicts) == has_markers(merged.text.encode())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits())
def test_the_other_way_round_the_same_conflicts_are_found(three: tuple[str, str, str]) -> None:
    base, yours, theirs = three
    assert merge_text(base, yours, theirs).conflicts == merge_text(base, theirs, yours).conflicts


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits(is_plain=True))
def test_what_git_merges_without_conflict_comes_out_alike(three: tuple[str, str, str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        for name, text in zip(("base", "yours", "theirs"), three, strict=True):
            (Path(place) / name).write_text(text)
        command = ["git", "merge-file", "-p", "yours", "base", "theirs"]
        git = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    ours = merge_text(*three)
    if git.returncode == 0 and not ours.conflicts:
        assert git.stdout == ours.text


def test_far_changes_merge_and_near_ones_conflict_as_git_marks_them() -> None:
    base = "# Rivers\n\nOne.\n\nTwo.\n\nThree.\n"
    yours = base.replace("One.", "One, in our words.")
    assert merge_text(base, yours, base.replace("Three.", "Four.")).text == (
        "# Rivers\n\nOne, in our words.\n\nTwo.\n\nFour.\n"
    )
    assert merge_text(base, yours, base.replace("One.", "1.")).text == (
        "# Rivers\n\n<<<<<<< yours\nOne, in our words.\n=======\n1.\n>>>>>>> mooc-kit\n\nTwo.\n\nThree.\n"
    )


def test_line_ends_of_windows_stay_and_cause_no_conflict() -> None:
    base = b"one\ntwo\nthree\nfour\n"
    yours = base.replace(b"one", b"our one").replace(b"\n", b"\r\n")
    merged = merge_bytes(base, yours, base.replace(b"four", b"five"))
    assert merged is not None
    assert merged.text.encode() == b"our one\r\ntwo\r\nthree\r\nfive\r\n"


def test_what_is_no_text_is_not_merged() -> None:
    assert merge_bytes(b"a\n", b"\x89PNG\0", b"b\n") is None
    assert merge_bytes(b"a\n", b"caf\xe9\n", b"b\n") is None


RUBRIC = "---\n# How work is judged.\nid: brief\ntitle: Brief\n"
HEADED = "# yaml-language-server: $schema=../.mooc-kit/rubric.schema.json\n" + RUBRIC


@settings(deadline=None)
@given(texts())
def test_a_new_first_line_for_editors_is_no_conflict_whatever_its_author_changed(yours: str) -> None:
    merged = merge_text(RUBRIC, yours, HEADED)
    assert merged.conflicts == 0
    assert merged.text == (HEADED.removesuffix(RUBRIC) + yours if yours else "")
    assert merge_text(HEADED, merged.text, HEADED).text == merged.text


def test_a_first_line_that_its_author_wrote_or_took_out_stays_so() -> None:
    own = "# yaml-language-server: $schema=/elsewhere.json\n" + RUBRIC
    assert merge_text(RUBRIC, own, HEADED).text == own
    assert merge_text(HEADED, RUBRIC, HEADED).text == RUBRIC
    assert merge_text(HEADED, own, HEADED.replace("Brief", "Short")).text == own.replace("Brief", "Short")
    merged = merge_bytes(
        RUBRIC.encode(), RUBRIC.replace("Brief", "Ours").replace("\n", "\r\n").encode(), HEADED.encode()
    )
    assert merged is not None and merged.text == HEADED.replace("Brief", "Ours").replace("\n", "\r\n")
