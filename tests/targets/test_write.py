import pytest

from mooc_kit.problems import Notice, UsageError
from mooc_kit.targets.base import Package
from mooc_kit.targets.package_writer import MARKER, notices_path, write_package


def package(**files: bytes) -> Package:
    return Package(files={name.replace("__", "/").replace("_", "."): data for name, data in files.items()})


def test_a_package_is_written_with_its_folders_and_its_size_is_told(tmp_path):
    source = tmp_path / "river.svg"
    source.write_bytes(b"<svg/>")
    size = write_package(Package({"a/index.html": b"hello", "a/river.svg": source}), tmp_path / "build" / "site")
    assert size == 11
    assert (tmp_path / "build/site/a/index.html").read_bytes() == b"hello"
    assert (tmp_path / "build/site/a/river.svg").read_bytes() == b"<svg/>"


def test_a_second_build_replaces_the_first_as_a_whole(tmp_path):
    place = tmp_path / "site"
    write_package(package(old_html=b"1", both_html=b"1"), place)
    write_package(package(both_html=b"2"), place)
    assert sorted(path.name for path in place.iterdir()) == sorted([MARKER, "both.html"])
    assert (place / "both.html").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "site").mkdir()
    assert write_package(package(a_html=b"1"), tmp_path / "site") == 1


def test_a_folder_of_someone_else_is_left_as_it_is(tmp_path):
    (tmp_path / "thesis.md").write_text("years of work")
    with pytest.raises(UsageError, match="did not write"):
        write_package(package(a_html=b"1"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.md"]


@pytest.mark.parametrize("name", ["CNAME", "modules/own.html"])
def test_a_file_added_to_a_build_stops_the_next_one(tmp_path, name):
    place = tmp_path / "site"
    write_package(package(a_html=b"1", modules__b_html=b"1"), place)
    (place / name).write_text("mine")
    with pytest.raises(UsageError, match=name):
        write_package(package(a_html=b"2"), place)
    assert (place / name).read_text() == "mine"
    assert (place / "a.html").read_bytes() == b"1"


def test_a_file_changed_in_a_build_stops_the_next_one(tmp_path):
    place = tmp_path / "site"
    write_package(package(a_html=b"1"), place)
    (place / "a.html").write_text("corrected by hand")
    with pytest.raises(UsageError, match="was changed"):
        write_package(package(a_html=b"2"), place)
    assert (place / "a.html").read_text() == "corrected by hand"


def test_what_file_managers_leave_behind_does_not_stop_a_build(tmp_path):
    place = tmp_path / "site"
    write_package(package(a_html=b"1"), place)
    (place / ".DS_Store").write_bytes(b"")
    write_package(package(a_html=b"2"), place)
    assert (place / "a.html").read_bytes() == b"2"


@pytest.mark.parametrize(
    "name", ["../out.html", "/etc/out", "a/../../out", "a\\b", "C:/out", "a//b", "", "a/.", MARKER]
)
def test_a_name_that_leaves_the_folder_is_refused(tmp_path, name):
    with pytest.raises(UsageError):
        write_package(Package({name: b"x"}), tmp_path / "site")
    assert not list(tmp_path.iterdir())


def test_a_missing_file_leaves_the_last_build_in_place(tmp_path):
    place = tmp_path / "site"
    write_package(package(a_html=b"1"), place)
    with pytest.raises(UsageError, match="could not be written"):
        write_package(Package({"a.html": b"2", "b.svg": tmp_path / "gone.svg"}), place)
    assert (place / "a.html").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_link_or_file_in_the_way_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="not a folder"):
        write_package(package(a_html=b"1"), tmp_path / "site")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_notices_are_written_beside_the_package_and_go_when_there_are_none(tmp_path):
    place = tmp_path / "site"
    notice = Notice("The exam", "It would be open.", "Its rules are shown.")
    write_package(Package({"a.html": b"1"}, [notice]), place)
    assert "- **The exam**: It would be open. Its rules are shown." in notices_path(place).read_text()
    assert notices_path(place) == tmp_path / "site-NOTICES.md"
    write_package(package(a_html=b"1"), place)
    assert not notices_path(place).exists()
