"""Cartridge course pages: about the course, its syllabus, and what is given for it, beside those of the kit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

from markupsafe import Markup

from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import Awarder, Course, Credential, Group, InfoPage, Survey
from mooc_kit.i18n import Messages
from mooc_kit.targets.moodle.about_pages import about_page, news_page
from mooc_kit.targets.site.labels import Labels
from mooc_kit.targets.weights import graded_shares

_TEMPLATES = Path(str(files("mooc_kit"))) / "templates"
EVIDENCE = "evidence-overview"
CERTIFICATE_STEP = "certificate-step"
"""The page of Canvas's last module."""
_CELL = "border:1px solid #8a979e;padding:0.3em 0.6em"
GROUPS_AFTER = (Group.EVIDENCE, Group.SUPPORT, Group.ABOUT)
"""Groups of course pages that stand behind the modules; the first one stands before them."""


def with_pages(course: Course, messages: Messages, *, has_news: bool) -> Course:
    """The course with these pages among its own; the announcements too where the platform takes none (`has_news`)."""
    taken = {page.id for page in course.pages}
    pages = list(course.pages)
    if course.announcements and not has_news:
        pages.append(news_page(course, free_id("announcements", taken)))
    if course.credentials or graded_shares(course):
        html = _evidence(course, messages)
        title = messages.text("What you can hold in your hands")
        evidence = InfoPage(id=free_id(EVIDENCE, taken), title=title, body_html=html, group=Group.EVIDENCE)
        pages.insert(0, evidence)
    pages.append(about_page(course, free_id("about-this-course", taken)))
    return replace(course, pages=tuple(pages))


def free_id(id: str, taken: set[str]) -> str:
    """The id, or the first one with a number that no page has."""
    return next(free for n in count(1) if (free := id if n == 1 else f"{id}-{n}") not in taken)


def _evidence(course: Course, messages: Messages) -> str:
    labels = Labels(messages)
    titles = {activity.id: activity.title for _, activity in course.activities()}
    shares = graded_shares(course)
    rows = [(titles[id], labels.percent(float(share * 100))) for id, share in shares.items() if id in titles]
    shown = [
        {
            "credential": _given_outside(credential, messages),
            "kind": labels.credential(credential.kind),
            "awarder": awarder_outside(credential, course, messages),
            "criteria": Markup(credential.criteria_html),  # noqa: S704  # nh3 cleaned it when the kit was read
            "facts": facts_of(credential, messages),
            "after_course": credential.awarded_by is Awarder.TEAM,
        }
        for credential in course.credentials
    ]
    return rendered(messages, "evidence", rows=rows, credentials=shown, cell=_CELL)


def awarder_outside(credential: Credential, course: Course, messages: Messages) -> str:
    """Who gives it, where the platform itself gives nothing."""
    if credential.awarded_by is Awarder.PLATFORM:
        return messages.text("The course team gives it after the course, outside this platform.")
    return Labels(messages).awarder(credential, course)


def _given_outside(credential: Credential, messages: Messages) -> Credential:
    if credential.awarded_by is not Awarder.PLATFORM:
        return credential
    return replace(credential, description=messages.text("It is given to everybody who meets the rule of the course."))


def syllabus(course: Course, messages: Messages) -> str:
    """Outcomes, and the modules with their days and activities; links as the course's own."""
    return rendered(messages, "syllabus-outline", course=course, wording=Labels(messages))


def survey_page(survey: Survey, messages: Messages) -> str:
    """A survey's questions to be read, where nothing can ask them."""
    return rendered(messages, "survey", survey=survey)


def session(messages: Messages, when: str, url: str) -> str:
    """When a live session is, and where to join."""
    return rendered(messages, "session", when=when, url=url)


def rendered(messages: Messages, template: str, **context: Any) -> str:
    """One of the templates of cartridges, of Open edX or of Moodle, which share some."""
    env = _environment()
    values = {"t": messages.text, "plural": messages.plural, "date": messages.date, "number": messages.number}
    return str(env.get_template(f"{template}.html.j2").render({**values, **context}))


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import FileSystemLoader

    from mooc_kit.templating import environment

    folders: Sequence[Path] = [_TEMPLATES / name for name in ("imscc", "open_edx", "moodle")]
    return environment(FileSystemLoader(folders), keep_trailing_newline=False)
