"""Accessibility and privacy statement: what is true of the site just built, accessible or not, kept where.

Its sentences are counted from the course, not claimed; a team's own words stand on pages of the kit beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from mooc_kit.content.embeds import player_for
from mooc_kit.course.model import Assignment, Course, CredentialKind, Exam, LiveSession, Quiz, Survey
from mooc_kit.i18n import Messages

_MEDIA = re.compile(r'<figure class="media (video|audio)">(.*?)</figure>', re.DOTALL)
_EMBED = re.compile(r'<a\b[^>]*class="embed"[^>]*>|<a\b[^>]*href="([^"]*)"[^>]*class="embed"[^>]*>')
_HREF = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class Statement:
    """Sentences, by what they are about."""

    works: tuple[str, ...]
    limits: tuple[str, ...]
    kept: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """What the pages of a course hold, counted."""

    recordings: int
    with_transcript: int
    videos: int
    with_captions: int
    pictures: int
    formulas: int
    hosts: tuple[str, ...]


def statement(course: Course, messages: Messages) -> Statement:
    """What is true of the site of `course`."""
    found = _count(course)
    return Statement(
        tuple(_works(found, messages)),
        tuple(_limits(course, found, messages)),
        tuple(_kept(course, messages)),
        tuple(_elsewhere(course, found, messages)),
    )


def _count(course: Course) -> _Found:
    bodies = [course.home_html, *(module.body_html for module in course.modules)]
    bodies += [activity.body_html for _, activity in course.activities()]
    bodies += [page.body_html for page in course.pages]
    bodies += [told.body_html for told in course.announcements]
    seen: Counter[str] = Counter()
    hosts: dict[str, None] = {}
    for html in bodies:
        seen["pictures"] += html.count("<img")
        seen["formulas"] += html.count("<math")
        if 'class="media' not in html:
            continue
        for kind, inside in _MEDIA.findall(html):
            seen["recordings"] += 1
            seen["transcripts"] += 'class="transcript"' in inside
            embed = _EMBED.search(inside)
            if embed and (href := _HREF.search(embed[0])):
                player = player_for(href[1])
                hosts[player.host if player else urlsplit(href[1]).hostname or href[1]] = None
            elif kind == "video":
                seen["videos"] += 1
                seen["captions"] += "<track" in inside
    return _Found(
        seen["recordings"],
        seen["transcripts"],
        seen["videos"],
        seen["captions"],
        seen["pictures"],
        seen["formulas"],
        tuple(hosts),
    )


def _works(found: _Found, messages: Messages) -> Iterator[str]:
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


def _limits(course: Course, found: _Found, messages: Messages) -> Iterator[str]:
    text, plural = messages.text, messages.plural
    if missing := found.recordings - found.with_transcript:
        yield plural("{n} recording has no transcript.", "{n} recordings have no transcript.", missing)
    if missing := found.videos - found.with_captions:
        yield plural("{n} video has no captions.", "{n} videos have no captions.", missing)
    yield text("Answers are checked, progress is kept and the search works only with JavaScript.")
    if any(isinstance(activity, Exam) for _, activity in course.activities()):
        yield text("The exam is taken on another platform, with rules of its own.")
    yield text(
        "Whether descriptions and plain words are good enough, no machine can tell: "
        "please write to us where they are not."
    )


def _kept(course: Course, messages: Messages) -> Iterator[str]:
    text = messages.text
    kinds = [activity for _, activity in course.activities()]
    yield text("Which activities you marked as done: in this browser.")
    if any(isinstance(activity, Quiz) and not isinstance(activity, Exam) for activity in kinds):
        yield text("Your answers to quizzes and your scores: in this browser.")
    if any(isinstance(activity, Survey) for activity in kinds):
        yield text("Your answers to surveys: in this browser, until you send them yourself.")
    if any(credential.kind is CredentialKind.SELF_CERTIFICATE for credential in course.credentials):
        yield text("The name and the words on a certificate that you make yourself: in this browser.")
    yield text(
        "A copy of the course's pages, so that you can read them without a network: in "
        "this browser. It says nothing about you."
    )
    yield text("This site sets no cookies, counts no visits, and sends nothing of this to anyone.")
    yield text(
        "Whoever runs the web server sees, as on any web site, which pages are asked for and from which address."
    )


def _elsewhere(course: Course, found: _Found, messages: Messages) -> Iterator[str]:
    text = messages.text
    if found.hosts:
        yield text(
            "Videos from {hosts} load only when you press their button. From then on that site sees your visit.",
            hosts=", ".join(found.hosts),
        )
    kinds = [activity for _, activity in course.activities()]
    if any(isinstance(activity, LiveSession) and activity.url for activity in kinds):
        yield text("Live sessions are held on another site, with rules of its own.")
    if any(isinstance(activity, Assignment) for activity in kinds):
        yield text("Work that you hand in goes where the activity's page says, not to this site.")
    yield text("Links to other sites are left only when you follow them.")
