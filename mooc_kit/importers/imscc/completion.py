"""Canvas completion rules: requirements, assignment groups and pass mark become the course's own rule."""

from __future__ import annotations

import json
from typing import Any

from mooc_kit.importers.imscc.activities import CartridgeActivities
from mooc_kit.importers.imscc.cartridge import Cartridge, child_text, number
from mooc_kit.importers.imscc.contents import Section
from mooc_kit.importers.percents import whole_percents


def rule_of(cartridge: Cartridge, activities: CartridgeActivities, sections: list[Section]) -> dict[str, Any] | None:
    """`platform_completion:` of course.yaml; None where Canvas asks for nothing and has no pass mark."""
    needed = [row.thing.activity for s in sections for row in s.rows if row.must and row.thing and row.thing.activity]
    needed = list(dict.fromkeys(needed))
    _tell_late_policy(cartridge)
    score = _pass_mark(cartridge)
    weights = _weights(cartridge, activities)
    for section in sections:
        if section.element is not None and child_text(section.element, "requirement_count") == "1":
            cartridge.notice(
                f'That any one requirement of "{section.title}" is enough',
                "A kit asks for all that it names.",
                "All are asked for; change `require` in course.yaml.",
            )
    if not needed and score is None:
        if weights:
            cartridge.notice(
                "The weights of the assignment groups",
                "The package says no rule by which the course is complete.",
                "The points decide; give weights in `completion: platform_completion:`.",
            )
        return None
    rule: dict[str, Any] = {"require": {"activities": needed, "score": score}}
    if score is None:
        del rule["require"]["score"]
    return {**rule, "weights": weights} if weights else rule


def _tell_late_policy(cartridge: Cartridge) -> None:
    """What Canvas takes off where work is late or missing. In a kit, missing work scores zero and late work counts."""
    root = cartridge.xml("course_settings/late_policy.xml")
    if child_text(root, "late_submission_deduction_enabled") == "true":
        percent, each = (
            number(child_text(root, "late_submission_deduction")),
            child_text(root, "late_submission_interval"),
        )
        has_least = child_text(root, "late_submission_minimum_percent_enabled") == "true"
        least = f", down to {child_text(root, 'late_submission_minimum_percent')} percent" if has_least else ""
        cartridge.notice(
            f"That late work loses {percent:g} percent each {each or 'day'}{least}",
            "A kit takes nothing off for late work.",
            "It is left out; tell it on a page, or set it on the platform.",
        )
    missing = 100 - number(child_text(root, "missing_submission_deduction"))
    if child_text(root, "missing_submission_deduction_enabled") == "true" and missing:
        cartridge.notice(f"That missing work gets {missing:g} percent", "In a kit it scores zero.", "It scores zero.")


def _pass_mark(cartridge: Cartridge) -> int | None:
    """The least score of the scheme that mooc-kit writes; schemes of others are grades and no pass marks."""
    root = cartridge.xml("course_settings/grading_standards.xml")
    for standard in root.iter("gradingStandard"):
        cartridge.count("grading schemes")
        try:
            steps = json.loads(child_text(standard, "data"))
            marks = [float(value) for _, value in steps]
        except (ValueError, TypeError):
            marks = []
        if cartridge.is_ours and len(marks) == 2:
            return round(max(marks) * 100)
        cartridge.notice(
            f'The grading scheme "{child_text(standard, "title")}"',
            "A kit has one pass mark and no grades.",
            "It is left out; give the pass mark in `completion: platform_completion:`.",
        )
    return None


def _weights(cartridge: Cartridge, activities: CartridgeActivities) -> dict[str, int] | None:
    root = cartridge.xml("course_settings/assignment_groups.xml")
    account = cartridge.account
    groups: dict[str, float] = {}
    for group in root.iter("assignmentGroup"):
        cartridge.count("assignment groups")
        title = child_text(group, "title")
        groups[account.attribute(group, "identifier")] = number(child_text(group, "group_weight"))
        for part in ("title", "group_weight"):
            account.text(account.child(group, part))
        for rule in group.iterfind("rules/rule"):
            for part in rule.iter():
                account.used(part)
            what = f"{child_text(rule, 'drop_type')} {child_text(rule, 'drop_count')}".strip()
            cartridge.notice(
                f'The rule `{what}` of the group "{title}"', "In a kit every graded activity counts.", "All count now."
            )
        account.settle(group, title)
    if len(groups) > 1 and not cartridge.is_ours:
        names = ", ".join(f'"{child_text(group, "title")[:60]}"' for group in root.iter("assignmentGroup"))
        cartridge.notice(f"The assignment groups {names}", "A kit has none.", "Their activities are in the kit.")
    scheme = child_text(cartridge.xml("course_settings/course_settings.xml"), "group_weighting_scheme")
    if scheme != "percent" and not activities.omitted:
        return None
    shares: dict[str, float] = {}
    counted = {id: points for id, points in activities.points.items() if id not in activities.omitted}
    totals: dict[str, float] = {}
    for id, points in counted.items():
        group = activities.groups.get(id, "")
        totals[group] = totals.get(group, 0.0) + points
    for id, points in counted.items():
        group = activities.groups.get(id, "")
        shares[id] = groups.get(group, 0.0) * points / totals[group] if scheme == "percent" else points
    if not sum(shares.values()):
        return None
    made = whole_percents(shares)
    whole = sum(shares.values())
    if any(abs(made[id] - 100 * share / whole) > 0.05 for id, share in shares.items()):
        cartridge.notice("The weights of the gradebook", "A kit has whole percents.", "They are rounded.")
    made |= dict.fromkeys(activities.omitted & activities.points.keys(), 0)
    total_points = sum(activities.points.values())
    same = (
        all(abs(made[id] - 100 * activities.points[id] / total_points) < 0.5 for id in made) if total_points else False
    )
    return None if same else made
