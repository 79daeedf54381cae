"""Our own course, restored and backed up by Moodle, and imported: the kit it was made from, and what changed there."""

from __future__ import annotations

import re
from pathlib import Path

from mooc_kit.archive import ArchiveLimits, read_all, tar_gz
from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.import_course import import_course
from mooc_kit.course.own_source import FOLDERS
from mooc_kit.targets.moodle import Moodle
from mooc_kit.targets.registry import targets
from tests.shared import grown


def sources(kit: Path) -> dict[str, bytes]:
    files = [kit / "course.yaml", *(f for top in FOLDERS for f in sorted((kit / top).rglob("*")) if f.is_file())]
    return {file.relative_to(kit).as_posix(): file.read_bytes() for file in files}


def backed_up(kit: Path) -> dict[str, bytes]:
    """What a site's own backup holds of the course: other ids and addresses, the same idnumbers, texts and files."""
    course = check_path(kit, targets()).course
    assert course is not None
    data = Moodle().render(course, kit).files[f"{course.id}.mbz"]
    assert isinstance(data, bytes)
    members = read_all(data, ArchiveLimits(files=10_000, bytes=1_000_000_000))
    texts = {name: data.decode() for name, data in members.items() if name.endswith(".xml")}
    ids = {id for text in texts.values() for id in re.findall(r'(?:id|contextid|moduleid)="(\d{7,})"', text)}

    def anew(text: str) -> str:
        return re.sub(
            r"(?<!\d)\d{7,9}(?!\d)", lambda found: str(int(found[0]) + 7) if found[0] in ids else found[0], text
        )

    texts = {name: with_tags_anyhow(text) for name, text in texts.items()}
    made = {
        anew(name): anew(text).replace("https://mooc-kit.invalid", "https://school.example.org")
        for name, text in texts.items()
    }
    return {
        **{name: data for name, data in members.items() if name not in texts},
        **{n: t.encode() for n, t in made.items()},
    }


def with_tags_anyhow(text: str) -> str:
    """Moodle keeps no order of tags: it writes them as the database gives them."""
    return re.sub(
        r"(?s)<tags>(.*?)</tags>",
        lambda found: f"<tags>{''.join(reversed(re.findall(r'(?s)<tag .*?</tag>', found[1])))}</tags>",
        text,
    )


def back(members: dict[str, bytes], folder: Path) -> Path:
    package = folder / "backup.mbz"
    package.write_bytes(tar_gz(members, is_plain=True))
    assert import_course(package, folder / "back") == 0
    return folder / "back"


def test_a_backup_of_our_own_course_gives_back_every_file(shared: Path, tmp_path: Path) -> None:
    kit = grown(shared, "reading-health-numbers", tmp_path / "kit")
    home = back(backed_up(kit), tmp_path)
    assert sources(home) == sources(kit)
    told = [line for line in (home / "IMPORT-NOTES.md").read_text().splitlines() if line.startswith("- ")]
    assert all("stays in the team's own kit" in line for line in told), told


def test_what_was_edited_in_moodle_wins_and_is_told_and_participants_never_see_the_source(
    shared: Path, tmp_path: Path
) -> None:
    kit = grown(shared, "fix-a-flat", tmp_path / "kit")
    members = backed_up(kit)
    hidden = [data for name, data in members.items() if name.endswith("module.xml") and b"mooc-kit-source<" in data]
    assert [b"<visible>0</visible>" in data for data in hidden] == [True]
    page = next(name for name, data in members.items() if name.endswith("/page.xml") and b"Find the hole" in data)
    members[page] = members[page].replace(b"&lt;p&gt;", b"&lt;p&gt;Edited in Moodle. ", 1)
    home = back(members, tmp_path)
    changed = [path for path, data in sources(kit).items() if sources(home).get(path) != data]
    assert len(changed) == 1 and b"Edited in Moodle." in sources(home)[changed[0]]
    assert changed[0] in (home / "IMPORT-NOTES.md").read_text()
