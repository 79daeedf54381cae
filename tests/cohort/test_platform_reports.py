"""Platforms' own exports lead to the decision that the course's rule asks for, and what they cannot tell is said."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mooc_kit.cohort.credential_rules import CredentialRule
from mooc_kit.cohort.decide import Terms, decide
from mooc_kit.cohort.gradebook import Columns, Learner, Record, Score
from mooc_kit.cohort.gradebook_database import database, gather
from mooc_kit.cohort.readers import sheets
from mooc_kit.cohort.readers.base import GradebookReader
from mooc_kit.cohort.readers.table import GradebookTable
from mooc_kit.commands.completions import completions
from mooc_kit.problems import Place, Problem, UsageError
from mooc_kit.tables import Row
from tests.cohort.test_oracle import the_course

POINTS = {"describe-quiz": 10, "risk-quiz": 15, "read-a-study": 20, "explainer": 25, "final-exam": 30}
RULE = CredentialRule(
    id="completion",
    title="Completion",
    activities=(),
    least_percent=60,
    weights={id: Fraction(points, 100) for id, points in POINTS.items()},
)


def judged(
    tmp_path: Path, text: str, name: str = "book.csv", mapped: dict[str, str] | None = None, **terms: Any
) -> tuple[dict[str, tuple[bool, str]], list[Problem]]:
    """(completed, percent) by learner, and what was told, for one gradebook of the course of five scores."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    columns = Columns(the_course(), mapped or {})
    with tempfile.TemporaryDirectory(dir=tmp_path) as work, database(Path(work)) as connection:
        gather([tmp_path / name], columns, Path(work), connection)
        day = Terms(today=date(2027, 6, 1), **terms)
        made = decide(columns.course, [RULE], day, columns, connection, tmp_path / "out.parquet")
    if isinstance(made, list):
        return {}, [*columns.problems, *made]
    rows = duckdb.sql(f"SELECT learner, completed, percent FROM '{tmp_path}/out.parquet'").fetchall()
    return {who: (completed, str(percent)) for who, completed, percent in rows}, columns.problems


def told(problems: list[Problem], code: str) -> str:
    return " ".join(problem.message for problem in problems if problem.code == code)


MOODLE = """\
First name,Last name,Email address,Quiz: Which measure? (Real),Quiz: Work out the risk (Real),\
Assignment: Read one study closely (Real),Workshop: An explainer for your town{part} (Real),Quiz: Final exam (Real),\
Course total (Real)
"""


def test_sixty_of_a_hundred_points_are_sixty_percent_whatever_the_parts(tmp_path: Path) -> None:
    rows = "Ama,B,ama@example.org,6.00,10.00,12.00,15.00,17.00,60\n"
    rows += "Bea,B,bea@example.org,6.00,9.99,12.00,15.00,17.00,60\n"
    found, _ = judged(tmp_path, MOODLE.replace("{part}", "") + rows)
    assert found == {"ama@example.org": (True, "60.00"), "bea@example.org": (False, "59.99")}


def test_a_workshop_has_two_columns_and_the_one_for_ones_own_work_counts(tmp_path: Path) -> None:
    heads = MOODLE.replace("{part}", " (submission)").strip()
    heads += ",Workshop: An explainer for your town (assessment) (Real)\n"
    found, _ = judged(tmp_path, heads + "Ama,B,ama@example.org,10,15,20,25,30,100,0\n")
    assert found == {"ama@example.org": (True, "100.00")}


def test_a_counted_activity_without_a_column_is_an_error(tmp_path: Path) -> None:
    heads = MOODLE.replace("Workshop: An explainer for your town{part} (Real),", "")
    found, problems = judged(tmp_path, heads + "Ama,B,ama@example.org,10,15,20,30,75\n")
    assert not found and "An explainer for your town" in told(problems, "G107")
    done = "Name,Email address,An explainer for your town,\nAma,ama@example.org,Completed,2026-11-29 08:57:37\n"
    (tmp_path / "done.csv").write_text(done)
    columns = Columns(the_course(), {})
    with tempfile.TemporaryDirectory(dir=tmp_path) as work, database(Path(work)) as connection:
        gather([tmp_path / "book.csv", tmp_path / "done.csv"], columns, Path(work), connection)
        made = decide(columns.course, [RULE], Terms(), columns, connection, tmp_path / "out.parquet")
    assert isinstance(made, list) and "An explainer for your town" in told(made, "G114")


GERMAN = """\
Vorname;Nachname;ID-Nummer;Institution;Abteilung;E-Mail-Adresse;Test: Which measure? (Punkte);\
Test: Work out the risk (Punkte);Aufgabe: Read one study closely (Punkte);\
Gegenseitige Beurteilung: An explainer for your town (einreichen) (Punkte);Test: Final exam (Punkte);\
Kurs gesamt (Punkte);Zuletzt aus diesem Kurs geladen
Ama;Boateng;;;;ama@example.org;9,00;12,00;17,00;20,00;22,50;80,50;1761200000
"""
FRENCH = """\
Prénom,Nom,Adresse de courriel,Test : Which measure? (Brut),Test : Work out the risk (Brut),\
Devoir : Read one study closely (Brut),Atelier : An explainer for your town (travail remis) (Brut),\
Test : Final exam (Pourcentage),Total du cours (Brut)
Ama,Boateng,ama@example.org,"9,00","12,00","17,00","20,00","75,00 %","80,50"
"""

SPANISH = """\
Nombre,Apellido(s),Número de ID,Institución,Departamento,Dirección de correo,Cuestionario: Which measure? (Real),\
Cuestionario: Work out the risk (Real),Tarea: Read one study closely (Real),\
Taller: An explainer for your town (envío) (Real),Cuestionario: Final exam (Porcentaje),Total del curso (Real)
Ama,Boateng,,,,ama@example.org,"9,00","12,00","17,00","20,00","75,00 %","80,50"
"""


@pytest.mark.parametrize("text", [GERMAN, FRENCH, SPANISH], ids=["de", "fr", "es"])
def test_moodle_is_read_in_its_languages(tmp_path: Path, text: str) -> None:
    found, problems = judged(tmp_path, text)
    assert found == {"ama@example.org": (True, "80.50")} and not problems


def test_days_of_moodles_completion_report_count_until_and_one_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    rule = CredentialRule(id="c", title="C", activities=("describe-quiz", "explainer"), least_percent=0, weights={})
    heads = ',"Email address","Which measure?","2026-12-20 23:59:00","An explainer for your town",""\n'
    for day, until, expected in (
        ("2026-11-29 08:57:37", None, True),
        ("2026-11-29 08:57:37", date(2026, 11, 29), True),
        ("2026-11-30 00:00:01", date(2026, 11, 29), False),
        ("gestern", None, True),
        ("gestern", date(2027, 1, 1), None),
    ):
        row = f"S,ama@example.org,Completed,2026-11-01 08:00:00,Completed,{day}\n"
        (tmp_path / "p.csv").write_text(heads + row)
        columns = Columns(the_course(), {})
        with tempfile.TemporaryDirectory(dir=tmp_path) as work, database(Path(work)) as connection:
            gather([tmp_path / "p.csv"], columns, Path(work), connection)
            made = decide(columns.course, [rule], Terms(until=until), columns, connection, tmp_path / "o.parquet")
        assert ("gestern" in told(columns.problems, "G103")) == (day == "gestern")
        if expected is None:
            assert isinstance(made, list) and [problem.code for problem in made] == ["G115"]
        else:
            assert duckdb.sql(f"SELECT completed FROM '{tmp_path}/o.parquet'").fetchall() == [(expected,)]


CANVAS = '''\
Student,ID,SIS User ID,SIS Login ID,Section,Which measure? (1001),Work out the risk (1002),\
Read one study closely (1003),An explainer for your town (1004),Final exam{number},Current Score,Final Score
,,,,,Manual Posting,,,,,,
    Points Possible,,,,,10,15,20,25,30,(read only),(read only)
"Boateng, Ama",11,S1,ama@example.org,Sec 1,9.00,12.00,17,EX,22.5,80.1,80.1
"Low, Fay",12,S2,fay@example.org,Sec 1,5,N/A,,10,9,40,40
"Muster, ""Eva""",14,S4,eva@example.org,Sec 1,"8,5",15,20,25,-,90,90
"Student, Test",99,,b7e1,Sec 1,10,15,20,25,30,100,100
'''


@pytest.mark.parametrize("number", [" (1005)", ""])
def test_canvas_counts_the_final_exam_and_leaves_out_what_somebody_is_excused_from(tmp_path: Path, number: str) -> None:
    found, problems = judged(tmp_path, CANVAS.replace("{number}", number))
    assert found["ama@example.org"] == (True, "80.66")  # 60.5 of the 75 points that are asked of her
    assert found["fay@example.org"] == (False, "24.00") and found["eva@example.org"] == (True, "68.50")
    odd = told(problems, "G103")
    assert "excused" in odd and '"N/A"' in odd and '"-"' in odd and "b7e1" not in found


def test_map_comes_before_what_canvas_calls_its_sums(tmp_path: Path) -> None:
    text = CANVAS.replace("Final exam{number}", "Final Points")
    found, _ = judged(tmp_path, text, mapped={"Final Points": "final-exam"})
    assert found["ama@example.org"] == (True, "80.66")


def test_google_classrooms_row_of_points_says_how_many_there_are(tmp_path: Path) -> None:
    text = (
        "Last Name,First Name,Email Address,Which measure?,Work out the risk,Read one study closely,"
        "An explainer for your town,Final exam\nDate,,,2027-04-10,2027-04-17,2027-04-20,2027-05-01,2027-05-10\n"
        "Points,,,10,15,20,25,30\nClass Average,,,8,12,17,20,24\nBoateng,Ama,ama@example.org,9,12,17,20,22.5\n"
    )
    found, problems = judged(tmp_path, text)
    assert found == {"ama@example.org": (True, "80.50")} and not problems


def test_a_scale_is_never_guessed_in_silence(tmp_path: Path) -> None:
    shares = f"email,{','.join(POINTS)}\nama@example.org,0.9,0.8,0.85,1,0.75\n"
    found, problems = judged(tmp_path, shares)
    assert not found and told(problems, "G116")
    found, problems = judged(tmp_path, shares, is_percent=True)
    assert found == {"ama@example.org": (False, "0.85")} and not problems
    points = f"email,{','.join(POINTS)}\nama@example.org,9,80,85,90,75\n"
    assert "Which measure?" in told(judged(tmp_path, points)[1], "G117")


def test_open_edx_tells_who_left_and_who_is_not_eligible(tmp_path: Path) -> None:
    text = (
        '"Student ID","Email","Username","Grade","Which measure?","Work out the risk","Read one study closely",'
        '"An explainer for your town","Final exam","Certificate Eligible","Enrollment Status"\n'
        '"11","ama@example.org","ama","0.81","0.9","0.8","0.85","0.7","0.75","Y","unenrolled"\n'
        '"13","luis@example.org","luis","1.0","1.0","1.0","1.0","1.0","1.0","N","enrolled"\n'
    )
    found, problems = judged(tmp_path, text)
    assert {who: done for who, (done, _) in found.items()} == {"ama@example.org": True, "luis@example.org": True}
    odd = told(problems, "G103")
    assert "ama@example.org is no longer enrolled" in odd and "finds luis@example.org not eligible" in odd


def test_voided_statements_do_not_count_and_odd_names_are_no_way_in(tmp_path: Path) -> None:
    def statement(number: int, verb: str, target: str, **more: Any) -> str:
        made = {
            "id": f"ID-{number}",
            "actor": {"mbox": "mailto:ama@example.org", "name": []},
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
            "object": {"id": target},
            **more,
        }
        return json.dumps(made)

    score = {"score": {"scaled": 0.9}}
    lines = [statement(n, "passed", f"https://x/{id}", result=score) for n, id in enumerate(POINTS)]
    void = json.loads(statement(99, "voided", "id-4")) | {"object": {"objectType": "StatementRef", "id": "id-4"}}
    found, problems = judged(tmp_path, "\n".join([json.dumps(void), *lines]), "s.ndjson", assumed=("final-exam",))
    assert found == {"ama@example.org": (True, "63.00")}  # without the exam's 30
    assert "voided" in told(problems, "G103")


def test_titles_that_a_target_alters_find_their_activity() -> None:
    course: Any = type("Course", (), {})()
    titles = {"a": "Page <one> & $two$ 'three' \"four\"", "b": "x" * 250 + " and more than Moodle keeps", "c": "Q & A"}
    activities = [(None, type("A", (), {"id": id, "title": title})()) for id, title in titles.items()]
    course.activities = lambda: activities
    columns = Columns(course, {})
    assert columns.find("Page ‹one› &amp; $two$ 'three' “four”") == "a"
    assert columns.find("Assignment: " + "x" * 250 + " an …") == "b"
    assert columns.find("Page: Q &amp; A") == "c"
    assert columns.find(":".join("a" * 1_500)) in ("", "a")


def test_a_heading_that_fits_two_activities_means_neither_and_a_second_column_of_one_is_told(tmp_path: Path) -> None:
    text = CANVAS.replace("{number}", " (1005)").replace("Work out the risk (1002)", "Which measure? (1002)")
    found, problems = judged(tmp_path, text)
    assert not found and "second one for `describe-quiz`" in told(problems, "G103") and told(problems, "G107")
    course: Any = type("Course", (), {})()
    titles = {"a": "Check", "b": "Check", "c": "की", "d": "का", "e": "★"}
    course.activities = lambda: [(None, type("A", (), {"id": id, "title": title})()) for id, title in titles.items()]
    columns = Columns(course, {"Check (7)": "b"})
    assert [columns.find(heading) for heading in ("Quiz: Check", "Check (7)", "का", "★", "—")] == [
        "",
        "b",
        "d",
        "e",
        "",
    ]
    columns.unknown("Quiz: Check", Place("book.csv"))
    assert "fits several activities: `a`, `b`" in told(columns.problems, "G106")


def test_decisions_are_written_as_csv_where_asked_and_other_endings_are_refused(tmp_path: Path) -> None:
    kit = Path(__file__).parents[2] / "examples" / "reading-health-numbers"
    with pytest.raises(UsageError, match=r"\.parquet"):
        completions([], kit, tmp_path / "c.xls", made_on=date(2027, 6, 1))
    (tmp_path / "b.csv").write_text(f"email,name,{','.join(POINTS)}\nama@example.org,=1+1,90,90,90,90,90\n")
    terms = Terms(assumed=("untold",))
    assert completions([tmp_path / "b.csv"], kit, tmp_path / "c.csv", terms=terms, made_on=date(2027, 6, 1)) == 0
    text = (tmp_path / "c.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("learner,name,email,credential,completed") and "ama@example.org,'=1+1," in text
    assert Decimal(next(line for line in text.splitlines() if line.startswith("ama")).split(",")[5]) == 90


def test_another_package_may_add_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Campus(GradebookReader):
        key, title = "campus", "Campus"

        def fits(self, headings: tuple[str, ...], sample: list[Row], columns: Columns) -> bool:
            return headings[0] == "Campus"

        def read(self, table: GradebookTable, columns: Columns) -> Iterator[Record]:
            for row in table.rows:
                columns.scored.update(POINTS)
                yield Learner(row.cells[0])
                yield from (Score(row.cells[0], id, Decimal(row.cells[1])) for id in POINTS)

    monkeypatch.setattr(sheets, "plugins_of_others", lambda group, kind: iter([Campus()]))
    assert judged(tmp_path, "Campus,x\nama,61\n")[0] == {"ama": (True, "61.00")}
