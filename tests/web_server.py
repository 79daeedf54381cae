"""A web server for tests: it shows a folder to this machine alone, and says nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The nearest 404.html above a missing address, as hosts of static sites show it."""
        place = Path(self.translate_path(self.path))
        found = next((page for above in place.parents if (page := above / "404.html").is_file()), None)
        if code != HTTPStatus.NOT_FOUND or found is None:
            return super().send_error(code, message, explain)
        data = found.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return None

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True  # a browser that closes its page does not wait for the rest


def start(folder: Path) -> ThreadingHTTPServer:
    """A running server over `folder`; who starts it stops it with `shutdown` and `server_close`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def address_of(server: Any) -> str:
    return f"http://127.0.0.1:{server.server_port}/"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which `folder` is shown."""
    server = start(folder)
    try:
        yield address_of(server)
    finally:
        server.shutdown()
        server.server_close()
