"""The base for updates is one file: the same bytes for the same entries, and older kits are moved over whole."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.course.rendered_files import FILE, FOLDER, entries_of, packed, unpacked
from mooc_kit.kit.merge_base import base_files, read_base
from tests.conftest import Run

RELEASED = Path("tests/fixtures/released/kit").resolve()
NAMES = st.sampled_from(["a", "ab", "b", "content", "notes", "z"])
PATHS = st.builds(
    lambda parts, kind: f"{FOLDER}/{'/'.join(parts)}.{kind}.base",
    st.lists(NAMES, min_size=1, max_size=3),
    st.sampled_from(["md", "yaml"]),
)
WORDS = st.sampled_from([b"== x.base", b"<<<<<<< yours", b"=======", b" \\", b"\\", b"# a", b"", "caf\u00e9".encode()])
TEXTS = st.tuples(st.lists(WORDS, max_size=5).map(b"\n".join), st.sampled_from([b"", b"\n"])).map(b"".join)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(PATHS, TEXTS, max_size=6))
def test_every_entry_comes_back_whatever_stands_in_it(entries: dict[str, bytes]) -> None:
    data = packed(entries)
    assert unpacked(data) == {path: text.replace(b"\r\n", b"\n") for path, text in entries.items()}
    assert packed(dict(reversed(entries.items()))) == data
    assert unpacked(data.replace(b"\n", b"\r\n")) == unpacked(data)  # as git checks it out on Windows


def test_a_line_that_changes_in_a_page_changes_one_line_of_the_file() -> None:
    old = base_files({"content/a.md": b"One\nTwo\n", "content/b.md": b"B\n"}, "spec: 1\n")[FILE].splitlines()
    new = base_files({"content/a.md": b"One\n2\n", "content/b.md": b"B\n"}, "spec: 1\n")[FILE].splitlines()
    assert len(old) == len(new)
    assert [(was, now) for was, now in zip(old, new, strict=True) if was != now] == [(b" Two", b" 2")]


def older(tmp_path: Path) -> Path:
    shutil.copytree(RELEASED, tmp_path / "kit")
    return tmp_path / "kit"


def test_the_base_of_an_older_kit_is_read_and_the_next_update_moves_it_over(tmp_path: Path, mooc_kit: Run) -> None:
    kit = older(tmp_path)
    before = read_base(kit)
    assert before.spec_text and len(before.paths()) > 20
    words = {p: p.read_bytes() for p in (kit / "content").rglob("*.md")}
    done = mooc_kit("update", "kit", "--trust", "--keep")
    assert "conflict" not in done.stdout
    assert not (kit / FOLDER).exists()
    after = read_base(kit)
    assert before.paths() <= after.paths() | {p for p in before.paths() if f"removed   {p}" in done.stdout}
    assert set(words) <= set((kit / "content").rglob("*.md"))
    whole = (kit / FILE).read_bytes()
    assert mooc_kit("update", "kit", "--check").returncode == 0
    mooc_kit("update", "kit")
    assert (kit / FILE).read_bytes() == whole
    attributes = (kit / ".mooc-kit/.gitattributes").read_text()
    assert "base.txt text eol=lf merge=union linguist-generated" in attributes


def test_a_rename_in_an_older_kit_and_its_way_back_lose_no_entry(tmp_path: Path, mooc_kit: Run) -> None:
    kit = older(tmp_path)
    names = set(entries_of(kit))
    module = next(p.name for p in sorted((kit / "content/modules").iterdir()))
    done = mooc_kit("rename", "module", module, "called-otherwise", "--kit", "kit")
    assert done.returncode == 0, done.stdout + done.stderr
    renamed = {name.replace(f"/{module}/", "/called-otherwise/") for name in names}
    missing = {name for name in renamed - set(entries_of(kit)) if "self-check" not in name and module not in name}
    assert not missing
    assert mooc_kit("undo", "kit").returncode == 0
    assert names <= set(entries_of(kit))


def test_a_conflict_that_git_left_in_the_base_counts_as_its_one_side_and_an_update_repairs_it(
    tmp_path: Path, mooc_kit: Run
) -> None:
    kit = older(tmp_path)
    mooc_kit("update", "kit", "--trust", "--keep")
    whole = (kit / FILE).read_bytes()
    at = whole.index(b"== content/index.md.base\n") + len(b"== content/index.md.base\n")
    line = whole[at : whole.index(b"\n", at) + 1]
    conflict = b"<<<<<<< HEAD\n" + line + b"=======\n other\n>>>>>>> topic\n"
    (kit / FILE).write_bytes(whole[:at] + conflict + whole[at + len(line) :])
    assert mooc_kit("validate", "kit").returncode == 0
    mooc_kit("update", "kit", "--trust", "--keep")
    assert (kit / FILE).read_bytes() == whole
