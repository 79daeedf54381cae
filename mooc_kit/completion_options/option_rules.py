"""Option rules: those between completion options, and the call to each option's own."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.completion_options.option_codes import REQUIRED_OPTION
from mooc_kit.completion_options.registry import options
from mooc_kit.problems import Problem
from mooc_kit.spec.model import Spec


def check_all(spec: Spec) -> Iterator[Problem]:
    """Problems of all options that the course offers, alone and together."""
    known = options()
    for key in spec.completion.offered():
        option = known[key]
        for needed in option.requires:
            if not spec.offers(needed):
                message = f"`{key}` needs `{needed}`."
                hint = f"Add `{needed}:` under `completion:` (see `mooc-kit options {needed}`), or remove `{key}`."
                yield REQUIRED_OPTION.at(spec.place("completion", key, key=True), message, hint=hint)
        yield from option.check(spec)
