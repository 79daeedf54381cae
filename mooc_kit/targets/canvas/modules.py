"""Canvas modules: items, requirements and prerequisites, by the course's rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from mooc_kit.course.model import Activity, Assignment, Counts, Discussion, Module, Quiz
from mooc_kit.quizzes.formats.xml_fragments import NOTHING, Fragment, tag
from mooc_kit.targets.canvas.cartridge_builder import URL, CartridgeBuilder, content_type, fields, listing
from mooc_kit.targets.canvas.dates import start_of
from mooc_kit.targets.imscc.manifest import ManifestItem


@dataclass
class Item:
    """A line of a module: what it shows (`ref`), and what must be done with it ("" for nothing)."""

    id: str
    title: str
    type: str
    ref: str
    url: str = ""
    resource: str = ""
    """The manifest's resource, where it has another identifier than what Canvas knows."""
    must: str = ""
    least_points: float | None = None
    waits_for_people: bool = False


@dataclass
class ModuleRow:
    """A module in Canvas."""

    id: str
    title: str
    items: list[Item] = field(default_factory=list)
    opens: str = ""
    is_part: bool = False
    """Whether it is a module of the course, not a group of pages about it."""
    needs: list[ModuleRow] = field(default_factory=list)
    """The modules that must be complete before it opens."""


def requirement(builder: CartridgeBuilder, activity: Activity, points: Mapping[str, float]) -> tuple[str, float | None]:
    """What Canvas asks to be done with an activity that the course's rule names, and the points that are needed."""
    rule = builder.course.rule
    is_needed = activity.id in rule.activities if rule else activity.is_required
    if not is_needed:
        return "", None
    percent = getattr(activity, "pass_percent", None)
    most = points.get(activity.id, 0.0)
    if activity.counts is Counts.PASSED and percent and most:
        return "min_score", float(Fraction(str(most)) * percent / 100)
    if activity.counts is Counts.VIEWED:
        return "must_view", None
    match activity:
        case Discussion():
            return "must_contribute", None
        case Quiz() | Assignment():
            return "must_submit", None
    return ("must_submit" if activity.kind == "survey" else "must_view"), None


def is_graded_by_people(activity: Activity) -> bool:
    """Whether a quiz has questions that Canvas leaves to people: its score is not whole before they have graded."""
    return isinstance(activity, Quiz) and any(question.kind == "essay" for question in activity.quiz.questions)


def activity_item(builder: CartridgeBuilder, module: Module, activity: Activity, points: Mapping[str, float]) -> Item:
    must, least = requirement(builder, activity, points)
    type = content_type(activity)
    resource = builder.id("quiz-settings", activity.id) if activity.id in builder.without_common_copy else ""
    # A peer review, and whatever people grade, is complete only when they have done so: nobody should wait for that.
    waits = must == "min_score" and (isinstance(activity, Assignment) or is_graded_by_people(activity))
    return Item(
        builder.id("item", f"{module.id}/{activity.id}"),
        builder.title(activity.title),
        type,
        builder.id("activity", activity.id),
        getattr(activity, "url", "") if type == URL else "",
        resource,
        must,
        least,
        waits_for_people=waits,
    )


def modules_xml(builder: CartridgeBuilder, rows: list[ModuleRow]) -> Fragment:
    """module_meta.xml. Where the team chose small steps, one comes after the other and a module after the last."""
    in_steps = builder.course.chose("activities", "scaffolded")
    made: list[Fragment] = []
    before: ModuleRow | None = None
    for position, row in enumerate(rows, start=1):
        required = [item for item in row.items if item.must]
        needs = [*row.needs, *([before] if in_steps and row.is_part and before else [])]
        made.append(_module(row, position, required, needs, in_steps=in_steps and bool(required)))
        if row.is_part and required and not any(item.waits_for_people for item in required):
            before = row
    return listing("modules", *made)


def _module(row: ModuleRow, position: int, required: list[Item], needs: list[ModuleRow], *, in_steps: bool) -> Fragment:
    after = [
        tag("prerequisite", *fields(title=need.title, identifierref=need.id), type="context_module") for need in needs
    ]
    requirements = [
        tag("completionRequirement", *fields(min_score=item.least_points, identifierref=item.id), type=item.must)
        for item in required
    ]
    return tag(
        "module",
        *fields(
            title=row.title,
            workflow_state="active",
            position=position,
            unlock_at=row.opens or None,
            require_sequential_progress=in_steps,
            locked=False,
        ),
        tag("prerequisites", *after) if after else NOTHING,
        tag("items", *(_item(item, place) for place, item in enumerate(row.items, start=1))),
        tag("completionRequirements", *requirements) if requirements else NOTHING,
        identifier=row.id,
    )


def _item(item: Item, position: int) -> Fragment:
    return tag(
        "item",
        *fields(
            content_type=item.type,
            workflow_state="active",
            title=item.title,
            identifierref=item.ref,
            url=item.url or None,
            position=position,
            new_tab=item.type == URL,
            indent=0,
        ),
        identifier=item.id,
    )


def contents(rows: list[ModuleRow]) -> list[ManifestItem]:
    """The modules as the manifest's table of contents, for readers other than Canvas."""
    return [
        ManifestItem(
            row.id,
            row.title,
            below=[ManifestItem(item.id, item.title, item.resource or item.ref) for item in row.items],
        )
        for row in rows
    ]


def start_of_module(builder: CartridgeBuilder, module: Module) -> str:
    """The day from which a module is open, where groups go together on dates."""
    return start_of(module.opens) if builder.course.has_fixed_dates else ""
