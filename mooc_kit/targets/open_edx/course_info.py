"""Views are the pages that Open edX shows about the course: overview, syllabus, handouts, evidence, an update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import Announcement, Awarder, Course, Credential, CredentialKind
from mooc_kit.i18n import Messages
from mooc_kit.targets.open_edx.html import Pages
from mooc_kit.targets.open_edx.url_names import EVIDENCE, UrlNames
from mooc_kit.targets.site.labels import Labels
from mooc_kit.targets.weights import graded_shares
from mooc_kit.templating import built_in, environment

_CELL = "border:1px solid #8a979e;padding:0.3em 0.6em"


@dataclass
class CourseInfoPages:
    """Renders the templates of Open edX's pages for one course."""

    course: Course
    messages: Messages
    pages: Pages
    names: UrlNames

    def __post_init__(self) -> None:
        self.wording = Labels(self.messages)
        self._env = environment(built_in("open_edx"), messages=self.messages)
        self._env.globals.update(course=self.course, wording=self.wording)

    def html(self, template: str, **context: Any) -> bytes:
        return self._env.get_template(f"{template}.html.j2").render(**context).encode()

    def body(self, html: str) -> Markup:
        return Markup(self.pages.html(html).decode())  # noqa: S704  # nh3 cleaned it, lxml wrote it

    def overview(self) -> bytes:
        license_name, license_url = self.wording.license(self.course)
        return self.html(
            "overview", home=self.body(self.course.home_html), license_name=license_name, license_url=license_url
        )

    def announcement(self, told: Announcement) -> str:
        return self.html("announcement", title=told.title, body=self.body(told.body_html)).decode()

    def evidence(self) -> bytes:
        activities = {activity.id: activity.title for _, activity in self.course.activities()}
        rows = [
            (activities[id], self.wording.percent(float(share * 100)))
            for id, share in graded_shares(self.course).items()
        ]
        shown = [
            {
                "credential": credential,
                "kind": self.wording.credential(credential.kind),
                "awarder": self.wording.awarder(credential, self.course),
                "criteria": self.body(credential.criteria_html),
                "facts": facts_of(credential, self.messages),
                "after_course": is_given_after(credential),
            }
            for credential in self.course.credentials
        ]
        return self.html("evidence", rows=rows, credentials=shown, cell=_CELL)

    def handouts(self) -> bytes:
        shown = [(page.title, f"/jump_to_id/unit_{self.names.pages[page.id]}") for page in self.course.pages]
        if self.course.credentials:
            shown.insert(0, (self.messages.text("What you can hold in your hands"), f"/jump_to_id/unit_{EVIDENCE}"))
        return self.html("handouts", pages=shown)


def is_given_after(credential: Credential) -> bool:
    """Whether it is given outside Open edX: by mooc-kit, after the course."""
    on_platform = credential.kind is CredentialKind.CERTIFICATE and credential.awarded_by in (
        Awarder.PLATFORM,
        Awarder.PARTNER,
    )
    return not on_platform and credential.kind is not CredentialKind.SELF_CERTIFICATE
