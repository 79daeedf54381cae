"""Spiral curriculum: which modules come back to what an earlier one served, and for how many times."""

from __future__ import annotations

from mooc_kit.spec.model import ModuleSpec, Spec

TURNS = 5
"""In how many ways the pages of a module begin that comes back to the same outcomes: another case, a harder one,
together with others, for somebody who needs it, looking back. Templates know them as `again`, counted from 1."""


def turn_of(spec: Spec, module: ModuleSpec) -> tuple[int, ModuleSpec | None]:
    """(0, None) for a module whose outcomes no module before it served just so; else the number of the way in which its
    pages begin, from 1, and the last of those modules."""
    before = spec.modules[: spec.modules.index(module)]
    same = [other for other in before if module.outcomes and other.outcomes == module.outcomes]
    return (1 + (len(same) - 1) % TURNS, same[-1]) if same else (0, None)
