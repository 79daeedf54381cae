"""cmi5 course structure (cmi5.xml): what a platform launches, and when it moves on."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from mooc_kit.course.model import Course
from mooc_kit.quizzes.formats.xml_fragments import Fragment, document, tag, words
from mooc_kit.targets.lms.launch_pages import launch_path
from mooc_kit.targets.lms.reporting_rule import ReportedPart

STRUCTURE = "cmi5.xml"
_NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"


def course_iri(course: Course) -> str:
    """What the course is called in statements: its address, else a name that no other course of the platform has."""
    return course.url.rstrip("/") if course.url else f"urn:mooc-kit:course:{quote(course.id)}"


def course_structure(course: Course, parts: Sequence[ReportedPart]) -> bytes:
    """The structure: a unit for each of `parts`, those of a module in a block where each is an activity."""
    is_only = len(parts) == 1
    inside: list[Fragment] = []
    for module in dict.fromkeys(part.module.id if part.module else "" for part in parts):
        units = [part for part in parts if (part.module.id if part.module else "") == module]
        made = [_unit(course, part, launch_path(part, is_only)) for part in units]
        within = units[0].module
        if within is None or units[0].id == within.id:
            inside += made
        else:
            texts = _texts(course, within.title, within.summary)
            inside.append(tag("block", *texts, *made, id=f"{course_iri(course)}/module/{quote(module)}"))
    about = _texts(course, course.title, course.summary or course.subtitle)
    root = tag("course", *about, id=f"{course_iri(course)}/course")
    return document(tag("courseStructure", root, *inside, xmlns=_NAMESPACE))


def move_on(part: ReportedPart) -> str:
    """When the platform takes the unit for done: as the course's rule does."""
    if not part.can_pass:
        return "Completed"
    return "CompletedAndPassed" if part.needed else "Passed"


def mastery_score(part: ReportedPart) -> str:
    """The least score as a share, or "" where no one number decides."""
    least = part.least_percent
    if least is None and len(part.passes) == 1 and list(part.weights) == list(part.passes):
        [least] = part.passes.values()
    return "" if least is None else f"{least / 100:g}"


def _unit(course: Course, part: ReportedPart, launch: str) -> Fragment:
    facts = {"id": f"{course_iri(course)}/unit/{quote(part.id)}", "moveOn": move_on(part), "launchMethod": "AnyWindow"}
    if mastery := mastery_score(part):
        facts["masteryScore"] = mastery
    about = part.module.summary if part.module and part.id == part.module.id else ""
    texts = _texts(course, part.title, about or (course.summary if part.module is None else ""))
    return tag("au", *texts, tag("url", words(quote(launch))), **facts)


def _texts(course: Course, title: str, about: str) -> list[Fragment]:
    """Title and description; both must say something."""
    said = " ".join(title.split()) or "?"
    described = " ".join(about.split()) or said
    return [
        tag(name, tag("langstring", words(text), lang=course.language))
        for name, text in (("title", said), ("description", described))
    ]
