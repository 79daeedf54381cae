"""Moodle about pages: who is behind the course, its licence and its news, for which Moodle has no place."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from mooc_kit.course.model import Course, Group, InfoPage
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.targets.site.labels import Labels
from mooc_kit.templating import built_in, environment

SOURCE, SOURCE_FILE = "mooc-kit-source", "mooc-kit-source.zip"
"""The page that carries the source of the kit, and the file in it."""
ABOUT, NEWS = "moodle-about", "moodle-announcements"
"""Their ids; a number follows where the kit has a page of that name."""


def with_about(course: Course) -> Course:
    """The course with these pages among its own."""
    taken = {page.id for page in course.pages}
    pages = [news_page(course, _free(NEWS, taken))] if course.announcements else []
    return replace(course, pages=(*pages, about_page(course, _free(ABOUT, taken)), *course.pages))


def with_source(course: Course) -> Course:
    """The course with a place for its kit's source, behind everything else."""
    messages = messages_for(course.language)
    html = _html(messages, "source", file=SOURCE_FILE)
    title = messages.text("For the team: the source of this course")
    page = InfoPage(id=SOURCE, title=title, body_html=html, group=Group.ABOUT)
    return replace(course, pages=(*course.pages, page))


def news_page(course: Course, id: str) -> InfoPage:
    """The announcements on a page, for platforms that take none with a course."""
    messages = messages_for(course.language)
    html = _html(messages, "announcements", course=course)
    return InfoPage(id=id, title=messages.text("Announcements"), body_html=html, group=Group.START)


def about_page(course: Course, id: str) -> InfoPage:
    """Who is behind the course, for whom it is, and under which licence."""
    messages = messages_for(course.language)
    wording = Labels(messages)
    name, url = wording.license(course)
    html = _html(messages, "about", course=course, wording=wording, license_name=name, license_url=url)
    return InfoPage(id=id, title=messages.text("About this course"), body_html=html, group=Group.ABOUT)


def _free(id: str, taken: set[str]) -> str:
    return next(free for n in count(1) if (free := id if n == 1 else f"{id}-{n}") not in taken)


def _html(messages: Messages, template: str, **context: Any) -> str:
    env = environment(built_in("moodle"), messages=messages, keep_trailing_newline=False)
    return env.get_template(f"{template}.html.j2").render(**context)
