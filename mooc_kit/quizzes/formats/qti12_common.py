"""QTI 1.2 profile of Common Cartridge 1.1: single items of six kinds, in one section without draws.

A question of another kind becomes several of these where its answers and their weights stay the same: matching pairs
and gaps, one item each. Questions that are drawn are all asked; each counts its share of the draw.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from mooc_kit.quizzes.answers import FULL, AnswerChoice, Blank, NumberAnswer, TextAnswer
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.qti12_assessment import QTI, Qti12Assessment
from mooc_kit.quizzes.formats.qti12_items import entry
from mooc_kit.quizzes.formats.xml_fragments import Fragment, document, tag, words
from mooc_kit.quizzes.model import (
    Essay,
    EssaySubmission,
    FillBlanks,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numerical,
    Question,
    QuizFile,
    ShortAnswer,
    TrueFalse,
)

LARGEST_FACTOR = 1_000
"""Weights are whole numbers in Common Cartridge; by this much they are multiplied at most to become so."""
ONE, MANY, BOTH, WORD, OWN = (
    f"cc.{name}.v0p1" for name in ("multiple_choice", "multiple_response", "true_false", "fib", "essay")
)
# fmt: off
_HELD = {
    "title", "text_above", "points", "feedback", "pool", "choices", "answers", "answer", "pairs", "distractors", "text",
    "blanks", "submission", "partial", "shuffle", "case_sensitive", "least", "most", "tolerance", "tolerance_percent",
    "also",
}
# fmt: on
_SAID = (("general_fb", "general"), ("correct_fb", "correct"), ("general_incorrect_fb", "incorrect"))
_STAR = re.compile(r"(?<!\\)\*")


@dataclass(frozen=True)
class _Item:
    """One item: `labels` are ident and Markdown of what is chosen from, `rights` what is right. `weight` is exact."""

    id: str
    profile: str
    prompt: str
    weight: Fraction
    labels: tuple[tuple[str, str], ...] = ()
    rights: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    is_shuffled: bool = False
    is_case_sensitive: bool = False


class CommonTexts:
    """What the items of a cartridge share: its losses, the HTML of Markdown, and the ids of items."""

    def __init__(self, html: Callable[[str], str], ident: Callable[[str], str] = str) -> None:
        self.losses = Losses("Common Cartridge")
        self.html = html
        self.ident = ident


def common_assessment(quiz: QuizFile, id: str, title: str, texts: CommonTexts) -> Qti12Assessment | None:
    """The quiz by the profile; None where no question of it can be asked, since such a file ends whole imports."""
    writer = _Writer(texts)
    shares = {}
    for draw, indexes in quiz.groups():
        if draw is not None and draw < len(indexes):
            first = quiz.questions[indexes[0]]
            why = "Common Cartridge has no draws."
            texts.losses.add(
                first,
                "Questions that are drawn",
                why,
                f"All {len(indexes)} are asked; together they count as the {draw} that were drawn.",
            )
        for index in indexes:
            shares[index] = Fraction(min(draw or len(indexes), len(indexes)), len(indexes))
    made: list[tuple[Question, _Item]] = []
    for index, question in enumerate(quiz.questions):
        items = writer.items(question)
        made += [(question, replace(item, weight=item.weight * shares.get(index, 1))) for item in items]
    if not made:
        return None
    factor = math.lcm(*(item.weight.denominator for _, item in made))
    factor = factor if factor <= LARGEST_FACTOR else 1
    fragments = [writer.fragment(question, item, item.weight * factor) for question, item in made]
    settings = quiz.settings
    fields = [
        entry("cc_profile", "cc.exam.v0p1"),
        entry("qmd_assessmenttype", "Examination"),
        entry("qmd_scoretype", "Percentage"),
        entry("cc_maxattempts", str(settings.attempts or "unlimited")),
        *([entry("qmd_timelimit", str(settings.time_limit))] if settings.time_limit else []),
    ]
    section = tag("section", *fragments, ident="root_section")
    whole = tag("assessment", tag("qtimetadata", *fields), section, ident=id, title=title)
    weights = tuple(item.weight * factor for _, item in made)
    points = float(sum(weights, Fraction(0)) / factor)
    return Qti12Assessment(document(tag("questestinterop", whole, xmlns=QTI)), points, len(made), weights)


class _Writer:
    def __init__(self, texts: CommonTexts) -> None:
        self.texts, self.losses = texts, texts.losses

    def items(self, question: Question) -> list[_Item]:
        """The items that ask `question`; none where the profile has no way to."""
        kinds: dict[type[Any], Callable[[Any], Iterator[_Item]]] = {
            MultipleChoice: self._one,
            MultipleResponse: self._many,
            TrueFalse: self._both,
            ShortAnswer: self._word,
            Numerical: self._number,
            Matching: self._pairs,
            FillBlanks: self._gaps,
            Essay: self._own,
        }
        write = kinds.get(type(question))
        made = list(write(question)) if write else []
        if not made:
            why = "Its answers cannot be compared by Common Cartridge." if write else ""
            self.losses.left_out(question, why)
            return []
        self.losses.fields(question, _HELD)
        if question.feedback.partial:
            self.losses.add(question, "Feedback on answers that are right in part", "There is none.", "It is left out.")
        return made

    def fragment(self, question: Question, item: _Item, weight: Fraction) -> Fragment:
        shown = str(weight) if weight.denominator == 1 else f"{float(weight):.6g}"
        metadata = tag("qtimetadata", entry("cc_profile", item.profile), entry("cc_weighting", shown))
        notes = {f"{id}_fb": text for id, text in item.notes.items()}
        said = {name: text for name, key in _SAID if (text := getattr(question.feedback, key))}
        feedback = [
            tag("itemfeedback", tag("flow_mat", self._html(text)), ident=name)
            for name, text in {**said, **notes}.items()
        ]
        return tag(
            "item",
            tag("itemmetadata", metadata),
            tag("presentation", self._html(item.prompt), self._response(item)),
            _processing(item, said),
            *feedback,
            ident=self.texts.ident(item.id),
            title=question.title or "Question",
        )

    def _response(self, item: _Item) -> Fragment:
        if not item.labels:
            return tag("response_str", tag("render_fib"), ident="response1", rcardinality="Single")
        labels = [tag("response_label", self._html(text), ident=id) for id, text in item.labels]
        mixed = {"shuffle": "Yes"} if item.is_shuffled else {}
        many = "Multiple" if item.profile == MANY else "Single"
        return tag("response_lid", tag("render_choice", *labels, **mixed), ident="response1", rcardinality=many)

    def _html(self, markdown: str) -> Fragment:
        return tag("material", tag("mattext", words(self.texts.html(markdown)), texttype="text/html"))

    # ---- kinds of questions ------------------------------------------------------------------------------------------

    def _one(self, question: MultipleChoice) -> Iterator[_Item]:
        yield from self._chosen(question, question.id, question.whole_prompt, question.choices, _points(question))

    def _chosen(
        self, question: Question, id: str, prompt: str, choices: Sequence[AnswerChoice], weight: Fraction
    ) -> Iterator[_Item]:
        if any(choice.credit not in (None, 0, FULL) for choice in choices):
            why = "Common Cartridge knows right and wrong."
            self.losses.add(question, "Part of the points for some answers", why, "They give none.")
        labels = _labels([choice.text for choice in choices])
        rights = tuple(label for (label, _), choice in zip(labels, choices, strict=True) if choice.is_right)
        notes = {label: c.feedback for (label, _), c in zip(labels, choices, strict=True) if c.feedback}
        if rights:
            mixed = getattr(question, "shuffle", True)
            yield _Item(id, ONE, prompt, weight, labels, rights, notes, is_shuffled=mixed)

    def _many(self, question: MultipleResponse) -> Iterator[_Item]:
        if question.partial:
            why = "In Common Cartridge all right answers together give the points."
            self.losses.add(question, "Part of the points for part of an answer", why, "It is all or nothing.")
        labels = _labels([choice.text for choice in question.choices])
        pairs = list(zip(labels, question.choices, strict=True))
        rights = tuple(label for (label, _), choice in pairs if choice.gives)
        notes = {label: choice.feedback for (label, _), choice in pairs if choice.feedback}
        if rights:
            prompt = question.whole_prompt
            yield _Item(
                question.id, MANY, prompt, _points(question), labels, rights, notes, is_shuffled=question.shuffle
            )

    def _both(self, question: TrueFalse) -> Iterator[_Item]:
        # Moodle's converter ends the whole import where these idents are others.
        labels = (("true", "True"), ("false", "False"))
        rights = (str(question.answer).lower(),)
        yield _Item(question.id, BOTH, question.whole_prompt, _points(question), labels, rights)

    def _word(self, question: ShortAnswer) -> Iterator[_Item]:
        yield from self._typed(
            question,
            question.id,
            question.whole_prompt,
            question.answers,
            _points(question),
            cased=question.case_sensitive,
        )

    def _typed(
        self, question: Question, id: str, prompt: str, answers: Sequence[TextAnswer], weight: Fraction, *, cased: bool
    ) -> Iterator[_Item]:
        rights = []
        for answer in answers:
            if answer.credit < FULL:
                why = "Common Cartridge knows right and wrong."
                self.losses.add(question, "Answers for part of the points", why, "They are left out.")
                continue
            if _STAR.search(answer.text):
                # There is a kind for a part of an answer, but Canvas compares it as a whole, Moodle gives it a hundred
                # times the points, and cc2olx leaves out every question of the quiz that holds one.
                why = "Platforms compare whole words."
                self.losses.add(question, "Answers with * for any letters", why, "They are left out.")
            else:
                rights.append(answer.text.replace("\\*", "*"))
            if answer.feedback:
                why = "Answers that are typed have none of their own."
                self.losses.add(question, "Feedback on single answers", why, "It is left out.")
        if rights:
            yield _Item(id, WORD, prompt, weight, rights=tuple(rights), is_case_sensitive=cased)

    def _number(self, question: Numerical) -> Iterator[_Item]:
        yield from self._exact(question, question.id, question.whole_prompt, question.numbers(), _points(question))

    def _exact(
        self, question: Question, id: str, prompt: str, numbers: Sequence[NumberAnswer], weight: Fraction
    ) -> Iterator[_Item]:
        """Numbers as words, where each stands for just itself."""
        full = [number for number in numbers if number.credit >= FULL]
        if any(number.answer is None or number.margin for number in full):
            return  # Words know no tolerance: right answers would be marked wrong.
        if len(full) < len(numbers):
            why = "Common Cartridge knows right and wrong."
            self.losses.add(question, "Numbers for part of the points", why, "They are left out.")
        texts = [f"{number.answer:.15g}" for number in full]
        texts += [text.replace(".", ",") for text in texts if "." in text]
        yield _Item(id, WORD, prompt, weight, rights=tuple(texts))

    def _pairs(self, question: Matching) -> Iterator[_Item]:
        why = "Common Cartridge has no such kind."
        self.losses.add(question, "Matching as one question", why, "Each pair is asked, with its part of the points.")
        offered = list(dict.fromkeys([*(pair.right for pair in question.pairs), *question.distractors]))
        labels = _labels(offered)
        idents = {text: ident for ident, text in labels}
        for n, pair in enumerate(question.pairs, start=1):
            prompt = f"{question.whole_prompt}\n\n{pair.left}"
            weight = _points(question) / len(question.pairs)
            yield _Item(f"{question.id}-{n}", ONE, prompt, weight, labels, (idents[pair.right],), is_shuffled=True)

    def _gaps(self, question: FillBlanks) -> Iterator[_Item]:
        gaps = question.gaps()
        made: list[_Item] = []
        for n, gap in enumerate(gaps, start=1):
            prompt = _with_gaps(question, asked=n if len(gaps) > 1 else 0)
            weight = _points(question) * gap.weight / sum(other.weight for other in gaps)
            id = f"{question.id}-{n}" if len(gaps) > 1 else question.id
            made += self._gap(question, id, prompt, gap, weight)
        if len(made) < len(gaps):
            return  # With some gaps only, the others would give points for nothing.
        if len(gaps) > 1:
            why = "Common Cartridge has one gap in a question."
            self.losses.add(question, "Gaps as one question", why, "Each gap is asked, with its part of the points.")
        yield from made

    def _gap(self, question: FillBlanks, id: str, prompt: str, gap: Blank, weight: Fraction) -> Iterator[_Item]:
        if gap.choices:
            return self._chosen(question, id, prompt, gap.choices, weight)
        if gap.numbers:
            return self._exact(question, id, prompt, gap.numbers, weight)
        cased = question.case_sensitive if gap.case_sensitive is None else gap.case_sensitive
        return self._typed(question, id, prompt, gap.answers, weight, cased=cased)

    def _own(self, question: Essay) -> Iterator[_Item]:
        if question.submission is EssaySubmission.FILE:
            self.losses.add(
                question, "That a file is handed in", "Essays are typed in Common Cartridge.", "It is typed in."
            )
        yield _Item(question.id, OWN, question.whole_prompt, _points(question))


def _points(question: Question) -> Fraction:
    return Fraction(str(question.points))


def _labels(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((f"choice-{n}", text) for n, text in enumerate(texts, start=1))


def _with_gaps(question: FillBlanks, *, asked: int) -> str:
    """The text with lines for its gaps; where there are several, numbered, and the `asked` one named below."""
    pieces, number = [f"{question.whole_prompt}\n\n"], 0
    for part in question.parts():
        if isinstance(part, str):
            pieces.append(part)
        else:
            number += 1
            pieces.append(f"({number}) \\_\\_\\_\\_" if asked else "\\_\\_\\_\\_")
    return "".join(pieces) + (f"\n\n**({asked})**" if asked else "")


def _processing(item: _Item, said: dict[str, str]) -> Fragment:
    """What is scored and said, each condition with everything that it shows.

    Importers do not run this, they look into it: cc2olx takes all answers as right up to the first `continue="No"`,
    Moodle and Canvas score a choice by the last condition that names it. Moodle shows everybody what stands beside
    `continue="Yes"`, and Canvas gives a choice the first feedback that it finds.
    """
    own = {id: f"{id}_fb" for id in item.notes}
    correct, incorrect, general = (
        [name] if name in said else [] for name in ("correct_fb", "general_incorrect_fb", "general_fb")
    )
    other = tag("conditionvar", tag("other"))
    outcomes = tag("outcomes", tag("decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal"))
    made = [outcomes]
    if general:
        made.append(_condition(other, general, goes_on=True))
    many = item.profile == MANY
    # Of several choices each has its say. The right ones before the score, so that nobody who looks into it takes a
    # wrong one for right (cc2olx) or, since something is said to it later, a right one for wrong (Canvas).
    said_before = [id for id in item.rights if many and id in own]
    made += [_condition(tag("conditionvar", _is(id)), [own[id]], goes_on=True) for id in said_before]
    for number, (test, id) in enumerate(rights := _rights(item), start=1):
        notes = [own[id], *correct] if id in own else correct
        made.append(_condition(test, notes, gives=100, goes_on=number < len(rights)))
    for id, _ in item.labels:
        notes = ([own[id]] if id in own else []) + ([] if many else incorrect)
        if notes and id not in item.rights:
            made.append(_condition(tag("conditionvar", _is(id)), notes, goes_on=many))
    if incorrect or len(made) == 1:
        made.append(_condition(other, incorrect))
    return tag("resprocessing", *made)


def _condition(test: Fragment, notes: Sequence[str], *, gives: int = 0, goes_on: bool = False) -> Fragment:
    """One condition: what it gives and shows, and whether those after it are looked at as well."""
    score = [tag("setvar", words(str(gives)), action="Set", varname="SCORE")] if gives else []
    shown = [tag("displayfeedback", feedbacktype="Response", linkrefid=name) for name in notes]
    return tag("respcondition", test, *score, *shown, **{"continue": "Yes" if goes_on else "No"})


def _rights(item: _Item) -> list[tuple[Fragment, str]]:
    """What must be given for all the points, each of these alone is enough; and the choice that it is, if one."""
    if item.profile == MANY:
        # Moodle's converter finds the right answers of such a question by this `case` alone; without, all give nothing.
        chosen = {id: tag("varequal", words(id), respident="response1", case="Yes") for id, _ in item.labels}
        tests = [test if id in item.rights else tag("not", test) for id, test in chosen.items()]
        return [(tag("conditionvar", tag("and", *tests)), "")]
    if item.labels:
        return [(tag("conditionvar", _is(id)), id) for id in item.rights]
    # All in one condition: of several, Moodle and cc2olx read the first. Words that are typed can be but one of them.
    case = "Yes" if item.is_case_sensitive else "No"
    typed = [tag("varequal", words(text), respident="response1", case=case) for text in item.rights]
    return [(tag("conditionvar", *typed), "")] if typed else []


def _is(value: str) -> Fragment:
    return tag("varequal", words(value), respident="response1")
