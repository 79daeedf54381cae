"""Printable quiz PDF: tagged for screen readers, typeset by Typst."""

from __future__ import annotations

import io
from collections.abc import Mapping
from mimetypes import guess_type
from typing import Any
from urllib.parse import unquote

from mooc_kit.i18n import messages_for
from mooc_kit.problems import Notice
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.markup import html_of
from mooc_kit.quizzes.formats.paper.page import PICTURES, formula
from mooc_kit.quizzes.formats.paper.sheet import PRINTED, sheet_of
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.typst import TypesettingError, rich, typeset


def pdf(quiz: QuizFile, media: Mapping[str, bytes], language: str, *, with_answers: bool) -> WrittenQuiz:
    """The PDF. A picture that cannot be shown gives way to its description, with a notice."""
    shown = {path: data for path, data in media.items() if guess_type(path)[0] in PICTURES}
    sound = {path: data for path, data in shown.items() if _is_sound(path, data)}
    lost = [name for name in shown if name not in sound]
    try:
        made = _pdf(quiz, sound, language, with_answers=with_answers)
    except TypesettingError:
        lost, made = list(shown), _pdf(quiz, {}, language, with_answers=with_answers)
    notices = [Notice(f"The picture {name}", "It cannot be shown.", "Its description stands there.") for name in lost]
    return WrittenQuiz(made.data, [*notices, *made.notices])


def _is_sound(path: str, data: bytes) -> bool:
    if path.lower().endswith(".svg"):
        return True  # Typst itself has the last word on drawings
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _pdf(quiz: QuizFile, media: Mapping[str, bytes], language: str, *, with_answers: bool) -> WrittenQuiz:
    losses = Losses("Paper")
    messages = messages_for(language)
    pictures = {path: f"{number}.{path.rpartition('.')[2].lower()}" for number, path in enumerate(sorted(media))}

    def address(url: str) -> str:
        name = pictures.get(unquote(url))
        return f"assets/{name}" if name else url

    def text(markdown: str) -> list[Any]:
        return rich(html_of(markdown, formula, address)) if markdown else []

    sheet = sheet_of(quiz, messages, losses)
    data = {
        "title": sheet.title,
        "lang": language.partition("-")[0],
        "rtl": messages.dir == "rtl",
        "answers": with_answers,
        "intro": text(sheet.intro),
        "outro": text(sheet.outro),
        "words": {
            "name": messages.text("Name:"),
            "date": messages.text("Date:"),
            "key": messages.text("Answers"),
            "order": messages.text("Write the letters in the right order."),
            "tick_many": messages.text("Several may be right."),
            "by": messages.text("Written by"),
        },
        "entries": [
            {
                "number": entry.number,
                "points": entry.points,
                "above": text(entry.above),
                "prompt": text(entry.prompt),
                "mark": entry.mark,
                "lines": entry.lines,
                "unit": entry.unit,
                "text": text(entry.text),
                "author": entry.author,
                "options": [
                    {"letter": o.letter, "text": text(o.text), "right": o.is_right, "note": text(o.note)}
                    for o in entry.options
                ],
                "rows": [text(row) for row in entry.rows],
                "key": [text(key) for key in entry.key],
                "notes": [text(note) for note in entry.notes],
            }
            for entry in sheet.entries
        ],
    }
    made = typeset("quiz", data, files={name: media[path] for path, name in pictures.items()})
    return WrittenQuiz(made, [*losses.settings(quiz, PRINTED), *losses.notices()])
