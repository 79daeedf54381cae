"""Participant-driven outcomes: people set goals of their own, and the course answers what the goals have in common."""

from mooc_kit.completion_options.participant_outcomes.option import ParticipantOutcomes

__all__ = ["ParticipantOutcomes"]
