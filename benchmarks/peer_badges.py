"""Chains of peer awards: seconds to walk from a badge over 10, 100, 1,000 and 10,000 awards back to a first judge.

No peer tool walks such a chain; what is shown is that time grows with the number of awards and no faster.
Usage: python benchmarks/peer_badges.py [LENGTH...]
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from hashlib import sha256

from mooc_kit.credentials.keys import SigningKey
from mooc_kit.credentials.peers.bundle import Bundle, bundle_of, read_bundle
from mooc_kit.credentials.peers.chain import Trust, verify_chain
from mooc_kit.credentials.peers.documents import PeerEvidence, award, judgement, request
from mooc_kit.credentials.peers.policy import Policy, read_policy

BASE = "https://rivers.example.org/badges/observer"
LEVELS = [{"id": id, "title": id.title(), "descriptor": ""} for id in ("developing", "secure")]
AT = "2027-01-01T00:00:00Z"


def policy() -> Policy:
    return read_policy(
        {
            "type": "PeerBadgePolicy",
            "id": f"{BASE}.policy.json",
            "course": {"id": "rivers", "title": "Rivers", "url": "https://rivers.example.org"},
            "badge": {"id": f"{BASE}.html", "name": "Observer", "description": "Observes.", "criteria": "Was seen."},
            "criteria": [{"id": "method", "title": "Method", "least": "secure", "levels": LEVELS}],
            "awardsNeeded": 1,
            "holdersMayAward": True,
        }
    )


def key(number: int) -> SigningKey:
    return SigningKey.from_seed(sha256(str(number).encode()).digest())


def chain(rules: Policy, length: int) -> Bundle:
    """A bundle in which each holder was judged by the one before."""
    documents, own = [], None
    for number in range(length):
        asked = request(rules, key(number + 1), [PeerEvidence("Seen", "https://photos.example.org/1")], AT)
        said = judgement(rules, asked, key(number), {"method": "secure"}, AT, own_badge=own)
        own = award(rules, asked, key(number), [said], AT)
        documents += [said, own]
    assert own is not None
    return bundle_of(own, documents)


def main(lengths: list[int]) -> None:
    rules = policy()
    print("| Awards | File, MB | Seconds to walk | Of the processor | Per award, ms |\n| --- | --- | --- | --- | --- |")
    for length in lengths:
        data = chain(rules, length).bytes()
        trust = Trust({rules.digest: rules}, frozenset([key(0).did]), now=datetime(2028, 1, 1, tzinfo=UTC))
        begun, cpu = time.perf_counter(), time.process_time()
        verdict = verify_chain(read_bundle(data), trust)
        taken, used = time.perf_counter() - begun, time.process_time() - cpu
        assert verdict.holds
        assert verdict.main.height == length - 1
        print(f"| {length:,} | {len(data) / 1e6:.1f} | {taken:.2f} | {used:.2f} | {used / length * 1000:.2f} |")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [10, 100, 1_000, 10_000])
