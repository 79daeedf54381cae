"""Language server client: what an editor shows of a YAML file (LSP 3.17 over standard input and output)."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

PATIENCE = 60  # seconds


@dataclass
class LanguageServer:
    """A running server. Files need not be on the disk; the schemas that their first lines name do."""

    process: subprocess.Popen[bytes]
    _said: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)
    _diagnostics: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _number: int = 0

    @classmethod
    def start(cls, program: Path, folder: Path) -> LanguageServer:
        command = ["node", str(program), "--stdio"]
        server = cls(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder))
        threading.Thread(target=server._listen, daemon=True).start()
        snippets = {"completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}}
        server.ask(
            "initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {"textDocument": snippets}}
        )
        server._tell("initialized", {})
        settings = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}
        server._tell("workspace/didChangeConfiguration", {"settings": settings})
        return server

    def stop(self) -> None:
        self.ask("shutdown", None)
        self._tell("exit", None)
        self.process.wait(PATIENCE)

    def open(self, path: Path, text: str) -> None:
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})

    def problems(self, path: Path) -> list[str]:
        """What the server says of an open file: LINE: MESSAGE, lines counted from 1."""
        while path.as_uri() not in self._diagnostics:
            self._take()
        return [f"{one['range']['start']['line'] + 1}: {one['message']}" for one in self._diagnostics[path.as_uri()]]

    def hover(self, path: Path, line: int, column: int) -> str:
        """The Markdown shown at a place, counted from 0; "" where nothing is."""
        found = self.ask("textDocument/hover", _at(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, path: Path, line: int, column: int) -> dict[str, str]:
        """What is offered at a place, counted from 0: each label with its documentation."""
        found = self.ask("textDocument/completion", _at(path, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: _words(item.get("documentation")) for item in items}

    def ask(self, method: str, parameters: Any) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": parameters})
        while True:
            message = self._take()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _take(self) -> dict[str, Any]:
        """The next message; what the server asks is answered, and what it found is kept."""
        message = self._said.get(timeout=PATIENCE)
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            asked = message["params"].get("items", []) if isinstance(message.get("params"), dict) else []
            self._send({"id": message["id"], "result": [None for _ in asked] or None})
        return message

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = _open(self.process.stdin)
        pipe.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        pipe.flush()

    def _listen(self) -> None:
        pipe = _open(self.process.stdout)
        while head := pipe.readline():
            length = int(head.partition(b":")[2]) if head.lower().startswith(b"content-length") else 0
            while head.strip():
                head = pipe.readline()
                length = int(head.partition(b":")[2]) if head.lower().startswith(b"content-length") else length
            self._said.put(json.loads(pipe.read(length)))


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}


def _words(documentation: Any) -> str:
    return str(documentation["value"] if isinstance(documentation, dict) else documentation or "")


def _open(pipe: Any) -> BinaryIO:
    assert pipe is not None
    return pipe  # type: ignore[no-any-return]
