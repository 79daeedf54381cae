"""SCORM host for tests: a learning platform of a few lines around scorm-again, which keeps what packages report.

It may be told to lose a session, to refuse a report, or to keep to 1.2's limit, which scorm-again does not.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.node_tools import node_tool
from tests.web_server import address_of

SUSPEND_LIMIT = {"1.2": 4096, "2004": 64000}
PAGE = """<!doctype html><html lang="en"><title>A learning platform</title>
<style>html, body, iframe {{ width: 100%; height: 100%; margin: 0; border: 0 }}</style>
<script src="/scorm-again.js"></script>
<script>
  const learner = new URLSearchParams(location.search).get("learner");
  const mode = new URLSearchParams(location.search).get("mode");
  const call = (path) => {{ const asked = new XMLHttpRequest();
    asked.open("POST", `${{path}}?learner=${{learner}}`, false);
    asked.send("");
    return JSON.parse(asked.responseText); }};
  window.{name} = new {maker}({{ autocommit: false, logLevel: 5, lmsCommitUrl: `/commit?learner=${{learner}}` }});
  const before = call("/before");
  if (before.cmi) {name}.loadFromJSON(before.cmi);
  if ("{version}" === "1.2") {{ {name}.cmi.core.student_id = learner; if (mode) {name}.cmi.core.lesson_mode = mode; }}
  else {{ {name}.cmi.learner_id = learner; if (mode) {name}.cmi.mode = mode; }}
  // The limit of the standard, and what order things came in.
  window.calls = [];
  const set = {name}.{prefix}SetValue.bind({name});
  {name}.{prefix}SetValue = (name, value) => {{
    window.calls.push([name, value]);
    if (name === "cmi.suspend_data" && value.length > {limit}) return "false";
    return set(name, value);
  }};
</script>
<iframe title="The course" src="/package/{launch}"></iframe></html>
"""


def expected(version: str, done: bool, passed: bool | None) -> str:
    """The status, or in 2004 the two, that a platform has then (docs/decisions/0026)."""
    if version == "1.2":
        return "failed" if passed is False else "passed" if done and passed else "incomplete"
    success = {True: "passed", False: "failed", None: "unknown"}[passed]
    return f"{'completed' if done else 'incomplete'}, {success}"


@dataclass
class ScormHost:
    """A platform that plays the package in `folder`. `kept` is what it holds of each learner: whole data models."""

    version: str
    folder: Path
    page_name: str = "launch.html"
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    commits: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refuses: bool = False
    address: str = ""

    frames = ("iframe",)
    survives_reload = True

    @property
    def name(self) -> str:
        return f"scorm-again, {self.version}"

    @property
    def limit(self) -> int:
        return SUSPEND_LIMIT[self.version]

    def launch(self, learner: str, mode: str = "") -> str:
        return f"{self.address}?learner={learner}&mode={mode}"

    def expected(self, done: bool, passed: bool | None) -> str:
        return expected(self.version, done, passed)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        self.refuses = True
        try:
            yield
        finally:
            self.refuses = False

    def page(self) -> bytes:
        names = {"1.2": ("API", "Scorm12API", "LMS"), "2004": ("API_1484_11", "Scorm2004API", "")}
        name, maker, prefix = names[self.version]
        facts = {"name": name, "maker": maker, "prefix": prefix, "launch": self.page_name, "version": self.version}
        return PAGE.format(**facts, limit=SUSPEND_LIMIT[self.version]).encode()

    def runtime(self) -> Path:
        file = "scorm12.min.js" if self.version == "1.2" else "scorm2004.min.js"
        return node_tool(f"node_modules/scorm-again/dist/{file}")

    def arrived(self, learner: str = "ana") -> dict[str, Any]:
        """What the platform knows: what is done, passed, the score, and its own words for it."""
        cmi = self.kept.get(learner, {})
        core = cmi.get("core", cmi)
        score = core.get("score", {})
        points = float(score["raw"]) if score.get("raw") not in (None, "") else None
        if self.version == "1.2":
            status = core.get("lesson_status", "")
            return {"status": status, "score": points, "state": len(cmi.get("suspend_data", ""))}
        done, passed = cmi.get("completion_status", ""), cmi.get("success_status", "")
        return {"status": f"{done}, {passed}", "score": points, "state": len(cmi.get("suspend_data", ""))}


class _Handler(SimpleHTTPRequestHandler):
    host: ScormHost

    def __init__(self, host: ScormHost, *args: Any, **settings: Any) -> None:
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
        path = urlsplit(self.path).path
        if path == "/":
            self._answer("text/html; charset=utf-8", self.host.page())
        elif path == "/scorm-again.js":
            self._answer("text/javascript", self.host.runtime().read_bytes())
        elif path == "/favicon.ico":
            self._answer("image/x-icon", b"")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        asked = urlsplit(self.path)
        learner = parse_qs(asked.query).get("learner", [""])[0]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if asked.path == "/before":
            self._answer("application/json", json.dumps({"cmi": self.host.kept.get(learner)}).encode())
        elif self.host.refuses:
            self._answer("application/json", b'{"result": false, "errorCode": 101}', status=500)
        else:
            sent = json.loads(body)
            cmi = sent.get("cmi", sent)
            self.host.kept[learner] = cmi
            self.host.commits.append((learner, cmi))
            self._answer("application/json", b'{"result": true, "errorCode": 0}')

    def _answer(self, type: str, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def playing(folder: Path, version: str = "1.2", **settings: Any) -> Iterator[ScormHost]:
    """A platform that plays the package unpacked in `folder`."""
    host = ScormHost(version, folder, **settings)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host.address = address_of(server)
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
