"""XML fragments: pieces that are whole in themselves: text is escaped, elements are closed.

Packages of thousands of questions are made of fragments rather than of trees in memory, which cost several times as
much (docs/decisions/0015). Only the functions here make fragments, and the type checker lets nothing else take their
place: a `str` is no `Fragment`, so a text that has not been escaped cannot get in.
"""

from __future__ import annotations

import re
from html import escape
from typing import NewType

Fragment = NewType("Fragment", str)

_SPECIAL = re.compile(r"[&<>\"'\n\t]").search
NOTHING = Fragment("")


def words(text: str) -> Fragment:
    """`text` as the content of an element."""
    return Fragment(escape(text, quote=False))


def tag(name: str, /, *inside: Fragment, **attributes: str) -> Fragment:
    """An element with its attributes, and `inside` one after the other."""
    head = name
    for key, value in attributes.items():
        head += f' {key}="{_attribute(value) if _SPECIAL(value) else value}"'
    return Fragment(f"<{head}>{''.join(inside)}</{name}>" if inside else f"<{head}/>")


def joined(*fragments: Fragment) -> Fragment:
    """Some fragments one after the other."""
    return Fragment("".join(fragments))


def document(root: Fragment) -> bytes:
    """The file whose root element is `root`."""
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{root}\n".encode()


def _attribute(value: str) -> str:
    # Parsers take line breaks and tabs in attributes for spaces unless they are written as numbers.
    return escape(value).replace("&#x27;", "'").replace("\n", "&#10;").replace("\t", "&#9;")
