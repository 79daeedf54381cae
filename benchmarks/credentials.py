"""How fast completions are decided and credentials made, beside what one would use instead. Prints Markdown rows.

`python benchmarks/credentials.py [LEARNERS [ISSUED]]`: 1,000,000 learners by 20 activities are decided, 20,000 are
issued.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from mooc_kit.cohort import engines
from mooc_kit.cohort.decide import Terms, decide
from mooc_kit.cohort.gather import database, gather
from mooc_kit.cohort.gradebook import Columns
from mooc_kit.cohort.ledger import Decision, Ledger
from mooc_kit.cohort.press import Plan, press
from mooc_kit.cohort.roster import load_roster
from mooc_kit.cohort.rules import rules_of
from mooc_kit.cohort.store import File, Store
from mooc_kit.commands.issue import plan_for
from mooc_kit.commands.validate import whole_kit
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


def decided(learners: int) -> None:
    """Decide `learners` × 20 from Parquet, in a process of its own so that the peak is this work's alone."""
    spec, course = whole_kit(KIT)
    activities = [activity.id for _, activity in course.activities()][:20]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        columns = ", ".join(
            f'CAST((hash(i, {n}) % 10001) / 100.0 AS DECIMAL(9,4)) AS "{id}"' for n, id in enumerate(activities)
        )
        duckdb.sql(f"SELECT 'l' || i AS learner, {columns} FROM range({learners}) t(i)").write_parquet(
            f"{name}/g.parquet"
        )
        (folder / "work").mkdir()

        def work() -> None:
            with database(folder / "work") as connection:
                found = Columns(course, {})
                gather([folder / "g.parquet"], found, folder / "work", connection)
                load_roster(None, (), connection)
                rules = list(rules_of(spec, course))[:1]
                assert not decide(
                    course, rules, Terms(assumed=("untold",)), connection, folder / "out.parquet", found.wide
                )

        seconds = timed(work)
        count = duckdb.sql(f"SELECT count(*) FROM '{name}/out.parquet'").fetchall()
        assert count[0][0] == learners
    row(
        f"{learners:,} learners × {len(activities)} activities decided, from Parquet",
        f"{seconds:.2f} s",
        f"peak {peak_mb():.0f} MB",
    )


def plan_in(folder: Path) -> Plan:
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


def people(count: int) -> list[Decision]:
    return [
        Decision(f"l{n}@example.org", f"Learner {n}", f"l{n}@example.org", "completion", True, f"{60 + n % 40}.00")
        for n in range(count)
    ]


def issued(folder: Path, plan: Plan, count: int) -> None:
    from distributed import LocalCluster

    planned = Ledger(folder / "planned.sqlite", "reading-health-numbers")
    seconds = timed(lambda: planned.plan(people(count), ["completion"], NOW))
    row(f"{count:,} planned in the ledger", f"{count / seconds:,.0f}/s")
    planned.close()

    def one(name: str, engine: Any, ahead: int) -> None:
        (folder / f"{name}.sqlite").write_bytes((folder / "planned.sqlite").read_bytes())
        ledger = Ledger(folder / f"{name}.sqlite", "reading-health-numbers")
        fresh = replace(plan, store=Store(str(folder / name)))
        seconds = timed(lambda: engines.press_all(fresh, ledger, engine, ahead))
        ledger.close()
        row(f"{count:,} credentials issued, {name}", f"{count / seconds:,.0f}/s", "with start, writing and the ledger")

    one("1 process", None, 1)
    for workers in (1, 2, 4):
        one(f"pool of {workers}", partial(engines.pool, workers), 2 * workers)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        one("Dask, 2 workers", partial(engines.dask, cluster.scheduler_address), 8)


def signing(folder: Path, plan: Plan) -> None:
    ledger = Ledger(folder / "sign.sqlite", "reading-health-numbers")
    ledger.plan(people(4000), ["completion"], NOW)
    partition = next(ledger.planned(4000))
    ledger.close()

    class Nowhere(Store):
        def write(self, files: Iterable[File]) -> None:
            pass

    fresh = replace(plan, store=Nowhere(""))
    press(fresh, partition[:100])
    seconds = timed(lambda: press(fresh, partition))
    row(
        "Credentials built and signed, one core (eddsa-rdfc-2022)",
        f"{len(partition) / seconds:,.0f}/s",
        "without writing files",
    )


def certificates(plan: Plan) -> None:
    from mooc_kit.cohort.certificate import Printer
    from mooc_kit.cohort.ledger import Planned

    printer = Printer()
    design = plan.awards["completion"].design
    names = ("Ama Boateng", "محمد الأمين", "李小龍", "मोहन कुमार", "Nguyễn Thị Minh Khai", "Милица Ђорђевић")
    items = [Planned(n, f"urn:uuid:{n}", "l", names[n % 6], "", "completion", "87.00", NOW, "") for n in range(120)]
    printer.certificate(design, items[0], "{}", plan.verify_url)
    seconds = timed(lambda: [printer.certificate(design, item, "{}", plan.verify_url) for item in items])
    row("Certificates (PDF/UA-1, PDF/A-3a, QR, six scripts), one process", f"{len(items) / seconds:.0f}/s")
    try:
        import weasyprint
    except ImportError:
        row("… the like with WeasyPrint", "not installed", "pip install weasyprint, and run it again")
        return
    page = (
        "<style>@page {{size: A4 landscape}} body {{font-family: Noto Sans, Noto Sans Arabic, Noto Sans CJK SC, "
        "Noto Sans Devanagari}}</style><h1>Certificate</h1><p style='font-size: 40px'>{}</p>"
    )
    few = items[:18]
    seconds = timed(
        lambda: [weasyprint.HTML(string=page.format(i.name)).write_pdf(pdf_variant="pdf/ua-1") for i in few]
    )
    row("… the like with WeasyPrint (a simpler page)", f"{len(few) / seconds:.1f}/s")


def main(learners: int, count: int) -> None:
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} cores, load {load:.1f} at the start\n\n| What | Measured | Note |\n| --- | ---: | --- |",
        flush=True,
    )
    for people_decided in (10_000, learners):
        subprocess.run([sys.executable, __file__, "decide", str(people_decided)], check=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = plan_in(folder)
        signing(folder, plan)
        certificates(plan)
        issued(folder, plan, count)


if __name__ == "__main__":
    if sys.argv[1:2] == ["decide"]:
        decided(int(sys.argv[2]))
    else:
        main(*(int(text) for text in [*sys.argv[1:], *["1000000", "20000"][len(sys.argv) - 1 :]]))
