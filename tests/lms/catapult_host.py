"""CATAPULT as a host of packages: ADL's own cmi5 player, with a whole record store behind it, on this machine.

Nothing of it is in the repository. `CATAPULT` is the address of the player's service and `LRS` that of the record
store that it writes to, each with its name and password before the host (`http://key:secret@127.0.0.1:3398`). What
arrived is read from the record store, as an institution would read it.
"""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

from playwright.sync_api import BrowserContext, Response

from tests.lms.cmi5_host import Cmi5Host, told_by

QUIET = 1.0
"""Seconds without a new statement, after which a visit is taken for over."""


@dataclass(frozen=True)
class Service:
    """Somebody else's service: its address without the name and the password, and what it is asked with."""

    address: str
    headers: dict[str, str]

    @classmethod
    def at(cls, address: str) -> Service:
        url = urlsplit(address)
        token = base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
        plain = url._replace(netloc=f"{url.hostname}:{url.port}").geturl().rstrip("/")
        return cls(f"{plain}/", {"Authorization": f"Basic {token}", "X-Experience-API-Version": "1.0.3"})

    def ask(self, path: str, body: bytes | dict[str, Any] | None = None, kind: str = "application/json") -> Any:
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        request = Request(urljoin(self.address, path), data, {**self.headers, "Content-Type": kind})
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)


@dataclass
class Catapult:
    """The player at `CATAPULT`, with the package `file` as a course of its own."""

    file: Path
    player: Service = field(default_factory=lambda: Service.at(os.environ["CATAPULT"]))
    store: Service = field(default_factory=lambda: Service.at(os.environ["LRS"]))
    course: int = 0
    registrations: dict[str, str] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    """What the player refused, in the numbers of its list of requirements."""

    name = "CATAPULT"
    frames = ()
    survives_reload = False
    limit = 10**9
    expected = Cmi5Host.expected

    def __post_init__(self) -> None:
        tenant = self.player.ask("api/v1/tenant", {"code": str(uuid4())})
        token = self.player.ask("api/v1/auth", {"tenantId": tenant["id"], "audience": "tests"})["token"]
        self.player = Service(self.player.address, {"Authorization": f"Bearer {token}"})
        self.course = self.player.ask("api/v1/course", self.file.read_bytes(), "application/zip")["id"]

    def actor(self, learner: str) -> dict[str, Any]:
        # Record stores keep one history for an account: each course of the tests has people of its own.
        account = {"homePage": "https://p.example.org", "name": f"{learner}-{self.registrations[learner]}"}
        return {"objectType": "Agent", "name": learner.title(), "account": account}

    def enter(self, context: BrowserContext, learner: str) -> None:
        # A letter first: the player looks for it among its own numbers too, and MySQL takes "12ab" for 12.
        self.registrations.setdefault(learner, f"a{str(uuid4())[1:]}")
        if context not in self.contexts:
            self.contexts.append(context)
            context.on("response", self._answered)
            context.on("close", lambda closed: self.contexts.remove(closed))

    def launch(self, learner: str, mode: str = "") -> str:
        self.quiet(learner)
        asked: dict[str, Any] = {"actor": self.actor(learner), "reg": self.registrations[learner]}
        if mode:
            asked["launchMode"] = mode.title()
        return str(self.player.ask(f"api/v1/course/{self.course}/launch-url/0", asked)["url"])

    def statements(self, learner: str) -> list[dict[str, Any]]:
        """What the record store has of this learner."""
        query = urlencode({"agent": json.dumps(self.actor(learner)), "limit": 0, "ascending": "true"})
        answer = self.store.ask(f"statements?{query}")
        found: list[dict[str, Any]] = answer["statements"]
        while answer.get("more"):
            answer = self.store.ask(answer["more"])
            found += answer["statements"]
        return found

    def quiet(self, learner: str) -> list[dict[str, Any]]:
        """Its statements, once what was sent as a page went has come."""
        found = self.statements(learner)
        while found:
            time.sleep(QUIET)
            before, found = found, self.statements(learner)
            if len(found) == len(before):
                break
        return found

    def arrived(self, learner: str) -> dict[str, Any]:
        told = told_by(self.quiet(learner))
        satisfied = self.player.ask(f"api/v1/registration/{self.registrations[learner]}")["metadata"]["moveOn"]
        moved = told["status"] == "completed, passed"
        assert satisfied["satisfied"] is moved, "the player moves on otherwise than the course's rule"
        return told

    def _answered(self, response: Response) -> None:
        if "/lrs/" in response.url and response.status in (400, 403):
            self.breaches.append(f"{response.status} {response.request.method} {response.url}")

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """The record store behind the player takes nothing."""
        for context in self.contexts:
            context.route("**/lrs/**", lambda route: route.fulfill(status=503, body="{}"))
        try:
            yield
        finally:
            for context in self.contexts:
                context.unroute("**/lrs/**")
