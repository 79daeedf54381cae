"""Site URLs: where each page lies; links are written relative, so that any folder will do."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from mooc_kit.course.model import Course, Credential, CredentialKind
from mooc_kit.spec.fields import slug

HOME = "index.html"
SYLLABUS = "syllabus.html"
EVIDENCE = "evidence.html"
INFORMATION = "information.html"
VERIFY = "verify.html"
MY_DATA = "my-data.html"
MY_BADGES = "my-badges.html"
AWARD = "award.html"
NOT_FOUND = "404.html"
SEARCH = "search.html"
MANIFEST = "course.webmanifest"
CALENDAR = "course.ics"
NEWS = "announcements.html"
FEED = "announcements.xml"
PRESS = "press.html"
STATEMENT = "statement.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
OER_METADATA = "metadata.yml"
"""For indexes of open educational resources."""
OWN_FILES = "site"
"""The folder of the site's own style sheet and scripts."""

_SAFE = re.compile(r"^\w[\w.-]*$", re.ASCII)


@dataclass
class Addresses:
    """Where everything of `course` lies: paths below the site's folder, by what internal links call it."""

    course: Course
    of: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for name in (
            HOME,
            SYLLABUS,
            EVIDENCE,
            INFORMATION,
            VERIFY,
            MY_DATA,
            MY_BADGES,
            AWARD,
            NOT_FOUND,
            SEARCH,
            CALENDAR,
            SITEMAP,
            NEWS,
            FEED,
            PRESS,
            STATEMENT,
        ):
            self._taken.add(name)
        self.of["home"] = HOME
        for module in self.course.modules:
            self._claim(f"module/{module.id}", f"modules/{module.id}/index.html")
        for module, activity in self.course.activities():
            self._claim(f"activity/{activity.id}", f"modules/{module.id}/{activity.id}.html")
        for page in self.course.pages:
            name = page.id if _SAFE.match(page.id) else slug(page.id) or "page"
            self._claim(f"page/{page.id}", f"pages/{name}.html")
        for told in self.course.announcements:
            name = told.id if _SAFE.match(told.id) else slug(told.id) or "news"
            self._claim(f"announcement/{told.id}", f"announcements/{name}.html")
        for credential in self.course.credentials:
            folder = "badges" if credential.kind is CredentialKind.BADGE else "certificates"
            self._claim(credential_key(credential), f"{folder}/{credential.id}.html")

    def _claim(self, key: str, path: str) -> None:
        """Give `key` the address `path`, or the nearest free one. The first who asks under a key keeps it."""
        stem, _, ending = path.rpartition(".")
        free, number = path, 2
        while free.lower() in self._taken:
            free, number = f"{stem}-{number}.{ending}", number + 1
        self._taken.add(free.lower())
        self.of.setdefault(key, free)

    def link(self, page: str, target: str) -> str:
        """The link from `page` to the file `target` of the site, both paths below its folder."""
        path, hash, fragment = target.partition("#")
        return _relative(posixpath.dirname(page), path) + hash + fragment

    def internal(self, page: str, url: str) -> str | None:
        """The link from `page` to what an internal address (`course:…`, `asset:…`) names; None where it is unknown."""
        scheme, _, rest = url.partition(":")
        path, hash, fragment = rest.partition("#")
        if scheme == "asset":
            return self.link(page, asset_path(path)) if path in self.course.assets else None
        found = self.of.get(path) if scheme == "course" else None
        return self.link(page, found + hash + fragment) if found else None


@lru_cache(maxsize=65536)
def _relative(folder: str, path: str) -> str:
    """The link from a page in `folder` to the file at `path`."""
    return quote(posixpath.relpath(path, folder or "."), safe="/.-_~")


def credential_key(credential: Credential) -> str:
    return f"credential/{credential.kind.value}/{credential.id}"


def asset_path(kit_path: str) -> str:
    """Where a file of the kit lies in the site."""
    return f"assets/{kit_path}"
