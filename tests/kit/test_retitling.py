"""A title that changes touches the files that show it, and no others; what a team wrote is no conflict with it."""

from __future__ import annotations

import yaml

from mooc_kit.kit.retitling import retitled
from tests.conftest import Grow, Run


def test_a_changed_title_touches_only_what_shows_it_and_conflicts_with_nobody(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("river-watch")
    before = {p: p.read_bytes() for p in kit.rglob("*") if p.is_file() and ".mooc-kit" not in p.parts}
    assert mooc_kit("set", "modules.sampling.title", "Sample it", "--kit", str(kit)).returncode == 0
    done = mooc_kit("update", str(kit))
    assert done.returncode == 0 and "conflict" not in done.stdout
    changed = [p for p, data in before.items() if p.read_bytes() != data]
    assert kit / "content/modules/sampling/index.md" in changed
    for path in changed:
        assert b"aking a sample" in before[path], path
        lines = set(path.read_bytes().splitlines()) - set(before[path].splitlines())
        assert all(b"ample it" in line for line in lines), path


def test_places_that_show_a_title_follow_and_running_text_stays() -> None:
    text = "---\ntitle: Taking part\n---\n# Taking part\n[Taking part](a.md), “Taking part”, **Taking part**\n"
    text += "| Taking part | x |\n"
    made = retitled(text.encode(), {"Taking part": "Join in"}).decode()
    assert "Taking part" not in made and made.count("Join in") == 6
    prose = b"Taking part is free. The [art of Taking part](a.md)\n"
    assert retitled(prose, {"Taking part": "Join in"}) == prose


def test_the_title_of_a_quiz_follows_its_module_between_whatever_marks_it_stands() -> None:
    new = 'Don\'t "just" take\\it'
    for mark in ("'", '"'):
        line = f"title: {mark}Check yourself: Taking part{mark}\n"
        made = retitled(line.encode(), {"Taking part": new}).decode()
        assert yaml.safe_load(made) == {"title": f"Check yourself: {new}"}
    other = b"title: 'Check yourself: The art of Taking part'\nintro: 'Check yourself: Taking part'\n"
    assert retitled(other, {"Taking part": new}) == other
