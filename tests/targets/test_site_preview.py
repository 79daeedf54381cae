"""The preview as an author meets it: a saved change is on the page in no time, and a mistake is told there."""

from __future__ import annotations

import json
import re
import shutil
import socket
import struct
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from mooc_kit.commands.build import build_course
from mooc_kit.problems import UsageError
from mooc_kit.targets.site.preview import HOST, Preview, serve
from tests.conftest import Run

EXAMPLE = Path(__file__).parents[2] / "examples" / "fix-a-flat"


class Served:
    """A kit under preview."""

    def __init__(self, kit: Path) -> None:
        self.kit = kit
        self.preview = Preview(kit)
        self.preview.build()
        self.server = serve(self.preview, 0)
        self.stop = threading.Event()
        self.address = f"http://{HOST}:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        threading.Thread(target=self.preview.watch, args=(self.stop,), daemon=True).start()

    def ask(self, path: str, **headers: str):
        connection = HTTPConnection(HOST, self.server.server_port, timeout=5)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(EXAMPLE, tmp_path / "kit")
    served = Served(tmp_path / "kit")
    yield served
    served.stop.set()
    served.server.shutdown()
    served.server.server_close()


def first_event(served: Served, path: str, **headers: str) -> dict:
    answer = served.ask(path, **headers)
    line = next(line for line in iter(answer.readline, b"") if line.startswith(b"data:"))
    return json.loads(line.removeprefix(b"data:"))


def test_a_page_hears_of_what_was_built_while_it_was_on_its_way(served: Served) -> None:
    page = served.ask("/").read().decode()
    seen = int(re.search(r'/~preview/reload.js\?seen=(\d+)"', page)[1])
    for words in ("One.", "Two."):
        (served.kit / "content/pages/new.md").write_text(f"---\ntitle: New\n---\n{words}\n")
        assert served.preview.news(served.preview.version, 60)
    assert "pages/new.html" in first_event(served, f"/~preview/news?seen={seen}")["changed"]
    now = served.preview.version
    since = first_event(served, f"/~preview/news?seen={seen}", **{"Last-Event-ID": str(now - 1)})["changed"]
    assert "pages/new.html" in since and "syllabus.html" not in since
    # Another preview was stopped, and this one has come into its place.
    assert "syllabus.html" in first_event(served, f"/~preview/news?seen={now + 5}")["changed"]


def test_a_page_is_told_at_once_what_is_wrong_and_not_loaded_anew_for_a_mere_warning(served: Served) -> None:
    home = served.kit / "content/index.md"
    home.write_text(home.read_text() + "\n![](images/none.png)\n")
    version, _ = served.preview.news(served.preview.version, 60)
    assert first_event(served, f"/~preview/news?seen={version}") == {"changed": [], "problems": served.preview.errors()}
    assert served.preview.errors()
    home.write_text(home.read_text().replace("![](images/none.png)", "::: nosuch\nHm.\n:::"))
    version, _ = served.preview.news(version, 60)
    assert served.preview.problems and not served.preview.errors()
    with pytest.raises(TimeoutError):
        first_event(served, f"/~preview/news?seen={version}")


@pytest.mark.browser
def test_a_saved_change_is_shown_and_a_mistake_is_told(served: Served, browser) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(served.address)
    home = served.kit / "content/index.md"
    words = home.read_text()
    home.write_text(words + "\nA sentence just written.\n")
    page.get_by_text("A sentence just written.").wait_for(timeout=60_000)
    home.write_text(words + "\nWith [a dead end](nowhere.md).\n")
    page.get_by_text("nowhere.md is not in the kit").wait_for(timeout=60_000)
    page.get_by_text("A sentence just written.").wait_for(timeout=60_000)  # the last sound version stays
    home.write_text(words + "\nMended.\n")
    page.get_by_text("Mended.").wait_for(timeout=60_000)
    assert page.locator("[id='preview:problems']").count() == 0
    page.goto(f"{served.address}search.html?q=tyre")
    page.locator(".found li").first.wait_for(timeout=60_000)
    assert complaints == []
    page.close()


def test_another_page_that_is_open_does_not_reload(served: Served) -> None:
    page = sorted((served.kit / "content/pages").glob("*.md"))[0]
    seen = served.preview.version
    page.write_text(page.read_text() + "\nMore.\n")
    served.preview.news(seen, 60)
    assert [path for path in served.preview.changed if path.endswith(".html")] == [f"pages/{page.stem}.html"]


def test_only_this_machine_is_served_and_only_under_its_own_name(served: Served) -> None:
    assert served.server.server_address[0] == "127.0.0.1"
    assert served.ask("/").status == 200
    assert served.ask("/", Host="evil.example.org").status == 403
    assert served.ask("/../course.yaml").status == 404
    assert served.ask("/%2e%2e/course.yaml").status == 404
    assert served.ask("/missing.html").status == 404
    assert b"unregister" in served.ask("/service-worker.js").read()


def test_a_browser_that_leaves_in_the_middle_of_a_request_prints_nothing(served: Served) -> None:
    """What the server fails at is counted by the fixture `quiet_servers`; it answers the next one as before."""
    leaving = socket.create_connection((HOST, served.server.server_port))
    leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing resets
    leaving.sendall(b"GET / HTTP/1.1\r\nHost: 127.0")
    leaving.close()
    assert served.ask("/").status == 200


def test_a_slow_client_keeps_nobody_waiting(served: Served) -> None:
    slow = [socket.create_connection((HOST, served.server.server_port)) for _ in range(20)]
    for one in slow:
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0")
    begun = time.monotonic()
    assert served.ask("/").status == 200
    assert time.monotonic() - begun < served.server.RequestHandlerClass.timeout / 2
    for one in slow:
        one.close()


def test_a_client_that_reads_nothing_keeps_nobody_waiting(served: Served) -> None:
    deaf = [socket.create_connection((HOST, served.server.server_port)) for _ in range(20)]
    for one in deaf:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        one.sendall(f"GET /site/course.css HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() * 20)
    begun = time.monotonic()
    assert served.ask("/").status == 200
    assert time.monotonic() - begun < served.server.RequestHandlerClass.timeout / 2
    for one in deaf:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()


def test_a_build_beside_the_preview_and_a_second_preview_take_nothing_from_each_other(
    served: Served, tmp_path: Path
) -> None:
    """All three read one kit and one cache, while the author goes on writing."""
    home = served.kit / "content/index.md"
    words, second = home.read_text(), Preview(served.kit)
    for number in range(3):
        home.write_text(f"{words}\nSentence {number}.\n")
        with ThreadPoolExecutor() as pool:
            made = pool.submit(build_course, served.kit, ("site",), tmp_path / "out")
            others = [pool.submit(preview.build) for preview in (second, served.preview)]
            assert made.result() == 0
            assert [other.exception() for other in others] == [None, None]
        built = (tmp_path / "out" / "site" / "index.html").read_text()
        for preview in (second, served.preview):
            assert f"Sentence {number}." in _text(preview.file("index.html"))
            assert preview.problems == []
        assert f"Sentence {number}." in built
    assert served.ask("/").status == 200


def _text(data: bytes | Path | None) -> str:
    assert data is not None
    return data.decode() if isinstance(data, bytes) else data.read_text()


def test_a_second_preview_on_the_port_of_the_first_is_told_and_the_first_goes_on(served: Served, mooc_kit: Run) -> None:
    told = mooc_kit("preview", str(served.kit), "--port", str(served.server.server_port))
    assert told.returncode == 2
    assert "is in use" in told.stderr and "Traceback" not in told.stderr
    assert served.ask("/").status == 200


def test_a_port_in_use_is_one_clear_line(served: Served) -> None:
    with pytest.raises(UsageError, match="is in use"):
        serve(served.preview, served.server.server_port)


def test_nothing_is_written_to_the_kit(served: Served) -> None:
    before = sorted(path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*"))
    assert sorted(path.relative_to(served.kit) for path in served.kit.rglob("*")) == before
