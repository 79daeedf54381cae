"""Writing QTI 1.2: a package as Canvas classic reads it, with the quiz's settings and images beside the items.

The metadata and the ways in which Canvas scores are those of its own exports and of its QTI importer.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import quote, unquote

from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.archive import archive_bytes
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.markup import canvas_formula, html_of, media_in
from mooc_kit.quizzes.formats.qti12_items import Qti12ItemWriter, entry
from mooc_kit.quizzes.formats.xml_fragments import NOTHING, Fragment, document, tag, words
from mooc_kit.quizzes.model import Question, QuizFile
from mooc_kit.quizzes.settings import FeedbackWhen
from mooc_kit.spec.fields import slug

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_SETTINGS = {"attempts", "time_limit", "shuffle_answers", "show_correct", "one_at_a_time", "go_back", "feedback"}
_HELD = {
    "title", "text_above", "points", "feedback", "pool", "choices", "answers", "answer", "least", "most", "tolerance",
    "tolerance_percent", "also", "pairs", "distractors", "text", "blanks", "submission", "variables", "formula",
    "decimals",
}  # fmt: skip


class CanvasWriter:
    """Everything that the items of one package share: its losses, its media and the HTML of its texts."""

    def __init__(self, media: Mapping[str, bytes]) -> None:
        self.losses = Losses("Canvas")
        self.media = media
        self.used: dict[str, str] = {}

    def html(self, markdown: str) -> str:
        names = [name for name in media_in(markdown) if name in self.media] if self.media else ()
        if not names:
            return html_of(markdown, canvas_formula)
        for name in names:
            self.used.setdefault(name, re.sub(r"[^\w.()-]", "-", posixpath.basename(name)))
        return html_of(markdown, canvas_formula, partial(_in_package, tuple(sorted(self.used.items()))))


def write_qti12(quiz: QuizFile, media: Mapping[str, bytes]) -> WrittenQuiz:
    writer = CanvasWriter(media)
    id = f"quiz-{slug(quiz.title or '') or 'quiz'}"
    settings = quiz.settings
    told = {"cc_maxattempts": settings.attempts, "qmd_timelimit": settings.time_limit}
    entries = [entry(label, str(value)) for label, value in told.items() if value]
    assessment = tag(
        "assessment",
        tag("qtimetadata", *entries) if entries else NOTHING,
        tag("section", *_items(quiz, writer), ident="root_section"),
        ident=id,
        title=quiz.title or "Quiz",
    )
    pictures = {f"web_resources/{name}": media[path] for path, name in writer.used.items()}
    files = {
        "imsmanifest.xml": _manifest(id, quiz, list(pictures)),
        f"{id}/{id}.xml": document(tag("questestinterop", assessment, xmlns=QTI)),
        f"{id}/assessment_meta.xml": _meta(id, quiz, writer),
        **pictures,
    }
    held = {"title", "intro", "outro", "pools", "draw", "draws", *_SETTINGS}
    notices = writer.losses.settings(quiz, held)
    return WrittenQuiz(archive_bytes(files), [*notices, *writer.losses.notices()], writer.losses.questions)


def _items(quiz: QuizFile, package: CanvasWriter) -> Iterator[Fragment]:
    """Items and groups, a group where its first question stands."""
    writer = Qti12ItemWriter(package)
    draws = {pool.id: (pool.title or pool.id, pool.draw) for pool in quiz.pools}
    if quiz.draw:
        draws = {**draws, "": (quiz.title or "Quiz", quiz.draw)}
    members: dict[str, list[Question]] = {}
    for question in quiz.questions:
        members.setdefault(question.pool or "", []).append(question)
    done: set[str] = set()
    for question in quiz.questions:
        pool = question.pool or ""
        if pool not in draws:
            yield from _asked(question, writer)
        elif pool not in done:
            done.add(pool)
            title, draw = draws[pool]
            yield _group(f"group-{pool or 'all'}", title, draw, members[pool], writer)
    if quiz.outro:
        yield writer.text_item("outro", quiz.outro)


def _group(id: str, title: str, draw: int | None, members: Sequence[Question], writer: Qti12ItemWriter) -> Fragment:
    points = {member.points for member in members}
    if len(points) > 1:
        why = "All questions of a group give the same points."
        writer.losses.add(members[0], "Different points in the pool", why, f"Each gives {min(points):g}.")
    selection = tag(
        "selection",
        tag("selection_number", words(str(draw or len(members)))),
        tag("selection_extension", tag("points_per_item", words(f"{min(points):g}"))),
    )
    items = [item for member in members for item in _asked(member, writer)]
    return tag("section", tag("selection_ordering", selection), *items, ident=id, title=title)


def _asked(question: Question, writer: Qti12ItemWriter) -> Iterator[Fragment]:
    if question.text_above:
        yield writer.text_item(f"{question.id}-above", question.text_above)
    item = writer.item(question)
    if item is None:
        writer.losses.left_out(question)
    else:
        writer.losses.fields(question, _HELD)
        yield item


def _in_package(used: tuple[tuple[str, str], ...], url: str) -> str:
    name = dict(used).get(unquote(url))
    return f"%24IMS-CC-FILEBASE%24/{quote(name)}" if name else url


def _meta(id: str, quiz: QuizFile, writer: CanvasWriter) -> bytes:
    settings = quiz.settings
    is_hidden = settings.feedback is FeedbackWhen.NEVER
    parts = {
        "title": quiz.title or "Quiz",
        "description": writer.html(quiz.intro) if quiz.intro else "",
        "shuffle_answers": _bool(settings.shuffle_answers, False),
        "scoring_policy": "keep_highest",
        "hide_results": "always" if is_hidden else "",
        "quiz_type": "assignment",
        "points_possible": f"{quiz.points:.1f}",
        "show_correct_answers": _bool(settings.show_correct, not is_hidden),
        "allowed_attempts": str(settings.attempts or -1),
        **({"time_limit": str(settings.time_limit)} if settings.time_limit else {}),
        "one_question_at_a_time": _bool(settings.one_at_a_time, False),
        "cant_go_back": _bool(settings.go_back is False, False),
        "available": "false",
    }
    if settings.feedback in (FeedbackWhen.ANSWER, FeedbackWhen.DUE):
        why = "Canvas gives it after the attempt."
        writer.losses.add(quiz.questions[0], "When feedback is given", why, "It is given then.")
    return document(tag("quiz", *(tag(key, words(text)) for key, text in parts.items()), identifier=id, xmlns=_CANVAS))


def _bool(value: bool | None, otherwise: bool) -> str:
    return str(otherwise if value is None else value).lower()


def _manifest(id: str, quiz: QuizFile, pictures: list[str]) -> bytes:
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    items, meta = f"{id}/{id}.xml", f"{id}/assessment_meta.xml"
    depends = tag("dependency", identifierref=f"{id}-meta")
    resources = [
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
