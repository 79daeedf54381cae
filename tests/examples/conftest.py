"""The example courses as sites on a web server, built once, and a participant who visits them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from mooc_kit.checks.course_check import check_path
from mooc_kit.kit.examples import list_examples
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site
from tests.shared import grown, once
from tests.web_server import served

NAMES = list(list_examples())


class Visitor:
    """A participant with a browser of their own, and what went wrong on their way."""

    def __init__(self, browser: Browser, base: str, **settings: Any) -> None:
        self.base = base
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **settings})
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type != "log" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def card(self, id: str) -> Locator:
        return self.page.locator(f'form[data-question="{id}"]')

    def kept(self) -> dict[str, Any]:
        script = "Object.fromEntries(moocKit.store.names().map((n) => [n, moocKit.store.get(n)]))"
        found: dict[str, Any] = self.page.evaluate(script)
        return found

    @property
    def asked_elsewhere(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.base, "data:", "blob:"))]


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

    def visiting(name: str, **settings: Any) -> Visitor:
        site_of(name)
        visitors.append(Visitor(browser, f"{server}{name}/", **settings))
        return visitors[-1]

    yield visiting
    for visitor in visitors:
        visitor.context.close()
