"""File changes: what differs between two versions, told by what participants meet: pages, quizzes, rubrics …"""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.kit.change_summary import Meaning
from mooc_kit.kit.revisions import CourseRevision
from mooc_kit.quizzes.native import read_quiz
from mooc_kit.rubrics.check import read_rubric

MOST_NAMED = 5
_KINDS = {
    "content": ("page", "pages"),
    "quizzes": ("quiz", "quizzes"),
    "rubrics": ("rubric", "rubrics"),
    "badges": ("badge file", "badge files"),
    "certificates": ("certificate", "certificates"),
    "surveys": ("survey", "surveys"),
}


def file_meanings(old: CourseRevision, new: CourseRevision) -> list[Meaning]:
    """The changed files, by kind; for quizzes and rubrics also what changed in them."""
    if not (old.has_files and new.has_files):
        return []
    return [*_by_kind(old, new), *_quizzes(old, new), *_rubrics(old, new)]


def _by_kind(old: CourseRevision, new: CourseRevision) -> Iterator[Meaning]:
    for top, (one, more) in _KINDS.items():
        before = {path for path in old.files if path.startswith(f"{top}/")}
        now = {path for path in new.files if path.startswith(f"{top}/")}
        changed = [path for path in sorted(before & now) if old.files[path] != new.files[path]]
        for word, paths in (("new", sorted(now - before)), ("changed", changed), ("gone", sorted(before - now))):
            if paths:
                names = ", ".join(path.partition("/")[2] for path in paths[:MOST_NAMED])
                rest = f" and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else ""
                yield Meaning("Files", f"{len(paths)} {one if len(paths) == 1 else more} {word}: {names}{rest}", top)


def _quizzes(old: CourseRevision, new: CourseRevision) -> Iterator[Meaning]:
    for path in _changed(old, new, "quizzes/"):
        before, _ = read_quiz(old.read(path).decode(errors="replace"), path, None)
        now, _ = read_quiz(new.read(path).decode(errors="replace"), path, None)
        if before is None or now is None:
            continue
        counts = len(before.questions), len(now.questions)
        if counts[0] != counts[1]:
            yield Meaning("Files", f"{path}: {counts[0]} → {counts[1]} questions", path)


def _rubrics(old: CourseRevision, new: CourseRevision) -> Iterator[Meaning]:
    for path in _changed(old, new, "rubrics/"):
        before, _ = read_rubric(old.read(path).decode(errors="replace"), path)
        now, _ = read_rubric(new.read(path).decode(errors="replace"), path)
        if before is None or now is None:
            continue
        gone = [c.id for c in before.criteria if c.id not in {c.id for c in now.criteria}]
        come = [c.id for c in now.criteria if c.id not in {c.id for c in before.criteria}]
        if come:
            hurts = "work is judged by more than was announced"
            yield Meaning("Files", f"{path}: new criteria {', '.join(come)}", path, hurts)
        if gone:
            yield Meaning("Files", f"{path}: no more {', '.join(gone)}", path)


def _changed(old: CourseRevision, new: CourseRevision, top: str) -> Iterator[str]:
    for path in sorted(set(old.files) & set(new.files)):
        if path.startswith(top) and old.files[path] != new.files[path]:
            yield path
