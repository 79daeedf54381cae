"""Conversion losses: what a format could not hold of a quiz, gathered so that a thousand questions make one notice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from mooc_kit.problems import Notice
from mooc_kit.quizzes.formats.markup import media_in, plain_of
from mooc_kit.quizzes.model import Question, QuizFile
from mooc_kit.quizzes.settings import QuizSettings

# fmt: off
_WORDS = {
    "text_above": "The text above", "outcome": "The outcome", "points": "The points", "difficulty": "The difficulty",
    "feedback": "Feedback on right, wrong or any answers", "hints": "The hints", "tags": "The tags",
    "author": "The author", "pool": "The pool", "title": "The name", "unit": "The unit", "units": "Other units",
    "unit_needed": "That the unit is needed", "model_answer": "The answer to compare with", "rubric": "The rubric",
    "least_words": "The least number of words", "submission": "That a file is handed in", "also": "Further numbers",
    "shuffle": "The order of the answers", "partial": "That part of an answer gives no points",
    "case_sensitive": "That capital letters matter", "distractors": "Right-hand sides that belong to nothing",
    "id": "The id",
}
# fmt: on
_MANY = 3
_IN_ALL = ("kind", "prompt", "id")


class Losses:
    """Collects losses of one writing; `title` is the format's."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.prefix = ""
        """What stands before the ids of questions, where several quizzes are written: "Read the numbers: "."""
        self.questions = 0
        """How many questions are left out as a whole."""
        self._by_what: dict[tuple[str, str, str], list[str]] = {}

    def add(self, question: Question, what: str, why: str, instead: str) -> None:
        told = self._by_what.setdefault((what, why, instead), [])
        if (name := self.prefix + question.id) not in told[-1:]:
            told.append(name)

    def fields(self, question: Question, held: Collection[str]) -> None:
        """Note each field that says something and is not among the `held` ones."""
        lost = question.model_fields_set.difference(_IN_ALL, held)
        if not lost:
            return
        for name, about in type(question).model_fields.items():
            if name in lost and getattr(question, name) != about.get_default(call_default_factory=True):
                self.add(
                    question, _WORDS.get(name, f"`{name}`"), f"{self.title} has no place for it.", "It is left out."
                )

    def plain(self, question: Question, texts: Iterable[str]) -> list[str]:
        """Texts of a question as plain words, where the format has no markup; pictures in them are lost."""
        made = []
        for text in texts:
            words = plain_of(text)
            if "![" in text or "<img" in text:
                why = f"{self.title} has plain words there."
                self.add(question, "Pictures in answers", why, "What they show stands there, or the name of the file.")
                words = words or " ".join(PurePosixPath(path).stem for path in media_in(text))
            made.append(words)
        return made

    def left_out(self, question: Question, why: str = "") -> None:
        """Note that `question` is not written, because the format has no such kind or for the reason `why`."""
        self.questions += 1
        what = f"The question ({question.kind.replace('_', ' ')})"
        self.add(question, what, why or f"{self.title} has no such kind.", "It is left out.")

    def drawn(self, draw: int | None, members: Sequence[Question], written: int) -> int:
        """How many are drawn where `written` of the `members` could be written: never more than there are."""
        wanted = min(draw or len(members), len(members))
        if draw and wanted > written:
            why = f"Of {len(members)} questions {written} could be written."
            instead = f"{written} are drawn, not {wanted}." if written else "The pool is left out."
            what = "How many questions are drawn"
            self._by_what.setdefault((what, why, instead), []).extend(self.prefix + member.id for member in members)
        return min(wanted, written)

    def settings(self, quiz: QuizFile, held: Collection[str]) -> list[Notice]:
        """Notices for the parts of the quiz file around the questions that the format does not hold.

        `held` names fields of the quiz and of its settings, and "draws" for how many questions pools give.
        """
        found = []
        parts = {
            "title": "The quiz's title",
            "intro": "The text above the questions",
            "outro": "The text below them",
            "draw": "How many questions are drawn",
            "pools": "The pools",
        }
        for name, words in parts.items():
            if getattr(quiz, name) and name not in held:
                found.append(Notice(words, f"{self.title} has no place for it.", "It is left out."))
        if "pools" in held and "draws" not in held and any(pool.draw for pool in quiz.pools):
            why = f"{self.title} has no place for it."
            found.append(Notice("How many questions are drawn from the pools", why, "It is left out."))
        for name in QuizSettings.model_fields:
            if getattr(quiz.settings, name) is not None and name not in held:
                key = "pass" if name == "pass_percent" else name
                found.append(Notice(f"The setting `{key}`", f"{self.title} has no place for it.", "It is left out."))
        return found

    def notices(self) -> list[Notice]:
        made = []
        for (what, why, instead), ids in self._by_what.items():
            shown = ", ".join(ids[:_MANY])
            more = f" and {len(ids) - _MANY} more" if len(ids) > _MANY else ""
            made.append(Notice(f"{what} of {shown}{more}", why, instead))
        return made
