"""What is installed, read from folders, is what Python's own library says."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from mooc_kit import cache, installed
from mooc_kit.commands.validation_cache import ValidationCache
from tests.command_line import forget


def test_versions_are_those_of_the_library() -> None:
    assert {name: installed.version_of(name) for name in cache._LIBRARIES} == {
        name: version(name) for name in cache._LIBRARIES
    }
    assert installed.version_of("no-such-package") is None


@pytest.mark.parametrize("record", ["course_extras-1.0.dist-info", "course_extras-1.0-py3.11.egg-info", "EGG-INFO"])
def test_a_package_that_adds_checks_is_seen_and_nothing_is_kept(
    record: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "course.yaml").write_text("spec: 1\n")
    kit = tmp_path / "course.yaml"

    def keeps() -> bool:
        forget()
        found = ValidationCache([kit], cache.Cache())
        found.remember({kit: []})
        return found.recall() == {kit: []}

    assert keeps()
    # Packages that may lie elsewhere, too, do not hide those that lie in folders.
    (tmp_path / "some.zip").write_bytes(b"")
    monkeypatch.syspath_prepend(tmp_path / "some.zip")
    packages = tmp_path / "packages"
    (packages / record).mkdir(parents=True)
    (packages / record / "entry_points.txt").write_text("[mooc_kit.targets]\nbook = book:Book\n")
    monkeypatch.syspath_prepend(packages)
    assert not keeps()
    monkeypatch.undo()
    forget()
