"""Writing QTI 1.2: a package as Canvas classic reads it, with the quiz's settings and images beside the items.

The metadata and the ways in which Canvas scores are those of its own exports and of its QTI importer.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.draw import values_for
from mooc_kit.quizzes.formats.archive import archive_bytes
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.markup import canvas_formula, html_of, media_in
from mooc_kit.quizzes.formats.qti12_items import write_item
from mooc_kit.quizzes.formats.xml import root_of, sub, xml_bytes
from mooc_kit.quizzes.model import Calculated, Question, QuizFile
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
        names = [name for name in media_in(markdown) if name in self.media]
        if not names:
            return html_of(markdown, canvas_formula)
        for name in names:
            self.used.setdefault(name, re.sub(r"[^\w.()-]", "-", posixpath.basename(name)))
        return html_of(markdown, canvas_formula, partial(_in_package, tuple(sorted(self.used.items()))))


def write_qti12(quiz: QuizFile, media: Mapping[str, bytes]) -> WrittenQuiz:
    writer = CanvasWriter(media)
    id = f"quiz-{slug(quiz.title or '') or 'quiz'}"
    root = root_of(QTI, "questestinterop")
    assessment = sub(root, "assessment", ident=id, title=quiz.title or "Quiz")
    if quiz.settings.attempts or quiz.settings.time_limit:
        metadata = sub(assessment, "qtimetadata")
        if quiz.settings.attempts:
            field(metadata, "cc_maxattempts", str(quiz.settings.attempts))
        if quiz.settings.time_limit:
            field(metadata, "qmd_timelimit", str(quiz.settings.time_limit))
    section = sub(assessment, "section", ident="root_section")
    _fill(section, quiz, writer)
    if quiz.outro:
        _text_item(section, "outro", quiz.outro, writer)
    pictures = {f"web_resources/{name}": media[path] for path, name in writer.used.items()}
    files = {
        "imsmanifest.xml": _manifest(id, quiz, list(pictures)),
        f"{id}/{id}.xml": xml_bytes(root, indent=False),
        f"{id}/assessment_meta.xml": _meta(id, quiz, writer),
        **pictures,
    }
    held = {"title", "intro", "outro", "pools", "draw", *_SETTINGS}
    notices = writer.losses.settings(quiz, held)
    return WrittenQuiz(archive_bytes(files), [*notices, *writer.losses.notices()])


def _fill(section: Any, quiz: QuizFile, writer: CanvasWriter) -> None:
    """Items and groups, a group where its first question stands."""
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
            _item(section, question, writer)
            continue
        if pool in done:
            continue
        done.add(pool)
        title, draw = draws[pool]
        points = {member.points for member in members[pool]}
        if len(points) > 1:
            why = "All questions of a group give the same points."
            writer.losses.add(question, "Different points in the pool", why, f"Each gives {min(points):g}.")
        group = sub(section, "section", ident=f"group-{pool or 'all'}", title=title)
        selection = sub(sub(group, "selection_ordering"), "selection")
        sub(selection, "selection_number", str(draw or len(members[pool])))
        sub(sub(selection, "selection_extension"), "points_per_item", f"{min(points):g}")
        for member in members[pool]:
            _item(group, member, writer)


def _item(section: Any, question: Question, writer: CanvasWriter) -> None:
    if question.text_above:
        _text_item(section, f"{question.id}-above", question.text_above, writer)
    item = root_of(QTI, "item", ident=question.id, title=question.title or "Question")
    if not write_item(item, question, writer):
        writer.losses.left_out(question)
        return
    section.append(item)
    writer.losses.fields(question, _HELD)


def _text_item(section: Any, id: str, text: str, writer: CanvasWriter) -> None:
    item = sub(section, "item", ident=id, title="")
    metadata = sub(sub(item, "itemmetadata"), "qtimetadata")
    field(metadata, "question_type", "text_only_question")
    field(metadata, "points_possible", "0")
    material = sub(sub(item, "presentation"), "material")
    sub(material, "mattext", writer.html(text), texttype="text/html")


def field(metadata: Any, label: str, entry: str) -> None:
    made = sub(metadata, "qtimetadatafield")
    sub(made, "fieldlabel", label)
    sub(made, "fieldentry", entry)


def calculated(item: Any, question: Calculated) -> None:
    """Canvas's own way of drawing values: a list of them, with their answers."""
    from mooc_kit.quizzes.scoring import wanted_number

    holder = sub(sub(item, "itemproc_extension"), "calculated")
    tolerance = question.tolerance
    percent = f"{question.tolerance_percent:g}%" if question.tolerance_percent is not None else f"{tolerance:g}"
    sub(holder, "answer_tolerance", percent)
    formulas = sub(holder, "formulas", decimal_places=str(question.decimals))
    sub(formulas, "formula", question.formula.replace("**", "^"))
    variables = sub(holder, "vars")
    for name, variable in question.variables.items():
        made = sub(variables, "var", name=name, scale=str(variable.decimals))
        sub(made, "min", f"{variable.least:g}")
        sub(made, "max", f"{variable.most:g}")
    sets = sub(holder, "var_sets")
    for attempt in range(1, 41):
        values = values_for(question, 1, attempt)
        answer = wanted_number(question, values) if values else None
        if values and answer is not None:
            made = sub(sets, "var_set", ident=str(attempt))
            for name, value in values.items():
                sub(made, "var", f"{value:.12g}", name=name)
            sub(made, "answer", f"{answer:.12g}")


def _in_package(used: tuple[tuple[str, str], ...], url: str) -> str:
    name = dict(used).get(unquote(url))
    return f"%24IMS-CC-FILEBASE%24/{quote(name)}" if name else url


def _meta(id: str, quiz: QuizFile, writer: CanvasWriter) -> bytes:
    root = root_of(_CANVAS, "quiz", identifier=id)
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
    for name, text in parts.items():
        sub(root, name, text)
    if settings.feedback in (FeedbackWhen.ANSWER, FeedbackWhen.DUE):
        why = "Canvas gives it after the attempt."
        writer.losses.add(quiz.questions[0], "When feedback is given", why, "It is given then.")
    return xml_bytes(root)


def _bool(value: bool | None, otherwise: bool) -> str:
    return str(otherwise if value is None else value).lower()


def _manifest(id: str, quiz: QuizFile, pictures: list[str]) -> bytes:
    root = root_of(_PACKAGE, "manifest", identifier=f"{id}-manifest")
    metadata = sub(root, "metadata")
    sub(metadata, "schema", "IMS Content")
    sub(metadata, "schemaversion", "1.1.3")
    sub(root, "organizations")
    resources = sub(root, "resources")
    assessment = sub(resources, "resource", identifier=id, type="imsqti_xmlv1p2")
    sub(assessment, "file", href=f"{id}/{id}.xml")
    sub(assessment, "dependency", identifierref=f"{id}-meta")
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    meta = sub(resources, "resource", identifier=f"{id}-meta", type=kind, href=f"{id}/assessment_meta.xml")
    sub(meta, "file", href=f"{id}/assessment_meta.xml")
    for number, path in enumerate(pictures, start=1):
        made = sub(resources, "resource", identifier=f"{id}-file-{number}", type="webcontent", href=path)
        sub(made, "file", href=path)
    return xml_bytes(root)
