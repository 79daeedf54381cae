"""The register is the course team's log of awards, in the order in which they came in: what files alone cannot prove.

Each line is signed by a first judge and names the line before it by digest, so that nothing can be slipped in or taken
out later. It ties each key to a person (as a salted hash that only the team can work out), and each award to the moment
at which the team saw it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mooc_kit.credentials.jcs import digest, read_json
from mooc_kit.credentials.keys import SigningKey
from mooc_kit.credentials.peers.documents import ReadDocument
from mooc_kit.credentials.peers.signed import sign_file, verify_file
from mooc_kit.credentials.person_names import clean_text
from mooc_kit.credentials.proof import BadProof

TYPE = "PeerBadgeRegisterEntry"


class BadRegister(ValueError):
    """The register does not hold; the message says at which line and why."""


@dataclass
class Register:
    """`lines` are the entries as they stand; `last` is the digest of the last one."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    last: str = ""
    _awards: dict[str, int] = field(default_factory=dict)
    _people: dict[str, str] = field(default_factory=dict)
    _first: dict[str, int] = field(default_factory=dict)

    def add(self, award: ReadDocument, person: str, key: SigningKey, secret: bytes, at: str) -> dict[str, Any]:
        """Log that `person` (a user name or address; only its hash is kept) holds `award`; the new line."""
        name = hmac.new(secret, clean_text(person).lower().encode(), hashlib.sha256).hexdigest()
        entry = {
            "type": TYPE,
            "number": len(self.lines),
            "previous": self.last,
            "at": at,
            "award": award.digest,
            "recipient": award.to,
            "person": name,
        }
        signed = sign_file(entry, key, at)
        self._take(signed)
        return signed

    @property
    def people(self) -> dict[str, str]:
        """Key -> person, as a hash that says nothing but who is the same."""
        return dict(self._people)

    def problems(self, award: ReadDocument, judges: Sequence[str]) -> list[str]:
        """What the register says against `award` and its judges."""
        number = self._awards.get(award.digest)
        if number is None:
            return ["The course team's register does not know this award."]
        at = str(self.lines[number]["at"])
        found = []
        if at < award.at:
            found.append("The register saw it before the date that it gives itself.")
        people = [self._people.get(did, did) for did in judges]
        if len(set(people)) < len(people):
            found.append("Two of its judges are one person, says the register.")
        if self._people.get(award.to, award.to) in people:
            found.append("One of its judges is its holder under another key, says the register.")
        if any(self._first.get(did, -1) > number for did in judges):
            found.append("A judge's own badge came into the register after this one.")
        return found

    def _take(self, entry: dict[str, Any]) -> None:
        self.lines.append(entry)
        self.last = digest(entry)
        self._awards.setdefault(str(entry["award"]), int(entry["number"]))
        self._first.setdefault(str(entry["recipient"]), int(entry["number"]))
        self._people[str(entry["recipient"])] = str(entry["person"])

    def text(self) -> str:
        return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in self.lines)


def read_register(text: str, roots: frozenset[str]) -> Register:
    """The register in `text`, a JSON object a line. Raises BadRegister where one is missing, changed or unsigned."""
    register = Register()
    for number, line in enumerate(part for part in text.splitlines() if part.strip()):
        where = f"line {number + 1}"
        try:
            entry = read_json(line)
            by = str(entry["proof"]["verificationMethod"]).partition("#")[0]
            if by not in roots:
                raise BadRegister(f"{where} is not signed by one of the first judges.")
            verify_file(entry, by)
            if entry["type"] != TYPE or entry["number"] != number or entry["previous"] != register.last:
                raise BadRegister(f"{where} does not follow the line before it: a line was taken out or changed.")
            register._take(entry)
        except BadProof as error:
            raise BadRegister(f"{where}: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, BadRegister):
                raise
            raise BadRegister(f"{where} cannot be read.") from error
    return register
