"""Trust files are what the course team keeps beside its peer badges, in the kit's `badges/`: earlier rules, awards
taken back, checkpoints, and the register. Who verifies a badge reads them; all are public."""

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
