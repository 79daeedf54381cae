"""Redirects: pages at the earlier addresses of what was renamed or moved, and the marks that follow it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mooc_kit.course.model import Course
from mooc_kit.targets.site.addresses import Addresses, credential_key


def moved_ids(course: Course) -> dict[str, str]:
    """The id today of each activity, by its earlier ids. An id that something has today is not among them."""
    today = {activity.id for _, activity in course.activities()}
    found: dict[str, str] = {}
    for _, activity in course.activities():
        for alias in course.aliases.get(f"activity/{activity.id}", ()):
            was = alias.rpartition("/")[2]
            if was not in today:
                found.setdefault(was, activity.id)
    return found


def redirects(course: Course, addresses: Addresses) -> dict[str, tuple[str, str]]:
    """(address, title) of the page today, by its earlier addresses. What stands at an address today keeps it."""
    taken = {path.lower() for path in addresses.of.values()}
    found: dict[str, tuple[str, str]] = {}
    for path, key, title in _earlier(course, addresses):
        if path.lower() not in taken:
            found.setdefault(path, (addresses.of[key], title))
    return found


def _earlier(course: Course, addresses: Addresses) -> Iterator[tuple[str, str, str]]:
    """(earlier path, key of the page today, title)."""
    names = {module.id: (module.id, *course.aliases.get(f"module/{module.id}", ())) for module in course.modules}
    for module in course.modules:
        for was in names[module.id]:
            yield f"modules/{was}/index.html", f"module/{module.id}", module.title
    for module, activity in course.activities():
        for alias in (activity.id, *course.aliases.get(f"activity/{activity.id}", ())):
            home, _, was = alias.rpartition("/")
            for folder in names.get(home, (home,)) if home else names[module.id]:
                yield f"modules/{folder}/{was}.html", f"activity/{activity.id}", activity.title
    for page in course.pages:
        for was in course.aliases.get(f"page/{page.id}", ()):
            yield f"pages/{was}.html", f"page/{page.id}", page.title
    for credential in course.credentials:
        key = credential_key(credential)
        for was in course.aliases.get(key, ()):
            yield f"{posixpath.dirname(addresses.of[key])}/{was}.html", key, credential.title
