"""Platform-generated completions: the platform itself says that the course is complete, by a rule that all can read."""

from mooc_kit.completion_options.platform_completion.option import PlatformCompletion

__all__ = ["PlatformCompletion"]
