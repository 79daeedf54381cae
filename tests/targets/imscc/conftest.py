"""The two stress courses, each built once for both targets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mooc_kit.course.model import Course
from mooc_kit.problems import Notice
from mooc_kit.targets.canvas import Canvas
from mooc_kit.targets.common_cartridge import CommonCartridge
from tests.targets.imscc.check import members_of
from tests.targets.imscc.stress import stress_course


@dataclass
class Built:
    """A course with its cartridge."""

    course: Course
    members: dict[str, bytes]
    notices: list[Notice]
    checklist: str
    data: bytes

    def xml(self, path: str) -> Any:
        return etree.fromstring(self.members[path])

    def told(self, words: str) -> list[Notice]:
        return [notice for notice in self.notices if words in str(notice)]


def built(course: Course, target: Canvas | CommonCartridge, kit: Path) -> Built:
    package = target.render(course, kit)
    data = package.files[f"{course.id}.imscc"]
    checklist = package.files["AFTER-IMPORT.md"]
    assert isinstance(data, bytes)
    assert isinstance(checklist, bytes)
    return Built(course, members_of(data), package.notices, checklist.decode(), data)


@pytest.fixture(scope="session", params=[True, False], ids=["dated", "undated"])
def stress(request: pytest.FixtureRequest, course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return stress_course(course, tmp_path_factory.mktemp("pictures"), has_dates=request.param)


@pytest.fixture(scope="session")
def canvas(stress: Course, kit: Path) -> Built:
    return built(stress, Canvas(), kit)


@pytest.fixture(scope="session")
def common(stress: Course, kit: Path) -> Built:
    return built(stress, CommonCartridge(), kit)
