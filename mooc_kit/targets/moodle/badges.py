"""Badges of the course: who gets them is decided by Moodle where it can know, else by people in a role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from mooc_kit.course.model import Activity, Awarder, Counts, Credential, CredentialKind, Page, PeerReview
from mooc_kit.targets.moodle.backup_builder import MADE, BackupBuilder
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.images import badge_images
from mooc_kit.targets.moodle.xml_tree import Element, below, new, nothing, put

OVERALL, BY_ACTIVITIES, BY_ROLE, BY_COURSE = 0, 1, 2, 4
ALL, ANY = 1, 2
COURSE_BADGE, INACTIVE = 2, 0
TEACHING_ROLES = {3: "editingteacher", 4: "teacher"}


@dataclass(frozen=True)
class Basis:
    """On what Moodle gives a badge: `kind` of criterion, and the activities where it is about them."""

    kind: int
    activities: tuple[Activity, ...] = ()


def course_badges(builder: BackupBuilder) -> Iterator[tuple[Credential, Basis]]:
    """The credentials that become badges in Moodle, and on what each is given."""
    for credential in builder.course.credentials:
        if credential.kind is CredentialKind.BADGE:
            yield credential, basis(builder, credential)
        elif credential.awarded_by is Awarder.PLATFORM and credential.rule is not None:
            yield credential, Basis(BY_COURSE)


def basis(builder: BackupBuilder, badge: Credential) -> Basis:
    """Completion is something that Moodle knows; quality only from a peer review with the badge's own rubric."""
    activities = [activity for _, activity in builder.course.activities()]
    if badge.judged_by == "completion":
        made = [a for a in activities if a.is_required and not isinstance(a, Page) and a.counts is not Counts.VIEWED]
        serving = tuple(a for a in made if set(a.outcomes) & set(badge.outcomes))
        return Basis(BY_ACTIVITIES, serving) if serving else Basis(BY_ROLE)
    judged = tuple(
        a
        for a in activities
        if isinstance(a, PeerReview)
        and a.rubric
        and badge.rubric
        and a.rubric.id == badge.rubric.id
        and a.points
        and a.pass_percent
    )
    return Basis(BY_ACTIVITIES, judged[:1]) if judged else Basis(BY_ROLE)


def badges_file(builder: BackupBuilder) -> Element:
    """badges.xml; the images go into the files of the backup."""
    root = new("badges")
    for credential, found in course_badges(builder):
        _badge(builder, root, credential, found)
    return root


def _badge(builder: BackupBuilder, root: Element, credential: Credential, found: Basis) -> None:
    course = builder.course
    id = builder.id("badge", credential.id)
    for name, data in badge_images(builder, credential).items():
        builder.files.add(Area(builder.mapping.course_context, "badges", "badgeimage", id), PurePosixPath(name), data)
    message = builder.text('You have been given the badge "{badge}".', badge=credential.title)
    element = below(root, "badge", id=id)
    put(
        element,
        name=builder.name(credential.title),
        description=credential.description or _words(credential.criteria_html) or credential.title,
        timecreated=MADE,
        timemodified=MADE,
        usercreated=None,
        usermodified=None,
        issuername=course.institution or course.title,
        issuerurl=course.url,
        issuercontact=course.contact,
        expiredate=None,
        expireperiod=None,
        type=COURSE_BADGE,
        courseid=builder.mapping.course_id,
        message=f"<p>{_escaped(message)}</p><p>%badgelink%</p>",
        messagesubject=message,
        attachment=1,
        notification=0,
        status=INACTIVE,
        nextcron=None,
        version="1",
        language=moodle_language(course.language),
        imageauthorname="",
        imageauthoremail="",
        imageauthorurl="",
        imagecaption=credential.image_alt,
    )
    criteria = below(element, "criteria")
    _criterion(builder, criteria, credential, OVERALL, _words(credential.criteria_html))
    parameters = below(_criterion(builder, criteria, credential, found.kind, ""), "parameters")
    for name, value in _parameters(builder, found):
        _parameter(builder, parameters, credential, found.kind, name=name, value=value)
    for criterion in criteria:
        if criterion.find("parameters") is None:
            nothing(criterion, "parameters")
    nothing(element, "alignments", "relatedbadges", "manual_awards")
    tags = below(element, "tags")
    for outcome in credential.outcomes if found.kind != BY_COURSE else ():
        tag = below(tags, "tag", id=builder.id("tag_instance", f"badge/{credential.id}/{outcome}"))
        put(tag, name=f"outcome:{outcome}", rawname=f"outcome:{outcome}")


def _parameters(builder: BackupBuilder, found: Basis) -> Iterator[tuple[str, int]]:
    match found.kind:
        case 1:
            for activity in found.activities:
                module = builder.mapping.activity(activity.id).module
                yield f"module_{module}", module
        case 2:
            for role in TEACHING_ROLES:
                yield f"role_{role}", role
        case _:
            yield f"course_{builder.mapping.course_id}", builder.mapping.course_id


def _criterion(builder: BackupBuilder, parent: Element, badge: Credential, kind: int, description: str) -> Element:
    # Several roles are a choice: one person's word is enough. Everything else must be there together.
    element = below(parent, "criterion", id=builder.id("badge_criteria", f"{badge.id}/{kind}"))
    return put(
        element,
        badgeid=builder.id("badge", badge.id),
        criteriatype=kind,
        method=ANY if kind == BY_ROLE else ALL,
        description=description,
        descriptionformat=1,
    )


def _parameter(builder: BackupBuilder, parent: Element, badge: Credential, kind: int, *, name: str, value: int) -> None:
    element = below(parent, "parameter", id=builder.id("badge_criteria_param", f"{badge.id}/{name}"))
    put(element, critid=builder.id("badge_criteria", f"{badge.id}/{kind}"), name=name, value=value, criteriatype=kind)


def moodle_language(tag: str) -> str:
    """A language tag as Moodle names its language packs: pt-BR is pt_br."""
    return tag.replace("-", "_").lower()


def _words(html: str) -> str:
    """HTML as paragraphs of bare words: links do not survive in a badge's criteria."""
    from markupsafe import Markup

    parts = re.split(r"</(?:p|li|h[1-6]|div)>", html)
    words = [" ".join(Markup(part).striptags().split()) for part in parts]  # noqa: S704  # tags are taken out
    return "".join(f"<p>{_escaped(word)}</p>" for word in words if word)


def _escaped(words: str) -> str:
    from html import escape

    return escape(words, quote=False)
