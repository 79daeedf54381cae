"""Credit for coursework: an institution counts the course towards one of its programmes."""

from mooc_kit.completion_options.credit.option import Credit

__all__ = ["Credit"]
