"""PO files (gettext): read, brought up to what the sources say now, and written the same for the same messages.

A changed sentence keeps its old translation as "fuzzy", with the sentence that it translated, until somebody has looked
at it.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

_PASSING = ("POT-Creation-Date", "Generated-By", "Report-Msgid-Bugs-To")
"""Headers that change by the hour, or that say nothing: they would make every renewal a difference."""
_OF_TRANSLATORS = ("PO-Revision-Date", "Last-Translator", "Language-Team")


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
    from babel.messages.pofile import read_po

    lines = [comment[1:].strip() for comment in entry.user_comments if comment.startswith("|")]
    entry.user_comments = [comment for comment in entry.user_comments if not comment.startswith("|")]
    said = "\n".join([*lines, 'msgstr[0] ""' if entry.pluralizable else 'msgstr ""'])
    ids = [found.id for found in read_po(BytesIO(said.encode())) if found.id] if lines else []
    return [word for id in ids for word in ([id] if isinstance(id, str) else id)]
