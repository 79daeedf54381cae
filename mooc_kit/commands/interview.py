"""Interview, continued: what the team answers now goes into the course.yaml it already has."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from mooc_kit.commands.edit_spec import SpecFile, bring_along, change, open_spec
from mooc_kit.console import echo
from mooc_kit.files import write_whole
from mooc_kit.interview import more_answers
from mooc_kit.interview.defaults import complete
from mooc_kit.problems import MoocKitError, Report, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.spec.edit import made_equal


def go_on(folder: Path, *, full: bool, plain: bool) -> int:
    """Show what is decided and open in the kit in `folder` and write the answers down; gives the exit status.

    Answers that do not fit together are told, and stay to be mended.
    """
    spec = open_spec(folder)
    answers = deepcopy(spec.value)
    while True:
        is_whole = more_answers(folder, answers, plain=plain, full=full)
        given = {key: value for key, value in answers.items() if not key.startswith("_")}
        if given == spec.value:
            echo(f"{spec.name} is as it was.")
            return 0
        if is_whole:
            _fit_new_options(given, spec.value, folder.resolve().name)
        told = (
            "your answers are written"
            if is_whole
            else "your answers so far are saved; run `mooc-kit interview` to continue"
        )
        try:
            change(spec, made_equal(spec.text, given), told)
        except MoocKitError as wrong:
            if not is_whole:
                _keep_beside(spec, given)
                raise
            write_report(Report(list(wrong.problems)), "text", sys.stdout)
            echo("Nothing is written yet, and nothing is lost: change what does not fit.")
            continue
        return bring_along(spec.kit) if is_whole else 0


def _fit_new_options(given: dict[str, Any], before: Mapping[str, Any], name: str) -> None:
    """A new option gets the answers that fit where none was given; nothing else gets what nobody answered."""
    brought = set(given.get("completion") or {}) - set(before.get("completion") or {})
    if not brought:
        return
    whole = complete(given, name)
    given["completion"] = {
        key: whole["completion"][key] if key in brought else value for key, value in given["completion"].items()
    }
    echo(f"Usual answers stand where you gave none: {', '.join(sorted(brought))}.")
    if new := [key for key in whole["targets"] if key not in given.get("targets", ["site"])]:
        given["targets"] = whole["targets"]
        echo(f"What you offer needs a platform, so the course is built for it, too: {', '.join(new)}.")


def _keep_beside(spec: SpecFile, given: Mapping[str, Any]) -> None:
    """What was answered and cannot stand in course.yaml yet, in a file of its own."""
    from mooc_kit.spec.write import spec_text

    kept = spec.file.with_name("course.answers.yaml")
    write_whole(kept, spec_text(given))
    echo(f"Your answers are kept in {relative_name(kept)}: they do not fit together yet.")
