"""Course model: what participants will meet, without a platform: modules, activities, and what is awarded.

Targets render a course; they know no completion option. Options add activities, pages, requirements and credentials.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from mooc_kit.course import micro_credential, participation
from mooc_kit.quizzes.model import QuizFile, QuizSettings
from mooc_kit.rubrics.model import Rubric
from mooc_kit.spec.accessibility import AccessibilityInfo
from mooc_kit.spec.course_info import Brand, Partner, Person
from mooc_kit.spec.meeting import Meeting, MeetingKind
from mooc_kit.spec.packages import PackageSettings


class Counts(StrEnum):
    """How an activity counts as done."""

    VIEWED = "viewed"
    SUBMITTED = "submitted"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One thing that participants do. `minutes` is the time it takes; `origin` the option that added it, or ""."""

    id: str
    title: str
    body_html: str = ""
    outcomes: tuple[str, ...] = ()
    minutes: int = 0
    counts: Counts = Counts.VIEWED
    is_required: bool = True
    origin: str = ""
    source: str = ""  # the kit's file that the body comes from: links to that file lead here

    @property
    def kind(self) -> str:
        return KINDS[type(self)]


@dataclass(frozen=True, kw_only=True)
class Page(Activity):
    """Something to read, watch or listen to."""


@dataclass(frozen=True, kw_only=True)
class Discussion(Activity):
    counts: Counts = Counts.SUBMITTED


@dataclass(frozen=True, kw_only=True)
class Quiz(Activity):
    """Questions. Ungraded ones give feedback at once; `points` is what the quiz is worth in the course's score."""

    quiz: QuizFile
    is_graded: bool = False
    points: int = 0
    settings: QuizSettings = field(default_factory=QuizSettings)
    """How it is taken: the activity's own settings over those of the quiz file."""
    due: date | None = None
    counts: Counts = Counts.SUBMITTED

    @property
    def pass_percent(self) -> int | None:
        return self.settings.pass_percent

    @property
    def attempts(self) -> int | None:
        return self.settings.attempts

    @property
    def time_limit_minutes(self) -> int | None:
        return self.settings.time_limit

    @property
    def is_shuffled(self) -> bool:
        return bool(self.settings.shuffle)


@dataclass(frozen=True, kw_only=True)
class Exam(Quiz):
    """A quiz under identity and proctoring terms (`rules_html`).

    `watched` says how: live-remote, recorded, in-person, or "" for not at all; `identity` how people are identified.
    """

    rules_html: str = ""
    watched: str = ""
    identity: str = ""
    is_graded: bool = True


@dataclass(frozen=True, kw_only=True)
class Assignment(Activity):
    """Work to hand in. `submission` holds "text", "file" and "link" as the team allowed."""

    rubric: Rubric | None = None
    points: int = 0
    pass_percent: int | None = None
    submission: tuple[str, ...] = ("text",)
    due: date | None = None
    counts: Counts = Counts.SUBMITTED


@dataclass(frozen=True, kw_only=True)
class PeerReview(Assignment):
    reviews_given: int = 3
    reviews_needed: int = 3


@dataclass(frozen=True, kw_only=True)
class SurveyItem:
    """A question of a survey. `kind` is text, choice, choices, scale or consent."""

    id: str
    kind: str
    prompt: str
    options: tuple[str, ...] = ()
    is_required: bool = False
    help: str = ""
    counts: str = ""
    """The measure of success that its answers count for (a measure's id or kind), or ""."""
    counts_when: tuple[str, ...] = ()
    """The options that count; any answer where there are none."""


@dataclass(frozen=True, kw_only=True)
class Survey(Activity):
    items: tuple[SurveyItem, ...] = ()
    is_anonymous: bool = True
    opens: date | None = None
    counts: Counts = Counts.SUBMITTED


@dataclass(frozen=True, kw_only=True)
class LiveSession(Activity):
    starts: datetime | None = None
    url: str = ""
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Link(Activity):
    url: str


KINDS: dict[type[Activity], str] = {
    Page: "page",
    Discussion: "discussion",
    Quiz: "quiz",
    Exam: "exam",
    Assignment: "assignment",
    PeerReview: "peer_review",
    Survey: "survey",
    LiveSession: "live_session",
    Link: "link",
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Module:
    """A part of the course, usually a week; `week` is 1-based, `opens` its first day where the course has dates."""

    id: str
    title: str
    week: int
    summary: str = ""
    body_html: str = ""
    outcomes: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    opens: date | None = None


class Group(StrEnum):
    """Where a course-level page belongs."""

    START = "start"
    EVIDENCE = "evidence"
    SUPPORT = "support"
    ABOUT = "about"


@dataclass(frozen=True, kw_only=True)
class InfoPage:
    """A page of the course as a whole: orientation, questions and answers, privacy, how evidence is given."""

    id: str
    title: str
    body_html: str
    group: Group
    origin: str = ""
    summary: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """News of the course team, told on a day."""

    id: str
    title: str
    told_on: date
    body_html: str
    summary: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class CompletionRule:
    """What makes the course complete: the activities, and a least overall score in percent."""

    activities: tuple[str, ...] = ()
    least_percent: int | None = None
    weights: dict[str, Fraction] = field(default_factory=dict)
    """Each scored activity's share of the overall score; they add up to 1. A missing score is zero."""


class Awarder(StrEnum):
    """Who says that it is deserved."""

    SELF = "self"
    PEERS = "peers"
    TEAM = "team"
    PLATFORM = "platform"
    PARTNER = "partner"
    INSTITUTION = "institution"


class CredentialKind(StrEnum):
    BADGE = "badge"
    CERTIFICATE = "certificate"
    SELF_CERTIFICATE = "self-certificate"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True)
class Signatory:
    """Whose name stands on a certificate, and as what: "Ama Boateng, PhD", "Course lead"."""

    name: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Supervision:
    """How it was seen to that the right person did the work, in words of the course's language."""

    identity: str
    proctoring: str
    watched: tuple[str, ...] = ()
    """Titles of the activities that are watched."""
    platform: str = ""
    partner: str = ""
    agreement: str = ""


@dataclass(frozen=True, kw_only=True)
class FormalCredit:
    """What the credential counts for, in words of the course's language: "3 ECTS credits", "EQF 5" ("" while open)."""

    amount: str
    level: str
    towards: str
    awarded_by: str
    hours: float
    """Hours of work that the course promises."""


@dataclass(frozen=True, kw_only=True)
class Credential:
    """What is given as evidence. `image` is a path in the kit; `rule` where a rule decides; `judged_by` for badges;
    `statement` is the wording on it. `course.credential_facts` tells what is known of it as labels and values."""

    id: str
    kind: CredentialKind
    title: str
    description: str
    awarded_by: Awarder
    origin: str
    criteria_html: str = ""
    statement: str = ""
    outcomes: tuple[str, ...] = ()
    image: str = ""
    rubric: Rubric | None = None
    judged_by: str = "completion"
    awards_needed: int = 1
    holders_may_award: bool = False
    first_judges: tuple[tuple[str, str], ...] = ()  # (name, did:key) of those with whom the chain of awards begins
    rule: CompletionRule | None = None
    design: str = "classic"
    signatories: tuple[Signatory, ...] = ()
    supervision: Supervision | None = None
    credit: FormalCredit | None = None
    elements: micro_credential.MicroCredential | None = None
    small_print: str = ""
    image_alt: str = ""  # what the image shows, for those who cannot see it
    further: tuple[tuple[str, str], ...] = ()  # other facts, (label, value) in the course's language: only to be shown
    open_questions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure of success: what is counted and the target, a number or a share ("60%")."""

    id: str
    measure: str
    target: int | str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Course:
    """A whole course, ready for a target."""

    id: str
    title: str
    language: str
    license: str
    subtitle: str = ""
    summary: str = ""
    institution: str = ""
    url: str = ""
    contact: str = ""
    repository: str = ""
    meeting: Meeting = field(default_factory=lambda: Meeting(MeetingKind.NOWHERE))  # where people talk and hand in
    audience: str = ""
    level: str = ""
    prerequisites: tuple[str, ...] = ()
    accessibility: AccessibilityInfo = field(default_factory=AccessibilityInfo)  # what only the team knows
    start: date | None = None
    weeks: int = 4
    hours_per_week: float = 3
    team: tuple[Person, ...] = ()
    partners: tuple[Partner, ...] = ()
    brand: Brand = field(default_factory=Brand)
    home_html: str = ""
    outcomes: tuple[Outcome, ...] = ()
    modules: tuple[Module, ...] = ()
    pages: tuple[InfoPage, ...] = ()
    announcements: tuple[Announcement, ...] = ()  # the latest first
    rule: CompletionRule | None = None
    credentials: tuple[Credential, ...] = ()
    goal_plan: participation.GoalPlan | None = None
    evidence_log: participation.EvidenceLog | None = None
    completion_request: participation.CompletionRequest | None = None
    sharing_back: participation.SharingBack | None = None
    question_making: participation.QuestionMaking | None = None
    credit_application: participation.CreditApplication | None = None
    ways: tuple[participation.EvidenceWay, ...] = ()  # to evidence, in the order of the options
    badge_requests: str = ""  # the id of the discussion in which people ask for badges, or ""
    success: tuple[Measure, ...] = ()
    options: tuple[str, ...] = ()
    design: dict[str, tuple[str, ...]] = field(default_factory=dict)
    assets: dict[str, Path] = field(default_factory=dict)  # files that pages use: path in the kit -> path on disk
    made: dict[str, bytes] = field(default_factory=dict)  # files that a target makes itself, by a path of no kit's file
    downloads: tuple[str, ...] = ()  # targets whose files of the whole course the site offers
    published: dict[str, Path] = field(default_factory=dict)  # to check credentials by: path on the site -> file
    packages: PackageSettings = field(default_factory=PackageSettings)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)  # earlier ids, by "module/ID", "page/ID"…
    editions: tuple[str, ...] = ()  # the languages that it can be read in, that of the first one first; () for one
    translations: tuple[Course, ...] = ()  # the same course in the other languages

    @property
    def carried(self) -> dict[str, Path | bytes]:
        """What a package holds beside the texts: the kit's own files, and those that its target made."""
        return {**self.assets, **self.made}

    def chose(self, element: str, choice: str) -> bool:
        """Whether the team chose this for an element of the design, both as written in the spec."""
        return choice in self.design.get(element, ())

    @property
    def has_fixed_dates(self) -> bool:
        """Whether groups go together on dates, so that a platform may hold people to them."""
        return self.start is not None and self.chose("enrolment_and_facilitation", "structured-cohorts")

    def activities(self) -> Iterator[tuple[Module, Activity]]:
        for module in self.modules:
            for activity in module.activities:
                yield module, activity

    def outcome(self, id: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.id == id), None)
