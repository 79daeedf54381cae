"""Moodle course completion (completion.xml): the activities of the course's rule, and the score."""

from __future__ import annotations

from decimal import Decimal

from mooc_kit.targets.moodle.backup_builder import BackupBuilder
from mooc_kit.targets.moodle.xml_tree import Element, Value, below, new, nothing, number, put

ACTIVITY, GRADE = 4, 6
ALL = 1


def course_completion(builder: BackupBuilder, pass_points: Decimal | None) -> Element:
    """The criteria, all of which must be met. `pass_points` is what the course's total must reach, or None."""
    root = new("course_completion")
    rule = builder.course.rule
    if rule is None:
        return root
    for id in rule.activities:
        spot = builder.mapping.of.get(f"activity/{id}")
        if spot is not None:
            _criterion(builder, root, id, ACTIVITY, module=spot.kind, moduleinstance=spot.module)
    if pass_points is not None:
        _criterion(builder, root, "score", GRADE, gradepass=number(pass_points))
    if len(root):
        for kind in (None, ACTIVITY):
            number_of = builder.id("course_completion_aggr_methd", str(kind))
            method = below(root, "course_completion_aggr_methd", id=number_of)
            put(method, course=builder.mapping.course_id, criteriatype=kind, method=ALL, value=None)
    return root


def _criterion(builder: BackupBuilder, root: Element, name: str, kind: int, **values: Value) -> None:
    element = below(root, "course_completion_criteria", id=builder.id("course_completion_criteria", f"{kind}/{name}"))
    usual: dict[str, Value] = {
        "course": builder.mapping.course_id,
        "criteriatype": kind,
        "module": None,
        "moduleinstance": None,
        "courseinstanceshortname": None,
        "enrolperiod": None,
        "timeend": None,
        "gradepass": None,
        "role": None,
        "roleshortname": None,
    }
    put(element, **{**usual, **values})
    nothing(element, "course_completion_crit_completions")
