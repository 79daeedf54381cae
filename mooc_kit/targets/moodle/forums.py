"""Moodle forums and databases: discussions, the wall of goals and the gallery of share-backs."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from mooc_kit.course.model import Discussion
from mooc_kit.targets.moodle.activity_completion import Made, when
from mooc_kit.targets.moodle.activity_mapping import MoodleActivity, is_wall
from mooc_kit.targets.moodle.backup_builder import MADE, BackupBuilder, tagless
from mooc_kit.targets.moodle.xml_tree import below, new, nothing, put


def forum(builder: BackupBuilder, spot: MoodleActivity, activity: Discussion) -> Made:
    """A forum in which everybody may begin a discussion."""
    html, files = builder.intro(activity.body_html, spot)
    done = when(activity, completionposts=1)
    body = put(
        new("forum", id=spot.instance),
        type="general",
        name=builder.name(activity.title),
        intro=html,
        introformat=1,
        duedate=0,
        cutoffdate=0,
        assessed=0,
        assesstimestart=0,
        assesstimefinish=0,
        scale=0,
        maxbytes=0,
        maxattachments=9,
        forcesubscribe=0,
        trackingtype=1,
        rsstype=0,
        rssarticles=0,
        timemodified=MADE,
        warnafter=0,
        blockafter=0,
        blockperiod=0,
        completiondiscussions=0,
        completionreplies=0,
        completionposts=done.rules.get("completionposts", 0),
        displaywordcount=0,
        lockdiscussionafter=0,
        grade_forum=0,
    )
    nothing(body, "discussions", "subscriptions", "digests", "readposts", "trackedprefs", "poststags", "grades")
    return Made(body, done, files, grading=new("areas"))


@dataclass(frozen=True)
class Column:
    """A field of a database: `kind` is Moodle's, `params` its settings from param1 on."""

    kind: str
    name: str
    help: str = ""
    is_required: bool = False
    params: tuple[str | None, ...] = ()


def database(builder: BackupBuilder, spot: MoodleActivity, activity: Discussion) -> Made:
    """The wall of goals, or the gallery of what people did: entries with fields, in a list that everybody reads."""
    is_goals = is_wall(activity, builder.course)
    columns = _goal_columns(builder) if is_goals else _deed_columns(builder)
    most = builder.course.goal_plan.most if is_goals and builder.course.goal_plan else 0
    html, files = builder.intro(activity.body_html, spot)
    done = when(activity, completionentries=1)
    body = put(
        new("data", id=spot.instance),
        name=builder.name(activity.title),
        intro=html,
        introformat=1,
        comments=1,
        timeavailablefrom=0,
        timeavailableto=0,
        timeviewfrom=0,
        timeviewto=0,
        requiredentries=0,
        requiredentriestoview=0,
        maxentries=most,
        rssarticles=0,
        singletemplate=_entry_template(columns, "##user##"),
        listtemplate=_entry_template(columns, "##user## ##more##"),
        listtemplateheader="",
        listtemplatefooter="",
        addtemplate=_form_template(columns),
        rsstemplate=None,
        rsstitletemplate=None,
        csstemplate="",
        jstemplate="",
        asearchtemplate=None,
        approval=0,
        manageapproved=1,
        scale=0,
        assessed=0,
        assesstimestart=0,
        assesstimefinish=0,
        defaultsort=0,
        defaultsortdir=1,
        editany=0,
        notification=0,
        timemodified=MADE,
        config=None,
        completionentries=done.rules.get("completionentries", 0),
    )
    fields = below(body, "fields")
    for column in columns:
        field = below(fields, "field", id=builder.id("data_fields", f"{spot.name}/{column.name}"))
        params = {f"param{n}": column.params[n - 1] if n <= len(column.params) else None for n in range(1, 11)}
        put(field, type=column.kind, name=column.name, description=column.help, required=column.is_required, **params)
    nothing(body, "records", "recordstags")
    return Made(body, done, files)


_TEXT = ("0", "", "")
_AREA = ("", "60", "8", "1", "0")
_ADDRESS = ("1", "", "1")
_PICTURE = ("640", "", "5242880", "320", "")


def _goal_columns(builder: BackupBuilder) -> list[Column]:
    text = builder.text
    return [
        Column("text", text("My goal"), text("What you want to be able to do, in one sentence."), True, _TEXT),
        Column("textarea", text("Why it matters to me"), "", False, _AREA),
        Column("textarea", text("How I will know that I got there"), "", False, _AREA),
    ]


def _deed_columns(builder: BackupBuilder) -> list[Column]:
    text, sharing = builder.text, builder.course.sharing_back
    brought = [words for _, words in sharing.brings] if sharing else []
    columns = [Column("text", text("Title"), text("What you did, in a few words."), True, _TEXT)]
    if brought:
        columns.append(
            Column("menu", text("What I bring"), "", False, ("\n".join(tagless(words) for words in brought),))
        )
    return [
        *columns,
        Column("textarea", text("What happened"), text("Where, with whom, and what came of it."), True, _AREA),
        Column("url", text("Where others can see it"), "", False, _ADDRESS),
        Column("picture", text("Picture"), text("Ask the people in it first."), False, _PICTURE),
    ]


def _entry_template(columns: list[Column], by: str) -> str:
    title, *rest = columns
    rows = "".join(f"<dt>{escape(column.name)}</dt><dd>[[{column.name}]]</dd>" for column in rest)
    return (
        f'<article class="mb-4"><h2 class="h4">[[{title.name}]]</h2><p>{by} · ##timeadded##</p><dl>{rows}</dl>'
        "<p>##comments## ##edit## ##delete##</p></article>"
    )


def _form_template(columns: list[Column]) -> str:
    rows = "".join(
        f"<div><p><strong>{escape(column.name)}</strong> {escape(column.help)}</p><p>[[{column.name}]]</p></div>"
        for column in columns
    )
    return f"{rows}"
