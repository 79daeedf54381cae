"""Credentials that tests sign and break, made up from a seed."""

from __future__ import annotations

import random
from typing import Any

from mooc_kit.credentials import badge, status
from mooc_kit.credentials.keys import SigningKey

KEY = SigningKey.from_seed(b"a seed for tests, never for work")
WEB = "did:web:rivers.example.org:watch"
WEB_KEY = SigningKey.from_seed(b"a seed for tests, never for work", f"{WEB}#key-1")
CREATED = "2027-04-01T12:00:00Z"
_LETTERS = "abc äß \"\\'\n\t<>&%{}$#_:x .^@日本語मोहन สวัสดี 🌊\u200d"


def river_badge(issuer: str = KEY.did, **changes: Any) -> dict[str, Any]:
    """A badge with every part that we use."""
    found: dict[str, Any] = {
        "id": "urn:uuid:0b5f6a3c-8f0e-4b1c-9f38-2f4f3d2b7a10",
        "issuer": badge.Issuer(id=issuer, name="Open Rivers Institute", url="https://rivers.example.org/watch"),
        "achievement": badge.Achievement(
            id="https://rivers.example.org/watch/badges/field-observer",
            name="Field Observer",
            description="Collects water samples that others can rely on.",
            criteria="Two field notes, judged by peers.",
            image_url="https://rivers.example.org/watch/badges/field-observer.svg",
            image_caption="A drop of water",
            outcomes=(("sample", "https://rivers.example.org/watch/syllabus#sample", "Collect a water sample"),),
        ),
        "valid_from": "2027-04-01T12:00:00Z",
        "identities": (badge.identity("ama@example.org", "emailAddress", "salt-1"),),
        "results": (badge.Result(name="Score", kind="Percent", value="87.5", id="urn:uuid:result-1"),),
        "evidence": (badge.evidence_of(url="https://example.org/notes/1", narrative="Three notes"),),
        "status": status.entry("https://rivers.example.org/watch/status/0.json", 4711),
    }
    return badge.credential(**{**found, **changes})


def random_text(chance: random.Random, longest: int = 40) -> str:
    return "".join(chance.choice(_LETTERS) for _ in range(chance.randint(1, longest)))


def random_badge(chance: random.Random) -> dict[str, Any]:
    """A badge of a random shape, with texts that look like syntax; cleaned of nothing on purpose."""
    made = river_badge()
    subject = made["credentialSubject"]
    made["id"] = f"urn:uuid:{chance.getrandbits(128):x}"
    made["name"] = random_text(chance)
    about = subject["achievement"]
    about["description"] = random_text(chance, 200) + chance.choice(
        ["", " _:x", " _:c14n0", '" .', "%s", "\x01\x7f\b\f"]
    )
    about["criteria"]["narrative"] = random_text(chance)
    subject["identifier"] = [
        badge.identity(random_text(chance), chance.choice(["emailAddress", "name"]), str(chance.random()))
        for _ in range(chance.randint(1, 3))
    ]
    if chance.random() < 0.2:  # two blank nodes that look alike: only the complete algorithm can name them
        subject["identifier"].append(dict(subject["identifier"][0]))
    for part in ("evidence", "credentialStatus"):
        if chance.random() < 0.4:
            del made[part]
    if chance.random() < 0.3:
        about["tag"] = [random_text(chance, 8) for _ in range(chance.randint(1, 3))]
    return made
