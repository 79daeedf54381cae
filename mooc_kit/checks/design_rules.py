"""Design rules: is what the course promises taught and shown, does it fit the time, do choices have an effect?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from mooc_kit.checks import design_codes as codes
from mooc_kit.checks.language_rules import check_language
from mooc_kit.checks.micro_credential_rules import check_micro_credential
from mooc_kit.checks.outcome_rules import check_outcome
from mooc_kit.checks.success_rules import check_success
from mooc_kit.completion_options.registry import options
from mooc_kit.content.contrast import LEAST_FOR_TEXT, contrast, legible
from mooc_kit.counting import counted
from mooc_kit.course.model import Assignment, Course
from mooc_kit.course.workload import estimate_minutes
from mooc_kit.problems import Problem, Severity
from mooc_kit.rubrics.check import uncovered
from mooc_kit.spec.course_info import TeamRole
from mooc_kit.spec.design import (
    Curriculum,
    Data,
    Facilitation,
    Materials,
    Platform,
    Positioning,
    Roles,
    Support,
)
from mooc_kit.spec.meeting import PLATFORMS_WITH_DISCUSSIONS, MeetingKind
from mooc_kit.spec.model import (
    WITHOUT_ACCOUNTS,
    ExamActivity,
    LiveSessionActivity,
    MeasureKind,
    ModuleSpec,
    QuizActivity,
    Spec,
)
from mooc_kit.suggest import nearest

SHOWS = frozenset({"quiz", "exam", "assignment", "peer_review"})
"""Kinds of activity by which participants show what they can do."""

_WHITE = "#ffffff"
SUSTAINABLE_WEEKS = 6
OVERLOAD = 1.25
UNDERLOAD = 0.6

_ROLES = {
    Roles.CONTENT_EXPERTS: TeamRole.CONTENT_EXPERT,
    Roles.LEARNING_DESIGNER: TeamRole.LEARNING_DESIGNER,
    Roles.MEDIA_PRODUCTION: TeamRole.MEDIA_PRODUCER,
    Roles.TECHNICAL_SUPPORT: TeamRole.TECHNICAL_SUPPORT,
}


def check_design(spec: Spec) -> Iterator[Problem]:
    """Problems of the plan as the spec tells it."""
    yield from _alignment(spec)
    yield from _workload(spec)
    yield from _dates(spec)
    yield from _elements(spec)
    yield from _meeting(spec)
    yield from _points(spec)
    yield from _evidence(spec)
    yield from check_success(spec)
    yield from _colours(spec)
    yield from check_micro_credential(spec)
    yield from check_language(spec)


def _colours(spec: Spec) -> Iterator[Problem]:
    """The institution's two colours as text on a white page."""
    brand = spec.course.brand
    for key, name, colour in (("primary", "main", brand.primary), ("accent", "second", brand.accent)):
        ratio = contrast(colour, _WHITE)
        if ratio < LEAST_FOR_TEXT:
            message = f"The {name} colour {colour} is too pale for text: its contrast with white is {ratio:.1f} to 1."
            hint = f"Text needs {LEAST_FOR_TEXT:g} to 1. The next shade that does is {legible(colour, _WHITE)}."
            yield codes.PALE_COLOUR.at(spec.place("course", "brand", key), message, hint=hint)


def check_course(spec: Spec, course: Course) -> Iterator[Problem]:
    """Problems that only the assembled course shows."""
    minutes = sum(activity.minutes for _, activity in course.activities())
    promised = course.weeks * course.hours_per_week
    if minutes / 60 < promised * UNDERLOAD:
        message = f"The course promises {promised:g} hours; what there is to do takes about {minutes / 60:.0f}."
        hint = "Add to it, lower `hours_per_week`, or say `minutes:` where an activity takes longer than estimated."
        yield codes.TOO_LITTLE.at(spec.place("course", "hours_per_week"), message, hint=hint)
    yield from _judged(spec, course)
    yield from check_success(spec, course)


def _judged(spec: Spec, course: Course) -> Iterator[Problem]:
    """Outcomes that work or a badge is to show, and that its rubric does not judge."""
    places = {activity.id: path for path, _, activity in spec.walk()}
    for _, activity in course.activities():
        if isinstance(activity, Assignment) and activity.rubric:
            place = spec.place(*places[activity.id]) if activity.id in places else spec.place("modules")
            yield from uncovered(activity.rubric, dict.fromkeys(activity.outcomes, place), activity.title)
    for credential in course.credentials:
        if credential.rubric:
            place = spec.place("completion", credential.origin, key=True)
            yield from uncovered(credential.rubric, dict.fromkeys(credential.outcomes, place), credential.title)


def check_targets(spec: Spec, known: Collection[str]) -> Iterator[Problem]:
    """Targets that nobody knows."""
    for number, name in enumerate(spec.targets):
        place = spec.place("targets", number)
        if name in known:
            continue
        names = sorted(known)
        close = nearest(name, names)
        hint = f"Did you mean `{close[0]}`?" if close else f"Known: {', '.join(names)}."
        yield codes.UNKNOWN_TARGET.at(place, f'There is no target "{name}".', hint=hint)


def _alignment(spec: Spec) -> Iterator[Problem]:
    asks_first = spec.design.chose(Curriculum.PARTICIPANTS_IDENTIFY)
    is_defined = spec.design.chose(Curriculum.DEFINED_CURRICULUM)
    if not spec.outcomes:
        if not asks_first:
            hint = "Write two to five things that participants will be able to do."
            problem = codes.NO_OUTCOMES.at(spec.place("outcomes", key=True), hint=hint)
            yield replace(problem, severity=Severity.ERROR) if is_defined else problem
        return
    taught: set[str] = set()
    shown: set[str] = set()
    worked_on: set[str] = set()
    for module in spec.modules:
        taught.update(module.outcomes)
        worked_on.update(_worked_on(module))
        for activity in module.activities:
            served = module.outcomes if activity.outcomes is None else activity.outcomes
            taught.update(served)
            if activity.kind in SHOWS:
                shown.update(served)
    known = options()
    for key in spec.completion.offered():
        shown.update(known[key].evidences(spec))
    for number, outcome in enumerate(spec.outcomes):
        if outcome.id not in taught:
            hint = f"Add `{outcome.id}` to the outcomes of a module or an activity, or take the outcome out."
            message = f'No module or activity serves the outcome "{outcome.id}".'
            yield codes.NOT_TAUGHT.at(
                spec.place("outcomes", number, "id"), message, hint=hint, about=f"outcome:{outcome.id}"
            )
        elif outcome.id not in worked_on:
            hint = f"Add `{outcome.id}` to the outcomes of what comes before the exam, or ask something else there."
            message = f'Only an exam serves the outcome "{outcome.id}".'
            yield codes.ONLY_EXAMINED.at(
                spec.place("outcomes", number, "id"), message, hint=hint, about=f"outcome:{outcome.id}"
            )
        elif outcome.id not in shown:
            hint = f"Add a quiz, an assignment or a peer review with outcomes: [{outcome.id}]."
            message = f'Nothing lets participants show the outcome "{outcome.id}".'
            problem = codes.NOT_SHOWN.at(
                spec.place("outcomes", number, "id"), message, hint=hint, about=f"outcome:{outcome.id}"
            )
            yield replace(problem, severity=Severity.ERROR) if is_defined else problem
        yield from check_outcome(spec, number, outcome)
    for number, module in enumerate(spec.modules):
        if not module.outcomes and not any(activity.outcomes for activity in module.activities):
            hint = f"Add `outcomes:` with some of {', '.join(outcome.id for outcome in spec.outcomes)}."
            yield codes.MODULE_WITHOUT_OUTCOME.at(
                spec.place("modules", number), f'"{module.title}" serves no outcome.', hint=hint
            )


def _worked_on(module: ModuleSpec) -> set[str]:
    """The outcomes that something in the module works towards; an exam only asks for them."""
    before = [activity for activity in module.activities if not isinstance(activity, ExamActivity)]
    named = {id for activity in before for id in activity.outcomes or ()}
    return named | set(module.outcomes) if before or not module.activities else named


def _workload(spec: Spec) -> Iterator[Problem]:
    minutes: dict[int, int] = defaultdict(int)
    first: dict[int, int] = {}
    for number, module in enumerate(spec.modules):
        week = spec.week_of(module)
        first.setdefault(week, number)
        minutes[week] += sum(estimate_minutes(a) for a in module.activities if a.required)
        if not module.activities:
            hint = "Add what participants do in it: read, try, discuss, make, hand in."
            yield codes.EMPTY_MODULE.at(
                spec.place("modules", number), f'"{module.title}" has no activities.', hint=hint
            )
    promised = spec.course.hours_per_week
    weeks = sorted(minutes)
    for position, week in enumerate(weeks):
        # A module runs until the next one begins, or the course ends.
        until = weeks[position + 1] if position + 1 < len(weeks) else spec.course.weeks + 1
        room = promised * max(until - week, 1)
        if minutes[week] / 60 > room * OVERLOAD:
            message = f"Week {week} takes about {minutes[week] / 60:.1f} hours; {room:g} are promised."
            hint = "Move something to another week, make it optional (required: false), or promise more hours."
            yield codes.WEEK_TOO_FULL.at(spec.place("modules", first[week]), message, hint=hint)
    if spec.course.weeks > SUSTAINABLE_WEEKS:
        message = f"{spec.course.weeks} weeks is long for an open course."
        hint = "Split it into parts of about four weeks, each with an end of its own; or ignore this code and say why."
        yield codes.TOO_LONG.at(spec.place("course", "weeks"), message, hint=hint)


def _dates(spec: Spec) -> Iterator[Problem]:
    last = 0
    weeks = spec.course.weeks
    for number, module in enumerate(spec.modules):
        week = spec.week_of(module)
        place = spec.place("modules", number, "week")
        if week > weeks:
            hint = f"Give it a week from 1 to {weeks}, or raise `weeks` of the course."
            message = f'"{module.title}" begins in week {week}; the course has {weeks}.'
            yield codes.WEEK_OUTSIDE.at(place, message, hint=hint)
        if week < last:
            hint = "Put the modules in the order of their weeks."
            yield codes.OUT_OF_ORDER.at(place, f'"{module.title}" comes after a module of week {last}.', hint=hint)
        last = max(last, week)
    if spec.modules and weeks - last >= 2:
        message = f"The last module begins in week {last} of {weeks}."
        hint = "Add a module, or lower `weeks`."
        yield codes.EMPTY_WEEKS.at(spec.place("course", "weeks"), message, hint=hint)
    yield from _hole(spec)
    yield from _days(spec)


def _hole(spec: Spec) -> Iterator[Problem]:
    """The one gap in a course that has a module each week: what is left where somebody took a week out."""
    begins = sorted({spec.week_of(module) for module in spec.modules})
    gaps = [(before, after) for before, after in pairwise(begins) if after - before > 1]
    if len(gaps) != 1 or len(begins) < 3:
        return
    before, after = gaps[0]
    number = next(n for n, module in enumerate(spec.modules) if spec.week_of(module) == after)
    message = f"No module begins between week {before} and week {after}."
    hint = "Move the later modules forward and lower `weeks`; or leave it, where the module before takes longer."
    yield codes.EMPTY_WEEKS.at(spec.place("modules", number, "week"), message, hint=hint)


def _days(spec: Spec) -> Iterator[Problem]:
    start, end = spec.course.start, spec.ends_on()
    for path, module, activity in spec.walk():
        due: date | None = getattr(activity, "due", None)
        if due and start and end:
            opens = start + timedelta(weeks=spec.week_of(module) - 1)
            place = spec.place(*path, "due")
            if not start <= due <= end + timedelta(weeks=2):
                message = f'"{activity.title}" is due on {due}; the course runs from {start} to {end}.'
                yield codes.DUE_OUTSIDE.at(place, message, hint="Correct the date, or leave it out.")
            elif due < opens:
                message = f'"{activity.title}" is due on {due}; its module begins on {opens}.'
                yield codes.DUE_BEFORE_MODULE.at(place, message, hint="Move the date behind the module's first day.")
        if isinstance(activity, LiveSessionActivity) and activity.starts:
            place = spec.place(*path, "starts")
            if activity.starts.tzinfo is None:
                hint = f"Write {activity.starts:%Y-%m-%dT%H:%M}+01:00 or the zone where you are."
                yield codes.TIME_ZONE.at(place, hint=hint)
            if start and end and not start <= activity.starts.date() <= end:
                message = f'"{activity.title}" is on {activity.starts.date()}; the course runs from {start} to {end}.'
                yield codes.SESSION_OUTSIDE.at(place, message, hint="Correct the date or the course's start.")


def _meeting(spec: Spec) -> Iterator[Problem]:
    meeting, said = spec.meeting, spec.course.meeting_place
    place = spec.place("course", "meeting_place")
    if meeting.kind in (MeetingKind.REPOSITORY, MeetingKind.EMAIL) and not meeting.address:
        wanted = "repository" if meeting.kind is MeetingKind.REPOSITORY else "contact"
        yield codes.PLACE_WITHOUT_ADDRESS.at(place, hint=f"Add `{wanted}:` to the course, or choose another place.")
    if spec.course.meeting_embed and not meeting.embed:
        hint = "Write the address where people talk as `meeting_place:` of the course, or take `meeting_embed:` out."
        yield codes.EMBED_WITHOUT_PLACE.at(spec.place("course", "meeting_embed"), hint=hint)
    is_nowhere = meeting.kind is MeetingKind.NOWHERE
    if said == MeetingKind.PLATFORM and PLATFORMS_WITH_DISCUSSIONS.isdisjoint(spec.targets):
        is_nowhere = set(spec.targets) <= WITHOUT_ACCOUNTS
    if not is_nowhere:
        return
    for path, _, activity in spec.walk():
        if activity.kind == "discussion" and activity.required:
            message = f'"{activity.title}" is a discussion that is required, and there is nowhere to have it.'
            hint = "Say where people talk under `meeting_place:` of the course, or write `required: false` here."
            yield codes.NOWHERE_TO_TALK.at(spec.place(*path), message, hint=hint)


def _points(spec: Spec) -> Iterator[Problem]:
    """Points of a quiz that nobody said counts, or does not."""
    for path, _, activity in spec.walk():
        if not isinstance(activity, QuizActivity) or activity.points is None or activity.graded:
            continue
        if "graded" not in activity.model_fields_set:
            hint = "Add `graded: true` if it counts for the score; else take the points out, or say `graded: false`."
            message = f'"{activity.title}" has {counted(activity.points, "point")} and counts for nothing.'
            yield codes.POINTS_FOR_NOTHING.at(spec.place(*path, "points"), message, hint=hint)


def _elements(spec: Spec) -> Iterator[Problem]:
    design, course = spec.design, spec.course
    kinds = {activity.kind for _, _, activity in spec.walk()}

    def at(element: str) -> tuple[str, str, str]:
        return ("design", element, "choices")

    enrolment = spec.place(*at("enrolment_and_facilitation"))
    if design.chose(Facilitation.STRUCTURED_COHORTS) and course.start is None:
        yield codes.COHORTS_WITHOUT_DATES.at(enrolment, hint="Add `start:` to the course, or choose self-paced.")
    if design.chose(Facilitation.LIVE_FACILITATION) and "live_session" not in kinds:
        yield codes.NO_SESSIONS.at(enrolment, hint="Add an activity of kind live_session to a module.")
    if design.chose(Facilitation.MONITORED_DISCUSSIONS) and "discussion" not in kinds:
        yield codes.NO_DISCUSSION.at(enrolment, hint="Add an activity of kind discussion to a module.")
    if design.chose(Data.EVALUATION_PLANNING) and not spec.success:
        yield codes.NO_MEASURES.at(spec.place(*at("data")), hint="Add a measure under `success:`.")
    if design.chose(Data.FOLLOW_UP_SURVEY) and course.start is None:
        yield codes.FOLLOW_UP_WITHOUT_DATE.at(spec.place(*at("data")), hint="Add `start:` to the course.")
    if design.chose(Support.CONTACT_POINT) and course.contact is None:
        yield codes.NO_CONTACT.at(spec.place(*at("participation_support")), hint="Add `contact:` to the course.")
    hosted = design.chose(Platform.HOSTED_COMPLETE) or design.chose(Platform.COMMERCIAL_PARTNERSHIP)
    if hosted and set(spec.targets) <= WITHOUT_ACCOUNTS:
        hint = "Add open-edx, moodle or another platform to `targets`."
        yield codes.PLATFORM_WITHOUT_TARGET.at(spec.place(*at("platform_selection")), hint=hint)
    partnered = design.chose(Positioning.PARTNERSHIP_SPACE) or design.chose(Roles.EXTERNAL_PARTNERS)
    if partnered and not course.partners:
        element = "strategic_positioning" if design.chose(Positioning.PARTNERSHIP_SPACE) else "resources_and_roles"
        yield codes.NO_PARTNERS.at(spec.place(*at(element)), hint="Name them under `partners:` of the course.")
    if design.chose(Materials.PUBLIC_DOMAIN_ONLY) and course.license not in ("CC0-1.0", "Unlicense", "PDDL-1.0"):
        message = f"Only public-domain material is chosen, and the course is under {course.license}."
        yield codes.NOT_PUBLIC_DOMAIN.at(spec.place("course", "license"), message, hint="Use `license: CC0-1.0`.")
    counted = {measure.measure for measure in spec.success}
    if design.chose(Positioning.MAKING_A_DIFFERENCE) and counted and MeasureKind.SHARE_BACKS not in counted:
        hint = "Add a measure of `share-backs` under `success:`."
        yield codes.DIFFERENCE_NOT_MEASURED.at(spec.place("success", key=True), hint=hint)
    roles = {person.role for person in course.team}
    for choice, role in _ROLES.items():
        if design.chose(choice) and role not in roles:
            message = f"A {role.value} is planned, and nobody in the team has that role."
            hint = f"Add somebody with `role: {role.value}` to the team."
            yield codes.ROLE_NOT_FILLED.at(spec.place(*at("resources_and_roles")), message, hint=hint)


def _evidence(spec: Spec) -> Iterator[Problem]:
    offered = spec.completion.offered()
    if not offered:
        hint = "See `mooc-kit options`; self_check and authentic are a good beginning."
        yield codes.NO_EVIDENCE.at(spec.place("completion", key=True), hint=hint)
        return
    chosen = {choice: key for key, element in spec.design.decided().items() for choice in element.chosen}
    suited = {choice for key in offered for choice in options()[key].suits}
    for key, option in options().items():
        for choice in option.suits:
            if key not in offered and choice in chosen and choice not in suited:
                message = f"`{choice}` goes well with the completion option `{key}`: {option.title}."
                hint = f"See `mooc-kit options {key}`."
                yield codes.OPTION_SUITS.at(spec.place("design", chosen[choice], "choices"), message, hint=hint)
