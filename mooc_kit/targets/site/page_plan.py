"""Page plan: a page of the site before it is written, its template and what the template needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from mooc_kit.content.language_of_parts import without_signs
from mooc_kit.course.model import (
    Activity,
    Announcement,
    Awarder,
    Course,
    Credential,
    CredentialKind,
    Discussion,
    Exam,
    InfoPage,
    Module,
    Outcome,
    Quiz,
)
from mooc_kit.credentials.peers.policy import peer_badges
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.addresses import Addresses, credential_key
from mooc_kit.targets.site.awarding import awarding, carried
from mooc_kit.targets.site.bodies import tells
from mooc_kit.targets.site.evidence_page import evidence_context
from mooc_kit.targets.site.glossary import PAGE as GLOSSARY
from mooc_kit.targets.site.glossary import Glossary, glossary_of, with_anchors
from mooc_kit.targets.site.page_host import WEB, PageHost
from mooc_kit.targets.site.page_scripts import AWARDING, BY_KIND, EVERY_PAGE, PEERS, PROOF, SIGNING
from mooc_kit.targets.site.participant_forms import has_key, kept_kinds, reminds_of_goals, tool_of
from mooc_kit.targets.site.pictures import ResponsivePictures
from mooc_kit.targets.site.press_pack import FOLDER as PRESS_FOLDER
from mooc_kit.targets.site.press_pack import press_of, wants_press
from mooc_kit.targets.site.quiz_data import json_script, quiz_data
from mooc_kit.targets.site.site_statement import statement
from mooc_kit.targets.site.social_image import SIZE
from mooc_kit.targets.site.view_models import ActivityRow, SiteViews

if TYPE_CHECKING:
    from jinja2 import Environment

_NOT_SEARCHED = (at.SEARCH, at.AWARD, at.MY_DATA, at.MY_BADGES, at.NOT_FOUND, at.VERIFY)
_TEAMS_STATEMENTS = ("accessibility", "privacy")
"""Pages of the kit that say in the team's words what the site's own statement says of the site."""
_TEMPLATES = {
    "page": "activity.html.j2",
    "discussion": "activity-discussion.html.j2",
    "quiz": "activity-quiz.html.j2",
    "exam": "activity-exam.html.j2",
    "assignment": "activity-work.html.j2",
    "peer_review": "activity-work.html.j2",
    "survey": "activity-survey.html.j2",
    "live_session": "activity-live-session.html.j2",
    "link": "activity-link.html.j2",
}


@dataclass(frozen=True)
class SitePage:
    """`section` is the part of the site that the page belongs to, for the navigation."""

    path: str
    template: str
    title: str
    views: SiteViews
    section: str = ""
    description: str = ""
    scripts: tuple[str, ...] = EVERY_PAGE
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def is_searched(self) -> bool:
        """Whether the search finds words on this page."""
        return self.path not in _NOT_SEARCHED


@dataclass(frozen=True)
class PagePlan:
    """A page to be made. `own` are its own words, where a page that was made of the same may be used again."""

    own: str
    make: Callable[[], SitePage]


@dataclass
class SitePages:
    """Makes all sheets of a course. `notices` gathers what bodies had to leave out."""

    course: Course
    addresses: Addresses
    messages: Messages
    has_calendar: bool
    env: Environment
    pictures: ResponsivePictures
    host: PageHost = WEB
    downloads: dict[str, int] = field(default_factory=dict)  # the course as a file: path -> bytes
    notices: list[Notice] = field(default_factory=list)
    rows: dict[tuple[str, str], ActivityRow] = field(default_factory=dict)

    @cached_property
    def glossary(self) -> Glossary:
        return glossary_of(self.course)

    def plans(self) -> Iterator[PagePlan]:
        """Every page of the site, in order, not made yet."""
        for number, module in enumerate(self.course.modules):
            yield PagePlan(f"module {module.id} {module.body_html}", partial(self._module, number, module))
        path = list(self.course.activities())
        for number, (module, activity) in enumerate(path):
            before = path[number - 1][1] if number else None
            after = path[number + 1][1] if number + 1 < len(path) else None
            make = partial(self._activity, module, activity, before, after)
            yield PagePlan(f"activity {module.id} {activity.id} {activity.body_html}", make)
        for page in self.course.pages:
            yield PagePlan(f"page {page.id} {page.body_html}", partial(self._info_page, page))
        for sheet in self._others():
            yield PagePlan("", partial(_same, sheet))

    def _others(self) -> Iterator[SitePage]:
        """The pages that tell of the whole course: they are made each time."""
        yield self._home()
        yield self._sheet(at.SYLLABUS, "syllabus.html.j2", self.messages.text("Syllabus"), "syllabus")
        if self.course.pages:
            yield self._sheet(at.INFORMATION, "information.html.j2", self.messages.text("Information"), "information")
        if self.course.announcements:
            yield self._news()
        for told in self.course.announcements:
            yield self._announcement(told)
        yield self._evidence()
        for credential in self.course.credentials:
            yield self._credential(credential)
        if any(credential.kind is CredentialKind.BADGE for credential in self.course.credentials):
            yield self._my_badges()
        if peer_badges(self.course):
            yield self._award()
        scripts = (*EVERY_PAGE, "search.js")
        yield self._sheet(at.SEARCH, "search.html.j2", self.messages.text("Search the course"), "", scripts)
        yield self._statement()
        if wants_press(self.course):
            yield self._press()
        yield self._verify()
        key = ("credential-proof.js", "badge-key.js") if has_key(self.course) else ()
        scripts = (*EVERY_PAGE, "carry.js", *key, "my-data.js")
        my_data = self._sheet(at.MY_DATA, "my-data.html.j2", self.messages.text("My data on this site"), "", scripts)
        my_data.context.update(kinds=list(kept_kinds(my_data.views)), titles_json=json_script(self._titles()))
        yield my_data
        yield self._sheet(at.NOT_FOUND, "not-found.html.j2", self.messages.text("This page is not here"), "")

    def _award(self) -> SitePage:
        title = self.messages.text("Ask for a badge, judge, award")
        sheet = self._sheet(at.AWARD, "award.html.j2", title, "evidence", AWARDING)
        sheet.context.update(awarding(self.course, sheet.views))
        return sheet

    def _my_badges(self) -> SitePage:
        scripts = (*EVERY_PAGE, *PROOF, *self._checks(), "badge-file.js", "badge-collection.js", "my-badges.js")
        sheet = self._sheet(at.MY_BADGES, "my-badges.html.j2", self.messages.text("My badges"), "evidence", scripts)
        badges = [award for award in sheet.views.awards() if award.credential.kind is CredentialKind.BADGE]
        needed = [sheet.views.wording.awards_needed(award.credential) for award in badges]
        sheet.context["badges"] = [{"award": a, "needed": n} for a, n in zip(badges, needed, strict=True)]
        sheet.context.update(carried(self.course))
        return sheet

    def _about_peers(self) -> set[str]:
        """The pages that say how badges are asked for and judged: one step from there is the page that does it."""
        badges = peer_badges(self.course)
        return {f"ask-for-{badge.id}" for badge in badges} | ({"judging-badges"} if badges else set())

    def _checks(self) -> tuple[str, ...]:
        """The scripts that check any credential; peers' badges only where the course has some."""
        own = ("credential-check.js", "credential-trust.js", "credential-verdict.js")
        return (*PEERS, *own) if peer_badges(self.course) else (PEERS[0], *own)

    def _titles(self) -> dict[str, str]:
        """What participants know by a title, by the id under which their browser keeps something about it."""
        found = {activity.id: activity.title for _, activity in self.course.activities()}
        return found | {credential.id: credential.title for credential in self.course.credentials}

    def _verify(self) -> SitePage:
        """The page that checks credentials."""
        scripts = (*EVERY_PAGE, *PROOF, *self._checks(), "verify.js")
        sheet = self._sheet(at.VERIFY, "verify.html.j2", self.messages.text("Check a credential"), "", scripts)
        sheet.context.update(carried(self.course))
        return sheet

    def _views(self, path: str, title: str) -> SiteViews:
        what = f'the page "{without_signs(title)}"'
        return SiteViews(
            self.course,
            self.addresses,
            self.messages,
            path,
            self.notices,
            self.pictures,
            what,
            self.rows,
            self.glossary,
        )

    def _sheet(
        self, path: str, template: str, title: str, section: str, scripts: tuple[str, ...] = EVERY_PAGE
    ) -> SitePage:
        views = self._views(path, title)
        context = {"weeks": views.weeks(), "page_groups": views.pages()}
        return SitePage(path, template, title, views, section, scripts=scripts, context=context)

    def _home(self) -> SitePage:
        views = self._views(at.HOME, self.course.title)
        context = {
            "body": views.bodies.body(self.course.home_html, title=self.course.title, summary=self.course.summary),
            "outcomes": _untold(self.course.home_html, self.course.outcomes),
            "parts": views.parts(),
            "awards": views.awards(),
            "news": views.news(3),
            "first": views.row(first) if (first := next((a for _, a in self.course.activities()), None)) else None,
            "rule_ids": self.course.rule.activities if self.course.rule else (),
            "ids": " ".join(activity.id for _, activity in self.course.activities()),
        }
        about, scripts = self.course.summary, (*EVERY_PAGE, "continue.js", "carry.js")
        return SitePage(at.HOME, "home.html.j2", self.course.title, views, "home", about, scripts, context)

    def _module(self, number: int, module: Module) -> SitePage:
        views = self._views(self.addresses.of[f"module/{module.id}"], module.title)
        modules = self.course.modules
        part = views.part(module)
        context = {
            "part": part,
            "body": views.bodies.body(module.body_html, title=module.title, summary=module.summary),
            "outcomes": _untold(module.body_html, part.outcomes),
            "before": views.part(modules[number - 1]) if number else None,
            "after": views.part(modules[number + 1]) if number + 1 < len(modules) else None,
        }
        path = self.addresses.of[f"module/{module.id}"]
        return SitePage(path, "module.html.j2", module.title, views, "syllabus", module.summary, context=context)

    def _activity(
        self, module: Module, activity: Activity, before: Activity | None, after: Activity | None
    ) -> SitePage:
        path = self.addresses.of[f"activity/{activity.id}"]
        views = self._views(path, activity.title)
        context: dict[str, Any] = {
            "part": views.part(module, current=activity.id),
            "row": views.row(activity),
            "activity": activity,
            "facts": list(views.wording.facts(activity)),
            "body": views.bodies.body(activity.body_html, title=activity.title),
            "before": views.row(before) if before else None,
            "after": views.row(after) if after else None,
            "contents": views.bodies.contents(),
            "rubric": views.rubric(getattr(activity, "rubric", None)),
            "shown": "",
        }
        if isinstance(activity, Exam):
            context["rules"] = views.bodies.body(activity.rules_html, level=3)
        elif isinstance(activity, Quiz):
            context |= self._quiz(activity, views)
        scripts = (*EVERY_PAGE, *BY_KIND.get(activity.kind, ()))
        context["goals_href"] = ""
        if self.course.goal_plan and reminds_of_goals(self.course.goal_plan, activity):
            context["goals_href"] = views.to(f"page/{self.course.goal_plan.page}")
            scripts = (*scripts, "goal-reminder.js")
        if isinstance(activity, Discussion) and self.course.meeting.embed:
            views.bodies.frames.add(self.course.meeting.embed_origin)
            context["has_talk"] = True
        template = _TEMPLATES[activity.kind]
        return SitePage(path, template, activity.title, views, "syllabus", scripts=scripts, context=context)

    def _quiz(self, activity: Quiz, views: SiteViews) -> dict[str, Any]:
        parts: Any = self.env.get_template("parts.html.j2").module

        def rubric_html(id: str) -> str:
            table = views.rubric_named(id)
            return str(parts.rubric_table(table)) if table else ""

        data = quiz_data(activity, views.bodies, rubric_html)
        if log := self.course.evidence_log:
            outcomes = list(activity.outcomes)
            data["log"] = {"title": activity.title, "outcomes": outcomes, "href": views.to(f"page/{log.page}")}
        return {
            "questions": data["questions"],
            "quiz_json": json_script(data),
            "intro": views.bodies.words(activity.quiz.intro) if activity.quiz.intro else "",
            "outro": views.bodies.words(activity.quiz.outro) if activity.quiz.outro else "",
        }

    def _info_page(self, page: InfoPage) -> SitePage:
        path = self.addresses.of[f"page/{page.id}"]
        views = self._views(path, page.title)
        tool = tool_of(page, views)
        html = with_anchors(page.body_html, self.glossary) if page.id == GLOSSARY else page.body_html
        context = {
            "page": page,
            "group": views.wording.group(page.group),
            "body": views.bodies.body(html, title=page.title, summary=page.summary),
            "contents": views.bodies.contents(),
            "tool": tool.template if tool else "",
            "asks_for": "",
            "award_href": views.link(at.AWARD) if page.id in self._about_peers() else "",
            **(tool.context if tool else {}),
            **(carried(self.course) if tool and SIGNING[-1] in tool.scripts else {}),
        }
        scripts = (*EVERY_PAGE, *tool.scripts) if tool else EVERY_PAGE
        asked = next((badge for badge in peer_badges(self.course) if page.id == f"ask-for-{badge.id}"), None)
        if asked is not None:
            context |= {"asks_for": asked.id, **awarding(self.course, views, asked.id)}
            scripts = AWARDING
        return SitePage(path, "info-page.html.j2", page.title, views, "information", page.summary, scripts, context)

    def _news(self) -> SitePage:
        title = self.messages.text("Announcements")
        views = self._views(at.NEWS, title)
        return SitePage(at.NEWS, "announcements.html.j2", title, views, "home", context={"news": views.news()})

    def _announcement(self, told: Announcement) -> SitePage:
        path = self.addresses.of[f"announcement/{told.id}"]
        views = self._views(path, told.title)
        context = {"told": views.announcement(told, whole=True)}
        return SitePage(path, "announcement.html.j2", told.title, views, "home", told.summary, context=context)

    def _press(self) -> SitePage:
        title = self.messages.text("For the press")
        views = self._views(at.PRESS, title)
        context = {
            "press": press_of(self.course, views.wording),
            "press_text": f"{PRESS_FOLDER}/{self.course.id}.txt",
            "press_picture": f"{PRESS_FOLDER}/{self.course.id}.png",
            "press_zip": f"{PRESS_FOLDER}/{self.course.id}-press.zip",
            "picture_size": SIZE,
        }
        return SitePage(at.PRESS, "press.html.j2", title, views, "", context=context)

    def _statement(self) -> SitePage:
        title = self.messages.text("Accessibility and privacy of this site")
        views = self._views(at.STATEMENT, title)
        own = [(page, views.to(f"page/{page.id}")) for page in self.course.pages if page.id in _TEAMS_STATEMENTS]
        kept = [kind.title for kind in kept_kinds(views)]
        context = {
            "statement": statement(self.course, self.messages, self.host.is_reported),
            "own_pages": own,
            "kept_kinds": kept,
        }
        return SitePage(at.STATEMENT, "statement.html.j2", title, views, "", context=context)

    def _evidence(self) -> SitePage:
        title = self.messages.text("Evidence")
        views = self._views(at.EVIDENCE, title)
        context, scripts = evidence_context(views)
        return SitePage(at.EVIDENCE, "evidence.html.j2", title, views, "evidence", scripts=scripts, context=context)

    def _credential(self, credential: Credential) -> SitePage:
        path = self.addresses.of[credential_key(credential)]
        views = self._views(path, credential.title)
        is_self_made = credential.kind is CredentialKind.SELF_CERTIFICATE
        template = {CredentialKind.BADGE: "badge.html.j2", CredentialKind.SELF_CERTIFICATE: "self-certificate.html.j2"}
        log = self.course.evidence_log
        context = {
            "request_href": self._request_href(views, credential),
            "log_href": views.to(f"page/{log.page}") if log else "",
            "award": views.award(credential),
            "related": views.related(credential),
            "rule": views.rule(credential.rule),
            "criteria": views.bodies.body(credential.criteria_html, level=3),
            "rubric": views.rubric(credential.rubric),
        }
        if is_self_made:
            shown = [(o.id, o.text) for o in self.course.outcomes if o.id in credential.outcomes]
            context.update(outcomes_json=json.dumps(shown, ensure_ascii=False), **carried(self.course))
        scripts = (*EVERY_PAGE, *SIGNING, "certificate.js") if is_self_made else EVERY_PAGE
        return SitePage(
            path,
            template.get(credential.kind, "certificate.html.j2"),
            credential.title,
            views,
            "evidence",
            credential.description,
            scripts,
            context,
        )

    def _request_href(self, views: SiteViews, credential: Credential) -> str:
        """Where people send what a team decides about, or ""."""
        request = self.course.completion_request
        return views.to(f"page/{request.page}") if request and credential.awarded_by is Awarder.TEAM else ""


def _same(sheet: SitePage) -> SitePage:
    return sheet


def _untold(html: str, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """The outcomes, unless the author's own words name them all: then listing them again only makes a page longer."""
    return () if tells(html, (outcome.text for outcome in outcomes)) else outcomes
