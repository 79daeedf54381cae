"""Course outline: modules and activities as data for the site's scripts, in one file that all pages share.

Each page would otherwise carry the whole course's table of contents, and grow with the course. It is a script and not
a JSON file, since pages that were opened from a disk may not read other files.
"""

from __future__ import annotations

from urllib.parse import quote

from mooc_kit.course.model import Course
from mooc_kit.targets.site.addresses import Addresses
from mooc_kit.targets.site.quiz_data import json_script


def outline_script(course: Course, addresses: Addresses) -> bytes:
    """`moocKit.outline`: [{title, href, items: [[id, title, href], …]}, …], hrefs from the site's folder."""

    def href(key: str) -> str:
        return quote(addresses.of[key], safe="/.-_~")

    modules = [
        {
            "title": module.title,
            "href": href(f"module/{module.id}"),
            "items": [[activity.id, activity.title, href(f"activity/{activity.id}")] for activity in module.activities],
        }
        for module in course.modules
    ]
    return f"moocKit.outline={json_script(modules)};\n".encode()
