"""Calculated questions: the formula in Moodle's syntax, and a set of drawn values for each variable."""

from __future__ import annotations

import ast
from fractions import Fraction
from hashlib import blake2b

from mooc_kit.quizzes.formula import FormulaError, evaluate
from mooc_kit.quizzes.model import Calculated, Variable
from mooc_kit.targets.moodle.question_parts import TextWriter, answer, combined, units
from mooc_kit.targets.moodle.xml_tree import Element, below, number, put

SETS = 30
"""How many sets of values a participant may meet."""
RELATIVE, NOMINAL, DECIMALS = 1, 2, 1
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def calculated(to_html: TextWriter, body: Element, name: str, question: Calculated) -> None:
    answers = below(body, "answers")
    text = moodle_formula(question.formula, set(question.variables))
    id = answer(to_html, answers, f"{name}/answer", text, Fraction(1), feedback=question.feedback.correct, format=0)
    if question.feedback.incorrect:
        to_html.builder.notice(
            f"What is said after a wrong answer to the question {question.id}",
            "Moodle's calculated questions say something only to answers that they know.",
            "Put it into `general`, which is said after any answer.",
        )
    units(to_html, body, name, question)
    _datasets(to_html, body, name, question)
    # The course compares with the rounded answer, Moodle with the exact one: half of the last place is added.
    margin = question.tolerance + 0.5 * 10**-question.decimals
    kind = NOMINAL
    if question.tolerance_percent:
        margin, kind = question.tolerance_percent / 100, RELATIVE
    put(
        below(
            below(body, "calculated_records"), "calculated_record", id=to_html.builder.id("question_calculated", name)
        ),
        answer=id,
        tolerance=f"{margin:.12g}",
        tolerancetype=kind,
        correctanswerlength=question.decimals,
        correctanswerformat=DECIMALS,
    )
    options = below(
        below(body, "calculated_options"),
        "calculated_option",
        id=to_html.builder.id("question_calculated_options", name),
    )
    values = combined(to_html, question, counts=None)
    put(options, synchronize=0, single=0, shuffleanswers=0, **values, answernumbering="abc", shownumcorrect=0)


def moodle_formula(formula: str, names: set[str]) -> str:
    """The formula as Moodle writes it: variables in braces, powers as pow(), every part in parentheses."""
    return _written(ast.parse(formula, mode="eval").body, names)


def _written(node: ast.expr, names: set[str]) -> str:
    match node:
        case ast.Constant(value=value):
            return f"{value:.15g}" if isinstance(value, float) else str(value)
        case ast.Name(id=id):
            return f"{{{id}}}" if id in names else {"pi": "pi()", "e": "exp(1)"}[id]
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return f"pow({_written(left, names)}, {_written(right, names)})"
        case ast.BinOp(left=left, op=op, right=right):
            return f"({_written(left, names)} {_SIGNS[type(op)]} {_written(right, names)})"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"(0 - {_written(operand, names)})"
        case ast.UnaryOp(operand=operand):
            return _written(operand, names)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return f"{function}({', '.join(_written(argument, names) for argument in arguments)})"
    raise FormulaError("The formula cannot be written for Moodle.")


def _datasets(to_html: TextWriter, body: Element, name: str, question: Calculated) -> None:
    sets = _drawn(name, question)
    definitions = below(body, "dataset_definitions")
    for variable, rule in question.variables.items():
        definition = below(
            definitions,
            "dataset_definition",
            id=to_html.builder.id("question_dataset_definitions", f"{name}/{variable}"),
        )
        put(
            definition,
            category=0,
            name=variable,
            type=1,
            options=f"uniform:{rule.least:.12g}:{rule.most:.12g}:{rule.decimals}",
            itemcount=len(sets),
        )
        items = below(definition, "dataset_items")
        for position, values in enumerate(sets, 1):
            id = to_html.builder.id("question_dataset_items", f"{name}/{variable}/{position}")
            put(below(items, "dataset_item", id=id), number=position, value=number(values[variable], rule.decimals))


def _drawn(name: str, question: Calculated) -> list[dict[str, float]]:
    """Sets of values for which the formula can be computed; the same for the same question."""
    found: list[dict[str, float]] = []
    for turn in range(SETS * 10):
        values = {v: _value(f"{name}/{v}/{turn}", rule) for v, rule in question.variables.items()}
        try:
            evaluate(question.formula, values)
        except FormulaError:
            continue
        found.append(values)
        if len(found) == SETS:
            break
    return found or [{v: rule.most for v, rule in question.variables.items()}]


def _value(seed: str, rule: Variable) -> float:
    chance = int.from_bytes(blake2b(seed.encode(), digest_size=7).digest()) / 2**56
    low, high = min(rule.least, rule.most), max(rule.least, rule.most)
    return round(low + chance * (high - low), rule.decimals)
