"""Credential JSON shape: the one way of writing Open Badges 3.0 and CLR 2.0 that is read here (their schemas').

What is signed are statements (RDF), and one set of statements can be written as many JSON documents: a value alone or
in a list, twice, `"true"` for `true`, an address or an object with an `id`, a member at another place that names the
same thing. Whoever reads the JSON would read each of them differently, under the same valid signature. So only one way
is read. `shapes.json` is the table of it, for this reader and for the browser's (credential-shape.js).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

Json = dict[str, Any]
OTHER_KIND = "another kind of credential"
"""The problem of what is a credential, and none that is read here."""


@cache
def table() -> Json:
    """`subjects` (type of credential -> shape of its subject) and `shapes` (name -> member -> kind of value).

    `own text` is a text of a thing that stands at one place only: its id is not told of elsewhere.
    A kind is `text`, `bool`, `number`, `types` (a text or different texts), `[kind]` (different values, in a list
    always), the name of a shape, or kinds with `|` between them.
    """
    found: Json = json.loads(files(__package__).joinpath("shapes.json").read_text(encoding="utf-8"))
    return found


def problem(document: Any) -> str | None:
    """Where `document` is written in another way than the one that is read here; None where it is not.

    Says nothing of proofs: see `proof.verify`. Credentials inside are documents of their own, and are looked at alike.
    """
    return next(_credential(document, "the credential"), None)


def _credential(document: Any, where: str) -> Iterator[str]:
    if not isinstance(document, dict):
        yield where
        return
    named = document.get("type")
    kinds = {table()["subjects"].get(one) for one in ([named] if isinstance(named, str) else named or ()) if _is(one)}
    kinds.discard(None)
    if len(kinds) != 1:
        yield f"{where} (type)" if kinds else OTHER_KIND
        return
    yield from _Graph(kinds.pop()).node(document, "Credential", where)


class _Graph:
    """What a credential says, but for those inside it: what stands under an id stands there once."""

    def __init__(self, subject: str) -> None:
        self._subject = subject
        self._told: dict[str, list[tuple[str, Json]]] = {}

    def node(self, found: Any, shape: str, where: str) -> Iterator[str]:
        members = table()["shapes"][shape]
        if not isinstance(found, dict) or not found:
            yield where
            return
        for key, value in found.items():
            if key in members:
                yield from self._value(value, members[key], f"{where}/{key}")
            else:
                yield f"{where}/{key}"
        yield from self._once(found, shape, where)

    def _value(self, value: Any, kind: str, where: str) -> Iterator[str]:
        if kind in _PLAIN:
            if not _PLAIN[kind](value):
                yield where
        elif kind.startswith("["):
            if not isinstance(value, list) or not _are_different(value):
                yield where
                return
            for number, item in enumerate(value):
                yield from self._value(item, kind[1:-1], f"{where}/{number}")
        elif kind.startswith("text|"):
            shape = kind.removeprefix("text|")
            if _is(value):
                yield from self._once({"id": value}, shape, where)
            else:
                yield from self.node(value, shape, where)
        elif kind == "subject":
            yield from self.node(value, self._subject, where)
        elif kind == "Credential":
            yield from _credential(value, where)
        else:
            yield from self.node(value, kind, where)

    def _once(self, found: Json, shape: str, where: str) -> Iterator[str]:
        """A node that stands at two places says the same at both, or nothing that could be moved to the other."""
        if not _is(found.get("id")):
            return
        told = self._told.setdefault(found["id"], [])
        for other, before in told:
            if before != found and any(_could_move(key, found, shape, before, other) for key in (*found, *before)):
                yield f"{where} ({found['id'][:100]} is told of at two places)"
        told.append((shape, found))


def _could_move(key: str, found: Json, shape: str, before: Json, other: str) -> bool:
    """Whether the member `key` could stand in the one as well as in the other, and both ways would be read."""
    here, there = table()["shapes"][shape].get(key), table()["shapes"][other].get(key)
    if key in ("id", "type") or here is None or there is None:
        return False
    is_barred = (here == _OWN and key not in found) or (there == _OWN and key not in before)
    return not is_barred


def _is(value: Any) -> bool:
    return isinstance(value, str)


def _are_different(values: list[Any]) -> bool:
    return bool(values) and len({json.dumps(value, sort_keys=True) for value in values}) == len(values)


def _are_texts(value: Any) -> bool:
    return _is(value) or (isinstance(value, list) and all(map(_is, value)) and _are_different(value))


_OWN = "own text"
_PLAIN: dict[str, Callable[[Any], bool]] = {
    "text": _is,
    _OWN: _is,
    "bool": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "types": _are_texts,
    "contexts": lambda value: isinstance(value, list) and all(map(_is, value)) and _are_different(value),
    "proofs": lambda value: isinstance(value, dict | list),
}
