"""A theme is how the site looks: its templates, its style sheet and its scripts.

Templates run in a sandbox and stop at any unknown name, since later an institution may bring its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from mooc_kit.messages import Messages

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

FOLDER = Path(str(files("mooc_kit"))) / "templates" / "site"
STYLE = "course.css"
WORKER = "service-worker.js"


def environment(messages: Messages) -> SandboxedEnvironment:
    """The templates of the site, speaking the language of `messages` through `t` and `plural`."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    env = SandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    def t(message: str, **values: object) -> Markup:
        found = escape(messages.text(message))
        return found.format(**values) if values else found

    def plural(one: str, many: str, n: int) -> str:
        return messages.plural(one, many, n)

    env.globals.update(t=t, plural=plural, date=messages.date, number=messages.number)
    return env


def own_files() -> Iterator[tuple[str, bytes]]:
    """The style sheet and the scripts of pages, by name."""
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in (".css", ".js") and path.name != WORKER:
            yield path.name, path.read_bytes()
