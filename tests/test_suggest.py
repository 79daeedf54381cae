"""What was misspelt is compared with the known names in one place, so that all commands suggest alike."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "mooc_kit"


def test_there_is_one_door_to_suggestions() -> None:
    asking = [p.name for p in PACKAGE.rglob("*.py") if "get_close_matches" in p.read_text(encoding="utf-8")]
    assert asking == ["suggest.py"]
