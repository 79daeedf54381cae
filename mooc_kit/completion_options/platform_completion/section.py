"""Spec section `platform_completion`: the rule by which a platform says "complete", and its certificate."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from mooc_kit.spec import spec_codes
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import ID_PATTERN, Id, LongText, Percent, SpecModel, Text, empty_list, refuse, slug

ALL: Literal["all"] = "all"


class CertificateDesign(Choice):
    CLASSIC = "classic", "A frame, centred lines and room for signatures, as people frame it"
    MODERN = "modern", "A band in your colour and large type, as people share it on a screen"
    PLAIN = "plain", "Black text on white: little ink, and easy for screen readers"


def _read_activities(value: Any) -> Any:
    """`all`, or a list of ids; anything else is said in one sentence and not once for each form."""
    if value == ALL:
        return value
    if not isinstance(value, list):
        hint = "Write `activities: all`, or a list of ids like [first-task, last-quiz]."
        raise refuse(spec_codes.NOT_A_CHOICE, f'"{str(value)[:60]}" is neither `all` nor a list.', hint)
    for id in value:
        if not isinstance(id, str) or not re.match(ID_PATTERN, id):
            hint = f"Write it like `{slug(str(id)) or 'my-id'}`."
            raise refuse(spec_codes.BAD_ID, f'"{str(id)[:60]}" cannot be an id.', hint)
    return value


class Require(SpecModel):
    """What has to be done: activities, an overall score, or both."""

    activities: Annotated[
        Literal["all"] | list[Id],
        BeforeValidator(_read_activities),
        Ask(
            "Which activities must be done?",
            "`all` means every one that is not marked as optional; or name some, [] for none.",
            depth="core",
            more="Unmark what is only an offer. The certificate is made at once when the marked ones are done.",
        ),
    ] = ALL
    score: Annotated[
        Percent | None,
        Ask(
            "Which overall score is needed, in percent?",
            "Most open courses ask 50 to 70. Empty: no score is needed.",
            depth="core",
            more="Like 60. Nobody below it gets the certificate, so say it before the course begins.",
        ),
    ] = None


class Signatory(SpecModel):
    """Somebody whose name stands on the certificate."""

    name: Annotated[Text, Ask("Name as it stands on the certificate")]
    role: Annotated[Text | None, Ask("What is this person in the course?", "Course lead, head of the institute …")] = (
        None
    )


class PlatformCompletionSpec(SpecModel):
    require: Annotated[Require, Ask("What makes the course complete?", depth="core")] = Field(default_factory=Require)
    weights: Annotated[
        dict[Id, Percent] | None,
        Ask(
            "How much does each graded activity weigh, in percent?",
            "They add up to 100. Where nothing is said, the points decide: 50 of 100 points are half of the score.",
        ),
    ] = None
    certificate: Annotated[
        CertificateDesign,
        Ask(
            "How should the certificate look?",
            depth="core",
            more="Try each with `mooc-kit build`; you can change it until the first one is issued.",
        ),
    ] = CertificateDesign.CLASSIC
    signatories: Annotated[
        list[Signatory],
        Ask(
            "Whose names stand on the certificate?",
            "Ask them first; two are usual. It can also go without.",
            more="Like: Ana Lopes | Course lead.",
        ),
    ] = Field(default_factory=empty_list, max_length=4)


class CertificateFile(SpecModel):
    """The wording of a certificate: a file in `certificates/`. Its design and signatories stand in course.yaml."""

    title: Annotated[Text, Ask("What stands on top of it?")]
    statement: Annotated[LongText, Ask("What does it say after the person's name?")]
    small_print: Annotated[LongText | None, Ask("What should a reader know about how it came about?")] = None
