"""Outcome rules: a verb that one can see, and parts that say what the text says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mooc_kit.bloom import has_table, is_observable, suggest_observable
from mooc_kit.checks.design_codes import NOT_OBSERVABLE
from mooc_kit.checks.outcome_codes import STRANGE_PARTS, USUAL_OUTCOME
from mooc_kit.problems import Problem
from mooc_kit.spec.model import OutcomeSpec, Spec
from mooc_kit.spec.usual_titles import is_usual_outcome

_SHORT = 4
"""Words of fewer letters say nothing of what an outcome is about."""


def check_outcome(spec: Spec, number: int, outcome: OutcomeSpec) -> Iterator[Problem]:
    """Problems of one outcome, the one of this number."""
    place = spec.place("outcomes", number, "text")
    done = outcome.parts[0].verb if outcome.parts else outcome.text
    language = spec.course.language
    if has_table(language) and is_observable(done, language) is False:
        hint = f"Say what one would see instead: {', '.join(suggest_observable(done, language))} …"
        yield NOT_OBSERVABLE.at(place, f'Nobody can see "{done.split()[0]}" in "{outcome.text}".', hint=hint)
    if is_usual_outcome(outcome.text, spec.course.title, language):
        hint = "Say what people of this course do: `mooc-kit interview`, or change `text:` and run `mooc-kit update`."
        yield USUAL_OUTCOME.at(place, f'"{outcome.text}" is what mooc-kit filled in.', hint=hint)
    for position, part in enumerate(outcome.parts or ()):
        words = _words(f"{part.verb} {part.object or ''}")
        if words and not words & _words(outcome.text):
            said = f"{part.verb} {part.object or ''}".strip()
            message = f'"{said}" is said to be a part of "{outcome.text}".'
            hint = "Say in `parts:` what the text says, or remove `parts:`; then it is read from the text."
            yield STRANGE_PARTS.at(spec.place("outcomes", number, "parts", position), message, hint=hint)


def _words(text: str) -> set[str]:
    """The words that carry meaning, by their first letters: "baking" and "bake" are the same here."""
    return {word[:_SHORT].lower() for word in re.findall(r"\w+", text) if len(word) >= _SHORT or not word.isascii()}
