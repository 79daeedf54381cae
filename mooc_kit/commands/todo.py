"""To-do list: which pages, quizzes, exams and rubrics are still as mooc-kit made them, and whom they wait for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mooc_kit.checks.course_check import Checked
from mooc_kit.commands.readiness import Piece, pieces
from mooc_kit.commands.validate import check
from mooc_kit.console import echo
from mooc_kit.course.review_record import RECORD, Unreadable, read_record
from mooc_kit.problems import MoocKitError, relative_name

PLURAL = {"page": "pages", "quiz": "quizzes", "exam": "exams", "rubric": "rubrics"}
NOBODY = "Anybody in the team"


def show(folder: Path, *, as_json: bool = False) -> int:
    """Print what is still to be written in the kit in `folder`, by whom it waits for; gives the exit status."""
    checked = check(folder)
    if checked.spec is None or checked.folder is None:
        raise MoocKitError(*checked.problems)
    found = pieces(checked.spec, checked)
    if as_json:
        rows = [
            {
                "path": piece.path,
                "kind": piece.kind,
                "title": piece.title,
                "week": piece.week or None,
                "written": piece.is_written,
                "waits_for": piece.waits_for or None,
            }
            for piece in found
        ]
        echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    for line in summary(found):
        echo(line)
    for line in said_by_reviewers(checked):
        echo(line)
    open_ = [piece for piece in found if not piece.is_written]
    for who in dict.fromkeys(piece.waits_for for piece in open_):
        echo(f"\n{who or NOBODY}")
        for piece in (piece for piece in open_ if piece.waits_for == who):
            week = f"week {piece.week}" if piece.week else ""
            echo(f"  {week:8} {piece.kind:7} {relative_name(checked.folder / piece.path)}  {piece.title}")
    return 0


def said_by_reviewers(checked: Checked) -> list[str]:
    """How many comments of reviewers are open, and on which pages, in a line; none where there are none."""
    if checked.folder is None:
        return []
    read = read_record(checked.folder)
    pages = [] if isinstance(read, Unreadable) else [remark.page for remark in read[0] if remark.is_open]
    if not pages:
        return []
    where = ", ".join(list(dict.fromkeys(pages))[:4]) + (" …" if len(set(pages)) > 4 else "")
    return [f"Open comments of reviewers: {len(pages)} ({where}). They stand in {RECORD}."]


def summary(found: Sequence[Piece]) -> list[str]:
    """How much is written, and what comes next, in two lines at most; none for a kit without anything to write."""
    if not found:
        return []
    all_, done = Counter(p.kind for p in found), Counter(p.kind for p in found if p.is_written)
    parts = ", ".join(f"{PLURAL[kind]} {done[kind]} of {count}" for kind, count in all_.items())
    lines = [f"Written: {done.total()} of {all_.total()} ({parts})"]
    following = next((piece for piece in found if not piece.is_written), None)
    if following is None:
        return [*lines, "Nothing is left as mooc-kit made it. Before a launch: mooc-kit validate --ready"]
    whom = f", for {following.waits_for}" if following.waits_for else ""
    return [*lines, f"Next: {following.path}{whom}. All of it: mooc-kit todo"]
