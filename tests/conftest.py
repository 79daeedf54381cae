"""What tests share: the sound spec, and the command line as a user calls it."""

from __future__ import annotations

import gc
import os
import shutil
import socketserver
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from mooc_kit.cache import VARIABLE
from mooc_kit.entry_point import SELDOM
from tests import command_line
from tests.shared import grown

HERE = Path(__file__).parent
SOUND = HERE / "spec" / "sound.yaml"

Run = Callable[..., command_line.Done]
Grow = Callable[..., Path]

ALWAYS_PROCESSES = os.environ.get("MOOC_KIT_TESTS") == "processes"
"""Whether `mooc_kit` too starts a process for each call: to see that nothing passes only in-process."""


def merged(base: Any, change: Any) -> Any:
    """`base` with `change` laid over it: mappings merge, everything else replaces."""
    if isinstance(base, dict) and isinstance(change, dict):
        return {**base, **{key: merged(base.get(key), value) for key, value in change.items()}}
    return change


def plain(text: str) -> Any:
    """YAML as plain data, dates left as text."""

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
            key: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
            for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return yaml.load(text, Loader=Loader)


def over_sound(change: str) -> str:
    """The sound spec with a fragment laid over it, as YAML."""
    return yaml.safe_dump(merged(plain(SOUND.read_text()), plain(change) or {}), sort_keys=False, allow_unicode=True)


settings.register_profile("daily", settings(), max_examples=50)
settings.register_profile("long", settings(), max_examples=2_000, deadline=None)
settings.load_profile("daily")  # `pytest --hypothesis-profile long` looks longer where a test says no number itself


def pytest_configure(config: pytest.Config) -> None:
    """Let a run keep its work in a cache of its own, for all workers and processes that it starts: never the user's."""
    if not hasattr(config, "workerinput"):
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = folder = tempfile.mkdtemp(prefix="mooc-kit-cache-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        config.add_cleanup(lambda: os.environ.update({VARIABLE: before}) if before else os.environ.pop(VARIABLE, None))


FIXTURES = {"browser": "browser", "judge": "conformance", "mooc_kit_process": "process"}
"""A test that asks for this fixture, by itself or through another one, gets this mark."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-fast` leaves out by what it uses, so that nobody can forget to."""
    for item in items:
        for name in FIXTURES.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(FIXTURES[name])


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what is there for the whole run: modules, models, the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


@pytest.fixture(scope="session")
def sound_text() -> str:
    return SOUND.read_text()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run see; `tests.shared.once` makes things there."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def grow(shared: Path, tmp_path: Path) -> Grow:
    """`grow("river-watch")` is `mooc-kit new river-watch --example river-watch` in the test's folder, sooner."""
    return lambda example, name="": grown(shared, example, tmp_path / (name or example))


@pytest.fixture
def mooc_kit(tmp_path: Path) -> Run:
    """Call the command line in an empty folder, or in `cwd`; in the test's own process (tests/command_line.py)."""

    def run(*arguments: str, stdin: str = "", cwd: Path = tmp_path, **env: str) -> command_line.Done:
        return call(arguments, cwd, stdin, env)

    call = command_line.process if ALWAYS_PROCESSES else command_line.in_process
    return run


@pytest.fixture
def mooc_kit_process(tmp_path: Path) -> Run:
    """The same in a process of its own, half a second dearer: for encodings, signals, workers, the start itself."""

    def run(*arguments: str, stdin: str = "", cwd: Path = tmp_path, **env: str) -> command_line.Done:
        return command_line.process(arguments, cwd, stdin, env)

    return run


@pytest.fixture(autouse=True)
def quiet_servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No server of a test fails behind its back: a browser that leaves early is no reason for a traceback."""
    failed: list[BaseException | None] = []
    monkeypatch.setattr(socketserver.BaseServer, "handle_error", lambda *_: failed.append(sys.exception()))
    yield
    assert failed == []


CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Programs that do, the lightest first. The shell is the same engine without the windows, profiles and extensions of a
browser: a new participant costs it 0.2 seconds of processor, a page 0.2; the whole browser takes 1.1 and 0.5."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()
