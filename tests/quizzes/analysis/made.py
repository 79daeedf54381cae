"""Files of responses for the tests: a published data set, and what platforms export."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Sequence

LSAT6 = """
00000 3 00001 6 00010 2 00011 11 00100 1 00101 1 00110 3 00111 4
01000 1 01001 8 01010 0 01011 16 01100 0 01101 3 01110 2
01111 15
10000 10 10001 29 10010 14 10011 81 10100 3 10101 28 10110 15 10111 80 11000 16 11001 56 11010 21 11011 173
11100 11 11101 61 11110 28 11111 298
"""
"""Section 6 of the Law School Admission Test, 1000 people and five items, as patterns and how often each was seen
(Bock and Lieberman 1970, Psychometrika 35)."""


def as_csv(rows: Sequence[Sequence[object]], delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()


def lsat() -> bytes:
    words = LSAT6.split()
    rows: list[list[object]] = [["participant", "q1", "q2", "q3", "q4", "q5"]]
    for pattern, count in zip(words[::2], words[1::2], strict=True):
        rows += [[f"p{len(rows)}", *pattern] for _ in range(int(count))]
    return as_csv(rows)


def answers(people: int = 120, *, wrong_key: bool = True, seed: int = 7) -> list[list[object]]:
    """Eight questions answered by people of whom some know more; the fourth has a wrong key, D of the first is idle."""
    chance = random.Random(seed)
    rows: list[list[object]] = [["participant", *(f"q{n}" for n in range(1, 9))]]
    rows.append(["KEY", *("A" if n != 4 or not wrong_key else "B" for n in range(1, 9))])
    for person in range(people):
        skill = person / people
        cells = []
        for n in range(1, 9):
            knows = chance.random() < 0.15 + 0.8 * skill
            cells.append("A" if knows else chance.choice("BC" if n == 1 else "BCD"))
        rows.append([f"p{person}", *cells])
    return rows


def moodle() -> bytes:
    head = ["Last name", "First name", "Email address", "Status", "Started", "Completed", "Duration", "Grade/10.00"]
    head += ["Question 1", "Response 1", "Right answer 1", "Question 2", "Response 2", "Right answer 2"]
    rows: list[list[object]] = [head]
    for n in range(12):
        given, sums = ("At 20 cm" if n % 3 else "At the surface"), (f"{n}" if n % 2 else "-")
        about = ["B", "Ann", f"a{n}@example.org", "Finished", "x", "y", "z", "5.00"]
        rows.append([*about, "How deep?", given, "At 20 cm", f"What is {n} + 0?", sums, str(n)])
    rows.append(["Overall average", "", "", "", "", "", "", "5.00", "", "", "", "", "", ""])
    return as_csv(rows)


def moodle_grades() -> bytes:
    rows: list[list[object]] = [["Last name", "First name", "Email address", "Grade/3.00", "Q. 1 /1.00", "Q. 2 /2.00"]]
    rows += [
        ["B", "Ann", f"a{n}@example.org", "2", "1.00" if n % 2 else "0.00", "-" if n == 3 else "2.00"] for n in range(4)
    ]
    rows.append(["Overall average", "", "", "1", "0.5", "1.5"])
    return as_csv(rows)


def canvas() -> bytes:
    head = ["name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted", "attempt"]
    head += ["7001: <p>How deep?</p>", "1.0", "7002: Which two?", "2.0", "n correct", "n incorrect", "score"]
    rows: list[list[object]] = [head]
    for n in range(6):
        right = n % 2
        given = "At 20 cm" if right else "At the surface"
        about = [f"Ann {n}", n, "", "S", 1, "", "2027-03-01", 1]
        rows.append([*about, given, float(right), "A,B", 1.5, right, 1 - right, right + 1.5])
    return as_csv(rows)


def open_edx() -> bytes:
    rows: list[list[object]] = [["username", "title", "location", "block_key", "state"]]
    for n in range(6):
        name = "a1b2_2_1"
        mark = {"correctness": "correct" if n % 2 else "incorrect", "npoints": None}
        state = {
            "student_answers": {name: "choice_1" if n % 2 else "choice_0"},
            "correct_map": {name: mark},
            "attempts": 1,
        }
        key = "block-v1:X+Y+Z+type@problem+block@a1b2"
        rows.append([f"u{n}", "Depth", "Week 1 > Quiz", key, json.dumps(state)])
    return as_csv(rows)
