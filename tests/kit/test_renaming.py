"""Renaming an id: nothing names the old one, every link leads where it led, and the way back gives the same bytes."""

from __future__ import annotations

import posixpath
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.kit.moved_links import relinked, unlinked
from mooc_kit.kit.renaming import Renaming
from mooc_kit.spec.references import references, with_new_id, without_item
from tests.conftest import plain

PAGES = [
    "content/index.md",
    "content/modules/river/index.md",
    "content/modules/river/walk.md",
    "content/modules/river/photo.png",
    "content/modules/town/walk-2.md",
    "content/modules/town/river.md",
    "quizzes/walk.yaml",
    "rubrics/walk.yaml",
    "badges/eye.yaml",
    "content/completion/ask-for-eye.md",
    "guides/team.md",
]
SPEC = """\
course: {id: river}  # not the module
outcomes:
  - {id: see, text: See the river}
modules:
  - id: river
    outcomes: [see]  # and nothing else
    activities:
      - {id: walk, kind: quiz, graded: true}
      - {id: notes, kind: assignment, rubric: walk}
  - {id: town, outcomes: ['see'], activities: [{id: walk-2, kind: page}, {id: river, kind: page}]}
completion:
  peer_badges: {badges: [{id: eye, name: Eye, outcomes: ["see"], rubric: walk}]}
  platform_completion:
    require: {activities: [walk, walk-2]}
    weights: {walk: 60, walk-2: 40}
"""


@st.composite
def kits(draw: st.DrawFn) -> dict[str, bytes]:
    files = {"course.yaml": SPEC.encode()}
    for path in PAGES:
        text = ""
        if path.endswith(".yaml"):
            text = draw(
                st.sampled_from(["id: walk\n", "outcome: see\n", "criteria: [{id: a, outcomes: [see, 'see']}]\n"])
            )
        for target in draw(st.lists(st.sampled_from(PAGES), max_size=4)) if path.endswith(".md") else []:
            link = posixpath.relpath(target, posixpath.dirname(path))
            form = draw(st.sampled_from(["[w](%s)\n", "![p](<%s#top>)\n", "[r]: %s\n", '<img src="%s">\n']))
            text += form % link
        files[path] = text.encode()
        files[f".mooc-kit/base/{path}.base"] = text.encode()
    return files


RENAMES = [
    ("module", "river", "the-brook"),
    ("activity", "walk", "stroll"),
    ("outcome", "see", "look"),
    ("badge", "eye", "sharp-eye"),
    ("rubric", "walk", "how-we-walk"),
]


def targets(path: str, data: bytes) -> list[str]:
    found = re.findall(r"""(?:\]\(<?|\]: |src=")([^)>"\s#]+)""", data.decode())
    return [posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) for target in found]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kits(), st.sampled_from(RENAMES))
def test_nothing_names_the_old_id_links_hold_and_the_way_back_is_the_same_bytes(
    files: dict[str, bytes], change: tuple[str, str, str]
) -> None:
    kind, old, new = change
    renaming = Renaming(kind, old, new)
    made, left = renaming.applied(files)
    assert left == []
    for path, data in made.items():
        if path.endswith(".yaml") and not path.startswith(".mooc-kit"):
            assert not list(references(plain(data.decode()), kind, old))
    for path, data in files.items():
        if path.endswith(".md"):
            now = renaming.path(path)
            assert targets(now, made[now]) == [renaming.path(target) for target in targets(path, data)]
    assert made["course.yaml"].decode().count("#") == SPEC.count("#")
    back, _ = Renaming(kind, new, old).applied(made)
    assert back == files


def test_an_id_is_changed_where_it_is_named_and_not_where_the_word_stands() -> None:
    made, left = with_new_id(SPEC, "outcome", "see", "look")
    assert "{id: see, text: See the river}" in made and "outcomes: ['look']" in made and left == []
    files, _ = Renaming("outcome", "see", "look").applied({"course.yaml": SPEC.encode()})
    assert b"{id: look, text: See the river}" in files["course.yaml"]


def test_an_id_behind_an_anchor_is_told_with_its_line() -> None:
    assert with_new_id("modules:\n  - outcomes: [&o see]\n", "outcome", "see", "look")[1] == [2]


def test_code_that_the_team_reads_follows_and_words_of_participants_stay() -> None:
    files = {
        "guides/a.md": b"`eye` and `badges/eye.yaml`, `mooc-kit badge request eye`; an eye, `eyes`\n",
        "content/index.md": b"`eye`\n",
    }
    made, _ = Renaming("badge", "eye", "ear").applied(files)
    assert made["guides/a.md"] == b"`ear` and `badges/ear.yaml`, `mooc-kit badge request ear`; an eye, `eyes`\n"
    assert made["content/index.md"] == b"`eye`\n"


def test_a_link_to_what_is_gone_leaves_its_words() -> None:
    text = 'See [the **walk**](river/walk.md#x "t") and [r][1].\n\n[1]: river/walk.md\n'
    made, still = unlinked(text, "content/modules/index.md", {"content/modules/river/walk.md"})
    assert made.startswith("See the **walk** and [r][1].") and still == ["content/modules/river/walk.md"]


def test_a_page_that_moves_keeps_its_picture() -> None:
    made = relinked("![a](photo.png) [b](https://a.org/photo.png)", "a/p.md", "b/p.md", lambda p: p, {"a/photo.png"})
    assert made == "![a](../a/photo.png) [b](https://a.org/photo.png)"


@pytest.mark.parametrize("text", ["a: [x, see, y]", '{"a": ["x", "see", "y"]}', "a: [x,\n  see,\n  y]"])
def test_an_entry_in_brackets_goes_alone(text: str) -> None:
    for number, name in enumerate(["x", "see", "y"]):
        made = without_item(text, ("a", number))
        assert made is not None and plain(made)["a"] == [one for one in ("x", "see", "y") if one != name]
