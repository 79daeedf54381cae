"""Completions: every platform's export leads to the same decisions, exactly, with reasons, and nothing odd is
dropped in silence."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lxml import html
from openpyxl import Workbook

from mooc_kit.checks.course_check import check_path
from mooc_kit.cohort import columnar, synthetic
from mooc_kit.cohort.decide import Terms
from mooc_kit.cohort.gradebook import number, value_of
from mooc_kit.commands.completions import completions
from mooc_kit.problems import MoocKitError, UsageError

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2027, 6, 1)
SPEC = """\
spec: 1
course: {id: tiny, title: Tiny, language: en, license: CC-BY-4.0, weeks: 1, hours_per_week: 2}
outcomes: [{id: see, text: Describe what you see}]
modules:
  - id: one
    title: One
    outcomes: [see]
    activities:
      - {id: look, kind: page, title: Look}
      - {id: check, kind: quiz, title: "Quick check, part 1", graded: true, points: 10, pass: 60, attempts: 2}
      - {id: tell, kind: assignment, title: Tell, points: 20}
completion:
  platform_completion: {require: {activities: all, score: 70}, weights: {check: 33, tell: 67}}
success:
  - {id: shared, measure: share-backs, target: 2}
  - {id: goals, measure: participant-goals-met, target: 60%}
targets: [site]
"""


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from mooc_kit.commands.new import from_answers

    folder = tmp_path_factory.mktemp("tiny")
    (folder / "answers.yaml").write_text(SPEC)
    from_answers(folder / "kit", folder / "answers.yaml")
    return folder / "kit"


def decided(kit: Path, tmp_path: Path, *books: tuple[str, str | bytes], **more: Any) -> dict[str, dict[str, Any]]:
    """Decisions by learner (and credential where there are several) for books as (name, content)."""
    paths = []
    for name, content in books:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    output = tmp_path / "completions.parquet"
    terms = more.pop("terms", Terms())
    status = completions(paths, kit, output, made_on=DAY, terms=terms, write_report=tmp_path / "report.html", **more)
    assert status == 0
    relation = duckdb.sql(f"SELECT * FROM read_parquet('{output}')")
    names = relation.columns
    return {row["learner"]: row for row in (dict(zip(names, r, strict=True)) for r in relation.fetchall())}


OPEN_EDX = """\
Student ID,Email,Username,Grade,"Homework 1: Quick check, part 1",Homework 2: Tell,Homework (Avg),Enrollment Track
1,Ama@Example.org,ama,0.9,0.75,0.95,0.9,audit
2,luis@example.org,luis,0.1,0.59,Not Attempted,0.1,audit
"""
_A, _B = ("Homework 1: One - Quick check, part 1 - " + letter for letter in "AB")
PROBLEMS = f"""\
Student ID,Email,Username,Enrollment Status,Grade,"{_A} (Earned)","{_A} (Possible)","{_B} (Earned)","{_B} (Possible)",\
Homework 2: One - Tell - Essay (Earned),Homework 2: One - Tell - Essay (Possible)
1,ama@example.org,ama,enrolled,0.9,2,2,1,2,19,20
2,luis@example.org,luis,enrolled,0.1,59,100,Not Attempted,0,Not Attempted,20
"""
MOODLE = """\
First name,Last name,ID number,Email address,"Quiz: Quick check, part 1 (Real)",Assignment: Tell (Real),\
Course total (Real),Last downloaded from this course
Ama,Boateng,1,ama@example.org,7.50,19.00,26.5,1812345678
Luis,Ortega,2,luis@example.org,5.90,-,5.9,1812345678
"""
CANVAS = """\
Student,ID,SIS Login ID,Section,"Quick check, part 1 (101)",Tell (102),Current Score
"    Points Possible",,,,8,20,(read only)
"Boateng, Ama",1,ama@example.org,A,6,19,90
"Ortega, Luis",2,luis@example.org,A,4.72,,10
"Student, Test",3,,A,8,20,100
"""
PLAIN = "email;name;check;tell\nama@example.org;Ama;75;19/20\nluis@example.org;Luis;59 %;\n"
LONG = "learner,activity,score\nama@example.org,check,75\nama@example.org,Tell,95\nluis@example.org,check,59\n"
XAPI = "\n".join(
    json.dumps(statement)
    for statement in (
        {
            "actor": {"mbox": "mailto:ama@example.org"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},
            "object": {"id": "https://x.example/a/check"},
            "result": {"score": {"scaled": 0.75}},
        },
        {
            "actor": {"mbox": "mailto:ama@example.org"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
            "object": {"id": "https://x.example/b", "definition": {"name": {"en": "Tell"}}},
            "result": {"score": {"raw": 19, "min": 0, "max": 20}},
        },
        {
            "actor": {"mbox": "mailto:luis@example.org"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/failed"},
            "object": {"id": "https://x.example/a/check"},
            "result": {"score": {"scaled": 0.59}},
        },
    )
)
READ = ("done.csv", "email,look\nama@example.org,done\nluis@example.org,yes\n")
MOODLE_COMPLETION = (
    "progress.csv",
    ',Email address,Look,Look - Completion date\nAma,ama@example.org,Completed,"Friday, 5 March 2027, 10:00 AM"\n'
    'Luis,luis@example.org,"Completed (achieved pass grade)",\n',
)


@pytest.mark.parametrize("done", [READ, MOODLE_COMPLETION], ids=["plain", "moodle"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("edx.csv", OPEN_EDX),
        ("problems.csv", PROBLEMS),
        ("moodle.csv", MOODLE),
        ("canvas.csv", CANVAS),
        ("plain.csv", PLAIN),
        ("long.csv", LONG),
        ("lrs.ndjson", XAPI),
    ],
    ids=["open-edx", "open-edx-problems", "moodle", "canvas", "plain", "long", "xapi"],
)
def test_every_export_leads_to_the_same_decisions(
    kit: Path, tmp_path: Path, name: str, text: str, done: tuple[str, str]
) -> None:
    found = decided(kit, tmp_path, (name, text), done)
    assert set(found) == {"ama@example.org", "luis@example.org"}
    ama, luis = found["ama@example.org"], found["luis@example.org"]
    assert ama["completed"] and ama["percent"] == Decimal("88.40") and ama["reasons"] == ""
    assert not luis["completed"]
    assert luis["reasons"].split("\n") == [
        '"Quick check, part 1" was not passed (60 percent are needed).',
        '"Tell" was not done.',
        "The score is 19.47 percent; 70 are needed.",
    ]


def test_xlsx_and_parquet_lead_there_too(kit: Path, tmp_path: Path) -> None:
    book = Workbook()
    for line in MOODLE.splitlines():
        book.active.append([json.loads(c) if c.startswith('"') else c for c in re.findall(r'"[^"]*"|[^,]+', line)])
    book.save(tmp_path / "m.xlsx")
    for shape in ("wide", "long"):
        if shape == "wide":
            rows = (
                "SELECT 'ama@example.org' AS email, 75.0 AS \"check\", 95.0 AS tell UNION ALL SELECT "
                "'luis@example.org', 59, NULL"
            )
        else:
            rows = (
                "SELECT * FROM (VALUES ('ama@example.org','check',75.0),('ama@example.org','tell',95.0),"
                "('luis@example.org','check',59.0)) t(learner, activity, score)"
            )
        duckdb.sql(rows).write_parquet(str(tmp_path / f"{shape}.parquet"))
    for name in ("m.xlsx", "wide.parquet", "long.parquet"):
        found = decided(kit, tmp_path, (name, (tmp_path / name).read_bytes()), READ)
        assert found["ama@example.org"]["percent"] == Decimal("88.40"), name
        assert not found["luis@example.org"]["completed"]


def test_a_score_a_hair_below_the_line_is_below_it_and_looks_so(kit: Path, tmp_path: Path) -> None:
    # 0.33 × 70.0001 + 0.67 × 69.9999 = 69.999966 …, which doubles would round to where they like
    rows = "email,check,tell,look\na@example.org,70.0001,69.9999,x\nb@example.org,70,70,x\n"
    rows += "c@example.org,99.9999,55.2238,x\n"
    found = decided(kit, tmp_path, ("p.csv", rows))
    assert found["a@example.org"]["reasons"] == "The score is 69.99 percent; 70 are needed."
    assert found["b@example.org"]["completed"]
    assert not found["c@example.org"]["completed"]


def test_only_as_many_attempts_count_as_the_course_allows_and_only_in_time(kit: Path, tmp_path: Path) -> None:
    rows = (
        "learner,activity,score,at\na@example.org,check,10,2027-03-01\na@example.org,check,20,2027-03-02\n"
        "a@example.org,check,100,2027-03-03\na@example.org,tell,100,2027-03-03\na@example.org,look,100,2027-03-01\n"
        "b@example.org,check,80,2027-03-01\nb@example.org,tell,100,2027-03-09\nb@example.org,look,100,2027-03-01\n"
    )
    found = decided(kit, tmp_path, ("p.csv", rows))
    assert "not passed" in found["a@example.org"]["reasons"] and found["b@example.org"]["completed"]
    late = decided(kit, tmp_path, ("p.csv", rows), terms=Terms(until=date(2027, 3, 5)))
    assert '"Tell" was not done.' in late["b@example.org"]["reasons"]


def test_what_no_gradebook_tells_stops_the_decision_until_somebody_vouches_for_it(
    kit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.csv"
    path.write_text(PLAIN)
    assert completions([path], kit, tmp_path / "c.parquet", made_on=DAY) == 1
    assert "G107" in capsys.readouterr().err and not (tmp_path / "c.parquet").exists()
    found = decided(kit, tmp_path, ("p.csv", PLAIN), terms=Terms(assumed=("look",)))
    assert found["ama@example.org"]["completed"]


def test_every_odd_row_is_told_with_its_line(kit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        "email,name,check,tell,look,mystery\n"
        '"ama@example.org","Ama\nBoateng",75,95,x,1\n'  # a name of two lines: the next row is line 4
        "bad@example.org,Bad,eighty,95,x,\n"
        ",Nobody,1,1,x,\n"
        "over@example.org,Over,101,-3,x,\n"
        "ama@example.org,Again,80,95,x,\n"
        "аma@example.org,Twin,80,95,x,\n"
        "long@example.org,Long,1,2,x,,,,7\n"
        "inf@example.org,Inf,inf,nan,x,\n"
    )
    found = decided(kit, tmp_path, ("p.csv", rows))
    assert found["ama@example.org"]["percent"] == Decimal("90.05")
    assert not found["bad@example.org"]["completed"] and "long@example.org" not in found
    odd = (tmp_path / "completions.odd.csv").read_text()
    err = capsys.readouterr().err
    for line, what in ((4, "eighty"), (5, "whose"), (6, "101"), (6, "-3"), (9, "9 cells"), (10, "inf"), (10, "nan")):
        assert any(f",{line}," in text and what in text for text in odd.splitlines()), (line, what, odd)
    for code in ("G103", "G104", "G105", "G106"):
        assert code in odd and code in err


@pytest.mark.parametrize("large", [0, 1 << 40], ids=["in columns", "row by row"])
def test_everybody_in_a_long_file_is_decided(
    kit: Path, tmp_path: Path, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The twenty first rows tell what kind of file it is; the row behind them once went missing.
    monkeypatch.setattr("mooc_kit.cohort.columnar.LARGE", large)
    rows = "".join(f"p{n}@example.org,{n % 101},100,x\n" for n in range(50))
    found = decided(kit, tmp_path, ("p.csv", "email,check,tell,look\n" + rows))
    assert set(found) == {f"p{n}@example.org" for n in range(50)}


@pytest.mark.parametrize("large", [0, 1 << 40], ids=["in columns", "row by row"])
def test_a_file_is_read_alike_in_columns_and_row_by_row(
    kit: Path, tmp_path: Path, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mooc_kit.cohort.columnar.LARGE", large)
    rows = (
        "\ufeffEmail;Name;check;Tell;look;share-backs;mystery\r\n"
        '"ama@example.org";"Ama\nBoateng";75,5;19/20;x;3;\r\n'
        "\r\n"
        "AMA@example.org ;Ama;80;95 %;done;;\r\n"
        "\u00a0zoë@example.org;Zoe\u0308\u202eX;100;-;no;x;\r\n"
        ";;;;;;somebody\r\n"
        ";;;;;;\r\n"
        "short@example.org;S;eighty\r\n"
        "b@example.org;B;1e1;3/5;2027-03-05;-1;\r\n"
    )
    found = decided(kit, tmp_path, ("p.csv", rows))
    assert set(found) == {"ama@example.org", "zoë@example.org", "short@example.org", "b@example.org"}
    assert found["ama@example.org"]["percent"] == Decimal("90.05") and found["ama@example.org"]["completed"]
    assert found["zoë@example.org"]["name"] == "ZoëX" and found["ama@example.org"]["name"] == "Ama Boateng"
    assert found["b@example.org"]["percent"] == Decimal("43.50")
    odd = [line.split(",")[:3] for line in (tmp_path / "completions.odd.csv").read_text().splitlines()[1:]]
    assert sorted((line, code) for _, line, code in odd) == [
        ("", "G104"),
        ("1", "G106"),
        ("10", "G103"),
        ("10", "G103"),
        ("6", "G103"),
        ("7", "G103"),
        ("9", "G103"),
    ]


def test_columns_are_matched_by_hand_where_titles_differ(kit: Path, tmp_path: Path) -> None:
    rows = "email,Final test,Tell,look\nama@example.org,75,95,x\n"
    found = decided(kit, tmp_path, ("p.csv", rows), mapped={"Final test": "check"})
    assert found["ama@example.org"]["completed"]
    with pytest.raises(MoocKitError, match="chekc"):
        decided(kit, tmp_path, ("p.csv", rows), mapped={"Final test": "chekc"})


def test_the_column_that_says_who_it_is_can_be_named_by_hand(kit: Path, tmp_path: Path) -> None:
    rows = "Participant address;Final test;Tell;look\nama@example.org;75;95;x\n"
    with pytest.raises(MoocKitError, match="Participant address") as stopped:
        decided(kit, tmp_path, ("p.csv", rows))
    assert '--map "Participant address=email"' in stopped.value.problems[0].hint
    names = {"Participant address": "email", "Final test": "check"}
    assert decided(kit, tmp_path, ("p.csv", rows), mapped=names)["ama@example.org"]["completed"]
    duckdb.sql(f"SELECT * FROM read_csv('{tmp_path}/p.csv', all_varchar = true)").write_parquet(f"{tmp_path}/p.parquet")
    again = ("p.parquet", (tmp_path / "p.parquet").read_bytes())
    assert decided(kit, tmp_path, again, mapped=names)["ama@example.org"]["completed"]


def test_what_spreadsheets_do_to_a_table_is_understood_or_told(kit: Path, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    rows: list[list[Any]] = [["Spring 2027"], [], ["Email", "Name", "check", "Tell", "look"]]
    rows += [["ama@example.org", "Ama", 0.75, 95, True], ["b@example.org", "B", datetime(2027, 5, 3), "#REF!", None]]
    for row in rows:
        sheet.append(row)
    sheet["C4"].number_format = "0.0%"
    book.save(tmp_path / "m.xlsx")
    found = decided(kit, tmp_path, ("m.xlsx", (tmp_path / "m.xlsx").read_bytes()))
    assert found["ama@example.org"]["percent"] == Decimal("88.40") and found["ama@example.org"]["completed"]
    odd = (tmp_path / "completions.odd.csv").read_text()
    assert ",1,G103" in odd and ",5,G103" in odd and "2027-05-03" in odd and "#REF!" in odd


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_are_read_in_every_usual_encoding(kit: Path, tmp_path: Path, code: str) -> None:
    rows = "email;Name;check;Tell;look\nzoë@example.org;Zoë Müller;75,5;95;x\n"
    found = decided(kit, tmp_path, ("p.csv", rows.encode(code)))
    assert found["zoë@example.org"]["name"] == "Zoë Müller" and found["zoë@example.org"]["completed"]
    told = tmp_path / "completions.odd.csv"
    assert ("F102" in told.read_text() if told.exists() else False) == (code == "cp1252")


def test_people_who_may_stand_there_twice_are_told(kit: Path, tmp_path: Path) -> None:
    rows = "email,check,Tell,look\nAma@example.org,75,95,x\nama+moodle@example.org,1,1,x\naмa@example.org,1,1,x\n"
    decided(
        kit,
        tmp_path,
        (
            "p.csv",
            rows + "ama@example.org,80,95,x\nam@example.org,1,1,x\nb+x@example.org,1,1,x\n\u0430ma@example.org,1,1,x\n",
        ),
    )
    odd = [line for line in (tmp_path / "completions.odd.csv").read_text().splitlines() if "G10" in line]
    assert sum("G104" in line for line in odd) == 1
    assert any("ama+moodle@example.org and ama@example.org may be one person" in line for line in odd)
    assert any("\u0430ma@example.org looks like ama@example.org" in line for line in odd)  # a Cyrillic а
    assert not any("b+x" in line for line in odd)


def test_the_best_identity_record_counts(kit: Path, health: Path, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(
        "learner;method;date;verifier;expires;proctoring:final-exam\n"
        "learner0005@example.org;in-person;2027-03-01;É;2028-01-01;pending\n"
        "learner0005@example.org;in-person;2027-09-01;É;2031-01-01;passed\n".encode("cp1252")
    )
    books = [health / "books" / n for n in ("open-edx-grades.csv", "done.csv")]
    output = tmp_path / "c.parquet"
    completions(books, health / "kit", output, roster=tmp_path / "r.csv", made_on=DAY)
    sql = f"SELECT reasons, verified FROM '{output}' WHERE learner LIKE '%0005%' AND credential LIKE 'auth%'"
    ((reasons, verified),) = duckdb.sql(sql).fetchall()
    assert "identity" not in reasons and "proctoring" not in reasons and verified == date(2027, 3, 1)


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04broken", b"\x00" * 100, b"email\n\xe4\xf6\n"]
)
@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.parquet", "x.ndjson"])
def test_a_file_that_is_no_gradebook_ends_in_words(kit: Path, tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(MoocKitError):
        decided(kit, tmp_path, (name, data))


def test_numbers_are_read_as_people_write_them() -> None:
    assert [number(t) for t in ("1,234.5", "87,5", " 12 ", "1e2")] == [Decimal("1234.5"), Decimal("87.5"), 12, 100]
    assert all(number(t) is None for t in ("", "=1+1", "12abc", "inf", "nan", "1e999", "0x10"))
    assert value_of("✓").is_done is True  # type: ignore[union-attr]
    assert value_of("Completed (did not achieve pass grade)").is_done is False  # type: ignore[union-attr]
    assert value_of("=2+3") == "=2+3" and value_of("-") is None


@pytest.fixture(scope="module")
def health(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with credit, its agreement signed, and a cohort of 200 for it."""
    folder = tmp_path_factory.mktemp("health")
    shutil.copytree(EXAMPLES / "reading-health-numbers", folder / "kit")
    spec = folder / "kit/course.yaml"
    spec.write_text(spec.read_text().replace("agreement: in-negotiation", "agreement: signed\n    partner: P"))
    checked = check_path(folder / "kit")
    assert checked.course is not None and checked.spec is not None
    formal = synthetic.formal_of(checked.spec, checked.course)
    synthetic.write_cohort(checked.course, folder / "books", 200, formal=formal)
    return folder


def test_credit_needs_an_identity_that_is_valid_proctoring_and_the_mapping(
    health: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    books = [health / "books" / n for n in ("open-edx-grades.csv", "done.csv", "statements.ndjson")]
    output = tmp_path / "c.parquet"
    page = tmp_path / "report.html"
    completions(
        books,
        health / "kit",
        output,
        roster=health / "books/roster.csv",
        decisions=health / "books/decisions.csv",
        made_on=DAY,
        write_report=page,
    )
    rows = duckdb.sql(
        f"SELECT learner, credential, completed, reasons, method, expires FROM read_parquet('{output}')"
    ).fetchall()
    by = {(learner, credential): row for learner, credential, *row in rows}
    assert len(by) == len(rows) == 600
    told = " ".join(row[1] for row in by.values())
    for reason in (
        "no identity record",
        "expired on 2026-12-31",
        "not decided yet",
        "proctoring of",
        "shows: Appraise",
    ):
        assert reason in told
    for (learner, credential), row in by.items():
        if row[0] and credential != "completion":
            assert by[learner, "completion"][0] and row[2] == "document-check" and row[3] >= DAY
        if credential == "credit" and row[0]:
            assert by[learner, "authenticated-completion"][0]
    assert sum(row[0] for row in by.values()) > 40
    tree = html.fromstring(page.read_text())
    shown = tree.text_content()
    assert "not known" in shown and "Signed up" in shown and "learner0" not in shown and "@example" not in shown
    assert (
        not tree.xpath("//script") and not tree.xpath("//@src") and all(t.xpath(".//th") for t in tree.xpath("//table"))
    )
    assert "People who went on" in capsys.readouterr().out


def test_the_measures_of_success_come_from_the_data_that_is_there(kit: Path, tmp_path: Path) -> None:
    rows = "email,check,tell,look,share-backs\na@example.org,75,95,x,3\nb@example.org,,,,1\n"
    decided(kit, tmp_path, ("p.csv", rows))
    shown = " ".join(html.fromstring((tmp_path / "report.html").read_text()).text_content().split())
    assert re.search("shared back ?4 ?2", shown) and "not known" in shown


def test_what_does_not_fit_into_memory_is_tried_with_more_and_then_told(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = ("marks.csv", "learner,check,tell,look\nana,100,100,1\n")
    monkeypatch.setattr("mooc_kit.commands.completions.MEMORY", ("1MB", "250MB"))
    assert decided(kit, tmp_path, book)["ana"]["completed"]
    monkeypatch.setattr("mooc_kit.commands.completions.MEMORY", ("1MB",))
    with pytest.raises(UsageError, match="1MB of memory are not enough"):
        decided(kit, tmp_path, book)


def test_a_damaged_parquet_file_is_told_and_is_no_traceback(kit: Path, tmp_path: Path) -> None:
    book = tmp_path / "marks.parquet"
    duckdb.sql("SELECT 'l' || i AS learner, hash(i) % 100 AS \"check\" FROM range(9000) t(i)").write_parquet(str(book))
    whole = book.read_bytes()
    with pytest.raises((UsageError, MoocKitError)):
        decided(kit, tmp_path, ("marks.parquet", whole[:400] + b"x" * 400 + whole[800:]))


@pytest.mark.parametrize("suffix", ["csv", "large.csv", "parquet"])
def test_thirds_are_summed_as_fractions(
    kit: Path, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thirds and one third are half of all, and a hair less is less."""
    spec = kit / "course.yaml"
    folder = tmp_path / "kit"
    shutil.copytree(kit, folder)
    text = spec.read_text().replace("check: 33, tell: 67", "check: 50, tell: 50").replace("score: 70", "score: 50")
    (folder / "course.yaml").write_text(text)
    rows = "email,check,Tell,look\nama@example.org,20/30,5/15,x\nbea@example.org,2/3,33.3333,x\n"
    rows += "c@example.org,2/3,10/29,x\n"
    monkeypatch.setattr(columnar, "LARGE", 0 if suffix == "large.csv" else 1 << 40)
    content: str | bytes = rows
    if suffix == "parquet":
        (tmp_path / "p.csv").write_text(rows)
        duckdb.sql(f"SELECT * FROM read_csv('{tmp_path}/p.csv', all_varchar = true)").write_parquet(
            f"{tmp_path}/t.parquet"
        )
        content = (tmp_path / "t.parquet").read_bytes()
    found = decided(folder, tmp_path, (f"book.{suffix}", content))
    assert {who: (row["completed"], str(row["percent"])) for who, row in found.items()} == {
        "ama@example.org": (True, "50.00"),
        "bea@example.org": (False, "49.99"),
        "c@example.org": (True, "50.57"),
    }
