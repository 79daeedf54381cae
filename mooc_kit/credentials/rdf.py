"""RDF: what a JSON-LD document says, as statements, which pyoxigraph reads and puts in canonical order (RDFC-1.0)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mooc_kit.credentials.contexts import inlined

MOST_LEAVES = 20_000

Path = tuple[str | int, ...]
"""Where a value stands in a document: keys and positions from the top."""


class NotSignable(ValueError):
    """The document has a part that no signature would cover, or that cannot be brought into canonical form."""


def nquads(document: dict[str, Any]) -> list[Any]:
    """The statements of `document`, as pyoxigraph quads. Raises NotSignable and UnknownContext."""
    import pyoxigraph

    text = json.dumps(inlined(document)).encode()
    try:
        return list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    except SyntaxError as error:
        raise NotSignable(f"not JSON-LD: {error.msg}") from error


def in_full(document: dict[str, Any]) -> str:
    """The canonical N-Quads of `document` by the complete algorithm. Does not look for unsigned parts: see
    `canonical`."""
    return canonical_quads(nquads(document))


def canonical_quads(quads: list[Any]) -> str:
    """The canonical N-Quads of pyoxigraph `quads`."""
    import pyoxigraph

    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    data = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    return "".join(line + "\n" for line in sorted(data.decode().split("\n")) if line)


def leaves(document: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of `document` that holds no other, with its place. Raises NotSignable for JSON-LD's own words."""
    stack: list[tuple[Path, Any]] = [(path, document)]
    count = 0
    while stack:
        where, value = stack.pop()
        if isinstance(value, dict) and value:
            for key, item in value.items():
                # A word written as its full address means the same, and readers of the JSON would not find it.
                if key != "@context" and (key.startswith("@") or ":" in key or not key):
                    raise NotSignable(f'the word "{key}"')
                stack.append(((*where, key), item))
        elif isinstance(value, list) and value:
            stack.extend(((*where, number), item) for number, item in enumerate(value))
        else:
            count += 1
            if count > MOST_LEAVES:
                raise NotSignable("too many values")
            yield where, value
