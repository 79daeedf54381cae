"""A made-up cohort: learners of every kind, written as the exports that real platforms give. For the demo, tests and
trying out.

`python -m mooc_kit.cohort.synthetic KIT FOLDER [PEOPLE]` writes an Open edX grade report, a plain table of what was
read and done, xAPI statements about sharing and helping, a roster of checked identities, and, where the course leads to
credit, what assessors decided.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mooc_kit.checks.course_check import check_path
from mooc_kit.cohort.assessments import headings
from mooc_kit.cohort.credential_rules import rules_of
from mooc_kit.course.model import Activity, Assignment, Course, Quiz
from mooc_kit.files import text_stream
from mooc_kit.spec.model import Spec
from mooc_kit.tables import csv_writer

# fmt: off
NAMES = (
    "Ama Boateng", "Luis Ortega", "Zoë Müller", "Nguyễn Thị Minh Khai", "Đặng Văn Hùng", "محمد الأمين", "فاطمة الزهراء",
    "李小龍", "王芳", "मोहन कुमार", "प्रिया शर्मा", "สมชาย ใจดี", "สุดา รักไทย", "Милица Ђорђевић", "Олена Шевченко",
    "Ελένη Παπαδοπούλου", "Siobhán O'Brien", "José María de la Cruz y Fernández-Sotomayor", "Anaïs D’Août",
    "Þóra Jónsdóttir",
    "#let name = [*Robert*]", "<script>alert(1)</script>", "=HYPERLINK(\"https://evil.example\")", "Eve\u202eyrollaM",
    "X",
    "田中 さくら", "김민준", "דוד כהן", "ერეკლე ბაგრატიონი", "Արամ Խաչատրյան", "ስመኘው በቀለ", "தமிழ்செல்வி இராமன்",
    "রবীন্দ্রনাথ ঠাকুর",
)
# fmt: on
KINDS = {"never came": 30, "looked in": 25, "half way": 17, "just failed": 4, "just passed": 4, "strong": 20}


def main(arguments: Sequence[str]) -> None:
    kit, folder = Path(arguments[0]), Path(arguments[1])
    people = int(arguments[2]) if len(arguments) > 2 else 1000
    checked = check_path(kit)
    if checked.course is None or checked.spec is None:
        raise SystemExit(f"{kit} is not a sound course.")
    for name in write_cohort(checked.course, folder, people, formal=formal_of(checked.spec, checked.course)):
        print(name)


def formal_of(spec: Spec, course: Course) -> list[str] | None:
    """The formal outcomes that assessors of `course` judge; None where it leads to no credit."""
    asking = [rule for rule in rules_of(spec, course) if rule.needs_decision]
    return [words for rule in asking for words, _ in rule.mapped] if asking else None


def write_cohort(
    course: Course, folder: Path, people: int = 1000, seed: int = 7, formal: Sequence[str] | None = None
) -> list[Path]:
    """The files of a cohort for `course`, the same for the same `seed`; the last one, what assessors decided about
    `formal` outcomes, only where these are given."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    kinds = [kind for kind, share in KINDS.items() for _ in range(share)]
    cohort = [(n, _name(n, chance), chance.choice(kinds)) for n in range(people)]
    activities = [activity for _, activity in course.activities()]
    graded = [a for a in activities if isinstance(a, Quiz | Assignment) and a.points]
    others = [a for a in activities if a not in graded]
    done = {n: _marks(kind, activities, chance) for n, _, kind in cohort}
    found = [
        _grades(folder / "open-edx-grades.csv", cohort, graded, done),
        _table(folder / "done.csv", cohort, others, done),
        _statements(folder / "statements.ndjson", cohort, chance),
        _roster(folder / "roster.csv", cohort, graded, done, chance),
    ]
    if formal is not None:
        found.append(_decisions(folder / "decisions.csv", cohort, formal, chance))
    return found


def address(number: int) -> str:
    return f"learner{number:04d}@example.org"


def _name(number: int, chance: random.Random) -> str:
    name = NAMES[number % len(NAMES)]
    return name if number < len(NAMES) else f"{name} {chance.choice('ABCDEFGHJKLMNPRSTUVW')}."


def _marks(kind: str, activities: Sequence[Activity], chance: random.Random) -> dict[str, int]:
    """Percent for each activity that somebody of `kind` did."""
    found: dict[str, int] = {}
    for number, activity in enumerate(activities):
        share = number / len(activities)
        if kind == "never came" or (kind == "looked in" and share > 0.2) or (kind == "half way" and share > 0.55):
            continue
        low, high = {"just failed": (40, 66), "just passed": (61, 70), "strong": (72, 100)}.get(kind, (30, 95))
        found[activity.id] = chance.randint(low, high)
    return found


def _grades(path: Path, cohort: list[Any], graded: list[Any], done: dict[int, dict[str, int]]) -> Path:
    heads = [f"Graded {n}: {a.title}" for n, a in enumerate(graded, 1)]
    rows: Iterator[list[str]] = (
        [
            str(n),
            address(n),
            f"learner{n:04d}",
            name,
            "0.5",
            *(f"{done[n][a.id] / 100:.2f}" if a.id in done[n] else "Not Attempted" for a in graded),
            "audit",
        ]
        for n, name, _ in cohort
    )
    # Open edX has no full name in this report unless first and last name are configured; here all of it is the first.
    return _csv(path, ["Student ID", "Email", "Username", "First Name", "Grade", *heads, "Enrollment Track"], rows)


def _table(path: Path, cohort: list[Any], others: list[Any], done: dict[int, dict[str, int]]) -> Path:
    rows = ([address(n), *("done" if a.id in done[n] else "" for a in others)] for n, _, _ in cohort)
    return _csv(path, ["email", *(a.id for a in others)], rows)


def _statements(path: Path, cohort: list[Any], chance: random.Random) -> Path:
    with text_stream(path) as stream:
        for n, _, kind in cohort:
            for verb, chances in (("shared", 0.4), ("commented", 0.6)):
                if kind in ("half way", "just passed", "strong") and chance.random() < chances:
                    statement = {
                        "actor": {"mbox": f"mailto:{address(n)}"},
                        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
                        "object": {"id": f"https://example.org/posts/{n}"},
                    }
                    stream.write(json.dumps(statement) + "\n")
    return path


def _roster(path: Path, cohort: list[Any], graded: list[Any], done: Any, chance: random.Random) -> Path:
    heads = [f"proctoring:{a.id}" for a in graded]

    def rows() -> Iterator[list[str]]:
        for n, name, kind in cohort:
            if kind in ("just passed", "strong") and chance.random() < 0.5:
                expires = "2026-12-31" if chance.random() < 0.1 else "2029-12-31"
                outcomes = [chance.choice(["passed"] * 8 + ["failed", "pending"]) for _ in graded]
                yield [address(n), name, "document-check", "2026-11-02", "Lakeside University", expires, *outcomes]

    return _csv(path, ["learner", "name", "method", "date", "verifier", "expires", *heads], rows())


def _decisions(path: Path, cohort: list[Any], formal: Sequence[str], chance: random.Random) -> Path:
    """Most of those who did well apply; most of them are awarded it, some wait, some are refused."""

    def rows() -> Iterator[list[str]]:
        for n, name, kind in cohort:
            if kind not in ("just passed", "strong") or chance.random() < 0.3:
                continue
            result = chance.choice(["awarded"] * 7 + ["refused", "pending"])
            about = ["", "", result, ""]
            shown = [""] * len(formal)
            if result != "pending":
                assessor = chance.choice(["Dana Osei", "Prof. Jun Watanabe"])
                about = [assessor, "2026-11-20", result, chance.choice("ABC") if result == "awarded" else ""]
                shown = ["shown"] * len(formal)
                if result == "refused" and shown:
                    shown[-1] = "not shown"
            yield [address(n), name, "2026-11-10", *about, *shown]

    first, *others = headings(formal)
    return _csv(path, [first, "name", *others], rows())


def _csv(path: Path, heads: list[str], rows: Iterator[list[str]]) -> Path:
    with text_stream(path) as stream:
        write = csv_writer(stream, is_harmless=False, line_end="\r\n")  # as platforms write it
        for row in (heads, *rows):
            write(row)
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
