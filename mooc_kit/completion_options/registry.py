"""Completion option registry: the built-in eight in the kit's order, then those of other packages."""

from __future__ import annotations

from functools import lru_cache

from mooc_kit.completion_options.base import CompletionOption
from mooc_kit.plugins import plugins
from mooc_kit.spec.fields import SpecModel

ENTRY_POINTS = "mooc_kit.completion_options"
BUILT_IN = (
    "mooc_kit.completion_options.authentic.option:Authentic",
    "mooc_kit.completion_options.participant_outcomes.option:ParticipantOutcomes",
    "mooc_kit.completion_options.self_certificate.option:SelfCertificate",
    "mooc_kit.completion_options.self_check.option:SelfCheck",
    "mooc_kit.completion_options.peer_badges.option:PeerBadges",
    "mooc_kit.completion_options.platform_completion.option:PlatformCompletion",
    "mooc_kit.completion_options.authenticated_completion.option:AuthenticatedCompletion",
    "mooc_kit.completion_options.credit.option:Credit",
)

AnyOption = CompletionOption[SpecModel]


@lru_cache(maxsize=1)
def options() -> dict[str, AnyOption]:
    """All options by key, in order. A built-in key cannot be taken by another package."""
    return plugins(ENTRY_POINTS, BUILT_IN, CompletionOption)


def sections() -> dict[str, type[SpecModel]]:
    """The sections of the spec under `completion:`, by option key."""
    return {key: option.Spec for key, option in options().items()}
