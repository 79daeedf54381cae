"""The part of a question that its kind adds: answers, options, and the questions behind the gaps of a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from mooc_kit.quizzes.answers import share
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    EssaySubmission,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Ordering,
    Question,
    ShortAnswer,
    TrueFalse,
)  # fmt: skip
from mooc_kit.targets.moodle.backup_builder import BackupBuilder, tagless
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.xml_tree import Element, Value, below, new, number, put

MAX_MATCH = 255
UNIT_TYPED, NO_UNIT = 0, 3
_ORDER_BY_ALL = 4
"""Each item counts by how many others stand on the right side of it."""


class TextWriter:
    """Texts of one question as Moodle's HTML; pictures in them go into the question's own file areas."""

    def __init__(self, builder: BackupBuilder, id: int) -> None:
        self.builder = builder
        self.id = id

    def __call__(self, markdown: str | None, area: str = "questiontext", item: int = 0) -> str:
        html = self.builder.markdown(markdown)
        return self.builder.html(html, Area(self.builder.mapping.course_context, "question", area, item or self.id))[0]


@dataclass(frozen=True)
class Gap:
    """The question behind a gap."""

    name: str
    kind: str
    title: str
    text: str
    weight: int
    body: Element


@dataclass
class Parts:
    body: Element
    gaps: list[Gap] = field(default_factory=list)


def kind_name(question: Question) -> str:
    """What Moodle calls the kind of `question`."""
    if isinstance(question, FillBlanks):
        return "gapselect" if is_menus(question) else "multianswer"
    return {
        "multiple_choice": "multichoice", "multiple_response": "multichoice", "true_false": "truefalse",
        "short_answer": "shortanswer", "numerical": "numerical", "matching": "match", "ordering": "ordering",
        "essay": "essay", "calculated": "calculated",
    }[question.kind]  # fmt: skip


def is_menus(question: FillBlanks) -> bool:
    """Whether all gaps are menus with one right choice, nothing said to each, and count alike."""
    gaps = question.gaps()
    return len(gaps) <= 20 and all(
        gap.choices
        and gap.weight == 1
        and sum(choice.is_right for choice in gap.choices) == 1
        and not any(choice.feedback or choice.credit is not None for choice in gap.choices)
        for gap in gaps
    )


def fill_in(to_html: TextWriter, kind: str, name: str, question: Question) -> tuple[str, Parts]:
    """The question's text, and the part of its kind."""
    from mooc_kit.targets.moodle import cloze
    from mooc_kit.targets.moodle.calculated import calculated

    body = new(f"plugin_qtype_{kind}_question")
    text = to_html(question.whole_prompt)
    match question:
        case MultipleChoice() | MultipleResponse():
            _multichoice(to_html, body, name, question)
        case TrueFalse():
            _truefalse(to_html, body, name, question)
        case ShortAnswer():
            _shortanswer(to_html, body, name, question)
        case Numerical():
            numerical(to_html, body, name, question.numbers(), question)
        case Calculated():
            calculated(to_html, body, name, question)
        case Matching():
            _match(to_html, body, name, question)
        case Ordering():
            _ordering(to_html, body, name, question)
        case Essay():
            _essay(to_html, body, name, question)
        case FillBlanks():
            if kind == "gapselect":
                return text + cloze.menus(to_html, body, name, question), Parts(body)
            words, gaps = cloze.typed(to_html, body, name, question)
            return text + words, Parts(body, gaps)
    return text, Parts(body)


def answer(
    to_html: TextWriter, answers: Element, name: str, text: str, fraction: Fraction | float, *,
    feedback: str | None = None,
    format: int = 1, feedback_format: int = 1, said: str | None = None,
) -> int:  # fmt: skip
    """Adds an answer; gives its id. `said` is the feedback as it stands, instead of Markdown."""
    id = to_html.builder.id("question_answers", name)
    put(
        below(answers, "answer", id=id), answertext=text, answerformat=format, fraction=number(fraction, 7),
        feedback=to_html(feedback, "answerfeedback", id) if said is None else said, feedbackformat=feedback_format,
    )  # fmt: skip
    return id


def combined(to_html: TextWriter, question: Question, *, counts: bool | None = True) -> dict[str, Value]:
    """What is said after a right, a partly right and a wrong answer."""
    said = question.feedback
    partial = said.partial or said.incorrect
    values: dict[str, Value] = {
        "correctfeedback": to_html(said.correct, "correctfeedback"), "correctfeedbackformat": 1,
        "partiallycorrectfeedback": to_html(partial, "partiallycorrectfeedback"), "partiallycorrectfeedbackformat": 1,
        "incorrectfeedback": to_html(said.incorrect, "incorrectfeedback"), "incorrectfeedbackformat": 1,
    }  # fmt: skip
    return values if counts is None else {**values, "shownumcorrect": counts}


def _multichoice(to_html: TextWriter, body: Element, name: str, question: MultipleChoice | MultipleResponse) -> None:
    answers = below(body, "answers")
    is_single = isinstance(question, MultipleChoice)
    if isinstance(question, MultipleResponse):
        shares = [share(credit) for credit in question.credits()]
        if not question.partial:
            shares = [each if each > 0 else Fraction(-1) for each in shares]
            to_html.builder.notice(
                f'"All or nothing" in the question {question.id}',
                "Moodle's own question type gives parts of the points.",
                "Each wrong choice takes all points away; a part of the right ones gives its part.",
            )  # fmt: skip
    else:
        shares = [share(c.credit) if c.credit is not None else Fraction(c.correct) for c in question.choices]
    for position, (choice, fraction) in enumerate(zip(question.choices, shares, strict=True)):
        id = to_html.builder.id("question_answers", f"{name}/{position}")
        answer(
            to_html,
            answers,
            f"{name}/{position}",
            to_html(choice.text, "answer", id),
            fraction,
            feedback=choice.feedback,
        )
    options = below(body, "multichoice", id=to_html.builder.id("qtype_multichoice_options", name))
    values = combined(to_html, question, counts=None)
    put(
        options, layout=0, single=is_single, shuffleanswers=question.shuffle, **values, answernumbering="abc",
        shownumcorrect=not is_single, showstandardinstruction=0,
    )  # fmt: skip


def _truefalse(to_html: TextWriter, body: Element, name: str, question: TrueFalse) -> None:
    answers = below(body, "answers")
    ids = {}
    for value in (True, False):
        is_right = value is question.answer
        said = question.feedback.correct if is_right else question.feedback.incorrect
        ids[value] = answer(
            to_html, answers, f"{name}/{value}", str(value), Fraction(is_right), feedback=said, format=0
        )
    put(
        below(body, "truefalse", id=to_html.builder.id("question_truefalse", name)), trueanswer=ids[True],
        falseanswer=ids[False], showstandardinstruction=0,
    )  # fmt: skip


def _shortanswer(to_html: TextWriter, body: Element, name: str, question: ShortAnswer) -> None:
    answers = below(body, "answers")
    for position, key in enumerate(question.answers):
        said = key.feedback or (question.feedback.correct if key.credit >= 100 else question.feedback.partial)
        fraction = max(share(key.credit), Fraction(0))
        answer(to_html, answers, f"{name}/{position}", key.text, fraction, feedback=said, format=0)
    if question.feedback.incorrect:
        answer(to_html, answers, f"{name}/other", "*", Fraction(0), feedback=question.feedback.incorrect, format=0)
    put(
        below(body, "shortanswer", id=to_html.builder.id("qtype_shortanswer_options", name)),
        usecase=question.case_sensitive,
    )


def numerical(
    to_html: TextWriter, body: Element, name: str, numbers: list[NumberAnswer], question: Numerical | None
) -> None:
    """The answers of a number to type in; `question` is None for a gap, which has no units."""
    answers = below(body, "answers")
    records: list[tuple[int, str]] = []
    said = question.feedback if question is not None else None
    for position, rule in enumerate(numbers):
        low, high = rule.bounds()
        middle = rule.answer if rule.answer is not None else (low + high) / 2
        margin = rule.margin if rule.answer is not None else (high - low) / 2
        usual = (said.correct if rule.credit >= 100 else said.partial) if said else None
        fraction = max(share(rule.credit), Fraction(0))
        text = f"{middle:.12g}"
        id = answer(to_html, answers, f"{name}/{position}", text, fraction, feedback=rule.feedback or usual, format=0)
        records.append((id, f"{margin:.12g}"))
    if said is not None and said.incorrect:
        id = answer(to_html, answers, f"{name}/other", "*", Fraction(0), feedback=said.incorrect, format=0)
        records.append((id, "0"))
    units(to_html, body, name, question)
    rows = below(body, "numerical_records")
    for id, margin_text in records:
        put(
            below(rows, "numerical_record", id=to_html.builder.id("question_numerical", str(id))), answer=id,
            tolerance=margin_text,
        )  # fmt: skip


def units(to_html: TextWriter, body: Element, name: str, question: Numerical | Calculated | None) -> None:
    """The units in which people may answer. Moodle's multiplier is how many of a unit the question's own one is."""
    rows = below(body, "numerical_units")
    unit = question.unit if question is not None else None
    if question is not None and unit:
        known = [(unit, Fraction(1)), *((u.name, 1 / Fraction(str(u.factor))) for u in question.units)]
        for text, multiplier in known:
            id = to_html.builder.id("question_numerical_units", f"{name}/{text}")
            put(below(rows, "numerical_unit", id=id), multiplier=number(multiplier, 19), unit=text[:50])
    needed = question is not None and question.unit_needed
    id = to_html.builder.id("question_numerical_options", name)
    put(
        below(below(body, "numerical_options"), "numerical_option", id=id),
        showunits=UNIT_TYPED if unit else NO_UNIT, unitsleft=0, unitgradingtype=2 if needed else 0,
        unitpenalty=number(1 if needed else 0.1, 7),
    )  # fmt: skip


def _match(to_html: TextWriter, body: Element, name: str, question: Matching) -> None:
    options = below(body, "matchoptions", id=to_html.builder.id("qtype_match_options", name))
    put(options, shuffleanswers=1, **combined(to_html, question))
    matches = below(body, "matches")
    rows = [(pair.left, pair.right) for pair in question.pairs] + [("", right) for right in question.distractors]
    for position, (left, right) in enumerate(rows):
        words = tagless(to_html.builder.plain(right) or right)
        if len(words) > MAX_MATCH:
            to_html.builder.notice(
                f"The end of a long answer in the question {question.id}",
                f"Answers of Moodle's matching questions have at most {MAX_MATCH} characters.", "It ends there.",
            )  # fmt: skip
            words = words[: MAX_MATCH - 2] + " …"
        id = to_html.builder.id("qtype_match_subquestions", f"{name}/{position}")
        area = Area(to_html.builder.mapping.course_context, "qtype_match", "subquestion", id)
        text = to_html.builder.html(to_html.builder.markdown(left), area)[0]
        put(below(matches, "match", id=id), questiontext=text, questiontextformat=1, answertext=words)


def _ordering(to_html: TextWriter, body: Element, name: str, question: Ordering) -> None:
    answers = below(body, "answers")
    for position, item in enumerate(question.items, 1):
        id = to_html.builder.id("question_answers", f"{name}/{position}")
        text = to_html(item, "answer", id)
        answer(to_html, answers, f"{name}/{position}", text, position, feedback_format=0)
    options = below(body, "ordering", id=to_html.builder.id("qtype_ordering_options", name))
    values = combined(to_html, question, counts=None)
    put(
        options, layouttype=0, selecttype=0, selectcount=len(question.items), gradingtype=_ORDER_BY_ALL, showgrading=1,
        numberingstyle="none", **values, shownumcorrect=1,
    )  # fmt: skip


def _essay(to_html: TextWriter, body: Element, name: str, question: Essay) -> None:
    is_file = question.submission is EssaySubmission.FILE
    put(
        below(body, "essay", id=to_html.builder.id("qtype_essay_options", name)),
        responseformat="noinline" if is_file else "editor", responserequired=not is_file, responsefieldlines=15,
        minwordlimit=question.least_words or None, maxwordlimit=None, attachments=3 if is_file else 0,
        attachmentsrequired=1 if is_file else 0, graderinfo=_guidance(to_html, question), graderinfoformat=1,
        responsetemplate="", responsetemplateformat=1, filetypeslist="", maxbytes=0,
    )  # fmt: skip


def _guidance(to_html: TextWriter, question: Essay) -> str:
    """What those who judge it see: the rubric as a table, and the answer to compare with."""
    from mooc_kit.targets.moodle.rubric_table import rubric_table

    rubric = to_html.builder.rubrics.get(question.rubric or "")
    table = rubric_table(rubric) if rubric else ""
    return table + to_html(question.model_answer)
