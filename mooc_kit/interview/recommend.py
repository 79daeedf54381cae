"""Recommended completion options: which fit the answers so far, and why."""

from __future__ import annotations

from mooc_kit.completion_options.registry import options
from mooc_kit.interview.design_steps import element_of
from mooc_kit.interview.step import Answers, found
from mooc_kit.spec.design import DesignSpec
from mooc_kit.spec.meeting import PLATFORMS_WITH_DISCUSSIONS, meeting_at


def reasons(answers: Answers) -> dict[str, str]:
    """The keys of the options that fit what was said before, each with the reason in words."""
    meant = choice_words()
    chosen = [c for element in (answers.get("design") or {}).values() for c in element.get("choices") or ()]
    targets = answers.get("targets") or ()
    place = found(answers, ("course", "meeting_place"))
    talks = meeting_at(place, targets, None, None).has_discussions
    why: dict[str, str] = {}
    if found(answers, ("course", "title")):
        why["self_check"] = "it suits every course, and nobody has to mark anything"
    if found(answers, ("course", "title")) and not found(answers, ("course", "start")):
        why["self_certificate"] = "your course has no dates, and here nobody waits for anybody"
    if talks:
        why["participant_outcomes"] = "people can talk about their goals where you meet"
    if not PLATFORMS_WITH_DISCUSSIONS.isdisjoint(targets):
        why["platform_completion"] = "you build for a platform that counts by itself"
    for key, option in options().items():
        if suiting := next((choice for choice in option.suits if choice in chosen), None):
            why[key] = f"you chose {meant.get(suiting, suiting)!r}"
    return why


def choice_words() -> dict[str, str]:
    """What each choice of the design means, by its key."""
    found: dict[str, str] = {}
    for info in DesignSpec.model_fields.values():
        for kind in element_of(info.annotation).model_fields.values():
            for part in getattr(kind.annotation, "__args__", ()):
                members = getattr(part, "__members__", {})
                found |= {member.value: member.meaning for member in members.values()}
    return found
