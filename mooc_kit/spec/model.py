"""Spec model: what a course team decided, `course.yaml` as objects, with the place of every line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, create_model

from mooc_kit.bloom import OutcomePart, Said, parts_said
from mooc_kit.i18n import N_
from mooc_kit.problems import Place
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.course_info import CourseInfo
from mooc_kit.spec.design import DesignSpec
from mooc_kit.spec.fields import (
    Amount,
    Date,
    Id,
    Moment,
    Percent,
    SpecModel,
    Text,
    Url,
    empty_list,
    name_of,
)
from mooc_kit.spec.meeting import Meeting, meeting_at
from mooc_kit.spec.micro_credential import MicroCredentialSpec
from mooc_kit.spec.packages import PackageSettings
from mooc_kit.spec.quiz_settings import Attempts, FeedbackWhen, TimeLimit
from mooc_kit.spec.yaml_tree import YamlTree


class OutcomePartSpec(SpecModel):
    """One performance of an outcome, where the team means it otherwise than it is read from the text."""

    verb: Annotated[Text, Ask("What is done?", "A verb that one can observe, like: bake.", depth="file")]
    object: Annotated[Text | None, Ask("With or to what?", "Like: a loaf.", depth="file")] = None
    condition: Annotated[
        Text | None, Ask("How, or with which help?", "Like: without a recipe; in a team of three.", depth="file")
    ] = None
    criterion: Annotated[
        Text | None, Ask("How well, how fast, how many?", "Like: within an hour; so that it holds.", depth="file")
    ] = None


class OutcomeSpec(SpecModel):
    id: Annotated[Id, Ask("Short id of the outcome", depth="core")]
    text: Annotated[
        Text, Ask("What will participants be able to do?", "Begin with a verb that one can observe.", depth="core")
    ]
    parts: Annotated[
        list[OutcomePartSpec] | None,
        Ask(
            "Which parts has it?",
            "One for each thing that is done, where rubrics and questions should read the text otherwise.",
            depth="file",
        ),
        Field(min_length=1, max_length=6),
    ] = None

    def said_in(self, language: str) -> Said:
        """What rubrics, questions and titles are made from: the parts where there are several or the team gave them,
        else the text, which is in `language`."""
        if self.parts is None:
            read = parts_said(self.text, language)
            return read if len(read) > 1 else self.text
        return tuple(
            OutcomePart(part.verb, part.object or "", part.condition or "", part.criterion or "") for part in self.parts
        )


Alias = Annotated[str, Field(pattern=r"^([a-z0-9-]+/)?[a-z0-9]+(-[a-z0-9]+)*$", max_length=121)]
Aliases = Annotated[
    list[Alias],
    Ask(
        "Earlier ids",
        "So that links and what learners marked stay good; `update` and `set` write them. MODULE/ID from elsewhere.",
        depth="file",
    ),
]


class _Activity(SpecModel):
    id: Annotated[Id, Ask("Short id of the activity")]
    title: Annotated[Text, Ask("What is the activity called?")]
    outcomes: Annotated[
        list[Id] | None, Ask("Which outcomes does it serve?", "Those of its module where nothing is said.")
    ] = None
    minutes: Annotated[
        int | None, Ask("How many minutes does it take?", "Estimated where nothing is said."), Field(ge=1, le=6000)
    ] = None
    required: Annotated[bool, Ask("Does it count when all activities are required?")] = True
    aliases: Aliases = Field(default_factory=empty_list)


class _Scored(_Activity):
    points: Annotated[int | None, Ask("How many points can be reached?"), Field(ge=1, le=10_000)] = None
    due: Annotated[Date | None, Ask("Until when?", "The end of the module's week where nothing is said.")] = None


class PageActivity(_Activity):
    kind: Annotated[Literal["page"], Field(description="A page to read")]


class DiscussionActivity(_Activity):
    kind: Annotated[Literal["discussion"], Field(description="A question that people talk about")]


class QuizActivity(_Scored):
    kind: Annotated[Literal["quiz"], Field(description="Questions with answers that can be marked")]
    graded: Annotated[bool, Ask("Does it count towards the score?")] = False
    pass_percent: Annotated[Percent | None, Ask("What score counts as a pass?")] = Field(default=None, alias="pass")
    attempts: Attempts = None
    time_limit: TimeLimit = None
    shuffle: Annotated[bool | None, Ask("Mix the order of the questions?", "As in the quiz file unless given.")] = None
    feedback: Annotated[
        FeedbackWhen | None, Ask("When do people get feedback?", "As in the quiz file unless given.")
    ] = None


class SubmissionKind(Choice):
    TEXT = "text", "A text typed in"
    FILE = "file", "A file: document, image, recording"
    LINK = "link", "A link to work elsewhere"


class AssignmentActivity(_Scored):
    kind: Annotated[Literal["assignment"], Field(description="Work that is handed in and judged")]
    rubric: Annotated[Id | None, Ask("Which rubric judges it?")] = None
    pass_percent: Annotated[Percent | None, Ask("What score counts as a pass?")] = Field(default=None, alias="pass")
    submission: Annotated[list[SubmissionKind], Ask("What is handed in?")] = Field(
        default_factory=lambda: [SubmissionKind.TEXT, SubmissionKind.FILE], min_length=1
    )


class PeerReviewActivity(AssignmentActivity):
    kind: Annotated[Literal["peer_review"], Field(description="Work that participants judge for each other")]  # type: ignore[assignment]
    reviews: Annotated[int, Ask("How many works does each participant review?"), Field(ge=1, le=20)] = 3
    reviewed_by: Annotated[
        int | None,
        Ask("How many reviews does a work need?", "As many as each gives where nothing is said."),
        Field(ge=1, le=20),
    ] = None


class SurveyActivity(_Activity):
    kind: Annotated[Literal["survey"], Field(description="Questions about the course, without right answers")]
    anonymous: Annotated[bool, Ask("Are the answers anonymous?")] = True


class LiveSessionActivity(_Activity):
    kind: Annotated[Literal["live_session"], Field(description="A meeting at a set time")]
    starts: Annotated[Moment | None, Ask("When does it begin?", "With its time zone: 2027-03-04T18:00+01:00.")] = None
    url: Annotated[Url | None, Ask("Where do people join?")] = None


class LinkActivity(_Activity):
    kind: Annotated[Literal["link"], Field(description="Something to look at elsewhere")]
    url: Annotated[Url, Ask("To which address?")]


class ExamActivity(QuizActivity):
    kind: Annotated[Literal["exam"], Field(description="A quiz that counts, at the end of something")]  # type: ignore[assignment]
    graded: Annotated[bool, Ask("Does it count towards the score?")] = True


AnyActivity = Annotated[
    PageActivity
    | DiscussionActivity
    | QuizActivity
    | AssignmentActivity
    | PeerReviewActivity
    | SurveyActivity
    | LiveSessionActivity
    | LinkActivity
    | ExamActivity,
    Field(discriminator="kind"),
]


class ModuleSpec(SpecModel):
    id: Annotated[Id, Ask("Short id of the module", depth="core")]
    title: Annotated[Text, Ask("What is the module called?", depth="core")]
    week: Annotated[int | None, Ask("In which week does it begin?", depth="core"), Field(ge=1, le=52)] = None
    summary: Annotated[Text | None, Ask("What happens in it, in a sentence?")] = None
    outcomes: Annotated[list[Id], Ask("Which outcomes does it serve?", depth="core")] = Field(
        default_factory=empty_list
    )
    activities: Annotated[list[AnyActivity], Ask("What do participants do in it?")] = Field(default_factory=empty_list)
    aliases: Aliases = Field(default_factory=empty_list)


class MeasureKind(Choice):
    SHARE_BACKS = "share-backs", N_("Things that participants did in the world and shared back")
    PARTICIPANT_GOALS_MET = "participant-goals-met", N_("Participants who say they met a goal of their own")
    COMPLETIONS = "completions", N_("Participants who completed by the course's rule")
    ACTIVE_PARTICIPANTS = "active-participants", N_("People who did at least one activity")
    BADGES_AWARDED = "badges-awarded", N_("Badges that peers awarded")
    CONTRIBUTIONS = "contributions", N_("Questions and materials that participants added")
    PEERS_HELPED = "peers-helped", N_("Participants who reviewed or answered others")
    SELF_CERTIFICATES = "self-certificates", N_("People who certified themselves")
    SATISFACTION = "satisfaction", N_("Participants who say the course was useful to them")
    PATHWAYS_TAKEN = "pathways-taken", N_("People who went on to formal study or work")
    OTHER = "other", N_("Something else: say what in `about`")


class SuccessMeasure(SpecModel):
    id: Annotated[Id, Ask("Short id of the measure")]
    measure: Annotated[MeasureKind, Ask("What is counted?")]
    target: Annotated[Amount, Ask("How many, or which share?", "200 or 60%.")]
    about: Annotated[Text | None, Ask("What exactly?")] = None


class Ignored(SpecModel):
    """A problem code that a team has decided to live with, and why."""

    code: Annotated[str, Ask("Which code?", depth="file"), Field(pattern=r"^[A-Z][0-9]{3}$")]
    because: Annotated[Text, Ask("Why?", depth="file")]


OFFERED = "Evidence of participation or completion: only what this course offers."


class CompletionSpec(SpecModel):
    """`completion:`, one optional section an option; the registry adds the fields (see `spec_model`)."""

    def offered(self) -> dict[str, SpecModel]:
        """The sections that are present, by option key, in the order of the registry."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: section for name, section in found.items() if section is not None}

    def __contains__(self, key: str) -> bool:
        return getattr(self, key, None) is not None


WITHOUT_ACCOUNTS = frozenset({"site", "epub", "print"})
"""Targets that know nobody: what people do there stays with them."""


class Spec(SpecModel):
    """A whole course.yaml."""

    spec: Annotated[Literal[1], Ask("Version of this file's format", depth="file")] = 1
    course: Annotated[CourseInfo, Field(description="Who offers the course, for whom, when and where.")]
    outcomes: Annotated[list[OutcomeSpec], Field(description="What participants will be able to do.")] = Field(
        default_factory=empty_list
    )
    modules: Annotated[list[ModuleSpec], Field(description="What they do, in order.")] = Field(
        default_factory=empty_list, min_length=1
    )
    design: Annotated[DesignSpec, Field(description="The twelve elements: what was decided, and why.")] = Field(
        default_factory=DesignSpec
    )
    completion: Annotated[CompletionSpec, Field(description=OFFERED)] = Field(default_factory=CompletionSpec)
    micro_credential: Annotated[
        MicroCredentialSpec | None,
        Field(description="What a European micro-credential says beside the rest: only what somebody decided."),
    ] = None
    success: Annotated[list[SuccessMeasure], Field(description="What success means here, beyond completion rates.")] = (
        Field(default_factory=empty_list)
    )
    targets: Annotated[
        list[Annotated[Id, name_of("targets")]],
        Field(description="What the course is built for: web sites, platforms, books."),
    ] = Field(default_factory=lambda: ["site"], min_length=1)
    packages: Annotated[
        PackageSettings, Field(description="How packages are made of which there is more than one way.")
    ] = Field(default_factory=PackageSettings)
    ignore: Annotated[
        list[Ignored], Field(description="Problem codes that the team has decided to live with, and why.")
    ] = Field(default_factory=empty_list)

    _tree: YamlTree | None = PrivateAttr(default=None)

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Where `path` stands in the file (or the nearest part above it), for problems."""
        return self._tree.place(path, key=key) if self._tree else Place("course.yaml")

    @property
    def has_accounts(self) -> bool:
        """Whether the course is built for a place that can count who did what."""
        return any(target not in WITHOUT_ACCOUNTS for target in self.targets)

    @property
    def meeting(self) -> Meeting:
        """Where people talk and hand in: as the course says, else as its targets have it."""
        course = self.course
        return meeting_at(course.meeting_place, self.targets, course.repository, course.contact, course.meeting_embed)

    def offers(self, key: str) -> bool:
        return key in self.completion

    def option(self, key: str) -> Any:
        """The section of the option `key`, or None where the course does not offer it."""
        return getattr(self.completion, key, None)

    def badges(self) -> list[Any]:
        """The badges that peers award, as `peer_badges` describes them: each has an `id`, a `name` and `aliases`."""
        return list(getattr(self.option("peer_badges"), "badges", ()))

    def outcome(self, id: str) -> OutcomeSpec | None:
        return next((outcome for outcome in self.outcomes if outcome.id == id), None)

    def walk(self) -> Iterator[tuple[tuple[str | int, ...], ModuleSpec, AnyActivity]]:
        """Every activity of the file with its path and its module."""
        for m, module in enumerate(self.modules):
            for a, activity in enumerate(module.activities):
                yield ("modules", m, "activities", a), module, activity

    def week_of(self, module: ModuleSpec) -> int:
        """The module's week: as written, else by its position."""
        return module.week or min(self.modules.index(module) + 1, self.course.weeks)

    def ends_on(self) -> date | None:
        from datetime import timedelta

        return self.course.start + timedelta(weeks=self.course.weeks) if self.course.start else None

    def __reduce__(self) -> tuple[Any, ...]:
        # Its class is made when a spec is loaded, so that pickle cannot find it by its name. Places stay behind.
        sections = {key: type(section) for key, section in self.completion.offered().items()}
        data = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        if "completion" in data:  # `credit: null` is no section, and nobody would know its key
            data["completion"] = {key: value for key, value in data["completion"].items() if key in sections}
        return _restored, (sections, data)


def _restored(sections: Mapping[str, type[SpecModel]], data: dict[str, Any]) -> Spec:
    return spec_model(sections).model_validate(data)


def spec_model(sections: Mapping[str, type[SpecModel]]) -> type[Spec]:
    """`Spec` with the completion `sections` that the registry of options hands in."""
    return _spec_model(tuple(sections.items()))


@lru_cache(maxsize=16)
def _spec_model(sections: tuple[tuple[str, type[SpecModel]], ...]) -> type[Spec]:
    fields: dict[str, Any] = {key: (section | None, None) for key, section in sections}
    completion = create_model("CompletionSpec", __base__=CompletionSpec, **fields)
    offered = Annotated[completion, Field(description=OFFERED)]
    return create_model("Spec", __base__=Spec, completion=(offered, Field(default_factory=completion)))
