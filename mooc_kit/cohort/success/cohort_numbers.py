"""Cohort numbers: what gradebooks say about everybody, with or without a rule by which somebody completes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mooc_kit.cohort.assessments import load_assessments
from mooc_kit.cohort.credential_rules import CredentialRule
from mooc_kit.cohort.decide import Decided, Terms, decide
from mooc_kit.cohort.gradebook import Columns
from mooc_kit.cohort.gradebook_database import MEMORY, database, gather
from mooc_kit.cohort.results import marks_of, told_of
from mooc_kit.cohort.roster import load_roster
from mooc_kit.cohort.success.evidence import Evidence
from mooc_kit.cohort.summary import Summary, counted_measures, summarise
from mooc_kit.problems import MoocKitError, Problem


@dataclass
class CohortNumbers:
    """`summary` is None where there is no gradebook. `counted` are measures that columns or statements tell."""

    summary: Summary | None = None
    titles: list[tuple[str, str]] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    completions: list[tuple[str, int]] = field(default_factory=list)
    """(source, people) who completed by the course's rule, where the gradebooks decide it."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def signed_up(self) -> int | None:
        return self.summary.funnel[0].people if self.summary else None

    @property
    def took_part(self) -> int | None:
        return self.summary.funnel[1].people if self.summary else None

    @classmethod
    def read(cls, evidence: Evidence, rules: Sequence[CredentialRule], on: date, folder: Path) -> CohortNumbers:
        """Read the gradebooks of `evidence`, in a database below `folder`."""
        if not evidence.gradebooks:
            return cls()
        try:
            return cls._read(evidence, rules, on, folder)
        except MoocKitError as error:  # what else there is, is told all the same
            return cls(problems=list(error.problems))

    @classmethod
    def _read(cls, evidence: Evidence, rules: Sequence[CredentialRule], on: date, folder: Path) -> CohortNumbers:
        course = evidence.course
        columns = Columns(course, evidence.mapped, evidence.written)
        with database(folder, MEMORY[-1]) as connection:
            titles = gather(evidence.gradebooks, columns, folder, connection)
            watched = tuple(dict.fromkeys(id for rule in rules for id in rule.watched))
            odd = load_roster(evidence.roster, watched, connection)
            formal = [words for rule in rules if rule.needs_decision for words, _ in rule.mapped]
            odd += load_assessments(evidence.decisions, formal, on, connection)
            decided: Decided | list[Problem] = []
            if rules:
                terms = Terms(today=on, has_decisions=evidence.decisions is not None)
                decided = decide(course, rules, terms, columns, connection, folder / "decisions.parquet")
            problems = [*columns.problems, *odd]
            if isinstance(decided, list):  # nothing decides who completed: the rest is counted all the same
                problems += decided
                told = told_of(columns, connection)
                marks = marks_of(course, columns, (), told, None, connection)
                decided = Decided(marks.source, marks, ())
            summary = summarise(course, decided, connection)
            counted = counted_measures(connection)
        names = ", ".join(name for name, _ in titles)
        completions = [(names, summary.outcomes[0].completed)] if summary.outcomes else []
        return cls(summary, titles, counted, completions, problems)
