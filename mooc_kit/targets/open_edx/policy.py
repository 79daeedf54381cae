"""Open edX course policy: what is kept about the course as a whole, in policies/RUN/policy.json."""

from __future__ import annotations

import re
from typing import Any

from mooc_kit.course.model import Awarder, Course, Credential, CredentialKind, Exam, Quiz, Signatory, Survey
from mooc_kit.i18n import Messages
from mooc_kit.targets.open_edx.assessments import REVIEW_DAYS
from mooc_kit.targets.open_edx.dates import ALWAYS, FOREVER, end_of, last_day, start_of
from mooc_kit.targets.open_edx.structure import REMOTE
from mooc_kit.targets.open_edx.url_names import COURSE_IMAGE, SYLLABUS, course_key
from mooc_kit.targets.weights import graded_shares

CERTIFICATE_VERSION = 1
_CREATIVE_COMMONS = re.compile(r"CC-BY((?:-(?:NC|ND|SA))*)-(\d\.\d)")
_FIRST_ID = 100
"""Studio counts certificates and signatories from here."""


def policy(course: Course, messages: Messages) -> dict[str, Any]:
    """The fields of the course; a target's own settings stay untouched where a field is not named."""
    organisation, _, run = course_key(course)
    exams = [activity for _, activity in course.activities() if isinstance(activity, Exam)]
    timed = [a for _, a in course.activities() if isinstance(a, Quiz) and a.time_limit_minutes]
    watched = [exam for exam in exams if exam.watched in REMOTE]
    modules = [
        name
        for name, is_used in (
            ("poll", any(isinstance(a, Survey) for _, a in course.activities())),
            ("library_content", any(isinstance(a, Quiz) and _draws(a) for _, a in course.activities())),
        )
        if is_used
    ]
    end = last_day(course, REVIEW_DAYS)
    found: dict[str, Any] = {
        "display_name": course.title,
        "display_organization": course.institution or None,
        "start": start_of(course.start) if course.start else ALWAYS,
        "end": end_of(end) if end else FOREVER,
        "self_paced": is_self_paced(course),
        "language": course.language,
        "license": license_field(course.license),
        "course_image": COURSE_IMAGE,
        "learning_info": [outcome.text for outcome in course.outcomes],
        "instructor_info": {
            "instructors": [
                {"name": person.name, "title": "", "organization": course.institution, "image": "", "bio": ""}
                for person in course.team
            ]
        },
        "advanced_modules": modules or None,
        "enable_subsection_gating": True if course.chose("activities", "scaffolded") else None,
        "discussion_topics": {messages.text("General"): {"id": "course"}},
        "enable_timed_exams": True if timed or watched else None,
        "enable_proctored_exams": True if watched else None,
        "allow_proctoring_opt_out": False if watched else None,
        "create_zendesk_tickets": False if watched else None,
        # A page about grades would tell people that they have none of what nobody can have.
        "hide_progress_tab": None if graded_shares(course) else True,
        "show_calculator": None,
        "tabs": _tabs(messages),
        **certificate_fields(course, organisation),
    }
    return {f"course/{run}": {key: value for key, value in found.items() if value is not None}}


def is_self_paced(course: Course) -> bool:
    """Whether people go at their own pace: as the team decided, or because there are no dates."""
    return course.start is None or course.chose("enrolment_and_facilitation", "self-paced")


def license_field(license: str) -> str | None:
    """The licence as Open edX writes it; None for one that it does not know."""
    found = _CREATIVE_COMMONS.fullmatch(license)
    return f"creative-commons: ver={found[2]} BY{found[1].replace('-', ' ')}" if found else None


def certificate_of(course: Course) -> Credential | None:
    """The one certificate that Open edX can give: the platform's own, else a partner's."""
    certificates = [c for c in course.credentials if c.kind is CredentialKind.CERTIFICATE]
    for awarder in (Awarder.PLATFORM, Awarder.PARTNER):
        found = next((c for c in certificates if c.awarded_by is awarder), None)
        if found:
            return found
    return None


def certificate_fields(course: Course, organisation: str) -> dict[str, Any]:
    credential = certificate_of(course)
    if credential is None:
        return {}
    signatories = [
        {
            "id": _FIRST_ID + 1 + number,
            "name": signatory.name,
            "title": signatory.role,
            "organization": course.institution or organisation,
            "signature_image_path": "",
            "certificate": _FIRST_ID,
        }
        for number, signatory in enumerate(signed_by(course, credential))
    ]
    certificate = {
        "id": _FIRST_ID,
        "name": credential.title,
        "description": credential.description,
        "course_title": course.title,
        "is_active": True,
        "version": CERTIFICATE_VERSION,
        "editing": False,
        "signatories": signatories,
    }
    at_once = credential.awarded_by is Awarder.PLATFORM
    return {
        "certificates": {"certificates": [certificate]},
        "cert_html_view_enabled": True,
        "certificates_display_behavior": "early_no_info" if at_once else "end",
        "cert_name_long": credential.title,
        "cert_name_short": credential.title,
    }


def signed_by(course: Course, credential: Credential) -> tuple[Signatory, ...]:
    """Who signs, with what they are in the course; the course's lead where the spec names nobody."""
    return credential.signatories or tuple(Signatory(person.name) for person in course.team[:1])


def _draws(quiz: Quiz) -> bool:
    return any(draw is not None and draw < len(indexes) for draw, indexes in quiz.quiz.groups())


def _tabs(messages: Messages) -> list[dict[str, Any]]:
    """The course's navigation. Studio asks that the first two are these, in this order."""
    text = messages.text
    return [
        {"type": "course_info", "name": text("Home"), "course_staff_only": False},
        {"type": "courseware", "name": text("Course"), "course_staff_only": False},
        {"type": "static_tab", "name": text("Syllabus"), "url_slug": SYLLABUS, "course_staff_only": False},
        {"type": "discussion", "name": text("Discussion"), "course_staff_only": False},
        {"type": "wiki", "name": text("Wiki"), "course_staff_only": False, "is_hidden": True},
        {"type": "progress", "name": text("Progress"), "course_staff_only": False},
        {"type": "dates", "name": text("Dates"), "course_staff_only": False},
    ]
