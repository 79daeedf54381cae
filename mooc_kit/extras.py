"""Optional dependencies: packages that only some commands need, each behind this one door.

An extra (Python packaging's "optional dependencies") is a name for packages that mooc-kit does not bring by itself.
What is missing ends in one line that says how to install it here, for people who have never heard of extras.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from types import MappingProxyType

from packaging.requirements import Requirement

from mooc_kit.problems import UsageError

EXTRAS: Mapping[str, str] = MappingProxyType({"goals": "sklearn", "dask": "distributed", "documents": "pptx"})
"""Name of the extra in pyproject.toml: the module by which one sees whether it is here."""


def require(extra: str, purpose: str) -> None:
    """Go on only where the packages of `extra` are installed. `purpose` begins the sentence that says so.

    Raises UsageError with the command that installs them.
    """
    try:
        import_module(EXTRAS[extra])
    except ImportError as error:
        missing = error.name or EXTRAS[extra]
        raise UsageError(
            f"{purpose} needs more than is installed here ({missing} is missing). Install it:\n"
            f"    {install_command(extra)}"
        ) from None


def install_command(extra: str) -> str:
    """The command that adds `extra` to the environment in which this mooc-kit runs, by what made that environment.

    It names the packages themselves, so that it needs mooc-kit on no index.
    """
    packages = " ".join(f'"{requirement}"' for requirement in _requirements(extra))
    place = Path(sys.prefix)
    if (place / "pipx_metadata.json").is_file():
        return f"pipx inject {place.name} {packages}"
    if (place / "uv-receipt.toml").is_file():  # a tool of uv has no pip
        return f'uv pip install --python "{sys.executable}" {packages}'
    return f'"{sys.executable}" -m pip install {packages}'


def _requirements(extra: str) -> list[str]:
    """The packages of `extra` with their ranges, as the installed mooc-kit declares them."""
    try:
        declared = [Requirement(line) for line in requires("mooc-kit") or ()]
    except PackageNotFoundError:  # run from its sources without being installed
        return [f"mooc-kit[{extra}]"]
    return [
        f"{found.name}{found.specifier}"
        for found in declared
        if found.marker and not found.marker.evaluate({"extra": ""}) and found.marker.evaluate({"extra": extra})
    ]
