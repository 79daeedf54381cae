"""Interview: the design questions that a course team is asked; the answers have the shape of a spec."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mooc_kit.interview.screen import Screen
from mooc_kit.interview.step import ExtraQuestion
from mooc_kit.problems import Interrupted, UsageError, relative_name


def new_answers(
    folder: Path,
    *,
    plain: bool,
    full: bool | None,
    begun: Mapping[str, Any] | None = None,
    questions: Sequence[ExtraQuestion] = (),
) -> dict[str, Any]:
    """The answers for a new course in `folder`, from the person at the terminal.

    It begins with the answers `begun` and asks the extra `questions` first; theirs are in "_template".

    Raises UsageError where there is no terminal, Interrupted where the person stops; a draft is kept then.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The interview needs a terminal. Without one, use --from with a file of answers, or --example NAME."
        )
    from mooc_kit.interview.draft import draft_file
    from mooc_kit.interview.run import interview
    from mooc_kit.interview.screen import Paused

    try:
        return interview(folder, _screen(plain=plain), is_full=full, begun=begun, questions=questions)
    except (Paused, KeyboardInterrupt):
        kept = relative_name(draft_file(folder))
        raise Interrupted(f"\nYour answers are kept in {kept}. Call `mooc-kit new {folder}` again to go on.") from None


def more_answers(folder: Path, answers: dict[str, Any], *, plain: bool, full: bool) -> bool:
    """Ask what `answers` (those of the spec in `folder`) leave open, and add to them. False where the person stops."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The interview needs a terminal. Without one, use `mooc-kit set` and `mooc-kit add`.")
    from mooc_kit.interview.existing import continue_interview
    from mooc_kit.interview.screen import Paused

    try:
        continue_interview(folder, _screen(plain=plain), answers, is_full=full)
    except (Paused, KeyboardInterrupt):
        return False
    return True


def _screen(*, plain: bool) -> Screen:
    """The full terminal, or plain lines where that was asked for or is all that the terminal can do."""
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    if plain or os.environ.get("TERM", "dumb") == "dumb" or encoding != "utf8":
        from mooc_kit.interview.plain import PlainScreen

        return PlainScreen()
    from mooc_kit.interview.terminal import TerminalScreen

    return TerminalScreen()
