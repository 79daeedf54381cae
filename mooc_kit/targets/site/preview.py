"""Live preview server: each saved change is rebuilt and the page reloads in the browser.

It is served to this machine only. What was wrong with the last change is shown in the terminal and on the page, which
stays as it was until the change is mended.
"""

from __future__ import annotations

import json
import mimetypes
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from mooc_kit.cache import Cache
from mooc_kit.checks.course_check import check_path
from mooc_kit.problems import MoocKitError, Problem, UsageError
from mooc_kit.targets.registry import targets
from mooc_kit.targets.site import Site
from mooc_kit.targets.site.search import FOLDER as SEARCH

HOST = "127.0.0.1"
OWN = "/~preview/"
"""Below this the preview answers for itself; no file of a site is called so."""
SECONDS_BETWEEN_LOOKS = 0.1
_NOT_WATCHED = frozenset({".git", ".mooc-kit", "build", "node_modules", "__pycache__"})
_WORKER = """self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
})()));
"""
"""Instead of the site's own: a preview shows what is there now, and clears away what an earlier visit kept."""
_REMEMBERED = 100
"""Builds of which it is known what they changed; to a page from before them, anything may have changed."""


@dataclass
class Preview:
    """The site of the kit in `folder`, as it is now. `told` says in the terminal what happens."""

    folder: Path
    told: Callable[[str], None] = lambda _: None
    files: dict[str, bytes | Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    version: int = 0
    changed: list[str] = field(default_factory=list)
    """Paths that differ in the last version that could be built."""
    _changes: dict[int, list[str]] = field(default_factory=dict)
    _kept: Cache = field(default_factory=Cache)
    _searched: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    _turn: threading.Condition = field(default_factory=threading.Condition)
    _searching: threading.Lock = field(default_factory=threading.Lock)

    def build(self) -> bool:
        """Build what changed; whether it could be built."""
        begun = time.perf_counter()
        self._seen = _state(self.folder)  # before it is read: what changes meanwhile is built next
        found, problems = None, []
        try:
            checked = check_path(self.folder, targets(), self._kept)
            problems = [problem for problem in checked.problems if problem.severity != "note"]
            if checked.course is not None and checked.is_sound:
                found = Site().pages(checked.course, self.folder, self._kept)
                for other in checked.course.translations:
                    pages = Site().pages(other, self.folder, self._kept).package.files
                    found.package.files.update({f"{other.language}/{path}": data for path, data in pages.items()})
        except MoocKitError as error:
            problems = list(error.problems)
        with self._turn:
            self.problems = problems
            if found is not None:
                files, searched = found.package.files, found.searched
                self.changed = [path for path, data in files.items() if self.files.get(path) != data]
                self.changed += [path for path in self.files if path not in files and not path.startswith(SEARCH)]
                if searched == self._searched:
                    files |= {path: data for path, data in self.files.items() if path.startswith(f"{SEARCH}/")}
                self.files, self._searched = files, searched
            if found is not None:
                self._kept.forget_unasked()
            self.version += 1
            self._changes[self.version] = self.changed if found is not None else []
            self._changes.pop(self.version - _REMEMBERED, None)
            self._turn.notify_all()
        errors = sum(problem.severity == "error" for problem in problems)
        took = f"{time.perf_counter() - begun:.2f} s"
        self.told(f"{errors} to mend before it can be shown" if found is None else f"built in {took}")
        return found is not None

    def file(self, path: str) -> bytes | Path | None:
        """The file of the site at `path`. The index for the search is made when it is first asked for."""
        if path.startswith(f"{SEARCH}/") and path not in self.files:
            from mooc_kit.targets.site.search import search_index

            with self._searching:
                if path not in self.files:
                    self.files.update(search_index(self._searched, Cache()))
        return self.files.get(path)

    def news(self, seen: int, seconds: float) -> tuple[int, str]:
        """The version that is there now and what is new to a page of version `seen`, as JSON; waits at most `seconds`
        for another version."""
        with self._turn:
            self._turn.wait_for(lambda: self.version != seen, timeout=seconds)
            return self.version, json.dumps({"changed": self._changed_since(seen), "problems": self.errors()})

    def errors(self) -> list[str]:
        """What has to be mended before the kit as it is now can be shown."""
        wrong = (p for p in self.problems if p.severity == "error")
        return [f"{p.place}  {p.code}  {p.message} {p.hint}".strip() for p in wrong]

    def _changed_since(self, seen: int) -> list[str]:
        since = [self._changes.get(version) for version in range(seen + 1, self.version + 1)]
        if seen > self.version or None in since:  # a page of an earlier preview, or of long ago
            return [*self.files]
        return sorted({path for paths in since for path in paths or []})

    def watch(self, stop: threading.Event) -> None:
        """Build again whenever a file of the kit changes, until `stop` is set."""
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            now = _state(self.folder)
            if now != self._seen:
                self.told(", ".join(sorted(_differing(self._seen, now))[:3]))
                self.build()


def serve(preview: Preview, port: int) -> ThreadingHTTPServer:
    """A server for the preview on this machine; port 0 takes any free one. Raises UsageError where it is taken."""
    handler = type("PreviewHandler", (_Handler,), {"preview": preview})
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise UsageError(f"Port {port} is in use. Choose another with --port, or --port 0 for any free one.") from error
    server.daemon_threads = True
    return server


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    return dict(_looked(str(folder), ""))


def _looked(folder: str, below: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every file of the kit with its size and time of change."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in _NOT_WATCHED or entry.name.startswith(".~") or entry.name.endswith(("~", ".swp")):
                continue
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    yield from _looked(entry.path, f"{below}{entry.name}/")
                else:
                    facts = entry.stat()
                    yield f"{below}{entry.name}", (facts.st_size, facts.st_mtime_ns)


def _differing(one: dict[str, tuple[int, int]], other: dict[str, tuple[int, int]]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def _host(header: str) -> str | None:
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:  # brackets that do not fit
        return None


class _Handler(BaseHTTPRequestHandler):
    preview: Preview
    protocol_version = "HTTP/1.1"
    timeout = 30
    """Seconds that a browser may take for a request: one that never ends it keeps no thread for ever."""

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that closes its page does not wait for the rest
            super().handle()

    def do_GET(self) -> None:
        # A name of another site that leads to this machine must not read the course (DNS rebinding).
        if _host(self.headers.get("Host", "")) not in (HOST, "localhost"):
            return self._answer(HTTPStatus.FORBIDDEN, b"", "text/plain")
        path = unquote(self.path.partition("?")[0])
        if path == f"{OWN}news":
            return self._news()
        if path == f"{OWN}reload.js":
            script = files("mooc_kit").joinpath("templates/preview/reload.js").read_bytes()
            return self._answer(HTTPStatus.OK, script, "text/javascript")
        version = self.preview.version  # before the page is read: what is built meanwhile is news to it
        name = path.lstrip("/") or "index.html"
        if name.endswith("/"):
            name += "index.html"
        if name == "service-worker.js":
            return self._answer(HTTPStatus.OK, _WORKER.encode(), "text/javascript")
        found = self.preview.file(name)
        status = HTTPStatus.OK
        if found is None:
            name, status = "404.html", HTTPStatus.NOT_FOUND
            found = self.preview.file(name) or _EMPTY
        data = found.read_bytes() if isinstance(found, Path) else found
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind == "text/html":
            reload = f'<script defer src="{OWN}reload.js?seen={version}"></script>\n</head>'
            data = data.replace(b"</head>", reload.encode(), 1)
        return self._answer(status, data, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)

    do_HEAD = do_GET

    def _news(self) -> None:
        """What changes from the version on that the page shows, as server-sent events (HTML standard, section 9.2)."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        asked = parse_qs(urlsplit(self.path).query).get("seen", [""])[0]
        shown = self.headers.get("Last-Event-ID", "") or asked
        seen = int(shown) if shown.isdecimal() else self.preview.version
        # Who comes while something is wrong hears of it at once.
        seconds = 0 if self.preview.errors() else 15
        with suppress(OSError):
            while True:
                version, words = self.preview.news(seen, seconds)
                is_new = version != seen or not seconds
                self.wfile.write(f"id: {version}\ndata: {words}\n\n".encode() if is_new else b": still here\n\n")
                self.wfile.flush()
                seen, seconds = version, 15

    def _answer(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            with suppress(OSError):
                self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


_EMPTY = b"<!doctype html><html><head><title>Preview</title></head><body><p>Nothing can be shown yet.</p></body></html>"
