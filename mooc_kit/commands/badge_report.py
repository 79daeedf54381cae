"""Peer badge report: what is known of a badge's chain, for people and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mooc_kit.console import console
from mooc_kit.counting import counted
from mooc_kit.credentials.jcs import digest
from mooc_kit.credentials.peers.chain import ChainVerdict
from mooc_kit.problems import relative_name


def facts(path: Path, verdict: ChainVerdict) -> dict[str, Any]:
    """What --json tells of one badge: its ids are those that `badge revoke` takes."""
    read = verdict.main.read
    return {
        "file": relative_name(path),
        "holds": verdict.holds,
        "badge": read.document.get("name") if read else None,
        "holder": read.to if read else None,
        "judges": list(verdict.main.judges),
        "awards_walked": len(verdict.awards),
        "steps_to_a_first_judge": verdict.main.height,
        "reasons": verdict.main.reasons,
        "not_proven": list(verdict.unproven),
        "digest": digest(read.document) if read else None,
        "id": read.id if read else None,
        "awards": [
            {"id": one.read.id, "holder": one.read.to, "badge": one.read.document.get("name")}
            for one in verdict.awards.values()
            if one.read is not None
        ],
    }


def say(told: Mapping[str, Any]) -> None:
    """The same in a few lines."""
    out = console()
    word = "holds" if told["holds"] else "does not hold"
    out.print(f"{told['file']}: {told['badge'] or 'the badge'} {word}.")
    for reason in told["reasons"]:
        out.print(f"  P102  {reason}")
    if told["holds"]:
        judges, steps = len(told["judges"]), told["steps_to_a_first_judge"]
        people = "1 judge" if judges == 1 else f"{judges} judges"
        way = "first judges themselves" if not steps else f"{steps} award{'' if steps == 1 else 's'} from a first judge"
        out.print(f"  Holder: {told['holder']}", soft_wrap=True)
        out.print(f"  Id, for mooc-kit badge revoke: {told['id']}", soft_wrap=True)
        out.print(f"  {people}, {way}; {counted(told['awards_walked'], 'award')} walked.")
        for text in told["not_proven"]:
            out.print(f"  Not proven: {text}")
