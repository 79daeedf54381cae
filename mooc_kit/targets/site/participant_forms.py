"""Participant forms: a planner of goals, an evidence log, and sharing back, as parts of a page.

What they write stays in their browser. A page without its script shows how to do the same on paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import Activity, Course, CredentialKind, Exam, InfoPage, Quiz
from mooc_kit.course.participation import Channel, ChannelKind, GoalPlan
from mooc_kit.credentials.peers.policy import peer_badges
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.addresses import credential_key
from mooc_kit.targets.site.page_scripts import SIGNING
from mooc_kit.targets.site.quiz_data import json_script, plain
from mooc_kit.targets.site.view_models import SiteViews

_SHARED = ("passing-on.js", "drafts.js", "entries.js")


@dataclass(frozen=True)
class ParticipantForm:
    """A tool's template, its scripts and what the template needs."""

    template: str
    scripts: tuple[str, ...]
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ChannelView:
    """A channel as a template reads it; `title` says where it leads."""

    kind: str
    address: str
    title: str


@dataclass(frozen=True)
class Moment:
    """A survey about the participant's goals, on the way or at the end."""

    id: str
    title: str
    href: str
    opens: str
    opens_iso: str


def tool_of(page: InfoPage, views: SiteViews) -> ParticipantForm | None:
    """The tool that stands on `page`, if one does."""
    course = views.course
    outcomes = [(outcome.id, outcome.text) for outcome in course.outcomes]
    if course.goal_plan and course.goal_plan.page == page.id:
        plan = course.goal_plan
        context = {
            "plan": plan,
            "outcomes": outcomes,
            "channel": _channel(plan.channel, views),
            "moments": list(_moments(plan, views)),
            "sign_up": next(_surveys(views, [plan.sign_up]), None),
            "themes_href": views.to(f"page/{plan.themes}") if plan.themes else "",
        }
        return ParticipantForm("tool-goals.html.j2", (*_SHARED, "goals.js"), context)
    if course.evidence_log and course.evidence_log.page == page.id:
        made = next((c for c in course.credentials if c.kind is CredentialKind.SELF_CERTIFICATE), None)
        href = views.to(credential_key(made)) if made else ""
        context = {"log": course.evidence_log, "outcomes": outcomes, "certificate_href": href}
        return ParticipantForm("tool-log.html.j2", (*_SHARED, "evidence.js"), context)
    if course.sharing_back and course.sharing_back.page == page.id:
        sharing = course.sharing_back
        context = {
            "sharing": sharing,
            "channel": _channel(sharing.channel, views),
            "modules": [(module.id, module.title) for module in course.modules],
            "gallery_href": views.to(f"page/{sharing.gallery}") if sharing.gallery else "",
        }
        return ParticipantForm("tool-share.html.j2", (*_SHARED, *SIGNING, "share-back.js"), context)
    if course.question_making and course.question_making.page == page.id:
        making = course.question_making
        context = {
            "channel": _channel(making.channel, views),
            "kinds": [
                {"key": key, "words": words, "on_form": bool(form), "form_words": form}
                for key, words, form in making.kinds
            ],
            "modules": [(module.id, module.title, " ".join(module.outcomes)) for module in course.modules],
            "outcomes": outcomes,
            "known_json": json_script(list(_known_questions(course, views))),
        }
        playing = ("quiz-scoring.js", "quiz-questions.js")
        scripts = ("passing-on.js", "drafts.js", *playing, "question-draft.js", "question-maker.js")
        return ParticipantForm("tool-question.html.j2", scripts, context)
    if course.credit_application and course.credit_application.page == page.id:
        credit = next((facts_of(c, views.messages) for c in course.credentials if c.credit is not None), ())
        context = {
            "application": course.credit_application,
            "asked": credit,
            "channel": _channel(course.credit_application.channel, views),
        }
        return ParticipantForm("tool-application.html.j2", ("passing-on.js", "application.js"), context)
    if course.completion_request and course.completion_request.page == page.id and course.rule:
        asked = dict.fromkeys((*course.rule.activities, *course.rule.weights))
        found = {activity.id: activity for _, activity in course.activities()}
        context = {
            "channel": _channel(course.completion_request.channel, views),
            "asked": [views.row(found[id]) for id in asked if id in found],
            "left_ids": " ".join(course.rule.activities),
        }
        return ParticipantForm("tool-completion.html.j2", ("passing-on.js", "completion.js"), context)
    return None


def _known_questions(course: Course, views: SiteViews) -> Iterator[dict[str, str]]:
    """What the course's open quizzes ask already, with the words that likeness is measured by."""
    from mooc_kit.quizzes.contributions.near_duplicates import asked_words

    for _, activity in course.activities():
        if isinstance(activity, Quiz) and not isinstance(activity, Exam):
            for question in activity.quiz.questions:
                yield {"words": asked_words(question), "prompt": plain(views.bodies.words(question.prompt))[:200]}


def has_key(course: Course) -> bool:
    """Whether people sign something on the site, so that their browser keeps a key."""
    makes_own = any(credential.kind is CredentialKind.SELF_CERTIFICATE for credential in course.credentials)
    return bool(peer_badges(course)) or makes_own or course.sharing_back is not None


def reminds_of_goals(plan: GoalPlan, activity: Activity) -> bool:
    """Whether `activity` asks about goals that were set before."""
    return activity.id in {plan.closing, *(check_in.activity for check_in in plan.check_ins)}


def _channel(channel: Channel | None, views: SiteViews) -> ChannelView | None:
    if channel is None:
        return None
    address, title = channel.address, channel.address
    if channel.kind is ChannelKind.DISCUSSION:
        key = channel.address.removeprefix("course:")
        if key not in views.addresses.of:
            return None
        address = views.to(key)
        title = next((a.title for _, a in views.course.activities() if f"activity/{a.id}" == key), "")
    elif channel.kind is ChannelKind.REPOSITORY:
        title = urlsplit(channel.address).hostname or ""
    return ChannelView(channel.kind.value, address, title)


def _moments(plan: GoalPlan, views: SiteViews) -> Iterator[Moment]:
    yield from _surveys(views, [*(check_in.activity for check_in in plan.check_ins), plan.closing])


def _surveys(views: SiteViews, ids: list[str]) -> Iterator[Moment]:
    found = {activity.id: activity for _, activity in views.course.activities()}
    for id in ids:
        if id in found:
            opens = getattr(found[id], "opens", None)
            yield Moment(
                id,
                found[id].title,
                views.to(f"activity/{id}"),
                views.messages.date(opens) if opens else "",
                opens.isoformat() if opens else "",
            )


@dataclass(frozen=True)
class StoredKind:
    """A kind of thing that a participant's browser keeps: the names under which it lies there, and where it is seen."""

    names: tuple[str, ...]
    title: str
    href: str = ""


def kept_kinds(views: SiteViews) -> Iterator[StoredKind]:
    """Everything that the site's scripts keep. "quiz/" is all that begins so, "*" what no other kind names."""
    text = views.messages.text
    course = views.course

    def page(id: str) -> str:
        return views.to(f"page/{id}")

    yield StoredKind(("done",), text("Activities marked as done"), views.link(at.SYLLABUS))
    yield StoredKind(("last",), text("The page of the course where you were last"), views.link(at.HOME))
    yield StoredKind(("tasks/",), text("Ticks in lists of tasks"))
    yield StoredKind(("quiz/",), text("Answers to quizzes"))
    yield StoredKind(("survey/", "reply/"), text("Answers to surveys"))
    if course.goal_plan:
        yield StoredKind(("goals",), text("My goals"), page(course.goal_plan.page))
    if course.evidence_log:
        yield StoredKind(("evidence",), text("My evidence"), page(course.evidence_log.page))
    if course.sharing_back:
        yield StoredKind(("share-backs",), text("What I did in the world"), page(course.sharing_back.page))
    if course.completion_request:
        yield StoredKind(("completion",), text("What I send for the certificate"), page(course.completion_request.page))
    if course.credit_application:
        yield StoredKind(("application",), text("My application for credit"), page(course.credit_application.page))
    yield StoredKind(("certificate/",), text("Certificates that you have begun"), views.link(at.EVIDENCE))
    if any(credential.kind is CredentialKind.BADGE for credential in course.credentials):
        yield StoredKind(("badge/",), text("My badges"), views.link(at.MY_BADGES))
    if has_key(course):
        place = views.link(at.AWARD if peer_badges(course) else at.EVIDENCE)
        yield StoredKind(("badge-key",), text("My key for badges: it signs here, and nothing can read it"), place)
    if peer_badges(course):
        yield StoredKind(("request/",), text("Requests for badges that I judged"), views.link(at.AWARD))
    yield StoredKind(("draft/",), text("Things that you have begun to write"))
    yield StoredKind(("*",), text("Settings"))
