"""Question table writer: no cell of it can become a formula in a spreadsheet."""

from __future__ import annotations

from mooc_kit.quizzes.answers import AnswerChoice
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.table_columns import COLUMNS
from mooc_kit.quizzes.model import (
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Ordering,
    Question,
    QuizFile,
    ShortAnswer,
    TrueFalse,
)
from mooc_kit.tables import csv_text, xlsx_bytes

# fmt: off
_HELD = {
    "id", "title", "text_above", "points", "outcome", "difficulty", "pool", "feedback", "hints", "tags", "author",
    "choices", "answer", "least", "most", "tolerance", "tolerance_percent", "unit", "answers", "pairs", "distractors",
    "items", "text", "model_answer", "also",
}
# fmt: on
_OUT = "It is left out."


def write_csv(quiz: QuizFile) -> WrittenQuiz:
    rows, losses = _rows(quiz)
    # The mark at the beginning makes Excel read UTF-8.
    data = b"\xef\xbb\xbf" + csv_text([COLUMNS, *rows], line_end="\r\n").encode()
    return WrittenQuiz(data, [*losses.settings(quiz, {"pools"}), *losses.notices()], losses.questions)


def write_xlsx(quiz: QuizFile) -> WrittenQuiz:
    rows, losses = _rows(quiz)
    notices = [*losses.settings(quiz, {"pools"}), *losses.notices()]
    return WrittenQuiz(xlsx_bytes([COLUMNS, *rows], "Questions"), notices, losses.questions)


def _rows(quiz: QuizFile) -> tuple[list[list[str]], Losses]:
    losses = Losses("A table")
    pools = {pool.id: pool.title or pool.id for pool in quiz.pools}
    rows = []
    for question in quiz.questions:
        cells = _cells(question, losses)
        if cells is None:
            losses.left_out(question)
            continue
        losses.fields(question, _HELD)
        if question.feedback.partial:
            losses.add(question, "Feedback on answers that are right in part", "A table has no column for it.", _OUT)
        cells |= {
            "id": question.id,
            "kind": question.kind,
            "title": question.title or "",
            "text above": question.text_above or "",
            "prompt": question.prompt,
            "points": f"{question.points:g}",
            "outcome": question.outcome or "",
            "difficulty": question.difficulty or "",
            "pool": pools.get(question.pool or "", ""),
            "feedback": question.feedback.general or "",
            "feedback if right": question.feedback.correct or "",
            "feedback if wrong": question.feedback.incorrect or "",
            "hints": "\n".join(" ".join(hint.split()) for hint in question.hints),
            "tags": "; ".join(tag.replace(";", " ").replace(",", " ") for tag in question.tags),
            "author": question.author or "",
        }
        rows.append([cells.get(column, "") for column in COLUMNS])
    return rows, losses


def _cells(question: Question, losses: Losses) -> dict[str, str] | None:
    match question:
        case MultipleChoice() | MultipleResponse():
            if any("\n" in choice.text for choice in question.choices):
                losses.add(question, "Paragraphs in choices", "A choice is one line of a cell.", "They became one.")
            return {"choices": "\n".join(_choice(choice) for choice in question.choices)}
        case TrueFalse():
            return {"answer": str(question.answer).lower()}
        case ShortAnswer():
            if any("|" in answer.text for answer in question.answers):
                losses.add(question, "The sign |", "It parts answers in a table.", "A space stands there.")
            texts = [_worth(a.credit, a.text.replace("|", " "), a.feedback) for a in question.answers]
            return {"answer": "\n".join(texts)}
        case Numerical():
            further = [_worth(a.credit, "..".join(map(_plain, a.bounds())), a.feedback) for a in question.also]
            if question.answer is None:
                own = f"{_plain(question.least)}..{_plain(question.most)}"
                return {"answer": "\n".join([own, *further]), "unit": question.unit or ""}
            percent = question.tolerance_percent
            is_percent = percent is not None and not question.tolerance
            margin = f"{_plain(percent)}%" if is_percent else _plain(question.margin)
            own = _plain(question.answer)
            return {"answer": "\n".join([own, *further]), "tolerance": margin, "unit": question.unit or ""}
        case Matching():
            lines = [f"{_line(pair.left)} -> {_line(pair.right)}" for pair in question.pairs]
            return {"pairs": "\n".join([*lines, *(f"-> {_line(text)}" for text in question.distractors)])}
        case Ordering():
            return {"items": "\n".join(_line(item) for item in question.items)}
        case FillBlanks() if not question.blanks:
            return {"text": question.text}
        case Essay():
            return {"answer": question.model_answer or ""}
    return None


def _choice(choice: AnswerChoice) -> str:
    mark = "[x]" if choice.correct else "[ ]"
    return f"{mark} {_worth(choice.credit, choice.text, choice.feedback, usual=None)}".strip()


def _worth(credit: float | None, text: str, feedback: str | None, *, usual: float | None = 100) -> str:
    worth = f"({credit:.12g}%) " if credit != usual and credit is not None else ""
    return f"{worth}{_line(text)}{f' ## {_line(feedback)}' if feedback else ''}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(value: float | None) -> str:
    return repr(float(value or 0)).removesuffix(".0")
