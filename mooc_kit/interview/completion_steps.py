"""Interview steps for completion options: what people will hold in the end, what it costs the team, what fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from mooc_kit.completion_options.registry import AnyOption, options
from mooc_kit.interview.defaults import USUAL_OPTION, bring_required, complete, draft_of, draft_without
from mooc_kit.interview.field_steps import Context, model_steps
from mooc_kit.interview.gate import gated
from mooc_kit.interview.recommend import reasons
from mooc_kit.interview.step import Answers, Choosable, InterviewStep, Kind, found
from mooc_kit.spec.meeting import PLATFORMS_WITH_DISCUSSIONS
from mooc_kit.spec.model import Spec
from mooc_kit.targets.registry import targets

MOST_ASKED = 3
"""How many questions an option asks; where it has more, the last one shows the usual answers of the rest at once."""


def completion_steps(answers: Answers, folder_name: str, *, is_full: bool) -> Iterator[InterviewStep]:
    known = options()
    given = answers.get("completion")
    why = reasons(answers)
    suited = [key for key, option in known.items() if _chosen(answers) & set(option.suits)]
    default = list(given) if given is not None else suited or [USUAL_OPTION]
    yield InterviewStep(
        "completion",
        ("completion",),
        Kind.SEVERAL,
        "Which evidence will you offer?",
        help="Choose what you can really do; you can add more later with `mooc-kit add option`. People read on every "
        "page what they can reach. Each line says what they will hold in the end, and what it costs your team.",
        choices=[
            Choosable(
                key,
                option.title,
                f"{option.gives} Your part: {option.costs[:1].lower()}{option.costs[1:]}",
                f"recommended: {why[key]}" if key in why else "",
            )
            for key, option in known.items()
        ],
        default=default,
        store=_store_options,
        after=_tell_required,
    )
    if not given:
        return
    whole = complete(answers, folder_name)
    draft = draft_of(whole)
    for key in [key for key in known if key in given]:
        asked = partial(_option_steps, known[key], answers, draft or draft_without(whole, key))
        steps, every = list(asked(is_full=False)), list(asked(is_full=True))
        if answers.get("_is_decided"):
            yield from every
            continue
        offered = every if is_full else steps
        most = MOST_ASKED if len(offered) <= MOST_ASKED else MOST_ASKED - 1
        first = [step.id for step in steps[:most]] if len(steps) <= MOST_ASKED else []
        yield from (step for step in offered if step.id in first)
        yield from gated(
            f"_usual_{key}",
            known[key].title,
            "Do these usual answers fit?",
            [step for step in offered if step.id not in first],
            answers,
        )


def _option_steps(option: AnyOption, answers: Answers, draft: Spec | None, *, is_full: bool) -> Iterator[InterviewStep]:
    walked = [item for _, _, item in draft.walk()] if draft else []
    judged = [item for item in walked if item.kind in ("quiz", "exam", "assignment")]
    names = {
        "outcomes": [(outcome.id, outcome.text) for outcome in draft.outcomes] if draft else [],
        "activities": [(item.id, item.title) for item in (walked if option.key == "platform_completion" else judged)],
        "platform": [(key, target.title) for key, target in targets().items() if key in PLATFORMS_WITH_DISCUSSIONS],
    }
    path = ("completion", option.key)
    fitting = option.fitting(draft, found(answers, path) or {}) if draft else {}
    yield from model_steps(option.Spec, path, answers, Context(option.title, is_full, names), fitting)


def _chosen(answers: Answers) -> set[Any]:
    """Every choice of the design so far."""
    return {choice for element in (answers.get("design") or {}).values() for choice in element.get("choices") or ()}


def _store_options(answers: Answers, chosen: list[str]) -> None:
    before = answers.get("completion") or {}
    answers["completion"] = {key: before.get(key) or {} for key in options() if key in (chosen or ())}
    brought = bring_required(answers["completion"])
    answers["completion"] = {key: answers["completion"][key] for key in options() if key in answers["completion"]}
    answers["_brought"] = [list(pair) for pair in brought]


def _tell_required(answers: Answers) -> Sequence[str]:
    known = options()
    told = [
        f"{known[key].title} needs {known[needed].title}, so it is chosen too: {known[needed].needs}"
        for key, needed in answers.pop("_brought", [])
    ]
    if "authenticated_completion" in answers.get("completion", {}) and not PLATFORMS_WITH_DISCUSSIONS.intersection(
        answers.get("targets") or ()
    ):
        told.append("It needs a platform with accounts and exams, so the course is also planned for one.")
    return told
