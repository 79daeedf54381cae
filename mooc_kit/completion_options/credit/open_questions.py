"""Open questions about credit: what an open course must still settle, and who can answer each."""

from __future__ import annotations

from mooc_kit.completion_options.authenticated_completion.open_questions import (
    POLICY,
    TECHNICAL,
    OpenQuestion,
    unsettled,
)
from mooc_kit.completion_options.credit.section import CreditSpec
from mooc_kit.i18n import N_

LEVEL = OpenQuestion(
    "level",
    POLICY,
    N_("At which level is the credit, and in which framework?"),
    N_("The examinations board of the programme"),
)
"""Open until the section says `level:`."""

QUESTIONS = (
    OpenQuestion(
        "which-board",
        POLICY,
        N_("Which board decides that the credit counts, and when does it meet?"),
        N_("The examinations board of the programme"),
    ),
    OpenQuestion(
        "without-enrolment",
        POLICY,
        N_("Can somebody get the credit who is not enrolled, and what does it cost?"),
        N_("The registry"),
    ),
    OpenQuestion(
        "how-much-counts",
        POLICY,
        N_("How much credit from open courses does the programme accept, and for how long after the course?"),
        N_("The head of the programme"),
    ),
    OpenQuestion(
        "graded-or-passed",
        POLICY,
        N_("Is the credit graded or only passed, and how does the course's score become a grade?"),
        N_("The examinations board of the programme"),
    ),
    OpenQuestion(
        "other-institutions",
        POLICY,
        N_("Will other institutions take the credit over, and what do they need to see?"),
        N_("The recognition office, or the ENIC-NARIC centre of the country"),
    ),
    OpenQuestion(
        "quality-review",
        POLICY,
        N_("Does the course fall under the institution's quality reviews, and when is the next one?"),
        N_("The quality office"),
    ),
    OpenQuestion(
        "same-person",
        TECHNICAL,
        N_("How does the registry know that an account on the platform and an applicant are the same person?"),
        N_("The registry and the platform's technical contact"),
    ),
    OpenQuestion(
        "how-results-travel",
        TECHNICAL,
        N_("In which form do the results reach the registry, and who may see them on the way?"),
        N_("The registry's IT service and the data protection officer"),
    ),
)


def left_open(section: CreditSpec) -> list[OpenQuestion]:
    """The questions that the team has not settled yet."""
    return [*(() if section.level else (LEVEL,)), *unsettled(QUESTIONS, section.settled)]
