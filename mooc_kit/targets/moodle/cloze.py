"""Texts with gaps: menus become "select missing words", gaps to type in become embedded answers ("cloze")."""

from __future__ import annotations

import re
from fractions import Fraction

from mooc_kit.quizzes.answers import Blank, share
from mooc_kit.quizzes.model import FillBlanks
from mooc_kit.targets.moodle.backup_builder import tagless
from mooc_kit.targets.moodle.question_parts import Gap, TextWriter, answer, combined, numerical
from mooc_kit.targets.moodle.xml_tree import Element, below, new, put

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand for a gap while the text around it is Markdown, which would take Moodle's own signs for its own."""


def menus(to_html: TextWriter, body: Element, name: str, question: FillBlanks) -> str:
    """Adds the choices of all gaps; gives the text, in which each gap names its right choice by number."""
    answers = below(body, "answers")
    marks = []
    count = 0
    for group, gap in enumerate(question.gaps(), 1):
        for choice in gap.choices:
            count += 1
            words = tagless(to_html.builder.plain(choice.text) or choice.text)
            answer(to_html, answers, f"{name}/{count}", words, Fraction(0), feedback_format=0, said=str(group))
            if choice.is_right:
                marks.append(f"[[{count}]]")
    options = below(body, "gapselect", id=to_html.builder.id("question_gapselect", name))
    put(options, shuffleanswers=1, **combined(to_html, question))
    return _text(to_html, question, marks)


def typed(to_html: TextWriter, body: Element, name: str, question: FillBlanks) -> tuple[str, list[Gap]]:
    """Adds the list of the gaps' questions; gives the text and those questions."""
    gaps = [_gap(to_html, f"{name}/gap-{n}", gap, question) for n, gap in enumerate(question.gaps(), 1)]
    below(body, "answers")
    sequence = ",".join(str(to_html.builder.id("question", gap.name)) for gap in gaps)
    put(
        below(body, "multianswer", id=to_html.builder.id("question_multianswer", name)),
        question=to_html.id,
        sequence=sequence,
    )
    return _text(to_html, question, [f"{{#{n}}}" for n in range(1, len(gaps) + 1)]), gaps


def _text(to_html: TextWriter, question: FillBlanks, marks: list[str]) -> str:
    pieces, number = [], 0
    for part in question.parts():
        if isinstance(part, str):
            pieces.append(re.sub(f"[{_OPEN}{_CLOSE}]", "", part))
        else:
            pieces.append(f"{_OPEN}{number}{_CLOSE}")
            number += 1
    html = to_html("".join(pieces))
    return re.sub(f"{_OPEN}(\\d+){_CLOSE}", lambda found: marks[int(found[1])], html)


def _gap(to_html: TextWriter, name: str, gap: Blank, question: FillBlanks) -> Gap:
    """The question behind one gap. Its text is the gap in Moodle's Cloze syntax, as its editor would write it."""
    inner = TextWriter(to_html.builder, to_html.builder.id("question", name))
    if gap.choices:
        body = new("plugin_qtype_multichoice_question")
        answers = below(body, "answers")
        code = []
        for position, choice in enumerate(gap.choices):
            fraction = share(choice.credit) if choice.credit is not None else Fraction(choice.correct)
            words = tagless(to_html.builder.plain(choice.text) or choice.text)
            answer(inner, answers, f"{name}/{position}", words, fraction, feedback=choice.feedback)
            code.append(_key(fraction, words, to_html.builder.plain(choice.feedback or "")))
        options = below(body, "multichoice", id=to_html.builder.id("qtype_multichoice_options", name))
        put(
            options,
            layout=0,
            single=1,
            shuffleanswers=0,
            correctfeedback="",
            correctfeedbackformat=1,
            partiallycorrectfeedback="",
            partiallycorrectfeedbackformat=1,
            incorrectfeedback="",
            incorrectfeedbackformat=1,
            answernumbering="none",
            shownumcorrect=0,
            showstandardinstruction=0,
        )
        return _made(name, "MULTICHOICE", code, gap, body)
    if gap.numbers:
        body = new("plugin_qtype_numerical_question")
        numerical(inner, body, name, gap.numbers, None)
        code = []
        for rule in gap.numbers:
            low, high = rule.bounds()
            middle = rule.answer if rule.answer is not None else (low + high) / 2
            words = f"{middle:.12g}:{(high - low) / 2:.12g}"
            code.append(_key(max(share(rule.credit), Fraction(0)), words, to_html.builder.plain(rule.feedback or "")))
        return _made(name, "NUMERICAL", code, gap, body)
    body = new("plugin_qtype_shortanswer_question")
    answers = below(body, "answers")
    code = []
    for position, key in enumerate(gap.answers):
        fraction = max(share(key.credit), Fraction(0))
        answer(inner, answers, f"{name}/{position}", key.text, fraction, feedback=key.feedback, format=0)
        code.append(_key(fraction, key.text, to_html.builder.plain(key.feedback or "")))
    is_strict = question.case_sensitive if gap.case_sensitive is None else gap.case_sensitive
    put(below(body, "shortanswer", id=to_html.builder.id("qtype_shortanswer_options", name)), usecase=is_strict)
    return _made(name, "SHORTANSWER_C" if is_strict else "SHORTANSWER", code, gap, body)


def _made(name: str, word: str, code: list[str], gap: Blank, body: Element) -> Gap:
    kind = body.tag.removeprefix("plugin_qtype_").removesuffix("_question")
    text = f"{{{gap.weight}:{word}:{'~'.join(code)}}}"
    return Gap(name, kind, text[:120], text, gap.weight, body)


def _key(fraction: Fraction, words: str, feedback: str) -> str:
    sign = "=" if fraction == 1 else "" if fraction == 0 else f"%{float(fraction * 100):.5g}%"
    return sign + _escaped(words) + (f"#{_escaped(feedback)}" if feedback else "")


def _escaped(words: str) -> str:
    """Words in Cloze syntax: its own signs behind a backslash."""
    return re.sub(r'([}#~/"\\])', r"\\\1", words)
