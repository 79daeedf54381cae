"""Certificate step in Canvas: the module that opens when the rule's activities are done, and tells what is given then.

Canvas makes no certificates. Who sees this module did all that its requirements ask; the rest is for the team to give.
"""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from mooc_kit.course.model import Awarder, Course, Credential, CredentialKind, Group, InfoPage
from mooc_kit.i18n import Messages
from mooc_kit.targets.canvas.cartridge_builder import PAGE, CartridgeBuilder
from mooc_kit.targets.canvas.modules import Item, ModuleRow
from mooc_kit.targets.imscc.texts import CERTIFICATE_STEP, awarder_outside, free_id, rendered

STEP = "certificate-step"
"""The module's name among the groups of pages."""


def given_by_rule(course: Course) -> list[Credential]:
    """What is given to those who meet a rule, but for what people give themselves."""
    return [
        credential
        for credential in course.credentials
        if credential.rule is not None
        and credential.kind is not CredentialKind.SELF_CERTIFICATE
        and credential.awarded_by in (Awarder.PLATFORM, Awarder.PARTNER, Awarder.TEAM)
    ]


def with_step(course: Course, messages: Messages) -> Course:
    """The course with the step's page among its own, where a rule gives something."""
    given = given_by_rule(course)
    if not given:
        return course
    shown = [
        {
            "title": credential.title,
            "criteria": Markup(credential.criteria_html),  # noqa: S704  # nh3 cleaned it when the kit was read
            "given": awarder_outside(credential, course, messages),
        }
        for credential in given
    ]
    page = InfoPage(
        id=free_id(CERTIFICATE_STEP, {page.id for page in course.pages}),
        title=messages.text("What you have earned"),
        body_html=rendered(messages, "certificate-step", credentials=shown, names_activities=_names_activities(course)),
        group=Group.EVIDENCE,
        origin=CERTIFICATE_STEP,
    )
    return replace(course, pages=(*course.pages, page))


def _names_activities(course: Course) -> bool:
    return bool(course.rule and course.rule.activities)


def step_row(builder: CartridgeBuilder, parts: list[ModuleRow]) -> ModuleRow | None:
    """The step as a module that waits for all `parts` of the course in which something must be done."""
    page = next((page for page in builder.course.pages if page.origin == CERTIFICATE_STEP), None)
    if page is None:
        return None
    id = builder.page(f"page/{page.id}", page.title, page.body_html)
    item = Item(builder.id("item", f"page/{page.id}"), builder.title(page.title), PAGE, id)
    needs = [row for row in parts if any(item.must for item in row.items)]
    return ModuleRow(builder.id("pages", STEP), builder.title(page.title), [item], needs=needs)
