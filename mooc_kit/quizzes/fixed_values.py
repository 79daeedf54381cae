"""Fixed values for calculated questions: on paper, and for players that draw no values, they become numerical."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mooc_kit.quizzes.model import Calculated, Numerical
from mooc_kit.quizzes.scoring import wanted_number


def with_values(question: Calculated, values: Mapping[str, float]) -> Numerical:
    """A calculated question as a numerical one, with `values` in its texts."""

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(part) for key, part in value.items()}
        for name, number in values.items():
            value = value.replace(f"{{{name}}}", f"{number:.12g}") if isinstance(value, str) else value
        return value

    plain = question.model_dump(exclude={"kind", "variables", "formula", "decimals"}, exclude_none=True)
    texts = {name: filled(plain[name]) for name in ("prompt", "text_above", "feedback") if name in plain}
    wanted = wanted_number(question, values)
    return Numerical.model_validate({**plain, **texts, "kind": "numerical", "answer": wanted or 0.0})
