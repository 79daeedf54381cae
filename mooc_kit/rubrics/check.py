"""Checking a rubric: do its levels mean something different, and do the points follow?"""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.problems import Problem
from mooc_kit.rubrics import codes
from mooc_kit.rubrics.model import Rubric
from mooc_kit.spec.shape import read_model
from mooc_kit.spec.yaml_tree import Tree


def read_rubric(text: str, file: str) -> tuple[Rubric | None, list[Problem]]:
    """The rubric in `text`, and everything that is wrong with it."""
    rubric, tree, problems = read_model(Rubric, text, file)
    if rubric is None or tree is None:
        return None, problems
    return rubric, [*problems, *check_rubric(rubric, tree)]


def check_rubric(rubric: Rubric, tree: Tree) -> Iterator[Problem]:
    """What the shape alone does not tell."""
    seen: set[str] = set()
    for c, criterion in enumerate(rubric.criteria):
        if criterion.id in seen:
            hint = "Give one of the two another id."
            yield codes.SAME_CRITERION.at(tree.place(("criteria", c, "id")), hint=hint)
        seen.add(criterion.id)
        descriptors: set[str] = set()
        for position, level in enumerate(criterion.levels):
            place = tree.place(("criteria", c, "levels", position))
            words = " ".join(level.descriptor.casefold().split())
            if words in descriptors:
                hint = "Say what somebody would see in work at this level, and not in the one below."
                yield codes.SAME_DESCRIPTOR.at(place, hint=hint)
            descriptors.add(words)
            if position and level.points <= criterion.levels[position - 1].points:
                least = criterion.levels[position - 1].points + 1
                message = f'"{level.title}" gives {level.points} points, no more than the level before it.'
                yield codes.POINTS_FALL.at(place, message, hint=f"Give it at least {least}, or change the order.")
