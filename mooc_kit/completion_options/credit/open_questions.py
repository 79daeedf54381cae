"""Open questions about credit: what an open course must still settle, and who can answer each."""

from __future__ import annotations

from mooc_kit.completion_options.authenticated_completion.open_questions import (
    POLICY,
    TECHNICAL,
    OpenQuestion,
    unsettled,
)
from mooc_kit.completion_options.credit.section import CreditSpec

LEVEL = OpenQuestion(
    "level",
    POLICY,
    "At which level is the credit, and in which framework?",
    "The examinations board of the programme",
)
"""Open until the section says `level:`."""

QUESTIONS = (
    OpenQuestion(
        "which-board",
        POLICY,
        "Which board decides that the credit counts, and when does it meet?",
        "The examinations board of the programme",
    ),
    OpenQuestion(
        "without-enrolment",
        POLICY,
        "Can somebody get the credit who is not enrolled, and what does it cost?",
        "The registry",
    ),
    OpenQuestion(
        "how-much-counts",
        POLICY,
        "How much credit from open courses does the programme accept, and for how long after the course?",
        "The head of the programme",
    ),
    OpenQuestion(
        "graded-or-passed",
        POLICY,
        "Is the credit graded or only passed, and how does the course's score become a grade?",
        "The examinations board of the programme",
    ),
    OpenQuestion(
        "other-institutions",
        POLICY,
        "Will other institutions take the credit over, and what do they need to see?",
        "The recognition office, or the ENIC-NARIC centre of the country",
    ),
    OpenQuestion(
        "quality-review",
        POLICY,
        "Does the course fall under the institution's quality reviews, and when is the next one?",
        "The quality office",
    ),
    OpenQuestion(
        "same-person",
        TECHNICAL,
        "How does the registry know that an account on the platform and an applicant are the same person?",
        "The registry and the platform's technical contact",
    ),
    OpenQuestion(
        "how-results-travel",
        TECHNICAL,
        "In which form do the results reach the registry, and who may see them on the way?",
        "The registry's IT service and the data protection officer",
    ),
)


def left_open(section: CreditSpec) -> list[OpenQuestion]:
    """The questions that the team has not settled yet."""
    return [*(() if section.level else (LEVEL,)), *unsettled(QUESTIONS, section.settled)]
