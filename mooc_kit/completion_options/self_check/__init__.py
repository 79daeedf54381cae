"""Self-checking quizzes: people check what they know, as often as they like, and may add questions of their own."""

from mooc_kit.completion_options.self_check.option import SelfCheck

__all__ = ["SelfCheck"]
