"""QTI 1.2 writer: a package as Canvas classic reads it, with the quiz's settings and images beside the items.

The metadata and the ways in which Canvas scores are those of its own exports and of its QTI importer.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import partial
from urllib.parse import quote, unquote

from mooc_kit.archive import zip_bytes
from mooc_kit.problems import Notice
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.markup import canvas_formula, html_of, media_in
from mooc_kit.quizzes.formats.qti12_assessment import assessment
from mooc_kit.quizzes.formats.qti12_items import CanvasTexts
from mooc_kit.quizzes.formats.xml_fragments import Fragment, document, tag, words
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.settings import FeedbackWhen, QuizSettings
from mooc_kit.spec.fields import slug

CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
PRACTICE, GRADED, SURVEY = "practice_quiz", "assignment", "survey"
"""What Canvas calls kinds of quizzes."""
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_SETTINGS = {"attempts", "time_limit", "shuffle_answers", "show_correct", "one_at_a_time", "go_back", "feedback"}


class _Pictures:
    """The files of a package that its texts name, each under a name of its own."""

    def __init__(self, media: Mapping[str, bytes]) -> None:
        self.media = media
        self.used: dict[str, str] = {}

    def html(self, markdown: str) -> str:
        names = [name for name in media_in(markdown) if name in self.media] if self.media else ()
        if not names:
            return html_of(markdown, canvas_formula)
        for name in names:
            if name not in self.used:
                self.used[name] = self._free(re.sub(r"[^\w.()-]", "-", posixpath.basename(name)))
        return html_of(markdown, canvas_formula, partial(_in_package, tuple(sorted(self.used.items()))))

    def _free(self, name: str) -> str:
        taken = {other.lower() for other in self.used.values()}
        stem, ending = posixpath.splitext(name)
        free, number = name, 2
        while free.lower() in taken:
            free, number = f"{stem}-{number}{ending}", number + 1
        return free


def write_qti12(quiz: QuizFile, media: Mapping[str, bytes]) -> WrittenQuiz:
    pictures = _Pictures(media)
    texts = CanvasTexts(pictures.html)
    id = f"quiz-{slug(quiz.title or '') or 'quiz'}"
    made = assessment(quiz, id, texts)
    intro = texts.html(quiz.intro) if quiz.intro else ""
    kind = GRADED if quiz.settings.pass_percent is not None else PRACTICE
    mixed, mixing = mixed_answers(quiz, wanted=bool(quiz.settings.shuffle_answers))
    fields = {"title": quiz.title or "Quiz", "description": intro, **quiz_fields(quiz.settings, kind, is_mixed=mixed)}
    fields |= {"points_possible": f"{made.points:.10g}", "available": "false"}
    used = {f"web_resources/{name}": media[path] for path, name in pictures.used.items()}
    meta = tag("quiz", *(tag(key, words(text)) for key, text in fields.items()), identifier=id, xmlns=CANVAS)
    files = {
        "imsmanifest.xml": _manifest(id, list(used)),
        f"{id}/{id}.xml": made.document,
        f"{id}/assessment_meta.xml": document(meta),
        **used,
    }
    held = {"title", "intro", "outro", "pools", "draw", "draws", *_SETTINGS}
    notices = [*texts.losses.settings(quiz, held), *settings_notices(quiz.settings), *mixing]
    if kind == PRACTICE:
        why = "The quiz names no pass mark, and nothing else in a quiz file says it."
        instead = "Canvas gets a practice quiz; its settings make a graded quiz of it."
        notices.append(Notice("Whether the quiz counts", why, instead))
    return WrittenQuiz(
        zip_bytes(files, first=("imsmanifest.xml",)), [*notices, *texts.losses.notices()], texts.losses.questions
    )


def mixed_answers(quiz: QuizFile, *, wanted: bool) -> tuple[bool, list[Notice]]:
    """Whether Canvas mixes the answers, which it does in all questions or in none; and what is lost by that."""
    fixed = [question.id for question in quiz.questions if getattr(question, "shuffle", True) is False]
    if not wanted or not fixed:
        return wanted, []
    why = "Canvas mixes the answers of all questions of a quiz or of none."
    instead = f"None are mixed, since the order matters in {', '.join(fixed[:3])}."
    return False, [Notice("Mixing the answers of the other questions", why, instead)]


def quiz_fields(settings: QuizSettings, kind: str, *, is_mixed: bool) -> dict[str, str]:
    """How a quiz is taken, in the words of Canvas's assessment_meta.xml. `is_mixed`: its answers are shuffled."""
    is_hidden = settings.feedback is FeedbackWhen.NEVER
    return {
        "shuffle_answers": str(is_mixed).lower(),
        "scoring_policy": "keep_highest",
        "hide_results": "always" if is_hidden else "",
        "quiz_type": kind,
        "show_correct_answers": _bool(settings.show_correct, not is_hidden),
        "allowed_attempts": str(settings.attempts or -1),
        **({"time_limit": str(settings.time_limit)} if settings.time_limit else {}),
        "one_question_at_a_time": _bool(settings.one_at_a_time, False),
        "cant_go_back": _bool(settings.go_back is False and settings.one_at_a_time, False),
    }


def settings_notices(settings: QuizSettings, *, has_due: bool = False) -> list[Notice]:
    """What of the settings Canvas's quizzes do not know. With `has_due` right answers can wait for that day."""
    found = []
    if settings.feedback is FeedbackWhen.ANSWER or (settings.feedback is FeedbackWhen.DUE and not has_due):
        found.append(Notice("When feedback is given", "Canvas gives it after the attempt.", "It is given then."))
    if settings.go_back is False and not settings.one_at_a_time:
        why = "Canvas keeps people from going back only where it shows one question at a time."
        found.append(Notice("That nobody goes back to earlier questions", why, "They may go back."))
    return found


def _bool(value: bool | None, otherwise: bool) -> str:
    return str(otherwise if value is None else value).lower()


def _in_package(used: tuple[tuple[str, str], ...], url: str) -> str:
    name = dict(used).get(unquote(url))
    return f"%24IMS-CC-FILEBASE%24/{quote(name)}" if name else url


def _manifest(id: str, pictures: list[str]) -> bytes:
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    items, meta = f"{id}/{id}.xml", f"{id}/assessment_meta.xml"
    depends = tag("dependency", identifierref=f"{id}-meta")
    resources: list[Fragment] = [
        tag("resource", tag("file", href=items), depends, identifier=id, type="imsqti_xmlv1p2"),
        tag("resource", tag("file", href=meta), identifier=f"{id}-meta", type=kind, href=meta),
        *(
            tag("resource", tag("file", href=path), identifier=f"{id}-file-{n}", type="webcontent", href=path)
            for n, path in enumerate(pictures, start=1)
        ),
    ]
    metadata = tag("metadata", tag("schema", words("IMS Content")), tag("schemaversion", words("1.1.3")))
    parts = (metadata, tag("organizations"), tag("resources", *resources))
    return document(tag("manifest", *parts, identifier=f"{id}-manifest", xmlns=_PACKAGE))
