"""Spec writer: the course.yaml that people read in git, in the order of the kit, small things on one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from mooc_kit.spec.schema import modeline
from mooc_kit.spec.yaml_text import yaml_text_flowing

MODELINE = modeline("course", folder="")
ORDER = (
    *("spec", "course", "outcomes", "modules", "design", "completion", "micro_credential"),
    *("success", "targets", "packages", "ignore"),
)
WORDS = {
    "outcomes": "What participants will be able to do.",
    "modules": "What they do, in order.",
    "design": "The twelve elements: what was decided, and why.",
    "completion": "Evidence of participation or completion: only what this course offers.",
    "micro_credential": "What a European micro-credential says beside the rest: only what somebody decided.",
    "success": "What success means here, beyond completion rates.",
    "ignore": "Problem codes that we have decided to live with, and why.",
}
_DATES = ("start", "due")


def spec_text(answers: Mapping[str, Any]) -> str:
    """The course.yaml of `answers`, plain data in the shape of a spec; keys that it does not know come last."""
    from mooc_kit.spec.round_trip import round_trip, written

    # Through the round trip once, so that a later edit breaks no line in another place.
    yaml = round_trip()
    return f"{MODELINE}\n---\n" + written(yaml, yaml.load("".join(_parts(answers))))


def _parts(answers: Mapping[str, Any]) -> Iterator[str]:
    known = [key for key in ORDER if key in answers]
    rest = [key for key in answers if key not in ORDER]
    for number, key in enumerate([*known, *rest]):
        value = answers[key]
        if key in ("success", "ignore", "design") and not value:
            continue
        if number:
            yield "\n"
        if key in WORDS:
            yield f"# {WORDS[key]}\n"
        yield yaml_text_flowing({key: _plain(value)})


def _plain(value: Any, key: str = "") -> Any:
    """`value` with dates as dates, so that they stand without quotes."""
    if isinstance(value, Mapping):
        return {name: _plain(part, str(name)) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if key in _DATES and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
