"""Exports of platforms and proctoring services as rosters: what is taken from them, and what is said in words."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.completion_options.test_walks import built
from tests.conftest import Run

BOOK = (
    "email,name,choose-a-plant,talk,dry-and-store,seed-quiz,seed-log,hold-a-swap,final-exam\n"
    "mei@example.org,Mei Tanaka,done,done,done,17/20,18/20,done,50/60\n"
    "bo@example.org,Bo Li,done,done,done,15/20,15/20,done,48/60\n"
    "ana@example.org,Ana Ruiz,done,done,done,19/20,19/20,done,55/60\n"
)
GRADE_REPORT = (
    "Student ID,Email,Username,Grade,Enrollment Track,Verification Status,Certificate Eligible\n"
    "1,mei@example.org,mei,0.84,verified,ID Verified,Y\n2,bo@example.org,bo,0.78,honor,N/A,Y\n"
    "3,ana@example.org,ana,0.9,verified,ID Verified,Y\n4,eve@example.org,eve,0.1,verified,Not ID Verified,N\n"
)
RESULTS = (
    "course_id,exam_name,username,email,attempt_code,is_sample_attempt,started_at,status,review_status\n"
    "c,Final exam,mei,mei@example.org,A,False,2027-03-20,verified,Clean\n"
    "c,Final exam,ana,ana@example.org,B,False,2027-03-20,declined,\n"
    "c,Final exam,ana,ana@example.org,C,True,2027-03-19,verified,Clean\n"
    "c,Mock exam,bo,bo@example.org,D,False,2027-03-20,rejected,Suspicious\n"
)
QUIZ = "First name,Last name,Email address,State,Started on,Completed\nMei,T,mei@example.org,Finished,1 March,1 March\n"


@pytest.fixture
def decide(shared: Path, tmp_path: Path, mooc_kit: Run):
    kit = tmp_path / "kit"
    shutil.copytree(built(shared, "credit") / "kit", kit)
    (tmp_path / "book.csv").write_text(BOOK, "utf-8")

    def run(**rosters: str) -> tuple[dict[str, dict[str, str]], str]:
        given = []
        for name, text in rosters.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
            given += ["--roster", str(tmp_path / f"{name}.csv")]
        out = tmp_path / "out.csv"
        done = mooc_kit(
            "completions",
            str(tmp_path / "book.csv"),
            *given,
            "--kit",
            str(kit),
            "-o",
            str(out),
            "--made-on",
            "2027-07-01",
        )
        assert done.returncode == 0, done.stderr
        rows = csv.DictReader(out.read_text("utf-8-sig").splitlines())
        return {row["learner"]: row for row in rows if row["credential"] == "authenticated-completion"}, done.stderr

    return run


def test_verification_and_proctoring_results_of_open_edx_are_taken_as_they_are(decide) -> None:
    found, told = decide(grades=GRADE_REPORT, results=RESULTS)
    mei, bo, ana = (found[f"{name}@example.org"] for name in ("mei", "bo", "ana"))
    assert mei["completed"] == "True"
    assert (mei["method"], mei["verifier"], mei["verified"]) == ("document-check", "Open Seed College", "2027-07-01")
    assert "There is no identity record." in bo["reasons"]
    assert "no proctoring record" in ana["reasons"] and "identity" not in ana["reasons"]
    assert "of 2 people that their identity was checked, of 1" in " ".join(told.split())
    assert "neither when nor by whom" in " ".join(told.split())
    assert "declined 1" in told and '"Mock exam"' in told


def test_a_quiz_under_safe_exam_browser_identifies_nobody(decide) -> None:
    found, told = decide(quiz=QUIZ)
    assert all("There is no identity record." in row["reasons"] for row in found.values())
    assert "nobody looked who sat there" in " ".join(told.split())


def test_a_roster_written_by_people_goes_with_an_export_beside_it(decide) -> None:
    people = "learner,method,date,verifier,expires\nbo@example.org,in-person,2027-03-20,Open Seed College,\n"
    found, _ = decide(people=people, results=RESULTS.replace("Mock exam", "final-exam").replace("rejected", "verified"))
    assert (found["bo@example.org"]["completed"], found["bo@example.org"]["method"]) == ("True", "in-person")


SESSIONS = (
    "Test Taker Email,Exam Name,Proctoring Status,Incidents\n"
    "mei@example.org,Final exam,Passed,0\n"
    "bo@example.org,Final exam,Fulfilled,0\n"
    "ana@example.org,Final exam,Rejected,2\n"
    "eve@example.org,Mock exam,Passed,0\n"
)
ESTIMATES = "Student Name,Email,Attempt Number,Suspicion Level\nMei,mei@example.org,1,2%\nBo,,1,64%\n"


def test_another_services_sessions_pass_people_by_words_of_a_decision_alone(decide) -> None:
    found, told = decide(grades=GRADE_REPORT, sessions=SESSIONS)
    mei, bo, ana = (found[f"{name}@example.org"] for name in ("mei", "bo", "ana"))
    assert mei["completed"] == "True"
    assert "is not decided yet" in bo["reasons"]
    assert "was not passed" in ana["reasons"]
    words = " ".join(told.split())
    assert "heading “proctoring status”: " in words and "“Fulfilled” pending 1" in words
    assert '"Mock exam"' in told


def test_a_programs_estimate_passes_nobody(decide) -> None:
    found, told = decide(grades=GRADE_REPORT, sessions=ESTIMATES)
    assert "is not decided yet" in found["mei@example.org"]["reasons"], "the one watched exam is meant"
    words = " ".join(told.split())
    assert "nobody passes by it" in words and "1 lines name nobody" in words
