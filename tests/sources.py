"""Syntax trees of the package's modules, read once a worker, for tests of what may stand where."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "mooc_kit"


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module, by its dotted name; templates are none."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def nodes(module: str) -> tuple[ast.AST, ...]:
    """All that stands in the module of this dotted name, at any depth."""
    return tuple(ast.walk(modules()[module]))


def path_of(module: str) -> str:
    """The file of a module, from the package on: `files.py`."""
    path = PACKAGE.parent.joinpath(*module.split("."))
    return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).relative_to(PACKAGE).as_posix()
