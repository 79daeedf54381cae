"""How fast credentials are made and issued. Prints Markdown rows.

`python benchmarks/credentials.py [ISSUED]`: 20,000 are issued with each engine, and ten times as many with one of them.
Deciding is in `completions.py`, certificates in `certificates.py`. BENCH_FOLDER says where files are written: half a
million small files measure the disk as much as the program.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mooc_kit.cohort import executors
from mooc_kit.cohort.batch import press
from mooc_kit.cohort.batch_plan import BatchPlan
from mooc_kit.cohort.decision import Decision
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.storage import File, Store
from mooc_kit.commands.issue import plan_for
from mooc_kit.credentials import keyring

KIT = Path(__file__).parents[1] / "examples" / "reading-health-numbers"
NOW = "2027-06-01T12:00:00Z"


def row(what: str, value: str, note: str = "") -> None:
    print(f"| {what} | {value} | {note} |", flush=True)


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def plan_in(folder: Path) -> BatchPlan:
    if not (folder / "keys").exists():
        keyring.create(folder / "keys", "https://open.lakeside.example.edu/health-numbers", None)
    plan, ledger, _, _ = plan_for(
        KIT,
        str(folder / "out"),
        keyring.load(folder / "keys"),
        None,
        folder / "plan.sqlite",
        with_pdf=False,
        with_pictures=False,
    )
    ledger.close()
    return plan


def people(count: int) -> Iterator[Decision]:
    for n in range(count):
        mail = f"l{n}@example.org"
        yield Decision(mail, f"Learner {n}", mail, "completion", True, f"{60 + n % 40}.00")


def processor_seconds() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def issued(count: int, name: str) -> None:
    """Plan and issue `count` credentials with the engine `name`, without certificates and pictures."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        plan = replace(plan_in(Path(folder)), store=Store.at(f"{folder}/out"))
        ledger = Ledger(Path(folder) / "ledger.sqlite", "reading-health-numbers")
        planned = timed(lambda: ledger.plan(people(count), ["completion"], NOW))
        if name.startswith("dask"):
            from distributed import LocalCluster

            with LocalCluster(n_workers=int(name[4:]), threads_per_worker=1, dashboard_address=None) as cluster:
                engine = partial(executors.dask, cluster.scheduler_address)
                seconds = timed(lambda: executors.press_all(plan, ledger, engine, 64))
        else:
            workers = int(name[4:])
            engine = partial(executors.pool, workers) if workers else None
            seconds = timed(lambda: executors.press_all(plan, ledger, engine, 2 * max(workers, 1)))
        ledger.close()
    here, there = (resource.getrusage(w).ru_maxrss / 1024 for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    row(
        f"{count:,} issued, {'one process' if name == 'pool0' else name[:4] + ' of ' + name[4:]}",
        f"{count / seconds:,.0f}/s",
        f"{processor_seconds() / count * 1000:.2f} ms of a core each, all told; planned {count / planned:,.0f}/s; "
        f"peak {here:.0f} MB, a worker {there:.0f} MB",
    )


def signing(folder: Path, plan: BatchPlan) -> None:
    ledger = Ledger(folder / "sign.sqlite", "reading-health-numbers")
    ledger.plan(people(4000), ["completion"], NOW)
    partition = next(ledger.planned(4000))
    ledger.close()

    class Nowhere(Store):
        def write(self, files: Iterable[File]) -> None:
            pass

    fresh = replace(plan, store=Nowhere(""))
    press(fresh, partition[:100])
    begun = time.process_time()
    press(fresh, partition)
    seconds = time.process_time() - begun
    row(
        "Credentials built and signed, one core (eddsa-rdfc-2022)",
        f"{len(partition) / seconds:,.0f}/s",
        "without writing files",
    )


def main(count: int) -> None:
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} cores, load {load:.1f} at the start\n\n| What | Measured | Note |\n| --- | ---: | --- |",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = plan_in(folder)
        signing(folder, plan)
    for name in ("pool0", "pool1", "pool2", "pool4", "dask2"):
        subprocess.run([sys.executable, __file__, "issue", str(count), name], check=True)
    for other in (count // 2, 10 * count):
        subprocess.run([sys.executable, __file__, "issue", str(other), "pool2"], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["issue"]:
        issued(int(sys.argv[2]), sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
