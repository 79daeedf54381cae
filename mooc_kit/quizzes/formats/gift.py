"""GIFT: Moodle's plain text for questions, blocks with a blank line between them, answers in braces.

What each sign means follows Moodle's own importer (qformat_gift) and its manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.content.plain_markdown import markdown_of_text
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.answers import said_together
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.draft_questions import CHECK_SCORING, Drafts
from mooc_kit.spec.utf8 import decode

_ESCAPES = {
    "\\\\": "\ue020",
    "\\:": "\ue021",
    "\\#": "\ue022",
    "\\=": "\ue023",
    "\\{": "\ue024",
    "\\}": "\ue025",
    "\\~": "\ue026",
    "\\n": "\ue027",
}
_MEANT = dict(zip("\ue020\ue021\ue022\ue023\ue024\ue025\ue026\ue027", "\\:#={}~\n", strict=True))
_ESCAPED = re.compile(r"\\[\\:#={}~n]")
_MEANING = re.compile("[\ue020-\ue027]")
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d*)?)%")
_ANSWER = re.compile(r"[=~]")
_TAG = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]", re.IGNORECASE)
_USUAL_ORDER = frozenset(
    ("0", "ALL", "VERTICAL", "VERT", "V", "RELATIVE_NEXT_EXCLUDE_LAST", "SHOW", "TRUE", "YES", "1", "NONE")
)
"""Options of an ordering as they are here anyway."""
_MORE_ANSWERS = re.compile(r"\{\s*[=~#][^{}]*\}|\{\s*(?:T|F|TRUE|FALSE)\s*\}")
_STAYS = "They stay in the text; make a question of each, or a text with gaps."
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read_gift(data: bytes, file: str) -> ReadQuiz:
    text, problems = decode(data, file)
    if text is None:
        return ReadQuiz(problems=problems)
    return _Reader(text.replace("\r\n", "\n").replace("\r", "\n"), file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.drafts = Drafts(file)
        self.pool: str | None = None
        self.told = False
        """Whether something of the question that is being read is left out."""

    def read(self) -> ReadQuiz:
        for line, block, comments in _blocks(self.text):
            self._block(line, block, comments)
        if not self.drafts.questions and not self.drafts.found.problems:
            hint = "Write a question with its answers in braces: 2+3? {=5 ~6}"
            self.drafts.problem(quiz_codes.NOT_READ, 1, "There are no questions in the file.", hint=hint)
        return self.drafts.finished()

    def _block(self, line: int, block: str, comments: str) -> None:
        if block.startswith("$CATEGORY:"):
            first, _, block = block.partition("\n")
            path = first.removeprefix("$CATEGORY:").strip().removeprefix("$course$").strip("/")
            name = re.sub(r"^top/?", "", path) or path
            self.pool = self.drafts.pool(name) if name and name.lower() != "default" else None
            line += 1
            if not block.strip():
                return
        text = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], block)
        fields: dict[str, Any] = {"pool": self.pool, **_from_comments(comments)}
        if titled := _TITLE.match(text):
            fields["title"] = _plain(titled[1])
            text = text[titled.end() :]
        format_ = "moodle"
        if found := _FORMAT.match(text):
            format_ = found[1].lower()
            text = text[found.end() :]
        opened = text.find("{")
        closed = _closing(text, opened)
        if opened < 0 and closed < 0:
            self.drafts.above(self._words(text, format_))
            return
        if opened < 0 or closed < opened:
            hint = "Put the answers between { and }; write \\{ and \\} for braces in the text."
            self.drafts.problem(quiz_codes.QUESTION_NOT_READ, line, "A brace is missing or stands alone.", hint=hint)
            return
        before, answers, after = text[:opened], text[opened + 1 : closed], text[closed + 1 :]
        is_gap = bool(after.strip())
        prompt = f"{before.rstrip()} _____ {after.lstrip()}" if is_gap else before
        fields["prompt"] = self._words(prompt, format_)
        if found := _MORE_ANSWERS.search(after):
            self._tell(
                line, f"The second answers {_plain(found[0])[:60]}", "A question has one pair of braces.", _STAYS
            )
        lines: dict[tuple[str | int, ...], int] = {
            ("choices", n): line + text[: opened + 1 + at].count("\n") for n, at in enumerate(_starts(answers))
        }
        self._answers(fields, answers.strip(), format_, line, lines)

    def _answers(
        self, fields: dict[str, Any], answers: str, format_: str, line: int, lines: dict[tuple[str | int, ...], int]
    ) -> None:
        if "####" in answers:
            answers, _, general = answers.partition("####")
            fields["feedback"] = {"general": self._marked_words(general, format_)}
            answers = answers.rstrip()
        head, *notes = answers.split("#")
        if not answers:
            fields["kind"] = "essay"
        elif answers.startswith("#"):
            numbers = self._numerical(answers[1:], format_, line)
            numbers["feedback"] |= {k: v for k, v in fields.get("feedback", {}).items() if v}
            fields |= {**numbers, "tags": [*fields.get("tags", ()), *numbers.get("tags", ())]}
        elif head.strip().upper() in _TRUTH:
            fields |= {"kind": "true_false", "answer": _TRUTH[head.strip().upper()]}
            said = [self._marked_words(note, format_) for note in notes[:2]]
            keys = ("incorrect", "correct")
            fields["feedback"] = {**fields.get("feedback", {}), **dict(zip(keys, said, strict=False))}
            for note in notes[2:]:
                self._tell(line, f'The third feedback "{_plain(note)[:40]}"', "There are two answers.")
        elif answers.startswith(">"):
            self._ordering(fields, answers[1:], format_, line)
        else:
            self._listed(fields, answers, format_, line)
            if "answers" in fields:
                lines = {("answers", path[1]): at for path, at in lines.items()}
        if self.drafts.add(line, fields, lines) and self.told:
            self.drafts.mark_changed()
        self.told = False

    def _tell(self, line: int, what: str, why: str, instead: str = "It is left out.") -> None:
        self.told = True
        self.drafts.notice(what, why, instead, line)

    def _listed(self, fields: dict[str, Any], answers: str, format_: str, line: int) -> None:
        parts = list(_answer_parts(answers))
        if not parts and not re.search(r"[{}\n]", answers) and len(answers) < 400:
            parts = [("=", None, answers, "")]  # {One} is Moodle's short way for a short answer with one answer
        if not parts or (_first(answers) < len(answers) and answers[: _first(answers)].strip()):
            return  # without a kind, which is told as a problem
        signs = {sign for sign, *_ in parts}
        if signs == {"="} and all("->" in text for _, _, text, _ in parts):
            pairs = [text.partition("->") for _, _, text, _ in parts]
            fields["kind"] = "matching"
            fields["pairs"] = [
                {"left": self._marked_words(left, format_), "right": self._marked_words(right, format_)}
                for left, _, right in pairs
                if left.strip()
            ]
            fields["distractors"] = [self._marked_words(right, format_) for left, _, right in pairs if not left.strip()]
            if any(note for *_, note in parts):
                self._tell(line, "Feedback on single pairs", "Feedback belongs to the whole question there.")
            if any(weight is not None for _, weight, *_ in parts):
                self._tell(line, "Credits of single pairs", "All pairs count alike.")
        elif signs == {"="}:
            fields["kind"] = "short_answer"
            fields["answers"] = [
                {
                    "text": self._typed_words(text, format_),
                    "credit": 100 if weight is None else weight,
                    "feedback": self._marked_words(note, format_),
                }
                for _, weight, text, note in parts
            ]
        else:
            is_one = "=" in signs
            fields["kind"] = "multiple_choice" if is_one else "multiple_response"
            fields["choices"] = [
                _choice(sign, weight, self._marked_words(text, format_), self._marked_words(note, format_))
                for sign, weight, text, note in parts
            ]
            if not is_one:
                even_out(fields["choices"])

    def _ordering(self, fields: dict[str, Any], answers: str, format_: str, line: int) -> None:
        """Items below one another, with what Moodle's plug-in for ordering calls its options in the first line."""
        head, _, items = answers.partition("\n")
        fields["kind"] = "ordering"
        fields["items"] = [self._marked_words(item, format_) for item in items.split("\n") if item.strip()]
        for word in head.split():
            if word.upper() not in _USUAL_ORDER and word != str(len(fields["items"])):
                self._tell(
                    line, f'The option "{word[:40]}" of an ordering', "Items stand below one another, all count."
                )

    def _numerical(self, answers: str, format_: str, line: int) -> dict[str, Any]:
        """`answer:tolerance`, `least..most`, or several such answers with credits and feedback."""
        signed = answers if answers.lstrip().startswith(("=", "~")) else f"={answers}"
        parts = list(_answer_parts(signed))
        rules: list[dict[str, Any]] = []
        feedback: dict[str, Any] = {}
        for sign, weight, text, note in parts:
            said = self._marked_words(note, format_)
            if text.strip() in ("", "*") and sign in "~=":
                feedback = said_together(feedback, {"incorrect": said})
                if (weight or 0) > 0 or (sign == "=" and weight is None):
                    self._tell(line, "Points for any number at all", "A number that counts is a number here.")
                continue
            rule = number_rule(_plain(text))
            credit = weight if weight is not None else (100 if sign == "=" else 0)
            rules.append({**rule, "credit": credit, "feedback": said})
        fields = split_numbers(rules)
        if gives_no_whole(rules):
            self._tell(line, "The scoring", "No number gives all the points.", GIVEN)
            fields["tags"] = [CHECK_SCORING]
        return {**fields, "feedback": said_together(fields.get("feedback", {}), feedback)}

    def _marked_words(self, text: str, format_: str) -> str:
        """Words that may name a format of their own in square brackets."""
        if found := _FORMAT.match(text):
            return self._words(text[found.end() :], found[1].lower())
        return self._words(text, format_)

    def _typed_words(self, text: str, format_: str) -> str:
        """An answer that is compared letter by letter: without its mark of a format, and without markup."""
        found = _FORMAT.match(text)
        bare = _plain(text[found.end() :] if found else text)
        if found is not None and found[1].lower() == "html":
            return words_of(bare)
        return bare

    def _words(self, text: str, format_: str) -> str:
        """A text in one of GIFT's formats as Markdown."""
        meant = _plain(text)
        if format_ == "markdown":
            return meant
        if format_ == "plain":
            return markdown_of_text(meant)
        if format_ == "html":
            return self.drafts.markdown(meant)  # HTML has its own rules for line breaks: <pre> keeps them
        # A line may be broken anywhere; only \n and markup begin a new one.
        flowing = " ".join(text.split())
        flowing = _MEANING.sub(lambda found: _MEANT[found[0]], flowing).strip()
        if format_ == "moodle" and "\n" in flowing and "<" not in flowing:
            return "\n\n".join(markdown_of_text(part.strip()) for part in flowing.split("\n") if part.strip())
        return self.drafts.markdown(flowing)


def _choice(sign: str, weight: float | None, text: str, note: str) -> dict[str, Any]:
    credit = {} if weight is None else {"credit": weight}
    if credit.get("credit") == 100 or (sign == "=" and weight is None):
        return {"text": text, "correct": True, "feedback": note}
    if weight == 0 and sign == "=":
        credit = {}
    return {"text": text, "correct": False, "feedback": note, **credit}


def even_out(choices: list[dict[str, Any]]) -> None:
    """Credits of a question with several right answers, left out where they are what the model gives anyway."""
    credits = [choice.get("credit", 100 if choice.get("correct") else 0) for choice in choices]
    right = [credit > 0 for credit in credits]
    part = 100 / (sum(right) or 1)
    if any(right) and all(abs(c - (part if r else -part)) < 0.01 for c, r in zip(credits, right, strict=True)):
        for choice, is_right in zip(choices, right, strict=True):
            choice.pop("credit", None)
            choice["correct"] = is_right
    else:
        for choice, credit in zip(choices, credits, strict=True):
            choice["credit"] = credit
            choice["correct"] = credit > 0


def number_rule(text: str) -> dict[str, Any]:
    """A number with a tolerance, or a range, as fields; what is none stays text, for the problem."""
    if ".." in text:
        low, _, high = text.partition("..")
        return {"least": _number(low), "most": _number(high)}
    answer, colon, tolerance = text.partition(":")
    return {"answer": _number(answer), **({"tolerance": _number(tolerance)} if colon and tolerance.strip() else {})}


GIVEN = "The first gives all of them; see whether it should."


def gives_no_whole(rules: list[dict[str, Any]]) -> bool:
    """Whether no number is worth all the points. A question here has one that is."""
    return bool(rules) and all(rule.get("credit", 100) < 100 for rule in rules)


def split_numbers(rules: list[dict[str, Any]]) -> dict[str, Any]:
    """A numerical question's fields: its own number is a first rule that gives all points and says nothing."""
    first = rules[0] if rules else {}
    if rules and first.get("credit", 100) == 100 and not first.get("feedback"):
        own = {key: value for key, value in first.items() if key not in ("credit", "feedback")}
        return {"kind": "numerical", **own, "also": rules[1:]}
    full = next((rule for rule in rules if rule.get("credit", 100) == 100), first)
    own = {key: value for key, value in full.items() if key not in ("credit", "feedback")}
    own_note = full.get("feedback")
    rest = [rule for rule in rules if rule is not full]
    feedback = {"feedback": {"correct": own_note}} if own_note else {}
    return {"kind": "numerical", **own, "also": rest, **feedback}


def _number(text: str) -> float | str:
    try:
        return float(text.strip().replace(",", ".")) if len(text) < 60 else text
    except ValueError:
        return text


def _closing(text: str, opened: int) -> int:
    """Where the brace at `opened` is closed. Some forget the backslashes before braces in an answer: pairs are passed
    over, and where they do not come out even, the last brace it is."""
    depth = 0
    for found in re.finditer(r"[{}]", text[max(opened, 0) :]):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return max(opened, 0) + found.start()
    return text.rfind("}")


def _first(answers: str) -> int:
    found = _ANSWER.search(answers)
    return found.start() if found else len(answers)


def _starts(answers: str) -> Iterator[int]:
    return (found.start() for found in _ANSWER.finditer(answers))


def _answer_parts(answers: str) -> Iterator[tuple[str, float | None, str, str]]:
    """Sign, weight, text and feedback of each answer."""
    starts = [*_starts(answers), len(answers)]
    for at, end in pairwise(starts):
        body = answers[at + 1 : end]
        weight: float | None = None
        if found := _WEIGHT.match(body):
            weight = float(found[1])
            body = body[found.end() :]
        text, _, note = body.partition("#")
        yield answers[at], weight, text.strip(), note.strip()


def _plain(text: str) -> str:
    return _MEANING.sub(lambda found: _MEANT[found[0]], text).strip()


def _from_comments(comments: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, written in _TAG.findall(comments):
        value = written.replace("\\]", "]").strip()
        if key.lower() == "id":
            found.setdefault("id", value)
        elif value:
            found.setdefault("tags", []).append(value[:400])
    return found


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """The blocks of a file: the line where one begins, its text without comment lines, and the comments.

    An empty line ends a block. People forget it: the title of a new question, too, ends one whose braces are closed.
    """
    began, own, opened, closed = 0, 0, 0, 0
    lines: list[str] = []
    comments: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        is_whole = 0 < opened == closed
        if line.lstrip().startswith("//"):
            comments.append(line)
            own = own if is_whole else len(comments)
            if lines:
                lines.append("")
            continue
        is_empty = not line.strip()
        if lines and (is_empty or (is_whole and _TITLE.match(line))):
            if any(part.strip() for part in lines):
                yield began, "\n".join(lines).strip(), "\n".join(comments if is_empty else comments[:own])
                comments = [] if is_empty else comments[own:]
            began, own, opened, closed, lines = 0, 0, 0, 0, []
        if not is_empty:
            own = own if began else len(comments)
            began = began or number
            lines.append(line)
            bare = _ESCAPED.sub("", line)
            opened, closed = opened + bare.count("{"), closed + bare.count("}")
