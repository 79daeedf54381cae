"""How fast credentials are made, beside what one would use instead. Prints Markdown rows.

`python benchmarks/credentials.py [ISSUED]`: 20,000 are issued where nothing is said. Deciding is measured by
`benchmarks/completions.py`.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mooc_kit.cohort import engines
from mooc_kit.cohort.ledger import Decision, Ledger
from mooc_kit.cohort.press import Plan, press
from mooc_kit.cohort.store import File, Store
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
        certificates(plan)
        issued(folder, plan, count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
