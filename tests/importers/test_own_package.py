"""Our own package, exported by the platform and imported: the kit it was made from, and what changed there since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mooc_kit.archive import ArchiveLimits, read_all, tar_gz
from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.import_course import import_course
from mooc_kit.course.own_source import FOLDERS, as_text, in_text, packed, unpacked
from mooc_kit.targets.open_edx import OpenEdx
from mooc_kit.targets.registry import targets
from tests.shared import grown

Edit = Callable[[dict[str, bytes]], None]


def sources(kit: Path) -> dict[str, bytes]:
    files = [kit / "course.yaml", *(f for top in FOLDERS for f in sorted((kit / top).rglob("*")) if f.is_file())]
    return {file.relative_to(kit).as_posix(): file.read_bytes() for file in files}


def there_and_back(kit: Path, folder: Path, edit: Edit = lambda files: None) -> Path:
    """The kit that an import of the package gives, after `edit` had its way with the files of the export."""
    checked = check_path(kit, targets())
    assert checked.course is not None
    built = OpenEdx().render(checked.course, kit).files
    data = next(data for path, data in built.items() if path.endswith(".tar.gz"))
    assert isinstance(data, bytes)
    files = read_all(data, ArchiveLimits(files=10_000, bytes=1_000_000_000))
    edit(files)
    package = folder / "export.tar.gz"
    package.write_bytes(tar_gz(files))
    assert import_course(package, folder / "back") == 0
    return folder / "back"


@pytest.mark.parametrize("name", ["river-watch", "fix-a-flat"])
def test_our_own_package_gives_back_every_file_of_the_course(name: str, shared: Path, tmp_path: Path) -> None:
    kit = grown(shared, name, tmp_path / "kit")
    back = there_and_back(kit, tmp_path)
    assert sources(back) == sources(kit)
    told = [line for line in (back / "IMPORT-NOTES.md").read_text().splitlines() if line.startswith("- ")]
    assert all("stays in the team's own kit" in line for line in told)


def test_what_was_edited_on_the_platform_wins_and_is_told(shared: Path, tmp_path: Path) -> None:
    kit = grown(shared, "fix-a-flat", tmp_path / "kit")

    def edit(files: dict[str, bytes]) -> None:
        page = next(name for name in sorted(files) if name.startswith("course/html/") and b"<p>" in files[name])
        files[page] = files[page].replace(b"<p>", b"<p>Edited on the platform. ", 1)
        policy = next(name for name in files if name.endswith("/policy.json"))
        files[policy] = files[policy].replace(b'"display_name": "', b'"display_name": "New ', 1)

    back = there_and_back(kit, tmp_path, edit)
    notes = (back / "IMPORT-NOTES.md").read_text()
    changed = [path for path, data in sources(kit).items() if sources(back).get(path) != data]
    assert len(changed) == 2
    assert "course.yaml" in changed
    assert "title: New " in (back / "course.yaml").read_text() or 'title: "New ' in (back / "course.yaml").read_text()
    edited = next(path for path in changed if path != "course.yaml")
    assert "Edited on the platform." in (back / edited).read_text()
    assert all(path in notes for path in (edited, "title"))


def test_keys_and_what_is_about_people_stay_at_home(tmp_path: Path) -> None:
    for name, text in {
        "course.yaml": "spec: 1\n",
        "content/index.md": "Hello\n",
        "badges/key.json": '{"privateKeyJwk": {}}',
        "contributions/mine.md": "Mine\n",
        "publish/ledger.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    data = packed(tmp_path, {})
    assert in_text(f"<pre>{as_text(data)}</pre>".replace("\n", " \r\n")) == data
    back = unpacked(data, lambda place: None)
    assert back is not None
    assert sorted(back.files) == ["content/index.md", "course.yaml"]
    assert back.lost == ["badges/key.json"]
    assert unpacked(data[:-40], lambda place: None) is None
