"""A ledger that is damaged, or whose disk is full, is told with its place; a new one leaves nothing behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.ledger_schema import prepare
from mooc_kit.problems import MoocKitError
from tests.cohort.issuing import NOW, decisions

COLUMNS = (
    ("people", "name"),
    ("credentials", "digest"),
    ("credentials", "content"),
    ("subjects", "id"),
    ("barred", "kind"),
    ("about", "value"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    ledger = Ledger(tmp_path / "ledger.sqlite", "c")
    ledger.plan(decisions(2), ["completion"], NOW)
    ledger.close()
    return ledger.path


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_ledger_that_lacks_a_column_is_told_when_it_is_opened(path: Path, table: str, column: str) -> None:
    db = sqlite3.connect(path)
    db.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO other")
    db.commit()
    db.close()
    with pytest.raises(MoocKitError) as caught:
        Ledger(path, "c")
    assert caught.value.problems[0].place.file.endswith("ledger.sqlite")
    assert path.exists(), "what somebody has is never taken away"


def test_damaged_pages_are_told_wherever_they_are_met(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(byte ^ 0x55 for byte in data[4096:])
    path.write_bytes(data)

    def use() -> None:
        ledger = Ledger(path, "c")
        list(ledger.rows())
        ledger.rename("a", "b")

    with pytest.raises(MoocKitError, match="cannot be used"):
        use()


def test_what_fails_in_the_middle_of_a_ledger_is_told(path: Path) -> None:
    """Pages are damaged behind the first look, or rows contradict each other: the statement that meets it tells."""
    ledger = Ledger(path, "c")
    for statement in ("SELECT nothing FROM people", "INSERT INTO about VALUES ('course', 'x')"):
        with pytest.raises(MoocKitError, match="cannot be used"):
            ledger._db.execute(statement)
    with pytest.raises(MoocKitError, match="cannot be used"):
        ledger._db.executemany("INSERT INTO about VALUES (?, ?)", [("course", "x")])
    ledger.close()


def test_a_ledger_that_could_not_be_made_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(db: sqlite3.Connection) -> None:
        prepare(db)
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("mooc_kit.cohort.ledger.prepare", full)
    with pytest.raises(MoocKitError, match="full"):
        Ledger(tmp_path / "new" / "ledger.sqlite", "c")
    assert list((tmp_path / "new").iterdir()) == []
