"""cmi5 host for tests: a platform and a record store of a few lines that hold packages to the specification.

Every breach of a rule is kept in `breaches`. `export` gives the statements as record stores export them.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from uuid import NAMESPACE_URL, uuid4, uuid5

from tests.web_server import address_of

CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
UNIT = "https://platform.example.org/launched/1"
VERBS = "http://adlnet.gov/expapi/verbs/"
_DURATION = re.compile(r"P(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)$")


def told_by(statements: list[dict[str, Any]]) -> dict[str, Any]:
    """What a platform knows by these statements of one learner: its verdicts, and the score of the tests' course.

    The best score of a quiz counts.
    """
    said, scores = set(), dict[str, float]()
    for made in statements:
        categories = made.get("context", {}).get("contextActivities", {}).get("category", [])
        if any(found["id"] == CMI5 for found in categories):
            said.add(made["verb"]["id"].rpartition("/")[2])
        elif made["verb"]["id"] == f"{VERBS}scored":
            id = made["object"]["id"].rpartition("/")[2]
            scores[id] = max(scores.get(id, 0), made["result"]["score"]["raw"])
    words = [word for word in ("completed", "passed", "failed") if word in said]
    score = round(0.6 * scores.get("numbers", 0) + 0.4 * scores.get("last", 0), 2) if scores else None
    return {"status": ", ".join(words) or "nothing", "score": score}


@dataclass
class Session:
    learner: str
    id: str
    token: str = ""
    said: list[str] = field(default_factory=list)


@dataclass
class Cmi5Host:
    folder: Path
    address: str = ""
    mastery: float | None = 0.6
    sessions: dict[str, Session] = field(default_factory=dict)
    documents: dict[tuple[str, str], Any] = field(default_factory=dict)
    statements: list[dict[str, Any]] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    refuses: bool = False
    modes: dict[str, str] = field(default_factory=dict)

    name = "cmi5, our rules"
    frames = ()
    survives_reload = False
    limit = 10**9

    def actor(self, learner: str) -> dict[str, Any]:
        return {
            "objectType": "Agent",
            "name": learner.title(),
            "account": {"homePage": "https://p.example.org", "name": learner},
        }

    def registration(self, learner: str) -> str:
        return str(uuid5(NAMESPACE_URL, learner))

    def launch(self, learner: str, mode: str = "") -> str:
        session = Session(learner, str(uuid4()))
        self.sessions[session.id] = session
        self.modes[session.id] = {"review": "Review"}.get(mode, "Normal")
        asked = {
            "endpoint": f"{self.address}lrs/",
            "fetch": f"{self.address}fetch?session={session.id}",
            "actor": json.dumps(self.actor(learner)),
            "registration": self.registration(learner),
            "activityId": UNIT,
        }
        return f"{self.address}package/launch.html?{urlencode(asked, quote_via=quote)}"

    def expected(self, done: bool, passed: bool | None) -> str:
        verdict = {True: "passed", False: "failed", None: ""}[passed]
        return ", ".join(word for word in ("completed" if done else "", verdict) if word) or "nothing"

    def arrived(self, learner: str) -> dict[str, Any]:
        return told_by(self.of(learner))

    def of(self, learner: str) -> list[dict[str, Any]]:
        return [made for made in self.statements if made["actor"]["account"]["name"] == learner]

    @contextmanager
    def refusing(self) -> Iterator[None]:
        self.refuses = True
        try:
            yield
        finally:
            self.refuses = False

    def export(self) -> str:
        return json.dumps({"statements": self.statements, "more": ""})

    def template(self, session: Session) -> dict[str, Any]:
        return {
            "contextActivities": {"grouping": [{"id": "https://p.example.org/course/unit/course"}]},
            "extensions": {SESSION: session.id},
        }

    def take(self, session: Session, made: dict[str, Any]) -> None:
        """Keep a statement; what is wrong with it by the specification goes to `breaches`."""
        context, verb = made["context"], made["verb"]["id"].rpartition("/")[2]
        category = {found["id"] for found in context.get("contextActivities", {}).get("category", [])}
        result = made.get("result", {})
        rules = {
            "another actor": made["actor"] == self.actor(session.learner),
            "another registration": context.get("registration") == self.registration(session.learner),
            "another session": context.get("extensions", {}).get(SESSION) == session.id,
            "the grouping of the platform is gone": context["contextActivities"].get("grouping"),
            "said after terminated": "terminated" not in session.said,
            "said before initialized": verb == "initialized" or "initialized" in session.said,
            "the same id twice": made["id"] not in {other["id"] for other in self.statements},
            "no time zone": made["timestamp"].endswith("Z"),
        }
        if CMI5 in category:
            before = [v for s in self.sessions.values() if s.learner == session.learner for v in s.said]
            moves = verb in ("completed", "passed", "failed")
            rules |= {
                "another activity": made["object"]["id"] == UNIT,
                "no category of a move": (MOVE_ON in category) is moves,
                "no duration": not (moves or verb == "terminated") or _DURATION.match(result.get("duration", "")),
                "said twice": verb not in session.said,
                "completed or passed twice": verb not in ("completed", "passed") or verb not in before,
                "failed after passed": verb != "failed" or "passed" not in before,
                "passed below the mark": verb != "passed" or result["score"]["scaled"] >= (self.mastery or 0),
                "failed above the mark": verb != "failed" or result["score"]["scaled"] < (self.mastery or 1),
                "a score of another verb": verb in ("passed", "failed") or "score" not in result,
                "a verdict in review": not moves or self.modes[session.id] == "Normal",
                "success": {"passed": True, "failed": False}.get(verb) == result.get("success"),
                "completion": (verb == "completed") is (result.get("completion") is True),
            }
            session.said.append(verb)
        self.breaches += [f"{verb}: {rule}" for rule, holds in rules.items() if not holds]
        self.statements.append(made)


class _Handler(SimpleHTTPRequestHandler):
    host: Cmi5Host

    def __init__(self, host: Cmi5Host, *args: Any, **settings: Any) -> None:
        self.host = host
        super().__init__(*args, directory=str(host.folder.parent), **settings)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def translate_path(self, path: str) -> str:
        if path.startswith("/package/"):
            path = f"/{self.host.folder.name}/{path.removeprefix('/package/')}"
        return super().translate_path(path)

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/favicon.ico":
            self._answer(b"", 204)
        elif asked.path.startswith("/lrs/"):
            self._store(asked.path.removeprefix("/lrs/"), parse_qs(asked.query), None)
        else:
            super().do_GET()

    def do_PUT(self) -> None:
        self._written()

    def do_POST(self) -> None:
        asked = urlsplit(self.path)
        if asked.path != "/fetch":
            self._written()
            return
        session = self.host.sessions[parse_qs(asked.query)["session"][0]]
        if session.token:
            self.host.breaches.append("fetched twice")
            self._answer(json.dumps({"error-code": "1", "error-text": "in use"}).encode())
            return
        session.token = base64.b64encode(f"{session.id}:x".encode()).decode()
        self._answer(json.dumps({"auth-token": session.token}).encode())

    def _written(self) -> None:
        asked = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._store(asked.path.removeprefix("/lrs/"), parse_qs(asked.query), json.loads(body))

    def _store(self, path: str, query: dict[str, list[str]], body: Any) -> None:
        host = self.host
        token = self.headers.get("Authorization", "").removeprefix("Basic ")
        session = next((s for s in host.sessions.values() if s.token and s.token == token), None)
        if session is None or host.refuses or not self.headers.get("X-Experience-API-Version", "").startswith("1.0"):
            self._answer(b"{}", 401 if session is None else 503)
            return
        if path == "statements" and body is None:
            made = [found for found in host.of(session.learner) if found["verb"]["id"] == query["verb"][0]]
            self._answer(json.dumps({"statements": made[:1], "more": ""}).encode())
        elif path == "statements":
            for made in body:
                host.take(session, made)
            self._answer(json.dumps([made["id"] for made in body]).encode())
        elif path == "activities/state":
            name = query["stateId"][0]
            key = (session.learner, name)
            if body is not None:
                host.documents[key] = body
                self._answer(b"", 204)
            elif name == "LMS.LaunchData":
                facts = {
                    "contextTemplate": host.template(session),
                    "launchMode": host.modes[session.id],
                    "moveOn": "CompletedAndPassed",
                    "returnURL": host.address,
                }
                self._answer(json.dumps({**facts, "masteryScore": host.mastery}).encode())
            elif key in host.documents:
                self._answer(json.dumps(host.documents[key]).encode())
            else:
                self._answer(b"{}", 404)
        else:
            self._answer(b"{}", 404)

    def _answer(self, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def launching(folder: Path) -> Iterator[Cmi5Host]:
    """A platform that launches the package unpacked in `folder`."""
    host = Cmi5Host(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host.address = address_of(server)
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
