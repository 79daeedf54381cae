"""Moodle gradebook: categories by module, with weights that give the course's own rule.

Moodle's natural weighting keeps a weight of five decimals for each item and each category. An item counts its weight
times that of its category; what rounding takes away at most is taken off the pass mark of the course, so that nobody
fails by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from mooc_kit.course.model import Activity, Assignment, PeerReview, Quiz
from mooc_kit.targets.moodle.activity_mapping import MoodleActivity
from mooc_kit.targets.moodle.assignments import most_points
from mooc_kit.targets.moodle.backup_builder import MADE, MAX_WORKSHOP, BackupBuilder
from mooc_kit.targets.moodle.xml_tree import Element, below, new, nothing, number, put

NATURAL, VALUE = 13, 1
UNITS = 100_000
"""Weights have five decimals."""
TOP, PRACTICE = "top", "practice"


@dataclass(frozen=True)
class Share:
    """What an item or a category counts: its weight, or None where Moodle works it out from the points."""

    weight: Fraction | None = None


@dataclass
class Category:
    """A category of the gradebook; `items` are the names of what is scored in it."""

    name: str
    title: str
    share: Share
    items: dict[str, Share] = field(default_factory=dict)
    points: int = 0


class Gradebook:
    """The categories of the course and what is in them."""

    def __init__(self, builder: BackupBuilder) -> None:
        self._draft = builder
        course = builder.course
        self.rule = course.rule
        weights = course.rule.weights if course.rule else {}
        counted = {a.id: a for _, a in course.activities() if points_of(a)}
        self.is_weighted = any(weights.get(id) for id in counted)
        self.categories: list[Category] = []
        rows = [
            (module, {a.id: weights.get(a.id, Fraction(0)) for a in module.activities if a.id in counted})
            for module in course.modules
        ]
        if self.is_weighted:
            # Items without a weight in the rule count nothing, and stand with what is for practice.
            rows = [(module, {id: weight for id, weight in found.items() if weight}) for module, found in rows]
        rows = [(module, found) for module, found in rows if found]
        total = sum((sum(found.values(), Fraction(0)) for _, found in rows), Fraction(0)) or Fraction(1)
        tops = rounded([sum(found.values(), Fraction(0)) / total for _, found in rows])
        for (module, found), top in zip(rows, tops, strict=True):
            category = Category(f"module/{module.id}", module.title, Share(top if self.is_weighted else None))
            whole = sum(found.values(), Fraction(0)) or Fraction(1)
            parts = rounded([weight / whole for weight in found.values()])
            for id, part in zip(found, parts, strict=True):
                category.items[f"activity/{id}"] = Share(part if self.is_weighted else None)
                category.points += points_of(counted[id])
            self.categories.append(category)
        self._exact = {f"activity/{id}": weight / total for _, found in rows for id, weight in found.items()}
        placed = {name for category in self.categories for name in category.items}
        self._practice = [
            f"activity/{a.id}" for _, a in course.activities() if has_item(a) and f"activity/{a.id}" not in placed
        ]
        self._position = 0

    @property
    def points(self) -> int:
        """What the course's total is out of."""
        return sum(category.points for category in self.categories)

    @property
    def pass_points(self) -> Decimal | None:
        """The points of the course's total with which its rule is met; None where it names no score."""
        if self.rule is None or not self.rule.least_percent or not self.categories:
            return None
        wanted = Fraction(self.rule.least_percent * self.points, 100)
        return (Decimal(wanted.numerator) / Decimal(wanted.denominator)).quantize(
            Decimal("0.00001"), ROUND_CEILING
        ) - self._lost()

    def _lost(self) -> Decimal:
        """What rounding the weights can take from a total at most, in points."""
        if not self.is_weighted:
            return Decimal(0)
        lost = Fraction(0)
        for category in self.categories:
            for name, share in category.items.items():
                got = (category.share.weight or Fraction(0)) * (share.weight or Fraction(0))
                lost += max(self._exact[name] - got, Fraction(0)) * self.points
        return (Decimal(lost.numerator) / Decimal(lost.denominator)).quantize(Decimal("0.00001"), ROUND_CEILING)

    def root(self) -> Element:
        """gradebook.xml: the categories, and the items of the course and of its categories."""
        of = self._draft.id
        root = new("gradebook")
        nothing(root, "attributes")
        categories, items = below(root, "grade_categories"), below(root, "grade_items")
        top = of("grade_categories", TOP)
        self._category(categories, top, None, f"/{top}/", "?")
        self._item(items, TOP, top, self.points, Share(), is_top=True)
        for category in self._all():
            id = of("grade_categories", category.name)
            self._category(categories, id, top, f"/{top}/{id}/", category.title)
            self._item(items, category.name, id, category.points, category.share)
        nothing(root, "grade_letters")
        put(below(below(root, "grade_settings"), "grade_setting", id=""), name="minmaxtouse", value=1)
        return root

    def items(self, spot: MoodleActivity, activity: Activity) -> list[Element]:
        """The grade items of one activity, for its grades.xml."""
        if not has_item(activity):
            return []
        category = next((c for c in self._all() if spot.name in c.items), None)
        share = category.items[spot.name] if category else Share()
        most, mark = grade_of(activity), getattr(activity, "pass_percent", None) or 0
        parts = [(0, activity.title, most, share, Fraction(most * mark, 100))]
        if isinstance(activity, PeerReview):
            title = self._draft.name(activity.title, MAX_WORKSHOP)
            parts = [
                (0, f"{title} (submission)", most, share, Fraction(most * mark, 100)),
                (1, f"{title} (assessment)", 0, Share(Fraction(0)), Fraction(0)),
            ]
        made = []
        for item_number, title, points, weight, pass_points in parts:
            element = new("grade_item", id=self._draft.id("grade_items", f"{spot.name}/{item_number}"))
            self._fill(
                element,
                category=self._draft.id("grade_categories", category.name if category else TOP),
                name=self._draft.name(title),
                type="mod",
                module=spot.kind,
                instance=spot.instance,
                item_number=item_number,
                idnumber=spot.name.partition("/")[2] if item_number == 0 else None,
                most=points,
                share=weight,
                pass_points=pass_points,
            )
            made.append(element)
        return made

    def _all(self) -> Iterator[Category]:
        yield from self.categories
        if self._practice:
            title = self._draft.text("Practice: does not count")
            zero = Share(Fraction(0))
            yield Category(PRACTICE, title, zero, dict.fromkeys(self._practice, zero))

    def _category(self, parent: Element, id: int, above: int | None, path: str, title: str) -> None:
        put(
            below(parent, "grade_category", id=id),
            parent=above,
            depth=path.count("/") - 1,
            path=path,
            fullname=self._draft.name(title),
            aggregation=NATURAL,
            keephigh=0,
            droplow=0,
            # By the course's rule a missing score is zero.
            aggregateonlygraded=self.rule is None,
            aggregateoutcomes=0,
            timecreated=MADE,
            timemodified=MADE,
            hidden=0,
        )

    def _item(
        self, parent: Element, name: str, category: int, points: int, share: Share, *, is_top: bool = False
    ) -> None:
        passing = self.pass_points if is_top else None
        kind = "course" if is_top else "category"
        self._fill(
            below(parent, "grade_item", id=self._draft.id("grade_items", name)),
            category=None,
            name=None,
            type=kind,
            module=None,
            instance=category,
            item_number=None,
            idnumber=None,
            most=points,
            share=share,
            pass_points=passing or Decimal(0),
        )

    def _fill(
        self,
        element: Element,
        *,
        category: int | None,
        name: str | None,
        type: str,
        module: str | None,
        instance: int,
        item_number: int | None,
        idnumber: str | None,
        most: int,
        share: Share,
        pass_points: Fraction | Decimal,
    ) -> None:
        self._position += 1
        put(
            element,
            categoryid=category,
            itemname=name,
            itemtype=type,
            itemmodule=module,
            iteminstance=instance,
            itemnumber=item_number,
            iteminfo=None,
            idnumber=idnumber,
            calculation=None,
            gradetype=VALUE,
            grademax=number(most),
            grademin=number(0),
            scaleid=None,
            outcomeid=None,
            gradepass=number(pass_points),
            multfactor=number(1),
            plusfactor=number(0),
            aggregationcoef=number(0),
            aggregationcoef2=number(share.weight or 0),
            weightoverride=share.weight is not None,
            sortorder=self._position,
            display=0,
            decimals=None,
            hidden=0,
            locked=0,
            locktime=0,
            needsupdate=0,
            timecreated=MADE,
            timemodified=MADE,
        )
        nothing(element, "grade_grades")


def points_of(activity: Activity) -> int:
    """The points that the activity gives towards the course's score."""
    if isinstance(activity, Quiz):
        return activity.points if activity.is_graded else 0
    return activity.points if isinstance(activity, Assignment) else 0


def grade_of(activity: Activity) -> int:
    """The grade that Moodle gives for the activity, counted or not."""
    return most_points(activity) if isinstance(activity, Assignment) else points_of(activity)


def has_item(activity: Activity) -> bool:
    """Whether Moodle keeps a grade for it. A workshop always has its two."""
    return isinstance(activity, PeerReview) or grade_of(activity) > 0


def rounded(weights: Sequence[Fraction]) -> list[Fraction]:
    """Weights with five decimals that still add up to 1: what is missing goes where most was cut off."""
    if not weights:
        return []
    units = [int(weight * UNITS) for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (units[i] - weights[i] * UNITS, i))
    for index in order[: UNITS - sum(units)]:
        units[index] += 1
    return [Fraction(unit, UNITS) for unit in units]
