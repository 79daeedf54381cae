"""Interview steps for success: what is counted, of what something in the course can tell, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mooc_kit.checks.success_rules import is_fed
from mooc_kit.interview.defaults import complete, draft_of
from mooc_kit.interview.step import Answers, Choosable, InterviewStep, Kind, Refused
from mooc_kit.spec.model import MeasureKind

_OPEN = "_aims_open"
"""The key of the draft with the measures of which nobody has said yet how much is wanted: no number is usual there, and
the one that stands for it until then is never shown."""


def success_steps(answers: Answers, folder_name: str) -> Iterator[InterviewStep]:
    """What to count: of what something in the course can tell, and how much of it."""
    draft = draft_of(complete({**answers, "success": []}, folder_name))
    told = [m for m in MeasureKind if m is not MeasureKind.OTHER and (draft is None or is_fed(draft, m))]
    given = {entry["measure"]: entry for entry in answers.get("success") or ()}

    def store(answers: Answers, chosen: list[str]) -> None:
        answers[_OPEN] = [m for m in chosen or () if m not in given]
        kept = [entry for m, entry in given.items() if m not in told]  # what a file says is not asked away here
        answers["success"] = [*(given.get(m) or {"id": m, "measure": m, "target": 100} for m in chosen or ()), *kept]

    yield InterviewStep(
        "success",
        ("success",),
        Kind.SEVERAL,
        "What will you count?",
        help="Two or three are plenty. Only what something in the course can tell is offered; the report after the "
        "course compares it with what you aim at.",
        choices=[Choosable(m.value, m.meaning) for m in told],
        default=[m.value for m in told if m.value in given],
        store=store,
    )
    entries = answers.get("success") or []
    if entries:
        measured = [MeasureKind(entry["measure"]).meaning for entry in entries]
        yield InterviewStep(
            "success",
            ("_targets_of_success",),
            Kind.TEXT,
            "How many of each, or which share?" if len(entries) > 1 else "How many, or which share?",
            help="A number like 200, or a share like 60%; in the order of the list, with commas between. The report "
            "after the course says how far you came.",
            form="like 200, 60%" if len(entries) > 1 else "like 200 or 60%",
            shown=[f"{number}. {words}" for number, words in enumerate(measured, 1)],
            default=None if answers.get(_OPEN) else ", ".join(str(entry["target"]) for entry in entries),
            is_own=not answers.get(_OPEN),
            is_optional=False,
            read=lambda text: _targets(text, len(entries)),
            store=_store_targets,
        )


def _store_targets(answers: Answers, amounts: list[Any]) -> None:
    answers.pop(_OPEN, None)
    for entry, amount in zip(answers["success"], amounts, strict=True):
        entry["target"] = amount


def _targets(text: str, count: int) -> list[Any]:
    parts = [part for part in text.split(",") if part.strip()]
    if len(parts) != count:
        raise Refused(f"Write {count} of them, with commas between: there are {count} measures, and here {len(parts)}.")
    return [_target(part) for part in parts]


def _target(text: str) -> Any:
    text = text.replace(" ", "")
    number = text.removesuffix("%")
    if not number.isdigit() or int(number) < 1 or (text.endswith("%") and int(number) > 100):
        raise Refused("Write a number like 200, or a share like 60%.")
    return text if text.endswith("%") else int(number)
