"""Interview gates: one question for the usual answers of several, which are asked only where those do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mooc_kit.interview.step import Answers, InterviewStep, Kind


def gated(
    key: str, section: str, question: str, steps: Sequence[InterviewStep], answers: Answers
) -> Iterator[InterviewStep]:
    """Those of `steps` that need an answer of the team's; then the usual answers of the rest at once, under `key` of
    the draft, and each of them by itself where they are not kept. Where nothing is usual, nothing is asked."""
    if len(steps) == 1:
        yield from steps
        return
    usual = [step for step in steps if step.has_usual]
    yield from (step for step in steps if not step.has_usual)
    if not any(in_words(step, step.default) for step in usual):
        return  # nothing to say yes to: what is still open stays open
    yield InterviewStep(
        section,
        (key,),
        Kind.YES_NO,
        question,
        help="If not, each of them is asked by itself. All of them stand in course.yaml and can be changed later.",
        shown=[f"{step.question} {in_words(step, step.default) or '(nothing yet)'}" for step in usual],
        default=True,
    )
    if answers.get(key) is False:
        yield from usual


def in_words(step: InterviewStep, value: object) -> str:
    """`value`, an answer to `step`, as people read it: the labels of choices, never their keys."""
    labels = {choice.value: choice.label for choice in step.choices}
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == "all" and labels:
        return "all"
    if isinstance(value, list | tuple | dict):
        parts = (part if isinstance(part, str) else _entry(part) for part in value)
        return "; ".join(str(labels.get(part, part)) for part in parts)
    return "" if value is None else str(labels.get(value, value))


def _entry(part: object) -> str:
    if isinstance(part, dict):
        names = ("text", "title", "name", "measure", "formal")
        return str(next((part[name] for name in names if part.get(name)), part))
    return str(part)
