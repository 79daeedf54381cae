"""Moodle activity mapping: which kind of activity a part of the course becomes, and under which ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Course,
    Discussion,
    Group,
    InfoPage,
    Link,
    LiveSession,
    PeerReview,
    Quiz,
    Survey,
)
from mooc_kit.course.participation import ChannelKind
from mooc_kit.targets.moodle.ids import IdNumbering

POLLS = ("choice", "choices", "scale")
AFTER_MODULES = (Group.EVIDENCE, Group.SUPPORT, Group.ABOUT)
"""Course pages of these groups get sections of their own behind the modules; the rest stands at the top."""


@dataclass(frozen=True)
class MoodleActivity:
    """An activity in Moodle: `module` is its course module, `instance` the row in its kind's own table."""

    name: str
    kind: str
    module: int
    instance: int
    context: int
    section: int
    section_number: int

    @property
    def folder(self) -> str:
        return f"{self.kind}_{self.module}"


@dataclass(frozen=True)
class MoodleSection:
    """A section of the course; `name` says what it holds: top, module/ID or group/NAME."""

    name: str
    id: int
    number: int


class ActivityMapping:
    """The spots of everything in `course`, by name: activity/ID and page/ID."""

    def __init__(self, course: Course, numbering: IdNumbering) -> None:
        self._numbering = numbering
        self.course = course
        self.course_id = numbering.of("course", course.id)
        self.course_context = numbering.of("context", "course")
        self.sections: dict[str, MoodleSection] = {}
        self.of: dict[str, MoodleActivity] = {}
        self._section("top")
        for page in self._pages(*(group for group in Group if group not in AFTER_MODULES)):
            self._spot(f"page/{page.id}", "page", "top")
        for module in course.modules:
            here = self._section(f"module/{module.id}").name
            for activity in module.activities:
                self._spot(f"activity/{activity.id}", kind_of(activity, course), here)
        for group in AFTER_MODULES:
            pages = list(self._pages(group))
            if pages:
                here = self._section(f"group/{group.value}").name
                for page in pages:
                    self._spot(f"page/{page.id}", "page", here)

    def activity(self, id: str) -> MoodleActivity:
        return self.of[f"activity/{id}"]

    def inside(self, section: MoodleSection) -> Iterator[MoodleActivity]:
        return (spot for spot in self.of.values() if spot.section == section.id)

    def _pages(self, *groups: Group) -> Iterator[InfoPage]:
        return (page for page in self.course.pages if page.group in groups)

    def _section(self, name: str) -> MoodleSection:
        section = MoodleSection(name, self._numbering.of("course_sections", name), len(self.sections))
        self.sections[name] = section
        return section

    def _spot(self, name: str, kind: str, section: str) -> None:
        of, here = self._numbering.of, self.sections[section]
        self.of[name] = MoodleActivity(
            name, kind, of("course_modules", name), of(kind, name), of("context", name), here.id, here.number
        )


def kind_of(activity: Activity, course: Course) -> str:
    """The kind of Moodle activity that `activity` becomes."""
    match activity:
        case Discussion():
            return "data" if is_wall(activity, course) or is_gallery(activity, course) else "forum"
        case Quiz():
            return "quiz"
        case PeerReview():
            return "workshop"
        case Assignment():
            return "assign"
        case Survey():
            return "choice" if is_poll(activity) else "feedback"
        case LiveSession():
            return "url" if activity.url else "label"
        case Link():
            return "url"
        case _:
            return "page"


def is_wall(activity: Discussion, course: Course) -> bool:
    """Whether it is where people put up their goals."""
    channel = course.goal_plan.channel if course.goal_plan else None
    return channel is not None and channel.kind is ChannelKind.DISCUSSION and _leads_to(channel.address, activity)


def is_gallery(activity: Discussion, course: Course) -> bool:
    """Whether it is where people share back what they did in the world."""
    channel = course.sharing_back.channel if course.sharing_back else None
    return channel is not None and channel.kind is ChannelKind.DISCUSSION and _leads_to(channel.address, activity)


def is_poll(survey: Survey) -> bool:
    """Whether it is one question to choose from. Moodle's Choice tells the team who chose what, so not if anonymous."""
    return len(survey.items) == 1 and survey.items[0].kind in POLLS and not survey.is_anonymous


def _leads_to(address: str, activity: Activity) -> bool:
    return address.partition("#")[0] == f"course:activity/{activity.id}"
