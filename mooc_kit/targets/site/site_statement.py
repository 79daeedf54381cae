"""Accessibility and privacy statement: what is true of this very site, and what it keeps where.

Its sentences are counted from the course, not claimed; a team's own words stand on pages of the kit beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from mooc_kit.course.model import Assignment, Course, Discussion, Exam, Link, LiveSession
from mooc_kit.i18n import Messages
from mooc_kit.spec.accessibility import Conformance
from mooc_kit.spec.meeting import MeetingKind
from mooc_kit.targets.site.page_facts import PageFacts, page_facts


@dataclass(frozen=True)
class ToolView:
    """A tool beside these pages, with its address and that of its own accessibility statement, each or ""."""

    name: str
    url: str
    statement: str


@dataclass(frozen=True)
class Statement:
    """Sentences, by what they are about."""

    status: tuple[str, ...]
    works: tuple[str, ...]
    limits: tuple[str, ...]
    prepared: tuple[str, ...]
    answer: str
    enforcement: tuple[str, str]
    """The body to which people can turn, or what is missing, and its address or ""."""
    tools: tuple[ToolView, ...]
    kept: tuple[str, ...]
    elsewhere: tuple[str, ...]


def statement(course: Course, messages: Messages, is_reported: bool = False) -> Statement:
    """What is true of the site of `course`; `is_reported` where a learning platform shows it and records."""
    found = page_facts(course)
    return Statement(
        tuple(_status(course, found, messages)),
        tuple(_works(found, messages)),
        tuple(_limits(course, found, messages)),
        tuple(_prepared(course, messages)),
        _answer(course, messages),
        _enforcement(course, messages),
        tuple(_tools(course, found)),
        tuple(_reported(messages) if is_reported else _kept(messages)),
        tuple(_elsewhere(course, found, messages)),
    )


def _status(course: Course, found: PageFacts, messages: Messages) -> Iterator[str]:
    """The status that the team states; without one, what is missing for it, and what this build found."""
    text, plural = messages.text, messages.plural
    known = {
        Conformance.FULL: text("This site is fully conformant with WCAG 2.1, level AA (EN 301 549)."),
        Conformance.PARTIAL: text(
            "This site is partially conformant with WCAG 2.1, level AA (EN 301 549), due to the exceptions below."
        ),
        Conformance.NONE: text("This site is not conformant with WCAG 2.1, level AA (EN 301 549)."),
    }
    stated = course.accessibility.conformance
    yield known[stated] if stated else text("The course team has not stated yet how far this site conforms.")
    gaps = found.recordings - found.with_transcript + found.videos - found.with_captions
    if gaps:
        yield plural(
            "When these pages were built, {n} gap was found; it is named below.",
            "When these pages were built, {n} gaps were found; they are named below.",
            gaps,
        )
    elif found.videos and not found.hosts:
        # Of a video elsewhere nobody can see here whether it has captions.
        yield text("When these pages were built, every recording was found to have a transcript, every video captions.")
    if found.pictures:
        yield text(
            "When these pages were built, every picture was found to have a description or to be marked as decoration."
        )


def _prepared(course: Course, messages: Messages) -> Iterator[str]:
    text, info = messages.text, course.accessibility
    yield text(
        "What this page counts was counted by a program from these very pages, each time they are built. The "
        "templates of the pages are tested with axe, in the light and in the dark look."
    )
    if info.method:
        yield text("How the course was assessed: {method}", method=info.method)
    else:
        yield text("Not stated yet: by which method people assessed it.")
    if info.assessed_on:
        yield text("Last assessed: {day}", day=messages.date(info.assessed_on))
    else:
        yield text("Not stated yet: when it was last assessed.")


def _answer(course: Course, messages: Messages) -> str:
    days = course.accessibility.response_days
    if days:
        return messages.plural("We answer within {n} day.", "We answer within {n} days.", days)
    return messages.text("Not stated yet: within which time you get an answer.")


def _enforcement(course: Course, messages: Messages) -> tuple[str, str]:
    info = course.accessibility
    if info.enforcement_body:
        return info.enforcement_body, info.enforcement_url or ""
    return messages.text("Not stated yet: to which body you can turn where our answer does not help."), ""


def _tools(course: Course, found: PageFacts) -> Iterator[ToolView]:
    """The tools that the spec names, then those that the pages lead to."""
    told = {tool.url or tool.name: tool for tool in course.accessibility.tools}
    for tool in told.values():
        yield ToolView(tool.name, tool.url or "", tool.statement or "")
    known = [tool.url for tool in told.values() if tool.url] + [tool.name for tool in told.values()]
    used = [(host, "") for host in found.hosts]
    if course.meeting.kind is MeetingKind.ADDRESS:
        used.append((course.meeting.address, course.meeting.address))
    if course.meeting.embed_host and course.meeting.embed_host != urlsplit(course.meeting.address).hostname:
        used.append((course.meeting.embed_host, course.meeting.embed))
    for _, activity in course.activities():
        if isinstance(activity, LiveSession | Link) and activity.url:
            used.append((activity.title, activity.url))
    for name, url in dict.fromkeys(used):
        if not any((url or name).startswith(place) or place in name for place in known):
            yield ToolView(name, url, "")


def _works(found: PageFacts, messages: Messages) -> Iterator[str]:
    text = messages.text
    yield text("Every page can be used with the keyboard alone, and shows where you are.")
    yield text("Pages have headings, landmarks and a link to skip to the content, for screen readers.")
    yield text("Text can be enlarged to twice its size and more, and pages fit a screen of 320 pixels.")
    yield text(
        "Text and its ground differ by at least 4.5 to 1, in the light and in the dark "
        "look, also on the course's colours."
    )
    yield text("Nothing moves by itself, and nothing that you do has a time limit.")
    if found.pictures:
        yield text("Every picture that says something has a description.")
    if found.formulas:
        yield text("Formulas are MathML, which screen readers read out.")
    if found.recordings and found.recordings == found.with_transcript:
        yield text("Every recording has a transcript.")
    yield text("Everything can be read, and printed, without JavaScript.")


def _limits(course: Course, found: PageFacts, messages: Messages) -> Iterator[str]:
    text, plural = messages.text, messages.plural
    yield from course.accessibility.exceptions
    if missing := found.recordings - found.with_transcript:
        yield plural("{n} recording has no transcript.", "{n} recordings have no transcript.", missing)
    if missing := found.videos - found.with_captions:
        yield plural("{n} video has no captions.", "{n} videos have no captions.", missing)
    if found.hosts:
        yield text("Whether videos on other sites have captions was not checked.")
    yield text("Answers are checked, progress is kept and the search works only with JavaScript.")
    if any(isinstance(activity, Exam) for _, activity in course.activities()):
        yield text("The exam is taken on another platform, with rules of its own.")
    yield text(
        "Whether descriptions and plain words are good enough, no machine can tell: "
        "please write to us where they are not."
    )


def _kept(messages: Messages) -> Iterator[str]:
    text = messages.text
    yield text(
        "A copy of the course's pages, so that you can read them without a network: in "
        "this browser. It says nothing about you."
    )
    yield text("This site sets no cookies, counts no visits, and sends nothing of this to anyone.")
    yield text(
        "Whoever runs the web server sees, as on any web site, which pages are asked for and from which address."
    )


def _reported(messages: Messages) -> Iterator[str]:
    text = messages.text
    yield text(
        "The learning platform that shows this course learns which activities you have done, your answers to quizzes "
        "and their scores, the page that you were on last, and how long you stayed."
    )
    yield text(
        "So you can go on from another device. What you write elsewhere on these pages (goals, evidence, surveys, "
        "badges) is not sent to it."
    )
    yield text("These pages set no cookies and send nothing to anyone else.")


def _elsewhere(course: Course, found: PageFacts, messages: Messages) -> Iterator[str]:
    text = messages.text
    if found.players:
        yield text(
            "Videos from {hosts} load only when you press their button. From then on that site sees your visit.",
            hosts=", ".join(found.players),
        )
    kinds = [activity for _, activity in course.activities()]
    if course.meeting.embed and any(isinstance(activity, Discussion) for activity in kinds):
        yield text(
            "The discussion on {host} loads only when you press its button. From then on that site sees your visit, "
            "and may keep cookies.",
            host=course.meeting.embed_host,
        )
    if any(isinstance(activity, LiveSession) and activity.url for activity in kinds):
        yield text("Live sessions are held on another site, with rules of its own.")
    if any(isinstance(activity, Assignment) for activity in kinds):
        yield text("Work that you hand in goes where the activity's page says, not to this site.")
    yield text("Links to other sites are left only when you follow them.")
