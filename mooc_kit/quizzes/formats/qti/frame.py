"""The frame of an item of QTI: declarations before the body, scoring and feedback after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mooc_kit.quizzes.formats.qti import rules
from mooc_kit.quizzes.formats.qti.body import Body
from mooc_kit.quizzes.formats.qti.dialect import Dialect
from mooc_kit.quizzes.model import MultipleResponse, Question


class QtiItemFrame:
    """One item while it is written; a child class knows how each kind of question is asked."""

    def __init__(self, dialect: Dialect, body: Body, question: Question, root: Any) -> None:
        self.d, self.body = dialect, body
        self.question = question
        self.root = root
        self.points = float(question.points)
        self.content = self.d.root("itemBody")
        self.rules = self.d.root("responseProcessing")
        self.answers: list[tuple[str, str]] = []
        """Feedback by identifier, shown when FEEDBACK has it."""
        self.scores: list[str] = []

    def written(self) -> Any:
        question = self.question
        if question.text_above:
            self.body.blocks(self.d.html(self.content, "div"), question.text_above)
        self.ask(question)
        self._outcomes()
        self.root.append(self.content)
        self._feedback()
        return self.root

    def ask(self, question: Question) -> None:
        """Write the interaction, and declare its response and its score."""
        raise NotImplementedError

    # ---- declarations ------------------------------------------------------------------------------------------------

    def declare(self, name: str, cardinality: str, kind: str, correct: Sequence[str] = ()) -> Any:
        made = self.d.add(self.root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=kind)
        if correct:
            values = self.d.add(made, "correctResponse")
            for value in correct:
                self.d.add(values, "value", value)
        return made

    def mapping(self, declaration: Any, entries: Sequence[tuple[str, float, bool]]) -> None:
        """`entries` are (key, points, whether capital letters matter)."""
        upper = rules.written(max(self.points, 0.0))
        mapping = self.d.add(declaration, "mapping", lowerBound="0", upperBound=upper, defaultValue="0")
        for key, points, case_sensitive in entries:
            self.d.add(
                mapping,
                "mapEntry",
                mapKey=key,
                mappedValue=rules.written(points),
                caseSensitive=str(case_sensitive).lower(),
            )

    def _outcomes(self) -> None:
        def outcome(name: str, kind: str, default: str | None = None, cardinality: str = "single") -> None:
            made = self.d.add(self.root, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=kind)
            if default is not None:
                self.d.add(self.d.add(made, "defaultValue"), "value", default)

        outcome("SCORE", "float", "0")
        outcome("MAXSCORE", "float", rules.written(self.points))
        for name in self.scores:
            outcome(name, "float", "0")
        if self.answers:
            outcome("FEEDBACK", "identifier", cardinality="multiple" if self._is_many else "single")
        if any((self.question.feedback.correct, self.question.feedback.incorrect, self.question.feedback.partial)):
            outcome("RESULT", "identifier")
        if self.question.feedback.general:
            outcome("GENERAL", "identifier")

    @property
    def _is_many(self) -> bool:
        return isinstance(self.question, MultipleResponse)

    def _feedback(self) -> None:
        said = self.question.feedback
        results = [
            ("CORRECT", said.correct),
            ("INCORRECT", said.incorrect),
            ("PARTIAL", said.partial or said.incorrect),
        ]
        has_result = any(text for _, text in results)
        if has_result:
            rules.result(self.d, self.rules, self.points)
        if said.general:
            rules.base_value(self.d, rules.set_value(self.d, self.rules, "GENERAL"), "identifier", "GENERAL")
        if len(self.rules):
            self.root.append(self.rules)
        shown = [("FEEDBACK", name, text) for name, text in self.answers]
        shown += [("RESULT", name, text) for name, text in results if text] if has_result else []
        shown += [("GENERAL", "GENERAL", said.general)] if said.general else []
        for outcome, name, text in shown:
            modal = self.d.add(self.root, "modalFeedback", outcomeIdentifier=outcome, identifier=name, showHide="show")
            # 3.0 wants the words in a body of their own.
            self.body.blocks(self.d.add(modal, "contentBody") if self.d.is_kebab else modal, text)

    def prompt(self) -> None:
        """The question's words: above the interaction, so that blocks of any kind can stand in them."""
        self.body.blocks(self.d.html(self.content, "div"), self.question.prompt)
