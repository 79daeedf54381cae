"""Moodle XML writer: each question as Moodle's own type, texts as HTML, images inside."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.cloze import FILL_IN, write_gap
from mooc_kit.quizzes.formats.draft_questions import tags_of
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.markup import html_of, media_in, plain_of
from mooc_kit.quizzes.formats.moodle_xml import MODEL_ANSWER
from mooc_kit.quizzes.formats.safe_xml import children, sub, xml_bytes
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
    QuizFile,
    ShortAnswer,
    TrueFalse,
)
from mooc_kit.quizzes.random_draw import values_for
from mooc_kit.quizzes.scoring import wanted_number

_TYPES = {
    "multiple_choice": "multichoice",
    "multiple_response": "multichoice",
    "true_false": "truefalse",
    "short_answer": "shortanswer",
    "numerical": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "fill_blanks": "cloze",
    "essay": "essay",
    "calculated": "calculated",
}
_NOT_HELD = {"rubric"}
# fmt: off
_FRACTIONS = (100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5,
              11.11111, 10, 5, 0)
              # fmt: on
_DRAWS = 20
_OUT = "It is left out."
_PLUGIN_FILE = "@@PLUGINFILE@@/"


def write_moodle_xml(quiz: QuizFile, media: Mapping[str, bytes]) -> WrittenQuiz:
    writer = _Writer(media)
    pools = {pool.id: pool.title or pool.id for pool in quiz.pools}
    ordered = [q for q in quiz.questions if q.pool is None]
    ordered += [q for pool in quiz.pools for q in quiz.questions if q.pool == pool.id]
    category: str | None = None
    for question in ordered:
        if question.pool != category:
            category = question.pool
            made = sub(writer.root, "question", type="category")
            sub(sub(made, "category"), "text", f"$course$/top/{pools.get(category or '', 'Default')}")
        writer.question(question)
    notices = writer.losses.settings(quiz, {"pools"})
    return WrittenQuiz(xml_bytes(writer.root), [*notices, *writer.losses.notices()])


class _Writer:
    def __init__(self, media: Mapping[str, bytes]) -> None:
        self.root = etree.Element("quiz")
        self.media = media
        self.losses = Losses("Moodle XML")

    def question(self, question: Question) -> None:
        if question.text_above:
            made = sub(self.root, "question", type="description")
            sub(sub(made, "name"), "text", plain_of(question.text_above)[:80])
            self._text(made, "questiontext", question.text_above)
        made = sub(self.root, "question", type=_TYPES[question.kind])
        sub(sub(made, "name"), "text", question.title or plain_of(question.prompt)[:80] or question.id)
        prompt = _cloze(question) if isinstance(question, FillBlanks) else question.prompt
        self._text(made, "questiontext", prompt, question)
        self._general(made, question)
        sub(made, "defaultgrade", f"{question.points:.12g}")
        sub(made, "penalty", "0.3333333")
        sub(made, "hidden", "0")
        sub(made, "idnumber", question.id)
        held = set(type(question).model_fields) - _NOT_HELD
        self.losses.fields(question, held)
        self._kind(made, question)
        if not isinstance(question, TrueFalse | FillBlanks | ShortAnswer | Numerical | Essay | Calculated):
            for tag, text in (
                ("correctfeedback", question.feedback.correct),
                ("partiallycorrectfeedback", question.feedback.partial),
                ("incorrectfeedback", question.feedback.incorrect),
            ):
                self._text(made, tag, text)
        elif not isinstance(question, TrueFalse | Numerical):
            said = question.feedback
            if said.correct or said.incorrect or said.partial:
                why = "Moodle has it for single answers."
                self.losses.add(question, "Feedback on right and wrong answers", why, _OUT)
        for hint in question.hints:
            self._text(made, "hint", hint)
        if tags := tags_of(question):
            holder = sub(made, "tags")
            for tag in tags:
                sub(sub(holder, "tag"), "text", tag)

    def _general(self, made: Any, question: Question) -> None:
        """The general feedback; the answer to compare with belongs there too: participants see it afterwards."""
        element = self._text(made, "generalfeedback", question.feedback.general)
        if isinstance(question, Essay) and question.model_answer:
            answer = self._text(made, "generalfeedback", question.model_answer)
            for holder, own in zip(children(element, "text"), children(answer, "text"), strict=True):
                holder.text = f'{holder.text or ""}<div class="{MODEL_ANSWER}">{own.text}</div>'
            known = {file.get("name") for file in children(element, "file")}
            for file in list(children(answer, "file")):
                if file.get("name") not in known:
                    element.append(file)
            made.remove(answer)

    def _kind(self, made: Any, question: Question) -> None:
        match question:
            case MultipleChoice() | MultipleResponse():
                self._choices(made, question)
            case TrueFalse():
                for value in (True, False):
                    is_right = value is question.answer
                    note = question.feedback.correct if is_right else question.feedback.incorrect
                    self._answer(made, question, 100 if is_right else 0, str(value).lower(), note)
            case ShortAnswer():
                sub(made, "usecase", str(int(question.case_sensitive)))
                for answer in question.answers:
                    self._answer(made, question, answer.credit, answer.text, answer.feedback)
            case Numerical():
                self._numbers(made, question)
            case Matching():
                sub(made, "shuffleanswers", "true")
                lefts = [*(pair.left for pair in question.pairs), *("" for _ in question.distractors)]
                rights = [*(pair.right for pair in question.pairs), *question.distractors]
                for left, right in zip(lefts, self.losses.plain(question, rights), strict=True):
                    part = self._text(made, "subquestion", left)
                    sub(sub(part, "answer"), "text", right)
            case Ordering():
                sub(made, "layouttype", "VERTICAL")
                sub(made, "selecttype", "ALL")
                sub(made, "gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST")
                for number, item in enumerate(question.items, start=1):
                    self._text(made, "answer", item).set("fraction", f"{number}")
            case Essay():
                is_file = question.submission is EssaySubmission.FILE
                sub(made, "responseformat", "noinline" if is_file else "editor")
                sub(made, "responserequired", "0" if is_file else "1")
                sub(made, "attachments", "1" if is_file else "0")
                sub(made, "attachmentsrequired", "1" if is_file else "0")
                if question.least_words:
                    sub(made, "minwordlimit", str(question.least_words))
            case Calculated():
                self._calculated(made, question)

    def _choices(self, made: Any, question: MultipleChoice | MultipleResponse) -> None:
        is_one = isinstance(question, MultipleChoice)
        sub(made, "single", str(is_one).lower())
        sub(made, "shuffleanswers", str(question.shuffle).lower())
        sub(made, "answernumbering", "abc")
        if isinstance(question, MultipleResponse):
            credits = question.credits()
            if not question.partial:
                why = "It gives part of the points for part of an answer."
                self.losses.add(question, "All or nothing for several answers", why, "Each answer gives its part.")
        else:
            credits = [c.credit if c.credit is not None else 100 if c.correct else 0 for c in question.choices]
        for choice, credit in zip(question.choices, credits, strict=True):
            self._answer(made, question, credit, choice.text, choice.feedback, html=True)

    def _numbers(self, made: Any, question: Numerical) -> None:
        numbers = question.numbers()
        for number in numbers:
            low, high = number.bounds()
            middle = number.answer if number.answer is not None else (low + high) / 2
            note = question.feedback.correct if number is numbers[0] else number.feedback
            answer = self._answer(made, question, number.credit, _plain(middle), note)
            sub(answer, "tolerance", _plain((high - low) / 2))
        if question.feedback.incorrect:
            answer = self._answer(made, question, 0, "*", question.feedback.incorrect)
            sub(answer, "tolerance", "0")
        self._units(made, question)

    def _units(self, made: Any, question: Numerical | Calculated) -> None:
        if question.unit:
            units = sub(made, "units")
            # Moodle's multiplier tells how many of the other unit one of the question's own is.
            for name, factor in [(question.unit, 1.0), *((unit.name, 1 / unit.factor) for unit in question.units)]:
                unit = sub(units, "unit")
                sub(unit, "multiplier", f"{factor:.12g}")
                sub(unit, "unit_name", name)
        sub(made, "unitgradingtype", "1" if question.unit_needed else "0")
        sub(made, "unitpenalty", "1.0" if question.unit_needed else "0.1")
        sub(made, "showunits", "0" if question.unit else "3")
        sub(made, "unitsleft", "0")

    def _calculated(self, made: Any, question: Calculated) -> None:
        names = "|".join(map(re.escape, question.variables))
        formula = re.sub(rf"\b({names})\b", r"{\1}", question.formula)
        formula = re.sub(r"\bpi\b", "pi()", formula)
        if "**" in formula or re.search(r"\be\b", formula):
            why = "Moodle writes pow(a, b) and exp(1)."
            self.losses.add(question, "Powers written as ** (and e)", why, "Mend the formula in Moodle.")
        answer = self._answer(made, question, 100, formula, None)
        percent = question.tolerance_percent
        sub(answer, "tolerance", _plain(percent / 100 if percent is not None else question.tolerance))
        sub(answer, "tolerancetype", "1" if percent is not None else "2")
        sub(answer, "correctanswerformat", "1")
        sub(answer, "correctanswerlength", str(question.decimals))
        self._units(made, question)
        draws = [values for n in range(1, _DRAWS + 1) if (values := values_for(question, 1, n)) is not None]
        draws = [values for values in draws if wanted_number(question, values) is not None]
        definitions = sub(made, "dataset_definitions")
        for name, variable in question.variables.items():
            part = sub(definitions, "dataset_definition")
            for tag, text in (
                ("status", "private"),
                ("name", name),
                ("type", "calculated"),
                ("distribution", "uniform"),
                ("minimum", _plain(variable.least)),
                ("maximum", _plain(variable.most)),
                ("decimals", str(variable.decimals)),
            ):
                holder = sub(part, tag)
                if tag == "type":
                    holder.text = text
                else:
                    sub(holder, "text", text)
            sub(part, "itemcount", str(len(draws)))
            items = sub(part, "dataset_items")
            for number, values in enumerate(draws, start=1):
                item = sub(items, "dataset_item")
                sub(item, "number", str(number))
                sub(item, "value", _plain(values[name]))
            sub(part, "number_of_items", str(len(draws)))

    def _answer(
        self, made: Any, question: Question, credit: float, text: str, note: str | None, *, html: bool = False
    ) -> Any:
        nearest = min(_FRACTIONS, key=lambda fraction: abs(fraction - abs(credit)))
        if abs(nearest - abs(credit)) > 0.001:
            why = "Moodle knows some shares only, such as 50, 33.33333 or 25 percent."
            self.losses.add(question, f"A credit of {credit:.12g} percent", why, f"It became {nearest:.12g}.")
        if html:
            answer = self._text(made, "answer", text)
        else:
            answer = sub(made, "answer", format="moodle_auto_format")
            sub(answer, "text", text)
        answer.set("fraction", f"{nearest if credit >= 0 else -nearest:.12g}")
        self._text(answer, "feedback", note)
        return answer

    def _text(self, parent: Any, tag: str, markdown: str | None, question: Question | None = None) -> Any:
        made = sub(parent, tag, format="html")
        holder = sub(made, "text")
        if not markdown:
            holder.text = ""
            return made
        names = [name for name in media_in(markdown) if name in self.media]
        html = html_of(markdown, address=_plugin_address(frozenset(names))) if names else html_of(markdown)
        holder.text = html
        for name in dict.fromkeys(names):
            data = base64.b64encode(self.media[name]).decode()
            sub(made, "file", data, name=_base(name), path="/", encoding="base64")
        return made


def _plugin_address(names: frozenset[str]) -> Any:
    from functools import partial

    return partial(_plugin, names)


def _plugin(names: frozenset[str], url: str) -> str:
    from urllib.parse import quote, unquote

    return _PLUGIN_FILE + quote(_base(unquote(url))) if unquote(url) in names else url


def _base(name: str) -> str:
    return re.sub(r"[^\w.()-]", "-", posixpath.basename(name))


def _cloze(question: FillBlanks) -> str:
    parts = [
        part if isinstance(part, str) else _protected(write_gap(part, case_sensitive=question.case_sensitive))
        for part in question.parts()
    ]
    words = "".join(parts)  # Moodle has one text for both, and shows nobody the name of a question.
    return words if question.prompt == FILL_IN else f"{question.prompt}\n\n{words}"


def _protected(gap: str) -> str:
    """A gap's notation so that it comes through Markdown as it is."""
    return re.sub(r"([\\`*_\[\]<>$~#&])", r"\\\1", gap)


def _plain(value: float) -> str:
    return repr(float(value)).removesuffix(".0")
