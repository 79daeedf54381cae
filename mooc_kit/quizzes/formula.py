"""Formulas: the answer of a calculated question, as arithmetic on named numbers and nothing else."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: pow,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "abs": abs,
    "round": round,
    "min": min,
    "max": max,
    "log": math.log,
    "log10": math.log10,
    "exp": math.exp,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "floor": math.floor,
    "ceil": math.ceil,
}
_CONSTANTS = {"pi": math.pi, "e": math.e}


class FormulaError(ValueError):
    """The formula cannot be computed; the message says why, in words for its author."""


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """The value of `formula` with the variables' `values`. Raises FormulaError."""
    if len(formula) > 400:
        raise FormulaError("The formula is too long.")
    try:
        tree = ast.parse(formula, mode="eval")
        result = _value(tree.body, values)
    except FormulaError:
        raise
    except ZeroDivisionError:
        raise FormulaError("The formula divides by zero for some values.") from None
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError, TypeError):
        raise FormulaError("The formula cannot be computed.") from None
    if isinstance(result, complex) or not math.isfinite(result):
        raise FormulaError("The formula has no value that can be written as a number.")
    return float(result)


def renamed(formula: str, names: Mapping[str, str]) -> str:
    """`formula` with other names for its variables, all else as it was written. A function may be called as a variable
    is. Raises FormulaError for what cannot be read."""
    try:
        tree = ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError("The formula cannot be read.") from None
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called]
    lines = [line.encode() for line in formula.splitlines(keepends=True)]
    for node in sorted(found, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        if node.id in names:
            line = lines[node.lineno - 1]
            lines[node.lineno - 1] = line[: node.col_offset] + names[node.id].encode() + line[node.end_col_offset :]
    return b"".join(lines).decode()


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name):
            if name in values:
                return float(values[name])
            if name in _CONSTANTS:
                return _CONSTANTS[name]
            raise FormulaError(f'The formula uses "{name}", which is not among the variables.')
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            a, b = _value(left, values), _value(right, values)
            # 9**9**9 would fill the memory before it could fail.
            if isinstance(op, ast.Pow) and (abs(b) > 100 or abs(a) > 1e100):
                raise FormulaError("The power in the formula is too large.")
            return _BINARY[type(op)](a, b)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand, values)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return float(_FUNCTIONS[name](*(_value(argument, values) for argument in args)))
    raise FormulaError("The formula holds something other than numbers, variables, + - * / ** and functions like sqrt.")
