"""The part of a question that its kind adds: answers, options, and the questions behind the gaps of a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from mooc_kit.quizzes.answers import share
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Ordering,
    Question,
    ShortAnswer,
    Submission,
    TrueFalse,
)  # fmt: skip
from mooc_kit.targets.moodle.backup_builder import Draft, tagless
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.xml_tree import Element, Value, below, new, number, put

MAX_MATCH = 255
UNIT_TYPED, NO_UNIT = 0, 3
_ORDER_BY_ALL = 4
"""Each item counts by how many others stand on the right side of it."""


class Sayer:
    """Texts of one question as Moodle's HTML; pictures in them go into the question's own file areas."""

    def __init__(self, draft: Draft, id: int) -> None:
        self.draft = draft
        self.id = id

    def __call__(self, markdown: str | None, area: str = "questiontext", item: int = 0) -> str:
        html = self.draft.markdown(markdown)
        return self.draft.html(html, Area(self.draft.spots.course_context, "question", area, item or self.id))[0]


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


def fill_in(say: Sayer, kind: str, name: str, question: Question) -> tuple[str, Parts]:
    """The question's text, and the part of its kind."""
    from mooc_kit.targets.moodle import cloze
    from mooc_kit.targets.moodle.calculated import calculated

    body = new(f"plugin_qtype_{kind}_question")
    text = say(question.whole_prompt)
    match question:
        case MultipleChoice() | MultipleResponse():
            _multichoice(say, body, name, question)
        case TrueFalse():
            _truefalse(say, body, name, question)
        case ShortAnswer():
            _shortanswer(say, body, name, question)
        case Numerical():
            numerical(say, body, name, question.numbers(), question)
        case Calculated():
            calculated(say, body, name, question)
        case Matching():
            _match(say, body, name, question)
        case Ordering():
            _ordering(say, body, name, question)
        case Essay():
            _essay(say, body, name, question)
        case FillBlanks():
            if kind == "gapselect":
                return text + cloze.menus(say, body, name, question), Parts(body)
            words, gaps = cloze.typed(say, body, name, question)
            return text + words, Parts(body, gaps)
    return text, Parts(body)


def answer(
    say: Sayer, answers: Element, name: str, text: str, fraction: Fraction | float, *, feedback: str | None = None,
    format: int = 1, feedback_format: int = 1, said: str | None = None,
) -> int:  # fmt: skip
    """Adds an answer; gives its id. `said` is the feedback as it stands, instead of Markdown."""
    id = say.draft.id("question_answers", name)
    put(
        below(answers, "answer", id=id), answertext=text, answerformat=format, fraction=number(fraction, 7),
        feedback=say(feedback, "answerfeedback", id) if said is None else said, feedbackformat=feedback_format,
    )  # fmt: skip
    return id


def combined(say: Sayer, question: Question, *, counts: bool | None = True) -> dict[str, Value]:
    """What is said after a right, a partly right and a wrong answer."""
    said = question.feedback
    partial = said.partial or said.incorrect
    values: dict[str, Value] = {
        "correctfeedback": say(said.correct, "correctfeedback"), "correctfeedbackformat": 1,
        "partiallycorrectfeedback": say(partial, "partiallycorrectfeedback"), "partiallycorrectfeedbackformat": 1,
        "incorrectfeedback": say(said.incorrect, "incorrectfeedback"), "incorrectfeedbackformat": 1,
    }  # fmt: skip
    return values if counts is None else {**values, "shownumcorrect": counts}


def _multichoice(say: Sayer, body: Element, name: str, question: MultipleChoice | MultipleResponse) -> None:
    answers = below(body, "answers")
    is_single = isinstance(question, MultipleChoice)
    if isinstance(question, MultipleResponse):
        shares = [share(credit) for credit in question.credits()]
        if not question.partial:
            shares = [each if each > 0 else Fraction(-1) for each in shares]
            say.draft.notice(
                f'"All or nothing" in the question {question.id}',
                "Moodle's own question type gives parts of the points.",
                "Each wrong choice takes all points away; a part of the right ones gives its part.",
            )  # fmt: skip
    else:
        shares = [share(c.credit) if c.credit is not None else Fraction(c.correct) for c in question.choices]
    for position, (choice, fraction) in enumerate(zip(question.choices, shares, strict=True)):
        id = say.draft.id("question_answers", f"{name}/{position}")
        answer(say, answers, f"{name}/{position}", say(choice.text, "answer", id), fraction, feedback=choice.feedback)
    options = below(body, "multichoice", id=say.draft.id("qtype_multichoice_options", name))
    values = combined(say, question, counts=None)
    put(
        options, layout=0, single=is_single, shuffleanswers=question.shuffle, **values, answernumbering="abc",
        shownumcorrect=not is_single, showstandardinstruction=0,
    )  # fmt: skip


def _truefalse(say: Sayer, body: Element, name: str, question: TrueFalse) -> None:
    answers = below(body, "answers")
    ids = {}
    for value in (True, False):
        is_right = value is question.answer
        said = question.feedback.correct if is_right else question.feedback.incorrect
        ids[value] = answer(say, answers, f"{name}/{value}", str(value), Fraction(is_right), feedback=said, format=0)
    put(
        below(body, "truefalse", id=say.draft.id("question_truefalse", name)), trueanswer=ids[True],
        falseanswer=ids[False], showstandardinstruction=0,
    )  # fmt: skip


def _shortanswer(say: Sayer, body: Element, name: str, question: ShortAnswer) -> None:
    answers = below(body, "answers")
    for position, key in enumerate(question.answers):
        said = key.feedback or (question.feedback.correct if key.credit >= 100 else question.feedback.partial)
        fraction = max(share(key.credit), Fraction(0))
        answer(say, answers, f"{name}/{position}", key.text, fraction, feedback=said, format=0)
    if question.feedback.incorrect:
        answer(say, answers, f"{name}/other", "*", Fraction(0), feedback=question.feedback.incorrect, format=0)
    put(below(body, "shortanswer", id=say.draft.id("qtype_shortanswer_options", name)), usecase=question.case_sensitive)


def numerical(say: Sayer, body: Element, name: str, numbers: list[NumberAnswer], question: Numerical | None) -> None:
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
        id = answer(say, answers, f"{name}/{position}", text, fraction, feedback=rule.feedback or usual, format=0)
        records.append((id, f"{margin:.12g}"))
    if said is not None and said.incorrect:
        id = answer(say, answers, f"{name}/other", "*", Fraction(0), feedback=said.incorrect, format=0)
        records.append((id, "0"))
    units(say, body, name, question)
    rows = below(body, "numerical_records")
    for id, margin_text in records:
        put(
            below(rows, "numerical_record", id=say.draft.id("question_numerical", str(id))), answer=id,
            tolerance=margin_text,
        )  # fmt: skip


def units(say: Sayer, body: Element, name: str, question: Numerical | Calculated | None) -> None:
    """The units in which people may answer. Moodle's multiplier is how many of a unit the question's own one is."""
    rows = below(body, "numerical_units")
    unit = question.unit if question is not None else None
    if question is not None and unit:
        known = [(unit, Fraction(1)), *((u.name, 1 / Fraction(str(u.factor))) for u in question.units)]
        for text, multiplier in known:
            id = say.draft.id("question_numerical_units", f"{name}/{text}")
            put(below(rows, "numerical_unit", id=id), multiplier=number(multiplier, 19), unit=text[:50])
    needed = question is not None and question.unit_needed
    id = say.draft.id("question_numerical_options", name)
    put(
        below(below(body, "numerical_options"), "numerical_option", id=id),
        showunits=UNIT_TYPED if unit else NO_UNIT, unitsleft=0, unitgradingtype=2 if needed else 0,
        unitpenalty=number(1 if needed else 0.1, 7),
    )  # fmt: skip


def _match(say: Sayer, body: Element, name: str, question: Matching) -> None:
    options = below(body, "matchoptions", id=say.draft.id("qtype_match_options", name))
    put(options, shuffleanswers=1, **combined(say, question))
    matches = below(body, "matches")
    rows = [(pair.left, pair.right) for pair in question.pairs] + [("", right) for right in question.distractors]
    for position, (left, right) in enumerate(rows):
        words = tagless(say.draft.plain(right) or right)
        if len(words) > MAX_MATCH:
            say.draft.notice(
                f"The end of a long answer in the question {question.id}",
                f"Answers of Moodle's matching questions have at most {MAX_MATCH} characters.", "It ends there.",
            )  # fmt: skip
            words = words[: MAX_MATCH - 2] + " …"
        id = say.draft.id("qtype_match_subquestions", f"{name}/{position}")
        area = Area(say.draft.spots.course_context, "qtype_match", "subquestion", id)
        text = say.draft.html(say.draft.markdown(left), area)[0]
        put(below(matches, "match", id=id), questiontext=text, questiontextformat=1, answertext=words)


def _ordering(say: Sayer, body: Element, name: str, question: Ordering) -> None:
    answers = below(body, "answers")
    for position, item in enumerate(question.items, 1):
        id = say.draft.id("question_answers", f"{name}/{position}")
        text = say(item, "answer", id)
        answer(say, answers, f"{name}/{position}", text, position, feedback_format=0)
    options = below(body, "ordering", id=say.draft.id("qtype_ordering_options", name))
    values = combined(say, question, counts=None)
    put(
        options, layouttype=0, selecttype=0, selectcount=len(question.items), gradingtype=_ORDER_BY_ALL, showgrading=1,
        numberingstyle="none", **values, shownumcorrect=1,
    )  # fmt: skip


def _essay(say: Sayer, body: Element, name: str, question: Essay) -> None:
    is_file = question.submission is Submission.FILE
    put(
        below(body, "essay", id=say.draft.id("qtype_essay_options", name)),
        responseformat="noinline" if is_file else "editor", responserequired=not is_file, responsefieldlines=15,
        minwordlimit=question.least_words or None, maxwordlimit=None, attachments=3 if is_file else 0,
        attachmentsrequired=1 if is_file else 0, graderinfo=_guidance(say, question), graderinfoformat=1,
        responsetemplate="", responsetemplateformat=1, filetypeslist="", maxbytes=0,
    )  # fmt: skip


def _guidance(say: Sayer, question: Essay) -> str:
    """What those who judge it see: the rubric as a table, and the answer to compare with."""
    from mooc_kit.targets.moodle.rubric_table import rubric_table

    rubric = say.draft.rubrics.get(question.rubric or "")
    table = rubric_table(rubric) if rubric else ""
    return table + say(question.model_answer)
