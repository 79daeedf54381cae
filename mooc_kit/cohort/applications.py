"""Applications for credit: the files that applicants' browsers wrote, as lines that wait for an assessor.

`{"type": "CreditApplication", "course": ID, "applied": DAY, "email": ADDRESS, "name": …, "confirmed": true, …}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mooc_kit.cohort import gradebook_codes
from mooc_kit.cohort.gradebook import learner_id
from mooc_kit.problems import Place, Problem, relative_name

TYPE = "CreditApplication"
LARGEST = 2_000_000
_TABLES = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True)
class Application:
    """Who applied, and when."""

    learner: str
    applied: date
    place: Place


def parts_of(path: Path) -> tuple[list[Path], list[Path]]:
    """(tables of decisions, files of applications) at `path`: a table, an application, or a folder of both."""
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    return (
        [file for file in files if file.suffix.lower() in _TABLES or (not path.is_dir() and file.suffix != ".json")],
        [file for file in files if file.suffix.lower() == ".json"],
    )


def read_applications(files: list[Path], course: str) -> Iterator[Application | Problem]:
    """Each application for `course` in `files`; what is none is said."""
    for file in files:
        place = Place(relative_name(file))
        try:
            if file.stat().st_size > LARGEST:
                raise ValueError("too large")
            found = json.loads(file.read_text(encoding="utf-8-sig"))
            if found["type"] != TYPE:
                raise ValueError("no application")
            learner, applied = learner_id(str(found["email"])), date.fromisoformat(str(found["applied"]))
        except (OSError, ValueError, KeyError, TypeError):
            hint = "Ask for the file that the page about applying saved, as it was saved."
            yield gradebook_codes.ODD_DECISION.at(place, "This is no application for credit.", hint=hint)
            continue
        if course and found.get("course") != course:
            message = f"The application of {learner} is for another course."
            yield gradebook_codes.ODD_DECISION.at(place, message, hint="Pass it on to that course's team.")
        elif found.get("confirmed") is not True:
            message = f"{learner} has not confirmed that the work is theirs."
            yield gradebook_codes.ODD_DECISION.at(place, message, hint="Ask for the application again.")
        elif learner:
            yield Application(learner, applied, place)
