"""Where decisions come from and credentials go to: folders, addresses, a server that is really asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from typer.testing import CliRunner

from mooc_kit.cli import app
from mooc_kit.credentials.verify import State, check_text
from mooc_kit.problems import MoocKitError
from tests.cohort.issuing import at, decisions, files, make_plan, material, run, write_decisions


@pytest.fixture
def ftp(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """(the address of an FTP server on this machine, the folder that it serves)."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

    folder = tmp_path / "served"
    folder.mkdir()
    allowed = DummyAuthorizer()
    allowed.add_user("ama", "volta", str(folder), perm="elradfmwMT")
    handler = type("Handler", (FTPHandler,), {"authorizer": allowed})
    server = FTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"timeout": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"ftp://ama:volta@127.0.0.1:{server.socket.getsockname()[1]}", folder
    finally:
        server.close_all()
        thread.join(5)


def issue(course: Path, decided: str, output: str, ledger: Path, *more: str) -> tuple[int, str]:
    arguments = [
        "issue",
        decided,
        "--kit",
        str(course / "kit"),
        "--keys",
        str(course / "keys"),
        "-o",
        output,
        "--ledger",
        str(ledger),
        "--no-pdf",
        "--issued-on",
        "2027-06-01",
        *more,
    ]
    try:
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    except MoocKitError as error:
        return 1, " ".join(f"{problem.code} {problem.message}" for problem in error.problems)
    return result.exit_code, result.output


def test_decisions_come_from_a_server_and_credentials_go_to_one(
    course: Path, ftp: tuple[str, Path], tmp_path: Path
) -> None:
    address, served = ftp
    write_decisions(served / "c.parquet", decisions(12))
    ledger = tmp_path / "l.sqlite"
    status, told = issue(course, f"{address}/c.parquet", f"{address}/run 1/out", ledger, "--share", "--workers", "2")
    assert status == 0 and "12 written" in told
    status, _ = issue(course, str(served / "c.parquet"), str(tmp_path / "here"), tmp_path / "here.sqlite", "--share")
    found, here = files(served / "run 1/out"), files(tmp_path / "here")
    assert status == 0 and found.keys() | {"x"} > {"publish/did.json", "publish/status/0.json"}
    assert len(found) == len(here) == 12 * 5 + 4
    for name in [name for name in found if name.endswith(".json") and name.startswith("completion/")]:
        assert check_text((served / "run 1/out" / name).read_text(), material(course)).state("signature") is State.OK
    forgotten = CliRunner().invoke(
        app,
        [
            "ledger",
            "forget",
            str(ledger),
            decisions(1)[0].learner,
            "--kit",
            str(course / "kit"),
            "-o",
            f"{address}/run 1/out",
        ],
        catch_exceptions=False,
    )
    assert "with 5 files" in forgotten.output and len(files(served / "run 1/out")) == len(found) - 5


def test_an_address_of_a_folder_is_that_folder(course: Path, tmp_path: Path) -> None:
    decided = write_decisions(tmp_path / "c.parquet", decisions(3))
    issue(course, f"file://{decided}", f"file://{tmp_path}/out", tmp_path / "l.sqlite")
    assert len(list((tmp_path / "out/completion").glob("*.json"))) == 3


def test_credentials_can_be_kept_in_memory(course: Path, tmp_path: Path) -> None:
    run(make_plan(course, "memory://in-memory"), tmp_path / "m.sqlite", decisions(4))
    names = fsspec.filesystem("memory").find("/in-memory/completion")
    assert len(names) == 4


@pytest.mark.parametrize(
    ("output", "words"),
    [("nosuch://bucket/x", "Protocol not known"), ("ftp://127.0.0.1:1/x", "refused"), ("/proc/nowhere", "V209")],
)
def test_a_place_that_cannot_be_used_is_told_in_words(course: Path, tmp_path: Path, output: str, words: str) -> None:
    decided = write_decisions(tmp_path / "c.parquet", decisions(3))
    status, told = issue(course, str(decided), output, tmp_path / "l.sqlite")
    assert status == 1 and "V209" in told and words in told
    status, told = issue(course, str(decided), str(tmp_path / "out"), tmp_path / "l.sqlite")
    assert status == 0 and "3 written" in told


def test_what_is_no_file_of_decisions_is_told_in_words(course: Path, ftp: tuple[str, Path], tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text("a,b\n")
    for place in (f"{ftp[0]}/nothing.parquet", str(tmp_path / "nothing.parquet"), str(tmp_path / "grades.csv")):
        status, told = issue(course, place, str(tmp_path / "out"), tmp_path / "l.sqlite")
        assert status == 1 and "V206" in told, place


def test_a_name_that_no_font_can_write_stops_nobody_else(course: Path, tmp_path: Path) -> None:
    given = decisions(3)
    decided = write_decisions(tmp_path / "c.parquet", [replace(given[0], name="Ama \U000323b0"), *given[1:]])
    status, told = issue(course, str(decided), str(tmp_path / "out"), tmp_path / "l.sqlite", "--pdf")
    assert status == 1 and "V208" in told and "Ama \U000323b0" in told and "2 written" in told
    assert len(list(tmp_path.glob("out/completion/*.json"))) == 3
    assert len(list(tmp_path.glob("out/completion/*.pdf"))) == 2
    status, told = issue(course, str(decided), str(tmp_path / "out"), tmp_path / "l.sqlite")
    assert status == 0 and "1 written" in told


def test_valid_files_can_be_written_once_more(course: Path, tmp_path: Path) -> None:
    """After a folder was lost, or when certificates are wanted later: the same bytes, and nobody who was left out."""
    decided, ledger = write_decisions(tmp_path / "c.parquet", decisions(5)), tmp_path / "l.sqlite"
    issue(course, str(decided), str(tmp_path / "out"), ledger)
    before = files(tmp_path / "out")
    lost = sorted((tmp_path / "out/completion").glob("*.json"))[2]
    lost.unlink()
    status, told = issue(course, str(decided), str(tmp_path / "out"), ledger)
    assert status == 0 and "5 unchanged" in told and not lost.exists()
    issue(course, str(decided), str(tmp_path / "out"), ledger, "--again")
    assert files(tmp_path / "out") == before
    assert at(make_plan(course, "x"), tmp_path).store.address == str(tmp_path)
