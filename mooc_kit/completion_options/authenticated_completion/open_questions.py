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
from mooc_kit.i18n import N_, Messages

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
            N_("Who may sign the agreement, on both sides, and by when?"),
            N_("The head of your institution and the partner's course manager"),
        )
    yield OpenQuestion(
        "who-pays",
        POLICY,
        N_("What does the check cost a participant, who pays it, and who can have it free?"),
        N_("The partner and your finance office"),
    )
    yield OpenQuestion(
        "who-decides",
        POLICY,
        N_("Who decides when something looks irregular, within how many days, and who hears appeals?"),
        N_("Your examinations office and the partner"),
    )
    yield OpenQuestion(
        "how-long-kept",
        POLICY,
        N_("How long are identity data and recordings kept, in which country, and who deletes them?"),
        N_("The data protection officers on both sides"),
    )
    yield OpenQuestion(
        "who-is-excluded",
        POLICY,
        N_("Which countries, ages or documents does the partner not accept, and what do others get?"),
        N_("The partner's support and your equal opportunities office"),
    )
    yield OpenQuestion(
        "how-verified",
        TECHNICAL,
        N_("How can a stranger check years later that a certificate is real?"),
        N_("The partner's technical contact"),
    )


def _about_identity(section: AuthenticatedCompletionSpec) -> Iterator[OpenQuestion]:
    match section.identity:
        case Identity.DOCUMENT_CHECK:
            yield OpenQuestion(
                "names-differ",
                POLICY,
                N_("What happens when the name on the document differs from the one that somebody uses?"),
                N_("Your registry and the partner's support"),
            )
            yield OpenQuestion(
                "no-camera",
                TECHNICAL,
                N_("How does somebody show a document who has no camera or no document with a photo?"),
                N_("The partner's support"),
            )
        case Identity.INSTITUTIONAL_LOGIN:
            yield OpenQuestion(
                "which-logins",
                TECHNICAL,
                N_("Which institutions' accounts can sign in, and who sets up a new one?"),
                N_("Your IT service and the partner's technical contact"),
            )
            yield OpenQuestion(
                "no-institution",
                POLICY,
                N_("How can somebody take part in the watched activity who belongs to no institution?"),
                N_("Your registry"),
            )
        case Identity.IN_PERSON:
            yield OpenQuestion(
                "where-to-meet",
                POLICY,
                N_("In which places can people be met, and what about those who live far away?"),
                N_("Partners and libraries in the regions of your participants"),
            )


def _about_watching(section: AuthenticatedCompletionSpec) -> Iterator[OpenQuestion]:
    match section.proctoring.mode:
        case Mode.LIVE_REMOTE:
            yield OpenQuestion(
                "how-many-at-once",
                TECHNICAL,
                N_("How many people can be watched at the same time, and at which hours?"),
                N_("The proctoring service"),
            )
            yield OpenQuestion(
                "connection-lost",
                POLICY,
                N_("What counts as an interruption, and when may somebody begin again?"),
                N_("Your examinations office and the proctoring service"),
            )
        case Mode.RECORDED:
            yield OpenQuestion(
                "who-looks",
                POLICY,
                N_("Who looks at the recordings, at how many of them, and at what exactly?"),
                N_("Your examinations office and the proctoring service"),
            )
            yield OpenQuestion(
                "upload-size",
                TECHNICAL,
                N_("How large is a recording, and can it be uploaded over a slow network?"),
                N_("The partner's technical contact"),
            )
        case Mode.IN_PERSON:
            yield OpenQuestion(
                "which-rooms",
                TECHNICAL,
                N_("Which rooms with computers and a network are free on the days of the exam?"),
                N_("The places that host it"),
            )
            yield OpenQuestion(
                "who-invigilates",
                POLICY,
                N_("Who is in the room, how are they briefed, and whom do they call?"),
                N_("Your examinations office"),
            )
    if section.proctoring.mode is not Mode.IN_PERSON:
        yield OpenQuestion(
            "devices",
            TECHNICAL,
            N_("Which devices and browsers work, and does it work with screen readers?"),
            N_("The proctoring service; ask for its accessibility statement"),
        )
