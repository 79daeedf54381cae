"""The example courses as sites on a web server, built once, and a participant who visits them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from mooc_kit.checks.course_check import check_path
from mooc_kit.kit.examples import list_examples
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site
from tests.shared import grown, once
from tests.visitor import Visitor
from tests.web_server import served

NAMES = list(list_examples())


@pytest.fixture(scope="session")
def web(shared: Path) -> Path:
    """A folder for one site each."""
    folder = shared / "sites"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def site_of(web: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The site of an example, built when it is first asked for."""

    def built(name: str) -> Path:
        return once(web, name, lambda draft: build(name, draft)) if name in NAMES else web / name

    def build(name: str, place: Path) -> None:
        kit = grown(shared, name, tmp_path_factory.mktemp("kit") / name)
        course = check_path(kit).course
        assert course is not None
        write_package(Site().render(course, kit), place)

    return built


@pytest.fixture(scope="session")
def server(web: Path) -> Iterator[str]:
    with served(web) as address:
        yield address


@pytest.fixture
def visit(
    browser: Browser, server: str, site_of: Callable[[str], Path]
) -> Iterator[Callable[..., Visitor]]:
    """Visit an example: `visit("river-watch", **settings of the browser)`."""
    visitors: list[Visitor] = []

    def visiting(name: str, **settings: object) -> Visitor:
        site_of(name)
        visitors.append(Visitor(browser, f"{server}{name}/", **settings))
        return visitors[-1]

    yield visiting
    for visitor in visitors:
        visitor.context.close()
