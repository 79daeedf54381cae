"""What is left to write: one list for `todo`, `outline` and `validate --ready`."""

from __future__ import annotations

import json

from tests.conftest import Grow, Run


def test_what_is_left_to_write_is_told_by_whom_it_waits_for(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("river-watch")
    assert "Nothing is left as mooc-kit made it." in mooc_kit("todo", str(kit)).stdout
    mooc_kit("add", "module", "Pass it on", "--week", "4", "--outcome", "advocate", "--kit", str(kit))
    rows = json.loads(mooc_kit("todo", str(kit), "--json").stdout)
    left = [row for row in rows if not row["written"]]
    assert {row["kind"] for row in left} == {"page", "quiz"} and all("pass-it-on" in row["path"] for row in left)
    assert {row["waits_for"] for row in left} == {"Mei Tanaka (content expert)"}
    text = mooc_kit("todo", str(kit)).stdout
    assert f"Written: {len(rows) - len(left)} of {len(rows)} (" in text.splitlines()[0]
    assert all(row["path"] in text for row in left)
    # The first lines of the outline say the same.
    assert mooc_kit("outline", str(kit)).stdout.splitlines()[:2] == text.splitlines()[:2]


def test_a_page_counts_as_written_once_somebody_wrote_in_it(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat")
    mooc_kit("add", "module", "Pass it on", "--outcome", "mend", "--kit", str(kit))
    page = "content/modules/pass-it-on/index.md"
    before = {row["path"]: row["written"] for row in json.loads(mooc_kit("todo", str(kit), "--json").stdout)}
    assert before[page] is False and page in mooc_kit("validate", "--ready", str(kit)).stdout
    (kit / page).write_text("# Pass it on\n\nBring a neighbour and a flat tyre.\n")
    after = {row["path"]: row["written"] for row in json.loads(mooc_kit("todo", str(kit), "--json").stdout)}
    assert after[page] is True
    assert f"{page} is still" not in mooc_kit("validate", "--ready", str(kit)).stdout


def test_what_the_team_has_lies_behind_one_index_and_assistants_find_the_rules(grow: Grow) -> None:
    kit = grow("river-watch")
    index = (kit / "guides/README.md").read_text()
    guides = {path.name for path in (kit / "guides").glob("*.md")} - {"README.md"}
    assert all(f"]({name})" in index for name in guides)
    rules = (kit / "AGENTS.md").read_text()
    assert "Ama Boateng" in rules and "mooc-kit undo" in rules and "{" not in rules
