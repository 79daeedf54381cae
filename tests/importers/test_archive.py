"""Archives are opened without trusting them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from mooc_kit.importers.archive import CoursePackage
from mooc_kit.problems import MoocKitError, UsageError


def tar_of(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name.replace("__", "/"))
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def codes_of(error: pytest.ExceptionInfo[MoocKitError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_members_are_read_by_name_from_tar_zip_and_folder(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"water")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as made:
        made.writestr("a.txt", b"water")
    for path in (folder, tmp_path / "c.zip", tar_of(tmp_path / "c.tar.gz", **{"./a.txt": b"water"})):
        with CoursePackage(path) as archive:
            assert archive.names == ["a.txt"]
            assert archive.text("a.txt") == "water"


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "course/../../a.txt", "C:/a.txt"])
def test_a_member_outside_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(MoocKitError) as error:
        CoursePackage(tar_of(tmp_path / "c.tar.gz", **{name: b"x"}))
    assert codes_of(error) == ["O102"]


def test_links_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "c.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("secret")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(MoocKitError) as error:
        CoursePackage(tmp_path / "c.tar.gz")
    assert codes_of(error) == ["O102"]


def test_a_file_that_is_no_archive_is_said_in_one_problem(tmp_path: Path) -> None:
    (tmp_path / "c.tar.gz").write_bytes(b"not a package")
    with pytest.raises(MoocKitError) as error:
        CoursePackage(tmp_path / "c.tar.gz")
    assert codes_of(error) == ["O101"]


def test_a_missing_package_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        CoursePackage(tmp_path / "c.tar.gz")


def test_entities_of_xml_are_not_filled_in(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with CoursePackage(tar_of(tmp_path / "c.tar.gz", **{"a.xml": bomb, "b.xml": b"<a><b></a>"})) as archive:
        assert "root:" not in "".join(archive.xml("a.xml").itertext())
        with pytest.raises(MoocKitError) as error:
            archive.xml("b.xml")
    assert codes_of(error) == ["O105"]


def test_what_is_no_course_is_not_guessed_at(mooc_kit: object, tmp_path: Path) -> None:
    tar_of(tmp_path / "photos.tar.gz", **{"a.jpg": b"x"})
    result = mooc_kit("import", "photos.tar.gz", "kit")  # type: ignore[operator]
    assert result.returncode == 1
    assert "O104" in result.stderr
    assert not (tmp_path / "kit").exists()
