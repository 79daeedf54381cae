"""Engines: the same bytes whichever signs, and whatever dies on the way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.cohort import executors
from mooc_kit.cohort.ledger import Ledger
from tests.cohort.deadly_store import Deadly
from tests.cohort.issuing import COURSE, KIND, NOW, at, decisions, files, make_plan, run, write_decisions

IN_SMALL_PARTITIONS = """
from mooc_kit.cohort import executors
from mooc_kit.cli import main
executors.SIZE = 100
if __name__ == "__main__":
    main()
"""
"""The command line, where a hundred learners are as many as a thousand are to others."""


@pytest.fixture
def cluster() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made.scheduler_address


def test_every_engine_gives_the_same_bytes_and_killed_workers_cost_nothing(
    course: Path, cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "SIZE", 20)
    monkeypatch.setattr(executors, "TRIES", 9)
    plan, given = make_plan(course, str(tmp_path)), decisions(80)
    planned = Ledger(tmp_path / "planned.sqlite", COURSE)
    planned.plan(given, [KIND], NOW)
    planned.close()
    used = {"here": None, "pool": partial(executors.pool, 2), "dask": partial(executors.dask, cluster)}
    found, states = {}, {}
    for name, engine in used.items():
        lives = tmp_path / f"lives-{name}"
        lives.mkdir()
        # Two workers die, the others do their work: starting one takes longer than what it is to do here.
        for number in range(2 if engine else 0):
            (lives / str(number)).touch()
        shutil.copy(tmp_path / "planned.sqlite", tmp_path / f"{name}.sqlite")
        fresh = replace(plan, store=Deadly(str(tmp_path / name), lives))
        _, states[name] = run(fresh, tmp_path / f"{name}.sqlite", given, engine)
        assert not list(lives.iterdir()), f"{name}: nobody was killed"
        found[name] = {path: data for path, data in files(tmp_path / name).items() if "/." not in path}
    assert len(found["here"]) == 80
    assert all(other == found["here"] for other in found.values())
    assert all(other == states["here"] for other in states.values())
    assert {row["state"] for row in states["here"]} == {"issued"}


def test_workers_that_always_die_are_told_in_words(course: Path, tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    lives.mkdir()
    for number in range(50):
        (lives / str(number)).touch()
    plan = replace(make_plan(course, str(tmp_path)), store=Deadly(str(tmp_path / "out"), lives))
    with pytest.raises(executors.EngineFailed, match="4 times in a row"):
        run(plan, tmp_path / "l.sqlite", decisions(20), partial(executors.pool, 1))
    shutil.rmtree(lives)
    lives.mkdir()
    _, rows = run(plan, tmp_path / "l.sqlite", decisions(20))
    assert {row["state"] for row in rows} == {"issued"} and len(rows) == 20


def test_a_cluster_that_is_not_there_is_told_in_words(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "WAIT", "1s")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(executors.EngineFailed, match="No Dask cluster answers"):
            run(at(make_plan(course, "x"), tmp_path), tmp_path / "l", decisions(2), partial(executors.dask, nobody))


def test_interrupted_on_the_keyboard_it_says_how_to_go_on_and_goes_on(course: Path, tmp_path: Path) -> None:
    decided, out = write_decisions(tmp_path / "c.parquet", decisions(3000)), tmp_path / "out"
    command: list[Any] = [
        sys.executable,
        "-c",
        IN_SMALL_PARTITIONS,
        "issue",
        decided,
        "--kit",
        course / "kit",
        "-o",
        out,
        "--keys",
        course / "keys",
        "--no-pdf",
        "--no-pictures",
        "--workers",
        "2",
        "--issued-on",
        "2027-06-01",
    ]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Whoever started the tests may ignore it, as shells do for what runs in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not list(out.glob(f"{KIND}/*.json")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    told, errors = running.communicate(timeout=60)
    assert running.returncode == 130, told + errors
    assert "run the same command again" in told + errors and "Traceback" not in told + errors
    assert 0 < len(list(out.glob(f"{KIND}/*.json"))) < 3000
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "more are left from a run before" in done.stdout
    assert len(list(out.glob(f"{KIND}/*.json"))) == 3000
