"""Peer badge trust files: earlier rules, revoked awards, checkpoints and the register, in the kit's `badges/`.

The course team keeps them, whoever verifies a badge reads them, and all are public.
"""

from __future__ import annotations

from pathlib import Path

POLICIES = "badges/policies"
CHECKPOINTS = "badges/checkpoints"
REVOKED = "badges/revoked.json"
REGISTER = "badges/register.ndjson"


def trust_files(kit: Path) -> list[str]:
    """The trust files that `kit` has, by their paths in it."""
    folders = [path for place in (POLICIES, CHECKPOINTS) for path in sorted((kit / place).glob("*.json"))]
    single = [kit / name for name in (REVOKED, REGISTER) if (kit / name).is_file()]
    return [path.relative_to(kit).as_posix() for path in (*folders, *single)]
