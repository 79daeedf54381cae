"""Certificate wording: the file that a kit begins with, for a certificate by rule."""

from __future__ import annotations

from mooc_kit.i18n import messages_for
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.schema import with_modeline
from mooc_kit.spec.yaml_text import yaml_text

_HEAD = """\
# The words on the certificate: the person's name stands before the statement.
# Its design and the signatories stand in course.yaml.
"""


def certificate_text(spec: spec_model.Spec) -> str:
    """The certificate's wording, true for this course."""
    messages = messages_for(spec.course.language)
    course = spec.course
    weeks = messages.plural("{n} week", "{n} weeks", course.weeks)
    values = {"title": course.title, "weeks": weeks, "hours": messages.number(course.hours_per_week)}
    if course.institution:
        statement = messages.text(
            "has completed {title}, an open online course of {weeks} with about {hours} hours of work a week, offered "
            "by {institution}.",
            institution=course.institution,
            **values,
        )
    else:
        statement = messages.text(
            "has completed {title}, an open online course of {weeks} with about {hours} hours of work a week.", **values
        )
    small = messages.text(
        "Given automatically by the platform when the rule of the course was met. The identity of the person was not "
        "checked, and nobody watched the work."
    )
    if not spec.has_accounts:
        small = messages.text(
            "Given by the course team, who looked at the evidence that the person sent. The identity of the person was "
            "not checked, and nobody watched the work."
        )
    data = {"title": messages.text("Certificate of completion"), "statement": statement, "small_print": small}
    return with_modeline("certificate", _HEAD + yaml_text(data))
