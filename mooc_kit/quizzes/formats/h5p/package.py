"""H5P package: the question set, its pictures, and the list of libraries that a site needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mooc_kit.archive import zip_bytes
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Notice
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.h5p.content import LIBRARIES, ContentWriter
from mooc_kit.quizzes.formats.h5p.pictures import H5pPictures
from mooc_kit.quizzes.formats.h5p.texts import html
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.model import QuizFile

_SETTINGS = {"pass_percent", "shuffle", "go_back", "one_at_a_time"}


def write_h5p(quiz: QuizFile, media: Mapping[str, bytes], language: str) -> WrittenQuiz:
    losses = Losses("H5P")
    pictures = H5pPictures(media)
    writer = ContentWriter(messages_for(language), losses, pictures)
    questions = [made for question in quiz.questions if (made := writer.question(question)) is not None]
    used = sorted({made["library"].partition(" ")[0] for made in questions})
    if pictures.files:
        used.append("H5P.Image")
    head = {
        "title": (quiz.title or "Quiz")[:255],
        "language": language.partition("-")[0] or "und",
        "defaultLanguage": language.partition("-")[0] or "en",
        "mainLibrary": "H5P.QuestionSet",
        "embedTypes": ["iframe"],
        "license": "U",
        "preloadedDependencies": [_library(name) for name in ("H5P.QuestionSet", *used)],
    }
    files = {
        "h5p.json": _json(head),
        "content/content.json": _json(_question_set(quiz, questions)),
        **{f"content/{path}": data for path, data in pictures.files.items()},
    }
    held = {"title", "intro", *_SETTINGS, *(("draw",) if len(quiz.groups()) == 1 else ())}
    notices = [*losses.settings(quiz, held), *losses.notices()]
    if pictures.is_more(quiz):
        why = "An H5P question shows one picture, above its words."
        notices.append(Notice("Further pictures and files", why, "Their descriptions stand in their place."))
    return WrittenQuiz(zip_bytes(files, first=("h5p.json",)), notices, losses.questions)


def _library(name: str) -> dict[str, Any]:
    major, minor = LIBRARIES[name]
    return {"machineName": name, "majorVersion": major, "minorVersion": minor}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _question_set(quiz: QuizFile, questions: list[dict[str, Any]]) -> dict[str, Any]:
    settings = quiz.settings
    groups = quiz.groups()
    content: dict[str, Any] = {
        "introPage": {
            "showIntroPage": bool(quiz.intro),
            "title": quiz.title or "",
            "introduction": html(quiz.intro) if quiz.intro else "",
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
