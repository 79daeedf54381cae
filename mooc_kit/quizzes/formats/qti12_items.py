"""QTI 1.2 items: one question each: its text, how it is answered and scored, and what is said afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mooc_kit.quizzes.answers import FULL, NumberAnswer
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.xml_fragments import NOTHING, Fragment, joined, tag, words
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    EssaySubmission,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Question,
    ShortAnswer,
    TrueFalse,
)

_OUT = "It is left out."
_OUT_ALL = "They are left out."
_NONE = "They give none."
_ALIKE = "They count alike."
_KNOWS = "Canvas knows right and wrong."
_RIGHT = "correct_fb"
_WRONG = "general_incorrect_fb"
_ANY = "general_fb"


class CanvasTexts:
    """What the items of one package share: its losses, the HTML of Markdown, and the ids of items.

    `ident` makes an item's id of a question's: Canvas takes two items of one id in a course for the same question.
    """

    def __init__(self, html: Callable[[str], str], ident: Callable[[str], str] = str) -> None:
        self.losses = Losses("Canvas")
        self.html = html
        self.ident = ident


@dataclass
class _Answering:
    """How a question is answered and scored: response fields, conditions in their order, and feedback on answers."""

    responses: list[Fragment] = field(default_factory=list)
    conditions: list[Fragment] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    """Feedback on single answers: its id and the Markdown."""
    extension: Fragment = NOTHING
    is_answerable: bool = True
    """Whether there is an answer that Canvas takes for right."""

    def note(self, id: str, text: str | None) -> str:
        """The id of feedback `text` on the answer `id`; "" where there is none."""
        if not text:
            return ""
        self.notes[f"{id}_fb"] = text
        return f"{id}_fb"


_OPEN, _CLOSE = "\ue040", "\ue041"
"""Brackets around the names of gaps and values while the text is Markdown: within HTML backslashes would show."""


class Qti12ItemWriter:
    """Writes the items of one package. In a survey nothing is right or wrong."""

    def __init__(self, texts: CanvasTexts, *, is_survey: bool = False) -> None:
        self.texts = texts
        self.losses = texts.losses
        self.is_survey = is_survey

    def item(self, question: Question, *, in_group: bool = False) -> Fragment | None:
        """The item that asks `question`; None where Canvas has no such question, or could take no answer for right.

        `in_group`: the text above stands in the question, since a group draws whatever is in it.
        """
        found = _TYPES.get(type(question))
        if found is None:
            return None
        type_, write = found
        above = f"{question.text_above}\n\n" if in_group and question.text_above else ""
        prompt = above + question.prompt
        answering = _Answering()
        match question:
            case Essay() if question.submission is EssaySubmission.FILE:
                type_ = "file_upload_question"
            case FillBlanks():
                prompt = above + _text_with_gaps(question)
                if all(gap.choices for gap in question.gaps()):
                    type_ = "multiple_dropdowns_question"
            case Calculated():
                names = "|".join(map(re.escape, question.variables))
                prompt = re.sub(rf"\{{({names})\}}", rf"{_OPEN}\1{_CLOSE}", prompt)
        write(self, question, answering)
        if not (self.is_survey or isinstance(question, Essay) or answering.is_answerable):
            return None
        feedback = question.feedback
        if feedback.partial:
            self.losses.add(question, "Feedback on answers that are right in part", "Canvas has none.", _OUT)
        said = {_ANY: feedback.general, _RIGHT: feedback.correct, _WRONG: feedback.incorrect, **answering.notes}
        return tag(
            "item",
            _metadata(type_, f"{question.points:g}"),
            tag("presentation", self._html(prompt), *answering.responses),
            _processing(question, answering.conditions),
            answering.extension,
            *[tag("itemfeedback", tag("flow_mat", self._html(text)), ident=id) for id, text in said.items() if text],
            ident=self.texts.ident(question.id),
            title=question.title or "Question",
        )

    def why_not(self, question: Question) -> str:
        """Why `item` gave none."""
        return "Canvas could take no answer to it for right." if type(question) in _TYPES else ""

    def text_item(self, id: str, text: str) -> Fragment:
        """An item that asks nothing: a text between questions."""
        presentation = tag("presentation", self._html(text))
        return tag("item", _metadata("text_only_question", "0"), presentation, ident=self.texts.ident(id), title="")

    def _html(self, markdown: str) -> Fragment:
        html = self.texts.html(markdown).replace(_OPEN, "[").replace(_CLOSE, "]")
        return tag("material", tag("mattext", words(html), texttype="text/html"))

    # ---- kinds of questions ------------------------------------------------------------------------------------------

    def _one_of(self, question: MultipleChoice, made: _Answering) -> None:
        ids = self._choices(question, made, "Single")
        for id, choice in zip(ids, question.choices, strict=True):
            if choice.credit not in (None, 0, FULL):
                self.losses.add(question, "Part of the points for some answers", _KNOWS, _NONE)
            note = made.note(id, choice.feedback)
            if note:
                made.conditions.append(_condition(_equal("response1", id), note=note))
            if choice.is_right:
                made.conditions.append(_full(question, _equal("response1", id)))
        made.is_answerable = any(choice.is_right for choice in question.choices)

    def _some_of(self, question: MultipleResponse, made: _Answering) -> None:
        if not question.partial:
            why = "Canvas gives part of the points for part of an answer."
            self.losses.add(question, "All or nothing for several answers", why, "Each answer gives its part.")
        elif any(choice.credit is not None for choice in question.choices):
            self.losses.add(question, "Credits of single answers", "In Canvas they count alike.", _ALIKE)
        tests = []
        for id, choice in zip(self._choices(question, made, "Multiple"), question.choices, strict=True):
            test = _equal("response1", id)
            note = made.note(id, choice.feedback)
            if note:
                made.conditions.append(_condition(test, note=note))
            tests.append(test if choice.gives else tag("not", test))
        made.conditions.append(_full(question, tag("and", *tests)))
        made.is_answerable = any(choice.gives for choice in question.choices)

    def _choices(self, question: MultipleChoice | MultipleResponse, made: _Answering, cardinality: str) -> list[str]:
        """The response field for the choices; gives their ids."""
        ids = [f"choice-{n}" for n in range(1, len(question.choices) + 1)]
        labels = [
            tag("response_label", self._html(choice.text), ident=id)
            for id, choice in zip(ids, question.choices, strict=True)
        ]
        render = tag("render_choice", *labels) if question.shuffle else tag("render_choice", *labels, shuffle="No")
        made.responses.append(tag("response_lid", render, ident="response1", rcardinality=cardinality))
        return ids

    def _true_false(self, question: TrueFalse, made: _Answering) -> None:
        labels = [tag("response_label", self._html(text), ident=text.lower()) for text in ("True", "False")]
        render = tag("render_choice", *labels)
        made.responses.append(tag("response_lid", render, ident="response1", rcardinality="Single"))
        made.conditions.append(_full(question, _equal("response1", str(question.answer).lower())))

    def _words(self, question: ShortAnswer, made: _Answering) -> None:
        made.responses.append(_line())
        made.is_answerable = False
        for n, answer in enumerate(question.answers, start=1):
            text = self._whole_words(question, answer.text)
            if text is None:
                continue
            test = _equal("response1", text)
            note = made.note(f"answer-{n}", answer.feedback)
            if answer.credit == FULL:
                made.conditions.append(_full(question, test, note))
                made.is_answerable = True
                continue
            self.losses.add(question, "Answers for part of the points", _KNOWS, _OUT_ALL)
            if note:
                made.conditions.append(_condition(test, note=note))

    def _whole_words(self, question: Question, text: str) -> str | None:
        """An answer as it is compared; None where a * stands in it for any letters, which Canvas does not know."""
        if not re.search(r"(?<!\\)\*", text):
            return text.replace("\\*", "*")
        self.losses.add(question, "Answers with * for any letters", "Canvas compares whole words.", _OUT_ALL)
        return None

    def _numbers(self, question: Numerical, made: _Answering) -> None:
        made.responses.append(_line("Decimal"))
        for n, number in enumerate(question.numbers(), start=1):
            if number.credit != FULL:
                self.losses.add(question, "Numbers for part of the points", _KNOWS, _OUT)
                continue
            made.conditions.append(_full(question, _near(number), made.note(f"answer-{n}", number.feedback)))

    def _matching(self, question: Matching, made: _Answering) -> None:
        rights = list(dict.fromkeys([*(pair.right for pair in question.pairs), *question.distractors]))
        options = {f"right-{n}": text for n, text in enumerate(self.losses.plain(question, rights), start=1)}
        ids = dict(zip(rights, options, strict=True))
        credit = 100 / len(question.pairs)
        lefts = self.losses.plain(question, (pair.left for pair in question.pairs))
        for n, (pair, left) in enumerate(zip(question.pairs, lefts, strict=True), start=1):
            made.responses.append(_listed(f"response_{n}", left, options))
            made.conditions.append(_condition(_equal(f"response_{n}", ids[pair.right]), credit, "Add"))

    def _gaps(self, question: FillBlanks, made: _Answering) -> None:
        gaps = question.gaps()
        total = sum(gap.weight for gap in gaps)
        if len({gap.weight for gap in gaps}) > 1:
            self.losses.add(question, "Weights of gaps", "In Canvas each gap counts alike.", _ALIKE)
        if any(gap.numbers for gap in gaps):
            self.losses.add(question, "Gaps with numbers", "Canvas compares words.", "One number is right.")
        is_menu = all(gap.choices for gap in gaps)
        if not is_menu and any(gap.choices for gap in gaps):
            why = "Canvas has menus or typed gaps in one question."
            self.losses.add(question, "Menus beside gaps to type into", why, "All are typed.")
        for n, gap in enumerate(gaps, start=1):
            right = set(gap.right_answers())
            if gap.choices:
                # Beside typed gaps Canvas takes every label for a right answer, so wrong ones may not be there.
                texts = [choice.text for choice in gap.choices if is_menu or choice.is_right]
                shown = self.losses.plain(question, texts)
            elif gap.numbers:
                texts = shown = list(gap.right_answers())
            else:
                kept = {text: whole for text in gap.right_answers() if (whole := self._whole_words(question, text))}
                texts, shown = list(kept), list(kept.values())
            made.is_answerable &= bool(right.intersection(texts))
            options = {f"gap{n}-{m}": text for m, text in enumerate(shown, start=1)}
            made.responses.append(_listed(f"response_gap{n}", f"gap{n}", options))
            for id, text in zip(options, texts, strict=True):
                if text in right:
                    test = _equal(f"response_gap{n}", id)
                    made.conditions.append(_condition(test, 100 * gap.weight / total, "Add"))

    def _essay(self, question: Essay, made: _Answering) -> None:
        if question.submission is not EssaySubmission.FILE:
            made.responses.append(_line())

    def _calculated(self, question: Calculated, made: _Answering) -> None:
        from mooc_kit.quizzes.formats.qti12_calculated import calculated

        made.responses.append(_line("Decimal"))
        made.extension = calculated(question)
        made.is_answerable = "<var_set " in made.extension


_TYPES: dict[type[Any], tuple[str, Callable[[Qti12ItemWriter, Any, _Answering], None]]] = {
    MultipleChoice: ("multiple_choice_question", Qti12ItemWriter._one_of),
    MultipleResponse: ("multiple_answers_question", Qti12ItemWriter._some_of),
    TrueFalse: ("true_false_question", Qti12ItemWriter._true_false),
    ShortAnswer: ("short_answer_question", Qti12ItemWriter._words),
    Numerical: ("numerical_question", Qti12ItemWriter._numbers),
    Matching: ("matching_question", Qti12ItemWriter._matching),
    FillBlanks: ("fill_in_multiple_blanks_question", Qti12ItemWriter._gaps),
    Essay: ("essay_question", Qti12ItemWriter._essay),
    Calculated: ("calculated_question", Qti12ItemWriter._calculated),
}


def _text_with_gaps(question: FillBlanks) -> str:
    pieces, number = [f"{question.prompt}\n\n"], 0
    for part in question.parts():
        if isinstance(part, str):
            pieces.append(part)
        else:
            number += 1
            pieces.append(f"{_OPEN}gap{number}{_CLOSE}")
    return "".join(pieces)


# ---- elements --------------------------------------------------------------------------------------------------------


def entry(label: str, text: str) -> Fragment:
    """A field of metadata."""
    return tag("qtimetadatafield", tag("fieldlabel", words(label)), tag("fieldentry", words(text)))


@lru_cache
def _metadata(type_: str, points: str) -> Fragment:
    fields = tag("qtimetadata", entry("question_type", type_), entry("points_possible", points))
    return tag("itemmetadata", fields)


@lru_cache
def _line(fibtype: str = "") -> Fragment:
    """A field to type into."""
    label = tag("response_label", ident="answer1", rshuffle="No")
    render = tag("render_fib", label, fibtype=fibtype) if fibtype else tag("render_fib", label)
    return tag("response_str", render, ident="response1", rcardinality="Single")


def _listed(ident: str, left: str, options: Mapping[str, str]) -> Fragment:
    """A list to choose one of the options from (id -> plain words), with `left` before it."""
    labels = [tag("response_label", _plain(text), ident=id) for id, text in options.items()]
    return tag("response_lid", _plain(left), tag("render_choice", *labels), ident=ident, rcardinality="Single")


def _plain(text: str) -> Fragment:
    return tag("material", tag("mattext", words(text), texttype="text/plain"))


_OUTCOMES = tag("outcomes", tag("decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal"))
_OTHER = tag("other")


def _processing(question: Question, conditions: Sequence[Fragment]) -> Fragment:
    feedback = question.feedback
    made = [_OUTCOMES]
    if feedback.general:
        made.append(_condition(_OTHER, note=_ANY))
    made += conditions
    if feedback.incorrect:
        made.append(_condition(_OTHER, note=_WRONG))
    if len(made) == 1:
        made.append(_condition(_OTHER))
    return tag("resprocessing", *made)


def _full(question: Question, test: Fragment, note: str = "") -> Fragment:
    """All the points where `test` is met, and what is said then: `note`, or else the feedback on right answers."""
    return _condition(test, 100, "Set", note or (_RIGHT if question.feedback.correct else ""))


@lru_cache(maxsize=256)
def _condition(test: Fragment, credit: float = 0, action: str = "", note: str = "") -> Fragment:
    """What happens where `test` is met: `action` (Set or Add) with `credit` percent, and the feedback `note`."""
    made = tag("conditionvar", test)
    if action:
        made = joined(made, tag("setvar", words(f"{credit:.2f}".removesuffix(".00")), action=action, varname="SCORE"))
    if note:
        made = joined(made, tag("displayfeedback", feedbacktype="Response", linkrefid=note))
    return tag("respcondition", made, **{"continue": "No" if action == "Set" else "Yes"})


@lru_cache(maxsize=256)
def _equal(response: str, value: str) -> Fragment:
    return tag("varequal", words(value), respident=response)


def _near(number: NumberAnswer) -> Fragment:
    low, high = (f"{limit:.15g}" for limit in number.bounds())
    least = tag("vargte", words(low), respident="response1")
    most = tag("varlte", words(high), respident="response1")
    if number.answer is None:
        return tag("and", least, most)
    return tag("or", _equal("response1", f"{number.answer:.15g}"), tag("and", least, most))
