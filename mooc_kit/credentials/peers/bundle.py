"""Award bundles: a badge with everything that it rests on, each document once, to check offline in one file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mooc_kit.credentials.jcs import digest, jcs, read_json

TYPE = "PeerBadgeBundle"
MOST_BYTES = 400_000_000
MOST_DOCUMENTS = 200_000


class BadBundle(ValueError):
    """The file is no bundle; the message says why."""


@dataclass
class Bundle:
    """`award` is the digest of the award that the bundle is for; `documents` are all by their digests."""

    award: str
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, documents: Iterable[Mapping[str, Any]]) -> None:
        for document in documents:
            self.documents[digest(document)] = dict(document)

    def bytes(self) -> bytes:
        """Canonical JSON; documents in the order of their digests."""
        documents = [self.documents[name] for name in sorted(self.documents)]
        return jcs({"type": TYPE, "award": self.award, "documents": documents})

    @property
    def main(self) -> dict[str, Any] | None:
        return self.documents.get(self.award)


def bundle_of(award: Mapping[str, Any], rests_on: Iterable[Mapping[str, Any]]) -> Bundle:
    bundle = Bundle(digest(award))
    bundle.add([award, *rests_on])
    return bundle


def read_bundle(data: bytes) -> Bundle:
    """The bundle in `data`; a lone award or judgement is a bundle of one. Raises BadBundle."""
    if len(data) > MOST_BYTES:
        raise BadBundle(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        found = read_json(data)
    except ValueError as error:
        raise BadBundle(f"The file is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise BadBundle("The file holds no badge.")
    try:
        if found.get("type") == TYPE:
            documents = found.get("documents")
            if not isinstance(documents, list) or len(documents) > MOST_DOCUMENTS:
                raise BadBundle(f"A bundle holds a list of at most {MOST_DOCUMENTS} documents.")
            bundle = Bundle(str(found.get("award", "")))
            bundle.add(document for document in documents if isinstance(document, dict))
            return bundle
        return bundle_of(found, ())
    except ValueError as error:
        raise BadBundle(f"The bundle cannot be read: {error}.") from error
