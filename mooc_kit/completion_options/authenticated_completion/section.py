"""Spec section `authenticated_completion`: on which platform, how identity is checked, and what is watched."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.i18n import N_
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Id, SpecModel, Text, empty_list, name_of


class Identity(Choice):
    DOCUMENT_CHECK = "document-check", N_("An official document with a photo is checked")
    INSTITUTIONAL_LOGIN = "institutional-login", N_("People sign in with the account of their school or university")
    IN_PERSON = "in-person", N_("Somebody meets them and looks at their document")


class Mode(Choice):
    LIVE_REMOTE = "live-remote", N_("Somebody watches over the camera while it happens")
    RECORDED = "recorded", N_("It is recorded, and somebody looks at the recording afterwards")
    IN_PERSON = "in-person", N_("It happens in a room, with somebody from the course or a partner there")


class Agreement(Choice):
    NONE = "none", N_("There is no agreement yet")
    IN_NEGOTIATION = "in-negotiation", N_("An agreement is being negotiated")
    SIGNED = "signed", N_("An agreement is signed")


class Proctoring(SpecModel):
    """What is watched, and how."""

    mode: Annotated[
        Mode,
        Ask(
            "How is it watched?",
            depth="core",
            more="Recording people has consequences for privacy; your guides list the open questions.",
        ),
    ] = Mode.LIVE_REMOTE
    activities: Annotated[
        list[Id],
        Ask(
            "Which activities are watched?",
            "Ids of quizzes, exams or assignments; one is often enough.",
            depth="core",
            more="Mark few: often the final exam is enough.",
        ),
    ] = Field(default_factory=empty_list)


class AuthenticatedCompletionSpec(SpecModel):
    platform: Annotated[
        Id,
        name_of("platforms"),
        Ask(
            "On which platform?",
            "One with accounts and exams, like open-edx or moodle; name it under targets too.",
            depth="core",
            more="The course is built for it, too.",
        ),
    ] = "open-edx"
    identity: Annotated[
        Identity,
        Ask(
            "How is identity checked?",
            depth="core",
            more="What is asked for keeps some people out: see guides/open-questions.md.",
        ),
    ] = Identity.DOCUMENT_CHECK
    proctoring: Annotated[Proctoring, Ask("What is watched, and how?", depth="core")] = Field(
        default_factory=Proctoring
    )
    agreement: Annotated[
        Agreement,
        Ask(
            "How far is the agreement with the partner?",
            depth="core",
            more="Until it is signed the pages promise nothing.",
        ),
    ] = Agreement.NONE
    partner: Annotated[
        Text | None,
        Ask(
            "With whom is the agreement?",
            "The name that stands on the certificate.",
            depth="core",
            only_if=("agreement", ("in-negotiation", "signed")),
            more="Like: Example University.",
        ),
    ] = None
    settled: Annotated[
        list[Id],
        Ask("Which open questions are settled?", "Their short names stand in guides/open-questions.md.", depth="file"),
    ] = Field(default_factory=empty_list)
