"""Names that come from data: what means something else on any computer is written by nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooc_kit.importers.ids import Ids
from mooc_kit.problems import UsageError
from mooc_kit.quizzes.media import write_media
from mooc_kit.safe_paths import UnsafePathError, inside, require_safe, same_file, why_unsafe, write_inside
from mooc_kit.targets.base import Package
from mooc_kit.targets.package_writer import write_package

# fmt: off
HOSTILE = [
    ".git/config", ".GIT/config", "content/.git/config", "content/.Git", "git~1/config", "GIT~1", ".git./config",
    ".git /config", ".g\u200cit/config", ".git\ufeff/config", ".\u202egit", ".git::$INDEX_ALLOCATION/config",
    "x/.hg/hgrc", "con", "CON", "con.txt", "aux.tar.gz", "content/NUL", "com1", "lpt9.md", "com\u00b9", "con .md",
    "a/trailing.", "a/trailing ", "page.md:stream", "C:/x", "C:\\x", "..", "a/../b", "a//b", "/etc/passwd", "", ".",
    "a/./b", "a\x00b", "a\x1b[31mb", "a\nb", "COURSE~1.YAM", "\ud800", "\\\\server\\share",
]
# fmt: on
# fmt: off
HARMLESS = [
    "content/index.md", ".github/workflows/check.yml", ".gitignore", ".gitattributes", "content/été.md", "a b/c d.png",
    "gitx/config", "console.md",
    "contact.md", "a.b.c", "日本語/頁.md", "میدان‌ها.md", "notes~.md", "x~1y.md", "com10.md",
]
# fmt: on


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_means_something_else_somewhere_is_refused(name: str, tmp_path: Path) -> None:
    assert why_unsafe(name)
    with pytest.raises(UnsafePathError):
        write_inside(tmp_path, name, b"x")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", HARMLESS)
def test_names_that_people_use_are_not_refused(name: str, tmp_path: Path) -> None:
    assert write_inside(tmp_path, name, "x").read_text() == "x"


@pytest.mark.parametrize(
    "name", ["course.yaml", "Course.yaml", "COURSE.YAML", ".mooc-kit/kit.json", ".MOOC-KIT/x", "cour\u017fe.yaml"]
)
def test_what_mooc_kit_keeps_for_itself_is_known_in_any_case(name: str) -> None:
    assert why_unsafe(name, may_be_kits_own=False)


IGNORED = st.sampled_from([chr(c) for c in (*range(0x200C, 0x2010), *range(0x202A, 0x202F), 0x206A, 0x206F, 0xFEFF)])
CASE = st.sampled_from([str.lower, str.upper, str.title])


@given(st.lists(IGNORED, max_size=4), st.integers(0, 4), CASE, st.sampled_from(["", ".", " ", " ."]), st.booleans())
def test_no_spelling_of_a_git_folder_passes(slipped: list[str], at: int, case: object, end: str, below: bool) -> None:
    """Letters that HFS+ leaves out (https://github.com/git/git/blob/master/utf8.c), any case, endings of Windows."""
    git = case(".git")  # type: ignore[operator]
    name = git[:at] + "".join(slipped) + git[at:] + end
    assert why_unsafe(f"content/{name}/config" if below else name)


def test_names_that_are_one_file_where_case_makes_no_difference_are_found() -> None:
    assert list(same_file(["README.md", "content/a.md", "readme.md"])) == [("README.md", "readme.md")]
    assert list(same_file(["content", "Content/a.md"]))
    assert not list(same_file(["content/a.md", "content/b.md", "guides/a.md"]))


def test_a_link_that_leads_out_is_not_followed_and_one_into_git_neither(tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    (kit / ".git").mkdir(parents=True)
    (kit / "out").symlink_to(tmp_path)
    (kit / "in").symlink_to(kit / ".git")
    for name in ("out/x.md", "in/config"):
        with pytest.raises(UnsafePathError):
            inside(kit, name)
    (kit / "shared").mkdir()
    (kit / "content").symlink_to(kit / "shared")
    assert write_inside(kit, "content/x.md", "x").read_text() == "x"


@pytest.mark.parametrize("name", [name for name in HOSTILE if name])
def test_no_writer_takes_a_hostile_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_media(tmp_path / "quizzes", {"fine.png": b"x", name: b"x"})
    with pytest.raises(UsageError):
        write_package(Package({"index.html": b"x", name: b"x"}, []), tmp_path / "site")
    assert not list(tmp_path.iterdir())


def test_ids_of_imported_things_are_names_that_every_computer_can_write() -> None:
    ids = Ids()
    assert [require_safe(ids.new(name)) for name in ("Con", "aux", "NUL", "Contact")][-1] == "contact"
