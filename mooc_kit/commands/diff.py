"""Course diff: what a change means, for people at a terminal, for a pull request, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from mooc_kit.console import echo
from mooc_kit.counting import counted
from mooc_kit.kit.change_summary import Meaning, is_running, meanings
from mooc_kit.kit.file_changes import file_meanings
from mooc_kit.kit.revisions import CourseRevision, version

FORMATS = ("text", "markdown", "json")


@dataclass(frozen=True)
class DiffResult:
    """All meanings; `is_running` says whether a cohort may be inside, so that what hurts is breaking."""

    old: str
    new: str
    meanings: list[Meaning]
    is_running: bool

    def is_breaking(self, meaning: Meaning) -> bool:
        return self.is_running and bool(meaning.hurts)

    @property
    def breaking(self) -> list[Meaning]:
        return [meaning for meaning in self.meanings if self.is_breaking(meaning)]


def show_changes(old: str, new: str, kit: Path, format_: str, *, today: date, fails: bool) -> int:
    """Print what changed from `old` to `new`; the exit status is 1 only where `fails` and something breaks."""
    told = compare(version(old, kit), version(new, kit), today)
    if format_ == "json":
        echo(json.dumps(_data(told), indent=2, ensure_ascii=False))
    else:
        for line in _markdown(told) if format_ == "markdown" else _text(told):
            echo(line)
    return 1 if fails and told.breaking else 0


def compare(old: CourseRevision, new: CourseRevision, today: date) -> DiffResult:
    return DiffResult(
        old.name, new.name, [*meanings(old.spec, new.spec), *file_meanings(old, new)], is_running(old.spec, today)
    )


def _text(told: DiffResult) -> Iterator[str]:
    if not told.meanings:
        yield "Nothing changed that participants or the team would notice."
        return
    for area, found in groupby(told.meanings, key=lambda meaning: meaning.area):
        yield area
        for meaning in found:
            mark = "!" if told.is_breaking(meaning) else " "
            yield f" {mark} {meaning.what}" + (f" ({meaning.hurts})" if meaning.hurts else "")
    yield ""
    yield _sum(told)


def _markdown(told: DiffResult) -> Iterator[str]:
    yield "### What this changes in the course\n"
    if not told.meanings:
        yield "Nothing that participants or the team would notice."
        return
    if told.breaking:
        yield f"> **{_sum(told)}**\n"
    for area, found in groupby(told.meanings, key=lambda meaning: meaning.area):
        yield f"**{area}**\n"
        for meaning in found:
            words = _escaped(meaning.what) + (f" *({_escaped(meaning.hurts)})*" if meaning.hurts else "")
            yield f"- {'**Breaking:** ' if told.is_breaking(meaning) else ''}{words}"
        yield ""
    if not told.breaking:
        yield _sum(told)


def _data(told: DiffResult) -> dict[str, Any]:
    return {
        "old": told.old,
        "new": told.new,
        "running": told.is_running,
        "breaking": len(told.breaking),
        "changes": [
            {
                "area": meaning.area,
                "what": meaning.what,
                "key": meaning.key,
                "hurts": meaning.hurts or None,
                "breaking": told.is_breaking(meaning),
            }
            for meaning in told.meanings
        ],
    }


def _sum(told: DiffResult) -> str:
    count = len(told.meanings)
    changes = counted(count, "change")
    if told.breaking:
        return f"{changes}, {len(told.breaking)} of them breaking for participants who have begun."
    if any(meaning.hurts for meaning in told.meanings):
        return f"{changes}. The course has not begun, so nobody was promised anything else."
    return f"{changes}, none of them breaking."


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|~" else c for c in text)
