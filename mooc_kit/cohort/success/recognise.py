"""File recognition: what a file tells of a course's success, by its own marks, never by its name.

Each kind is read by the part of mooc-kit that knows it. A file of which nothing is understood is told as such.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mooc_kit.cohort import columnar
from mooc_kit.cohort.gradebook import Columns, number
from mooc_kit.cohort.readers import plain_sheet, xapi
from mooc_kit.cohort.readers.sheets import read_sheet
from mooc_kit.cohort.success import credential_files
from mooc_kit.cohort.success.evidence import Evidence, OwnData, Taken
from mooc_kit.cohort.survey_answers import answers_in_data, answers_in_table, answers_in_text
from mooc_kit.completion_options.authentic.gallery import ShareBackMeta
from mooc_kit.problems import MoocKitError, relative_name
from mooc_kit.quizzes.contributions.inbox import SUFFIXES, read_contribution
from mooc_kit.tables import Row, read_table

REPORT = "SuccessReport"
"""The `type` of the JSON that a report writes."""
_PARQUET, _SQLITE = b"PAR1", b"SQLite format 3\0"
_PICTURES = (b"\x89PNG", b"<svg", b"<?xml")
_FROM_ISSUE = re.compile(r"from-issue-(\d{1,18})$", re.MULTILINE)
_TOP = 5
_MOST_TEXT = 5_000_000
_UNKNOWN = "not understood"


def read_files(paths: Iterable[Path], evidence: Evidence) -> None:
    """Put what the files at `paths` (and below folders) tell into `evidence`, and what each was taken for."""
    seen: dict[str, str] = {}
    for path in _files(paths):
        name = relative_name(path)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest in seen:
            evidence.taken.append(Taken(name, f"the same as {seen[digest]}: counted once"))
            continue
        seen[digest] = name
        try:
            what = _read(path, name, evidence)
        except MoocKitError as error:
            evidence.problems += error.problems
            what = ""
        evidence.taken.append(Taken(name, what or _UNKNOWN, bool(what)))
    credential_files.settle(evidence)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


_RECEIVED = {
    "items": "a note of what was received: counted where its words lie",
    "stories": "a story that is not shown: counted in the kit's share-backs/",
    "evidence": "an evidence log that somebody sent to the team: nothing of it is counted",
    "applications": "an application for credit: what an assessor decides on it counts",
}
"""What `receive` keeps beside the kit, by its folder: it is counted elsewhere, or is for the team's eyes alone."""


def _received(path: Path) -> str:
    is_inbox = (path.parent.parent / "items").is_dir()
    return _RECEIVED.get(path.parent.name, "") if is_inbox else ""


def _read(path: Path, name: str, evidence: Evidence) -> str:
    """What the file was taken for, in words; "" where nothing of it is understood."""
    if what := _received(path):
        return what
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(_SQLITE):
        return credential_files.ledger(path, evidence)
    if head.startswith(_PARQUET):
        return credential_files.decisions(path, evidence) or _parquet(path, evidence)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
        return _json(path, name, evidence)
    if head.startswith(_PICTURES) and (what := credential_files.picture(path, evidence)):
        return what
    if head.startswith(b"---") and (what := _story(path, name, evidence)):
        return what
    if path.suffix.lower() == ".txt" and (what := _site_text(path, name, evidence)):
        return what
    if path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".txt") and (what := _table(path, name, evidence)):
        return what
    return _questions(path, name, evidence)


# ---- JSON ------------------------------------------------------------------------------------------------------------


def _json(path: Path, name: str, evidence: Evidence) -> str:
    if xapi.fits(path):
        return _gradebook(path, xapi.TITLE, evidence)
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return ""
    if isinstance(data, list) or (isinstance(data, dict) and ("issue" in data or "body" in data)):
        return _issues(path, name, evidence)
    if not isinstance(data, dict):
        return ""
    if data.get("type") == REPORT:
        return _earlier(data, evidence)
    if isinstance(data.get("data"), dict) and "course" in data:
        return _own_data(data, name, evidence)
    if "survey" in data and data.get("course", evidence.course.id) != evidence.course.id:
        return f"answers to a survey of another course, {data['course']}: left out"
    if found := answers_in_data(data, evidence.surveys):
        evidence.answered(name, found, is_of_one=True)
        return f'one person\'s answers to "{_title(found[0].survey, evidence)}"'
    return credential_files.document(data, evidence)


def _earlier(data: dict[str, Any], evidence: Evidence) -> str:
    if data.get("course") != evidence.course.id:
        return f"the report of another course, {data.get('course')}: left out"
    day = str(data.get("made_on", ""))
    if evidence.earlier is None or day > str(evidence.earlier.get("made_on", "")):
        evidence.earlier = data
        return f"an earlier report, of {day}: compared with"
    return f"an earlier report, of {day}: there is a later one"


def _own_data(data: dict[str, Any], name: str, evidence: Evidence) -> str:
    if data["course"] != evidence.course.id:
        return f"what somebody kept of another course, {data['course']}: left out"
    kept = data["data"]
    evidence.answered(name, answers_in_data(data, evidence.surveys), is_of_one=True)
    stories = kept.get("share-backs")
    certificates = [c for n, c in kept.items() if n.startswith("certificate/") and isinstance(c, dict)]
    filled = sum(bool(str(c.get("name", "")).strip() and str(c.get("evidence", "")).strip()) for c in certificates)
    took_part = any(name == "done" or name.startswith(("quiz/", "survey/", "evidence", "share-backs")) for name in kept)
    told = len(stories) if isinstance(stories, list) else 0
    evidence.own_data.append(OwnData(name, took_part, told, filled))
    for key, badge in kept.items():
        if key.startswith("badge/") and isinstance(badge, dict):
            credential_files.document(badge, evidence)
    return "what one participant's browser kept"


def _issues(path: Path, name: str, evidence: Evidence) -> str:
    from mooc_kit.cohort.repository_forms.issue_bodies import read_issues

    issues, problems = read_issues(path.read_text(encoding="utf-8", errors="replace"), name)
    if not issues:
        return ""
    evidence.problems += problems
    counted = {"share-back": 0, "question": 0, "goal": 0, "": 0}
    stories = {story.removesuffix(".md").rpartition("-")[2] for story in evidence.stories if story.endswith(".md")}
    questions = _questions_from_issues(evidence.kit)
    for issue in issues:
        counted[issue.form] += 1
        if issue.form == "share-back":
            if str(issue.number) not in stories:
                evidence.stories.add(f"issue {issue.number}")
        elif issue.form == "question" and issue.number not in questions:
            evidence.waiting += 1
    words = {"share-back": "share-backs", "question": "questions", "goal": "goals", "": "others, left out"}
    told = ", ".join(f"{count} {words[form]}" for form, count in counted.items() if count)
    return f"issues of the repository: {told}"


def _questions_from_issues(kit: Path) -> set[int]:
    """The numbers of the issues whose questions stand in the course's self-checks."""
    files = (kit / "quizzes").glob("self-check-*.yaml")
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in files)
    return {int(found) for text in texts for found in _FROM_ISSUE.findall(text)}


# ---- tables ----------------------------------------------------------------------------------------------------------


def _table(path: Path, name: str, evidence: Evidence) -> str:
    try:
        table = read_table(path, name)
        rows = list(table.rows)
    except MoocKitError:
        if path.suffix.lower() == ".txt":
            return ""
        raise
    for at, first in enumerate(rows[:_TOP]):
        heads = tuple(cell.strip() for cell in first.cells)
        low = {head.casefold() for head in heads}
        below = rows[at + 1 :]
        if {"measure", "count"} <= low:
            return _tally(heads, below, name, evidence)
        if {"method", "date", "verifier"} <= low:
            evidence.roster = path
            return "identity roster"
        if {"assessor", "date", "result"} <= low:
            evidence.decisions = path
            return "assessors' decisions about credit"
        if {"learner", "credential", "completed", "reasons"} <= low:
            return _decided(heads, below, name, evidence)
        if found := answers_in_table(heads, below, evidence.surveys):
            evidence.answered(name, found.responses, is_of_one=False)
            return f'answers to "{found.survey.title}": {len(found.responses)}'
    try:
        sheet = read_sheet(path, Columns(evidence.course, evidence.mapped, evidence.written))
    except MoocKitError:
        if path.suffix.lower() == ".txt":
            return ""
        raise
    return _gradebook(path, sheet.title, evidence)


def _parquet(path: Path, evidence: Evidence) -> str:
    import duckdb

    columns = Columns(evidence.course, evidence.mapped, evidence.written)
    with duckdb.connect() as connection:
        headings = tuple(columnar.parquet(path, columns, connection).kinds)
    return _gradebook(path, plain_sheet.TITLE, evidence) if plain_sheet.fits(headings, [], columns) else ""


def _gradebook(path: Path, title: str, evidence: Evidence) -> str:
    evidence.gradebooks.append(path)
    return title


def _tally(heads: tuple[str, ...], rows: list[Row], name: str, evidence: Evidence) -> str:
    low = [head.casefold() for head in heads]
    measure, count = low.index("measure"), low.index("count")
    source = low.index("source") if "source" in low else None
    known = {m.id for m in evidence.course.success} | {m.measure for m in evidence.course.success}
    taken, left = [], []
    for row in rows:
        cells = (*row.cells, *[""] * (len(heads) - len(row.cells)))
        id, value = cells[measure].strip(), number(cells[count])
        if id not in known or value is None or value < 0:
            left.append(id or f"line {row.line}")
            continue
        said = cells[source].strip() if source is not None else ""
        evidence.tally[id] = (value, f"{name} ({said})" if said else name)
        taken.append(id)
    told = f"the team's own counts: {', '.join(taken) or 'none that is a measure'}"
    return told + (f"; left out, no measure or no number: {', '.join(left)}" if left else "")


def _decided(heads: tuple[str, ...], rows: list[Row], name: str, evidence: Evidence) -> str:
    low = [head.casefold() for head in heads]
    credential, completed = low.index("credential"), low.index("completed")
    counted: dict[str, int] = {}
    for row in rows:
        if len(row.cells) > max(credential, completed):
            is_given = row.cells[completed].strip().casefold() == "true"
            counted[row.cells[credential]] = counted.get(row.cells[credential], 0) + is_given
    evidence.completed[name] = counted
    return "decisions about completion"


# ---- words -----------------------------------------------------------------------------------------------------------


def _story(path: Path, name: str, evidence: Evidence) -> str:
    from mooc_kit.spec.schema_errors import read_model

    text = path.read_text(encoding="utf-8", errors="replace")
    head, mark, body = text[3:].partition("\n---")
    if not mark or not body.strip():
        return ""
    meta, _, _ = read_model(ShareBackMeta, head + "\n", name)
    if meta is None or "may_be_shown" not in head:
        return ""
    evidence.stories.add(f"file {path.name}")
    return "a share-back"


def _site_text(path: Path, name: str, evidence: Evidence) -> str:
    text = path.read_bytes()[:_MOST_TEXT].decode("utf-8", "replace")
    response = answers_in_text(text, evidence.surveys)
    if response is not None:
        evidence.answered(name, [response], is_of_one=True)
        return f'one person\'s answers to "{_title(response.survey, evidence)}"'
    return ""


def _questions(path: Path, name: str, evidence: Evidence) -> str:
    if path.suffix.lower() in SUFFIXES:
        found = read_contribution(path, name, evidence.spec)
        if found.questions:
            evidence.waiting += len(found.questions)
            return f"questions that wait to be judged: {len(found.questions)}"
    return ""


def _title(id: str, evidence: Evidence) -> str:
    return next((survey.title for survey in evidence.surveys if survey.id == id), id)
