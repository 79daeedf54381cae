"""Plugins: classes known by their `key`, the built-in ones in their order, then other packages' by name.

Other packages add theirs through entry points (Python packaging's "entry points specification"); a built-in key cannot
be taken by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from mooc_kit.problems import UsageError


def plugins(group: str, built_in: tuple[str, ...], kind: type[Any]) -> dict[str, Any]:
    """One object of each class, all of this `kind`, by its key. `built_in` names classes as "module:attribute".

    Raises UsageError as `plugins_of_others` does.
    """
    found: dict[str, Any] = {}
    for name in built_in:
        module, _, attribute = name.partition(":")
        made = getattr(import_module(module), attribute)()
        found[made.key] = made
    for other in plugins_of_others(group, kind):
        found.setdefault(other.key, other)
    return found


def is_extended(group: str) -> bool:
    """Whether another package adds something under `group`."""
    from importlib.metadata import entry_points

    return bool(entry_points(group=group))


def plugins_of_others(group: str, kind: type[Any]) -> Iterator[Any]:
    """One object of each class that other packages add under `group`.

    Raises UsageError where one cannot be loaded or is not of this `kind`.
    """
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        package = entry.dist.name if entry.dist else entry.value
        remedy = f"Update the package, or remove it: pip uninstall {package}"
        try:
            other = entry.load()()
        except Exception as error:  # whatever the other package's code raises
            why = f"{type(error).__name__}: {error}"
            raise UsageError(f'{package} adds "{entry.name}", which cannot be loaded ({why}). {remedy}') from error
        if not isinstance(other, kind):
            raise UsageError(f'{package} adds "{entry.name}", which is no {kind.__name__}. {remedy}')
        yield other
