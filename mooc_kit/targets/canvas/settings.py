"""Canvas course settings: dates, licence, language, first page, calendar and syllabus."""

from __future__ import annotations

import re
from datetime import timedelta

from mooc_kit.course.model import LiveSession
from mooc_kit.quizzes.formats.xml_fragments import Fragment, tag
from mooc_kit.spec.fields import ALL_RIGHTS_RESERVED
from mooc_kit.targets.canvas.cartridge_builder import CANVAS, CartridgeBuilder, fields, listing
from mooc_kit.targets.canvas.dates import end_of, moment, start_of
from mooc_kit.targets.canvas.grades import Groups
from mooc_kit.targets.open_edx.assessments import REVIEW_DAYS
from mooc_kit.targets.open_edx.dates import last_day

FLAG = b"Written by mooc-kit. By this file Canvas knows that the settings beside it are its own.\n"
COURSE_PICTURE = "web_resources/course-image.png"
_LICENSE = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-\d\.\d")
_LANGUAGES = frozenset(
    "ar ca cy da de el en en-AU en-CA en-GB es fa-IR fi fr fr-CA ga he ht hi hu hy id is it ja ko mi ms nb nl nn pl pt"  # noqa: SIM905
    " pt-BR ro ru sl sv th tr uk vi zh-Hans zh-Hant".split()
)
"""Languages that Canvas speaks."""
_SPOKEN = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-TW": "zh-Hant", "fa": "fa-IR", "no": "nb"}
_SESSION_MINUTES = 60


def license_code(license: str) -> str | None:
    """The licence by Canvas's name; None for one that it does not know."""
    found = _LICENSE.fullmatch(license)
    if found:
        return f"cc_{found[1].lower().replace('-', '_')}"
    return {"CC0-1.0": "public_domain", ALL_RIGHTS_RESERVED: "private"}.get(license)


def locale(language: str) -> str | None:
    """The course's language as Canvas calls it; None where it does not speak it, or for English, as it is."""
    named = _SPOKEN.get(language, language)
    found = next((name for name in (named, named.partition("-")[0]) if name in _LANGUAGES), None)
    return None if found == "en" else found


def course_settings(builder: CartridgeBuilder, groups: Groups, scheme: Fragment | None) -> Fragment:
    course = builder.course
    license = license_code(course.license)
    if license is None:
        builder.notice(
            f"The licence {course.license} as a setting",
            "Canvas knows Creative Commons and public domain only.",
            "The page about the course names it.",
        )
    if locale(course.language) is None and not course.language.startswith("en"):
        builder.notice(
            f"Canvas's own words in the language {course.language}",
            "Canvas does not speak it.",
            "They follow each participant's settings.",
        )
    end = last_day(course, REVIEW_DAYS)
    return tag(
        "course",
        *fields(
            title=builder.title(course.title),
            course_code=course.id,
            start_at=start_of(course.start),
            conclude_at=end_of(end),
            image_identifier_ref=builder.id("file", COURSE_PICTURE),
            is_public=False,
            license=license or "private",
            locale=locale(course.language),
            group_weighting_scheme="percent" if groups.groups else "equal",
            default_view="wiki" if builder.has_home else "modules",
            show_announcements_on_home_page=True,
            home_page_announcement_limit=3,
            syllabus_course_summary=True,
            grading_standard_enabled=scheme is not None,
            grading_standard_identifier_ref=builder.id("grading-scheme") if scheme is not None else None,
        ),
        identifier=builder.id("course"),
        xmlns=CANVAS,
    )


def events_xml(builder: CartridgeBuilder) -> Fragment | None:
    """The live sessions in the calendar; None where there are none with a time."""
    found = [a for _, a in builder.course.activities() if isinstance(a, LiveSession) and a.starts]
    return listing("events", *(_event(builder, activity) for activity in found)) if found else None


def _event(builder: CartridgeBuilder, activity: LiveSession) -> Fragment:
    assert activity.starts is not None
    if activity.starts.tzinfo is None:
        builder.notice(
            f'The time zone of "{activity.title}"',
            "Its time is written without one.",
            "The calendar has it in UTC; add the zone, like 2027-03-04T18:00+01:00.",
        )
    ends = activity.starts + timedelta(minutes=activity.minutes or _SESSION_MINUTES)
    return tag(
        "event",
        *fields(
            title=builder.title(activity.title),
            description=builder.html(activity.body_html),
            start_at=moment(activity.starts),
            end_at=moment(ends),
            all_day=False,
        ),
        identifier=builder.id("event", activity.id),
    )
