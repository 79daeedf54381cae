"""Canvas's own way of drawing values for calculated questions: a list of them, with their answers."""

from __future__ import annotations

from mooc_kit.quizzes.formats.xml_fragments import Fragment, tag, words
from mooc_kit.quizzes.model import Calculated
from mooc_kit.quizzes.random_draw import values_for
from mooc_kit.quizzes.scoring import wanted_number

_SETS = 40


def calculated(question: Calculated) -> Fragment:
    """The part of an item that tells Canvas which values there are and how an answer follows from them."""
    percent = question.tolerance_percent
    tolerance = f"{percent:g}%" if percent is not None else f"{question.tolerance:g}"
    variables = [
        tag(
            "var",
            _leaf("min", f"{variable.least:g}"),
            _leaf("max", f"{variable.most:g}"),
            name=name,
            scale=str(variable.decimals),
        )
        for name, variable in question.variables.items()
    ]
    formula = _leaf("formula", question.formula.replace("**", "^"))
    made = tag(
        "calculated",
        _leaf("answer_tolerance", tolerance),
        tag("formulas", formula, decimal_places=str(question.decimals)),
        tag("vars", *variables),
        tag("var_sets", *_sets(question)),
    )
    return tag("itemproc_extension", made)


def _sets(question: Calculated) -> list[Fragment]:
    made = []
    for attempt in range(1, _SETS + 1):
        values = values_for(question, 1, attempt)
        answer = wanted_number(question, values) if values else None
        if values and answer is not None:
            drawn = [_leaf("var", f"{value:.12g}", name=name) for name, value in values.items()]
            made.append(tag("var_set", *drawn, _leaf("answer", f"{answer:.12g}"), ident=str(attempt)))
    return made


def _leaf(name: str, text: str, /, **attributes: str) -> Fragment:
    return tag(name, words(text), **attributes)
