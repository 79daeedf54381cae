"""View models: a part of the course as a template reads it, everything computed but loops and ifs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from markupsafe import Markup

from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import (
    Activity,
    Announcement,
    Assignment,
    CompletionRule,
    Course,
    Credential,
    CredentialKind,
    Group,
    InfoPage,
    Module,
    Outcome,
    Quiz,
)
from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.rubrics.model import Rubric
from mooc_kit.targets.site.addresses import Addresses, credential_key
from mooc_kit.targets.site.announcements import AnnouncementView
from mooc_kit.targets.site.bodies import Bodies
from mooc_kit.targets.site.downloads import size_words
from mooc_kit.targets.site.glossary import PAGE as GLOSSARY
from mooc_kit.targets.site.glossary import Explainer, Glossary
from mooc_kit.targets.site.labels import Labels
from mooc_kit.targets.site.pictures import SIZES, ResponsivePictures


@dataclass(frozen=True)
class ActivityRow:
    """An activity in a list."""

    activity: Activity
    href: str
    kind: str
    time: str
    due: str
    counts: str
    outcomes: tuple[Outcome, ...]
    is_current: bool = False

    @property
    def id(self) -> str:
        return self.activity.id

    @property
    def title(self) -> str:
        return self.activity.title

    @property
    def is_required(self) -> bool:
        return self.activity.is_required


@dataclass(frozen=True)
class Part:
    """A module in a list, with its activities."""

    module: Module
    href: str
    time: str
    opens: str
    rows: tuple[ActivityRow, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def ids(self) -> str:
        """The ids of its activities, for the progress bar."""
        return " ".join(row.id for row in self.rows)


@dataclass(frozen=True)
class RubricLevelView:
    """A level of a criterion: its points and what work at it shows."""

    title: str
    points: str
    descriptor: Markup


@dataclass(frozen=True)
class RubricTable:
    """A rubric as rows. `heads` are the levels' titles where all criteria share them, else empty."""

    rubric: Rubric
    about: Markup
    heads: tuple[str, ...]
    width: int
    rows: tuple[tuple[str, tuple[RubricLevelView, ...]], ...]


@dataclass(frozen=True)
class RuleView:
    """A completion rule: what must be done, the least score, and each activity's share of it."""

    is_everything: bool
    rows: tuple[ActivityRow, ...]
    least: str
    weights: tuple[tuple[str, str], ...]

    @property
    def ids(self) -> str:
        """The ids of the activities that it asks for: a script tells how many of them are left."""
        return " ".join(row.id for row in self.rows)


@dataclass(frozen=True)
class AwardView:
    """A credential in a list."""

    credential: Credential
    href: str
    kind: str
    given_by: str
    image: str
    statement: str
    outcomes: tuple[Outcome, ...]
    facts: tuple[tuple[str, str], ...]
    """(label, value)."""


@dataclass
class SiteViews:
    """Makes the views of one page of the site."""

    course: Course
    addresses: Addresses
    messages: Messages
    path: str
    notices: list[Notice]
    pictures: ResponsivePictures
    what: str = ""
    rows: dict[tuple[str, str], ActivityRow] = field(default_factory=dict)
    glossary: Glossary | None = None
    """Rows by folder of the page and id of the activity: pages in one folder share them."""

    @cached_property
    def wording(self) -> Labels:
        return Labels(self.messages)

    @cached_property
    def bodies(self) -> Bodies:
        made = Bodies(self.messages, self._internal, self.what, self.notices, self.depict, self.file_facts)
        place = self.addresses.of.get(f"page/{GLOSSARY}", self.path)
        if self.glossary and place != self.path:
            made.explainer = Explainer(self.glossary, self.link(place))
        return made

    def file_facts(self, kit_path: str) -> str:
        file = self.course.assets.get(kit_path)
        if file is None:
            return ""
        shown, kind = size_words(self.messages, file.stat().st_size), file.suffix.lstrip(".").upper()
        return f"{kind}, {shown}" if kind else shown

    def _internal(self, url: str) -> str | None:
        found = self.addresses.internal(self.path, url)
        if found and url.startswith("asset:"):
            self.pictures.linked.add(url.removeprefix("asset:").partition("#")[0])
        return found

    def depict(self, kit_path: str) -> dict[str, str] | None:
        """The attributes of an `img` for a picture of the kit; without `src` where the file is shown as it is."""
        picture = self.pictures.picture(kit_path)
        if picture is None:
            room = self.pictures.room(kit_path)
            return {"width": str(room[0]), "height": str(room[1])} if room else None
        links = [(width, self.link(path)) for width, path in picture.versions]
        attributes = {"src": links[-1][1], "width": str(picture.width), "height": str(picture.height)}
        if len(links) > 1:
            attributes |= {"srcset": ", ".join(f"{link} {width}w" for width, link in links), "sizes": SIZES}
        return attributes

    def link(self, target: str) -> str:
        """The link from this page to a file of the site."""
        return self.addresses.link(self.path, target)

    def to(self, key: str) -> str:
        """The link from this page to what internal links call `key`."""
        return self.link(self.addresses.of[key])

    def asset(self, kit_path: str) -> str:
        """The link to a file of the kit, or "" where the course does not have it."""
        return (self._internal(f"asset:{kit_path}") or "") if kit_path else ""

    def outcomes(self, ids: Iterable[str]) -> tuple[Outcome, ...]:
        wanted = set(ids)
        return tuple(outcome for outcome in self.course.outcomes if outcome.id in wanted)

    def row(self, activity: Activity, *, is_current: bool = False) -> ActivityRow:
        if is_current:
            return replace(self.row(activity), is_current=True)
        key = (posixpath.dirname(self.path), activity.id)
        if key not in self.rows:
            self.rows[key] = self._row(activity)
        return self.rows[key]

    def _row(self, activity: Activity) -> ActivityRow:
        due = activity.due if isinstance(activity, Quiz | Assignment) else None
        return ActivityRow(
            activity=activity,
            href=self.to(f"activity/{activity.id}"),
            kind=self.wording.kind(activity),
            time=self.wording.minutes(activity.minutes) if activity.minutes else "",
            due=self.messages.date(due) if due else "",
            counts=self.wording.counts(activity),
            outcomes=self.outcomes(activity.outcomes),
        )

    def part(self, module: Module, *, current: str = "") -> Part:
        minutes = sum(activity.minutes for activity in module.activities)
        return Part(
            module=module,
            href=self.to(f"module/{module.id}"),
            time=self.wording.minutes(minutes) if minutes else "",
            opens=self.messages.date(module.opens) if module.opens else "",
            rows=tuple(self.row(activity, is_current=activity.id == current) for activity in module.activities),
            outcomes=self.outcomes(module.outcomes),
        )

    def parts(self) -> list[Part]:
        return [self.part(module) for module in self.course.modules]

    def weeks(self) -> list[tuple[int, list[Part]]]:
        """The modules by week, in the order of the weeks."""
        by_week: dict[int, list[Part]] = {}
        for module in self.course.modules:
            by_week.setdefault(module.week, []).append(self.part(module))
        return sorted(by_week.items())

    def pages(self) -> list[tuple[str, list[tuple[InfoPage, str]]]]:
        """The course-level pages with their links, by group."""
        found = []
        for group in Group:
            pages = [(page, self.to(f"page/{page.id}")) for page in self.course.pages if page.group is group]
            if pages:
                found.append((self.wording.group(group), pages))
        return found

    def announcement(self, told: Announcement, *, whole: bool = False) -> AnnouncementView:
        return AnnouncementView(
            title=told.title,
            href=self.to(f"announcement/{told.id}"),
            day=self.messages.date(told.told_on),
            iso_day=told.told_on.isoformat(),
            summary=told.summary,
            body=self.bodies.body(told.body_html, title=told.title, summary=told.summary) if whole else None,
        )

    def news(self, most: int | None = None) -> list[AnnouncementView]:
        """The announcements, the latest first."""
        return [self.announcement(told) for told in self.course.announcements[:most]]

    def award(self, credential: Credential) -> AwardView:
        return AwardView(
            credential=credential,
            href=self.to(credential_key(credential)),
            kind=self.wording.credential(credential.kind),
            given_by=self.wording.awarder(credential, self.course),
            image=self.asset(credential.image),
            # A statement that goes on from the holder's name, like "has completed …".
            statement=f"… {credential.statement}" if credential.statement[:1].islower() else credential.statement,
            outcomes=self.outcomes(credential.outcomes),
            facts=facts_of(credential, self.messages),
        )

    def related(self, credential: Credential) -> list[tuple[InfoPage, str]]:
        """Pages about how this credential comes about: those of its option that are not about a sister of it."""
        sisters = [c.title for c in self.course.credentials if c.origin == credential.origin and c.id != credential.id]
        return [
            (page, self.to(f"page/{page.id}"))
            for page in self.course.pages
            if page.origin == credential.origin != ""
            and (credential.title in page.title or not any(title in page.title for title in sisters))
        ]

    def awards(self) -> list[AwardView]:
        """All credentials, those that anyone can reach alone first."""
        order = [CredentialKind.BADGE, CredentialKind.SELF_CERTIFICATE, CredentialKind.CERTIFICATE]
        ranked = sorted(self.course.credentials, key=lambda c: order.index(c.kind) if c.kind in order else len(order))
        return [self.award(credential) for credential in ranked]

    def rule(self, rule: CompletionRule | None) -> RuleView | None:
        if rule is None:
            return None
        found = {activity.id: activity for _, activity in self.course.activities()}
        asked = [found[id] for id in rule.activities if id in found]
        required = {activity.id for activity in found.values() if activity.is_required}
        return RuleView(
            is_everything=bool(asked) and {activity.id for activity in asked} == required,
            rows=tuple(self.row(activity) for activity in asked),
            least=self.wording.percent(rule.least_percent) if rule.least_percent is not None else "",
            weights=tuple(
                (found[id].title, self.wording.percent(float(share * 100)))
                for id, share in rule.weights.items()
                if id in found
            ),
        )

    def rubric(self, rubric: Rubric | None) -> RubricTable | None:
        if rubric is None:
            return None
        titles = {tuple(level.title for level in criterion.levels) for criterion in rubric.criteria}
        return RubricTable(
            rubric=rubric,
            about=self.bodies.words(rubric.about) if rubric.about else Markup(""),
            heads=next(iter(titles)) if len(titles) == 1 else (),
            width=max(len(criterion.levels) for criterion in rubric.criteria),
            rows=tuple(
                (
                    criterion.title,
                    tuple(
                        RubricLevelView(
                            level.title,
                            self.messages.plural("{n} point", "{n} points", criterion.points_of(level)),
                            self.bodies.words(level.descriptor),
                        )
                        for level in criterion.levels
                    ),
                )
                for criterion in rubric.criteria
            ),
        )

    def rubric_named(self, id: str) -> RubricTable | None:
        """The rubric with this id, wherever in the course it is used."""
        for _, activity in self.course.activities():
            if isinstance(activity, Assignment) and activity.rubric and activity.rubric.id == id:
                return self.rubric(activity.rubric)
        for credential in self.course.credentials:
            if credential.rubric and credential.rubric.id == id:
                return self.rubric(credential.rubric)
        return None
