"""Rubric checks: do the levels differ in meaning, and do the points follow?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from mooc_kit.counting import counted
from mooc_kit.problems import Place, Problem
from mooc_kit.rubrics import rubric_codes
from mooc_kit.rubrics.level_descriptors import degrees_apart, is_thin, overlapping, words_of
from mooc_kit.rubrics.model import Criterion, Rubric
from mooc_kit.spec.schema_errors import read_model
from mooc_kit.spec.yaml_tree import YamlTree

UNEVEN = 2
"""A step between levels may be this many times another one; rounding a scale to whole points makes up to that."""


def read_rubric(text: str, file: str, outcomes: Collection[str] | None = None) -> tuple[Rubric | None, list[Problem]]:
    """The rubric in `text`, and everything that is wrong with it. `outcomes` are the ids that the course knows."""
    rubric, tree, problems = read_model(Rubric, text, file)
    if rubric is None or tree is None:
        return None, problems
    return rubric, [*problems, *check_rubric(rubric, tree, outcomes)]


def check_rubric(rubric: Rubric, tree: YamlTree, outcomes: Collection[str] | None = None) -> Iterator[Problem]:
    """What the shape alone does not tell."""
    seen: set[str] = set()
    told: dict[tuple[str, ...], str] = {}
    for c, criterion in enumerate(rubric.criteria):
        if criterion.id in seen:
            hint = "Give one of the two another id."
            yield rubric_codes.SAME_CRITERION.at(tree.place(("criteria", c, "id")), hint=hint)
        seen.add(criterion.id)
        yield from _check_levels(criterion, c, tree)
        words = tuple(" ".join(words_of(level.descriptor)) for level in criterion.levels)
        if words in told:
            message = f'"{criterion.title}" is described in the same words as "{told[words]}".'
            hint = "Keep one of them; write `weight: 2` if it shall count twice."
            yield rubric_codes.SAME_CRITERIA.at(tree.place(("criteria", c, "title")), message, hint=hint)
        told.setdefault(words, criterion.title)
        for position, outcome in enumerate(criterion.outcomes):
            if outcomes is not None and outcome not in outcomes:
                place = tree.place(("criteria", c, "outcomes", position))
                hint = f"The course has: {', '.join(outcomes) or 'no outcomes yet'}."
                yield rubric_codes.UNKNOWN_OUTCOME.at(place, f'There is no outcome "{outcome}".', hint=hint)
    first = [level.title for level in rubric.criteria[0].levels]
    for c, criterion in enumerate(rubric.criteria[1:], start=1):
        titles = [level.title for level in criterion.levels]
        if titles != first:
            message = f'"{criterion.title}" has the levels {", ".join(titles)}; the first one has {", ".join(first)}.'
            hint = "Use the same levels in each criterion, if you can."
            yield rubric_codes.OTHER_LEVELS.at(tree.place(("criteria", c, "levels")), message, hint=hint)
            break


def _check_levels(criterion: Criterion, c: int, tree: YamlTree) -> Iterator[Problem]:
    descriptors: set[str] = set()
    names: set[str] = set()
    order_is_fine = True
    for position, level in enumerate(criterion.levels):
        place = tree.place(("criteria", c, "levels", position))
        for name in {f"id {level.id}", f"title {level.title.casefold()}"} & names:
            message = f"The {name.split(' ', 1)[0]} of this level stands twice in its criterion."
            yield rubric_codes.SAME_LEVEL.at(place, message, hint="Give each level a name of its own.")
        names |= {f"id {level.id}", f"title {level.title.casefold()}"}
        words = " ".join(level.descriptor.casefold().split())
        if words in descriptors:
            hint = "Say what somebody would see in work at this level, and not in the one below."
            yield rubric_codes.SAME_DESCRIPTOR.at(place, hint=hint)
        descriptors.add(words)
        if is_thin(level.descriptor):
            message = f'"{level.descriptor[:60]}" names nothing that one could see in the work.'
            hint = "Name what the work shows: a thing, a step, a reason."
            yield rubric_codes.THIN_DESCRIPTOR.at(
                tree.place(("criteria", c, "levels", position, "descriptor")), message, hint=hint
            )
        if level.points_from is not None and level.points_from > level.points:
            message = f'"{level.title}" reaches from {level.points_from} down to {level.points} points.'
            yield rubric_codes.LEVELS_OVERLAP.at(place, message, hint="Write the smaller number as `points_from:`.")
        if not position:
            continue
        below = criterion.levels[position - 1]
        if level.points <= below.points:
            order_is_fine = False
            least = below.points + 1
            message = f'"{level.title}" gives {counted(level.points, "point")}, no more than the level before it.'
            yield rubric_codes.POINTS_FALL.at(place, message, hint=f"Give it at least {least}, or change the order.")
        elif level.least_points <= below.points:
            message = (
                f'"{below.title}" ends at {below.points} points, and "{level.title}" begins at {level.least_points}.'
            )
            yield rubric_codes.LEVELS_OVERLAP.at(place, message, hint=f"Write `points_from: {below.points + 1}`.")
    yield from _check_words(criterion, c, tree)
    if order_is_fine:
        yield from _check_steps(criterion, tree.place(("criteria", c, "levels")))


def _check_words(criterion: Criterion, c: int, tree: YamlTree) -> Iterator[Problem]:
    for position, (below, level) in enumerate(pairwise(criterion.levels), start=1):
        place = tree.place(("criteria", c, "levels", position, "descriptor"))
        apart = degrees_apart(below.descriptor, level.descriptor)
        if apart is not None and not (is_thin(below.descriptor) or is_thin(level.descriptor)):
            message = f'"{below.title}" and "{level.title}" differ only by "{apart[0]}" and "{apart[1]}".'
            hint = "Say what one can see in the better work: a number, a step, a reason."
            yield rubric_codes.ONLY_DEGREE.at(place, message, hint=hint)
        numbers = overlapping(below.descriptor, level.descriptor)
        if numbers is not None and numbers[0] != numbers[1]:  # the same words in both tell no level apart
            message = f'"{numbers[0]}" and "{numbers[1]}" overlap.'
            yield rubric_codes.NUMBERS_OVERLAP.at(
                place, message, hint="Let each level begin after the one before it ends."
            )


def _check_steps(criterion: Criterion, place: Place) -> Iterator[Problem]:
    points = [level.points for level in criterion.levels]
    steps = [after - before for before, after in pairwise(points)]
    if len(steps) > 1 and max(steps) > UNEVEN * min(steps):
        message = f'"{criterion.title}": the steps between the levels are {", ".join(map(str, steps))} points.'
        least, most = points[0], points[-1]
        even = [round(least + (most - least) * n / (len(points) - 1)) for n in range(len(points))]
        hint = f"Even steps would be {', '.join(map(str, even))}. To make it count more, use `weight:`."
        yield rubric_codes.UNEVEN_POINTS.at(place, message, hint=hint)


def uncovered(rubric: Rubric, wanted: Mapping[str, Place], used_by: str) -> Iterator[Problem]:
    """A problem for each outcome that `used_by` says it shows by this rubric, and no criterion judges.

    `wanted` gives each outcome's place in the spec. A rubric whose criteria name no outcome at all is not looked at: it
    judges the work as a whole.
    """
    if not rubric.outcomes:
        return
    for outcome, place in wanted.items():
        if outcome not in rubric.outcomes:
            message = (
                f'"{used_by}" is to show the outcome "{outcome}"; no criterion of the rubric "{rubric.id}" judges it.'
            )
            hint = (
                f"Add `outcomes: [{outcome}]` to a criterion in rubrics/{rubric.id}.yaml, or take it from the activity."
            )
            yield rubric_codes.NOT_COVERED.at(place, message, hint=hint)
