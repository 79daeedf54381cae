"""An item of QTI 1.2 is one question: its text, how it is answered, how an answer is scored, what is said after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mooc_kit.quizzes.answers import FULL, Blank, NumberAnswer
from mooc_kit.quizzes.formats.markup import plain_of
from mooc_kit.quizzes.formats.xml import sub
from mooc_kit.quizzes.model import (
    Calculated,
    Essay,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Question,
    ShortAnswer,
    Submission,
    TrueFalse,
)  # fmt: skip

if TYPE_CHECKING:
    from mooc_kit.quizzes.formats.qti12_write import CanvasWriter

_TYPES = {
    MultipleChoice: "multiple_choice_question", MultipleResponse: "multiple_answers_question",
    TrueFalse: "true_false_question", ShortAnswer: "short_answer_question", Numerical: "numerical_question",
    Matching: "matching_question", Calculated: "calculated_question", Essay: "essay_question",
    FillBlanks: "fill_in_multiple_blanks_question",
}  # fmt: skip
_OUT = "It is left out."
_NONE = "They give none."
_ALIKE = "They count alike."
_KNOWS = "Canvas knows right and wrong."


def write_item(item: Any, question: Question, writer: CanvasWriter) -> bool:
    """Fill `item`; False where Canvas has no such question."""
    if type(question) not in _TYPES:
        return False
    made = _Item(item, question, writer)
    made.write()
    return True


class _Item:
    def __init__(self, item: Any, question: Question, writer: CanvasWriter) -> None:
        self.item, self.question, self.writer = item, question, writer
        self.notes: list[tuple[str, str]] = []
        """Feedback that the item holds: id and Markdown."""

    def write(self) -> None:
        question = self.question
        metadata = sub(sub(self.item, "itemmetadata"), "qtimetadata")
        self._field(metadata, "question_type", self._type())
        self._field(metadata, "points_possible", f"{question.points:g}")
        presentation = sub(self.item, "presentation")
        self._material(presentation, self._prompt(), html=True)
        conditions = list(self._answers(presentation))
        if not isinstance(question, Calculated):
            self._processing(conditions)
        else:
            from mooc_kit.quizzes.formats.qti12_write import calculated

            self._processing([])
            calculated(self.item, question)
        feedback = question.feedback
        for id, text in (("general_fb", feedback.general), ("correct_fb", feedback.correct),
                         ("general_incorrect_fb", feedback.incorrect), *self.notes):  # fmt: skip
            if text:
                made = sub(self.item, "itemfeedback", ident=id)
                self._material(sub(made, "flow_mat"), text, html=True)
        if feedback.partial:
            self.writer.losses.add(question, "Feedback on answers that are right in part", "Canvas has none.", _OUT)

    def _type(self) -> str:
        question = self.question
        if isinstance(question, Essay) and question.submission is Submission.FILE:
            return "file_upload_question"
        if isinstance(question, FillBlanks) and all(gap.choices for gap in question.gaps()):
            return "multiple_dropdowns_question"
        return _TYPES[type(question)]

    def _prompt(self) -> str:
        question = self.question
        if isinstance(question, FillBlanks):
            pieces, number = [f"{question.prompt}\n\n"], 0
            for part in question.parts():
                number += isinstance(part, Blank)
                pieces.append(f"\\[gap{number}\\]" if isinstance(part, Blank) else part)
            return "".join(pieces)
        if isinstance(question, Calculated):
            names = "|".join(map(re.escape, question.variables))
            return re.sub(rf"\{{({names})\}}", r"\\[\1\\]", question.prompt)
        return question.prompt

    def _answers(self, presentation: Any) -> Iterator[tuple[Any, float, str, str]]:
        """Writes how it is answered; yields conditions: what is tested, the credit, how it is set, feedback's id."""
        question = self.question
        match question:
            case MultipleChoice():
                options = [(f"choice-{n}", choice.text) for n, choice in enumerate(question.choices, start=1)]
                self._choices(presentation, "response1", options)
                for (id, _), choice in zip(options, question.choices, strict=True):
                    if choice.credit not in (None, 0, FULL):
                        self.writer.losses.add(question, "Part of the points for some answers", _KNOWS, _NONE)
                    note = self._note(id, choice.feedback)
                    if note:
                        yield [("varequal", "response1", id)], 0, "", note
                    if choice.is_right:
                        yield [("varequal", "response1", id)], 100, "Set", "correct_fb"
            case MultipleResponse():
                options = [(f"choice-{n}", choice.text) for n, choice in enumerate(question.choices, start=1)]
                self._choices(presentation, "response1", options, many=True)
                self._tell_partial(question)
                tests = []
                for (id, _), choice in zip(options, question.choices, strict=True):
                    note = self._note(id, choice.feedback)
                    if note:
                        yield [("varequal", "response1", id)], 0, "", note
                    tests.append(("varequal" if choice.gives else "not", "response1", id))
                yield tests, 100, "Set", "correct_fb"
            case TrueFalse():
                self._choices(presentation, "response1", [("true", "True"), ("false", "False")])
                yield [("varequal", "response1", str(question.answer).lower())], 100, "Set", "correct_fb"
            case ShortAnswer():
                self._line(presentation)
                yield from self._words(question)
            case Numerical():
                self._line(presentation, fibtype="Decimal")
                for n, number in enumerate(question.numbers(), start=1):
                    if number.credit != FULL:
                        self.writer.losses.add(question, "Numbers for part of the points", _KNOWS, _OUT)
                        continue
                    note = self._note(f"answer-{n}", number.feedback)
                    yield _near(number), 100, "Set", note or "correct_fb"
            case Matching():
                yield from self._matching(presentation, question)
            case FillBlanks():
                yield from self._gaps(presentation, question)
            case Essay() if question.submission is Submission.FILE:
                return
            case _:
                self._line(presentation, fibtype="Decimal" if isinstance(question, Calculated) else "")

    def _words(self, question: ShortAnswer) -> Iterator[tuple[Any, float, str, str]]:
        for n, answer in enumerate(question.answers, start=1):
            if re.search(r"(?<!\\)\*", answer.text):
                why = "Canvas compares whole words."
                self.writer.losses.add(question, "Answers with * for any letters", why, "They are left out.")
                continue
            word = answer.text.replace("\\*", "*")
            note = self._note(f"answer-{n}", answer.feedback)
            if answer.credit != FULL:
                self.writer.losses.add(question, "Answers for part of the points", _KNOWS, "They are left out.")
                if note:
                    yield [("varequal", "response1", word)], 0, "", note
                continue
            yield [("varequal", "response1", word)], 100, "Set", note or "correct_fb"

    def _matching(self, presentation: Any, question: Matching) -> Iterator[tuple[Any, float, str, str]]:
        rights = list(dict.fromkeys([*(pair.right for pair in question.pairs), *question.distractors]))
        options = [(f"right-{n}", plain_of(text)) for n, text in enumerate(rights, start=1)]
        ids = dict(zip(rights, (id for id, _ in options), strict=True))
        for n, pair in enumerate(question.pairs, start=1):
            self._choices(presentation, f"response_{n}", options, left=plain_of(pair.left), html=False)
            yield [("varequal", f"response_{n}", ids[pair.right])], 100 / len(question.pairs), "Add", ""

    def _gaps(self, presentation: Any, question: FillBlanks) -> Iterator[tuple[Any, float, str, str]]:
        gaps = question.gaps()
        total = sum(gap.weight for gap in gaps)
        if len({gap.weight for gap in gaps}) > 1:
            self.writer.losses.add(question, "Weights of gaps", "In Canvas each gap counts alike.", _ALIKE)
        if any(gap.numbers for gap in gaps):
            self.writer.losses.add(question, "Gaps with numbers", "Canvas compares words.", "One number is right.")
        for n, gap in enumerate(gaps, start=1):
            texts = [choice.text for choice in gap.choices] or list(gap.right_answers())
            right = set(gap.right_answers())
            shown = [plain_of(text) if gap.choices else text for text in texts]
            options = [(f"gap{n}-{m}", text) for m, text in enumerate(shown, start=1)]
            self._choices(presentation, f"response_gap{n}", options, left=f"gap{n}", html=False)
            for (id, _), text in zip(options, texts, strict=True):
                if text in right:
                    yield [("varequal", f"response_gap{n}", id)], 100 * gap.weight / total, "Add", ""

    def _tell_partial(self, question: MultipleResponse) -> None:
        if not question.partial:
            why = "Canvas gives part of the points for part of an answer."
            self.writer.losses.add(question, "All or nothing for several answers", why, "Each answer gives its part.")
        elif any(choice.credit is not None for choice in question.choices):
            self.writer.losses.add(question, "Credits of single answers", "In Canvas they count alike.", _ALIKE)

    # ---- elements ----------------------------------------------------------------------------------------------------

    def _material(self, parent: Any, text: str, *, html: bool) -> None:
        material = sub(parent, "material")
        words = self.writer.html(text) if html else text
        sub(material, "mattext", words, texttype="text/html" if html else "text/plain")

    def _choices(
        self, presentation: Any, ident: str, options: Sequence[tuple[str, str]], *, many: bool = False, left: str = "",
        html: bool = True,
    ) -> None:  # fmt: skip
        response = sub(presentation, "response_lid", ident=ident, rcardinality="Multiple" if many else "Single")
        if left:
            self._material(response, left, html=False)
        is_fixed = isinstance(self.question, MultipleChoice | MultipleResponse) and not self.question.shuffle
        render = sub(response, "render_choice", **({"shuffle": "No"} if is_fixed else {}))
        for id, text in options:
            self._material(sub(render, "response_label", ident=id), text, html=html)

    def _line(self, presentation: Any, *, fibtype: str = "") -> None:
        response = sub(presentation, "response_str", ident="response1", rcardinality="Single")
        render = sub(response, "render_fib", **({"fibtype": fibtype} if fibtype else {}))
        sub(render, "response_label", ident="answer1", rshuffle="No")

    def _note(self, id: str, text: str | None) -> str:
        if not text:
            return ""
        self.notes.append((f"{id}_fb", text))
        return f"{id}_fb"

    def _processing(self, conditions: Sequence[tuple[Any, float, str, str]]) -> None:
        processing = sub(self.item, "resprocessing")
        outcomes = sub(processing, "outcomes")
        sub(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
        feedback = self.question.feedback
        if feedback.general:
            self._condition(processing, [], 0, "", "general_fb")
        for tests, credit, action, note in conditions:
            is_said = note != "correct_fb" or feedback.correct
            self._condition(processing, tests, credit, action, note if is_said else "")
        if feedback.incorrect:
            self._condition(processing, [], 0, "", "general_incorrect_fb")
        if not conditions and not feedback.general and not feedback.incorrect:
            self._condition(processing, [], 0, "", "")

    def _condition(self, processing: Any, tests: Sequence[Any], credit: float, action: str, note: str) -> None:
        condition = sub(processing, "respcondition", **{"continue": "No" if action == "Set" else "Yes"})
        variables = sub(condition, "conditionvar")
        if not tests:
            sub(variables, "other")
        holder = sub(variables, "and") if len(tests) > 1 else variables
        for test in tests:
            _test(holder, test)
        if action:
            sub(condition, "setvar", f"{credit:.2f}".removesuffix(".00"), action=action, varname="SCORE")
        if note:
            sub(condition, "displayfeedback", feedbacktype="Response", linkrefid=note)

    @staticmethod
    def _field(metadata: Any, label: str, entry: str) -> None:
        made = sub(metadata, "qtimetadatafield")
        sub(made, "fieldlabel", label)
        sub(made, "fieldentry", entry)


def _near(number: NumberAnswer) -> list[Any]:
    low, high = number.bounds()
    if number.answer is None:
        return [("vargte", "response1", _plain(low)), ("varlte", "response1", _plain(high))]
    inside = [("vargte", "response1", _plain(low)), ("varlte", "response1", _plain(high))]
    return [("or", [("varequal", "response1", _plain(number.answer)), ("and", inside)])]


def _test(holder: Any, test: Any) -> None:
    if test[0] in ("or", "and"):
        group = sub(holder, test[0])
        for part in test[1]:
            _test(group, part)
    elif test[0] == "not":
        sub(sub(holder, "not"), "varequal", test[2], respident=test[1])
    else:
        sub(holder, test[0], test[2], respident=test[1])


def _plain(value: float) -> str:
    return f"{value:.15g}"
