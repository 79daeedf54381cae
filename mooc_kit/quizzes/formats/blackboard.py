"""Blackboard question file: a question in each line, its parts between tabs, its kind as a short word in front.

Source: Blackboard's page "Create a question file to upload". There is no row of headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mooc_kit.problems import MoocKitError
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.draft_questions import Drafts
from mooc_kit.tables import TableLimits, read_table

# fmt: off
_TYPES = {
    "MC": "multiple_choice", "MA": "multiple_response", "TF": "true_false", "ESS": "essay", "SR": "essay",
    "ORD": "ordering", "MAT": "matching", "FIB": "short_answer", "NUM": "numerical", "FIB_PLUS": "fill_blanks",
    "FIL": "essay",
}
# fmt: on
"""Kinds that a quiz here has. OP (opinions), JUMBLED_SENTENCE and QUIZ_BOWL have no place."""
_LOOKS = re.compile(r"\A\ufeff?(?:MC|MA|TF|ESS|SR|ORD|MAT|FIB|FIB_PLUS|NUM|FIL|OP|JUMBLED_SENTENCE|QUIZ_BOWL)\t\S")
_LIMITS = TableLimits(bytes=50_000_000, rows=20_001, columns=400)
_VARIABLE = re.compile(r"\[([^\[\]\n]{1,60})\]")


def looks_like_blackboard(text: str) -> bool:
    return _LOOKS.match(text) is not None


def read_blackboard(data: bytes, file: str) -> ReadQuiz:
    drafts = Drafts(file)
    try:
        table = read_table(data, file, _LIMITS)
        for row in table.rows:
            _add(drafts, row.line, [cell.strip() for cell in row.cells])
    except MoocKitError as error:
        return ReadQuiz(problems=list(error.problems))
    drafts.found.problems[:0] = table.remarks
    return drafts.finished()


def _add(drafts: Drafts, line: int, cells: Sequence[str]) -> None:
    while cells and not cells[-1]:
        cells = cells[:-1]
    type_, prompt, *parts = [*cells, "", ""][: max(len(cells), 2)]
    kind = _TYPES.get(type_.upper(), "")
    if not kind:
        drafts.left_out(f'The question "{prompt[:60]}" ({type_[:30]})', line)
        return
    words = [drafts.markdown(part) for part in parts]
    fields: dict[str, Any] = {"kind": kind, "prompt": drafts.markdown(prompt)}
    unused: list[str] = []
    match kind:
        case "multiple_choice" | "multiple_response":
            marks = [mark.lower() for mark in parts[1::2]]
            fields["choices"] = [
                {"text": text, "correct": mark == "correct"} for text, mark in zip(words[::2], marks, strict=False)
            ]
            unused = parts[len(marks) * 2 :] + [mark for mark in marks if mark not in ("correct", "incorrect")]
        case "true_false":
            said = parts[0].lower() if parts else ""
            fields |= {"answer": said == "true"} if said in ("true", "false") else {}
            unused = parts[1:]
        case "essay":
            fields |= {"model_answer": words[0] if words else None}
            fields |= {"submission": "file"} if type_.upper() == "FIL" else {}
            unused = parts[1:]
        case "ordering":
            fields["items"] = words
        case "matching":
            fields["pairs"] = [{"left": a, "right": b} for a, b in zip(words[::2], words[1::2], strict=False)]
            unused = parts[len(fields["pairs"]) * 2 :]
        case "short_answer":
            fields["answers"] = parts
        case "numerical":
            fields |= {"answer": parts[0] if parts else None, "tolerance": parts[1] if len(parts) > 1 else 0}
            unused = parts[2:]
        case "fill_blanks":
            unused = _gaps(fields, prompt, parts, drafts)
    if drafts.add(line, fields) and unused:
        what = f"{', '.join(part[:40] for part in unused)} in line {line}"
        drafts.notice(what, "A question of this kind has no such part.", "It is left out.", line)
        drafts.mark_changed()


def _gaps(fields: dict[str, Any], prompt: str, parts: Sequence[str], drafts: Drafts) -> list[str]:
    """The gaps `[name]` in the text, with their answers: name, answers, an empty part, the next name. What is left."""
    answers: dict[str, list[str]] = {}
    for group in "\t".join(parts).split("\t\t"):
        if found := [part for part in group.split("\t") if part]:
            answers[found[0]] = found[1:]
    fields["blanks"] = {}

    def gap(place: re.Match[str]) -> str:
        right = answers.pop(place[1], None)
        if right is None:
            return place[0]
        name = f"gap-{len(fields['blanks']) + 1}"
        fields["blanks"][name] = {"answers": right}
        return f"[[#{name}]]"

    fields["text"] = _VARIABLE.sub(gap, drafts.markdown(prompt).replace("\\[", "[").replace("\\]", "]"))
    fields["prompt"] = "Fill in the gaps."
    return list(answers)
