"""xAPI statements, as a learning record store exports them: one a line (NDJSON), or all in one JSON document.

A document is a list of statements, or what a store answers to a query (`{"statements": [...]}`: xAPI 1.0.3,
StatementResult). What our own cmi5 packages say (docs/cmi5.md) is read by the ids of the activities; what they say of
the whole course and of single questions is passed over, since the course's rule decides by its activities.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mooc_kit.cohort.gradebook import Columns, Count, Learner, Record, Score, iso_moment, learner_id, percent_of
from mooc_kit.problems import Place, relative_name

TITLE = "xAPI statements"
_DONE = {"completed", "passed", "experienced", "submitted", "answered", "viewed", "attended", "mastered"}
_BEGUN = {
    "attempted",
    "initialized",
    "launched",
    "terminated",
    "suspended",
    "interacted",
    "registered",
    "failed",
    "progressed",
    "logged-in",
    "logged-out",
}
_COUNTED = {
    "shared": "share-backs",
    "responded": "peers-helped",
    "reviewed": "peers-helped",
    "commented": "peers-helped",
    "authored": "contributions",
    "created": "contributions",
    "earned": "badges-awarded",
}
MOST_LINE = 1_000_000
MOST_DOCUMENT = 400_000_000
"""Bytes of a document that is read as a whole."""
_CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
_QUESTION = "http://adlnet.gov/expapi/activities/cmi.interaction"


def fits(path: Path) -> bool:
    with path.open("rb") as stream:
        head = stream.read(20_000).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith((b"{", b"[")) and b'"actor"' in head and b'"verb"' in head


def read(path: Path, columns: Columns) -> Iterator[Record]:
    name = relative_name(path)
    if _is_document(path):
        yield from _of_document(path, columns, name)
        return
    voided = _voided(path)
    if voided:
        hint = "Nothing to do: what was voided does not count."
        columns.odd(Place(name), f"{len(voided)} statements were voided, and are left out.", hint)
    with path.open("rb") as stream:
        for line, data in enumerate(stream, 1):
            if not data.strip():
                continue
            place = Place(name, line, 1)
            try:
                statement = _loads(data)
                if str(statement.get("id", "")).casefold() in voided or _is_voiding(statement):
                    continue
                yield from _records(statement, columns, place)
            except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
                columns.odd(place, "The line is not an xAPI statement.", "Export the statements again, one a line.")


def _is_document(path: Path) -> bool:
    """Whether all statements stand in one JSON document: the first line then is no statement of its own."""
    with path.open("rb") as stream:
        head = stream.read(2_000).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"[") or b'"statements"' in head.partition(b'"actor"')[0]


def _of_document(path: Path, columns: Columns, name: str) -> Iterator[Record]:
    place = Place(name, 1, 1)
    try:
        if path.stat().st_size > MOST_DOCUMENT:
            raise ValueError("too long")
        found = json.loads(path.read_bytes(), parse_float=Decimal)
        statements = found if isinstance(found, list) else found["statements"]
        if not isinstance(statements, list):
            raise TypeError("no list")
    except (ValueError, LookupError, TypeError, RecursionError):
        hint = "Export the statements again, as JSON; a very long export one a line (NDJSON)."
        columns.odd(place, "The document is not a list of xAPI statements.", hint)
        return
    if isinstance(found, dict) and found.get("more"):
        hint = "Follow the address under `more`, and give all files together."
        columns.odd(place, "The store has more statements than this document holds.", hint)
    voided = set()
    for statement in statements:
        with suppress(LookupError, TypeError, AttributeError):
            if _is_voiding(statement):
                voided.add(str(statement["object"]["id"]).casefold())
    for statement in statements:
        try:
            if str(statement.get("id", "")).casefold() not in voided and not _is_voiding(statement):
                yield from _records(statement, columns, place)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
            columns.odd(place, "A statement in it is none of xAPI.", "Export the statements again.")


def _voided(path: Path) -> frozenset[str]:
    """The ids of statements that others void, wherever in the file: a voiding statement may stand before or behind."""
    found = set()
    with path.open("rb") as stream:
        for data in stream:
            if b"voided" in data:
                try:
                    statement = _loads(data)
                    if _is_voiding(statement):
                        found.add(str(statement["object"]["id"]).casefold())
                except (ValueError, KeyError, TypeError, AttributeError):
                    continue  # told where the statements are read
    return frozenset(found)


def _is_voiding(statement: dict[str, Any]) -> bool:
    return _last(statement["verb"]["id"]) == "voided"


def _loads(data: bytes) -> Any:
    if len(data) > MOST_LINE:
        raise ValueError("too long")
    return json.loads(data, parse_float=Decimal)


def _records(statement: dict[str, Any], columns: Columns, place: Place) -> Iterator[Record]:
    actor, verb = statement["actor"], _last(statement["verb"]["id"])
    account = actor.get("account") or {}
    address = str(actor.get("mbox", "")).removeprefix("mailto:")
    id = learner_id(address, str(account.get("name", "")))
    if not id:
        columns.odd(place, "The statement does not say who did it.")
        return
    named = actor.get("name")
    yield Learner(id, str((named[0] if named and isinstance(named, list) else named) or ""), address, place.line)
    if verb in _COUNTED:
        yield Count(id, _COUNTED[verb], Decimal(1))
        return
    activity = _activity(statement["object"], columns)
    if _is_of_question(statement) or (not activity and _is_of_session(statement)):
        return
    if not activity:
        columns.odd(
            place,
            f"{str(statement['object'].get('id'))[:80]} is not an activity of the course.",
            "If it is one, say which: --map ADDRESS=ID.",
        )
        return
    result = statement.get("result") or {}
    percent = _percent(result.get("score") or {})
    done = result.get("completion")
    if done is None and verb not in _BEGUN:
        done = True if verb in _DONE else None
    written = str(statement.get("timestamp") or "")
    at = iso_moment(written)
    if written and not at:
        columns.odd_moment(place, written)
    yield Score(id, activity, percent, bool(done) if done is not None else None, at)


def _is_of_question(statement: dict[str, Any]) -> bool:
    """Whether it is about one question: the score of its quiz is told apart."""
    return (statement["object"].get("definition") or {}).get("type") == _QUESTION


def _is_of_session(statement: dict[str, Any]) -> bool:
    """Whether it is one of those that cmi5 defines, about the course or a part of it as a whole."""
    around = (statement.get("context") or {}).get("contextActivities") or {}
    category = around.get("category") or []
    return any(found.get("id") == _CMI5 for found in (category if isinstance(category, list) else [category]))


def _percent(score: dict[str, Any]) -> Decimal | None:
    if isinstance(score.get("scaled"), int | Decimal):
        found = percent_of(Decimal(score["scaled"]), Decimal(1))
    elif isinstance(score.get("raw"), int | Decimal) and isinstance(score.get("max"), int | Decimal):
        low = Decimal(score.get("min") or 0)
        found = percent_of(Decimal(score["raw"]) - low, Decimal(score["max"]) - low)
    else:
        return None
    if found is None:
        raise ValueError("a score outside its range")
    return found


def _activity(target: dict[str, Any], columns: Columns) -> str:
    address = str(target.get("id", ""))
    names = (target.get("definition") or {}).get("name") or {}
    for text in (address, _last(address), *names.values()):
        if found := columns.find(str(text)):
            return found
    return ""


def _last(address: str) -> str:
    return unquote(address.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]).removesuffix(".html")
