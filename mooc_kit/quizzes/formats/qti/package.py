"""A package of QTI: a test that says how its items are taken, the items, their media, and the manifest of it all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree

from mooc_kit.archive import zip_bytes
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Notice
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.draft_questions import tags_of
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.qti.body import Body
from mooc_kit.quizzes.formats.qti.dialect import Dialect, identifier
from mooc_kit.quizzes.formats.qti.item import QtiItemWriter
from mooc_kit.quizzes.formats.safe_xml import xml_bytes
from mooc_kit.quizzes.model import FeedbackWhen, Question, QuizFile

TEST = "test.xml"
_LOM = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_SETTINGS = {
    "attempts",
    "time_limit",
    "shuffle",
    "shuffle_answers",
    "feedback",
    "show_correct",
    "one_at_a_time",
    "go_back",
}


def write_package(dialect: Dialect, quiz: QuizFile, media: Mapping[str, bytes], language: str) -> WrittenQuiz:
    """`quiz` as a package in `dialect`."""
    losses = Losses(dialect.title)
    places = {path: f"media/{PurePosixPath(path).as_posix().lstrip('/')}" for path in media}

    def address(url: str) -> str:
        path = unquote(url)
        return quote(f"../{places[path]}") if path in places else url

    writer = QtiItemWriter(dialect, Body(dialect, address), losses, messages_for(language))
    files: dict[str, bytes] = {"imsmanifest.xml": b"", TEST: b""}
    for question in _shuffled_as_told(quiz):
        root = writer.item(question)
        root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
        # White space between inline elements is text: it stays as it is.
        files[item_path(question)] = xml_bytes(root, indent=False)
    files[TEST] = xml_bytes(_test(dialect, quiz), indent=False)
    files["imsmanifest.xml"] = xml_bytes(_manifest(dialect, quiz, sorted(places.values())))
    files.update({places[path]: data for path, data in sorted(media.items())})
    held = {"title", "intro", "outro", "draw", "pools", "draws", *_SETTINGS}
    return WrittenQuiz(
        zip_bytes(files, first=("imsmanifest.xml",)),
        [*losses.settings(quiz, held), *_limits(dialect, quiz), *losses.notices()],
    )


def item_path(question: Question) -> str:
    return f"items/{question.id}.xml"


def _shuffled_as_told(quiz: QuizFile) -> list[Question]:
    if quiz.settings.shuffle_answers is None:
        return quiz.questions
    wanted = quiz.settings.shuffle_answers
    return [
        question.model_copy(update={"shuffle": question.shuffle and wanted})
        if hasattr(question, "shuffle")
        else question
        for question in quiz.questions
    ]


def _limits(dialect: Dialect, quiz: QuizFile) -> list[Notice]:
    if quiz.settings.feedback is FeedbackWhen.DUE:
        why = f"{dialect.title} knows no date."
        return [Notice("Feedback after the day until which the quiz is due", why, "It is shown after the attempt.")]
    return []


def _test(dialect: Dialect, quiz: QuizFile) -> Any:
    settings = quiz.settings
    test = dialect.root("assessmentTest", identifier="test", title=quiz.title or "Quiz")
    total = dialect.add(test, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    dialect.add(dialect.add(total, "defaultValue"), "value", "0")
    if settings.time_limit:
        dialect.add(test, "timeLimits", maxTime=str(settings.time_limit * 60))
    at_once = settings.feedback in (None, FeedbackWhen.ANSWER)
    is_linear = settings.one_at_a_time and settings.go_back is False
    part = dialect.add(
        test,
        "testPart",
        identifier="part",
        navigationMode="linear" if is_linear else "nonlinear",
        submissionMode="individual" if at_once else "simultaneous",
    )
    control: dict[str, str] = {"maxAttempts": str(settings.attempts or 0)}
    if settings.feedback is FeedbackWhen.NEVER:
        control["showFeedback"] = "false"
    elif at_once:
        control["showFeedback"] = "true"
    if settings.show_correct is not None:
        control["showSolution"] = str(settings.show_correct).lower()
    dialect.add(part, "itemSessionControl", **control)
    titles: dict[int, str] = {}
    pools = [pool for pool in quiz.pools if any(question.pool == pool.id for question in quiz.questions)]
    groups = quiz.groups()
    first = 1 if len(groups) > len(pools) else 0
    for number, pool in enumerate(pools):
        titles[number + first] = pool.title or pool.id
    body = Body(dialect, lambda url: url)
    for number, (draw, members) in enumerate(groups):
        section = dialect.add(
            part,
            "assessmentSection",
            identifier=f"section-{number + 1}",
            title=titles.get(number, quiz.title or "Quiz"),
            visible="true",
        )
        if draw is not None and draw < len(members):
            dialect.add(section, "selection", select=str(draw))
        if settings.shuffle:
            dialect.add(section, "ordering", shuffle="true")
        for text in (quiz.intro if number == 0 else None, quiz.outro if number == len(groups) - 1 else None):
            if text:
                block = dialect.add(section, "rubricBlock", view="candidate")
                body.blocks(dialect.add(block, "contentBody") if dialect.is_kebab else block, text)
        for index in members:
            question = quiz.questions[index]
            dialect.add(section, "assessmentItemRef", identifier=identifier(question.id), href=item_path(question))
    processing = dialect.add(test, "outcomeProcessing")
    together = dialect.add(dialect.add(processing, "setOutcomeValue", identifier="SCORE"), "sum")
    dialect.add(together, "testVariables", variableIdentifier="SCORE")
    return test


def _manifest(dialect: Dialect, quiz: QuizFile, media: list[str]) -> Any:
    space = dialect.manifest_namespace
    names: Any = {None: space, "imsmd": _LOM}
    root = etree.Element(f"{{{space}}}manifest", {"identifier": "manifest"}, nsmap=names)

    def add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
        made = etree.SubElement(parent, f"{{{space}}}{name}", attributes)
        made.text = text
        return made

    metadata = add(root, "metadata")
    add(metadata, "schema", dialect.schema)
    add(metadata, "schemaversion", dialect.schema_version)
    add(root, "organizations")
    resources = add(root, "resources")
    test = add(resources, "resource", identifier="resource-test", type=dialect.test_type, href=TEST)
    add(test, "file", href=TEST)
    for question in quiz.questions:
        add(test, "dependency", identifierref=f"resource-{question.id}")
    for question in quiz.questions:
        path = item_path(question)
        item = add(resources, "resource", identifier=f"resource-{question.id}", type=dialect.item_type, href=path)
        tags = tags_of(question)
        if tags:
            _keywords(add(item, "metadata"), tags)
        add(item, "file", href=path)
        for number, place in enumerate(media):
            if _names(question, place):
                add(item, "dependency", identifierref=f"resource-media-{number + 1}")
    for number, path in enumerate(media):
        href = quote(path)
        made = add(resources, "resource", identifier=f"resource-media-{number + 1}", type="webcontent", href=href)
        add(made, "file", href=href)
    return root


def _names(question: Question, place: str) -> bool:
    return place.removeprefix("media/").rpartition("/")[2] in question.model_dump_json()


def _keywords(parent: Any, tags: list[str]) -> None:
    """Tags, outcome, difficulty and author, as keywords of the item's description."""
    general = etree.SubElement(etree.SubElement(parent, f"{{{_LOM}}}lom"), f"{{{_LOM}}}general")
    for tag in tags:
        etree.SubElement(etree.SubElement(general, f"{{{_LOM}}}keyword"), f"{{{_LOM}}}langstring").text = tag
