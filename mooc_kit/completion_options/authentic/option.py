"""Authentic, real-world evidence: what people did with what they learnt, and shared back with the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any, ClassVar

from mooc_kit.bloom import WITH_PEOPLE, parts_said
from mooc_kit.completion_options.authentic import authentic_codes
from mooc_kit.completion_options.authentic.gallery import add_gallery
from mooc_kit.completion_options.authentic.issue_form import share_back_form
from mooc_kit.completion_options.authentic.section import AuthenticSpec, EvidenceKind, ShareBack, Venue
from mooc_kit.completion_options.authentic.told_by_hand import CHOICES, LINES
from mooc_kit.completion_options.base import CompletionOption, KitFile, Standing
from mooc_kit.completion_options.handing_on import channel_of, way_in, way_of
from mooc_kit.completion_options.team_commands import BUILD, VALIDATE, receive
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import Assignment, Counts, Discussion
from mooc_kit.course.participation import EvidenceWay, SharingBack, StateKind
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Problem, Rule
from mooc_kit.rubrics.generate import rubric_for
from mooc_kit.rubrics.model import Rubric
from mooc_kit.rubrics.write import rubric_yaml
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.course_info import TeamRole
from mooc_kit.spec.design import Platform
from mooc_kit.spec.fields import SpecModel
from mooc_kit.spec.model import MeasureKind, ModuleSpec
from mooc_kit.spec.repository import github
from mooc_kit.spec.turns import turn_of

BRIEF = "in-the-world"
RUBRIC = "share-back"
MINUTES = 60
SHARING_PAGE = "content/completion/sharing-back.md"
SAFETY_PAGE = "content/completion/out-in-the-world.md"
WALL = "share-backs"
WALL_PAGE = "content/completion/share-backs.md"
ISSUE_FORM = ".github/ISSUE_TEMPLATE/share-back.yml"

_HANDED_IN_AS = {
    EvidenceKind.PHOTO: "file",
    EvidenceKind.RECORDING: "file",
    EvidenceKind.REFLECTION: "text",
    EvidenceKind.DOCUMENT: "file",
    EvidenceKind.DATA: "file",
    EvidenceKind.LINK: "link",
}


class Authentic(CompletionOption[AuthenticSpec]):
    key: ClassVar[str] = "authentic"
    title: ClassVar[str] = "Authentic, real-world"
    about: ClassVar[str] = (
        "Participants take what they learn into real life, offline or in communities that exist online already, "
        "and share back what happened."
    )
    asks: ClassVar[str] = "Where people can go, which communities welcome them, and what they bring back."
    gives: ClassVar[str] = "Something done that matters to somebody, and a trace of it that they can show."
    needs: ClassVar[str] = (
        "A brief for each module, partners who know that people are coming, and clear words on consent and safety."
    )
    costs: ClassVar[str] = (
        "Talking to communities before the start, and an hour or two a week to read and answer what is shared back. "
        "Nothing has to be marked."
    )
    suits: ClassVar[tuple[str, ...]] = ("community-engagement", "making-a-difference")
    Spec: ClassVar[type[SpecModel]] = AuthenticSpec
    rules: ClassVar[tuple[Rule, ...]] = authentic_codes.RULES
    where: ClassVar[Mapping[str, Standing]] = {
        "site": Standing("a form for what was done, handed on as a file, and a gallery", "pages/sharing-back.html"),
        "moodle": Standing("the briefs as assignments", "In the world"),
        "open-edx": Standing("the briefs as open response assessments", "In the world"),
        "team": Standing("stories come into `share-backs/`; the partners' guide", "guides/community-partners.md"),
    }

    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        here = ("completion", self.key)
        if Venue.ONLINE_COMMUNITY in section.venues and not section.communities:
            hint = "Name one under `communities:`, or take online-community out of `venues:`."
            yield authentic_codes.NO_COMMUNITY.at(spec.place(*here, "venues"), hint=hint)
        if section.share_back is ShareBack.FORM and not section.share_url:
            hint = "Add `share_url:` with the address of the form, or choose another way under `share_back:`."
            yield authentic_codes.NOWHERE_TO_SHARE.at(spec.place(*here, "share_back"), hint=hint)
        if section.share_back is ShareBack.EMAIL and not spec.course.contact:
            hint = "Add `contact:` to the course, or choose another way under `share_back:`."
            yield authentic_codes.NOWHERE_TO_SHARE.at(spec.place(*here, "share_back"), hint=hint)
        if section.share_back is ShareBack.REPOSITORY and not repository_of(spec, section):
            hint = "Add `repository:` to the course, or choose another way under `share_back:`."
            yield authentic_codes.NOWHERE_TO_SHARE.at(spec.place(*here, "share_back"), hint=hint)
        for path, module, activity in spec.walk():
            if activity.id == BRIEF:
                hint = f"Call the activity something else; the brief of this module is {module.id}-{BRIEF}."
                yield authentic_codes.ID_IN_USE.at(spec.place(*path, "id"), hint=hint)
        for index, community in enumerate(section.communities):
            if not community.url and not community.contact:
                hint = "Add `url:`, or `contact:` with a person whom participants may ask."
                message = f'"{community.name}" has neither an address nor a person to ask.'
                yield authentic_codes.UNREACHABLE_COMMUNITY.at(
                    spec.place(*here, "communities", index), message, hint=hint
                )

    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        shared = self._context(spec)
        for module in spec.modules:
            yield KitFile(brief_path(module), "brief.md.j2", {**shared, **_module_context(spec, module)})
        yield KitFile(SHARING_PAGE, "sharing-back.md.j2", shared)
        yield KitFile(SAFETY_PAGE, "out-in-the-world.md.j2", shared)
        yield KitFile(
            "guides/community-partners.md", "community-partners.md.j2", shared, commands=(receive(spec), BUILD)
        )
        yield KitFile(
            "guides/consent-and-safety.md", "consent-and-safety.md.j2", shared, commands=(receive(spec), VALIDATE)
        )
        yield KitFile("share-backs/README.md", "share-backs.md.j2", shared)
        messages = messages_for(spec.course.language)
        title = messages.text("What you did in the world")
        outcomes = [(outcome.id, outcome.said_in(spec.course.language)) for outcome in spec.outcomes]
        yield KitFile(
            f"rubrics/{RUBRIC}.yaml",
            text=rubric_yaml(rubric_for(RUBRIC, title, outcomes, language=spec.course.language)),
        )
        section = self.section(spec)
        if way_of(spec, section.share_back) == "discussion":
            yield KitFile(WALL_PAGE, "wall.md.j2", shared)
        if way_of(spec, section.share_back) == "repository" or github(spec.course.repository):
            yield KitFile(ISSUE_FORM, text=share_back_form(spec, section, messages))

    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        section = self.section(spec)
        place = spec.place("completion", self.key, key=True)
        rubric = course.files.rubric(RUBRIC, place)
        kinds = {_HANDED_IN_AS[kind] for kind in section.evidence}
        submission = tuple(kind for kind in ("text", "file", "link") if kind in kinds)
        for module in spec.modules:
            source = brief_path(module)
            page = course.files.page(source, place)
            if page is None:
                continue
            named = page.meta.outcomes
            judged = tuple(module.outcomes if named is None else named)
            assignment = Assignment(
                id=f"{module.id}-{BRIEF}",
                title=page.meta.title or course.messages.text("In the world: {module}", module=module.title),
                body_html=page.body_html,
                outcomes=judged,
                minutes=page.meta.minutes or MINUTES,
                is_required=False,
                origin=self.key,
                source=source,
                rubric=_judging(rubric, judged) if rubric else None,
                submission=submission,
                due=_last_day(spec, module),
            )
            course.add_activity(module.id, assignment)
        course.add_page_file(SAFETY_PAGE, self.key, place)
        sharing = course.add_page_file(SHARING_PAGE, self.key, place)
        gallery = add_gallery(spec, course, self.key)
        way = way_in(spec, section.share_back, course, WALL_PAGE)
        if sharing is not None:
            channel = channel_of(spec, way, wall=WALL, url=section.share_url or "", form=PurePosixPath(ISSUE_FORM).name)
            brings = tuple((kind.value, course.messages.text(kind.meaning)) for kind in section.evidence)
            course.sharing_back = SharingBack(page=sharing.id, channel=channel, brings=brings, gallery=gallery)
        if way == "discussion":
            self._add_wall(spec, course)

    def _add_wall(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        page = course.files.page(WALL_PAGE, spec.place("completion", self.key, key=True))
        if page is None:
            return
        wall = Discussion(
            id=WALL,
            title=page.meta.title or course.messages.text("What we did in the world"),
            body_html=page.body_html,
            minutes=page.meta.minutes or 20,
            counts=Counts.SUBMITTED,
            is_required=False,
            origin=self.key,
            source=WALL_PAGE,
        )
        course.add_activity(spec.modules[-1].id, wall)

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        return {spec_model.MeasureKind.SHARE_BACKS}

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay:
        text = course.messages.text
        return EvidenceWay(
            option=self.key,
            title=text("What you did in the world"),
            about=text("What became of the course outside of it, told to the others."),
            target="page/sharing-back",
            state=StateKind.ENTRIES,
            name="share-backs",
        )

    def evidences(self, spec: spec_model.Spec) -> Collection[str]:
        return {outcome for module in spec.modules for outcome in module.outcomes}

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        online = spec.design.chose(Platform.FULLY_DISTRIBUTED)
        venues = [Venue.ONLINE_COMMUNITY if online else Venue.OFFLINE_COMMUNITY]
        # Partners of the course are the first people to ask.
        communities = [
            {"name": partner.name, **({"url": partner.url} if partner.url else {})} for partner in spec.course.partners
        ]
        return {"venues": [venue.value for venue in venues], **({"communities": communities} if communities else {})}

    def _context(self, spec: spec_model.Spec) -> dict[str, Any]:
        section = self.section(spec)
        lead = next((p for p in spec.course.team if p.role is TeamRole.LEAD), None)
        way = way_of(spec, section.share_back)
        address = section.share_url
        if way in ("repository", "place"):
            address = repository_of(spec, section) if way == "repository" else spec.meeting.address
        return {
            "by_hand": LINES,
            "choices": CHOICES,
            "venues": [venue.value for venue in section.venues],
            "communities": section.communities,
            "evidence": [kind.value for kind in section.evidence],
            "brought": "; ".join(messages_for(spec.course.language).text(kind.meaning) for kind in section.evidence),
            "share_back": way,
            "share_url": address,
            "lead": lead.name if lead else "",
            "host": spec.course.institution or spec.course.title,
            "target": next((m.target for m in spec.success if m.measure is MeasureKind.SHARE_BACKS), None),
            "weeks": [
                {"module": module, "week": spec.week_of(module), "opens": _first_day(spec, module)}
                for module in spec.modules
            ],
        }


def _judging(rubric: Rubric, outcomes: Collection[str]) -> Rubric:
    """The rubric with what judges `outcomes`, or no outcome at all: a brief is judged by what its module teaches.

    Where nothing of it would be left, it stays whole.
    """
    kept = [
        criterion.model_copy(update={"outcomes": [outcome for outcome in criterion.outcomes if outcome in outcomes]})
        for criterion in rubric.criteria
        if not criterion.outcomes or set(criterion.outcomes) & set(outcomes)
    ]
    return rubric.model_copy(update={"criteria": kept}) if kept else rubric


def repository_of(spec: spec_model.Spec, section: AuthenticSpec) -> str:
    """The repository in which people share back: that of the section, else the course's."""
    return section.share_url or spec.course.repository or ""


def brief_path(module: ModuleSpec) -> str:
    return f"content/modules/{module.id}/{BRIEF}.md"


def _module_context(spec: spec_model.Spec, module: ModuleSpec) -> dict[str, Any]:
    """What the brief of `module` is told: its outcomes with their wording inside a sentence, its week and its days."""
    found = [outcome for id in module.outcomes if (outcome := spec.outcome(id))]
    again, earlier = turn_of(spec, module)
    return {
        "module": module,
        "again": again,
        "earlier": earlier,
        "week": spec.week_of(module),
        "opens": _first_day(spec, module),
        "closes": _last_day(spec, module),
        "minutes": MINUTES,
        "aims": [
            {
                "id": outcome.id,
                "text": outcome.text,
                "with_people": parts_said(outcome.said_in(spec.course.language), spec.course.language)[0].performance
                in WITH_PEOPLE,
            }
            for outcome in found
        ],
    }


def _first_day(spec: spec_model.Spec, module: ModuleSpec) -> date | None:
    return spec.course.start + timedelta(weeks=spec.week_of(module) - 1) if spec.course.start else None


def _last_day(spec: spec_model.Spec, module: ModuleSpec) -> date | None:
    return spec.course.start + timedelta(weeks=spec.week_of(module), days=-1) if spec.course.start else None
