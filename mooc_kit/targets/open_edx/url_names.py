"""Open edX url_names: stable block names, so that importing anew updates a course and learners keep their state.

A block's url_name follows from the ids of the spec alone, never from its position. Ids hold single hyphens only, so a
prefix with an underscore cannot meet another id. A name stands once among all kinds of blocks: links by `/jump_to_id/`
do not say which kind they mean.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass, field

from mooc_kit.course.model import Course, Group
from mooc_kit.spec.fields import slug

EVIDENCE = "page_evidence_overview"
SYLLABUS = "syllabus"
HOME = "page_home"


@dataclass
class UrlNames:
    """The url_names and addresses of `course`."""

    course: Course
    pages: dict[str, str] = field(default_factory=dict)
    """Page id -> the name of its subsection."""
    files: dict[str, str] = field(default_factory=dict)
    """Path in the kit -> the file's name below static/."""

    def __post_init__(self) -> None:
        self._modules = {module.id for module in self.course.modules}
        self._activities = {activity.id for _, activity in self.course.activities()}
        taken = {HOME, EVIDENCE}
        for page in self.course.pages:
            if page.id not in self.pages:
                self.pages[page.id] = _free(f"page_{slug(page.id) or 'page'}", taken)
        names: set[str] = {COURSE_IMAGE}
        for path in self.course.carried:
            self.files[path] = _free(_file_name(path), names)

    def subsection(self, url: str) -> str | None:
        """The name of the unit that an internal link `course:…` leads to; None where it is unknown."""
        kind, _, id = url.partition("/")
        match kind:
            case "home":
                return f"unit_{HOME}"
            case "module":
                return f"module_{id}" if id in self._modules else None
            case "activity":
                return f"unit_{id}" if id in self._activities else None
            case "page":
                return f"unit_{self.pages[id]}" if id in self.pages else None
            case "credential":
                return f"unit_{EVIDENCE}"
        return None

    def address(self, url: str) -> str | None:
        """What Open edX calls the target of an internal link (`course:…`, `asset:…`); None where it is unknown."""
        scheme, _, rest = url.partition(":")
        path, hash, fragment = rest.partition("#")
        if scheme == "asset":
            return f"/static/{self.files[path]}" if path in self.files else None
        found = self.subsection(path) if scheme == "course" else None
        return f"/jump_to_id/{found}{hash}{fragment}" if found else None


COURSE_IMAGE = "course-image.png"
RUN_WITHOUT_DATE = "always"
GROUP_ORDER = (Group.EVIDENCE, Group.SUPPORT, Group.ABOUT)


def course_key(course: Course) -> tuple[str, str, str]:
    """Organisation, number and run, of letters that a course key may hold."""
    words = re.findall(r"[A-Za-z0-9]+", _plain(course.institution))
    organisation = "".join(word[:1].upper() + word[1:] for word in words)[:40] or "OpenCourse"
    run = f"{course.start:%Y-%m}" if course.start else RUN_WITHOUT_DATE
    return organisation, course.id, run


def question_name(activity_id: str, question_id: str) -> str:
    return f"{activity_id}__{question_id}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _file_name(path: str) -> str:
    """A flat name: Studio keeps all files of a course in one place."""
    stem, ending = posixpath.splitext(re.sub(r"^(?:content|badges|certificates)/", "", path))
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", _plain(stem.replace("/", "-"))).strip("_.") or "file"
    return plain + re.sub(r"[^A-Za-z0-9.]+", "", ending)


def _free(name: str, taken: set[str]) -> str:
    stem, ending = posixpath.splitext(name)
    free, number = name, 2
    while free.lower() in taken:
        free, number = f"{stem}-{number}{ending}", number + 1
    taken.add(free.lower())
    return free
