"""Spec section `credit`: who awards how much credit, at which level, towards what, and for which outcomes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.academic_level import AcademicLevel
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Date, Id, SpecModel, Text, empty_list


class CreditSystem(Choice):
    ECTS = "ects", "ECTS credits, Europe: 25 to 30 hours of work each"
    UK_CATS = "uk-cats", "CATS or SCQF credits, United Kingdom: 10 hours of work each"
    US_SEMESTER = "us-semester", "Semester hours, United States: about 38 to 45 hours of work each"
    US_QUARTER = "us-quarter", "Quarter hours, United States: about 25 to 36 hours of work each"
    OTHER = "other", "Another system: say in `hours_per_credit` how many hours a credit stands for"


class Towards(SpecModel):
    """What the credit counts for."""

    programme: Annotated[
        Text,
        Ask(
            "Towards which programme does it count?",
            depth="core",
            more="Like: BSc Environmental Science. Applicants see it before they begin.",
        ),
    ]
    course: Annotated[
        Text | None,
        Ask(
            "In the place of which course?",
            "A code such as ENV101; empty for free choice.",
            more="It stands on the transcript.",
        ),
    ] = None


class Mapped(SpecModel):
    """An outcome of the formal course, and the outcomes of this course that show it."""

    formal: Annotated[Text, Ask("Which outcome does the formal course name?", depth="core")]
    outcomes: Annotated[list[Id], Ask("Which outcomes of this course show it?", depth="core")] = Field(
        default_factory=empty_list
    )


class RiskAccepted(SpecModel):
    """Who answers for giving credit while questions are open."""

    by: Annotated[Text, Ask("Who accepted it?", "A name and what they are: they answer for it.")]
    date: Annotated[Date, Ask("On which day?")]
    because: Annotated[Text | None, Ask("Why?")] = None


class CreditSpec(SpecModel):
    awarded_by: Annotated[
        Text,
        Ask(
            "Which institution awards the credit?",
            depth="core",
            more="Like: Example University. It stands on the transcript; ask it first.",
        ),
    ]
    system: Annotated[
        CreditSystem,
        Ask(
            "In which credit system?",
            depth="core",
            is_proposed=False,
            more="That of the institution which awards it. The hours that a credit stands for follow from it.",
        ),
    ] = CreditSystem.ECTS
    amount: Annotated[
        float,
        Ask(
            "How much credit?",
            "It follows from the hours of work: 50 hours are 2 ECTS credits.",
            depth="core",
            more="Too much for the hours of the course is told as a mistake.",
        ),
        Field(gt=0, le=240),
    ]
    hours_per_credit: Annotated[
        float | None,
        Ask(
            "How many hours does your institution count for a credit?",
            "Where nothing is said, the system's usual range.",
            more="Like 25.",
        ),
        Field(gt=0, le=200),
    ] = None
    level: Annotated[
        AcademicLevel | None,
        Ask("At which level?", "Left out, it is an open question, and participants read that it is.", depth="core"),
    ] = None
    towards: Annotated[Towards, Ask("Towards what does it count?", depth="core")]
    mapping: Annotated[
        list[Mapped],
        Ask(
            "How do the outcomes fit those of the formal course?",
            depth="core",
            more="Like: Samples water by protocol | 1. Assessors compare these; what nobody maps gives no credit.",
        ),
        Field(max_length=100),
    ] = Field(default_factory=empty_list)
    open_questions: Annotated[
        list[Text], Ask("Which further questions are open?", "Beside those that mooc-kit knows.", depth="file")
    ] = Field(default_factory=empty_list)
    settled: Annotated[
        list[Id],
        Ask("Which open questions are settled?", "Their short names stand in guides/assessors.md.", depth="file"),
    ] = Field(default_factory=empty_list)
    risk_accepted: Annotated[
        RiskAccepted | None,
        Ask(
            "Who accepted that questions are still open?",
            "Without it no credit is issued while some are.",
            depth="file",
        ),
    ] = None
