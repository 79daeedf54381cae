"""Entries of a list taken out or moved by their lines: what the text says changes as meant, every other line stays."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.spec.entry_lines import lines_of, with_appended, with_moved, without_entry
from mooc_kit.spec.references import value_at
from mooc_kit.spec.yaml_tree import load_tree
from tests.conftest import plain

Step = tuple[str | int, ...]

ACTIVITY = st.sampled_from(
    [
        "{id: %s, kind: page, title: One}  # said aloud %s",
        "id: %s\n%%kind: quiz  # counts %s\n%%graded: true",
        "id: %s\n%%kind: page\n%%title: >-\n%%  Long words\n\n%%  and more %s",
        'id: "%s"  # quoted %s\n\n%%kind: page',
    ]
)
ABOVE = st.sampled_from(["", "      # before %s\n", "\n      # parted %s\n\n", "# at the margin %s\n"])


@st.composite
def specs(draw: st.DrawFn) -> str:
    """Modules with activities in the forms in which people write them, each comment with a number of its own."""
    made, number = "# a course\n---\ncourse: {id: a}\nmodules:\n", 0
    for module in range(draw(st.integers(1, 3))):
        made += f"  - id: m{module}  # module {module}\n    activities:\n"
        for _ in range(draw(st.integers(1, 3))):
            above = draw(ABOVE)
            made += above % number if above else ""
            text = draw(ACTIVITY) % (f"a{number}", number)
            made += "      - " + text.replace("%", " " * 8) + "\n"
            number += 1
    return made + "# the end\ntargets: [site]\n"


def comments(text: str) -> list[str]:
    return sorted(line.partition("#")[2] for line in text.splitlines() if "#" in line)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(specs(), st.data())
def test_an_entry_that_is_taken_out_takes_its_own_lines_and_no_others(text: str, data: st.DataObject) -> None:
    value = plain(text)
    module = data.draw(st.integers(0, len(value["modules"]) - 1))
    activity = data.draw(st.integers(0, len(value["modules"][module]["activities"]) - 1))
    path = ("modules", module, "activities", activity)
    gone = lines_of(text, path)
    out = without_entry(text, path)
    del value["modules"][module]["activities"][activity]
    assert plain(out) == value
    if value["modules"][module]["activities"]:
        assert sorted([*out.splitlines(), *gone.splitlines()]) == sorted(text.splitlines())
    else:  # the key stands alone now, and says that its list is empty
        left = [line.replace(": []", ":") for line in out.splitlines()]
        assert sorted([*left, *gone.splitlines()]) == sorted(text.splitlines())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(specs(), st.data())
def test_an_entry_moves_with_its_comments_and_no_comment_is_lost(text: str, data: st.DataObject) -> None:
    value: Any = plain(text)
    count = len(value["modules"])
    path: Step
    to: Step
    if data.draw(st.booleans()):
        path, to = ("modules", data.draw(st.integers(0, count - 1))), ("modules",)
    else:
        module = data.draw(st.integers(0, count - 1))
        activities = value["modules"][module]["activities"]
        path = ("modules", module, "activities", data.draw(st.integers(0, len(activities) - 1)))
        to = ("modules", data.draw(st.integers(0, count - 1)), "activities")
    wanted = copy.deepcopy(value)
    entry = value_at(wanted, path[:-1]).pop(path[-1])
    position = data.draw(st.integers(0, len(value_at(wanted, to))))
    value_at(wanted, to).insert(position, entry)
    out = with_moved(text, path, to, position)
    assert plain(out) == wanted
    assert comments(out) == comments(text)
    assert sorted(line.replace(": []", ":") for line in out.splitlines()) == sorted(text.splitlines())
    back = with_moved(out, (*to, position), path[:-1], path[-1])
    assert plain(back) == value


@pytest.mark.parametrize(
    "text",
    [
        "modules: [{id: a}, {id: b}, {id: c}]\n",
        "modules:\n- id: a\n- id: b\n- id: c",
        "modules:\r\n- id: a\r\n- id: b\r\n- id: c\r\n",
    ],
)
def test_lists_in_every_form_are_changed(text: str) -> None:
    assert [m["id"] for m in plain(without_entry(text, ("modules", 1)))["modules"]] == ["a", "c"]
    assert [m["id"] for m in plain(with_moved(text, ("modules", 2), ("modules",), 0))["modules"]] == ["c", "a", "b"]


ODD = """# mine
title:   "Own   spacing"   # kept
questions:
- {id: a, kind: true_false, prompt: 'It''s so', answer: yes}   # flow

- id: b
  prompt: >-
    Long folded
    text   here
  choices:
      - text: y
# the end
"""


@pytest.mark.parametrize("text", [ODD, ODD.replace("\n", "\r\n")])
def test_an_entry_at_the_end_leaves_every_other_line_alone(text: str) -> None:
    made = with_appended(text, ("questions",), {"id": "c", "prompt": "New: one"})
    new = [line for line in made.splitlines(keepends=True) if "New: one" in line]
    assert len(new) == 1
    assert made.replace(new[0], "") == text
    tree, problems = load_tree(made, "quiz.yaml")
    assert tree is not None and not problems
    assert [question["id"] for question in tree.value["questions"]] == ["a", "b", "c"]
