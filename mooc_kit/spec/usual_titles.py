"""Default titles and outcomes: what stands in a course until its team says something else."""

from __future__ import annotations

_IDEAS = "Ideas and examples: "
INTRODUCTION = "Introduce yourself"
USUAL_OUTCOMES = {
    "explain": "Explain the main ideas of {title} in your own words",
    "apply": "Apply {title} to a case from your own life",
}
"""What participants will be able to do where a team has not said it yet, by id."""


def is_usual_outcome(text: str, course_title: str) -> bool:
    """Whether `text` is one of these, letter by letter."""
    return text in (usual.format(title=course_title) for usual in USUAL_OUTCOMES.values())


def ideas_title(module_title: str) -> str:
    """The title of a module's first page."""
    return _IDEAS + module_title


def is_label(title: str) -> bool:
    """Whether `title` is one of these, also after its module got another name: no text may take from it what a page is
    about."""
    return title == INTRODUCTION or title.startswith(_IDEAS)
