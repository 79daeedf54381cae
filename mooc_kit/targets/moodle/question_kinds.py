"""Moodle question types: answers, options, and the questions behind the gaps of a text."""

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
    Numerical,
    Ordering,
    Question,
    ShortAnswer,
    TrueFalse,
)
from mooc_kit.targets.moodle import cloze
from mooc_kit.targets.moodle.backup_builder import tagless
from mooc_kit.targets.moodle.calculated import calculated
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.question_parts import Gap, TextWriter, answer, combined, numerical
from mooc_kit.targets.moodle.xml_tree import Element, below, new, put

MAX_MATCH = 255
_ORDER_BY_ALL = 4
"""Each item counts by how many others stand on the right side of it."""


@dataclass
class Parts:
    body: Element
    gaps: list[Gap] = field(default_factory=list)


def kind_name(question: Question) -> str:
    """What Moodle calls the kind of `question`."""
    if isinstance(question, FillBlanks):
        return "gapselect" if is_menus(question) else "multianswer"
    return {
        "multiple_choice": "multichoice",
        "multiple_response": "multichoice",
        "true_false": "truefalse",
        "short_answer": "shortanswer",
        "numerical": "numerical",
        "matching": "match",
        "ordering": "ordering",
        "essay": "essay",
        "calculated": "calculated",
    }[question.kind]


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
            )
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
        options,
        layout=0,
        single=is_single,
        shuffleanswers=question.shuffle,
        **values,
        answernumbering="abc",
        shownumcorrect=not is_single,
        showstandardinstruction=0,
    )


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
        below(body, "truefalse", id=to_html.builder.id("question_truefalse", name)),
        trueanswer=ids[True],
        falseanswer=ids[False],
        showstandardinstruction=0,
    )


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
                f"Answers of Moodle's matching questions have at most {MAX_MATCH} characters.",
                "It ends there.",
            )
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
        options,
        layouttype=0,
        selecttype=0,
        selectcount=len(question.items),
        gradingtype=_ORDER_BY_ALL,
        showgrading=1,
        numberingstyle="none",
        **values,
        shownumcorrect=1,
    )


def _essay(to_html: TextWriter, body: Element, name: str, question: Essay) -> None:
    is_file = question.submission is EssaySubmission.FILE
    put(
        below(body, "essay", id=to_html.builder.id("qtype_essay_options", name)),
        responseformat="noinline" if is_file else "editor",
        responserequired=not is_file,
        responsefieldlines=15,
        minwordlimit=question.least_words or None,
        maxwordlimit=None,
        attachments=3 if is_file else 0,
        attachmentsrequired=1 if is_file else 0,
        graderinfo=_guidance(to_html, question),
        graderinfoformat=1,
        responsetemplate="",
        responsetemplateformat=1,
        filetypeslist="",
        maxbytes=0,
    )


def _guidance(to_html: TextWriter, question: Essay) -> str:
    """What those who judge it see: the rubric as a table, and the answer to compare with."""
    from mooc_kit.targets.moodle.rubric_table import rubric_table

    rubric = to_html.builder.rubrics.get(question.rubric or "")
    table = rubric_table(rubric) if rubric else ""
    return table + to_html(question.model_answer)
