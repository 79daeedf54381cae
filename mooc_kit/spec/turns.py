"""Spiral curriculum: which modules come back to what an earlier one served, and for how many times."""

from __future__ import annotations

from mooc_kit.i18n import N_, Say
from mooc_kit.spec.model import ModuleSpec, Spec

# fmt: off
WAYS = (
    N_("Another case"), N_("A harder case"), N_("Together with others"), N_("For somebody who needs it"),
    N_("Looking back"),
)
# fmt: on
"""What is new where a module comes back to the outcomes of an earlier one, and how its pages begin. Templates know the
ways as `again`, counted from 1; after the last one they begin anew."""


def way_named(times_before: int, text: Say) -> str:
    """What sets a thing apart that has been done so many times: "" at first, "Another case" then; "Another case (2)"
    when all ways are through."""
    if not times_before:
        return ""
    through, way = divmod(times_before - 1, len(WAYS))
    return f"{text(WAYS[way])} ({through + 1})" if through else text(WAYS[way])


def turn_of(spec: Spec, module: ModuleSpec) -> tuple[int, ModuleSpec | None]:
    """(0, None) for a module whose outcomes no module before it served just so; else the number of the way in which its
    pages begin, from 1, and the last of those modules."""
    before = spec.modules[: spec.modules.index(module)]
    same = [other for other in before if module.outcomes and other.outcomes == module.outcomes]
    return (1 + (len(same) - 1) % len(WAYS), same[-1]) if same else (0, None)
