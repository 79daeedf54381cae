"""QTI 1.2 assessments for Canvas: items, and groups that draw no more than they hold.

What cannot be written lowers the draw and the points of its group, so that a perfect participant gets all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mooc_kit.quizzes.formats.qti12_items import CanvasTexts, Qti12ItemWriter, entry
from mooc_kit.quizzes.formats.xml_fragments import NOTHING, Fragment, document, tag, words
from mooc_kit.quizzes.model import Question, QuizFile

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
# fmt: off
_HELD = {
    "title", "text_above", "points", "feedback", "pool", "choices", "answers", "answer", "least", "most", "tolerance",
    "tolerance_percent", "also", "pairs", "distractors", "text", "blanks", "submission", "variables", "formula",
    "decimals", "shuffle",
}
# fmt: on


@dataclass(frozen=True)
class Qti12Assessment:
    """`document` is the file; `points` are what an attempt can give, `asked` how many questions it has.

    `weights` are what its questions count beside each other, in their order, where the format keeps them apart.
    """

    document: bytes
    points: float
    asked: int
    weights: tuple[Fraction, ...] = ()


def assessment(
    quiz: QuizFile, id: str, texts: CanvasTexts, *, title: str = "", is_survey: bool = False
) -> Qti12Assessment:
    """The quiz as Canvas's importer reads it."""
    settings = quiz.settings
    told = {"cc_maxattempts": settings.attempts, "qmd_timelimit": settings.time_limit}
    entries = [entry(label, str(value)) for label, value in told.items() if value]
    made = _Parts(quiz, Qti12ItemWriter(texts, is_survey=is_survey))
    section = tag("section", *made.items(), ident="root_section")
    whole = tag(
        "assessment",
        tag("qtimetadata", *entries) if entries else NOTHING,
        section,
        ident=id,
        title=title or quiz.title or "Quiz",
    )
    return Qti12Assessment(document(tag("questestinterop", whole, xmlns=QTI)), made.points, made.asked)


class _Parts:
    """The parts of the root section, while it counts what they give."""

    def __init__(self, quiz: QuizFile, writer: Qti12ItemWriter) -> None:
        self.quiz, self.writer, self.losses = quiz, writer, writer.losses
        self.points = 0.0
        self.asked = 0

    def items(self) -> Iterator[Fragment]:
        """Items and groups, a group where its first question stands."""
        quiz = self.quiz
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
                yield from self._asked(question)
            elif pool not in done:
                done.add(pool)
                title, draw = draws[pool]
                yield from self._group(f"group-{pool or 'all'}", title, draw, members[pool])
        if quiz.outro:
            yield self.writer.text_item("outro", quiz.outro)

    def _asked(self, question: Question) -> Iterator[Fragment]:
        item = self._item(question)
        if item is None:
            return
        if question.text_above:
            yield self.writer.text_item(f"{question.id}-above", question.text_above)
        self.points += question.points
        self.asked += 1
        yield item

    def _item(self, question: Question, *, in_group: bool = False) -> Fragment | None:
        item = self.writer.item(question, in_group=in_group)
        if item is None:
            self.losses.left_out(question, self.writer.why_not(question))
        elif not self.writer.is_survey:
            self.losses.fields(question, _HELD)
        return item

    def _group(self, id: str, title: str, draw: int | None, members: Sequence[Question]) -> Iterator[Fragment]:
        points = {member.points for member in members}
        if len(points) > 1 and (draw is None or draw >= len(members)):
            # All are asked: outside of a group each keeps its own points.
            why = "In Canvas all questions of a group give the same points."
            self.losses.add(members[0], "The pool", why, "All of it is asked, without a group.")
            for member in members:
                yield from self._asked(member)
            return
        # A text of its own in a group would be drawn like a question: what stands above goes into the question.
        pairs = [(member, item) for member in members if (item := self._item(member, in_group=True)) is not None]
        if not pairs:
            return
        each = sum(member.points for member, _ in pairs) / len(pairs)
        if len(points) > 1:
            why = "All questions of a group give the same points."
            self.losses.add(members[0], "Different points in the pool", why, f"Each gives {each:.4g}.")
        count = self.losses.drawn(draw, members, len(pairs))
        self.points += each * count
        self.asked += count
        selection = tag(
            "selection",
            tag("selection_number", words(str(count))),
            tag("selection_extension", tag("points_per_item", words(f"{each:.10g}"))),
        )
        items = [item for _, item in pairs]
        yield tag(
            "section", tag("selection_ordering", selection), *items, ident=self.writer.texts.ident(id), title=title
        )
