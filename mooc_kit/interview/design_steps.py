"""Interview steps for the design elements: what was chosen, why, and what goes well with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from mooc_kit.completion_options.registry import options
from mooc_kit.interview.course_steps import course_field_steps, place_steps
from mooc_kit.interview.field_steps import Context, field_steps
from mooc_kit.interview.step import Answers, InterviewStep, found
from mooc_kit.spec.ask import asked_fields
from mooc_kit.spec.design import DesignSpec, Element

_PLATFORM_TARGETS = {"hosted-complete": "moodle", "commercial-partnership": "open-edx"}
_PARTNERS = {"external-partners", "partnership-space", "commercial-partnership"}


def design_steps(key: str, answers: Answers) -> Iterator[InterviewStep]:
    """The choices of the element `key`; why they were made, where any was; what belongs to the element beside them."""
    kind = element_of(DesignSpec.model_fields[key].annotation)
    path = ("design", key)
    chosen = found(answers, (*path, "choices")) or []
    for field in sorted(asked_fields(kind), key=lambda field: field.key == "notes"):
        for step in field_steps(field, (*path, field.key), answers, Context(key, True), None):
            if field.key != "notes":
                yield replace(step, help=f"{step.help} {_CONSEQUENCE}".strip(), after=_tell(step, key))
                labels = {choice.value: choice.label for choice in step.choices}
            elif chosen or step.is_own:
                words = "; ".join(str(labels.get(choice, choice)) for choice in chosen)
                yield replace(step, question=_why(words), help=_WHY)
    if key == "resources_and_roles":
        yield from course_field_steps("team", key, answers)
        said = {c for element in (answers.get("design") or {}).values() for c in element.get("choices") or ()}
        if said & _PARTNERS or found(answers, ("course", "partners")):
            yield from course_field_steps("partners", key, answers)
    if key == "platform_selection":
        yield from place_steps(key, answers, [_PLATFORM_TARGETS[c] for c in chosen if c in _PLATFORM_TARGETS])


_CONSEQUENCE = (
    "Mark what fits, or nothing. What you mark stands in DESIGN.md for those who come after you, and it recommends "
    "completion options."
)
_WHY = 'A sentence or two, like: "Our volunteers asked for it last year." It is kept in DESIGN.md; Enter leaves it out.'


def _why(words: str) -> str:
    return f'Why "{words}"?' if words and len(words) < 90 else f'Why "{words[:80].rsplit(" ", 1)[0]} …"?'


def _tell(step: InterviewStep, element: str) -> Any:
    """After the choices: the options that suit what was chosen."""
    labels = {choice.value: choice.label for choice in step.choices}

    def tell(answers: Answers) -> Sequence[str]:
        chosen = found(answers, ("design", element, "choices")) or []
        return [
            f'"{labels.get(choice, choice)}" goes well with the completion option {option.title}.'
            for option in options().values()
            for choice in option.suits
            if choice in chosen
        ]

    return tell


def element_of(annotation: Any) -> type[Element]:
    kind: type[Element] = next(part for part in annotation.__args__ if part is not type(None))
    return kind
