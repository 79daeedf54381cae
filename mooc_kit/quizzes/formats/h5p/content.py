"""H5P content: the content type that comes nearest to a question's kind, and its parameters.

Content types and their parameters follow the `semantics.json` of the libraries named in LIBRARIES.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from mooc_kit.i18n import Messages
from mooc_kit.quizzes.answers import Blank
from mooc_kit.quizzes.fixed_values import with_values
from mooc_kit.quizzes.formats.h5p.pictures import H5pPictures
from mooc_kit.quizzes.formats.h5p.texts import escaped_text, html, joined_words, ranges
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.markup import plain_of
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    EssaySubmission,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Ordering,
    Question,
    ShortAnswer,
    TrueFalse,
)
from mooc_kit.quizzes.random_draw import seed_of, values_for

# fmt: off
LIBRARIES = {
    "H5P.QuestionSet": (1, 20), "H5P.MultiChoice": (1, 16), "H5P.TrueFalse": (1, 8), "H5P.Blanks": (1, 14),
    "H5P.DragText": (1, 10), "H5P.Essay": (1, 5), "H5P.Image": (1, 1),
}
# fmt: on
"""The content types that are used, with the oldest version whose parameters these are."""

# fmt: off
_HELD = {
    "least", "most", "tolerance", "tolerance_percent", "also", "title", "text_above", "feedback", "choices", "answers",
    "answer", "pairs", "distractors", "items", "text", "blanks", "case_sensitive", "shuffle", "partial", "model_answer",
    "least_words", "variables", "formula", "decimals", "unit",
}
# fmt: on
_SPACE_ID = uuid.UUID("5f1c9f0e-6f57-4c70-9a3b-2b6f5d9d3c11")
# Signs that have a meaning of their own inside a gap of H5P's texts: *answer/other:tip*
_SIGNS = re.compile(r"[*/:\n]")


class ContentWriter:
    """Writes the questions of one package."""

    def __init__(self, messages: Messages, losses: Losses, pictures: H5pPictures) -> None:
        self.messages, self.losses, self.pictures = messages, losses, pictures

    def question(self, question: Question) -> dict[str, Any] | None:
        self.losses.fields(question, _HELD)
        if isinstance(question, Calculated):
            why = "H5P draws no values."
            self.losses.add(
                question, "Values that are drawn for each participant", why, "Everybody gets the same ones."
            )
            values = values_for(question, seed_of(question.id)) or {n: v.most for n, v in question.variables.items()}
            question = with_values(question, values)
        made = _MAKERS[type(question)](self, question)
        if made is None:
            self.losses.left_out(question)
            return None
        library, kind, parameters = made
        picture = self.pictures.above(question.whole_prompt)
        parameters["media"] = {**({"type": picture} if picture else {}), "disableImageZooming": False}
        major, minor = LIBRARIES[library]
        title = question.title or plain_of(question.prompt)[:100]
        return {
            "library": f"{library} {major}.{minor}",
            "params": parameters,
            "subContentId": str(uuid.uuid5(_SPACE_ID, question.id)),
            "metadata": {"contentType": kind, "license": "U", "title": title},
        }

    def _prompt(self, question: Question) -> str:
        return html(question.whole_prompt, shown=self.pictures.above(question.whole_prompt) is not None)

    def choices(self, question: MultipleChoice | MultipleResponse) -> tuple[str, str, dict[str, Any]]:
        is_one = isinstance(question, MultipleChoice)
        if any(choice.credit not in (None, 0, 100) for choice in question.choices):
            why = "H5P gives a point for each right answer and takes one for each wrong."
            self.losses.add(question, "Credits of single answers", why, "Answers are right or wrong.")
        answers = [
            {
                "text": html(choice.text),
                "correct": choice.is_right if is_one else choice.gives,
                "tipsAndFeedback": {
                    "tip": "",
                    "chosenFeedback": html(choice.feedback) if choice.feedback else "",
                    "notChosenFeedback": "",
                },
            }
            for choice in question.choices
        ]
        return (
            "H5P.MultiChoice",
            "Multiple Choice",
            {
                "question": self._prompt(question),
                "answers": answers,
                "overallFeedback": ranges(question.feedback),
                "behaviour": {
                    **_BEHAVIOUR,
                    "type": "single" if is_one else "multi",
                    "singlePoint": not is_one and not getattr(question, "partial", True),
                    "randomAnswers": question.shuffle,
                    "passPercentage": 100,
                    "showScorePoints": True,
                },
            },
        )

    def true_false(self, question: TrueFalse) -> tuple[str, str, dict[str, Any]]:
        say = self.messages.text
        said = question.feedback
        return (
            "H5P.TrueFalse",
            "True/False Question",
            {
                "question": self._prompt(question),
                "correct": "true" if question.answer else "false",
                "l10n": {"trueText": say("True"), "falseText": say("False")},
                "behaviour": {
                    **_BEHAVIOUR,
                    "feedbackOnCorrect": joined_words(said.correct, said.general),
                    "feedbackOnWrong": joined_words(said.incorrect, said.general),
                },
            },
        )

    def short_answer(self, question: ShortAnswer) -> tuple[str, str, dict[str, Any]] | None:
        gap = self._gap(question, [answer.text for answer in question.answers if answer.credit >= 100])
        if any(answer.credit < 100 or answer.feedback for answer in question.answers):
            why = "A gap of H5P is right or wrong."
            self.losses.add(question, "Part of the points, and feedback on single answers", why, "They are left out.")
        return self._blanks(question, f"<p>{gap}</p>", case_sensitive=question.case_sensitive) if gap else None

    def numerical(self, question: Numerical) -> tuple[str, str, dict[str, Any]] | None:
        right = [number for number in question.numbers() if number.credit >= 100]
        bounds = [number.bounds() for number in right]
        texts = [
            f"{(low + high) / 2 if number.answer is None else number.answer:.12g}"
            for number, (low, high) in zip(right, bounds, strict=True)
        ]
        if any(low < high for low, high in bounds):
            why = "H5P compares the letters of an answer, not its size."
            self.losses.add(question, "The tolerance", why, "Only the number itself is right, with a point or a comma.")
        if any(number.credit < 100 or number.feedback for number in question.also):
            why = "A gap of H5P is right or wrong."
            self.losses.add(question, "Part of the points, and feedback on single numbers", why, "They are left out.")
        gap = self._gap(question, list(dict.fromkeys(way for text in texts for way in (text, text.replace(".", ",")))))
        unit = f" {escaped_text(question.unit)}" if question.unit else ""
        return self._blanks(question, f"<p>{gap}{unit}</p>") if gap else None

    def fill_blanks(self, question: FillBlanks) -> tuple[str, str, dict[str, Any]] | None:
        pieces = []
        for part in question.parts():
            if isinstance(part, Blank):
                gap = self._gap(question, list(part.right_answers()))
                if gap is None:
                    return None
                if part.choices:
                    self.losses.add(question, "Gaps to choose from", "H5P's gaps are typed.", "The answer is typed.")
                pieces.append(gap)
            else:
                pieces.append(part.replace("*", "\ue030"))
        # The gaps' own stars must not be read as Markdown, and the author's stars not as gaps.
        body = (
            html("".join(pieces).replace("*", "\ue031").replace("\ue030", "*")).replace("*", "∗").replace("\ue031", "*")
        )
        return self._blanks(question, body, case_sensitive=question.case_sensitive)

    def _blanks(self, question: Any, body: str, *, case_sensitive: bool = False) -> tuple[str, str, dict[str, Any]]:
        return (
            "H5P.Blanks",
            "Fill in the Blanks",
            {
                "text": self._prompt(question),
                "questions": [body],
                "overallFeedback": ranges(question.feedback),
                "behaviour": {
                    **_BEHAVIOUR,
                    "caseSensitive": case_sensitive,
                    "showSolutionsRequiresInput": True,
                    "separateLines": False,
                    "acceptSpellingErrors": False,
                },
            },
        )

    def _gap(self, question: Question, answers: Sequence[str]) -> str | None:
        """The answers as a gap; None where H5P's signs for gaps would be read into each of them."""
        fitting = [answer for answer in answers if not _SIGNS.search(answer)]
        if len(fitting) < len(answers):
            why = "Stars, slashes and colons have a meaning of their own in H5P's gaps."
            self.losses.add(question, "Answers with such signs or wildcards", why, "They are left out.")
        return f"*{'/'.join(map(escaped_text, fitting))}*" if fitting else None

    def matching(self, question: Matching) -> tuple[str, str, dict[str, Any]] | None:
        rows = [(plain_of(pair.left), plain_of(pair.right)) for pair in question.pairs]
        spare = [plain_of(text) for text in question.distractors]
        return self._drag(question, [(left.replace("*", "∗"), right) for left, right in rows], spare)

    def ordering(self, question: Ordering) -> tuple[str, str, dict[str, Any]] | None:
        why = "A question set of H5P has no questions on an order."
        self.losses.add(question, "Bringing into order", why, "Each item is dragged to its number.")
        return self._drag(question, [(f"{n}.", plain_of(item)) for n, item in enumerate(question.items, 1)], [])

    def _drag(
        self, question: Matching | Ordering, rows: Sequence[tuple[str, str]], spare: Sequence[str]
    ) -> tuple[str, str, dict[str, Any]] | None:
        if any(_SIGNS.search(words) for words in (*(right for _, right in rows), *spare)):
            return None
        return (
            "H5P.DragText",
            "Drag the Words",
            {
                "taskDescription": self._prompt(question),
                "textField": "\n".join(f"{left} *{right}*" for left, right in rows),
                "distractors": " ".join(f"*{words}*" for words in spare),
                "overallFeedback": ranges(question.feedback),
                "behaviour": {
                    "enableRetry": True,
                    "enableSolutionsButton": True,
                    "enableCheckButton": True,
                    "instantFeedback": False,
                },
            },
        )

    def essay(self, question: Essay) -> tuple[str, str, dict[str, Any]] | None:
        if question.submission is EssaySubmission.FILE:
            return None
        return (
            "H5P.Essay",
            "Essay",
            {
                "taskDescription": self._prompt(question),
                "solution": {
                    "introduction": "",
                    "sample": html(question.model_answer) if question.model_answer else "",
                },
                # A star fits every word: the essay is not judged by words that somebody thought of.
                "keywords": [
                    {
                        "keyword": "*",
                        "alternatives": [],
                        "options": {"points": 1, "occurrences": 1, "caseSensitive": False, "forgiveMistakes": False},
                    }
                ],
                "overallFeedback": ranges(question.feedback),
                "behaviour": {
                    "minimumLength": question.least_words * 4,
                    "inputFieldSize": "10",
                    "enableRetry": True,
                    "ignoreScoring": True,
                    "pointsHost": 1,
                },
            },
        )


_BEHAVIOUR = {
    "enableRetry": True,
    "enableSolutionsButton": True,
    "enableCheckButton": True,
    "confirmCheckDialog": False,
    "confirmRetryDialog": False,
    "autoCheck": False,
}
_Maker = Callable[[ContentWriter, Any], tuple[str, str, dict[str, Any]] | None]
_MAKERS: dict[type[Any], _Maker] = {
    MultipleChoice: ContentWriter.choices,
    MultipleResponse: ContentWriter.choices,
    TrueFalse: ContentWriter.true_false,
    ShortAnswer: ContentWriter.short_answer,
    Numerical: ContentWriter.numerical,
    FillBlanks: ContentWriter.fill_blanks,
    Matching: ContentWriter.matching,
    Ordering: ContentWriter.ordering,
    Essay: ContentWriter.essay,
}
