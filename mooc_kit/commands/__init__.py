"""Use cases: what each command does, as plain functions that any program can call; none knows the command line.

A module here is imported when it is first named (`commands.build`), so that `--version` and `--help` stay quick.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mooc_kit.commands import (
        add_pages,
        analyse,
        batch,
        change_mind,
        completions,
        contributions,
        diff,
        edit_spec,
        explain,
        goals,
        import_course,
        interview,
        issue,
        keys,
        man_page,
        migrate,
        new,
        next_run,
        outline,
        peer_badges,
        preview,
        quiz,
        quiz_import,
        receive,
        report,
        review,
        rubrics,
        todo,
        translate,
        update,
        validate,
        verify,
    )

__all__ = [
    "add_pages",
    "analyse",
    "batch",
    "change_mind",
    "completions",
    "contributions",
    "diff",
    "edit_spec",
    "explain",
    "goals",
    "import_course",
    "interview",
    "issue",
    "keys",
    "man_page",
    "migrate",
    "new",
    "next_run",
    "outline",
    "peer_badges",
    "preview",
    "quiz",
    "quiz_import",
    "receive",
    "report",
    "review",
    "rubrics",
    "todo",
    "translate",
    "update",
    "validate",
    "verify",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"{__name__} has no module {name!r}.")
