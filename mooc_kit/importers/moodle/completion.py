"""Moodle completion rules: criteria, weights and badges of a backup become the course's rule."""

from __future__ import annotations

from fractions import Fraction
from html import unescape
from typing import Any

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.html_words import words_of
from mooc_kit.importers.moodle.backup import BackupActivity, Element, MoodleBackupReader, number, text
from mooc_kit.spec.schema import with_modeline
from mooc_kit.spec.yaml_text import yaml_text

ACTIVITY, GRADE = "4", "6"
_KINDS = {
    "1": "enrolment of one's own",
    "2": "a date",
    "3": "unenrolment",
    "5": "days after enrolment",
    "7": "a teacher's word",
    "8": "another course",
}
BY_ACTIVITIES, BY_COURSE = "1", "4"


def needed_modules(backup: MoodleBackupReader) -> set[str]:
    """The course modules that completion asks for."""
    criteria = backup.xml("completion.xml").iter("course_completion_criteria")
    return {text(c, "moduleinstance") for c in criteria if text(c, "criteriatype") == ACTIVITY}


def platform_completion(backup: MoodleBackupReader, read: dict[str, BackupActivity]) -> dict[str, Any] | None:
    """`platform_completion:` of course.yaml; None where nothing makes the course complete. `read`: items by module."""
    root = backup.xml("completion.xml")
    activities, score = [], None
    for criterion in root.iter("course_completion_criteria"):
        kind = text(criterion, "criteriatype")
        if kind == ACTIVITY:
            item = read.get(text(criterion, "moduleinstance"))
            if item is not None:
                activities.append(item.id)
        elif kind == GRADE:
            most = _course_points(backup)
            score = min(max(round(number(text(criterion, "gradepass")) / most * 100), 1), 100) if most else None
        else:
            backup.notice(
                f"Completion by {_KINDS.get(kind, 'a further criterion')}",
                "A kit's rule has activities and a score.",
                "It is left out.",
            )
    if score is not None and not any(item.points for item in read.values()):
        backup.notice(f"A score of {score} percent", "Nothing gives points any more.", "The rule asks for none.")
        score = None
    if not activities and score is None:
        return None
    overall = [m for m in root.iter("course_completion_aggr_methd") if text(m, "criteriatype") == ""]
    if any(text(method, "method") == "2" for method in overall):
        backup.notice(
            "Completion by any one criterion", "In a kit all criteria must be met.", "All of them are needed."
        )
    made: dict[str, Any] = {"require": {"activities": activities, "score": score}}
    weights = _weights(backup, read)
    return {**made, "weights": weights} if weights else made


def tell_gone(backup: MoodleBackupReader, read: dict[str, BackupActivity]) -> None:
    """Tell what activities that are not in the kit had to do with the completion and the grade of the course."""
    needed = needed_modules(backup)
    for id, item in backup.by_module.items():
        if id in read:
            continue
        if id in needed:
            what = f'That "{item.title}" must be complete'
            backup.notice(what, "It is no activity of the kit.", "The rule does not ask for it.")
        rows = list(backup.xml(f"{item.folder}/grades.xml").iter("grade_item"))
        if any(number(text(row, "grademax")) > 0 and text(row, "gradetype") in ("", "1") for row in rows):
            what = f'What "{item.title}" counts for the grade'
            backup.notice(what, "It is no activity of the kit.", "The shares of the others grow.")


def _course_points(backup: MoodleBackupReader) -> float:
    for item in backup.xml("gradebook.xml").iter("grade_item"):
        if text(item, "itemtype") == "course":
            return number(text(item, "grademax"))
    return 0


def _weights(backup: MoodleBackupReader, read: dict[str, BackupActivity]) -> dict[str, int] | None:
    """Weights in percent where the gradebook fixes them and they are not those of the points anyway."""
    shares = {
        text(i, "iteminstance"): _share(i)
        for i in backup.xml("gradebook.xml").iter("grade_item")
        if text(i, "itemtype") == "category"
    }
    found: dict[str, Fraction] = {}
    points: dict[str, Fraction] = {}
    is_fixed = False
    for item in (item for item in read.values() if item.points):
        for element in backup.xml(f"{item.folder}/grades.xml").iter("grade_item"):
            weight = _share(element) * shares.get(text(element, "categoryid"), Fraction(1))
            if weight > 0 and text(element, "itemnumber") in ("0", ""):
                is_fixed = is_fixed or text(element, "weightoverride") == "1"
                found[item.id] = weight
                points[item.id] = Fraction(number(text(element, "grademax")))
    total, whole = sum(found.values(), Fraction(0)), sum(points.values(), Fraction(0))
    if not is_fixed or not total or not whole:
        return None
    exact = {id: weight / total * 100 for id, weight in found.items()}
    if all(abs(exact[id] - points[id] / whole * 100) < Fraction(1, 50) for id in exact):
        return None
    percents = {id: round(value) for id, value in exact.items()}
    largest = max(exact, key=lambda id: exact[id])
    percents[largest] += 100 - sum(percents.values())
    if any(abs(exact[id] - percents[id]) > Fraction(1, 50) for id in exact):
        backup.notice("The weights of the gradebook", "A kit has whole percents.", "They are rounded.")
    return percents


def _share(item: Element) -> Fraction:
    return Fraction(number(text(item, "aggregationcoef2"))).limit_denominator(100_000)


def peer_badges(backup: MoodleBackupReader) -> dict[str, Any] | None:
    """`peer_badges:` of course.yaml, with the badges' words in badges/; None where there are none."""
    badges = []
    for badge in backup.xml("badges.xml").iter("badge"):
        name = text(badge, "name")[:80] or "Badge"
        kinds = {text(c, "criteriatype") for c in badge.iter("criterion")}
        if BY_COURSE in kinds:
            backup.notice(
                f'The badge "{name}", given for completing the course',
                "In a kit the certificate of completion stands for that.",
                "It is left out.",
            )
            continue
        backup.count("badges")
        id = backup.free_id("badge", name, "badge")
        description = words_of(text(badge, "description")) or name
        outcomes = backup.served(badge)
        badges.append(
            {"id": id, "name": name, "judged_by": "completion", "description": description[:400], "outcomes": outcomes}
        )
        _words(backup, badge, id, description)
        if BY_ACTIVITIES in kinds:
            backup.notice(
                f'That Moodle gives "{name}" by itself',
                "In a kit peers award badges.",
                "Peers look whether it was done.",
            )
    if not badges:
        return None
    return {"holders_may_award": True, "badges": badges}


def _words(backup: MoodleBackupReader, badge: Element, id: str, description: str) -> None:
    criteria = ""
    for criterion in badge.iter("criterion"):
        criteria = criteria or html_to_markdown(text(criterion, "description"))
    caption = unescape(text(badge, "imagecaption"))
    name = text(badge, "name")[:80] or "Badge"
    words = {
        "name": name,
        "description": description[:400],
        "criteria": criteria or description,
        "image_alt": caption or f"The badge {name}",
    }
    backup.files[f"badges/{id}.yaml"] = with_modeline("badge", yaml_text(words)).encode()
    backup.notice(
        f'The image of the badge "{words["name"]}"',
        "A kit's badges are SVG; Moodle keeps PNG.",
        f"mooc-kit draws badges/{id}.svg; put your own there.",
    )
