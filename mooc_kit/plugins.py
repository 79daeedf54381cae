"""Plugins: classes known by their `key`, the built-in ones in their order, then other packages' by name.

Other packages add theirs through entry points (Python packaging's "entry points specification"); a built-in key cannot
be taken by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from mooc_kit.installed import are_extended
from mooc_kit.problems import UsageError


def plugins(group: str, built_in: tuple[str, ...], kind: type[Any]) -> dict[str, Any]:
    """One object of each class, all of this `kind`, by its key. `built_in` names classes as "module:attribute".

    Raises UsageError as `plugins_of_others` does.
    """
    found: dict[str, Any] = {}
    for name in built_in:
        made = _made(name)
        found[made.key] = made
    for other in plugins_of_others(group, kind):
        found.setdefault(other.key, other)
    return found


class LatePlugins(Mapping[str, Any]):
    """Plugins by their key, a built-in one imported when it is first asked for. `built_in` are "module:attribute"."""

    def __init__(self, group: str, built_in: Mapping[str, str], kind: type[Any]) -> None:
        """Raises UsageError as `plugins_of_others` does."""
        self._built_in = built_in
        self._made = {other.key: other for other in plugins_of_others(group, kind) if other.key not in built_in}
        self._keys = (*built_in, *self._made)

    def __getitem__(self, key: str) -> Any:
        if key in self._built_in and key not in self._made:
            self._made[key] = _made(self._built_in[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _made(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)()


def is_extended(group: str) -> bool:
    """Whether another package adds something under `group`."""
    if not are_extended():
        return False
    from importlib.metadata import entry_points

    return bool(entry_points(group=group))


def plugins_of_others(group: str, kind: type[Any]) -> Iterator[Any]:
    """One object of each class that other packages add under `group`.

    Raises UsageError where one cannot be loaded or is not of this `kind`.
    """
    if not are_extended():
        return
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
