"""Writing an H5P question set: each question as the content type that comes nearest, and notices for what differs.

Content types and their parameters follow the `semantics.json` of the libraries named in LIBRARIES.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mooc_kit.messages import Messages, messages_for
from mooc_kit.problems import Notice
from mooc_kit.quizzes.answers import Blank, Feedback
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.draw import seed_of, values_for
from mooc_kit.quizzes.fixed_values import with_values
from mooc_kit.quizzes.formats.archive import archive_bytes
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.markup import html_of, media_in, plain_of
from mooc_kit.quizzes.model import (
    Calculated,
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
    Submission,
    TrueFalse,
)

if TYPE_CHECKING:
    import nh3

LIBRARIES = {
    "H5P.QuestionSet": (1, 20),
    "H5P.MultiChoice": (1, 16),
    "H5P.TrueFalse": (1, 8),
    "H5P.Blanks": (1, 14),
    "H5P.DragText": (1, 10),
    "H5P.Essay": (1, 5),
}
"""The content types that are used, with the oldest version whose parameters these are."""

_HELD = {
    "least",
    "most",
    "tolerance",
    "tolerance_percent",
    "also",
    "title",
    "text_above",
    "feedback",
    "choices",
    "answers",
    "answer",
    "pairs",
    "distractors",
    "items",
    "text",
    "blanks",
    "case_sensitive",
    "shuffle",
    "partial",
    "model_answer",
    "least_words",
    "variables",
    "formula",
    "decimals",
    "unit",
}
_SETTINGS = {"pass_percent", "shuffle", "go_back", "one_at_a_time"}
_SPACE_ID = uuid.UUID("5f1c9f0e-6f57-4c70-9a3b-2b6f5d9d3c11")
# Signs that have a meaning of their own inside a gap of H5P's texts: *answer/other:tip*
_SIGNS = re.compile(r"[*/:\n]")
_ALLOWED = frozenset(["p", "br", "strong", "em", "b", "i", "sub", "sup", "h2", "h3", "pre", "code"])


def write_h5p(quiz: QuizFile, media: Mapping[str, bytes], language: str) -> WrittenQuiz:
    writer = _Writer(messages_for(language))
    questions = [made for question in quiz.questions if (made := writer.question(question)) is not None]
    used = sorted({made["library"].partition(" ")[0] for made in questions})
    head = {
        "title": (quiz.title or "Quiz")[:255],
        "language": language.partition("-")[0] or "und",
        "defaultLanguage": language.partition("-")[0] or "en",
        "mainLibrary": "H5P.QuestionSet",
        "embedTypes": ["iframe"],
        "license": "U",
        "preloadedDependencies": [_library(name) for name in ("H5P.QuestionSet", *used)],
    }
    content = writer.question_set(quiz, questions)
    files = {"h5p.json": _json(head), "content/content.json": _json(content)}
    held = {"title", "intro", *_SETTINGS, *(("draw",) if len(quiz.groups()) == 1 else ())}
    if any(media_in(question.model_dump_json().replace("\\n", "\n")) for question in quiz.questions) or media:
        why = "The texts of H5P questions take no pictures."
        writer.more.append(Notice("Pictures and other files in texts", why, "Their descriptions stand in their place."))
    return WrittenQuiz(
        archive_bytes(files), [*writer.losses.settings(quiz, held), *writer.more, *writer.losses.notices()]
    )


def _library(name: str) -> dict[str, Any]:
    major, minor = LIBRARIES[name]
    return {"machineName": name, "majorVersion": major, "minorVersion": minor}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class _Writer:
    def __init__(self, messages: Messages) -> None:
        self.messages = messages
        self.losses = Losses("H5P")
        self.more: list[Notice] = []

    def question_set(self, quiz: QuizFile, questions: list[dict[str, Any]]) -> dict[str, Any]:
        settings = quiz.settings
        groups = quiz.groups()
        content: dict[str, Any] = {
            "introPage": {
                "showIntroPage": bool(quiz.intro),
                "title": quiz.title or "",
                "introduction": _html(quiz.intro) if quiz.intro else "",
            },
            "progressType": "textual" if len(questions) > 20 else "dots",
            "passPercentage": settings.pass_percent if settings.pass_percent is not None else 50,
            "questions": questions,
            "disableBackwardsNavigation": settings.go_back is False,
            "randomQuestions": bool(settings.shuffle),
            "endGame": {
                "showResultPage": True,
                "showSolutionButton": True,
                "showRetryButton": True,
                "overallFeedback": [{"from": 0, "to": 100}],
            },
            "override": {"checkButton": True},
        }
        if len(groups) == 1 and groups[0][0] is not None and groups[0][0] < len(questions):
            content["poolSize"] = groups[0][0]
        return content

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
        major, minor = LIBRARIES[library]
        title = question.title or plain_of(question.prompt)[:100]
        return {
            "library": f"{library} {major}.{minor}",
            "params": parameters,
            "subContentId": str(uuid.uuid5(_SPACE_ID, question.id)),
            "metadata": {"contentType": kind, "license": "U", "title": title},
        }

    def choices(self, question: MultipleChoice | MultipleResponse) -> tuple[str, str, dict[str, Any]]:
        is_one = isinstance(question, MultipleChoice)
        if any(choice.credit not in (None, 0, 100) for choice in question.choices):
            why = "H5P gives a point for each right answer and takes one for each wrong."
            self.losses.add(question, "Credits of single answers", why, "Answers are right or wrong.")
        answers = [
            {
                "text": _html(choice.text),
                "correct": choice.is_right if is_one else choice.gives,
                "tipsAndFeedback": {
                    "tip": "",
                    "chosenFeedback": _html(choice.feedback) if choice.feedback else "",
                    "notChosenFeedback": "",
                },
            }
            for choice in question.choices
        ]
        return (
            "H5P.MultiChoice",
            "Multiple Choice",
            {
                "media": {"disableImageZooming": False},
                "question": _html(question.whole_prompt),
                "answers": answers,
                "overallFeedback": _ranges(question.feedback),
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
                "media": {"disableImageZooming": False},
                "question": _html(question.whole_prompt),
                "correct": "true" if question.answer else "false",
                "l10n": {"trueText": say("True"), "falseText": say("False")},
                "behaviour": {
                    **_BEHAVIOUR,
                    "feedbackOnCorrect": _words(said.correct, said.general),
                    "feedbackOnWrong": _words(said.incorrect, said.general),
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
        low, high = question.numbers()[0].bounds()
        value = question.answer if question.answer is not None else (low + high) / 2
        if low < high or question.also:
            why = "H5P compares the letters of an answer, not its size."
            self.losses.add(question, "The tolerance", why, "Only the number itself is right, with a point or a comma.")
        written = f"{value:.12g}"
        gap = self._gap(question, list(dict.fromkeys([written, written.replace(".", ",")])))
        unit = f" {_plain(question.unit)}" if question.unit else ""
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
            _html("".join(pieces).replace("*", "\ue031").replace("\ue030", "*"))
            .replace("*", "∗")
            .replace("\ue031", "*")
        )
        return self._blanks(question, body, case_sensitive=question.case_sensitive)

    def _blanks(self, question: Any, body: str, *, case_sensitive: bool = False) -> tuple[str, str, dict[str, Any]]:
        return (
            "H5P.Blanks",
            "Fill in the Blanks",
            {
                "media": {"disableImageZooming": False},
                "text": _html(question.whole_prompt),
                "questions": [body],
                "overallFeedback": _ranges(question.feedback),
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
        return f"*{'/'.join(map(_plain, fitting))}*" if fitting else None

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
                "media": {"disableImageZooming": False},
                "taskDescription": _html(question.whole_prompt),
                "textField": "\n".join(f"{left} *{right}*" for left, right in rows),
                "distractors": " ".join(f"*{words}*" for words in spare),
                "overallFeedback": _ranges(question.feedback),
                "behaviour": {
                    "enableRetry": True,
                    "enableSolutionsButton": True,
                    "enableCheckButton": True,
                    "instantFeedback": False,
                },
            },
        )

    def essay(self, question: Essay) -> tuple[str, str, dict[str, Any]] | None:
        if question.submission is Submission.FILE:
            return None
        return (
            "H5P.Essay",
            "Essay",
            {
                "media": {"disableImageZooming": False},
                "taskDescription": _html(question.whole_prompt),
                "solution": {
                    "introduction": "",
                    "sample": _html(question.model_answer) if question.model_answer else "",
                },
                # A star fits every word: the essay is not judged by words that somebody thought of.
                "keywords": [
                    {
                        "keyword": "*",
                        "alternatives": [],
                        "options": {"points": 1, "occurrences": 1, "caseSensitive": False, "forgiveMistakes": False},
                    }
                ],
                "overallFeedback": _ranges(question.feedback),
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
_Maker = Callable[[_Writer, Any], tuple[str, str, dict[str, Any]] | None]
_MAKERS: dict[type[Any], _Maker] = {
    MultipleChoice: _Writer.choices,
    MultipleResponse: _Writer.choices,
    TrueFalse: _Writer.true_false,
    ShortAnswer: _Writer.short_answer,
    Numerical: _Writer.numerical,
    FillBlanks: _Writer.fill_blanks,
    Matching: _Writer.matching,
    Ordering: _Writer.ordering,
    Essay: _Writer.essay,
}


def _ranges(said: Feedback) -> list[dict[str, Any]]:
    """H5P says something for each range of the score, in percent."""
    if not any((said.general, said.correct, said.incorrect, said.partial)):
        return [{"from": 0, "to": 100}]
    return [
        {"from": 0, "to": 0, "feedback": _words(said.incorrect, said.general)},
        {"from": 1, "to": 99, "feedback": _words(said.partial or said.incorrect, said.general)},
        {"from": 100, "to": 100, "feedback": _words(said.correct, said.general)},
    ]


def _words(*texts: str | None) -> str:
    return " ".join(plain_of(text) for text in texts if text)


def _plain(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _html(markdown: str) -> str:
    """The text with the tags that H5P's questions take; pictures give way to their descriptions."""
    html = html_of(markdown)
    if html.startswith("<p>") and html.count("<") == 2:
        return html
    html = re.sub(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>', r"\1", html)
    html = (
        html.replace("<li>", "<p>• ").replace("</li>", "</p>").replace("</td>", " </td>").replace("</tr>", "<br></tr>")
    )
    cleaned: str = _cleaner().clean(html)
    return cleaned.strip()


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(tags=set(_ALLOWED), attributes={}, link_rel=None)
