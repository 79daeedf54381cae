"""Published files: what lies on the course's own site so that anyone can check its credentials.

The issuer's DID document, status lists, badge pictures and share pages.

It lies in the kit's folder `publish/`, or wherever `build --publish` says: the folder `publish` that `mooc-kit issue`
writes. Only files that are meant for the public are taken; a private key among them is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mooc_kit.content.file_kinds import why_not
from mooc_kit.course import kit_codes
from mooc_kit.course.private_keys import private_key_in
from mooc_kit.credentials.did_web import did_web_of_pages
from mooc_kit.credentials.share_shape import is_share_page
from mooc_kit.problems import Place, Problem

FOLDER = "publish"
DID_DOCUMENTS = ("did.json", ".well-known/did.json")
_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_PUBLIC = re.compile(
    rf"(?:\.well-known/)?did\.json|status/\d{{1,9}}\.json|certificates/[\w-]+\.svg|credentials/{_ID}\.(?:json|jwt|html)"
)
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "README.md"})
_LARGEST = 20_000_000
"""Bytes. No list and no credential is larger."""


def read_published(folder: Path, shown: str, url: str) -> tuple[dict[str, Path], list[Problem]]:
    """(path on the site -> file, problems) of what lies in `folder`; `shown` is how problems call the folder."""
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (path.is_dir() and not path.is_symlink()) or path.name in _LITTER:
            continue
        place = Place(f"{shown}/{name}")
        if path.is_symlink() or not _PUBLIC.fullmatch(name) or path.stat().st_size > _LARGEST:
            hint = "Take it away. What belongs there, `mooc-kit issue` writes into the folder `publish` of its output."
            problems.append(kit_codes.NOT_PUBLIC.at(place, f"{name} is not for the course's site.", hint=hint))
        elif private_key_in(path.read_bytes()):
            hint = "Nothing was published. Treat the key as lost: mooc-kit keys rotate --stolen."
            problems.append(
                kit_codes.PRIVATE_KEY.at(place, "A private key lies among what is to be published.", hint=hint)
            )
        elif path.suffix == ".svg" and (why := why_not(path, name)) is not None:
            hint = "Take it away, and issue again: the picture lies in the folder `publish` of the output."
            problems.append(kit_codes.NOT_PUBLIC.at(place, f"{name} could run a script: {why}.", hint=hint))
        elif path.suffix == ".html" and not is_share_page(path.read_bytes()):
            hint = "Take it away, and write it anew: mooc-kit issue --share writes it into the folder `publish`."
            problems.append(
                kit_codes.NOT_PUBLIC.at(place, f"{name} is not a share page as mooc-kit writes it.", hint=hint)
            )
        else:
            files[name] = path
            if name in DID_DOCUMENTS:
                problems += _about_issuer(path, place, url)
    return files, problems


def _about_issuer(path: Path, place: Place, url: str) -> Iterator[Problem]:
    document = _did_document(path)
    if document is None:
        hint = "Write it anew: mooc-kit keys show --document"
        yield kit_codes.NOT_PUBLIC.at(
            place, "This is not a DID document, so nobody could find the keys in it.", hint=hint
        )
        return
    did = str(document["id"])
    if url and did.startswith("did:web:") and did != did_web_of_pages(url):
        hint = f"Make the keys with --did {url}, or correct `url:` in course.yaml."
        message = f"The keys are those of {did}, and the course's site is {url}: anyone would look for them elsewhere."
        yield kit_codes.KEYS_ELSEWHERE.at(place, message, hint=hint)


def issuers(published: Mapping[str, Path]) -> Iterator[dict[str, Any]]:
    """The DID documents among what is published."""
    for name in DID_DOCUMENTS:
        document = _did_document(published[name]) if name in published else None
        if document is not None:
            yield document


def _did_document(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None
    is_one = isinstance(found, dict) and str(found.get("id")).startswith("did:")
    return found if is_one and isinstance(found.get("verificationMethod"), list) else None
