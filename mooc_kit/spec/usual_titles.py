"""Default titles and outcomes: what stands in a course, in its language, until its team says something else."""

from __future__ import annotations

from mooc_kit.i18n import ENGLISH, N_, Say, messages_for

INTRODUCTION = N_("Introduce yourself")
USUAL_OUTCOMES = {
    "explain": N_("Explain the main ideas of {title} in your own words"),
    "apply": N_("Apply {title} to a case from your own life"),
}
"""What participants will be able to do where a team has not said it yet, by id."""
_IDEAS = N_("Ideas and examples: {title}")


def is_usual_outcome(text: str, course_title: str, language: str) -> bool:
    """Whether `text` is one of these, letter by letter. Courses from before they were translated have English ones."""
    said = (usual for say in _saying(language) for usual in map(say, USUAL_OUTCOMES.values()))
    return text in (usual.format(title=course_title) for usual in said)


def ideas_title(module_title: str, say: Say) -> str:
    """The title of a module's first page."""
    return say(_IDEAS, title=module_title)


def is_label(title: str, language: str) -> bool:
    """Whether `title` is one of these, also after its module got another name: no text may take from it what a page is
    about."""
    return any(title == say(INTRODUCTION) or _begins_and_ends(title, say(_IDEAS)) for say in _saying(language))


def _begins_and_ends(title: str, message: str) -> bool:
    before, _, after = message.partition("{title}")
    return title.startswith(before) and title.endswith(after)


def _saying(language: str) -> tuple[Say, Say]:
    return messages_for(language).text, messages_for(ENGLISH).text
