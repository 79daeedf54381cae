"""The registry knows the targets: the built-in ones, then those of other packages."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from mooc_kit.targets.base import Target

ENTRY_POINTS = "mooc_kit.targets"
BUILT_IN = ("mooc_kit.targets.site:Site", "mooc_kit.targets.open_edx:OpenEdx", "mooc_kit.targets.moodle:Moodle")


@lru_cache(maxsize=1)
def targets() -> dict[str, Target]:
    """All targets by key, in order. A built-in key cannot be taken by another package."""
    found: dict[str, Target] = {}
    for name in BUILT_IN:
        module, _, attribute = name.partition(":")
        target: Target = getattr(import_module(module), attribute)()
        found[target.key] = target
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        target = entry.load()()
        found.setdefault(target.key, target)
    return found
