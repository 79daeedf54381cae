"""Course builder: a course in the making. The spec's own parts are in it; each option adds what it brings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from pathlib import PurePosixPath

from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.micro_credential import MicroCredential
from mooc_kit.course.model import (
    Activity,
    CompletionRule,
    Course,
    Credential,
    CredentialKind,
    Group,
    InfoPage,
    Module,
    Quiz,
)
from mooc_kit.course.participation import (
    CompletionRequest,
    CreditApplication,
    EvidenceLog,
    EvidenceWay,
    GoalPlan,
    QuestionMaking,
    SharingBack,
)
from mooc_kit.i18n import Messages
from mooc_kit.problems import Place
from mooc_kit.spec.model import Spec

_ISSUED = (CredentialKind.CERTIFICATE, CredentialKind.TRANSCRIPT)


@dataclass
class CourseBuilder:
    """What options contribute to.

    `files` reads the kit (and remembers what was missing); `messages` are the texts of the course's language.
    """

    spec: Spec
    files: KitFiles
    messages: Messages
    course: Course
    modules: dict[str, list[Activity]] = field(default_factory=dict)
    pages: list[InfoPage] = field(default_factory=list)
    credentials: list[Credential] = field(default_factory=list)
    rule: CompletionRule | None = None
    goal_plan: GoalPlan | None = None
    evidence_log: EvidenceLog | None = None
    completion_request: CompletionRequest | None = None
    sharing_back: SharingBack | None = None
    question_making: QuestionMaking | None = None
    credit_application: CreditApplication | None = None
    badge_requests: str = ""
    ways: list[EvidenceWay] = field(default_factory=list)

    def add_activity(self, module_id: str, activity: Activity, *, first: bool = False) -> None:
        """Put `activity` at the end of the module, or before everything else in it."""
        activities = self.modules[module_id]
        activities.insert(0 if first else len(activities), activity)

    def add_page(self, page: InfoPage) -> None:
        self.pages.append(page)

    def add_page_file(self, path: str, origin: str, wanted_by: Place | None = None) -> InfoPage | None:
        """Add the kit's page at `path` as a page about evidence; None where it cannot be had (a problem is kept)."""
        found = self.files.page(path, wanted_by)
        if found is None:
            return None
        id = PurePosixPath(path).stem
        page = InfoPage(
            id=id,
            title=found.meta.title or id.replace("-", " ").capitalize(),
            body_html=found.body_html,
            group=Group.EVIDENCE,
            origin=origin,
            summary=found.meta.summary or "",
            source=path,
        )
        self.add_page(page)
        return page

    def add_way(self, way: EvidenceWay) -> None:
        """Name a way to evidence, where its page is there."""
        kind, _, id = way.target.partition("/")
        there = {page.id for page in self.pages} if kind == "page" else {activity.id for activity in self.activities()}
        if id in there:
            self.ways.append(way)

    def add_credential(self, credential: Credential) -> None:
        self.credentials.append(credential)

    def say_elements(self) -> None:
        """Let certificates and transcripts say the elements of a micro-credential that the spec holds."""
        if (found := self.spec.micro_credential) is None:
            return
        elements = MicroCredential(spec=found, hours=self.course.weeks * self.course.hours_per_week)
        self.credentials[:] = [
            replace(credential, elements=elements) if credential.kind in _ISSUED else credential
            for credential in self.credentials
        ]

    def require(self, rule: CompletionRule) -> None:
        """Set the rule by which the platform decides that the course is complete."""
        self.rule = rule

    def activities(self) -> list[Activity]:
        return [activity for activities in self.modules.values() for activity in activities]

    def module(self, module_id: str) -> Module:
        return next(module for module in self.course.modules if module.id == module_id)

    def finished(self) -> Course:
        modules = tuple(
            replace(m, activities=tuple(map(self._said_if_empty, self.modules[m.id]))) for m in self.course.modules
        )
        return replace(
            self.course,
            modules=modules,
            pages=tuple(self.pages),
            credentials=tuple(self.credentials),
            rule=self.rule,
            goal_plan=self.goal_plan,
            evidence_log=self.evidence_log,
            completion_request=self.completion_request,
            sharing_back=self.sharing_back,
            question_making=self.question_making,
            credit_application=self.credit_application,
            badge_requests=self.badge_requests,
            ways=tuple(self.ways),
            assets=self.files.assets(),
        )

    def _said_if_empty(self, activity: Activity) -> Activity:
        """A quiz without questions says so, on every platform: they come before the course opens, or too late."""
        if not isinstance(activity, Quiz) or activity.quiz.questions or activity.quiz.pools:
            return activity
        words = escape(self.messages.text("The questions are still being written."))
        return replace(activity, body_html=f"<p><strong>{words}</strong></p>\n{activity.body_html}")
