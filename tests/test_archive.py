"""Archives are read within limits, wholly and never outside their folder, and written alike each time."""

from __future__ import annotations

import ast
import bz2
import gzip
import io
import lzma
import random
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.archive import Archive, ArchiveLimits, Damaged, Outside, TooLarge, read_all, tar_gz, zip_bytes
from tests.sources import modules, nodes

LIMITS = ArchiveLimits(files=1_000, bytes=50_000_000)


def tar_of(*members: tuple[str, bytes | str, bytes], mode: str = "w:gz") -> bytes:
    """A tar file of (name, content or where a link leads, type)."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as tar:  # type: ignore[call-overload]
        for name, content, kind in members:
            info = tarfile.TarInfo(name)
            info.type = kind
            if isinstance(content, str):
                info.linkname = content
            else:
                info.size = len(content)
            tar.addfile(info, io.BytesIO(content) if isinstance(content, bytes) else None)
    return made.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_links_to_members_are_read_as_those_members(mode: str) -> None:
    data = tar_of(
        ("course/a.txt", b"water", tarfile.REGTYPE),
        ("course/sub/b.txt", "course/a.txt", tarfile.LNKTYPE),
        ("course/c.txt", "sub/b.txt", tarfile.SYMTYPE),
        mode=mode,
    )
    assert read_all(data, LIMITS) == dict.fromkeys(("course/a.txt", "course/sub/b.txt", "course/c.txt"), b"water")


def test_a_compressed_tar_is_read_whole_whatever_stands_behind_its_end_and_never_in_part() -> None:
    files = {f"f{n}.txt": random.Random(n).randbytes(5_000) for n in range(400)}
    data = tar_gz(files)
    assert read_all(data, LIMITS) == read_all(data + b"anything", LIMITS) == files
    assert read_all(data[:-20], LIMITS) == files
    assert (
        read_all(gzip.compress(gzip.decompress(data)[:5_000]) + gzip.compress(gzip.decompress(data)[5_000:]), LIMITS)
        == files
    )
    for cut in (30, len(data) // 3, len(data) // 2):
        with pytest.raises(Damaged):
            read_all(data[:cut], LIMITS)


@pytest.mark.parametrize(
    "member",
    [
        ("a", "/etc/passwd", tarfile.SYMTYPE),
        ("a", "../a", tarfile.SYMTYPE),
        ("a", "b", tarfile.LNKTYPE),
        ("a", "a", tarfile.SYMTYPE),
        ("a", "", tarfile.FIFOTYPE),
        ("../a", b"x", tarfile.REGTYPE),
        ("C:/a", b"x", tarfile.REGTYPE),
        ("a/../../b", b"x", tarfile.REGTYPE),
        ("/a", b"x", tarfile.REGTYPE),
    ],
)
def test_what_leads_outside_is_refused_without_blame(member: tuple[str, bytes | str, bytes]) -> None:
    with pytest.raises(Outside) as error:
        read_all(tar_of(member), LIMITS)
    assert "overwrite" not in str(error.value) and "attack" not in str(error.value)


def test_a_file_that_was_packed_twice_is_read_once() -> None:
    twice = tar_of(("a.xml", b"<a/>", tarfile.REGTYPE), ("a.xml", "./a.xml", tarfile.LNKTYPE))
    assert read_all(twice, LIMITS) == {"a.xml": b"<a/>"}
    with pytest.raises(Outside):
        read_all(tar_of(("a.xml", "a.xml", tarfile.LNKTYPE)), LIMITS)


def test_a_link_in_a_zip_file_leads_to_members_only() -> None:
    def linked(target: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("sub/a.txt", "water")
            info = zipfile.ZipInfo("sub/b.txt")
            info.create_system, info.external_attr = 3, 0o120777 << 16
            archive.writestr(info, target)
        return made.getvalue()

    assert read_all(linked("a.txt"), LIMITS)["sub/b.txt"] == b"water"
    with pytest.raises(Outside):
        read_all(linked("../../etc/passwd"), LIMITS)


def test_a_colon_or_two_dots_inside_a_name_are_only_a_name() -> None:
    files = {"Week 1: Water.html": b"1", "a..b": b"2"}
    assert read_all(zip_bytes(files), LIMITS) == files


def test_names_of_windows_programs_are_paths() -> None:
    assert list(read_all(zip_bytes({"sub\\a.txt": b"1"}), LIMITS)) == ["sub/a.txt"]


def test_a_folder_is_read_like_an_archive_and_its_links_stay_inside(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.txt").write_bytes(b"water")
    (tmp_path / "c" / "b.txt").symlink_to("a.txt")
    assert read_all(tmp_path / "c", LIMITS) == {"a.txt": b"water", "b.txt": b"water"}
    (tmp_path / "c" / "d.txt").symlink_to("/etc/passwd")
    with pytest.raises(Outside):
        read_all(tmp_path / "c", LIMITS)


@pytest.mark.parametrize("pack", [zip_bytes, tar_gz])
def test_a_bomb_is_refused_before_it_is_read(pack) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TooLarge):
        read_all(pack({"a": bytes(40_000_000)}), LIMITS)
    with pytest.raises(TooLarge):
        read_all(pack({str(n): b"" for n in range(1_001)}), LIMITS)


@pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress])
def test_a_stream_that_goes_on_behind_its_tar_is_not_unpacked_to_its_end(packed: Callable[[bytes], bytes]) -> None:
    """What its members say of their sizes is within the limits: the stream itself is counted while it is unpacked."""
    small = gzip.decompress(tar_gz({"a": b"water"}))
    assert read_all(packed(small), LIMITS) == {"a": b"water"}
    with pytest.raises(TooLarge):
        read_all(packed(small + bytes(4_000_000)), ArchiveLimits(files=10, bytes=50_000_000))


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, 3_000), at=st.integers(0, 3_000), byte=st.integers(0, 255), form=st.sampled_from("zgu"))
def test_a_damaged_archive_is_read_or_refused_and_nothing_else(cut: int, at: int, byte: int, form: str) -> None:
    files = {f"sub/{n}.txt": f"{n} water\n".encode() * 9 for n in range(20)}
    whole = zip_bytes(files) if form == "z" else tar_gz(files, is_plain=form == "u")
    data = bytearray(whole[: len(whole) - cut])
    if data:
        data[at % len(data)] = byte
    try:
        with Archive(bytes(data), LIMITS) as archive:
            for name in archive.names:
                archive.data(name)
    except (Damaged, Outside, TooLarge):
        pass


@pytest.mark.parametrize("pack", [zip_bytes, tar_gz])
def test_the_same_files_give_the_same_bytes_in_whatever_order(pack, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "b").write_bytes(b"2")
    assert pack({"a": b"1", "b": b"2"}) == pack({"b": tmp_path / "b", "a": b"1"})


def test_a_compressed_tar_is_read_in_any_order_as_fast_as_a_plain_one() -> None:
    """Backwards, the worst order: once 60 times as long as forwards."""
    import random

    chance = random.Random(1)
    files = {f"{n:04}": chance.randbytes(20_000) for n in range(400)}
    packed = tar_gz(files)

    def seconds(names_in: list[str]) -> float:
        begun = time.process_time()
        with Archive(packed, LIMITS) as archive:
            assert all(archive.data(name) == files[name] for name in names_in)
        return time.process_time() - begun

    assert seconds(sorted(files, reverse=True)) < 2 * seconds(sorted(files)) + 0.2


def test_there_is_one_door_to_archives() -> None:
    for module in modules():
        # The reader of spreadsheets names an error that openpyxl passes on.
        if module in ("mooc_kit.archive", "mooc_kit.cohort.readers.sheets") or ".templates." in module:
            continue
        for node in nodes(module):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"tarfile", "zipfile"} & set(names), module
