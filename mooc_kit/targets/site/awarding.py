"""Awarding tool: what the pages need on which badges are asked for, judged, awarded and checked in the browser."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from mooc_kit.course.model import Course, Discussion
from mooc_kit.credentials.contexts import ISSUED, PINNED, context
from mooc_kit.credentials.peers.policy import peer_badges
from mooc_kit.credentials.published import issuers
from mooc_kit.credentials.shape import table
from mooc_kit.spec.meeting import MeetingKind
from mooc_kit.targets.site.addresses import credential_key
from mooc_kit.targets.site.award_page import award_data
from mooc_kit.targets.site.quiz_data import json_script
from mooc_kit.targets.site.view_models import SiteViews


def awarding(course: Course, views: SiteViews, chosen: str = "") -> dict[str, Any]:
    """What the tool for badges needs on the page of `views`, where it begins with the badge `chosen`."""
    href, title = _where_asked(course, views)
    badges = [
        {"id": badge.id, "title": badge.title, "href": views.to(credential_key(badge))} for badge in peer_badges(course)
    ]
    return {
        "badges": badges,
        "chosen": chosen,
        "post_href": href,
        "post_title": title,
        "has_first_judges": any(badge.first_judges for badge in peer_badges(course)),
        **carried(course, ISSUED),
    }


def carried(course: Course, contexts: Collection[str] = PINNED) -> dict[str, str]:
    """What the scripts that check credentials know from the build, so that they work without a network.

    `contexts` are the addresses of those whose words are read.
    """
    known = {
        "contexts": {address: context(address) for address in contexts},
        "shapes": table(),
        "issuers": list(issuers(course.published)),
    }
    peers = json_script(award_data(course)) if peer_badges(course) else ""
    return {"credential_json": json_script(known), "peers_json": peers}


def _where_asked(course: Course, views: SiteViews) -> tuple[str, str]:
    """Where people post a request for a badge: a link and its words, "" where the course names no place."""
    talks = [activity for _, activity in course.activities() if isinstance(activity, Discussion)]
    talks.sort(key=lambda talk: talk.id != course.badge_requests)
    if talks:
        return views.to(f"activity/{talks[0].id}"), talks[0].title
    if course.meeting.kind in (MeetingKind.ADDRESS, MeetingKind.REPOSITORY) and course.meeting.address:
        return course.meeting.address, urlsplit(course.meeting.address).hostname or course.meeting.address
    return (f"mailto:{course.contact}", course.contact) if course.contact else ("", "")
