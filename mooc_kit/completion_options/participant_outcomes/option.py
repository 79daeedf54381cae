"""Participant-driven outcomes: goals that people set as they sign up; shared, they shape the course as it runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any, ClassVar

from mooc_kit.completion_options.base import CompletionOption, KitFile, Standing, TeamCommand
from mooc_kit.completion_options.handing_on import channel_of, way_in, way_of
from mooc_kit.completion_options.participant_outcomes import participant_outcomes_codes
from mooc_kit.completion_options.participant_outcomes.goal_surveys import check_in, end_review, sign_up
from mooc_kit.completion_options.participant_outcomes.issue_form import goal_form
from mooc_kit.completion_options.participant_outcomes.section import ParticipantOutcomesSpec, ShareWith, Visibility
from mooc_kit.completion_options.participant_outcomes.themes import add_themes
from mooc_kit.completion_options.team_commands import BUILD, private_folder, receive
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import Discussion, Survey
from mooc_kit.course.participation import Channel, CheckIn, EvidenceWay, GoalPlan, StateKind
from mooc_kit.course.surveys import ItemKind, SurveyFile, intro_html, items_of, survey_yaml
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Place, Problem, Rule
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.fields import SpecModel
from mooc_kit.spec.load import repeated_ids, unknown_ids
from mooc_kit.spec.model import MeasureKind, ModuleSpec
from mooc_kit.spec.repository import form_address, github

SIGN_UP, END_REVIEW, WALL = "sign-up", "end-review", "our-goals"
GOALS_PAGE = "content/completion/goal-setting.md"
WALL_PAGE = "content/completion/our-goals.md"
ISSUE_FORM = ".github/ISSUE_TEMPLATE/goal.yml"
MINUTES = {SIGN_UP: 8, END_REVIEW: 5}
CHECK_IN_MINUTES = 4
LONG_ENOUGH_FOR_CHECK_IN = 3


class ParticipantOutcomes(CompletionOption[ParticipantOutcomesSpec]):
    key: ClassVar[str] = "participant_outcomes"
    title: ClassVar[str] = "Participant-driven outcomes"
    about: ClassVar[str] = (
        "People set goals of their own as they sign up, look at them again on the way, and judge at the end how far "
        "they came."
    )
    asks: ClassVar[str] = "Who may see the goals, and in which weeks people look at them again."
    gives: ClassVar[str] = "A goal of their own, reached or changed, and the words to say what they can do now."
    needs: ClassVar[str] = (
        "Somebody who reads the goals in the first days and says in the course what they have in common."
    )
    costs: ClassVar[str] = (
        "Two to four hours to read and sort the goals after the start, and about an hour for each check-in. "
        "The work grows slowly with the number of people, because goals come in themes."
    )
    suits: ClassVar[tuple[str, ...]] = ("broad-interest-area", "participants-identify", "participant-driven")
    Spec: ClassVar[type[SpecModel]] = ParticipantOutcomesSpec
    rules: ClassVar[tuple[Rule, ...]] = participant_outcomes_codes.RULES
    where: ClassVar[Mapping[str, Standing]] = {
        "site": Standing("a planner for goals, kept in the browser and handed on", "pages/goal-setting.html"),
        "moodle": Standing("the surveys about goals as feedback activities", "What do you want to be able"),
        "open-edx": Standing("the surveys about goals in units", "What do you want to be able"),
        "team": Standing("themes found and named", "mooc-kit goals map"),
    }

    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        here = ("completion", self.key)
        weeks = spec.course.weeks
        for index, week in enumerate(section.check_in_weeks):
            if week > weeks:
                message = f"The check-in of week {week} is after the last week, which is week {weeks}."
                hint = f"Choose a week from 1 to {weeks}, or remove it."
                yield participant_outcomes_codes.CHECK_IN_AFTER_END.at(
                    spec.place(*here, "check_in_weeks", index), message, hint=hint
                )
        if not section.check_in_weeks and weeks >= LONG_ENOUGH_FOR_CHECK_IN:
            hint = f"Add `check_in_weeks: {_usual_check_ins(weeks)}`."
            yield participant_outcomes_codes.NO_CHECK_IN.at(spec.place(*here), hint=hint)
        if section.visibility is Visibility.PUBLIC:
            if section.share_with is ShareWith.FORM and not section.share_url:
                hint = "Add `share_url:` with the address of the form, or choose another way under `share_with:`."
                yield participant_outcomes_codes.NOWHERE_TO_SHARE.at(spec.place(*here, "share_with"), hint=hint)
            if section.share_with is ShareWith.EMAIL and not spec.course.contact:
                hint = "Add `contact:` to the course, or choose another way under `share_with:`."
                yield participant_outcomes_codes.NOWHERE_TO_SHARE.at(spec.place(*here, "share_with"), hint=hint)
            if section.share_with is ShareWith.REPOSITORY and not github(spec.course.repository):
                hint = "Add `repository:` to the course (on GitHub), or choose another way under `share_with:`."
                yield participant_outcomes_codes.NOWHERE_TO_SHARE.at(spec.place(*here, "share_with"), hint=hint)
        known = [outcome.id for outcome in spec.outcomes]
        for index, theme in enumerate(section.themes):
            yield from unknown_ids(spec, (*here, "themes", index, "outcomes"), theme.outcomes, known, "outcome")
        yield from repeated_ids(
            spec, [((*here, "themes", i, "id"), theme.id) for i, theme in enumerate(section.themes)]
        )

    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        section = self.section(spec)
        messages = messages_for(spec.course.language)
        is_public = section.visibility is Visibility.PUBLIC
        goals = section.goals_max
        yield _survey_file(SIGN_UP, sign_up(spec, messages, goals, is_public=is_public))
        for week in _check_ins(spec, section):
            yield _survey_file(_check_in_id(week), check_in(spec, messages, week, goals))
        if section.closing:
            yield _survey_file(END_REVIEW, end_review(spec, messages, goals, is_public=is_public))
        context = self._context(spec)
        folder = private_folder(spec)
        yield KitFile(GOALS_PAGE, "goal-setting.md.j2", context)
        yield KitFile(
            "guides/answering-themes.md",
            "answering-themes.md.j2",
            context,
            commands=(
                receive(spec),
                TeamCommand(
                    "Group the goals into themes, for you and for the course's page of themes:",
                    f"goals map {folder}/answers/sign-up.csv --output {folder}/goals",
                ),
                BUILD,
            ),
        )
        if _has_wall(spec, section):
            yield KitFile(WALL_PAGE, "our-goals.md.j2", context)
        if is_public and github(spec.course.repository):
            yield KitFile(ISSUE_FORM, text=goal_form(spec, section, messages))

    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        section = self.section(spec)
        place = spec.place("completion", self.key, key=True)
        is_public = section.visibility is Visibility.PUBLIC
        first, last = spec.modules[0], spec.modules[-1]
        way = way_in(spec, section.share_with, course, WALL_PAGE) if is_public else ""
        if way == "discussion":
            self._add_wall(course, first, place)
        survey = self._add_survey(course, first, SIGN_UP, place, is_anonymous=not is_public, opens=spec.course.start)
        if survey and is_public:
            course.files.problems.extend(_consent_problems(survey, course.files.place(_path(SIGN_UP), 1, 1)))
        for week in _check_ins(spec, section):
            module = _module_of(spec, week)
            self._add_survey(course, module, _check_in_id(week), place, opens=_first_day(spec, week))
        if section.closing:
            end = spec.ends_on()
            opens = end - timedelta(days=3) if end else None
            self._add_survey(course, last, END_REVIEW, place, opens=opens)
        page = course.add_page_file(GOALS_PAGE, self.key, place)
        themes = add_themes(spec, course, self.key, may_quote=is_public)
        if page is not None:
            course.goal_plan = self._plan(spec, page.id, themes, way)

    def _plan(self, spec: spec_model.Spec, page: str, themes: str, way: str) -> GoalPlan:
        section = self.section(spec)
        return GoalPlan(
            page=page,
            most=section.goals_max,
            check_ins=tuple(
                CheckIn(week=week, activity=_check_in_id(week), opens=_first_day(spec, week))
                for week in _check_ins(spec, section)
            ),
            sign_up=SIGN_UP,
            closing=END_REVIEW if section.closing else "",
            channel=_channel(spec, section, way),
            themes=themes,
        )

    def _add_survey(
        self,
        course: CourseBuilder,
        module: ModuleSpec,
        id: str,
        place: Place,
        *,
        is_anonymous: bool = True,
        opens: date | None = None,
    ) -> SurveyFile | None:
        """Add the survey of the file surveys/ID.yaml; gives what the file says."""
        survey = course.files.survey(_path(id), place)
        if survey is None:
            return None
        activity = Survey(
            id=id,
            title=survey.title,
            body_html=intro_html(survey),
            minutes=MINUTES.get(id, CHECK_IN_MINUTES),
            is_required=False,
            origin=self.key,
            items=items_of(survey),
            is_anonymous=is_anonymous,
            opens=opens,
        )
        course.add_activity(module.id, activity, first=id == SIGN_UP)
        return survey

    def _add_wall(self, course: CourseBuilder, module: ModuleSpec, place: Place) -> None:
        page = course.files.page(WALL_PAGE, place)
        if page is None:
            return
        wall = Discussion(
            id=WALL,
            title=page.meta.title or course.messages.text("What we want from this course"),
            body_html=page.body_html,
            minutes=page.meta.minutes or 10,
            is_required=False,
            origin=self.key,
            source=WALL_PAGE,
        )
        course.add_activity(module.id, wall, first=True)

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        return {spec_model.MeasureKind.PARTICIPANT_GOALS_MET} if self.section(spec).closing else ()

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay:
        text = course.messages.text
        return EvidenceWay(
            option=self.key,
            title=text("Your own goals"),
            about=text("What you set out to do, and whether you got there."),
            target="page/goal-setting",
            state=StateKind.ENTRIES,
            name="goals",
        )

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        return {"check_in_weeks": _usual_check_ins(spec.course.weeks)}

    def _context(self, spec: spec_model.Spec) -> dict[str, Any]:
        section = self.section(spec)
        way = way_of(spec, section.share_with)
        return {
            "is_public": section.visibility is Visibility.PUBLIC,
            "goals_max": section.goals_max,
            "share_with": way,
            "share_url": {"repository": _goal_form_url(spec), "place": spec.meeting.address}.get(
                way, section.share_url
            ),
            "closing": section.closing,
            "has_wall": _has_wall(spec, section),
            "check_ins": [
                {
                    "week": week,
                    "module": _module_of(spec, week),
                    "opens": _first_day(spec, week),
                }
                for week in _check_ins(spec, section)
            ],
            "aims": [{"text": outcome.text} for outcome in spec.outcomes],
            "target": next((m.target for m in spec.success if m.measure is MeasureKind.PARTICIPANT_GOALS_MET), None),
            "taught": [
                {"outcome": outcome, "modules": [m for m in spec.modules if outcome.id in m.outcomes]}
                for outcome in spec.outcomes
            ],
        }


def _consent_problems(survey: SurveyFile, place: Place) -> Iterator[Problem]:
    """What stands in the way of a free yes in the sign-up survey."""
    boxes = [item for item in survey.items if item.kind is ItemKind.CONSENT]
    if not boxes:
        hint = "Add an item of `kind: consent`, or write `visibility: private` in course.yaml."
        yield participant_outcomes_codes.NO_CONSENT.at(
            place, "The sign-up survey does not ask whether goals may be shown.", hint=hint
        )
    for box in boxes:
        if box.required:
            message = f'The consent "{box.id}" must be ticked to go on, so it is not a free yes.'
            yield participant_outcomes_codes.NO_CONSENT.at(place, message, hint="Remove `required: true` from it.")


def _survey_file(id: str, survey: SurveyFile) -> KitFile:
    return KitFile(_path(id), text=survey_yaml(survey))


def _path(id: str) -> str:
    return f"surveys/{id}.yaml"


def _check_in_id(week: int) -> str:
    return f"check-in-week-{week}"


def _check_ins(spec: spec_model.Spec, section: ParticipantOutcomesSpec) -> list[int]:
    return sorted({week for week in section.check_in_weeks if week <= spec.course.weeks})


def _first_day(spec: spec_model.Spec, week: int) -> date | None:
    return spec.course.start + timedelta(weeks=week - 1) if spec.course.start else None


def _channel(spec: spec_model.Spec, section: ParticipantOutcomesSpec, way: str) -> Channel | None:
    """Where people share their goals; None where goals are private, or there is no address for it."""
    if section.visibility is not Visibility.PUBLIC:
        return None
    url = "" if way == "repository" else section.share_url or ""
    return channel_of(spec, way, wall=WALL, url=url, form=PurePosixPath(ISSUE_FORM).name)


def _goal_form_url(spec: spec_model.Spec) -> str:
    repository = github(spec.course.repository)
    return form_address(repository, PurePosixPath(ISSUE_FORM).name) if repository else ""


def _module_of(spec: spec_model.Spec, week: int) -> ModuleSpec:
    """The module that runs in `week`: the last one that has begun by then, or the first."""
    begun = [module for module in spec.modules if spec.week_of(module) <= week]
    return max(begun, key=spec.week_of) if begun else spec.modules[0]


def _has_wall(spec: spec_model.Spec, section: ParticipantOutcomesSpec) -> bool:
    return section.visibility is Visibility.PUBLIC and way_of(spec, section.share_with) == "discussion"


def _usual_check_ins(weeks: int) -> list[int]:
    """About every second week of a short course and every third of a long one, never the last."""
    return list(range(2, weeks, 2)) if weeks <= 6 else list(range(3, weeks, 3))
