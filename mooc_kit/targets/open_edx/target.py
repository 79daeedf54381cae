"""Open edX target: the tarball that Studio imports, with a list of what is left to do by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from mooc_kit.archive import tar_gz
from mooc_kit.course.model import Course
from mooc_kit.i18n import messages_for
from mooc_kit.targets.base import Package, Target
from mooc_kit.targets.checklist import AFTER_IMPORT
from mooc_kit.targets.open_edx.after_import import after_import
from mooc_kit.targets.open_edx.course_image import course_image
from mooc_kit.targets.open_edx.course_info import CourseInfoPages
from mooc_kit.targets.open_edx.grading import grading, headings
from mooc_kit.targets.open_edx.html import Pages
from mooc_kit.targets.open_edx.notices import course_notices
from mooc_kit.targets.open_edx.olx import Olx, xml_bytes
from mooc_kit.targets.open_edx.policy import policy
from mooc_kit.targets.open_edx.problem_writer import ProblemWriter
from mooc_kit.targets.open_edx.structure import Structure
from mooc_kit.targets.open_edx.units import Units
from mooc_kit.targets.open_edx.url_names import COURSE_IMAGE, HOME, SYLLABUS, UrlNames, course_key

FIRST_DAY = date(2020, 1, 1)
"""The day of the welcome in a course without dates."""


class OpenEdx(Target):
    """A full platform with accounts, grades, exams and certificates."""

    key = "open-edx"
    title = "Open edX"
    about = "A .tar.gz that Studio imports: the whole course with its problems, assessments, grading and certificates."
    is_full_platform = True

    def render(self, course: Course, kit: Path) -> Package:
        from mooc_kit.targets.site.one_file import with_own_certificates

        course = with_own_certificates(course, kit)
        olx, writer, pages = course_olx(course)
        package = Package()
        package.files[tarball_name(course)] = tar_gz({f"course/{path}": data for path, data in olx.files.items()})
        package.files[AFTER_IMPORT] = after_import(course).markdown()
        package.notices = sorted({*course_notices(course), *writer.notices(), *pages.notices})
        return package

    def report_names(self, course: Course) -> Iterable[tuple[str, str]]:
        return headings(course, messages_for(course.language))


def tarball_name(course: Course) -> str:
    _, number, run = course_key(course)
    return f"{number}-{run}.tar.gz"


def course_olx(course: Course) -> tuple[Olx, ProblemWriter, Pages]:
    """The files of the course, and those who know what was lost on the way."""
    from lxml import etree

    messages = messages_for(course.language)
    names = UrlNames(course)
    pages = Pages(messages, names.address)
    views = CourseInfoPages(course, messages, pages, names)
    writer = ProblemWriter(pages)
    olx = Olx()
    organisation, number, run = course_key(course)
    marks = grading(course, messages)
    root = olx.block(None, "course", run)
    Structure(Units(olx, course, views, writer), marks).write(root)
    etree.SubElement(root, "wiki", slug=f"{organisation}.{number}.{run}")
    olx.done(root, run)
    pointer = etree.Element("course", url_name=run, org=organisation, course=number)
    olx.files["course.xml"] = xml_bytes(pointer)
    olx.files[f"policies/{run}/policy.json"] = _json(policy(course, messages))
    olx.files[f"policies/{run}/grading_policy.json"] = _json(marks.policy)
    olx.files["policies/assets.json"] = _json({})
    olx.files.update(_about(course, views))
    olx.files[f"static/{COURSE_IMAGE}"] = course_image(course)
    for path, file in course.carried.items():
        olx.files[f"static/{names.files[path]}"] = file
    return olx, writer, pages


def _about(course: Course, views: CourseInfoPages) -> Iterator[tuple[str, bytes]]:
    """The pages about the course, its news, handouts and syllabus."""
    plural, number = views.messages.plural, views.messages.number
    yield "about/overview.html", views.overview()
    yield "about/short_description.html", _line((course.summary or course.subtitle or course.title)[:150])
    yield "about/subtitle.html", _line(course.subtitle)
    yield "about/title.html", _line(course.title)
    yield "about/duration.html", _line(plural("{n} week", "{n} weeks", course.weeks))
    hours = views.messages.text("{hours} hours a week", hours=number(course.hours_per_week))
    yield "about/effort.html", _line(hours)
    has_start = bool(course.home_html.strip())
    welcome = views.html("update", has_start=has_start, start=f"unit_{HOME}")
    updates = [(course.start or FIRST_DAY, welcome.decode())]
    updates += [(told.told_on, views.announcement(told)) for told in reversed(course.announcements)]
    latest_first = [html for _, html in reversed(updates)]
    yield "info/updates.html", f"<section>\n{''.join(latest_first)}</section>\n".encode()
    news = [
        {"id": number, "date": f"{day:%B} {day.day}, {day.year}", "content": html, "status": "visible"}
        for number, (day, html) in enumerate(updates, start=1)
    ]
    yield "info/updates.items.json", _json(news)
    yield "info/handouts.html", views.handouts()
    yield f"tabs/{SYLLABUS}.html", views.html("syllabus")


def _line(text: str) -> bytes:
    from html import escape

    return escape(text, quote=False).encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
