"""Figures of success: what all sources together say about each measure, and what became of the cohort.

Where several sources tell of the same, the largest number counts and none are added: the same people and the same
things may stand in each of them.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from mooc_kit.checks.success_rules import WOULD_FEED, counts_for, feeds_of
from mooc_kit.cohort.credential_rules import rules_of
from mooc_kit.cohort.success.cohort_numbers import CohortNumbers
from mooc_kit.cohort.success.evidence import Evidence
from mooc_kit.cohort.summary import FunnelStep, Summary, shown
from mooc_kit.course.model import SurveyItem
from mooc_kit.course.survey_measures import CountedItem, counted_items
from mooc_kit.problems import Problem
from mooc_kit.spec.model import MeasureKind, SuccessMeasure

TOOK_PART = "of those who took part"
_FILES: dict[MeasureKind, tuple[str, ...]] = {
    MeasureKind.COMPLETIONS: ("gradebooks", "what `mooc-kit completions` wrote"),
    MeasureKind.ACTIVE_PARTICIPANTS: ("gradebooks", "answers to any survey"),
    MeasureKind.BADGES_AWARDED: ("the badges that holders sent (JSON, PNG or SVG)",),
    MeasureKind.PEERS_HELPED: ("a table with a column peers-helped", "xAPI statements", "badges of peers"),
    MeasureKind.SELF_CERTIFICATES: ("the signed self-certificates that people sent", "what they kept on the site"),
    MeasureKind.PATHWAYS_TAKEN: ("the ledger of credentials",),
    MeasureKind.OTHER: ("a table with the columns measure and count",),
}
"""The files that tell of each kind, beside answers to surveys."""


@dataclass(frozen=True)
class Told:
    """What one source says about a measure. `base` are the people whom a share is a share of, None where not known."""

    number: int
    source: str
    base: int | None = None
    base_words: str = ""


@dataclass(frozen=True)
class Figure:
    """A measure with what was reached, None where no source tells it; `missing` then says what would."""

    id: str
    kind: str
    title: str
    told: tuple[Told, ...]
    target: int | str | None = None
    missing: str = ""
    before: int | None = None
    """What an earlier report says."""

    @property
    def best(self) -> Told | None:
        return max(self.told, key=lambda told: told.number, default=None)

    @property
    def reached(self) -> int | None:
        return self.best.number if self.best else None

    @property
    def needed(self) -> int | None:
        """The number that the target asks for; None where it is a share of people whose number is not known."""
        text = str(self.target)
        if text.isdigit():
            return int(text)
        if self.best is None or self.best.base is None or not text.endswith("%"):
            return None
        return -(-self.best.base * int(text[:-1]) // 100)

    @property
    def share(self) -> float | None:
        """How much of the target was reached, 1 for all; None where it is not known."""
        return self.reached / self.needed if self.reached is not None and self.needed else None

    @property
    def is_met(self) -> bool | None:
        return None if self.reached is None or self.needed is None else self.reached >= self.needed

    @property
    def target_words(self) -> str:
        """The target as it was written, and what a share is a share of."""
        if self.target is None:
            return ""
        if str(self.target).isdigit():
            return shown(int(self.target))
        if self.best is None:
            return str(self.target)
        if self.needed is None:
            return f"{self.target}: of how many is not known"
        return f"{self.target} {self.best.base_words} ({shown(self.needed)} of {shown(self.best.base or 0)})"


@dataclass(frozen=True)
class Question:
    """A question of a survey with options: how many chose each, and how many answered."""

    survey: str
    prompt: str
    counts: tuple[tuple[str, int], ...]
    answered: int


@dataclass
class Figures:
    """Everything that the report shows. `steps` are people on their way; `things` are what they made and took."""

    measures: list[Figure]
    others: list[Figure]
    """Kinds of measures that the course does not name, and that something tells of all the same."""
    steps: list[FunnelStep]
    things: list[FunnelStep]
    questions: list[Question]
    summary: Summary | None = None
    problems: list[Problem] = field(default_factory=list)


def figures_of(evidence: Evidence, on: date) -> Figures:
    """Count it all. What cannot be decided becomes a problem, and the rest is counted."""
    rules = tuple(rules_of(evidence.spec, evidence.course))
    with tempfile.TemporaryDirectory(prefix="mooc-kit-") as folder:
        cohort = CohortNumbers.read(evidence, rules, on, Path(folder))
    items = list(counted_items(evidence.course))
    named = {measure.measure for measure in evidence.spec.success}
    rest = [
        SuccessMeasure(id=kind.value, measure=kind, target=1)
        for kind in MeasureKind
        if kind not in named and kind is not MeasureKind.OTHER
    ]
    measures = [_figure(measure, evidence, cohort, items) for measure in evidence.spec.success]
    others = [replace(_figure(measure, evidence, cohort, items), target=None) for measure in rest]
    return Figures(
        measures,
        [figure for figure in others if figure.told],
        list(_steps(evidence, cohort, items)),
        list(_things(evidence)),
        list(_questions(evidence)),
        cohort.summary,
        cohort.problems,
    )


def _figure(
    measure: SuccessMeasure,
    evidence: Evidence,
    cohort: CohortNumbers,
    items: list[CountedItem],
) -> Figure:
    kind = measure.measure
    told = [*_from_kind(kind, evidence, cohort), *_from_surveys(measure, evidence, items)]
    if kind.value in cohort.counted:
        number = cohort.counted[kind.value]
        told.append(Told(number, ", ".join(name for name, _ in cohort.titles), cohort.took_part, TOOK_PART))
    for name in dict.fromkeys((measure.id, kind.value)):
        if name in evidence.tally and (name == measure.id or kind is not MeasureKind.OTHER):
            amount, source = evidence.tally[name]
            told.append(Told(int(amount), source, cohort.took_part, TOOK_PART if cohort.took_part is not None else ""))
            break
    missing = ""
    if not told:
        can_be_told = feeds_of(evidence.spec, measure, evidence.course)
        missing = f"nothing in the course tells it; {WOULD_FEED[kind]} would"
        if can_be_told:
            surveys = dict.fromkeys(item.survey.title for item in items if counts_for(item, measure))
            files = [*(f'answers to "{title}"' for title in surveys), *_FILES.get(kind, ())]
            missing = f"no file tells it yet. Give the command {' or '.join(files)}"
    return Figure(
        measure.id,
        kind.value,
        measure.about or kind.meaning,
        tuple(told),
        measure.target,
        missing,
        _before(measure.id, evidence),
    )


def _before(id: str, evidence: Evidence) -> int | None:
    measures = evidence.earlier.get("measures") if evidence.earlier else None
    for row in measures if isinstance(measures, list) else ():
        if isinstance(row, dict) and row.get("id") == id and isinstance(row.get("reached"), int):
            return int(row["reached"])
    return None


# ---- the sources of each kind ----------------------------------------------------------------------------------------


def _from_kind(kind: MeasureKind, evidence: Evidence, cohort: CohortNumbers) -> Iterator[Told]:
    base, words = cohort.took_part, TOOK_PART if cohort.took_part is not None else ""
    match kind:
        case MeasureKind.ACTIVE_PARTICIPANTS:
            yield from _active(evidence, cohort)
        case MeasureKind.COMPLETIONS:
            told = [*cohort.completions, *((name, max(n.values())) for name, n in evidence.completed.items() if n)]
            yield from (Told(people, source, base, words) for source, people in told)
        case MeasureKind.SHARE_BACKS:
            yield from _shared_back(evidence)
        case MeasureKind.CONTRIBUTIONS:
            if evidence.accepted or evidence.waiting or "self_check" in evidence.course.options:
                yield Told(evidence.accepted, f"accepted questions in quizzes/; {evidence.waiting} more wait")
        case MeasureKind.BADGES_AWARDED:
            if evidence.holders:
                number = sum(len(people) for people in evidence.holders.values())
                yield Told(number, "awards of peers whose chain holds")
        case MeasureKind.PEERS_HELPED:
            if evidence.judges:
                yield Told(len(evidence.judges), "judges of peer badges", base, words)
        case MeasureKind.SELF_CERTIFICATES:
            yield from _self_certified(evidence, base, words)
        case MeasureKind.PATHWAYS_TAKEN:
            if "credit" in evidence.credentials:
                yield Told(evidence.credentials["credit"][0], "credit in the ledger", base, words)


def _shared_back(evidence: Evidence) -> Iterator[Told]:
    if evidence.stories or "authentic" in evidence.course.options:
        shown_ = f"{evidence.stories_shown} of them in the gallery"
        yield Told(len(evidence.stories), f"share-backs in the kit and in issues, {shown_}")
    if evidence.signed_stories:
        yield Told(len(evidence.signed_stories), "what people did and signed")
    told = sum(one.share_backs for one in evidence.own_data)
    if told:
        yield Told(told, "what participants' browsers kept")


def _self_certified(evidence: Evidence, base: int | None, words: str) -> Iterator[Told]:
    if evidence.self_certified:
        yield Told(len(evidence.self_certified), "signed self-certificates", base, words)
    told = sum(one.certificates > 0 for one in evidence.own_data)
    if told:
        yield Told(told, "what participants' browsers kept", base, words)


def _active(evidence: Evidence, cohort: CohortNumbers) -> Iterator[Told]:
    signed_up = cohort.signed_up
    words = "of those who signed up" if signed_up is not None else ""
    if cohort.took_part is not None:
        yield Told(cohort.took_part, ", ".join(name for name, _ in cohort.titles), signed_up, words)
    answers = {survey.title: len(evidence.people_of(survey.id)) for survey in evidence.surveys}
    most = max(answers, key=lambda title: answers[title], default="")
    if most and answers[most]:
        yield Told(answers[most], f'answers to "{most}"', signed_up, words)
    took_part = sum(one.took_part for one in evidence.own_data)
    if took_part:
        yield Told(took_part, "what participants' browsers kept", signed_up, words)


def _from_surveys(measure: SuccessMeasure, evidence: Evidence, items: list[CountedItem]) -> Iterator[Told]:
    """Each survey with questions for `measure`: people who chose an answer that counts, or the sum of numbers."""
    by_survey: dict[str, list[CountedItem]] = {}
    for item in items:
        if counts_for(item, measure):
            by_survey.setdefault(item.survey.id, []).append(item)
    for survey, counted in by_survey.items():
        people = evidence.people_of(survey)
        answered = [response for response in people if any(item.item.id in response.answers for item in counted)]
        if not answered:
            continue
        number = sum(_amount([(i, response.chose(i.item)) for i in counted]) for response in answered)
        title = counted[0].survey.title
        yield Told(number, f'answers to "{title}": {len(answered)}', len(answered), "of those who answered")


def _amount(said: Iterable[tuple[CountedItem, tuple[str, ...]]]) -> int:
    """What one person's answers count: 1 where one of them is among those that count, else the number they write."""
    amount = 0
    for item, chosen in said:
        if item.answers:
            if set(chosen) & set(item.answers):
                return 1
        elif chosen and item.item.kind == "text":
            amount += int(_number(chosen[0]))
        elif any(chosen):
            return 1
    return amount


def _number(text: str) -> Decimal:
    """The number that somebody wrote, at most a thousand; 0 where it is none: words are not counted."""
    from mooc_kit.cohort.gradebook import number

    return min(max(number(text) or Decimal(0), Decimal(0)), Decimal(1000))


# ---- people on their way, what they made, and what they said ---------------------------------------------------------


def _steps(evidence: Evidence, cohort: CohortNumbers, items: list[CountedItem]) -> Iterator[FunnelStep]:
    if cohort.summary:
        yield from cohort.summary.funnel
    plan = evidence.course.goal_plan
    if plan is None:
        return
    signed = evidence.people_of(plan.sign_up)
    set_one = [r for r in signed if any(id.startswith("goal-") for id in r.answers)]
    if signed:
        if not cohort.summary:
            yield FunnelStep("Answered the sign-up survey", len(signed))
        yield FunnelStep("Set a goal of their own", len(set_one))
    counted = [item for item in items if item.survey.id == plan.closing]
    judged = [r for r in evidence.people_of(plan.closing) if any(id.startswith("goal-") for id in r.answers)]
    if judged:
        met = [r for r in judged if any(set(r.chose(one.item)) & set(one.answers) for one in counted)]
        yield FunnelStep("Looked back at their goals", len(judged))
        yield FunnelStep("Say that they met a goal", len(met))


def _things(evidence: Evidence) -> Iterator[FunnelStep]:
    if evidence.stories:
        yield FunnelStep("Share-backs", len(evidence.stories))
        yield FunnelStep("… of them shown in the gallery", evidence.stories_shown)
    if evidence.accepted or evidence.waiting:
        yield FunnelStep("Questions of participants, accepted", evidence.accepted)
        yield FunnelStep("… that wait to be judged", evidence.waiting)
    titles = {credential.id: credential.title for credential in evidence.course.credentials}
    for badge, people in sorted(evidence.holders.items()):
        name = titles.get(badge.rsplit("#", 1)[-1].rsplit("/", 1)[-1].removesuffix(".json"), badge)
        yield FunnelStep(f"Holders of the badge {name}", len(people))
    if evidence.self_certified:
        yield FunnelStep("Self-certificates, signed", len(evidence.self_certified))
    for kind, (valid, ended) in sorted(evidence.credentials.items()):
        yield FunnelStep(f"Credentials: {titles.get(kind, kind)}", valid)
        if ended:
            yield FunnelStep(f"… taken back: {titles.get(kind, kind)}", ended)


def _questions(evidence: Evidence) -> Iterator[Question]:
    for survey in evidence.surveys:
        people = evidence.people_of(survey.id)
        for item in survey.items:
            if people and item.options and item.kind != "consent":
                yield from _question(survey.title, item, [r.chose(item) for r in people if item.id in r.answers])


def _question(survey: str, item: SurveyItem, answers: list[tuple[str, ...]]) -> Iterator[Question]:
    if answers:
        chosen = Counter(option for answer in answers for option in answer)
        counts = tuple((option, chosen[option]) for option in item.options)
        yield Question(survey, item.prompt, counts, len(answers))
