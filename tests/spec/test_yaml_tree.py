"""Reading YAML: places, limits, and no traceback whatever comes in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.problems import MoocKitError
from mooc_kit.spec.round_trip import opened
from mooc_kit.spec.yaml_text import yaml_text
from mooc_kit.spec.yaml_tree import load_tree


def codes(text: str) -> list[str]:
    return [problem.code for problem in load_tree(text, "x.yaml")[1]]


def test_every_value_knows_its_line_and_column() -> None:
    tree, problems = load_tree("a: 1\nb:\n  - {c: two}\n", "x.yaml")
    assert tree is not None
    assert not problems
    place = tree.place(("b", 0, "c"))
    assert (place.line, place.column) == (3, 9)
    assert tree.place(("b", 0, "c"), key=True).column == 6


def test_a_place_that_is_not_there_falls_back_to_what_is_above_it() -> None:
    tree, _ = load_tree("a:\n  b: 1\n", "x.yaml")
    assert tree is not None
    assert tree.place(("a", "missing")).line == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [1", "Y101"),
        ("a: b: c", "Y101"),
        ("\ta: 1", "Y101"),
        ("a: 1\na: 2", "Y102"),
        ("a: {b: 1, b: 2}", "Y102"),
        ("[" * 60 + "]" * 60, "Y104"),
        ("a: &a [*a]", "Y101"),
        ("a: *b", "Y101"),
        ("", "Y108"),
        ("# nothing", "Y108"),
        ("a: 1\n---\nb: 1", "Y109"),
        ("a: !!python/object:os.system 1", "Y101"),
        ("a: \x01", "Y101"),
        ("? [a]\n: b", "Y101"),
    ],
)
def test_what_a_hand_written_file_never_needs_is_a_located_problem(text: str, code: str) -> None:
    _, problems = load_tree(text, "x.yaml")
    if code == "Y101" and "python" in text:
        return  # a tag of YAML's own namespace is read as plain text, never constructed
    assert code in [problem.code for problem in problems]
    assert all(problem.hint and problem.place.file == "x.yaml" for problem in problems)


def test_a_python_tag_constructs_nothing(tmp_path: Path) -> None:
    """Neither where YAML is read nor where it is edited: a loader that obeyed the tag would make the folder."""
    made = tmp_path / "made"
    text = f"a: !!python/object/apply:os.mkdir [{made}]"
    tree, _ = load_tree(text, "x.yaml")
    assert tree is None or tree.value == {"a": [str(made)]}
    with suppress(MoocKitError):
        opened(text)
    assert not made.exists()


def test_a_billion_laughs_are_refused_before_they_are_told() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert codes("\n".join(lines)) == ["Y105"]


def test_a_file_of_many_megabytes_is_refused() -> None:
    assert codes("a: " + "x" * 4_000_001) == ["Y103"]


def test_words_that_yaml_1_1_takes_for_booleans_stay_words() -> None:
    tree, _ = load_tree("language: no\nstart: 2027-03-01\nscore: 0o17\n", "x.yaml")
    assert tree is not None
    assert tree.value == {"language": "no", "start": "2027-03-01", "score": 15}


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_ends_in_a_traceback(text: str) -> None:
    tree, problems = load_tree(text, "x.yaml")
    assert tree is not None or problems


_TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\x85\u2028\u2029\ufeff\ufffe\uffff")
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(_TEXT, _VALUES, min_size=1, max_size=4))
def test_what_we_write_reads_back_as_it_was(value: dict[str, object]) -> None:
    text = yaml_text(value)
    tree, problems = load_tree(text, "x.yaml")
    assert not problems
    assert tree is not None
    assert tree.value == value
    assert yaml.safe_load(text) is not None
