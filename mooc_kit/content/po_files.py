"""PO files (gettext): read, brought up to what the sources say now, and written the same for the same messages.

A changed sentence keeps its old translation as "fuzzy", with the sentence that it translated, until somebody has looked
at it.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

_PASSING = ("POT-Creation-Date", "Generated-By", "Report-Msgid-Bugs-To")
"""Headers that change by the hour, or that say nothing: they would make every renewal a difference."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_OF_TRANSLATORS = ("PO-Revision-Date", "Last-Translator", "Language-Team")


def read(data: bytes, language: str) -> Catalog:
    """A PO file of `language` (BCP 47). Raises ValueError where it is none, or there is no such language."""
    from babel import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(BytesIO(data), locale=language.replace("-", "_"))
    except (PoFileError, UnknownLocaleError, AttributeError, IndexError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def brought_up(catalogue: Catalog, messages: Catalog) -> None:
    """Make `catalogue`, that of a language, hold just what `messages` holds."""
    before = {entry.id: _take_previous(entry) for entry in catalogue if entry.id}
    catalogue.update(messages, update_header_comment=False)
    for entry in catalogue:
        if entry.fuzzy and not entry.previous_id:
            entry.previous_id = before.get(entry.id, [])


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file: the same bytes for the same messages."""
    from babel.messages.pofile import write_po

    made = BytesIO()
    write_po(made, catalogue, width=120, include_lineno=False, include_previous=True)
    left_out = tuple(f'"{name}:' for name in (*_PASSING, *(() if catalogue.locale else _OF_TRANSLATORS)))
    lines = made.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(left_out)).encode()


def _take_previous(entry: Message) -> list[str]:
    """The sentence that a stale translation translated ("#|"), which Babel writes but reads as a comment."""
    from babel.messages.pofile import denormalize

    lines = [comment[1:].strip() for comment in entry.user_comments if comment.startswith("|")]
    entry.user_comments = [comment for comment in entry.user_comments if not comment.startswith("|")]
    whole = " ".join(lines)  # Babel breaks lines at spaces, within strings too
    return ["".join(map(denormalize, _STRING.findall(part))) for part in whole.split(" msgid_plural ")] if lines else []
