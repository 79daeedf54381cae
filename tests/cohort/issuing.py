"""A course whose credentials tests issue, and the people who get them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from mooc_kit.cohort import decide, executors, synthetic
from mooc_kit.cohort.batch_plan import BatchPlan
from mooc_kit.cohort.decision import Decision
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.storage import Store
from mooc_kit.commands.issue import plan_for
from mooc_kit.credentials import keyring
from mooc_kit.credentials.verify import Material

COURSE = "reading-health-numbers"
EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = "2027-06-01T12:00:00Z"
KIND = "completion"


def make_course(folder: Path) -> Path:
    """`folder` with a kit whose partner has signed, and the issuer's keys."""
    shutil.copytree(EXAMPLES / COURSE, folder / "kit")
    spec = folder / "kit/course.yaml"
    spec.write_text(spec.read_text().replace("agreement: in-negotiation", "agreement: signed\n    partner: P"))
    keyring.create(folder / "keys", "https://open.lakeside.example.edu/health-numbers", None, with_rsa=True)
    return folder


def make_plan(course: Path, output: str, **wanted: Any) -> BatchPlan:
    """The plan for `course`; without certificates and pictures, unless they are wanted."""
    ring = keyring.load(course / "keys")
    options = {"with_pdf": False, "with_pictures": False, **wanted}
    made, ledger, _, _ = plan_for(course / "kit", output, ring, None, course / "plan.sqlite", **options)
    ledger.close()
    return made


def decisions(count: int, **changes: Any) -> list[Decision]:
    people = (
        Decision(
            synthetic.address(n), synthetic.NAMES[n % len(synthetic.NAMES)], synthetic.address(n), KIND, True, "87.50"
        )
        for n in range(count)
    )
    return [replace(person, **changes) for person in people]


def write_decisions(path: Path, given: Sequence[Decision]) -> Path:
    """`given` as `mooc-kit completions` writes them."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t (learner VARCHAR, name VARCHAR, email VARCHAR, credential VARCHAR, completed BOOLEAN, "
            "percent DECIMAL(9,2), method VARCHAR, verifier VARCHAR, verified DATE, assessor VARCHAR, decided DATE, "
            "grade VARCHAR, applied DATE)"
        )
        rows = [(d.learner, d.name, d.email, d.kind, d.completed, d.percent, "", "") for d in given]
        if rows:
            # By columns: row by row, a few thousand took longer than issuing to them.
            columns = [list(column) for column in zip(*rows, strict=True)]
            values = ", ".join(["unnest(?)"] * len(columns))
            connection.execute(f"INSERT INTO t SELECT {values}, NULL, NULL, NULL, NULL, NULL", columns)
        about = f'{{"format": {decide.FORMAT!r}, "course": "{COURSE}"}}'.replace("'", '"')
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet, KV_METADATA {{mooc_kit: '{about}'}})")
    return path


def run(plan: BatchPlan, path: Path, given: list[Decision], engine: Any = None) -> Any:
    ledger = Ledger(path, COURSE)
    try:
        changes = ledger.plan(given, [KIND, "authenticated-completion", "credit"], NOW)
        executors.press_all(plan, ledger, engine, 4)
        return changes, list(ledger.rows())
    finally:
        ledger.close()


def at(plan: BatchPlan, folder: Path) -> BatchPlan:
    """`plan`, with its files below `folder`."""
    return replace(plan, store=Store.at(str(folder)))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.*")) if "ledger" not in p.name}


def material(course: Path) -> Material:
    return Material([keyring.load(course / "keys").document()], {}, datetime(2027, 6, 2, tzinfo=UTC))
