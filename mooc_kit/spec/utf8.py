"""UTF-8 decoding: a file's bytes as text, refused if they are not UTF-8 or too many."""

from __future__ import annotations

from mooc_kit.problems import Place, Problem
from mooc_kit.spec import spec_codes

MAX_BYTES = 4_000_000


def decode(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file's bytes, which must be UTF-8 and no more than MAX_BYTES."""
    if len(raw) > MAX_BYTES:
        return None, [spec_codes.TOO_LARGE.at(Place(file), hint=f"Keep it under {MAX_BYTES // 1_000_000} MB.")]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = error.start - (before.rfind(b"\n") + 1)
        place = Place(file, before.count(b"\n") + 1, column + 1)
        return None, [spec_codes.NOT_UTF8.at(place, hint="Save the file as UTF-8 in your editor.")]
