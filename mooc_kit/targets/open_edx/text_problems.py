"""Open edX text problems: answered by typing words, numbers, gaps, or a number computed from drawn values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mooc_kit.quizzes.answers import FULL, Blank, NumberAnswer, TextAnswer
from mooc_kit.quizzes.formula import renamed
from mooc_kit.quizzes.model import Calculated, FillBlanks, Numerical, ShortAnswer
from mooc_kit.targets.open_edx.problem_writer import ProblemWriter, solution

if TYPE_CHECKING:
    from lxml import etree


_WILD = re.compile(r"(?<!\\)\*+")
_FORGIVEN = 1e-9
"""The share of a number that binary rounding may cost, as in `quizzes.scoring`."""
DRAWN = "mk_value_"
"""Before the number of a drawn value. An author's own name for it (`abs`, `random`) may mean something in Python."""
GAP = "\ue000{}\ue001"
_GAP = re.compile("\ue000(\\d+)\ue001")


def short_answer(writer: ProblemWriter, question: ShortAnswer, element: etree._Element) -> None:
    from lxml import etree

    response = _words(writer, element, question.answers, case_sensitive=question.case_sensitive)
    said = question.feedback
    if said.correct:
        writer.said(said.correct, "correcthint", response)
    if said.incorrect:
        writer.said(said.incorrect, "regexphint", response, answer=".*")
    etree.SubElement(response, "textline", size="40")
    writer.prompt(question, element, response)
    _explained(writer, element, said.general)


def numerical(writer: ProblemWriter, question: Numerical, element: etree._Element) -> None:
    response = _number_response(writer, element, question.numbers())
    _tell_unit(writer, question)
    _finish_number(writer, question, element, response)


def calculated(writer: ProblemWriter, question: Calculated, element: etree._Element) -> None:
    """The values are drawn by a script, once for each participant, and stand in the text as $mk_value_1."""
    from lxml import etree

    script = etree.SubElement(element, "script", type="loncapa/python")
    lines = ["import math", "import random", "from math import *"]
    names = {name: f"{DRAWN}{number}" for number, name in enumerate(question.variables, 1)}
    for name, variable in question.variables.items():
        spread = f"random.uniform({variable.least!r}, {variable.most!r})"
        drawn = f"int(round({spread}))" if not variable.decimals else f"round({spread}, {variable.decimals})"
        lines.append(f"{names[name]} = {drawn}  # {json.dumps(name)}")
    lines.append(f"mk_answer = round(float({renamed(question.formula, names)}), {question.decimals})")
    percent = (question.tolerance_percent or 0) / 100
    lines.append(f"mk_margin = max({question.tolerance!r}, abs(mk_answer) * {percent!r}) + abs(mk_answer) * 1e-9")
    script.text = "\n" + "\n".join(lines) + "\n"
    response = etree.SubElement(element, "numericalresponse", answer="$mk_answer")
    etree.SubElement(response, "responseparam", type="tolerance", default="$mk_margin")
    named = question.model_copy(
        update={
            "prompt": _dollars(names, question.prompt),
            "text_above": _dollars(names, question.text_above) if question.text_above else None,
        }
    )
    _tell_unit(writer, question)
    _tell_comma(writer)
    _finish_number(writer, named, element, response)
    element.remove(script)
    element.insert(0, script)


def fill_blanks(writer: ProblemWriter, question: FillBlanks, element: etree._Element) -> None:
    """The text with its fields in it. The gaps count the same."""
    from lxml import etree

    pieces: list[str] = []
    blanks: list[Blank] = []
    for part in question.parts():
        if isinstance(part, Blank):
            pieces.append(GAP.format(len(blanks)))
            blanks.append(part)
        else:
            pieces.append(part)
    body = writer.pages.markdown("".join(pieces))
    for number, blank in enumerate(blanks):
        holder = etree.Element("span")
        _gap(writer, holder, blank, question, number)
        _put_at(body, number, holder[0])
    if len({blank.weight for blank in blanks}) > 1:
        writer.lose("Gaps that weigh more than others", "Open edX gives each the same weight.", "All weigh the same.")
    element.append(body)
    writer.prompt(question, element, None)
    said = question.feedback
    _explained(writer, element, said.general, said.correct)


def _gap(writer: ProblemWriter, holder: etree._Element, blank: Blank, question: FillBlanks, number: int) -> None:
    from lxml import etree

    label = writer.messages.text("Gap {n}", n=number + 1)
    if blank.choices:
        response = etree.SubElement(holder, "optionresponse", inline="1")
        chosen = etree.SubElement(response, "optioninput", inline="1", label=label)
        for choice in blank.choices:
            words = writer.plain(choice.text)
            etree.SubElement(chosen, "option", correct="True" if choice.is_right else "False").text = words
        return
    if blank.numbers:
        response = _number_response(writer, holder, blank.numbers)
        response.set("inline", "1")
        etree.SubElement(response, "textline", inline="1", size="10", label=label)
        return
    sensitive = question.case_sensitive if blank.case_sensitive is None else blank.case_sensitive
    response = _words(writer, holder, blank.answers, case_sensitive=sensitive)
    response.set("inline", "1")
    etree.SubElement(response, "textline", inline="1", size="15", label=label)


def _words(
    writer: ProblemWriter, parent: etree._Element, answers: Sequence[TextAnswer], *, case_sensitive: bool
) -> etree._Element:
    """A response of words: plain ones where nothing stands for any letters, else patterns."""
    from lxml import etree

    full = [answer for answer in answers if answer.credit >= FULL]
    if len(full) < len(answers):
        writer.lose(
            "Typed answers that give part of the points",
            "Open edX gives all or nothing for words.",
            "They give nothing.",
        )
    texts = [answer.text for answer in full] or [answers[0].text]
    is_pattern = any(_WILD.search(text) or "_or_" in text.lower() for text in texts)
    kinds = ["ci"] if not case_sensitive else []
    if is_pattern:
        # CAPA joins all patterns with | inside one ^…$, so each needs anchors of its own. One that ends in a star
        # stands first: people see it as the right answer.
        texts.sort(key=lambda text: not text.endswith("*"))
        last = len(texts) - 1
        patterns = [_pattern(text) for text in texts]
        texts = [
            ("^" if number else "") + pattern + ("$" if number < last else "")
            for number, pattern in enumerate(patterns)
        ]
        kinds.append("regexp")
    else:
        texts = [text.replace("\\*", "*") for text in texts]
    response = etree.SubElement(parent, "stringresponse", answer=texts[0], type=" ".join(kinds) or "cs")
    for text in texts[1:]:
        etree.SubElement(response, "additional_answer", answer=text)
    for answer in answers:
        if answer.credit < FULL and answer.feedback and not _WILD.search(answer.text):
            writer.said(answer.feedback, "stringequalhint", response, answer=answer.text)
    return response


def _pattern(text: str) -> str:
    parts = [_escaped(part.replace("\\*", "*")) for part in _WILD.split(text)]
    return ".*".join(parts).replace("_or_", "[_]or_").replace("_OR_", "[_]OR_")


def _escaped(text: str) -> str:
    """`text` in a regular expression, with spaces left readable."""
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)


def _number_response(writer: ProblemWriter, parent: etree._Element, numbers: Sequence[NumberAnswer]) -> etree._Element:
    """A response of numbers. CAPA knows one tolerance for all answers, and ranges only alone."""
    from lxml import etree

    _tell_comma(writer)
    full = [number for number in numbers if number.credit >= FULL] or list(numbers[:1])
    if len(full) < len(numbers):
        writer.lose("Numbers that give part of the points", "Open edX knows only halves of them.", "They give nothing.")
    first = full[0]
    if first.answer is None:
        low, high = first.bounds()
        response = etree.SubElement(parent, "numericalresponse", answer=f"[{_plain(low)},{_plain(high)}]")
    else:
        margin = first.margin + _FORGIVEN * abs(first.answer)
        response = etree.SubElement(parent, "numericalresponse", answer=_plain(first.answer))
        etree.SubElement(response, "responseparam", type="tolerance", default=_plain(margin))
    for other in full[1:]:
        same = other.answer is not None and first.answer is not None and other.margin == first.margin
        if same and other.answer is not None:
            etree.SubElement(response, "additional_answer", answer=_plain(other.answer))
        else:
            writer.lose(
                "Further numbers with a tolerance of their own",
                "Open edX knows one tolerance.",
                "Only the first is taken.",
            )
    return response


def _finish_number(
    writer: ProblemWriter, question: Numerical | Calculated, element: etree._Element, response: etree._Element
) -> None:
    from lxml import etree

    said = question.feedback
    if said.correct:
        writer.said(said.correct, "correcthint", response)
    field = etree.SubElement(response, "formulaequationinput")
    if question.unit:
        field.set("trailing_text", question.unit)
    writer.prompt(question, element, response)
    _explained(writer, element, said.general, said.incorrect)


def _tell_unit(writer: ProblemWriter, question: Numerical | Calculated) -> None:
    if question.unit or question.units:
        writer.lose(
            "Units in answers",
            "Open edX reads bare numbers. It refuses an answer with a unit, and does not count it as an attempt.",
            "The unit stands behind the field." + (" Other units are not taken." if question.units else ""),
        )


def _tell_comma(writer: ProblemWriter) -> None:
    if "," in writer.messages.number(0.5):
        writer.lose(
            "Numbers with a decimal comma",
            "Open edX reads numbers with a point only. It refuses others, and does not count them as an attempt.",
            "Tell people to write 0.5, as AFTER-IMPORT.md says.",
        )


def _put_at(body: etree._Element, number: int, gap: etree._Element) -> None:
    """Put a gap in the place of its sign in the text of `body`."""
    sign = GAP.format(number)
    for element in body.iter():
        if element.text and sign in element.text:
            before, _, after = element.text.partition(sign)
            element.text, gap.tail = before, after
            element.insert(0, gap)
            return
        if element.tail and sign in element.tail:
            before, _, after = element.tail.partition(sign)
            parent = element.getparent()
            element.tail, gap.tail = before, after
            if parent is not None:
                parent.insert(parent.index(element) + 1, gap)
            return
    body.append(gap)


def _dollars(names: Mapping[str, str], text: str) -> str:
    any_of = "|".join(map(re.escape, names))
    return re.sub(rf"\{{({any_of})\}}", lambda found: f"${names[found[1]]}", text)


def _plain(value: float) -> str:
    """A number as CAPA reads it."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _explained(writer: ProblemWriter, element: etree._Element, *parts: str | None) -> None:
    solution(writer, element, *parts)
