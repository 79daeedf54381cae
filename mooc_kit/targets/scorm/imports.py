"""SCORM import: how a package is brought onto platforms, and which settings make what it reports count."""

from __future__ import annotations

from collections.abc import Sequence

from mooc_kit.spec.packages import ScormVersion
from mooc_kit.targets.lms.reporting_rule import ReportedPart


def imports(file: str, version: ScormVersion) -> tuple[str, ...]:
    """One action for each platform."""
    return (
        f"Moodle: Add an activity > SCORM package: `{file}`. Grading method: highest grade; force new "
        'attempt: no. Completion: "Require status" Passed and Completed'
        + (" (both boxes: SCORM 1.2 has one status for the two)." if version is ScormVersion.V1_2 else "."),
        *(
            ("Moodle plays 2004 in parts: where something does not arrive, build with `--scorm-version 1.2`.",)
            if version is ScormVersion.V2004
            else ()
        ),
        "Open edX: with the SCORM XBlock (advanced module `scorm`): upload the file there, `Scored` on. It plays the "
        "first line of a package only.",
        "Canvas: Settings > Navigation: enable SCORM, then SCORM > Upload, as a graded assignment.",
        "Blackboard: Course Content > Upload > SCORM package; grade by score.",
        "Brightspace: Content > Add existing > SCORM; in its properties, grade by score.",
        "Sakai, ILIAS, OpenOLAT, TalentLMS, SAP, Cornerstone and others: their upload of SCORM packages.",
    )


def way_back(parts: Sequence[ReportedPart]) -> str:
    """How a team decides by what the platform recorded."""
    if all(len(part.activities) == 1 for part in parts):
        return "Export the platform's gradebook: each quiz has a column there, by which `mooc-kit completions` decides."
    return (
        "The platform lists who completed and passed. For a decision by each quiz, build with `--cut activity`: then "
        "the platform's gradebook has a column for each, and `mooc-kit completions` reads it."
    )
