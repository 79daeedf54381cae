"""Interview plan: the order of sections, and the steps of each as they follow from the answers."""

from __future__ import annotations

from dataclasses import dataclass

from mooc_kit.interview.completion_steps import completion_steps
from mooc_kit.interview.content_steps import modules_steps
from mooc_kit.interview.course_steps import details_steps, facts_steps, place_steps
from mooc_kit.interview.design_steps import design_steps, element_of
from mooc_kit.interview.outcome_steps import outcomes_steps
from mooc_kit.interview.step import Answers, InterviewStep
from mooc_kit.interview.success_steps import success_steps
from mooc_kit.spec.design import ELEMENT_BEFORE_COMPLETION, DesignSpec


@dataclass(frozen=True)
class InterviewSection:
    """A part of the interview. `element` is its key among the twelve elements, or ""."""

    key: str
    title: str
    about: str
    element: str = ""


def sections_of(*, is_full: bool) -> list[InterviewSection]:
    """The sections in order: six in the short path; in the full one the twelve elements and success, too."""
    found = [
        InterviewSection("course", "The course", "A few facts. What you do not know yet can stay empty: press Enter."),
        InterviewSection(
            "outcomes",
            "Outcomes",
            "What will people be able to do afterwards? Two to five outcomes, each with a verb that one can see.",
        ),
        InterviewSection("modules", "Modules", "The parts of the course, in order; usually one a week."),
    ]
    place = InterviewSection("place", "Where it happens", "Where people read, talk and hand in.")
    evidence = InterviewSection(
        "completion",
        "Completion options",
        "What will you provide to participants as evidence of their participation or completion? Far more people "
        "sign up than finish; the first four options need no marking.",
        "completion",
    )
    details = InterviewSection("details", "Details", "Technical facts, with what is usual. You can change them later.")
    if not is_full:
        return [*found, place, evidence, details]
    for key, info in DesignSpec.model_fields.items():
        kind = element_of(info.annotation)
        found.append(InterviewSection(key, kind.title, kind.about, key))
        if key == ELEMENT_BEFORE_COMPLETION:
            found.append(evidence)
    found.append(
        InterviewSection("success", "Success", "How will you know that it was worth it, beyond how many finished?")
    )
    return [*found, details]


def steps_of(section: InterviewSection, answers: Answers, folder_name: str, *, is_full: bool) -> list[InterviewStep]:
    """The steps of `section`, given the answers so far."""
    match section.key:
        case "course":
            return list(facts_steps(answers, folder_name))
        case "outcomes":
            return list(outcomes_steps(answers))
        case "modules":
            return list(modules_steps(answers, folder_name))
        case "place":
            return list(place_steps("place", answers))
        case "completion":
            return list(completion_steps(answers, folder_name, is_full=is_full))
        case "success":
            return list(success_steps(answers, folder_name))
        case "details":
            return list(details_steps(answers, folder_name))
        case _:
            return list(design_steps(section.key, answers))
