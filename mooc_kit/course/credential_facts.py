"""Credential facts: labels and values in the course's language, for whoever shows them.

Nobody reads a fact back from here: who needs a signatory or the small print asks the credential's own fields.
"""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.course.micro_credential import elements_of
from mooc_kit.course.model import Credential, CredentialKind
from mooc_kit.i18n import Messages

Fact = tuple[str, str]
"""(label, value)."""


def facts_of(credential: Credential, messages: Messages) -> tuple[Fact, ...]:
    """Everything that a page about the credential tells in its list of facts."""
    return tuple(_all(credential, messages))


def standing_of(credential: Credential, messages: Messages) -> tuple[Fact, ...]:
    """What the credential itself says of its worth: how identity was checked, what credit it is, further facts."""
    return tuple(_standing(credential, messages))


def elements_told(credential: Credential, messages: Messages) -> Iterator[Fact]:
    """The elements of a micro-credential that somebody wrote down, but for what its credit and supervision say."""
    if (elements := credential.elements) is not None:
        yield from elements_of(
            elements,
            messages,
            with_work=credential.credit is None,
            # Credit asks for a checked identity, too, and tells of it as evidence.
            with_supervision=credential.supervision is None and credential.credit is None,
        )


def _all(credential: Credential, messages: Messages) -> Iterator[Fact]:
    text = messages.text
    for signatory in credential.signatories:
        yield text("Signed by"), f"{signatory.name}, {signatory.role}" if signatory.role else signatory.name
    yield from _standing(credential, messages)
    if credential.kind is CredentialKind.SELF_CERTIFICATE:
        yield text("Certified by"), text("the person whose name stands on it")
    if credential.small_print:
        yield text("Good to know"), credential.small_print
    if credential.image_alt:
        yield text("The image"), credential.image_alt


def _standing(credential: Credential, messages: Messages) -> Iterator[Fact]:
    text = messages.text
    if (seen := credential.supervision) is not None:
        yield text("Identity"), seen.identity
        yield text("Proctoring"), seen.proctoring
        if seen.watched:
            yield text("Watched activities"), ", ".join(seen.watched)
        if seen.platform:
            yield text("Platform"), seen.platform
        if seen.partner:
            yield text("Partner"), seen.partner
        if seen.agreement:
            yield text("Agreement"), seen.agreement
    if (credit := credential.credit) is not None:
        yield text("Credit"), credit.amount
        if credit.level:
            yield text("Level"), credit.level
        yield text("Towards"), credit.towards
        yield text("Awarded by"), credit.awarded_by
        yield text("Hours of work"), messages.number(credit.hours)
    yield from elements_told(credential, messages)
    yield from credential.further
