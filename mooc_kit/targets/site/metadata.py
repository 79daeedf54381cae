"""Search metadata: schema.org's Course, Open Graph, sitemap and robots.txt.

The Course follows what directories read: https://schema.org/Course, with an instance, an offer and its syllabus.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urljoin
from xml.etree import ElementTree

from mooc_kit.course.model import Course, CredentialKind
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.addresses import Addresses
from mooc_kit.targets.site.editions import folder_of
from mooc_kit.targets.site.labels import Labels
from mooc_kit.targets.site.social_image import SIZE

SHARE_PICTURE = f"{at.OWN_FILES}/share.png"
_UNLISTED = (at.NOT_FOUND, at.MY_DATA, at.MY_BADGES, at.AWARD, at.SEARCH)


def absolute(course: Course, path: str) -> str:
    """The public address of a file of the site, in the course's language."""
    folder = folder_of(course, course.language)
    return urljoin(course.url.rstrip("/") + "/", folder + quote("" if path == at.HOME else path))


def course_data(course: Course, addresses: Addresses, wording: Labels, accessibility: dict[str, Any]) -> dict[str, Any]:
    """The course as schema.org's JSON-LD, `accessibility` in its terms. Without a public address, none are told."""
    provider: dict[str, Any] = {
        "@type": "Organization",
        "name": course.institution or wording.messages.text("the course team"),
    }
    if course.contact:
        provider["email"] = course.contact
    credentials = [
        {
            "@type": "EducationalOccupationalCredential",
            "name": credential.title,
            "credentialCategory": wording.credential(credential.kind),
            **({"description": credential.description} if credential.description else {}),
            **_url(course, addresses.of.get(f"credential/{credential.kind.value}/{credential.id}")),
        }
        for credential in course.credentials
        if credential.kind is not CredentialKind.SELF_CERTIFICATE
    ]
    instance: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": "Online",
        "courseWorkload": duration(course.hours_per_week * 60),
        "courseSchedule": {
            "@type": "Schedule",
            "duration": duration(course.hours_per_week * 60),
            "repeatFrequency": "Weekly",
            "repeatCount": course.weeks,
        },
        "inLanguage": course.language,
        "instructor": [{"@type": "Person", "name": person.name} for person in course.team],
    }
    if course.start:
        end = course.start + timedelta(weeks=course.weeks, days=-1)
        instance |= {"startDate": course.start.isoformat(), "endDate": end.isoformat()}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": absolute(course, at.HOME) if course.url else "",
        "name": course.title,
        "alternateName": course.subtitle,
        "description": course.summary or course.subtitle or course.title,
        "courseCode": course.id,
        "url": absolute(course, at.HOME) if course.url else "",
        "image": absolute(course, SHARE_PICTURE) if course.url else "",
        "inLanguage": course.language,
        "license": wording.license(course)[1] or course.license,
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "EUR"},
        "provider": provider,
        "publisher": provider,
        "contributor": [{"@type": "Organization", "name": partner.name} for partner in course.partners],
        "audience": {"@type": "Audience", "audienceType": course.audience} if course.audience else "",
        "teaches": [outcome.text for outcome in course.outcomes],
        "timeRequired": duration(course.weeks * course.hours_per_week * 60),
        "hasCourseInstance": [instance],
        "syllabusSections": [
            {
                "@type": "Syllabus",
                "name": module.title,
                "description": module.summary,
                **_url(course, addresses.of.get(f"module/{module.id}")),
                "timeRequired": duration(sum(activity.minutes for activity in module.activities)),
            }
            for module in course.modules
        ],
        "educationalCredentialAwarded": credentials,
        "educationalLevel": course.level,
        "coursePrerequisites": list(course.prerequisites),
        **accessibility,
    }
    return {key: _full(value) for key, value in data.items() if value not in ("", [], {})}


def open_graph(course: Course, title: str, description: str, canonical: str, locale: str) -> list[tuple[str, str]]:
    """The `property` and `content` of a page's Open Graph elements."""
    found = [
        ("og:type", "website"),
        ("og:site_name", course.title),
        ("og:title", title),
        ("og:description", description or course.summary or course.subtitle),
        ("og:locale", locale),
    ]
    if canonical:
        found += [
            ("og:url", canonical),
            ("og:image", absolute(course, SHARE_PICTURE)),
            ("og:image:type", "image/png"),
            ("og:image:width", str(SIZE[0])),
            ("og:image:height", str(SIZE[1])),
            ("og:image:alt", f"{course.title}{f': {course.subtitle}' if course.subtitle else ''}"),
        ]
    return [(name, content) for name, content in found if content]


def sitemap(course: Course, paths: Iterable[str]) -> bytes:
    """The addresses of all pages that search engines may show."""
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path in sorted(paths):
        if path.endswith(".html") and not path.startswith("assets/") and path not in _UNLISTED:
            ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc").text = absolute(course, path)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def robots(course: Course) -> bytes:
    """What crawlers may read: all of it."""
    maps = (f"Sitemap: {absolute(edition, at.SITEMAP)}\n" for edition in (course, *course.translations))
    return f"User-agent: *\nAllow: /\n\n{''.join(maps)}".encode()


def _url(course: Course, path: str | None) -> dict[str, str]:
    return {"url": absolute(course, path)} if course.url and path else {}


def _full(value: Any) -> Any:
    """`value` without empty texts, as directories complain about them."""
    if isinstance(value, dict):
        return {key: _full(inner) for key, inner in value.items() if inner not in ("", [])}
    return [_full(inner) for inner in value] if isinstance(value, list) else value


def duration(minutes: float) -> str:
    """ISO 8601, like PT2H30M."""
    hours, rest = divmod(round(minutes), 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest or not hours else ''}"
