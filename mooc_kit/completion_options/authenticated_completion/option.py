"""Authenticated completion: who did the work is checked, usually on a partner's platform and under an agreement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from html import escape
from typing import Any, ClassVar

from mooc_kit.completion_options.authenticated_completion import authenticated_completion_codes
from mooc_kit.completion_options.authenticated_completion.open_questions import open_questions, unsettled
from mooc_kit.completion_options.authenticated_completion.section import (
    Agreement,
    AuthenticatedCompletionSpec,
)
from mooc_kit.completion_options.base import CompletionOption, KitFile, Standing
from mooc_kit.completion_options.team_commands import completions
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import (
    Activity,
    Assignment,
    Awarder,
    CompletionRule,
    Credential,
    CredentialKind,
    Exam,
    Quiz,
    Supervision,
)
from mooc_kit.course.participation import EvidenceWay, StateKind
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.problems import Problem, Severity
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.course_info import TeamRole
from mooc_kit.spec.load import unknown_ids
from mooc_kit.spec.model import ExamActivity, QuizActivity

CREDENTIAL = "authenticated-completion"
RULES_PAGE = "content/completion/exam-rules.md"
PAGES = (RULES_PAGE, "content/completion/accommodations.md", "content/completion/exam-privacy.md")
GUIDES = ("partnership-checklist", "identity-and-proctoring", "open-questions")
FULL_PLATFORMS = ("open-edx", "moodle", "canvas")
PACKAGES = spec_model.WITHOUT_ACCOUNTS | {"common-cartridge", "scorm", "cmi5"}
"""Targets without accounts and exams of their own."""
PLATFORM_NAMES = {"open-edx": "Open edX", "moodle": "Moodle", "canvas": "Canvas"}
WATCHABLE = ("quiz", "exam", "assignment")


class AuthenticatedCompletion(CompletionOption[AuthenticatedCompletionSpec]):
    key = "authenticated_completion"
    title = "Authenticated completion"
    about = "Identity is checked and named activities are watched, usually with a partner on a full learning platform."
    asks = "Choose the platform and the partner, how identity is checked, and which few activities are watched."
    gives = "A certificate that says who did the work: employers and universities can build on it."
    needs = "An agreement with the partner, a way to check identity, proctoring, and answers about privacy and access."
    costs = (
        "The most of all options beside credit: months until an agreement stands, often a fee for each person who is "
        "watched, and care for those whom the check would shut out. Offer it beside a free way to complete."
    )
    suits = ("commercial-partnership",)
    Spec = AuthenticatedCompletionSpec
    rules = authenticated_completion_codes.RULES
    where: ClassVar[Mapping[str, Standing]] = {
        "site": Standing(
            "the rules of watched work, and what is kept of it; nobody is identified there", "pages/exam-rules.html"
        ),
        "moodle": Standing("Safe Exam Browser and a password; people check and watch", "quizaccess_seb"),
        "open-edx": Standing("a proctored exam for verified learners", "is_proctored_enabled"),
        "team": Standing("rosters, also from exports", "mooc-kit completions"),
    }

    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        yield from self._check_platform(spec)
        yield from self._check_watched(spec)
        if section.agreement is not Agreement.SIGNED:
            message = f"{section.agreement.meaning}."
            hint = "Go through guides/partnership-checklist.md, and write `agreement: signed` when it is."
            problem = authenticated_completion_codes.NOT_SIGNED.at(
                spec.place(*self._at("agreement")), message, hint=hint
            )
            is_on_its_way = section.agreement is Agreement.IN_NEGOTIATION
            yield replace(problem, severity=Severity.NOTE) if is_on_its_way else problem
        elif section.partner is None:
            hint = "Add `partner:` with the name as it should stand on the certificate."
            yield authenticated_completion_codes.NO_PARTNER.at(spec.place(*self._at("agreement")), hint=hint)
        if all(person.role is not TeamRole.PARTNER_CONTACT for person in spec.course.team):
            hint = "Add somebody with `role: partner-contact` to the team."
            yield authenticated_completion_codes.NO_CONTACT.at(spec.place("course", "team", key=True), hint=hint)

    def _check_platform(self, spec: spec_model.Spec) -> Iterator[Problem]:
        platform = self.section(spec).platform
        place = spec.place(*self._at("platform"))
        if platform in PACKAGES:
            message = f"`{platform}` has no accounts and no exams of its own."
            hint = f"Name the platform on which people take the exam: {', '.join(FULL_PLATFORMS)}."
            yield authenticated_completion_codes.NO_FULL_PLATFORM.at(place, message, hint=hint)
        elif platform not in spec.targets:
            built = ", ".join(spec.targets)
            message = f"The exam is to be on `{platform}`, and the course is built for {built} only."
            hint = f"Add `{platform}` to `targets`."
            yield authenticated_completion_codes.NO_FULL_PLATFORM.at(place, message, hint=hint)

    def _check_watched(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        path = self._at("proctoring", "activities")
        items = {item.id: item for _, _, item in spec.walk()}
        fitting = [item.id for item in items.values() if item.kind in WATCHABLE]
        if not section.proctoring.activities:
            hint = (
                f"Name one or more of: {', '.join(fitting)}." if fitting else "Add a quiz or an exam, and name it here."
            )
            yield authenticated_completion_codes.NOTHING_WATCHED.at(spec.place(*path), hint=hint)
        yield from unknown_ids(spec, path, section.proctoring.activities, list(items), "activity")
        for number, id in enumerate(section.proctoring.activities):
            item = items.get(id)
            if item is None:
                continue
            if item.kind not in WATCHABLE:
                kind = item.kind.replace("_", " ")
                hint = f"Name one of: {', '.join(fitting)}." if fitting else "Add a quiz or an exam, and name it here."
                message = f'"{item.title}" is a {kind}: it cannot be watched.'
                yield authenticated_completion_codes.CANNOT_BE_WATCHED.at(spec.place(*path, number), message, hint=hint)
            elif isinstance(item, QuizActivity) and item.time_limit is None:
                hint = f"Add `time_limit:` (minutes) to the activity `{id}`."
                message = f'"{item.title}" is watched, and has no time limit.'
                yield authenticated_completion_codes.NO_TIME_LIMIT.at(spec.place(*path, number), message, hint=hint)
        known = [question.id for question in open_questions(section)]
        yield from unknown_ids(spec, self._at("settled"), section.settled, known, "open question")

    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        section = self.section(spec)
        messages = messages_for(spec.course.language)
        questions = [question.told_in(messages) for question in open_questions(section)]
        context = {
            "section": section,
            "identity": section.identity.value,
            "mode": section.proctoring.mode.value,
            "is_signed": section.agreement is Agreement.SIGNED,
            "platform": PLATFORM_NAMES.get(section.platform, section.platform),
            "partner": section.partner,
            "watched": [_watched(spec, id) for id in section.proctoring.activities if _watched(spec, id)],
            "contacts": [person for person in spec.course.team if person.role is TeamRole.PARTNER_CONTACT],
            "questions": questions,
            "settled": section.settled,
        }
        for path in PAGES:
            yield KitFile(path, path.rsplit("/", 1)[1] + ".j2", context)
        for guide in GUIDES:
            yield KitFile(f"guides/{guide}.md", f"{guide}.md.j2", context, commands=completions(spec))

    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        section = self.section(spec)
        text = course.messages.text
        place = spec.place("completion", self.key, key=True)
        pages = [course.add_page_file(path, self.key, place) for path in PAGES]
        rules = pages[0].body_html if pages[0] else ""
        named = section.proctoring.activities
        for activities in course.modules.values():
            activities[:] = [_as_watched(a, rules, section, text) if a.id in named else a for a in activities]
        watched = [a for a in course.activities() if a.id in named]
        done = course.rule.activities if course.rule else ()
        rule = CompletionRule(
            activities=(*done, *(a.id for a in watched if a.id not in done)),
            least_percent=course.rule.least_percent if course.rule else None,
            weights=course.rule.weights if course.rule else {},
        )
        is_signed = section.agreement is Agreement.SIGNED
        if is_signed:
            description = text("Given when the rule of the course is met by a person whose identity was checked.")
        else:
            description = text("Planned. It can be given only when the agreement with the partner is signed.")
        course.add_credential(
            Credential(
                id=CREDENTIAL,
                kind=CredentialKind.CERTIFICATE,
                title=text("Authenticated certificate of completion"),
                description=description,
                awarded_by=Awarder.PARTNER,
                origin=self.key,
                criteria_html=_criteria(section, course.messages, course, watched),
                statement=text(
                    "has completed {title}. Identity was checked, and this was watched: {activities}.",
                    title=spec.course.title,
                    activities=", ".join(a.title for a in watched),
                ),
                rule=rule,
                supervision=_supervision(section, course.messages, watched),
                open_questions=()
                if is_signed
                else tuple(text(q.text) for q in unsettled(open_questions(section), section.settled)),
            )
        )

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        return {spec_model.MeasureKind.COMPLETIONS}

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay:
        text = course.messages.text
        return EvidenceWay(
            option=self.key,
            title=text("Completing with your identity checked"),
            about=text("Somebody else can rely on it that it was you."),
            target="page/exam-rules",
            state=StateKind.ELSEWHERE,
        )

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        found: dict[str, Any] = {}
        full = [target for target in spec.targets if target not in PACKAGES]
        if full:
            found["platform"] = full[0]
        quizzes = [item for _, _, item in spec.walk() if isinstance(item, QuizActivity) and item.graded]
        exams = [item.id for item in quizzes if isinstance(item, ExamActivity)] or [item.id for item in quizzes][-1:]
        if exams:
            found["proctoring"] = {"mode": "live-remote", "activities": exams}
        if spec.course.partners:
            found["partner"] = spec.course.partners[0].name
        return found

    def _at(self, *path: str | int) -> tuple[str | int, ...]:
        return ("completion", self.key, *path)


def _as_watched(activity: Activity, rules_html: str, section: AuthenticatedCompletionSpec, text: Any) -> Activity:
    """A quiz as an exam under the rules; other work with a pointer to them on top."""
    if isinstance(activity, Quiz):
        kept = {field.name: getattr(activity, field.name) for field in fields(activity)}
        terms = {"watched": section.proctoring.mode.value, "identity": section.identity.value}
        return Exam(**{**kept, "rules_html": rules_html, **terms})
    if isinstance(activity, Assignment):
        words = escape(
            text("This activity is watched if you want the authenticated certificate. Read the rules first.")
        )
        return replace(activity, body_html=f'<p><a href="course:page/exam-rules">{words}</a></p>\n{activity.body_html}')
    return activity


def _criteria(
    section: AuthenticatedCompletionSpec, messages: Messages, course: CourseBuilder, watched: list[Activity]
) -> str:
    lines = []
    if course.rule:
        lines.append(messages.text("The rule of the course is met."))
    lines.append(messages.text(section.identity.meaning) + ".")
    titles = ", ".join(activity.title for activity in watched)
    if titles:
        lines.append(messages.text("This is done while it is watched: {activities}.", activities=titles))
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _supervision(section: AuthenticatedCompletionSpec, messages: Messages, watched: list[Activity]) -> Supervision:
    text = messages.text
    return Supervision(
        identity=text(section.identity.meaning),
        proctoring=text(section.proctoring.mode.meaning),
        watched=tuple(activity.title for activity in watched),
        platform=PLATFORM_NAMES.get(section.platform, section.platform),
        partner=section.partner or "",
        agreement=text(section.agreement.meaning),
    )


def _watched(spec: spec_model.Spec, id: str) -> dict[str, Any]:
    """What the texts tell about a watched activity; {} where there is none of that name."""
    for _, module, item in spec.walk():
        if item.id == id:
            start = spec.course.start
            week = spec.week_of(module)
            due: date | None = getattr(item, "due", None)
            if due is None and start:
                due = start + timedelta(weeks=week, days=-1)
            return {
                "module": module,
                "activity": item,
                "week": week,
                "due": due,
                "opens": start + timedelta(weeks=week - 1) if start else None,
                "minutes": getattr(item, "time_limit", None),
                "attempts": getattr(item, "attempts", None),
                "points": getattr(item, "points", None),
            }
    return {}
