"""text2qti's Markdown: numbered questions, with signs at the beginning of lines for answers and feedback.

What a sign means and how lines belong together follows text2qti 0.8, so that files written for it work unchanged.
"""

from __future__ import annotations

import re
from typing import Any

from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.draft_questions import Drafts
from mooc_kit.spec.utf8 import decode

# fmt: off
_SIGNS = {
    "question": r"\d+\.", "right": r"\*[a-zA-Z]\)", "wrong": r"[a-zA-Z]\)", "right_many": r"\[\*\]",
    "wrong_many": r"\[ ?\]", "words": r"\*", "feedback": r"\.\.\.", "if_right": r"\+", "if_wrong": r"-",
    "solution": "!", "number": "=", "title": r"[Tt]itle:", "points": r"[Pp]oints:", "text_title": r"[Tt]ext [Tt]itle:",
    "text": r"[Tt]ext:", "quiz_title": r"[Qq]uiz [Tt]itle:", "quiz_description": r"[Qq]uiz [Dd]escription:",
    "pick": r"[Pp]ick:", "solutions_pick": r"[Ss]olutions pick:", "group_points": r"[Pp]oints per question:",
    "shuffle_answers": r"[Ss]huffle answers:", "show_correct": r"[Ss]how correct answers:",
    "one_at_a_time": r"[Oo]ne question at a time:", "cant_go_back": r"[Cc]an't go back:",
    "feedback_is_solution": r"[Ff]eedback is solution:", "solutions_sample": r"[Ss]olutions sample groups:",
    "solutions_randomize": r"[Ss]olutions randomize groups:",
}
# fmt: on
_ALONE = {"essay": r"___+", "upload": r"\^\^\^+", "start_group": "GROUP", "end_group": "END_GROUP"}
_LINE = re.compile(
    "|".join(
        [
            *(rf"(?P<{name}>{sign}[ \t]+(?=\S))" for name, sign in _SIGNS.items()),
            *(rf"(?P<{name}>{sign}\s*$)" for name, sign in _ALONE.items()),
        ]
    )
)
_EMPTY = re.compile("|".join(rf"(?P<{name}>{sign}[ \t]*$)" for name, sign in _SIGNS.items()))
_CODE = re.compile(r"(`{3,})\s*\S.*")
_RANGE = re.compile(r"\[(.+?),(.+?)\]")
_MARGIN = re.compile(r"(.+?)\s*(?:\+-|±)\s*(.+?)(%?)")
_BOOLEANS = ("shuffle_answers", "show_correct", "one_at_a_time")


def read_text2qti(data: bytes, file: str) -> ReadQuiz:
    text, problems = decode(data, file)
    if text is None:
        return ReadQuiz(problems=problems)
    return _Reader(text.replace("\r\n", "\n"), file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.lines = text.expandtabs(4).split("\n")
        self.drafts = Drafts(file)
        self.now: dict[str, Any] = {}
        """The question that is being read."""
        self.began = 0
        self.next: dict[str, Any] = {}
        """Title and points for the question that comes next."""
        self.pool: str | None = None
        self.pool_points: float | None = None
        self.groups = 0

    def read(self) -> ReadQuiz:
        number = 0
        while number < len(self.lines):
            number = self._line(number)
        self._close()
        if self.pool is not None:
            self.drafts.problem(
                quiz_codes.NOT_READ, len(self.lines), "The last GROUP does not end.", hint="Add END_GROUP."
            )
        if not self.drafts.questions and not self.drafts.found.problems:
            hint = "Begin questions with a number and a full stop: 1. What is 2+3?"
            self.drafts.problem(quiz_codes.NOT_READ, 1, "There are no questions in the file.", hint=hint)
        return self.drafts.finished()

    def _line(self, at: int) -> int:
        """Read what begins at line index `at`; gives the index behind it."""
        line = self.lines[at]
        if not line.strip():
            return at + 1
        if line.rstrip() == "COMMENT":
            return self._skip_comment(at)
        if line.startswith("%"):
            return at + 1
        if line.startswith("```"):
            return self._code(at)
        found = _LINE.match(line)
        if found is None:
            self._strange(at, line)
            return at + 1
        name = str(found.lastgroup)
        if name in _ALONE:
            self._alone(name, at)
            return at + 1
        text, end = self._content(at, len(found[0]))
        self._sign(name, text, at)
        return end

    def _content(self, at: int, indent: int) -> tuple[str, int]:
        """The text behind a sign, with the lines below that are indented as far (or two spaces after a blank line)."""
        parts = [self.lines[at][indent:]]
        end, blank = at + 1, 0
        while end < len(self.lines):
            line = self.lines[end]
            if line and line[0] != " ":
                break
            if not line.strip():
                blank += 1
                end += 1
                continue
            cut = min(indent, len(line) - len(line.lstrip(" ")))
            if cut < 2:
                break
            parts += [""] * blank + [line[cut:]]
            blank = 0
            end += 1
        return "\n".join(parts).rstrip(), end - blank

    def _skip_comment(self, at: int) -> int:
        for end in range(at + 1, len(self.lines)):
            if self.lines[end].rstrip() == "END_COMMENT":
                return end + 1
        self.drafts.problem(quiz_codes.NOT_READ, at + 1, "The COMMENT does not end.", hint="Add a line END_COMMENT.")
        return len(self.lines)

    def _code(self, at: int) -> int:
        fence = re.match(r"`+", self.lines[at])
        ticks = fence[0] if fence else "```"
        end = at + 1
        while end < len(self.lines) and not re.fullmatch(rf"{ticks}`*\s*", self.lines[end]):
            end += 1
        if ".run" in self.lines[at]:
            hint = "Run text2qti or the code yourself, and put the questions that it writes into the file."
            self.drafts.problem(quiz_codes.CODE_NOT_RUN, at + 1, hint=hint)
        else:
            hint = "Indent the code as far as the text of the question that it belongs to."
            self.drafts.problem(quiz_codes.NOT_READ, at + 1, "This code belongs to no question.", hint=hint)
        return end + 1

    def _strange(self, at: int, line: str) -> None:
        empty = _EMPTY.match(line)
        shown = line.strip()[:40]
        if empty:
            hint = "Write the text on the same line, after a space."
            self.drafts.problem(quiz_codes.NOT_READ, at + 1, f'"{shown}" is followed by nothing.', hint=hint)
            return
        missing_space = re.match("|".join(f"(?:{sign})" for sign in _SIGNS.values()), line)
        hint = (
            "Add a space after the sign at the beginning of the line."
            if missing_space
            else "Indent it as far as the text that it continues, or begin the line with a sign like `1.` or `a)`."
        )
        self.drafts.problem(quiz_codes.NOT_READ, at + 1, f'"{shown}" belongs to nothing.', hint=hint)

    def _alone(self, name: str, at: int) -> None:
        if name in ("essay", "upload"):
            if not self.now or self.now.get("kind"):
                hint = "Put the line directly below a question."
                self.drafts.problem(quiz_codes.NOT_READ, at + 1, "This line answers no question.", hint=hint)
                return
            self.now["kind"] = "essay"
            if name == "upload":
                self.now["submission"] = "file"
            return
        self._close()
        if name == "start_group":
            if self.pool is not None:
                self.drafts.problem(
                    quiz_codes.NOT_READ, at + 1, "A group stands in a group.", hint="Add END_GROUP before."
                )
            self.groups += 1
            self.pool = self.drafts.pool(f"Group {self.groups}", 1)
            self.pool_points = 1
        elif self.pool is None:
            self.drafts.problem(quiz_codes.NOT_READ, at + 1, "No group is open here.", hint="Remove the line.")
        else:
            self.pool, self.pool_points = None, None

    def _sign(self, name: str, text: str, at: int) -> None:
        line = at + 1
        match name:
            case "question":
                self._close()
                points = {"points": self.pool_points} if self.pool is not None else {}
                self.now = {"prompt": text, "pool": self.pool, **points, **self.next, "choices": [], "lines": {}}
                self.next, self.began = {}, line
            case "title":
                self._close()
                self.next["title"] = text
            case "points":
                self._close()
                self._number_for(self.next, "points", text, line)
            case "text_title":
                self._close()
                self.drafts.above(f"**{text}**")
            case "text":
                self._close()
                self.drafts.above(text)
            case "quiz_title" | "quiz_description":
                self._close()
                self.drafts.quiz["title" if name == "quiz_title" else "intro"] = text
            case "pick":
                self._group_setting("draw", text, line)
            case "group_points":
                found: dict[str, Any] = {}
                self._number_for(found, "points", text, line)
                self.pool_points = found.get("points", 1)
            case "solutions_pick" | "feedback_is_solution" | "solutions_sample" | "solutions_randomize":
                self._close()
                why = "It is about text2qti's own sheet of solutions."
                self.drafts.notice(f"`{text}` in line {line}", why, "It is left out.", line)
            case "cant_go_back":
                self._setting("go_back", text, line, negate=True)
            case _ if name in _BOOLEANS:
                self._setting(name, text, line)
            case _:
                self._of_question(name, text, line)

    def _group_setting(self, key: str, text: str, line: int) -> None:
        if self.pool is None or not re.fullmatch(r"[1-9]\d{0,4}", text):
            hint = "Write a whole number, directly below GROUP."
            self.drafts.problem(quiz_codes.NOT_READ, line, f'"{text[:40]}" says nothing about a group.', hint=hint)
            return
        self.drafts.pools[self.pool][key] = int(text)

    def _setting(self, key: str, text: str, line: int, *, negate: bool = False) -> None:
        self._close()
        if text.lower() not in ("true", "false"):
            self.drafts.problem(quiz_codes.NOT_READ, line, f'"{text[:40]}" is not clear.', hint="Write true or false.")
            return
        self.drafts.quiz.setdefault("settings", {})[key] = (text.lower() == "true") is not negate

    def _number_for(self, holder: dict[str, Any], key: str, text: str, line: int) -> None:
        value = _number(text)
        if value is None or value <= 0:
            self.drafts.problem(
                quiz_codes.NOT_READ, line, f'"{text[:40]}" are no points.', hint="Write a number like 2."
            )
            return
        holder[key] = value

    def _of_question(self, name: str, text: str, line: int) -> None:
        now = self.now
        if not now:
            hint = "Write the question above it: 1. What is 2+3?"
            self.drafts.problem(quiz_codes.NOT_READ, line, f'"{text[:40]}" belongs to no question.', hint=hint)
            return
        choices: list[dict[str, Any]] = now["choices"]
        if name == "feedback":
            holder = choices[-1] if choices else now.setdefault("feedback", {})
            _append(holder, "feedback" if choices else "general", text)
        elif name in ("if_right", "if_wrong"):
            _append(now.setdefault("feedback", {}), "correct" if name == "if_right" else "incorrect", text)
        elif name == "solution":
            _append(now, "solution", text)
        else:
            kind = {
                "words": "short_answer",
                "number": "numerical",
                "right": "multiple_choice",
                "wrong": "multiple_choice",
            }.get(name, "multiple_response")
            if now.setdefault("kind", kind) != kind:
                hint = "Use one kind of sign for all answers of a question."
                self.drafts.problem(quiz_codes.NOT_READ, line, "The answers are of different kinds.", hint=hint)
            elif kind == "numerical" and now.get("has_number"):
                hint = "Write one line with =; a range is written [least, most]."
                self.drafts.problem(quiz_codes.NOT_READ, line, "The question has a second number.", hint=hint)
            elif kind == "numerical":
                now["has_number"] = True
                now.update(_numbers(text))
            else:
                now["lines"]["choices", len(choices)] = line
                choices.append({"text": text, "correct": name in ("right", "right_many", "words")})

    def _close(self) -> None:
        """Hand over the question that is complete now."""
        now, self.now = self.now, {}
        if not now:
            return
        choices, lines, solution = now.pop("choices"), now.pop("lines"), now.pop("solution", None)
        now.pop("has_number", None)
        kind = now.get("kind")
        if solution:
            if kind == "essay":
                now["model_answer"] = solution
            else:
                feedback = now.setdefault("feedback", {})
                feedback["general"] = "\n\n".join(part for part in (feedback.get("general"), solution) if part)
        if kind is None:
            hint = "Add answers below it, or a line of three or more underscores for an essay."
            self.drafts.problem(quiz_codes.QUESTION_NOT_READ, self.began, "The question has no answers.", hint=hint)
            return
        if (
            kind == "multiple_choice"
            and {c["text"].lower() for c in choices} == {"true", "false"}
            and len(choices) == 2
        ):
            self._true_false(now, choices)
            lines = {}
        elif kind in ("multiple_choice", "multiple_response"):
            now["choices"] = choices
            if kind == "multiple_response":
                now["partial"] = False  # as text2qti has it scored: all or nothing
        elif kind == "short_answer":
            now["answers"] = [{"text": _unescaped(c["text"]), "feedback": c.get("feedback")} for c in choices]
            lines = {("answers", path[1]): at for path, at in lines.items()}
        self.drafts.add(self.began, now, lines)

    @staticmethod
    def _true_false(now: dict[str, Any], choices: list[dict[str, Any]]) -> None:
        right = next((c for c in choices if c["correct"]), None)
        now["kind"] = "true_false"
        if right is not None:
            now["answer"] = right["text"].lower() == "true"
        feedback = now.setdefault("feedback", {})
        for choice in choices:
            key = "correct" if choice["correct"] else "incorrect"
            feedback[key] = "\n\n".join(part for part in (choice.get("feedback"), feedback.get(key)) if part)


def _append(holder: dict[str, Any], name: str, text: str) -> None:
    """A second text of a kind stands below the first."""
    holder[name] = f"{holder[name]}\n\n{text}" if holder.get(name) else text


def _numbers(text: str) -> dict[str, Any]:
    """Fields of a numerical question: [least, most], answer +- margin, or a whole number; {} where it is none."""
    if found := _RANGE.fullmatch(text.strip()):
        return {"least": _number(found[1]), "most": _number(found[2])}
    if found := _MARGIN.fullmatch(text.strip()):
        key = "tolerance_percent" if found[3] else "tolerance"
        return {"answer": _number(found[1]), key: _number(found[2])}
    return {"answer": _number(text)}


def _number(text: str) -> float | None:
    text = text.strip().replace("_", "")
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", text, re.ASCII):
        return None
    value = float(text)
    return value if abs(value) < 1e300 else None


def _unescaped(text: str) -> str:
    """text2qti's answers are compared as they stand: a star in them is a star."""
    return text.replace("*", "\\*")
