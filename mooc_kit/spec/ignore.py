"""Ignored problems: codes that a team has decided to live with, with its reason, in the spec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mooc_kit.problems import Problem
from mooc_kit.spec import spec_codes
from mooc_kit.spec.model import Spec


def apply_ignores(spec: Spec, problems: Iterable[Problem]) -> Iterator[Problem]:
    """`problems` without the codes under `ignore:`, and a note for each line there that nothing needs.

    Call it once, with all problems of the course. Problems of the YAML itself (Y) cannot be ignored.
    """
    ignored = {entry.code for entry in spec.ignore if not entry.code.startswith("Y")}
    met: set[str] = set()
    for problem in problems:
        if problem.code in ignored:
            met.add(problem.code)
        else:
            yield problem
    for number, entry in enumerate(spec.ignore):
        if entry.code not in met:
            place = spec.place("ignore", number)
            yield spec_codes.IGNORED_IN_VAIN.at(
                place, f"Nothing here has the code {entry.code}.", hint="Take the line out, so that it hides nothing."
            )
