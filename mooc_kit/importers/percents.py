"""Largest remainder method: whole percents that add up to 100, from shares of any size."""

from __future__ import annotations

from collections.abc import Mapping


def whole_percents(shares: Mapping[str, float]) -> dict[str, int]:
    """The shares as whole percents that add up to 100, the largest remainders rounded up."""
    total = sum(shares.values())
    exact = {id: 100 * share / total for id, share in shares.items()}
    made = {id: int(value) for id, value in exact.items()}
    left = 100 - sum(made.values())
    for id in sorted(exact, key=lambda id: made[id] - exact[id])[:left]:
        made[id] += 1
    return made
