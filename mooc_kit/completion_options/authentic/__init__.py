"""Authentic, real-world: activities are carried into real life, and what happened there is shared back."""

from mooc_kit.completion_options.authentic.option import Authentic

__all__ = ["Authentic"]
