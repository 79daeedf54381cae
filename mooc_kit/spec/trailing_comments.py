"""Trailing comments: those that ruamel keeps with the last line of a part, though they belong to what follows.

Before a part grows or shrinks at its end they are taken off, and put behind its new last line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def following_kept(
    holder: Any, parent: Any = None, key: Any = None, *, after: Any = None, until: Any = None
) -> Iterator[None]:
    """Within it, the end of `holder` may change. `parent[key]` is where `holder` stands, should it become empty.

    Where something is put behind the key `after`, and not at the end, `until` is its key.
    """
    token = _taken(holder, after)
    yield
    if token is None:
        return
    if holder:
        _given(holder, token, until)
    elif parent is not None:
        _join(parent, key, token)


def replace_kept(parent: Any, key: Any, value: Any) -> None:
    """Put `value` in the place of `parent[key]`; what followed the old one follows the new one."""
    token = _taken(parent[key])
    parent[key] = value
    if token is None:
        return
    if isinstance(value, dict | list) and value and not value.fa.flow_style():  # type: ignore[union-attr]
        _given(value, token)
    else:
        _join(parent, key, token)


def _taken(holder: Any, last: Any = None) -> Any:
    for node, key in reversed(list(_ends(holder, last))):
        slots = node.ca.items.get(key) if hasattr(node, "ca") else None
        slot = _slot(node)
        if not slots or slots[slot] is None:
            continue
        token = slots[slot]
        line, _, rest = token.value.partition("\n")
        if line.strip():  # a comment on the line itself: that stays with the line
            if not rest.strip("\n") and not rest:
                return None
            slots[slot] = _token(f"{line}\n", token)
            return _token(f"\n{rest}", token)
        slots[slot] = None
        return token
    return None


def _given(holder: Any, token: Any, last: Any = None) -> None:
    *_, (node, key) = _ends(holder, last)
    _join(node, key, token)


def _join(node: Any, key: Any, token: Any) -> None:
    slots = node.ca.items.setdefault(key, [None] * (2 if isinstance(node, list) else 4))
    slot = _slot(node)
    while len(slots) <= slot:
        slots.append(None)
    before = slots[slot]
    slots[slot] = token if before is None else _token(before.value.rstrip("\n") + token.value, before)


def _ends(holder: Any, last: Any = None) -> Iterator[tuple[Any, Any]]:
    """(container, last key) of `holder` and of what stands at its end, inward, as far as it has lines of its own.

    `last` is a key of `holder` at which to end instead.
    """
    node = holder
    while isinstance(node, dict | list) and node:
        key: Any = list(node)[-1] if isinstance(node, dict) else len(node) - 1
        if last is not None:
            key, last = last, None
        yield node, key
        child = node[key]
        if not hasattr(child, "fa") or child.fa.flow_style():
            return
        node = child


def _slot(node: Any) -> int:
    return 0 if isinstance(node, list) else 2


def _token(value: str, like: Any) -> Any:
    from ruamel.yaml.tokens import CommentToken

    return CommentToken(value, like.start_mark, None)
