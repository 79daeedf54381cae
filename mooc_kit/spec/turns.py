"""Spiral curriculum: which modules come back to what an earlier one served, and for how many times."""

from __future__ import annotations

from mooc_kit.spec.model import ModuleSpec, Spec

WAYS = ("another case", "a harder case", "together with others", "for somebody who needs it", "looking back")
"""What is new where a module comes back to the outcomes of an earlier one, and how its pages begin. Templates know the
ways as `again`, counted from 1; after the last one they begin anew."""


def way_named(times_before: int) -> str:
    """What sets a thing apart that has been done so many times: "" at first, "another case" then; "another case (2)"
    when all ways are through."""
    if not times_before:
        return ""
    through, way = divmod(times_before - 1, len(WAYS))
    return f"{WAYS[way]} ({through + 1})" if through else WAYS[way]


def turn_of(spec: Spec, module: ModuleSpec) -> tuple[int, ModuleSpec | None]:
    """(0, None) for a module whose outcomes no module before it served just so; else the number of the way in which its
    pages begin, from 1, and the last of those modules."""
    before = spec.modules[: spec.modules.index(module)]
    same = [other for other in before if module.outcomes and other.outcomes == module.outcomes]
    return (1 + (len(same) - 1) % len(WAYS), same[-1]) if same else (0, None)
