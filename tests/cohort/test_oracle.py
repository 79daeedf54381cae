"""Whatever the rule, the gradebook and its form: the decisions are those of a naive reading of the manual."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from mooc_kit.checks.course_check import check_path
from mooc_kit.cohort import columnar
from mooc_kit.cohort.credential_rules import CredentialRule
from mooc_kit.cohort.decide import Terms, decide
from mooc_kit.cohort.gradebook import Columns, number
from mooc_kit.cohort.gradebook_database import database, gather
from mooc_kit.cohort.roster import load_roster
from mooc_kit.cohort.summary import summarise
from mooc_kit.course.model import Course
from tests.cohort import oracle
from tests.cohort.oracle import Identity, Told, cut

EXAMPLE = Path(__file__).parents[2] / "examples" / "reading-health-numbers"
DAY = date(2027, 6, 1)
IDS = ("counts-and-rates", "describe-quiz", "risk-quiz", "read-a-study", "explainer", "final-exam")
PEOPLE = ("ama@example.org", "luis", "ἄννα@example.org", "x y", "b+1@example.org")


@cache
def the_course() -> Course:
    found = check_path(EXAMPLE).course
    assert found is not None
    return found


@dataclass(frozen=True)
class Cell:
    """What somebody wrote, and what it means. `number` is there where a typed column can hold it."""

    text: str
    percent: Decimal | Fraction | None = None
    done: bool | None = None
    number: float | None = None
    is_odd: bool = False


def _number(value: Decimal, form: int) -> Cell:
    text = str(value)
    if form == 1:
        text = text.replace(".", ",")
    if form == 2:
        text += " %"
    return Cell(text, cut(value), None, float(value) if form == 0 else None)


# fmt: off
NEAR = ["59.995", "59.9999", "60", "60.0000", "59.99994", "59.99996", "49.99996", "59.99999999999", "49.9999", "50",
        "0", "100", "69.99995", "56.99999999999999", "100.00000000001", "0.00005"]
        # fmt: on
CELLS = st.one_of(
    st.builds(_number, st.sampled_from(NEAR).map(Decimal), st.integers(0, 2)),
    st.builds(_number, st.decimals(0, 100, places=3, allow_nan=False), st.integers(0, 2)),
    st.sampled_from(
        [
            Cell(""),
            Cell("-"),
            Cell("n/a"),
            Cell("done", done=True),
            Cell("yes", done=True),
            Cell("Not completed", done=False),
            Cell("17/20", Decimal("85.0000")),
            Cell("2 of 3", Fraction(200, 3)),
            Cell("8/15", Fraction(160, 3)),
            Cell("5,5/6", Fraction(1100, 12)),
            Cell("eighty", is_odd=True),
            Cell("1_0", is_odd=True),
            Cell("=1+1", is_odd=True),
            Cell("2027-03-05", is_odd=True),
            Cell("101", number=101.0, is_odd=True),
            Cell("-3", number=-3.0, is_odd=True),
            Cell("100.0001", is_odd=True),
            Cell("nan", number=float("nan"), is_odd=True),
            Cell("inf", number=float("inf"), is_odd=True),
        ]
    ),
)


WATCHED: st.SearchStrategy[tuple[str, ...]] = st.sampled_from([(), ("final-exam",), ("final-exam", "risk-quiz")])


@st.composite
def rules(draw: st.DrawFn) -> list[CredentialRule]:
    found = []
    for id, needs_identity in (("completion", False), ("credit", True)):
        weighted = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4))
        parts = draw(st.lists(st.integers(1, 97), min_size=len(weighted), max_size=len(weighted)))
        found.append(
            CredentialRule(
                id=id,
                title=id,
                activities=tuple(draw(st.lists(st.sampled_from(IDS), unique=True))),
                least_percent=draw(st.sampled_from([0, 1, 50, 60, 70, 100])) if weighted else 0,
                weights={id: Fraction(part, sum(parts)) for id, part in zip(weighted, parts, strict=True)},
                watched=draw(WATCHED) if needs_identity else (),
                needs_identity=needs_identity,
                mapped=draw(st.sampled_from([(), (("Argue", ("explainer", "read-a-study")), ("Sum", ()))])),
            )
        )
    return found


MAYBE_DAY = st.sampled_from([date(2026, 1, 1), DAY - timedelta(1), DAY, DAY + timedelta(1), date(2029, 1, 1)])
OUTCOMES = st.sampled_from(["passed", "failed", "pending", ""])
IDENTITIES = st.lists(
    st.builds(
        Identity,
        st.sampled_from(PEOPLE),
        MAYBE_DAY,
        st.none() | MAYBE_DAY,
        st.fixed_dictionaries(dict.fromkeys(("final-exam", "risk-quiz"), OUTCOMES)).map(lambda d: tuple(d.items())),
    ),
    max_size=4,
)
WIDE = st.lists(st.tuples(st.sampled_from(PEOPLE), st.lists(CELLS, min_size=6, max_size=6)), min_size=1, max_size=8)
MOMENTS = st.one_of(
    st.none(),
    st.datetimes(datetime(2027, 5, 30), datetime(2027, 6, 3)).map(lambda at: at.replace(microsecond=0)),
    st.datetimes(datetime(2027, 5, 31), datetime(2027, 6, 2)).map(
        lambda at: at.replace(microsecond=0, tzinfo=timezone(timedelta(hours=-5)))
    ),
)
LONG = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(IDS), CELLS, MOMENTS), min_size=1, max_size=12)


def decided(
    judged: list[CredentialRule],
    paths: list[Path],
    identities: list[Identity],
    until: date | None,
    folder: Path,
    large: int,
) -> tuple[dict[Any, Any], list[Any]]:
    """Decisions by (learner, rule), and what was odd; CSVs from `large` bytes on are read in columns."""
    roster = folder / "roster.csv"
    watched = ("final-exam", "risk-quiz")
    with roster.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("learner", "method", "date", "verifier", "expires", *(f"proctoring:{id}" for id in watched)))
        for one in identities:
            outcomes = dict(one.outcomes)
            writer.writerow(
                (
                    one.learner,
                    "in-person",
                    one.verified,
                    "V",
                    one.expires or "",
                    *(outcomes.get(id, "") for id in watched),
                )
            )
    course = the_course()
    columns = Columns(course, {})
    with tempfile.TemporaryDirectory(dir=folder) as work, database(Path(work)) as connection:
        with mock.patch.object(columnar, "LARGE", large):
            gather(paths, columns, Path(work), connection)
        assert not load_roster(roster, watched, connection)
        terms = Terms(until=until, today=DAY, assumed=("untold",), is_percent=True)
        found = decide(course, judged, terms, columns, connection, folder / "out.parquet")
        assert not isinstance(found, list)
        summary = summarise(course, found, connection)
    rows = duckdb.sql(f"SELECT learner, credential, completed, percent, reasons FROM '{folder}/out.parquet'").fetchall()
    decisions = {(r[0], r[1]): (r[2], r[3], r[4].split("\n") if r[4] else []) for r in rows}
    assert len(decisions) == len(rows)
    for outcome in summary.outcomes:
        assert outcome.completed == sum(v[0] for k, v in decisions.items() if k[1] == outcome.rule.id)
    assert summary.funnel[0].people == len({learner for learner, _ in decisions})
    return decisions, [p for p in columns.problems if p.code == "G103"]


def as_csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


def as_xlsx(rows: list[list[str]], _: str = "") -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([f"'{cell}" if cell.startswith("=") else cell for cell in row])
        for cell, text in zip(book.active[book.active.max_row], row, strict=False):
            cell.value, cell.data_type = text, "s"
    book.save(stream)
    return stream.getvalue()


def as_parquet(rows: list[list[str]], path: Path) -> None:
    columns = list(zip(*rows, strict=True))
    names = ", ".join(f'unnest(?) AS "{column[0]}"' for column in columns)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {names}) TO '{path}'", [[text or None for text in column[1:]] for column in columns]
        )


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(WIDE, rules(), IDENTITIES, st.none() | st.just(DAY))
def test_a_wide_gradebook_is_decided_as_the_manual_says_in_every_form(
    book: list[Any], judged: list[CredentialRule], identities: list[Identity], until: date | None
) -> None:
    rows = [["learner", *IDS], *([who, *(cell.text for cell in cells)] for who, cells in book)]
    told = [Told(who, id, cell.percent, cell.done) for who, cells in book for id, cell in zip(IDS, cells, strict=True)]
    untold = {id for id in IDS if all(t.percent is None and t.done is None for t in told if t.activity == id)}
    expected = oracle.decide(the_course(), judged, told, identities, DAY, until, untold)
    odd_lines = sorted(line for line, (_, cells) in enumerate(book, 2) for cell in cells if cell.is_odd)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form, large in (("csv", 1 << 40), ("csv", 0), ("semicolon.csv", 0), ("xlsx", 0), ("parquet", 0)):
            path = folder / f"book.{form}"
            if form == "parquet":
                as_parquet(rows, path)
            else:
                path.write_bytes(as_xlsx(rows) if form == "xlsx" else as_csv(rows, ";" if "semi" in form else ","))
            found, odd = decided(judged, [path], identities, until, folder, large)
            assert found == expected, (form, large)
            shift = 1 if form == "parquet" else 0  # Parquet has no headings: its first row is row 1
            assert sorted(problem.place.line for problem in odd) == [line - shift for line in odd_lines], (form, large)
        # the same people in two gradebooks, of two kinds, each with a half of the columns
        for first, write in (("a.csv", as_csv), ("a.xlsx", as_xlsx)):
            (folder / first).write_bytes(write([row[:4] for row in rows], ","))
            as_parquet([[row[0], *row[4:]] for row in rows], folder / "b.parquet")
            found, odd = decided(judged, [folder / first, folder / "b.parquet"], identities, until, folder, 0)
            assert found == expected and len(odd) == len(odd_lines), first


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(WIDE, rules(), st.sampled_from(["DOUBLE", "FLOAT", "DECIMAL(9,4)", "DECIMAL(20,8)"]))
def test_typed_columns_are_decided_as_the_manual_says(book: list[Any], judged: list[CredentialRule], kind: str) -> None:
    told, values = [], []
    for who, cells in book:
        for id, cell in zip(IDS, cells, strict=True):
            number_ = cell.number
            if kind.startswith("DECIMAL") and number_ is not None and (number_ != number_ or number_ > 100):
                number_ = None
            with duckdb.connect() as connection:
                held = connection.execute(f"SELECT CAST(?::DOUBLE AS {kind})", [number_]).fetchone()
            held_value = held[0] if held else None
            percent = None
            if held_value is not None and held_value == held_value and 0 <= held_value <= Decimal("100.0000000004"):
                text = f"{held_value:.7g}" if kind == "FLOAT" else str(held_value)
                percent = cut(Decimal(text))
            told.append(Told(who, id, percent))
            values.append((who, id, number_))
    untold = {id for id in IDS if all(t.percent is None for t in told if t.activity == id)}
    expected = oracle.decide(the_course(), judged, told, [], DAY, None, untold)
    with tempfile.TemporaryDirectory() as name, duckdb.connect() as connection:
        lists = [[who for who, _ in book], *([v for _, i, v in values if i == id] for id in IDS)]
        columns = ", ".join(f'CAST(unnest(?::DOUBLE[]) AS {kind}) AS "{id}"' for id in IDS)
        path = Path(name) / "typed.parquet"
        connection.execute(f"COPY (SELECT unnest(?) AS learner, {columns}) TO '{path}'", lists)
        found, _ = decided(judged, [path], [], None, Path(name), 0)
    assert found == expected


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(LONG, rules(), IDENTITIES, st.none() | st.just(DAY))
def test_scores_with_times_are_decided_as_the_manual_says_in_every_form(
    book: list[Any], judged: list[CredentialRule], identities: list[Identity], until: date | None
) -> None:
    rows = [["email", "activity", "score", "at"]]
    told = []
    for who, id, cell, at in book:
        rows.append([who, id, cell.text, at.isoformat() if at else ""])
        in_utc = at.astimezone(UTC).replace(tzinfo=None) if at and at.tzinfo else at
        told.append(Told(who, id, cell.percent, cell.done, in_utc))
    untold = {id for id in IDS if all(t.percent is None and t.done is None for t in told if t.activity == id)}
    expected = oracle.decide(the_course(), judged, told, identities, DAY, until, untold)
    odd_lines = sorted(line for line, (*_, cell, _) in enumerate(book, 2) if cell.is_odd)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form, large in (("csv", 1 << 40), ("csv", 0), ("xlsx", 0), ("parquet", 0)):
            path = folder / f"book.{form}"
            if form == "parquet":
                as_parquet(rows, path)
            else:
                path.write_bytes((as_xlsx if form == "xlsx" else as_csv)(rows))
            found, odd = decided(judged, [path], identities, until, folder, large)
            assert found == expected, (form, large)
            shift = 1 if form == "parquet" else 0
            assert sorted(problem.place.line for problem in odd) == [line - shift for line in odd_lines], (form, large)


@settings(max_examples=150, deadline=None)
@given(st.text("0123456789.,_eE+- \t%x", max_size=9) | st.decimals(0, 100, places=9, allow_nan=False).map(str))
def test_duckdb_takes_for_a_plain_number_only_what_is_one_everywhere(text: str) -> None:
    from mooc_kit.cohort.score_cells import cell

    told = cell("t", "VARCHAR")
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT {told.percent}, {told.text} FROM (SELECT ? AS t)", [text]).fetchall()
    ((percent, left),) = rows
    meant = number(text)
    if percent is not None:
        assert meant is not None and percent == cut(meant)
    elif text.strip():
        assert left == text.strip(" ")
