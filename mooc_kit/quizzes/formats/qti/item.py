"""An item of QTI: one question with its interaction, its right response, its scoring and its feedback."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mooc_kit.i18n import Messages
from mooc_kit.quizzes.answers import AnswerChoice, Blank, NumberAnswer, TextAnswer
from mooc_kit.quizzes.fixed_values import with_values
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.markup import plain_of
from mooc_kit.quizzes.formats.qti import rules
from mooc_kit.quizzes.formats.qti.body import Body, gap_mark
from mooc_kit.quizzes.formats.qti.dialect import Dialect, identifier
from mooc_kit.quizzes.formats.qti.frame import QtiItemFrame
from mooc_kit.quizzes.formats.qti.rules import Case
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
from mooc_kit.quizzes.random_draw import seed_of, values_for

# fmt: off
HELD = frozenset({
    "title", "text_above", "pool", "points", "feedback", "choices", "answers", "answer", "least", "most", "tolerance",
    "tolerance_percent", "also", "pairs", "distractors", "items", "text", "blanks", "case_sensitive", "shuffle",
    "partial",
    "submission", "model_answer", "tags", "outcome", "difficulty", "author", "unit", "variables", "formula", "decimals",
})
# fmt: on


class QtiItemWriter:
    """Writes the questions of one package as items."""

    def __init__(self, dialect: Dialect, body: Body, losses: Losses, messages: Messages) -> None:
        self.dialect = dialect
        self.body = body
        self.losses = losses
        self.messages = messages

    def item(self, question: Question) -> Any:
        """The item's root element."""
        self.losses.fields(question, HELD)
        if isinstance(question, Calculated):
            question = self._with_values(question)
        title = question.title or plain_of(question.prompt)[:100] or question.id
        root = self.dialect.root(
            "assessmentItem", identifier=identifier(question.id), title=title, adaptive="false", timeDependent="false"
        )
        return _Asked(self, question, root).written()

    def _with_values(self, question: Calculated) -> Numerical:
        """The question with one set of values, since few players draw any."""
        self.losses.add(
            question,
            "Values that are drawn for each participant",
            f"Most players of {self.dialect.title} draw none.",
            "Everybody gets the same values.",
        )
        values = values_for(question, seed_of(question.id)) or {name: v.most for name, v in question.variables.items()}
        return with_values(question, values)


class _Asked(QtiItemFrame):
    """An item with the interaction of its kind of question."""

    def __init__(self, writer: QtiItemWriter, question: Question, root: Any) -> None:
        super().__init__(writer.dialect, writer.body, question, root)
        self.losses, self.messages = writer.losses, writer.messages

    def ask(self, question: Question) -> None:
        _WRITERS[type(question)](self, question)

    def choices(self, question: MultipleChoice | MultipleResponse) -> None:
        names = [f"c{number}" for number in range(len(question.choices))]
        is_one = isinstance(question, MultipleChoice)
        gives = [name for name, choice in zip(names, question.choices, strict=True) if choice.gives]
        right = [name for name, choice in zip(names, question.choices, strict=True) if choice.is_right] or gives
        declaration = self.declare(
            "RESPONSE", "single" if is_one else "multiple", "identifier", right[:1] if is_one else gives
        )
        if isinstance(question, MultipleResponse) and not question.partial:
            rules.by_match(self.d, self.rules, "RESPONSE", "SCORE", self.points)
        else:
            credits = question.credits() if isinstance(question, MultipleResponse) else _credits(question.choices)
            entries = [
                (name, credit / 100 * self.points, False) for name, credit in zip(names, credits, strict=True) if credit
            ]
            self.mapping(declaration, entries)
            rules.by_mapping(self.d, self.rules, "RESPONSE", "SCORE")
        self.prompt()
        self._choice_interaction(names, question.choices, "1" if is_one else "0", shuffle=question.shuffle)
        if self.answers:
            copy = rules.set_value(self.d, self.rules, "FEEDBACK")
            self.d.add(copy, "variable", identifier="RESPONSE")

    def _choice_interaction(
        self, names: Sequence[str], choices: Sequence[AnswerChoice], most: str, *, shuffle: bool
    ) -> None:
        made = self.d.add(
            self.content,
            "choiceInteraction",
            responseIdentifier="RESPONSE",
            shuffle=str(shuffle).lower(),
            maxChoices=most,
        )
        for name, choice in zip(names, choices, strict=True):
            self.body.flow(self.d.add(made, "simpleChoice", identifier=name), choice.text)
            if choice.feedback:
                self.answers.append((name, choice.feedback))

    def true_false(self, question: TrueFalse) -> None:
        say = self.messages.text
        declaration = self.declare("RESPONSE", "single", "identifier", ["true" if question.answer else "false"])
        self.mapping(declaration, [("true" if question.answer else "false", self.points, False)])
        rules.by_mapping(self.d, self.rules, "RESPONSE", "SCORE")
        self.prompt()
        choices = [AnswerChoice(text=say("True")), AnswerChoice(text=say("False"))]
        self._choice_interaction(["true", "false"], choices, "1", shuffle=False)

    def short_answer(self, question: ShortAnswer) -> None:
        self.prompt()
        self._text_field(
            self.d.html(self.content, "p"),
            "RESPONSE",
            "SCORE",
            question.answers,
            self.points,
            case_sensitive=question.case_sensitive,
        )

    def _text_field(
        self,
        parent: Any,
        response: str,
        score: str,
        answers: Sequence[TextAnswer],
        points: float,
        *,
        case_sensitive: bool,
    ) -> None:
        plain = [rules.plain_answer(a.text) for a in answers if not rules.has_wildcard(a.text) and a.credit >= 100]
        declaration = self.declare(response, "single", "string", plain[:1])
        if any(rules.has_wildcard(answer.text) or answer.feedback for answer in answers):
            cases = []
            for number, answer in enumerate(answers):
                name = ""
                if answer.feedback and response == "RESPONSE":
                    name = f"a{number}"
                    self.answers.append((name, answer.feedback))
                cases.append(Case(_within(answer.credit) * points, name, text=answer, case_sensitive=case_sensitive))
            rules.by_cases(self.d, self.rules, response, score, cases)
        else:
            seen: set[str] = set()
            entries = []
            for answer in answers:
                key = rules.plain_answer(answer.text)
                if (key if case_sensitive else key.lower()) not in seen:
                    seen.add(key if case_sensitive else key.lower())
                    entries.append((key, _within(answer.credit) * points, case_sensitive))
            self.mapping(declaration, entries)
            rules.by_mapping(self.d, self.rules, response, score)
        longest = max((len(answer.text) for answer in answers), default=10)
        self.d.add(
            parent, "textEntryInteraction", responseIdentifier=response, expectedLength=str(min(max(longest, 5), 60))
        )

    def numerical(self, question: Numerical) -> None:
        self.prompt()
        paragraph = self.d.html(self.content, "p")
        self._number_field(paragraph, "RESPONSE", "SCORE", question.numbers(), self.points)
        if question.unit:
            paragraph[-1].tail = f" {question.unit}"

    def _number_field(
        self, parent: Any, response: str, score: str, numbers: Sequence[NumberAnswer], points: float
    ) -> None:
        low, high = numbers[0].bounds()
        value = numbers[0].answer if numbers[0].answer is not None else (low + high) / 2
        self.declare(response, "single", "float", [rules.written(value)])
        cases = []
        for number, answer in enumerate(numbers):
            name = ""
            if answer.feedback and response == "RESPONSE":
                name = f"n{number}"
                self.answers.append((name, answer.feedback))
            cases.append(Case(_within(answer.credit) * points, name, number=answer))
        rules.by_cases(self.d, self.rules, response, score, cases)
        self.d.add(parent, "textEntryInteraction", responseIdentifier=response, expectedLength="10")

    def matching(self, question: Matching) -> None:
        rights = list(dict.fromkeys([*(pair.right for pair in question.pairs), *question.distractors]))
        pairs = [f"l{number} r{rights.index(pair.right)}" for number, pair in enumerate(question.pairs)]
        declaration = self.declare("RESPONSE", "multiple", "directedPair", pairs)
        self.mapping(declaration, [(pair, self.points / len(pairs), False) for pair in pairs])
        rules.by_mapping(self.d, self.rules, "RESPONSE", "SCORE")
        self.prompt()
        made = self.d.add(
            self.content,
            "matchInteraction",
            responseIdentifier="RESPONSE",
            shuffle="true",
            maxAssociations=str(len(pairs)),
        )
        left = self.d.add(made, "simpleMatchSet")
        for number, pair in enumerate(question.pairs):
            self.body.flow(self.d.add(left, "simpleAssociableChoice", identifier=f"l{number}", matchMax="1"), pair.left)
        right = self.d.add(made, "simpleMatchSet")
        for number, text in enumerate(rights):
            self.body.flow(
                self.d.add(right, "simpleAssociableChoice", identifier=f"r{number}", matchMax=str(len(pairs))), text
            )

    def ordering(self, question: Ordering) -> None:
        names = [f"i{number}" for number in range(len(question.items))]
        self.declare("RESPONSE", "ordered", "identifier", names)
        rules.by_match(self.d, self.rules, "RESPONSE", "SCORE", self.points)
        self.losses.add(
            question,
            "Part of the points for part of the order",
            f"{self.d.title} has no rule for neighbours.",
            "Only the whole order gives points.",
        )
        self.prompt()
        made = self.d.add(self.content, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
        # Players without chance show them as they stand: not in the right order, please.
        for number in _mixed(len(names), question.id):
            self.body.flow(self.d.add(made, "simpleChoice", identifier=names[number]), question.items[number])

    def fill_blanks(self, question: FillBlanks) -> None:
        gaps: list[Blank] = []
        words = []
        for part in question.parts():
            if isinstance(part, Blank):
                words.append(gap_mark(len(gaps)))
                gaps.append(part)
            else:
                words.append(part)
        weight = sum(gap.weight for gap in gaps)
        self.prompt()

        def put(parent: Any, number: int) -> None:
            if number < len(gaps):
                self._gap(parent, number, gaps[number], self.points * gaps[number].weight / weight, question)

        self.body.blocks(self.d.html(self.content, "div"), "".join(words), put)
        rules.total(self.d, self.rules, self.scores)
        if any(_says_something(gap) for gap in gaps):
            self.losses.add(
                question, "Feedback on single gaps", "Players show one feedback an item.", "It is left out."
            )

    def _gap(self, parent: Any, number: int, gap: Blank, points: float, question: FillBlanks) -> None:
        response, score = f"RESPONSE{number + 1}", f"SCORE{number + 1}"
        self.scores.append(score)
        if gap.numbers:
            self._number_field(parent, response, score, gap.numbers, points)
        elif gap.choices:
            names = [f"c{n}" for n in range(len(gap.choices))]
            right = [name for name, choice in zip(names, gap.choices, strict=True) if choice.is_right]
            declaration = self.declare(response, "single", "identifier", right[:1])
            credits = zip(names, _credits(gap.choices), strict=True)
            self.mapping(declaration, [(name, credit / 100 * points, False) for name, credit in credits if credit])
            rules.by_mapping(self.d, self.rules, response, score)
            made = self.d.add(parent, "inlineChoiceInteraction", responseIdentifier=response, shuffle="true")
            for name, choice in zip(names, gap.choices, strict=True):
                self.d.add(made, "inlineChoice", plain_of(choice.text), identifier=name)
        else:
            sensitive = question.case_sensitive if gap.case_sensitive is None else gap.case_sensitive
            self._text_field(parent, response, score, gap.answers, points, case_sensitive=sensitive)

    def essay(self, question: Essay) -> None:
        is_file = question.submission is EssaySubmission.FILE
        self.declare("RESPONSE", "single", "file" if is_file else "string")
        if question.model_answer:
            block = self.d.add(self.content, "rubricBlock", view="scorer")
            self.body.blocks(self.d.add(block, "contentBody") if self.d.is_kebab else block, question.model_answer)
        self.prompt()
        if is_file:
            self.d.add(self.content, "uploadInteraction", responseIdentifier="RESPONSE")
        else:
            self.d.add(self.content, "extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines="8")


def _says_something(gap: Blank) -> bool:
    answers: Sequence[Any] = (*gap.answers, *gap.choices, *gap.numbers)
    return any(answer.feedback for answer in answers)


def _credits(choices: Sequence[AnswerChoice]) -> list[float]:
    """What each of the choices gives where one is chosen, in percent, from 0 to 100."""
    own = (choice.credit if choice.credit is not None else 100.0 * choice.correct for choice in choices)
    return [min(max(float(credit), 0.0), 100.0) for credit in own]


def _within(credit: float) -> float:
    """A credit in percent as a share from 0 to 1."""
    return min(max(credit, 0.0), 100.0) / 100


def _mixed(count: int, id: str) -> list[int]:
    """An order of `count` items other than the right one, the same each time."""
    start = 1 + seed_of(id) % max(count - 1, 1)
    return [(start + step) % count for step in range(count)]


_WRITERS: dict[type[Any], Callable[[_Asked, Any], None]] = {
    MultipleChoice: _Asked.choices,
    MultipleResponse: _Asked.choices,
    TrueFalse: _Asked.true_false,
    ShortAnswer: _Asked.short_answer,
    Numerical: _Asked.numerical,
    Matching: _Asked.matching,
    Ordering: _Asked.ordering,
    FillBlanks: _Asked.fill_blanks,
    Essay: _Asked.essay,
}
