"""Relative links: those between a kit's files follow a file that moves, and become plain words where it goes.

Markdown links and pictures, reference definitions and addresses in HTML tags are found by their form, in Markdown and
in the Markdown that stands in YAML; a link is touched only where its target is a file that moved or went.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
from urllib.parse import quote, unquote

_LINK = re.compile(
    r"""(?P<before>\]\(\s*<?|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?|\b(?:href|src|poster)\s*=\s*["'])(?P<target>[^)\s>"']+)""",
    re.MULTILINE,
)
_INLINE = re.compile(r"""(?P<bang>!?)\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\(\s*<?(?P<target>[^)\s>]+)>?[^)\n]*\)""")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/#]")

Moved = Callable[[str], str]
"""The path that a file of the kit has now, for the one that it had."""


def relinked(text: str, was: str, now: str, moved: Moved, known: Collection[str]) -> str:
    """`text`, of the file that was at `was` and is at `now`, with its links to files of the kit leading there still.

    `known` are all paths of the kit as they were.
    """

    def replaced(found: re.Match[str]) -> str:
        target = found["target"]
        path = _path(target, was)
        if path is None or path not in known:
            return found[0]
        goes_to = moved(path)
        if goes_to == path and posixpath.dirname(was) == posixpath.dirname(now):
            return found[0]
        bare, fragment = _cut(target)
        made = posixpath.relpath(goes_to, posixpath.dirname(now) or ".")
        return found["before"] + (quote(made) if "%" in bare else made) + fragment

    return _LINK.sub(replaced, text)


def unlinked(text: str, path: str, gone: Collection[str]) -> tuple[str, list[str]]:
    """`text`, of the file at `path`, with the words of its links to `gone` files in place of the links; and the gone
    files that it still names in another form (a reference, HTML)."""

    def replaced(found: re.Match[str]) -> str:
        return found["words"] if _path(found["target"], path) in gone else found[0]

    made = _INLINE.sub(replaced, text)
    targets = (_path(found["target"], path) for found in _LINK.finditer(made))
    return made, sorted({target for target in targets if target is not None and target in gone})


def _path(target: str, page: str) -> str | None:
    """The kit path of a link's target; None where it leads elsewhere."""
    bare, _ = _cut(target)
    if not bare or _ELSEWHERE.match(target):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(bare)))


def _cut(target: str) -> tuple[str, str]:
    at = min((target.find(mark) for mark in "?#" if mark in target), default=len(target))
    return target[:at], target[at:]
