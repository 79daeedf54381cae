"""Moodle resources: pages, addresses, and live sessions with their calendar events."""

from __future__ import annotations

from datetime import UTC, timedelta
from html import escape

from mooc_kit.course.model import Activity, InfoPage, Link, LiveSession
from mooc_kit.targets.moodle.activity_completion import BY_HAND, NEVER, ON_VIEW, Made, when
from mooc_kit.targets.moodle.activity_mapping import MoodleActivity
from mooc_kit.targets.moodle.backup_builder import MADE, BackupBuilder, serialized
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.xml_tree import Element, new, put
from mooc_kit.targets.site.labels import Labels

PAGE_OPTIONS = {"printintro": 0, "printlastmodified": 0}
SESSION_SECONDS = 3600


def page(
    builder: BackupBuilder, spot: MoodleActivity, activity: Activity | InfoPage, *, is_counted: bool = True
) -> Made:
    html, files = builder.intro(activity.body_html, spot, "content")
    body = put(
        new("page", id=spot.instance),
        name=builder.name(activity.title),
        intro=_summary(activity),
        introformat=1,
        content=html,
        contentformat=1,
        legacyfiles=0,
        legacyfileslast=None,
        display=5,
        displayoptions=serialized(PAGE_OPTIONS),
        revision=1,
        timemodified=MADE,
    )
    done = when(activity) if isinstance(activity, Activity) and is_counted else NEVER
    return Made(body, done, files)


def link(builder: BackupBuilder, spot: MoodleActivity, activity: Link) -> Made:
    html, files = builder.intro(activity.body_html, spot)
    return Made(_url(builder, spot, activity.title, html, activity.url), when(activity), files)


def session(builder: BackupBuilder, spot: MoodleActivity, activity: LiveSession) -> Made:
    """A live session: an address to join at where there is one, else a text on the course's page."""
    wording = Labels(builder.messages)
    moment = f"<p><strong>{escape(wording.moment(activity.starts))}</strong></p>" if activity.starts else ""
    html, files = builder.intro(moment + activity.body_html, spot)
    if activity.url:
        return Made(_url(builder, spot, activity.title, html, activity.url), ON_VIEW, files)
    text = f"<h4>{escape(activity.title)}</h4>{html}"
    body = put(
        new("label", id=spot.instance), name=builder.name(activity.title), intro=text, introformat=1, timemodified=MADE
    )
    return Made(body, BY_HAND, files)


def session_event(builder: BackupBuilder, activity: LiveSession) -> Element | None:
    """The live session in the course's calendar; None where it has no time yet."""
    if activity.starts is None:
        return None
    starts = activity.starts
    if starts.tzinfo is None:
        builder.notice(
            f'The time zone of "{activity.title}"',
            "Its time is written without one.",
            "The calendar has it in UTC; add the zone, like 2027-03-04T18:00+01:00.",
        )
        starts = starts.replace(tzinfo=UTC)
    seconds = int(timedelta(minutes=activity.minutes).total_seconds()) or SESSION_SECONDS
    html = builder.html(activity.body_html, Area(builder.mapping.course_context, "calendar", "event_description"))[0]
    return put(
        new("event", id=builder.id("event", activity.id)),
        name=builder.name(activity.title),
        description=html,
        format=1,
        courseid=builder.mapping.course_id,
        groupid=0,
        userid=0,
        repeatid=0,
        modulename=0,
        instance=0,
        type=0,
        eventtype="course",
        timestart=int(starts.timestamp()),
        timeduration=seconds,
        timesort=int(starts.timestamp()),
        visible=1,
        uuid="",
        sequence=1,
        timemodified=MADE,
        priority=None,
        location=activity.url or None,
    )


def _url(builder: BackupBuilder, spot: MoodleActivity, title: str, html: str, address: str) -> Element:
    return put(
        new("url", id=spot.instance),
        name=builder.name(title),
        intro=html,
        introformat=1,
        externalurl=address,
        display=0,
        displayoptions=serialized({"printintro": 1}),
        parameters=serialized({}),
        timemodified=MADE,
    )


def _summary(activity: Activity | InfoPage) -> str:
    summary = activity.summary if isinstance(activity, InfoPage) else ""
    return f"<p>{escape(summary)}</p>" if summary else ""
