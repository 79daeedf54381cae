"""Interview, continued: what the team answers now goes into the course.yaml it already has."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from mooc_kit.commands.edit_spec import bring_along, change, open_spec
from mooc_kit.console import echo
from mooc_kit.interview import more_answers
from mooc_kit.interview.defaults import complete
from mooc_kit.spec.edit import made_equal


def go_on(folder: Path, *, full: bool, plain: bool) -> int:
    """Ask what is open in the kit in `folder` and write the answers down; gives the exit status."""
    spec = open_spec(folder)
    answers = deepcopy(spec.value)
    is_whole = more_answers(folder, answers, plain=plain, full=full)
    given = {key: value for key, value in answers.items() if not key.startswith("_")}
    if given == spec.value:
        echo(f"{spec.name} is as it was.")
        return 0
    if is_whole and set(given.get("completion") or {}) - set(spec.value.get("completion") or {}):
        given = complete(given, folder.resolve().name)  # a new option gets the answers that fit where none was given
    told = (
        "your answers are written"
        if is_whole
        else "your answers so far are saved; run `mooc-kit interview` to continue"
    )
    change(spec, made_equal(spec.text, given), told)
    return bring_along(spec.kit) if is_whole else 0
