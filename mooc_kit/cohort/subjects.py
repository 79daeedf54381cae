"""Credential subjects: the DIDs of learners who want what they are given bound to a key of their wallet.

A table with the columns learner (or email) and id. An empty id takes one back. Nobody checks here that somebody holds
the key: a wallet shows that when it presents the credential.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from mooc_kit.cohort.gradebook import learner_id
from mooc_kit.cohort.readers.sheets import LIMITS
from mooc_kit.credentials import credential_codes, multibase
from mooc_kit.problems import MoocKitError, Place, Problem, relative_name
from mooc_kit.tables import Row, read_table

_WHO = ("learner", "email", "e-mail")
_ID = ("id", "did")
_DID = re.compile(r"did:[a-z0-9]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]\Z")
_LONGEST = 2_000


def read_subjects(path: Path, known: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """(the DID of each learner, what was odd). What is odd is left out, with a problem for each line.

    `known` are those of earlier runs. Two people cannot have the same DID: one of them would hold the other's.
    """
    name = relative_name(path)
    table = read_table(path, name, LIMITS)
    problems = list(table.remarks)
    first = next(table.rows, Row(1, ()))
    heads = [heading.strip().casefold() for heading in first.cells]
    if not set(_WHO) & set(heads) or not set(_ID) & set(heads):
        place = Place(name, first.line, 1)
        raise MoocKitError(credential_codes.ODD_SUBJECT.at(place, "It lacks a column.", hint="It is: learner,id."))
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        cells = {heading: cell.strip() for heading, cell in zip(heads, row.cells, strict=False)}
        who = next((learner_id(cells[head]) for head in _WHO if cells.get(head)), "")
        did = next((cells[head] for head in _ID if cells.get(head)), "")
        if not any(cells.values()):
            continue
        if not who or (did and not is_did(did)):
            what = "does not say who it is" if not who else f'says "{did[:60]}", which is no DID'
            hint = "A DID is like did:key:z6Mk… or did:web:example.org:ama; wallets show it."
            problems.append(credential_codes.ODD_SUBJECT.at(Place(name, row.line, 1), f"The line {what}.", hint=hint))
            continue
        found[who], lines[who] = did, row.line
    whole = {**known, **found}
    often = Counter(did for did in whole.values() if did)
    for who in [who for who, did in found.items() if often[did] > 1]:
        other = next(one for one, did in whole.items() if did == found[who] and one != who)
        message = f"{who} gave the same DID as {other}."
        hint = "Are they one person? mooc-kit ledger rename. Else ask both for the DID of their own wallet."
        problems.append(credential_codes.ODD_SUBJECT.at(Place(name, lines[who], 1), message, hint=hint))
    return {who: did for who, did in found.items() if often[did] <= 1}, problems


def is_did(text: str) -> bool:
    """Whether `text` is a DID; of did:key also that a key can be read from it."""
    if len(text) > _LONGEST or _DID.match(text) is None:
        return False
    if not text.startswith("did:key:"):
        return True
    try:
        return len(multibase.decode(text.removeprefix("did:key:"))) > 32
    except ValueError:
        return False
