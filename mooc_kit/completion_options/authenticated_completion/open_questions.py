"""Open questions: what only people outside mooc-kit can settle, a policy, a contract, a technical limit.

They are tracked until a team names them under `settled`; what is open is said to participants, not hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mooc_kit.completion_options.authenticated_completion.section import (
    Agreement,
    AuthenticatedCompletionSpec,
    Identity,
    Mode,
)
from mooc_kit.i18n import Messages

POLICY, TECHNICAL = "policy", "technical"


@dataclass(frozen=True)
class OpenQuestion:
    """A question with the one who can answer it. `text` and `ask` are messages in plain English."""

    id: str
    kind: str
    text: str
    ask: str

    def told_in(self, messages: Messages) -> OpenQuestion:
        """The same question in the course's language."""
        return OpenQuestion(self.id, self.kind, messages.text(self.text), messages.text(self.ask))


def open_questions(section: AuthenticatedCompletionSpec) -> list[OpenQuestion]:
    """The questions that this way of checking and watching brings with it."""
    return [*_about_agreement(section), *_about_identity(section), *_about_watching(section)]


def unsettled(questions: Iterable[OpenQuestion], settled: Collection[str]) -> list[OpenQuestion]:
    """Those of the `questions` that the team has not named as `settled`."""
    return [question for question in questions if question.id not in settled]


def _about_agreement(section: AuthenticatedCompletionSpec) -> Iterator[OpenQuestion]:
    if section.agreement is not Agreement.SIGNED:
        yield OpenQuestion(
            "who-signs",
            POLICY,
            "Who may sign the agreement, on both sides, and by when?",
            "The head of your institution and the partner's course manager",
        )
    yield OpenQuestion(
        "who-pays",
        POLICY,
        "What does the check cost a participant, who pays it, and who can have it free?",
        "The partner and your finance office",
    )
    yield OpenQuestion(
        "who-decides",
        POLICY,
        "Who decides when something looks irregular, within how many days, and who hears appeals?",
        "Your examinations office and the partner",
    )
    yield OpenQuestion(
        "how-long-kept",
        POLICY,
        "How long are identity data and recordings kept, in which country, and who deletes them?",
        "The data protection officers on both sides",
    )
    yield OpenQuestion(
        "who-is-excluded",
        POLICY,
        "Which countries, ages or documents does the partner not accept, and what do others get?",
        "The partner's support and your equal opportunities office",
    )
    yield OpenQuestion(
        "how-verified",
        TECHNICAL,
        "How can a stranger check years later that a certificate is real?",
        "The partner's technical contact",
    )


def _about_identity(section: AuthenticatedCompletionSpec) -> Iterator[OpenQuestion]:
    match section.identity:
        case Identity.DOCUMENT_CHECK:
            yield OpenQuestion(
                "names-differ",
                POLICY,
                "What happens when the name on the document differs from the one that somebody uses?",
                "Your registry and the partner's support",
            )
            yield OpenQuestion(
                "no-camera",
                TECHNICAL,
                "How does somebody show a document who has no camera or no document with a photo?",
                "The partner's support",
            )
        case Identity.INSTITUTIONAL_LOGIN:
            yield OpenQuestion(
                "which-logins",
                TECHNICAL,
                "Which institutions' accounts can sign in, and who sets up a new one?",
                "Your IT service and the partner's technical contact",
            )
            yield OpenQuestion(
                "no-institution",
                POLICY,
                "How can somebody take part in the watched activity who belongs to no institution?",
                "Your registry",
            )
        case Identity.IN_PERSON:
            yield OpenQuestion(
                "where-to-meet",
                POLICY,
                "In which places can people be met, and what about those who live far away?",
                "Partners and libraries in the regions of your participants",
            )


def _about_watching(section: AuthenticatedCompletionSpec) -> Iterator[OpenQuestion]:
    match section.proctoring.mode:
        case Mode.LIVE_REMOTE:
            yield OpenQuestion(
                "how-many-at-once",
                TECHNICAL,
                "How many people can be watched at the same time, and at which hours?",
                "The proctoring service",
            )
            yield OpenQuestion(
                "connection-lost",
                POLICY,
                "What counts as an interruption, and when may somebody begin again?",
                "Your examinations office and the proctoring service",
            )
        case Mode.RECORDED:
            yield OpenQuestion(
                "who-looks",
                POLICY,
                "Who looks at the recordings, at how many of them, and at what exactly?",
                "Your examinations office and the proctoring service",
            )
            yield OpenQuestion(
                "upload-size",
                TECHNICAL,
                "How large is a recording, and can it be uploaded over a slow network?",
                "The partner's technical contact",
            )
        case Mode.IN_PERSON:
            yield OpenQuestion(
                "which-rooms",
                TECHNICAL,
                "Which rooms with computers and a network are free on the days of the exam?",
                "The places that host it",
            )
            yield OpenQuestion(
                "who-invigilates",
                POLICY,
                "Who is in the room, how are they briefed, and whom do they call?",
                "Your examinations office",
            )
    if section.proctoring.mode is not Mode.IN_PERSON:
        yield OpenQuestion(
            "devices",
            TECHNICAL,
            "Which devices and browsers work, and does it work with screen readers?",
            "The proctoring service; ask for its accessibility statement",
        )
