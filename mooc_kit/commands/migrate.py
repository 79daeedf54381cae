"""Spec migration: course.yaml files brought to the current version of the format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mooc_kit.commands.edit_spec import open_spec, save
from mooc_kit.commands.find_courses import expand
from mooc_kit.console import echo
from mooc_kit.problems import relative_name
from mooc_kit.spec.migrate import CURRENT, migrate, version_of


def migrate_all(paths: Sequence[Path], *, only_check: bool) -> int:
    """Migrate each; gives the exit status."""
    status = 0
    for path in expand(paths):
        spec = open_spec(path if path.is_dir() else path.parent)
        text, told = migrate(spec.text)
        old = version_of(spec.value)
        if text == spec.text:
            if old != CURRENT:
                echo(f"{spec.name}: version {old} is not known to this mooc-kit; a newer one may read it.")
                status = 1
            else:
                echo(f"{spec.name} is in version {CURRENT}, the current one.")
            continue
        if only_check:
            echo(f"{spec.name} is in version {old}: run `mooc-kit migrate {relative_name(path)}`.")
            status = 1
            continue
        save(spec, text, "migrate")
        echo(f"{spec.name}: version {old} → {CURRENT}")
        for line in told:
            echo(f"  {line}")
    return status
