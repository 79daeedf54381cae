"""Moodle question bank (questions.xml): categories by module, then by quiz, then by pool."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from lxml import etree

from mooc_kit.course.model import Quiz
from mooc_kit.quizzes.model import Essay, Question
from mooc_kit.targets.moodle.backup_builder import BackupBuilder
from mooc_kit.targets.moodle.questions import bank_entries
from mooc_kit.targets.moodle.xml_tree import DECLARATION, Element, new, put
from mooc_kit.targets.weights import essays_beside

COURSE_LEVEL = 50


@dataclass(frozen=True)
class BankCategory:
    """A category and the questions that lie right in it, each with its name in the numbering."""

    id: int
    name: str
    title: str
    parent: int
    questions: tuple[tuple[str, Question], ...] = ()


def quiz_categories(builder: BackupBuilder, activity: Quiz) -> list[BankCategory]:
    """The categories of a quiz: its own, then those of its pools."""
    of, quiz = builder.id, activity.quiz
    module = next(module.id for module, other in builder.course.activities() if other.id == activity.id)
    name = f"quiz/{activity.id}"
    here = of("question_categories", name)
    essays = essays_beside(activity)
    # Out of the reach of a draw: an essay that comes up would keep the attempt without a grade.
    undrawn = {
        question.id
        for draw, indexes in quiz.groups()
        for drawn, apart in [drawn_apart([quiz.questions[index] for index in indexes], essays, draw)]
        if drawn
        for question in apart
    }
    named = [(f"{activity.id}/{question.id}", question) for question in quiz.questions]
    within = [pair for pair in named if pair[1].id not in undrawn]
    own = tuple(pair for pair in within if pair[1].pool is None)
    found = [BankCategory(here, name, activity.title, of("question_categories", f"module/{module}"), own)]
    for pool in quiz.pools:
        members = tuple(pair for pair in within if pair[1].pool == pool.id)
        title = pool.title or pool.id
        found.append(
            BankCategory(of("question_categories", f"{name}/{pool.id}"), f"{name}/{pool.id}", title, here, members)
        )
    if undrawn:
        left = tuple(pair for pair in named if pair[1].id in undrawn)
        title = f"{activity.title}: {builder.text('In your own words')}"
        found.append(
            BankCategory(of("question_categories", f"essays/{activity.id}"), f"essays/{activity.id}", title, here, left)
        )
    return found


def drawn_apart(
    questions: Sequence[Question], unscored: Sequence[Essay], draw: int | None
) -> tuple[list[Question], list[Question]]:
    """What a group of questions has Moodle draw from, and what each attempt asks.

    A draw gives its slots one mark, whichever question comes: essays without a score are not drawn beside others.
    """
    if draw is None or draw >= len(questions):
        return [], list(questions)
    drawn = [question for question in questions if question not in unscored]
    return (drawn, [q for q in questions if q in unscored]) if drawn else (list(questions), [])


def drawn_count(drawn: Sequence[Question], apart: Sequence[Question], draw: int | None) -> int:
    """How many are drawn, once those that each attempt asks have taken their places."""
    return min(max((draw or 0) - len(apart), 1), len(drawn))


def category_ids(builder: BackupBuilder, activity: Quiz) -> list[int]:
    """All categories that a quiz needs, from the top down."""
    own = quiz_categories(builder, activity)
    return [builder.id("question_categories", "top"), own[0].parent, *(category.id for category in own)]


def question_bank(builder: BackupBuilder) -> bytes:
    """questions.xml. It is written question by question: thousands of them need not be in memory at once."""
    buffer = io.BytesIO()
    buffer.write(DECLARATION)
    with etree.xmlfile(buffer, encoding="UTF-8") as out, out.element("question_categories"):
        for number, category in enumerate(_categories(builder)):
            _write(builder, out, category, number)
    return buffer.getvalue()


def _categories(builder: BackupBuilder) -> Iterator[BankCategory]:
    of = builder.id
    quizzes = [(module, a) for module, a in builder.course.activities() if isinstance(a, Quiz)]
    if not quizzes:
        return
    top = of("question_categories", "top")
    yield BankCategory(top, "top", "top", 0)
    begun: set[str] = set()
    for module, quiz in quizzes:
        if module.id not in begun:
            begun.add(module.id)
            name = f"module/{module.id}"
            yield BankCategory(of("question_categories", name), name, module.title, top)
        yield from quiz_categories(builder, quiz)


def _write(builder: BackupBuilder, out: etree._IncrementalFileWriter, category: BankCategory, position: int) -> None:
    head = new("question_category", id=category.id)
    put(
        head,
        name=builder.name(category.title),
        contextid=builder.mapping.course_context,
        contextlevel=COURSE_LEVEL,
        contextinstanceid=builder.mapping.course_id,
        info="",
        infoformat=1,
        stamp=stamp(builder, f"category/{category.name}"),
        parent=category.parent,
        sortorder=position,
        idnumber=None if category.name == "top" else category.name[:100],
    )
    with out.element("question_category", id=str(category.id)):
        for field in head:
            out.write(field, with_tail=False)
        with out.element("question_bank_entries"):
            for name, question in category.questions:
                for entry in bank_entries(builder, category.id, name, question):
                    out.write(_laid_out(entry), with_tail=False)
        out.write("\n")


def stamp(builder: BackupBuilder, name: str) -> str:
    """What tells Moodle that two questions or categories are the same one: it follows from the name."""
    digest = blake2b(f"{builder.course.id}/{name}".encode(), digest_size=12).hexdigest()
    return f"mooc-kit+{builder.course.id}+{digest}"


def _laid_out(entry: Element) -> Element:
    etree.indent(entry)
    return entry
