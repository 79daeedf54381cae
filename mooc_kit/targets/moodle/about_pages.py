"""Two pages tell what Moodle has no place for: who is behind the course and under which licence, and its news."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from mooc_kit.course.model import Course, Group, InfoPage
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.targets.site.labels import Labels
from mooc_kit.templating import built_in, environment

ABOUT, NEWS = "moodle-about", "moodle-announcements"
"""Their ids; a number follows where the kit has a page of that name."""


def with_about(course: Course) -> Course:
    """The course with these pages among its own."""
    messages = messages_for(course.language)
    wording = Labels(messages)
    taken = {page.id for page in course.pages}
    pages = []
    if course.announcements:
        news = _html(messages, "announcements", course=course)
        title = messages.text("Announcements")
        pages.append(InfoPage(id=_free(NEWS, taken), title=title, body_html=news, group=Group.START))
    name, url = wording.license(course)
    about = _html(messages, "about", course=course, wording=wording, license_name=name, license_url=url)
    title = messages.text("About this course")
    pages.append(InfoPage(id=_free(ABOUT, taken), title=title, body_html=about, group=Group.ABOUT))
    return replace(course, pages=(*pages, *course.pages))


def _free(id: str, taken: set[str]) -> str:
    return next(free for n in count(1) if (free := id if n == 1 else f"{id}-{n}") not in taken)


def _html(messages: Messages, template: str, **context: Any) -> str:
    env = environment(built_in("moodle"), messages=messages, keep_trailing_newline=False)
    return env.get_template(f"{template}.html.j2").render(**context)
