"""Closed streams, full devices, pipes, names that are not UTF-8: told in words, never in a traceback or by waiting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mooc_kit.targets.site.preview import Preview, serve
from tests.conftest import SOUND, Grow, Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX names and devices")


def shell(words: str, folder: Path, limit: str = "", **change: str) -> subprocess.CompletedProcess[bytes]:
    command, env = f'{limit}"{sys.executable}" -m mooc_kit {words}', os.environ | change
    return subprocess.run(["sh", "-c", command], cwd=folder, env=env, capture_output=True, timeout=100, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "course.yaml").write_bytes(SOUND.read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("validate - <&-", 1),
        ("validate course.yaml >/dev/full", 2),
        ("validate course.yaml >&-", 0),
        ("validate --format json course.yaml >/dev/full", 2),
        ("options >/dev/full", 2),
    ],
)
def test_closed_and_full_streams_end_in_words(folder: Path, words: str, status: int) -> None:
    result = shell(words, folder)
    assert result.returncode == status, result.stderr
    assert b"Traceback" not in result.stderr
    assert b"Exception ignored" not in result.stderr
    assert (b"No space left" in result.stderr) == (status == 2)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github"])
def test_a_name_that_is_not_utf_8_can_be_reported(tmp_path: Path, mooc_kit: Run, form: str) -> None:
    name = os.fsdecode(b"b\xff.yaml")
    (tmp_path / name).write_text("spec: [\n")
    result = mooc_kit("validate", "--format", form, name)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    if form == "sarif":
        found = json.loads(result.stdout)["runs"][0]["results"][0]
        assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b%FF.yaml"


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path, mooc_kit: Run) -> None:
    os.mkfifo(tmp_path / "course.yaml")
    for command in (["validate"], ["validate", "course.yaml"], ["set", "course.weeks", "5"], ["outline"]):
        result = mooc_kit(*command)
        assert "no ordinary file" in result.stdout + result.stderr or command == ["outline"]


def test_the_preview_refuses_a_host_that_cannot_be_read(folder: Path) -> None:
    import http.client
    import threading

    server = serve(Preview(folder, lambda _: None), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for host in ("[::1", "[", "x]", "evil.example", ""):
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
            connection.putrequest("GET", "/", skip_host=True)
            connection.putheader("Host", host)
            connection.endheaders()
            assert connection.getresponse().status == 403
            connection.close()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        connection.request("GET", "//[::1/x")
        assert connection.getresponse().status in (200, 404)
    finally:
        server.shutdown()
        server.server_close()


def test_a_time_zone_that_is_none_is_told_and_nothing_breaks(folder: Path) -> None:
    result = shell("validate course.yaml", folder, TZ="XXX-25:61")
    assert result.returncode == 0, result.stderr
    assert result.stderr == b"mooc-kit: TZ='XXX-25:61' is no time zone; times are in UTC.\n"


@pytest.mark.parametrize(
    "words", ["new grown --example fix-a-flat", "new grown --from course.yaml", "set course.title Full"]
)
def test_a_full_disk_is_told_and_leaves_nothing_half(folder: Path, words: str) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = shell(f"{words} </dev/null", folder, limit="ulimit -f 0; ")
    assert result.returncode == 2, result.stderr
    assert b"Traceback" not in result.stderr
    assert b"File too large" in result.stderr or b"No usable temporary directory" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_site_is_built_where_the_name_of_a_folder_is_not_utf_8(
    grow: Grow, tmp_path: Path, mooc_kit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind, which makes the search, ends where a variable of the surroundings is no UTF-8."""
    place = tmp_path / os.fsdecode(b"b\xff")
    place.mkdir()
    grow("fix-a-flat").rename(place / "kit")
    monkeypatch.setenv("PWD", str(place))
    built = mooc_kit("build", "kit", "--target", "site", "-o", "out", cwd=place)
    assert built.returncode == 0, built.stderr
    assert (place / "out" / "site" / "search.html").is_file()
