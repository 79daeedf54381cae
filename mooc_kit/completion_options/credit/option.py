"""Credit for coursework: a way from an open course into a formal one, decided by an institution."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from typing import Any, ClassVar

from mooc_kit.completion_options.authenticated_completion.option import CREDENTIAL as AUTHENTICATED
from mooc_kit.completion_options.base import CompletionOption, KitFile, Standing
from mooc_kit.completion_options.credit import credit_codes
from mooc_kit.completion_options.credit.hours import (
    HOURS,
    claim,
    fitting_amount,
    hours_of_credit,
    shown,
    unit,
)
from mooc_kit.completion_options.credit.open_questions import QUESTIONS, left_open
from mooc_kit.completion_options.credit.section import (
    CreditSpec,
    CreditSystem,
    Mapped,
)
from mooc_kit.completion_options.handing_on import to_the_team
from mooc_kit.completion_options.team_commands import completions
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import Awarder, Credential, CredentialKind, FormalCredit
from mooc_kit.course.participation import CreditApplication, EvidenceWay, StateKind
from mooc_kit.course.workload import estimate_minutes
from mooc_kit.i18n import Say, messages_for
from mooc_kit.problems import Problem, Severity
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.course_info import TeamRole
from mooc_kit.spec.load import unknown_ids
from mooc_kit.spec.model import AnyActivity, ModuleSpec, OutcomeSpec

STATEMENT = "content/completion/credit.md"
APPLICATION = "content/completion/apply-for-credit.md"
GUIDES = ("credit-mapping", "credit-workload", "assessors")
JUDGED = ("quiz", "exam", "assignment", "peer_review")


@dataclass(frozen=True)
class MappedEvidence:
    """A judged activity that serves a mapped outcome."""

    module: ModuleSpec
    activity: AnyActivity
    is_watched: bool


@dataclass(frozen=True)
class MappedRow:
    """A formal outcome with what stands for it in this course."""

    formal: str
    outcomes: tuple[OutcomeSpec, ...]
    evidence: tuple[MappedEvidence, ...]

    @property
    def is_watched(self) -> bool:
        return any(evidence.is_watched for evidence in self.evidence)


class Credit(CompletionOption[CreditSpec]):
    key = "credit"
    title = "Credit for coursework"
    about = (
        "An institution counts the course towards one of its programmes: a way from open learning into formal study."
    )
    asks = "Say who awards how much credit, at which level and towards what, and map your outcomes to the formal ones."
    gives = "Credit on a transcript, for those who apply for it and whose identity was checked."
    needs = "Authenticated completion, an assessor, a programme that accepts the credit, and hours that carry it."
    costs = (
        "Months of talks with a board, a registry and a quality office, and an assessor's time for every applicant. "
        "Some questions of policy and technology stay open for long; they are listed and said openly."
    )
    requires = ("authenticated_completion",)
    suits = ("educational-pathways",)
    Spec = CreditSpec
    rules = credit_codes.RULES
    where: ClassVar[Mapping[str, Standing]] = {
        "site": Standing("the application as one file", "pages/apply-for-credit.html"),
        "moodle": Standing("the pages that tell how; the application goes to the team"),
        "open-edx": Standing("the pages that tell how; the application goes to the team"),
        "team": Standing(
            "applications and decisions in one folder; nothing is given while nobody answers for open questions",
            "guides/assessors.md",
        ),
    }

    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        yield from self._check_hours(spec)
        yield from self._check_mapping(spec)
        if section.level and (found := section.level.mistake()):
            key, message, hint = found
            yield credit_codes.LEVEL_OUTSIDE.at(spec.place(*self._at("level", key)), message, hint=hint)
        if all(person.role is not TeamRole.ASSESSOR for person in spec.course.team):
            hint = "Add somebody with `role: assessor` to the team."
            yield credit_codes.NO_ASSESSOR.at(spec.place("course", "team", key=True), hint=hint)
        known = [question.id for question in QUESTIONS]
        yield from unknown_ids(spec, self._at("settled"), section.settled, known, "open question")

    def _check_hours(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        place = spec.place(*self._at("amount"))
        found, each = claim(spec, section), hours_of_credit(section)
        if found is None or each is None:
            hint = "Add `hours_per_credit:` with the hours that your institution counts for one."
            yield credit_codes.HOURS_UNKNOWN.at(spec.place(*self._at("system")), hint=hint)
            return
        if not found.is_below and not found.is_far_above:
            return
        amount = f"{section.amount:g} {unit(section.system, section.amount)}"
        message = (
            f"The course promises {shown(found.promised)} hours; {amount} would be "
            f"{_span(shown(found.least), shown(found.most), messages_for('en').text)}."
        )
        fits = fitting_amount(found.promised, each[0])
        fitting = (
            f"Claim {shown(fits)} {unit(section.system, float(fits))}" if fits else "Claim nothing for so few hours"
        )
        problem = credit_codes.HOURS_DO_NOT_FIT.at(
            place, message, hint=f"{fitting}, or change `weeks` and `hours_per_week`."
        )
        yield problem if found.is_far_below else replace(problem, severity=Severity.WARNING)

    def _check_mapping(self, spec: spec_model.Spec) -> Iterator[Problem]:
        known = [outcome.id for outcome in spec.outcomes]
        mapping = self.section(spec).mapping
        for number, mapped in enumerate(mapping):
            path = self._at("mapping", number)
            yield from unknown_ids(spec, (*path, "outcomes"), mapped.outcomes, known, "outcome")
            if not mapped.outcomes:
                hint = f"Add `outcomes:` with some of {', '.join(known)}, or remove the line."
                message = f'The formal outcome "{mapped.formal}" is mapped to nothing.'
                yield credit_codes.MAPPED_TO_NOTHING.at(spec.place(*path), message, hint=hint)
            elif set(mapped.outcomes) & set(known) and not _row(spec, mapped).evidence:
                hint = f"Add a quiz, an exam or an assignment with outcomes: [{', '.join(mapped.outcomes)}]."
                message = f'Nothing that is judged shows "{mapped.formal}".'
                yield credit_codes.NOT_SHOWN.at(spec.place(*path), message, hint=hint)
        if spec.outcomes and not mapping:
            place = spec.place("completion", self.key, key=True)
            hint = "Go through guides/credit-mapping.md with the institution, and write `mapping:`."
            yield credit_codes.NOT_MAPPED.at(place, "No outcome is mapped to the formal course yet.", hint=hint)
            return
        reached = {id for mapped in mapping for id in mapped.outcomes}
        for outcome in spec.outcomes:
            if outcome.id not in reached:
                hint = f"Add `{outcome.id}` to a line of `mapping`, or ignore this code and say why."
                message = f'The outcome "{outcome.id}" is not mapped to the formal course.'
                yield credit_codes.NOT_MAPPED.at(spec.place(*self._at("mapping"), key=True), message, hint=hint)

    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        section = self.section(spec)
        rows = [_row(spec, mapped) for mapped in section.mapping]
        authenticated = spec.option("authenticated_completion")
        messages = messages_for(spec.course.language)
        context = {
            "section": section,
            "amount": messages.number(section.amount),
            "unit": messages.text(unit(section.system, section.amount)),
            "level": section.level.words if section.level else "",
            "towards": _towards(section),
            "rows": rows,
            "judged": _judged(spec, rows),
            "unmapped": [o for o in spec.outcomes if all(o.id not in m.outcomes for m in section.mapping)],
            "assessors": [person for person in spec.course.team if person.role is TeamRole.ASSESSOR],
            "questions": [question.told_in(messages) for question in QUESTIONS],
            "open_questions": [question.told_in(messages) for question in left_open(section)],
            "settled": section.settled,
            "is_signed": authenticated is not None and authenticated.agreement == "signed",
            "score": _score(spec),
            "ends": _last_day(spec),
            **_workload(spec, section, messages.text),
        }
        for path in (STATEMENT, APPLICATION):
            yield KitFile(path, path.rsplit("/", 1)[1] + ".j2", context)
        for guide in GUIDES:
            yield KitFile(f"guides/{guide}.md", f"{guide}.md.j2", context, commands=completions(spec))

    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        section = self.section(spec)
        text, number = course.messages.text, course.messages.number
        place = spec.place("completion", self.key, key=True)
        for path in (STATEMENT, APPLICATION):
            course.add_page_file(path, self.key, place)
        authenticated = next((c for c in course.credentials if c.id == AUTHENTICATED), None)
        amount = f"{number(section.amount)} {text(unit(section.system, section.amount))}"
        towards = _towards(section)
        promised = spec.course.weeks * spec.course.hours_per_week
        credit = FormalCredit(
            amount=amount,
            level=section.level.words if section.level else "",
            towards=towards,
            awarded_by=section.awarded_by,
            hours=promised,
        )
        asked = (*(text(question.text) for question in left_open(section)), *section.open_questions)
        page = next((page for page in course.pages if page.source == APPLICATION), None)
        if page is not None:
            course.credit_application = _application(spec, section, page.id)
        mapped = [id for row in section.mapping for id in row.outcomes]
        course.add_credential(
            Credential(
                id="credit",
                kind=CredentialKind.TRANSCRIPT,
                title=text("Credit towards {programme}", programme=section.towards.programme),
                description=text(
                    "{institution} decides on each application and awards the credit.", institution=section.awarded_by
                ),
                awarded_by=Awarder.INSTITUTION,
                origin=self.key,
                criteria_html=_criteria(course, section),
                statement=text(
                    "has completed {title} and is awarded {amount} by {institution}.",
                    title=spec.course.title,
                    amount=amount,
                    institution=section.awarded_by,
                ),
                outcomes=tuple(o.id for o in spec.outcomes if o.id in mapped),
                rule=authenticated.rule if authenticated else course.rule,
                credit=credit,
                open_questions=asked,
            )
        )

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        return {spec_model.MeasureKind.COMPLETIONS, spec_model.MeasureKind.PATHWAYS_TAKEN}

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay:
        text = course.messages.text
        return EvidenceWay(
            option=self.key,
            title=text("Credit for a formal course"),
            about=text("An institution counts your work, if you apply for it."),
            target="page/apply-for-credit",
            state=StateKind.KEPT,
            name="application",
        )

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        return self.fitting(spec, {})

    def fitting(self, spec: spec_model.Spec, said: Mapping[str, Any]) -> dict[str, Any]:
        # Neither who awards it, in which system, at which level, nor what the formal course names: only others know,
        # and a guess reads as a fact. How much it is follows from the hours.
        each = HOURS.get(said.get("system") or CreditSystem.ECTS)
        if each is None:
            return {}
        hours = spec.course.weeks * spec.course.hours_per_week
        return {"amount": int(hours / float(each[0]) * 10) / 10 or 0.1}

    def _at(self, *path: str | int) -> tuple[str | int, ...]:
        return ("completion", self.key, *path)


def _application(spec: spec_model.Spec, section: CreditSpec, page: str) -> CreditApplication:
    works = [item["evidence"] for item in _judged(spec, [_row(spec, mapped) for mapped in section.mapping])]
    return CreditApplication(
        page=page,
        works=tuple((work.activity.id, work.activity.title, work.is_watched) for work in works),
        formal=tuple(mapped.formal for mapped in section.mapping),
        awarded_by=section.awarded_by,
        channel=to_the_team(spec),
    )


def _row(spec: spec_model.Spec, mapped: Mapped) -> MappedRow:
    authenticated = spec.option("authenticated_completion")
    watched = authenticated.proctoring.activities if authenticated else []
    evidence = tuple(
        MappedEvidence(module, item, item.id in watched)
        for _, module, item in spec.walk()
        if item.kind in JUDGED and set(mapped.outcomes) & set(_served(module, item))
    )
    return MappedRow(mapped.formal, tuple(o for o in spec.outcomes if o.id in mapped.outcomes), evidence)


def _served(module: ModuleSpec, item: AnyActivity) -> list[str]:
    return module.outcomes if item.outcomes is None else item.outcomes


def _judged(spec: spec_model.Spec, rows: list[MappedRow]) -> list[dict[str, Any]]:
    """The activities that an assessor looks at, each with the formal outcomes that it shows."""
    found = []
    for _, _, item in spec.walk():
        formal = [row.formal for row in rows if any(e.activity.id == item.id for e in row.evidence)]
        evidence = next((e for row in rows for e in row.evidence if e.activity.id == item.id), None)
        if evidence:
            rubric = getattr(item, "rubric", None)
            found.append({"evidence": evidence, "formal": formal, "rubric": rubric})
    return found


def _workload(spec: spec_model.Spec, section: CreditSpec, say: Say) -> dict[str, Any]:
    """What the activities take, module by module, beside the promise and the claim; all in hours."""
    modules = []
    total = 0
    for module in spec.modules:
        minutes = sum(estimate_minutes(item) for item in module.activities)
        total += minutes
        modules.append({"module": module, "week": spec.week_of(module), "hours": f"{minutes / 60:.1f}"})
    promised = spec.course.weeks * spec.course.hours_per_week
    found = claim(spec, section)
    each = hours_of_credit(section)
    return {
        "by_module": modules,
        "planned": f"{total / 60:.1f}",
        "promised": f"{promised:g}",
        "rest": f"{abs(promised - total / 60):.1f}",
        "is_more_planned": total / 60 > promised,
        "is_thin": total / 60 < promised / 2,
        "each": _span(shown(each[0]), shown(each[1]), say) if each else "",
        "claimed": _span(shown(found.least), shown(found.most), say) if found else "",
        "claim": found,
    }


def _span(least: str, most: str, say: Say) -> str:
    return least if least == most else say("{least} to {most}", least=least, most=most)


def _towards(section: CreditSpec) -> str:
    course = f", {section.towards.course}" if section.towards.course else ""
    return f"{section.towards.programme}{course}"


def _last_day(spec: spec_model.Spec) -> date | None:
    end = spec.ends_on()
    return end - timedelta(days=1) if end else None


def _score(spec: spec_model.Spec) -> int | None:
    platform = spec.option("platform_completion")
    score: int | None = platform.require.score if platform else None
    return score


def _criteria(course: CourseBuilder, section: CreditSpec) -> str:
    text = course.messages.text
    lines = [
        text("The authenticated certificate of the course was earned."),
        text("An application was sent to {institution}.", institution=section.awarded_by),
        text("An assessor found that the work shows the outcomes of the formal course:"),
    ]
    formal = "".join(f"<li>{escape(mapped.formal)}</li>" for mapped in section.mapping)
    items = "".join(f"<li>{escape(line)}</li>" for line in lines[:-1])
    return f"<ul>{items}<li>{escape(lines[-1])}<ul>{formal}</ul></li></ul>" if formal else f"<ul>{items}</ul>"
