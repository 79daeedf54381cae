"""Authenticated completions: the platform knows who somebody is, and named activities are watched."""

from mooc_kit.completion_options.authenticated_completion.option import AuthenticatedCompletion

__all__ = ["AuthenticatedCompletion"]
