"""Formula syntax trees: parsed here, so that the browser only computes: numbers, names, lists.

`width * height / 2` is `["/", ["*", "width", "height"], 2]`. What the operators and functions do is fixed by
`mooc_kit.quizzes.formula`, which has accepted the formula before.
"""

from __future__ import annotations

import ast

from mooc_kit.quizzes.formula import FormulaError

Tree = float | str | list["Tree"]

_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}


def formula_tree(formula: str) -> Tree:
    """The tree of a formula. Raises FormulaError for anything that is not arithmetic."""
    try:
        return _tree(ast.parse(formula, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError("The formula cannot be computed.") from None


def _tree(node: ast.expr) -> Tree:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name):
            return name
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            return [_SIGNS[type(op)], _tree(left), _tree(right)]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ["-", _tree(operand)]
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _tree(operand)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return [name, *(_tree(argument) for argument in args)]
    raise FormulaError("The formula holds something other than arithmetic.")
