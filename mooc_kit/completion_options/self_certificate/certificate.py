"""Self-made certificate: its file holds wording that a person adopts, with name and evidence added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from mooc_kit.completion_options.self_certificate import self_certificate_codes
from mooc_kit.completion_options.self_certificate.section import SelfCertificateSpec
from mooc_kit.completion_options.self_certificate.wording import can_be_judged, claim_in, has_own_voice, title_claim
from mooc_kit.i18n import Messages
from mooc_kit.problems import Place, Problem
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import LongText, SpecModel, Text, empty_list
from mooc_kit.spec.schema import with_modeline
from mooc_kit.spec.yaml_text import yaml_text

PATH = "certificates/self-certificate.yaml"


class SelfCertificateFile(SpecModel):
    title: Annotated[Text, Ask("What stands on top of it?")]
    statement: Annotated[LongText, Ask("What does the person certify?", "In their own voice: I certify that I …")]
    evidence: Annotated[list[Text], Ask("What evidence belongs to it?")] = Field(
        default_factory=empty_list, max_length=30
    )
    small_print: Annotated[LongText | None, Ask("What should a reader know about how it came about?")] = None


def certificate_file(spec: spec_model.Spec, section: SelfCertificateSpec, messages: Messages) -> str:
    """The file as the kit begins with it."""
    say = messages.text
    course = spec.course
    statement = section.statement or say(
        "I certify that I took part in the open course {course}. What I name here as evidence is my own work, and I am "
        "glad to show and explain it.",
        course=course.title,
    )
    if course.institution:
        small_print = say(
            "This is a self-made certificate. {institution} offered the course. It did not check this certificate and "
            "does not award it.",
            institution=course.institution,
        )
    else:
        small_print = say("This is a self-made certificate. The course team did not check it and does not award it.")
    data = {
        "title": section.title or say("Self-certificate: {course}", course=course.title),
        "statement": statement,
        "evidence": [in_words(id) for id in section.evidence],
        "small_print": small_print,
    }
    head = (
        "# The words on the self-certificate. The person's name stands above the\n"
        "# statement, their evidence below it. Keep it in their own voice: it must not\n"
        "# read as if the course or an institution had given it.\n"
    )
    return with_modeline("self-certificate", head + yaml_text({key: value for key, value in data.items() if value}))


def wording_problems(
    spec: spec_model.Spec, title: tuple[str, Place] | None, statement: tuple[str, Place] | None
) -> Iterator[Problem]:
    """What in the title and the statement, each with its place, claims more than the person can."""
    rule = self_certificate_codes.READS_AS_INSTITUTIONAL
    names = (spec.course.institution or "", spec.course.title)
    if title is not None:
        text, place = title
        claim = title_claim(text, *names) or claim_in(text, *names)
        if claim:
            hint = f'Write whose it is, like "Self-certificate: {spec.course.title}".'
            yield rule.at(place, f'The title says "{claim}", as an institution would.', hint=hint)
    if statement is None:
        return
    text, place = statement
    claim = claim_in(text, *names)
    hint = f'Let the person speak, like "I certify that I took part in {spec.course.title}".'
    if claim:
        yield rule.at(place, f'The statement says "{claim}", as an institution would.', hint=hint)
    elif can_be_judged(spec.course.language) and not has_own_voice(text):
        yield rule.at(place, "The statement does not say that the person certifies it themselves.", hint=hint)


def in_words(id: str) -> str:
    """An id as words: three-field-notes → Three field notes."""
    return re.sub(r"\bi\b", "I", id.replace("-", " ").capitalize())
