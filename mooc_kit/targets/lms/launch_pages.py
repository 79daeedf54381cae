"""Launch pages: the page that the platform opens, which shows the course in a frame and reports for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit.content.language_of_parts import with_languages
from mooc_kit.course.model import Course
from mooc_kit.i18n import Messages
from mooc_kit.targets.lms.reporting_rule import ReportedPart, is_viewed
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.addresses import Addresses
from mooc_kit.targets.site.quiz_data import json_script
from mooc_kit.targets.site.script_texts import script_texts
from mooc_kit.templating import built_in, environment

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER = Path(str(files("mooc_kit"))) / "templates" / "lms"
LAUNCH = "launch.html"
PAGE_SCRIPT = "lms-page.js"
SESSION_SCRIPTS = ("lms-outcome.js", "lms-state.js", "lms-backup.js")
"""What every driver needs, before the driver itself and lms-session.js, which begins."""
STYLE = "launch.css"
COURSE_SCRIPT = "lms-course.js"
"""Made anew for each course: what all its launch pages know."""


def launch_path(part: ReportedPart, is_only: bool) -> str:
    """Where the launch page of `part` lies. Apart, each has its own: some platforms drop what follows a `?`."""
    return LAUNCH if is_only else f"launch-{part.id}.html"


@dataclass(frozen=True)
class LaunchPages:
    """Makes the page of each of `parts`; `driver` is the script that speaks to the platform, at `connects` (CSP)."""

    course: Course
    parts: Sequence[ReportedPart]
    messages: Messages
    driver: str
    connects: str = "'none'"

    @property
    def is_only(self) -> bool:
        return len(self.parts) == 1

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.course)

    def files(self, facts: dict[str, Any]) -> dict[str, bytes]:
        """All of them by their paths, and the script that they share; `facts` are what the driver needs to know."""
        template = environment(built_in("lms"), is_trusted=True, keeps_compiled=True, messages=self.messages)
        page = template.get_template("launch.html.j2")
        files = {launch_path(part, self.is_only): self._page(page, part) for part in self.parts}
        return {**files, f"{at.OWN_FILES}/{COURSE_SCRIPT}": self._shared(facts)}

    def _shared(self, facts: dict[str, Any]) -> bytes:
        """What is the same for all parts, once: a package of a thousand parts is no thousand times as large."""
        activities = [activity for _, activity in self.course.activities()]
        shared = {
            "course": self.course.id,
            "parts": 0 if self.is_only else len(self.parts),
            "activities": [[a.id, a.title, self.addresses.of[f"activity/{a.id}"]] for a in activities],
            "viewed": [a.id for a in activities if is_viewed(a)],
            "texts": script_texts(self.messages, ("lms-session.js",)),
            **facts,
        }
        return f"globalThis.moocKitLms = {json_script({'course': shared})};\n".encode()

    def _page(self, page: Template, part: ReportedPart) -> bytes:
        plan = {
            "part": part.id,
            "own": [] if self.is_only else [activity.id for activity in part.activities],
            "start": at.HOME if self.is_only else self.addresses.of[_key(part)],
            "rule": part.data(),
        }
        context = {
            "lang": self.course.language,
            "dir": self.messages.dir,
            "title": self.course.title if self.is_only else f"{part.title} · {self.course.title}",
            "plan_json": json_script(plan),
            "scripts": (COURSE_SCRIPT, *SESSION_SCRIPTS, self.driver, "lms-session.js"),
            "connects": self.connects,
        }
        return with_languages(page.render(context), self.messages.dir).encode()


def _key(part: ReportedPart) -> str:
    if part.module is not None and part.id == part.module.id and part.activities == part.module.activities:
        return f"module/{part.id}"
    return f"activity/{part.id}"
