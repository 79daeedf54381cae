"""Proctoring session tables: results of services beside a platform, of which a decision is taken and no estimate.

Such services publish what their screens show, and hardly ever the headings of a file: ProctorU an appointment with its
"fulfillment status" and incidents, Proctorio's gradebook a "suspicion level", Respondus Monitor a "review priority",
Constructor Proctor a "proctoring status" (their help pages, read on 29 November 2026). So a table is known by headings
for who it was, which exam, and what was found, and each word that is taken is named to whoever reads the messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mooc_kit.cohort.activity_names import plain
from mooc_kit.cohort.gradebook import learner_id

PASSED, FAILED, PENDING = "passed", "failed", "pending"
_MAIL = (
    "email",
    "email address",
    "student email",
    "user email",
    "test taker email",
    "candidate email",
    "learner email",
)
_LOGIN = ("username", "user name", "login", "user id", "student id")
_NAME = ("student name", "student", "name", "full name", "test taker", "test taker name", "candidate", "candidate name")
_EXAM = ("exam", "exam name", "exam title", "quiz", "quiz name", "test", "test name", "assessment", "assessment name")
_FOUND = (
    "proctoring status",
    "proctoring result",
    "review status",
    "review result",
    "fulfillment status",
    "session status",
)
_ESTIMATED = (
    "suspicion level",
    "suspicion score",
    "review priority",
    "trust score",
    "credibility",
    "credibility index",
)
_WORDS = {
    **dict.fromkeys(("pass", "passed", "clean", "verified", "approved", "satisfactory", "no violations"), PASSED),
    **dict.fromkeys(("fail", "failed", "rejected", "not approved", "violation confirmed", "breach confirmed"), FAILED),
}
"""Words that say how somebody decided. All others, like "fulfilled" or "suspicious", wait for a decision."""


@dataclass(frozen=True)
class Session:
    """What a line says of one person and exam; `outcome` is "" where the exam is none of the course."""

    learner: str
    activity: str
    outcome: str


@dataclass(frozen=True)
class SessionTable:
    """The headings by which a table of sessions is read. `is_estimate`: a program guessed, and nobody decided."""

    who: str
    exam: str
    found: str
    is_estimate: bool


def session_table(heads: Sequence[str]) -> SessionTable | None:
    """How a table with these headings (in small letters) is read; None where it is no table of sessions."""
    known = {plain(head): head for head in heads}

    def first(names: Iterable[str]) -> str:
        return next((known[name] for name in names if name in known), "")

    found, estimated = first(_FOUND), first(_ESTIMATED)
    who = first((*_MAIL, *_LOGIN))
    if not (found or estimated) or not (who or first(_NAME)):
        return None
    return SessionTable(who, first(_EXAM), found or estimated, is_estimate=not found)


class Sessions:
    """Reads the lines of one table. What it could not use is counted for the words about it."""

    def __init__(self, table: SessionTable, exams: Mapping[str, str], watched: Sequence[str]) -> None:
        self.table = table
        self.exams = exams
        self.only = watched[0] if len(watched) == 1 else ""
        self.strange: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.nameless = 0

    def read(self, lines: Iterable[Mapping[str, str]]) -> Iterator[Session]:
        for cells in lines:
            exam = cells.get(self.table.exam, "") if self.table.exam else ""
            activity = self.exams.get(plain(exam), "") if self.table.exam else self.only
            who = learner_id(cells.get(self.table.who, ""), "") if self.table.who else ""
            word = cells.get(self.table.found, "")
            if not activity:
                self.strange[exam or "an exam that it does not name"] += 1
            elif not who:
                self.nameless += 1
            else:
                outcome = PENDING if self.table.is_estimate else _WORDS.get(plain(word), PENDING)
                self.said[f"“{word[:40]}” {outcome}" if word else f"nothing {outcome}"] += 1
                yield Session(who, activity, outcome)

    def words(self) -> str:
        """What was taken, and what it is worth."""
        taken = ", ".join(f"{said} {many}" for said, many in self.said.most_common(8)) or "nothing"
        doubt = (
            "It is a program's estimate of what it filmed, and no decision: nobody passes by it."
            if self.table.is_estimate
            else "Only words of a decision pass or fail anybody; all others wait for one."
        )
        left = f" {self.nameless} lines name nobody by an address or account, and were left." if self.nameless else ""
        return f"read by its heading “{self.table.found}”: {taken}. {doubt}{left}"
