"""Interview draft: the answers so far, in a file beside the folder they are for, when somebody stops."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mooc_kit.files import write_whole
from mooc_kit.interview.step import Answers


@dataclass
class InterviewDraft:
    """`at` is the id of the step to go on with; `unsent` has, by its id, what was typed at a step without an answer."""

    answers: Answers
    is_full: bool
    at: str
    unsent: dict[str, list[str]] = field(default_factory=dict)


def draft_file(folder: Path) -> Path:
    return folder.absolute().parent / f".{folder.name}.mooc-kit-draft.json"


def save(folder: Path, draft: InterviewDraft) -> None:
    """Write the draft; the file before stays whole until the new one is complete."""
    data = {"answers": draft.answers, "full": draft.is_full, "at": draft.at, "unsent": draft.unsent}
    write_whole(draft_file(folder), json.dumps(data, indent=1, ensure_ascii=False))


def load(folder: Path) -> InterviewDraft | None:
    """The draft, or None where there is none that can be read."""
    try:
        data: Any = json.loads(draft_file(folder).read_text(encoding="utf-8"))
        unsent = {str(id): [str(line) for line in lines] for id, lines in data.get("unsent", {}).items()}
        return InterviewDraft(dict(data["answers"]), bool(data["full"]), str(data["at"]), unsent)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remove(folder: Path) -> None:
    draft_file(folder).unlink(missing_ok=True)
