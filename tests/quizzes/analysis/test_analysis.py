"""Item analysis: figures agree with published ones and with numpy's, and every platform's export is understood."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.quizzes.analysis.readers import read_responses
from mooc_kit.quizzes.analysis.statistics import Analysis, analyse
from mooc_kit.quizzes.analysis.verdicts import Urgency, reasons, urgency
from tests.conftest import Run
from tests.quizzes.analysis import made


def analysed(data: bytes) -> Analysis:
    responses, _ = read_responses(data, "responses.csv")
    assert responses is not None
    return analyse(responses)


def test_the_figures_are_those_published_for_the_law_school_test() -> None:
    # R's ltm package prints them for its copy of the data: descript(LSAT), Rizopoulos 2006, J. Stat. Softw. 17(5).
    result = analysed(made.lsat())
    assert result.people == 1000
    assert [round(item.difficulty or 0, 3) for item in result.items] == [0.924, 0.709, 0.553, 0.763, 0.870]
    assert [round(item.discrimination or 0, 4) for item in result.items] == [0.1128, 0.1532, 0.1728, 0.1444, 0.1216]
    assert round(result.alpha or 0, 4) == 0.2950
    assert [round(item.alpha_without or 0, 4) for item in result.items] == [0.2754, 0.2376, 0.2168, 0.2459, 0.2663]


@settings(deadline=None, max_examples=60)
@given(st.integers(3, 40), st.integers(2, 8), st.integers(0, 10_000))
def test_the_figures_agree_with_numpys(people: int, items: int, seed: int) -> None:
    grid = np.random.default_rng(seed).integers(0, 5, (people, items)).astype(float)
    rows = [
        ["participant", *(f"q{n}" for n in range(items))],
        *([f"p{n}", *row] for n, row in enumerate(grid.tolist())),
    ]
    responses, _ = read_responses(made.as_csv(rows), "responses.csv")
    assert responses is not None
    for item in responses.items:
        item.max_points = 5.0
    result = analyse(responses)
    total = grid.sum(axis=1)
    if total.var() > 0:
        alpha = items / (items - 1) * (1 - grid.var(axis=0, ddof=1).sum() / total.var(ddof=1))
        assert result.alpha == pytest.approx(alpha)
    for n, item in enumerate(result.items):
        rest = total - grid[:, n]
        if rest.std() > 0 and grid[:, n].std() > 0:
            assert item.discrimination == pytest.approx(np.corrcoef(grid[:, n], rest)[0, 1], abs=1e-9)
        assert item.difficulty == pytest.approx(grid[:, n].mean() / 5)


def test_a_wrong_key_is_found_by_what_the_strong_ones_choose() -> None:
    result = analysed(made.as_csv(made.answers()))
    by_id = {item.id: item for item in result.items}
    assert urgency(by_id["q4"]) is Urgency.MEND
    assert "rather choose “A”" in reasons(by_id["q4"])[0].what
    assert [id for id, item in by_id.items() if urgency(item) is Urgency.MEND] == ["q4"]
    fine = analysed(made.as_csv(made.answers(wrong_key=False)))
    assert all(urgency(item) is Urgency.FINE for item in fine.items)


def test_an_answer_that_nobody_takes_is_told() -> None:
    rows = made.answers(wrong_key=False)
    rows[5][1] = "D"
    item = analysed(made.as_csv(rows)).items[0]
    assert any("Hardly anybody chooses “D”" in reason.what for reason in reasons(item))


def test_a_question_that_was_not_shown_counts_in_none_of_its_figures() -> None:
    data = b"participant,q1,q2\nann,1,1\nben,1,\ncam,0,0\n"
    left_open, _ = read_responses(data, "x.csv")
    unseen, _ = read_responses(data, "x.csv", blank_is_wrong=False)
    assert left_open is not None
    assert unseen is not None
    assert [item.difficulty for item in analyse(left_open).items] == [pytest.approx(2 / 3), pytest.approx(1 / 3)]
    assert [item.difficulty for item in analyse(unseen).items] == [pytest.approx(2 / 3), 0.5]
    assert [item.seen for item in analyse(unseen).items] == [3, 2]


@pytest.mark.parametrize(
    ("data", "source", "difficulties"),
    [
        (made.moodle(), "Moodle", [8 / 12, 6 / 12]),
        (made.moodle_grades(), "Moodle", [0.5, 0.75]),
        (made.canvas(), "Canvas", [0.5, 0.75]),
        (made.open_edx(), "Open edX", [0.5]),
        (b"person;item;answer;score;max\nann;q1;A;2;2\nben;q1;B;0;2\n", "a row for each answer", [0.5]),
        ("participant\tq1\nKEY\tÄpfel\nann\täpfel\nben\tBirnen\n".encode("utf-16"), "a row for each person", [0.5]),
    ],
    ids=["moodle-responses", "moodle-grades", "canvas", "open-edx", "long", "wide-utf-16"],
)
def test_each_export_is_understood(data: bytes, source: str, difficulties: list[float]) -> None:
    result = analysed(data)
    assert result.source == source
    assert [item.difficulty for item in result.items] == [pytest.approx(value) for value in difficulties]


def test_what_was_answered_is_counted_where_nobody_knows_what_is_right() -> None:
    result = analysed(b"participant,q1\nann,A\nben,B\ncam,B\n")
    (item,) = result.items
    assert item.difficulty is None
    assert [(answer.text, answer.count) for answer in item.answers] == [("B", 2), ("A", 1)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b"one line",
        b"a,b\n",
        b"participant,email\nann,x@example.org\n",
        b'a,b\n"unclosed',
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_table_of_responses_ends_in_a_problem(data: bytes) -> None:
    responses, problems = read_responses(data, "x.csv")
    assert responses is None
    assert problems[-1].code in ("Q601", "Q602", "F101")
    assert problems[-1].hint


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"participant,q1,Response 1\n{text}".encode()))
def test_no_file_crashes_the_reader_or_the_figures(data: bytes) -> None:
    responses, _ = read_responses(data, "x.csv")
    if responses is not None:
        analyse(responses)


def test_the_command_shows_figures_and_gives_json(mooc_kit: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(made.as_csv(made.answers()))
    text = mooc_kit("quiz", "analyse", "r.csv")
    assert text.returncode == 0
    assert "120 people, 8 questions" in text.stdout
    assert "q4: mend" in text.stdout
    data = json.loads(mooc_kit("quiz", "analyse", "r.csv", "--format", "json", "--report", "out/r.html").stdout)
    assert data["items"][3]["verdict"] == "mend"
    assert (tmp_path / "out/r.html").read_text().startswith("<!doctype html>")
    assert mooc_kit("quiz", "analyse", "missing.csv").returncode == 1
    few = mooc_kit("quiz", "analyse", "-", stdin="participant,q1,q2\n" + "ann,1,0\n" * 12 + "ben,one,1\n")
    assert "Q605" in few.stderr
    assert "Q604" in few.stderr


def test_a_heading_with_five_thousand_digits_is_no_way_in() -> None:
    heads = f"Last name,First name,Email address,State,Grade/10.00,Question {'9' * 5_000},Response {'9' * 5_000}\n"
    responses, problems = read_responses((heads + "A,B,a@example.org,Finished,5.00,x,y\n").encode(), "x.csv")
    assert responses is not None or problems


def test_moodles_line_of_averages_is_nobody_in_any_language() -> None:
    head = "Surname;First name;Email address;State;Grade/4,00;Q. 1 /2,00;Q. 2 /2,00\n"
    people = "".join(f"A{n};x;a{n}@example.org;Finished;4,00;2,00;2,00\n" for n in range(5))
    for words in ("Media general", "Kokonaiskeskiarvo", "المتوسط العام"):
        responses, _ = read_responses((head + people + f"{words};;;;2,00;1,33;0,67\n").encode(), "grades.csv")
        assert responses is not None
        assert len(responses.people) == 5


def test_moodles_line_of_averages_is_nobody_in_german_too() -> None:
    rows = "Nachname;Vorname;E-Mail-Adresse;Status;Bewertung/4,00;F 1 /2,00;F 2 /2,00\n"
    rows += "A;x;a@example.org;Beendet;4,00;2,00;2,00\nB;y;b@example.org;Beendet;2,00;2,00;0,00\n"
    responses, _ = read_responses((rows + "Gesamtdurchschnitt;;;;2,00;1,33;0,67\n").encode(), "grades.csv")
    assert responses is not None and len(responses.people) == 2
