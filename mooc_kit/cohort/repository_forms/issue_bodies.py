"""Issue form bodies: a form's headings and answers, parsed from the Markdown that GitHub writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mooc_kit.cohort.repository_forms import form_codes
from mooc_kit.problems import Place, Problem

MOST_BYTES = 20_000_000
MOST_IN_ANSWER = 20_000
LABELS = {"share-back": "share-back.yml", "question": "question.yml", "goal": "goal.yml"}
"""The label that each form gives, and the form's file."""
FORMS = ".github/ISSUE_TEMPLATE"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_BOX = re.compile(r"^- \[(?P<mark>[ xX])\] ?(?P<words>.*)$")


@dataclass(frozen=True)
class Issue:
    number: int
    title: str
    body: str
    created_on: date
    labels: tuple[str, ...]

    @property
    def form(self) -> str:
        """The label of the form that it was written with, or ""."""
        return next((label for label in self.labels if label in LABELS), "")


@dataclass(frozen=True)
class Answers:
    """What stands below each heading, by the id of the form's field; `ticked` are the places of ticked boxes."""

    words: dict[str, str]
    ticked: dict[str, tuple[int, ...]]

    def __getitem__(self, id: str) -> str:
        return self.words.get(id, "")


def read_issues(text: str, file: str) -> tuple[list[Issue], list[Problem]]:
    """The issues in a JSON text: one, a list of them, or the event of a workflow."""
    hint = "Give it the output of `gh issue list --json number,title,body,createdAt,labels`, or a workflow's event."
    try:
        found = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        found = [found["issue"] if isinstance(found.get("issue"), dict) else found]
    if not isinstance(found, list):
        return [], [form_codes.UNREADABLE.at(Place(file), hint=hint)]
    issues = [issue for data in found if (issue := _issue(data)) is not None]
    if len(issues) < len(found):
        message = f"{len(found) - len(issues)} of {len(found)} entries are no issues."
        return issues, [form_codes.UNREADABLE.at(Place(file), message, hint=hint)]
    return sorted(issues, key=lambda issue: issue.number), []


def are_issues(text: str) -> list[Issue] | None:
    """The issues in `text`, or None where it holds something else: the file of a page, or posts of a forum."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict):
        found = [found["issue"] if isinstance(found.get("issue"), dict) else found]
    if not isinstance(found, list) or not all(isinstance(data, dict) for data in found):
        return None
    issues = [issue for data in found if (issue := _issue(data)) is not None]
    return sorted(issues, key=lambda issue: issue.number) if issues and len(issues) == len(found) else None


def _issue(data: Any) -> Issue | None:
    if isinstance(data, dict) and isinstance(data.get("iid"), int):  # GitLab calls things by other names
        data = {**data, "number": data["iid"], "body": data.get("description") or ""}
    if not isinstance(data, dict) or not isinstance(data.get("number"), int) or not isinstance(data.get("body"), str):
        return None
    written = str(data.get("createdAt") or data.get("created_at") or "")[:10]
    try:
        created = date.fromisoformat(written)
    except ValueError:
        return None
    labels = data.get("labels") if isinstance(data.get("labels"), list) else []
    names = [label.get("name") if isinstance(label, dict) else label for label in labels or []]
    body = data["body"].replace("\r\n", "\n").replace("\r", "\n")
    return Issue(
        data["number"],
        _CONTROL.sub("", str(data.get("title") or "")).strip()[:300],
        _CONTROL.sub("", body),
        created,
        tuple(name for name in names if isinstance(name, str)),
    )


def read_answers(issue: Issue, kit: Path) -> tuple[Answers | None, list[Problem]]:
    """The answers of `issue` by the fields of its form, which lies in the kit."""
    from mooc_kit.spec.yaml_tree import load_tree, read_text

    place = Place(f"issue {issue.number}")
    path = kit / FORMS / LABELS[issue.form]
    if not path.is_file():
        hint = (
            f"`mooc-kit update --restore` puts {FORMS}/{LABELS[issue.form]} back, while the course has `repository:` "
            "on GitHub and what the form is for. Else get it from git's history, or take the label off the issue."
        )
        return None, [form_codes.NO_FORM_FILE.at(place, hint=hint)]
    text, problems = read_text(path, f"{FORMS}/{path.name}")
    tree, more = load_tree(text, f"{FORMS}/{path.name}") if text is not None else (None, [])
    fields = list(_fields(tree.value)) if tree is not None else []
    if not fields:
        return None, [*problems, *more]
    below = _sections(issue.body, {label for _, label, _, _ in fields})
    words: dict[str, str] = {}
    ticked: dict[str, tuple[int, ...]] = {}
    for id, label, kind, is_needed in fields:
        answer = below.get(label, "").strip()
        answer = "" if answer == "_No response_" else answer[:MOST_IN_ANSWER]
        if kind == "checkboxes":
            boxes = [found for line in answer.split("\n") if (found := _BOX.match(line.strip()))]
            ticked[id] = tuple(n for n, box in enumerate(boxes) if box["mark"] != " ")
            continue
        words[id] = answer
        if is_needed and not answer:
            message = f'Issue {issue.number} has nothing below "{label}".'
            hint = "Ask its author, or write it into the issue and run this again."
            problems.append(form_codes.MISSING_ANSWER.at(place, message, hint=hint))
    is_whole = all(problem.code != form_codes.MISSING_ANSWER.code for problem in problems)
    return Answers(words, ticked) if is_whole else None, [*problems, *more]


def _fields(form: Any) -> Iterator[tuple[str, str, str, bool]]:
    """Id, label, kind and whether it is needed, of each field of a form."""
    body = form.get("body") if isinstance(form, dict) else None
    for field in body if isinstance(body, list) else []:
        if isinstance(field, dict) and isinstance(field.get("id"), str):
            about = field.get("attributes") if isinstance(field.get("attributes"), dict) else {}
            needed = field.get("validations") if isinstance(field.get("validations"), dict) else {}
            label = " ".join(str((about or {}).get("label", "")).split())
            yield field["id"], label, str(field.get("type")), bool((needed or {}).get("required"))


def _sections(body: str, labels: set[str]) -> dict[str, str]:
    """The text below each heading that is a label of the form; other headings belong to the answers."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in body.split("\n"):
        heading = " ".join(line[4:].split()) if line.startswith("### ") else ""
        if heading in labels and heading not in found:
            current = found.setdefault(heading, [])
        else:
            current.append(line)
    return {label: "\n".join(lines) for label, lines in found.items()}
