"""Script texts: what the site's scripts say, in the course's language; each page carries those of its scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from mooc_kit.i18n import Messages

TEMPLATES = Path(str(files("mooc_kit"))) / "templates"
FOLDERS = ("site", "lms")
_SAID = re.compile(r'\btext\(("(?:[^"\\]|\\.)*")')
"""A message in a script. Each is one string in a call; a test compares what is found with what Babel finds."""


def script_texts(
    messages: Messages, scripts: Iterable[str], instead: Mapping[str, str] | None = None
) -> dict[str, str]:
    """By message, what the named scripts say otherwise than in English: for an English course that is nothing.

    `instead` are messages that the page's host says in the place of others.
    """
    others, messages = instead or {}, messages.for_plain_text()
    said = dict.fromkeys(message for script in scripts for message in messages_in(script))
    texts = {message: messages.text(others.get(message, message)) for message in said}
    return {message: text for message, text in texts.items() if text != message}


@lru_cache
def messages_in(script: str) -> tuple[str, ...]:
    """The messages of a script; none where it is not one of mooc-kit's own files."""
    for folder in FOLDERS:
        file = TEMPLATES / folder / script
        if file.is_file():
            return tuple(json.loads(string) for string in _SAID.findall(file.read_text(encoding="utf-8")))
    return ()
