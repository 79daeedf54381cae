"""Default titles: what an activity is called until its author calls it something else."""

from __future__ import annotations

_IDEAS = "Ideas and examples: "
INTRODUCTION = "Introduce yourself"


def ideas_title(module_title: str) -> str:
    """The title of a module's first page."""
    return _IDEAS + module_title


def is_label(title: str) -> bool:
    """Whether `title` is one of these, also after its module got another name: no text may take from it what a page is
    about."""
    return title == INTRODUCTION or title.startswith(_IDEAS)
