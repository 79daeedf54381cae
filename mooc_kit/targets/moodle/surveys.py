"""Moodle surveys: feedback activities with an item for each question; a single choice becomes a Choice."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from mooc_kit.course.model import Survey, SurveyItem
from mooc_kit.targets.moodle.activity_completion import Made, when
from mooc_kit.targets.moodle.activity_mapping import MoodleActivity
from mooc_kit.targets.moodle.backup_builder import MADE, MAX_NAME, BackupBuilder, moment, tagless
from mooc_kit.targets.moodle.xml_tree import Element, below, new, nothing, put

ANONYMOUS, NAMED = 1, 2
_SIGNS = {"|": "/", ">>>>>": "»", "<<<<<": "«", "####": "#"}
"""What Moodle reads as the end of an option, and what stands there instead."""


def feedback(builder: BackupBuilder, spot: MoodleActivity, activity: Survey) -> Made:
    html, files = builder.intro(activity.body_html, spot)
    done = when(activity, completionsubmit=1)
    thanks = f"<p>{escape(builder.text('Thank you. Your answers have been sent.'))}</p>"
    body = put(
        new("feedback", id=spot.instance),
        name=builder.name(activity.title),
        intro=html,
        introformat=1,
        anonymous=ANONYMOUS if activity.is_anonymous else NAMED,
        email_notification=0,
        multiple_submit=0,
        autonumbering=0,
        site_after_submit="",
        page_after_submit=thanks,
        page_after_submitformat=1,
        publish_stats=0,
        timeopen=moment(activity.opens),
        timeclose=0,
        timemodified=MADE,
        completionsubmit=done.rules.get("completionsubmit", 0),
    )
    items = below(body, "items")
    for row in [row for item in activity.items for row in _rows(builder, item)]:
        _add(builder, spot, items, row)
    nothing(body, "completeds")
    return Made(body, done, files)


def choice(builder: BackupBuilder, spot: MoodleActivity, activity: Survey) -> Made:
    """A survey of one question to choose from."""
    item = activity.items[0]
    question = f"<p>{escape(item.prompt)}</p>" + (f"<p>{escape(item.help)}</p>" if item.help else "")
    html, files = builder.intro(activity.body_html + question, spot)
    done = when(activity, completionsubmit=1)
    body = put(
        new("choice", id=spot.instance),
        name=builder.name(activity.title),
        intro=html,
        introformat=1,
        publish=0,
        showresults=1,
        display=1,
        allowupdate=1,
        allowmultiple=item.kind == "choices",
        showunanswered=0,
        limitanswers=0,
        timeopen=moment(activity.opens),
        timeclose=0,
        timemodified=MADE,
        completionsubmit=done.rules.get("completionsubmit", 0),
        showpreview=0,
        includeinactive=1,
        showavailable=0,
    )
    options = below(body, "options")
    for number, option in enumerate(item.options):
        element = below(options, "option", id=builder.id("choice_options", f"{spot.name}/{number}"))
        put(element, text=tagless(option), maxanswers=0, timemodified=MADE)
    nothing(body, "answers")
    return Made(body, done, files)


@dataclass(frozen=True)
class _Row:
    id: str
    kind: str
    name: str
    presentation: str
    is_required: bool = False
    options: str = ""
    label: str = ""


def _rows(builder: BackupBuilder, item: SurveyItem) -> list[_Row]:
    """The items of feedback for one question: one, or with a text above where the question is longer than a name."""
    name = tagless(f"{item.prompt} ({item.help})" if item.help else item.prompt)
    above = []
    if len(name) > MAX_NAME:
        words = "".join(f"<p>{escape(part)}</p>" for part in (item.prompt, item.help) if part)
        above = [_Row(f"{item.id}-text", "label", "", words)]
        name = f"{tagless(item.prompt)[: MAX_NAME - 2].rstrip()} …"
    kind, presentation = _presentation(builder, item)
    options = "h" if kind == "multichoice" else ""
    return [*above, _Row(item.id, kind, name, presentation, item.is_required, options, item.id)]


def _presentation(builder: BackupBuilder, item: SurveyItem) -> tuple[str, str]:
    if item.kind == "consent":
        return "multichoice", f"c>>>>>{_option(builder.text('I agree'))}"
    if item.kind in ("choice", "choices", "scale") and item.options:
        sign = "c" if item.kind == "choices" else "r"
        across = "<<<<<1" if item.kind == "scale" else ""
        return "multichoice", f"{sign}>>>>>{'|'.join(_option(option) for option in item.options)}{across}"
    return "textarea", "60|6"


def _option(words: str) -> str:
    for sign, instead in _SIGNS.items():
        words = words.replace(sign, instead)
    return " ".join(tagless(words).split())


def _add(builder: BackupBuilder, spot: MoodleActivity, items: Element, row: _Row) -> None:
    element = below(items, "item", id=builder.id("feedback_item", f"{spot.name}/{row.id}"))
    put(
        element,
        template=0,
        name=row.name,
        label=row.label,
        presentation=row.presentation,
        typ=row.kind,
        hasvalue=row.kind != "label",
        position=len(items),
        required=row.is_required,
        dependitem=0,
        dependvalue="",
        options=row.options,
    )
