"""Withheld credentials: why somebody is not given one, in words.

Most are one of a few fixed sentences. Which of them hold is a number, a bit each, and the number looks up their
text: building it costs nothing, whatever the number of people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mooc_kit.cohort import sql

_AT_ONCE = 6
"""How many sentences share a table of texts: it has two to the power of that many."""


@dataclass(frozen=True)
class WithheldReason:
    """A sentence, and the SQL that says when it holds. `varies` is SQL for a sentence that is not fixed."""

    holds: str
    text: str
    varies: str = ""


@dataclass(frozen=True)
class Reasons:
    """SQL in two steps: `bits` are computed first, by name; `text` and `is_any` are about them."""

    bits: dict[str, str]
    text: str
    is_any: str


def reasons_sql(reasons: Sequence[WithheldReason], prefix: str) -> Reasons:
    bits: dict[str, str] = {}
    texts, anything = [], []
    for number, group in enumerate(_groups(reasons)):
        name = f"{prefix}{number}"
        anything.append(f"{name} <> 0")
        if group[0].varies:
            bits[name] = f"CASE WHEN {group[0].holds} THEN 1 ELSE 0 END"
            texts.append(f"CASE WHEN {name} <> 0 THEN {group[0].varies} END")
            continue
        bits[name] = " + ".join(f"CASE WHEN {reason.holds} THEN {1 << n} ELSE 0 END" for n, reason in enumerate(group))
        table = [
            "\n".join(reason.text for n, reason in enumerate(group) if mask >> n & 1) for mask in range(1 << len(group))
        ]
        texts.append(f"CASE WHEN {name} <> 0 THEN [{', '.join(map(sql.value, table))}][{name} + 1] END")
    if not bits:
        return Reasons({}, "''", "false")
    text = f"concat_ws(chr(10), {', '.join(texts)})" if len(texts) > 1 else f"coalesce({texts[0]}, '')"
    return Reasons(bits, text, " OR ".join(anything))


def _groups(reasons: Sequence[WithheldReason]) -> Iterator[list[WithheldReason]]:
    group: list[WithheldReason] = []
    for reason in reasons:
        if group and (reason.varies or len(group) == _AT_ONCE):
            yield group
            group = []
        if reason.varies:
            yield [reason]
        else:
            group.append(reason)
    if group:
        yield group
