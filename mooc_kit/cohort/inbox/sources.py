"""Mail, mailbox and forum export readers: files that people sent become pieces, one text or document each."""

from __future__ import annotations

import json
import mailbox
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

from mooc_kit.cohort.inbox import inbox_codes
from mooc_kit.content.html_words import text_of
from mooc_kit.problems import MoocKitError, Place, Problem
from mooc_kit.tables import read_table

LARGEST = 20_000_000
"""Bytes of one file."""
MOST_FILES = 20_000
_MAIL = frozenset({".eml", ".mbox"})
_TEXTS = frozenset({".txt", ".md", ".json", ".csv", ".gift", ".yaml", ".yml", ".xml", ".html", ".htm", ""})
_POST_KEYS = (("message", "subject"), ("raw", "topic_title"), ("cooked", "topic_title"))
_ACCOUNTS = ("userid", "user_id", "username")
"""Where forums' exports say who wrote a post."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_TYPES = {"text/csv": ".csv", "application/json": ".json", "text/html": ".html", "text/markdown": ".md"}


@dataclass(frozen=True)
class Piece:
    """One text that somebody sent. `place` says where it was found; `sent_on` is the day, where a source tells it.

    `sender` tells the senders of one source apart (an address, an account's number), `moment` orders what they sent
    (ISO 8601 in UTC); both are "" where the source is silent. A `body` is what stands around files or in a thread:
    words between people, of which nothing needs to be taken.
    """

    place: str
    text: str
    suffix: str = ".txt"
    sent_on: date | None = None
    is_body: bool = False
    sender: str = ""
    moment: str = ""


def pieces_in(path: Path, name: str) -> Iterator[Piece | Problem]:
    """The pieces of the file or folder at `path`, called `name`; a problem for what cannot be opened."""
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        for file in files[:MOST_FILES]:
            yield from pieces_in(file, f"{name}/{file.relative_to(path).as_posix()}")
        return
    if path.is_symlink():
        yield _closed(name, "It is a link to another place.")
        return
    if path.suffix.lower() == ".mbox":
        if path.stat().st_size > 50 * LARGEST:
            yield _closed(name, "It is very large: export fewer mails at a time.")
            return
        for number, message in enumerate(mailbox.mbox(path, create=False), start=1):
            yield from mail_pieces(message.as_bytes(), f"{name}, mail {number}")
        return
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield _closed(name, "It is larger than 20 MB.")
    elif path.suffix.lower() == ".eml":
        yield from mail_pieces(data, name)
    else:
        yield from file_pieces(data, name, path.suffix.lower())


def mail_pieces(data: bytes, name: str) -> Iterator[Piece | Problem]:
    """The files of a mail, then its words. What people want to be called stands inside, not in its head."""
    message: EmailMessage = message_from_bytes(data, policy=policy.default)
    sent_on, moment = _sent_on(str(message.get("Date", "")))
    sender = parseaddr(str(message.get("From", "")))[1].casefold()
    attached = False
    body = ""
    for part in message.walk():
        file = part.get_filename() or ""
        if part.is_multipart():
            continue
        if not file and part.get_content_disposition() != "attachment":
            words = _words_of(part) if part.get_content_maintype() == "text" else ""
            body = body or words
            continue
        attached = True
        payload = part.get_payload(decode=True)
        suffix = Path(file).suffix.lower() or _TYPES.get(part.get_content_type(), "")
        where = f"{name}, {file or 'a file'}"
        if suffix == ".eml":
            yield from mail_pieces(payload if isinstance(payload, bytes) else b"", where)
        else:
            for piece in file_pieces(payload if isinstance(payload, bytes) else b"", where, suffix, sent_on):
                if isinstance(piece, Piece) and not piece.sender:
                    yield replace(piece, sender=sender, moment=piece.moment or moment)
                else:
                    yield piece
    if body.strip():
        yield Piece(name, body, ".txt", sent_on, is_body=attached, sender=sender, moment=moment)


def _words_of(part: EmailMessage) -> str:
    try:
        words = str(part.get_content())
    except (LookupError, ValueError):
        words = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
    words = _CONTROL.sub("", words.replace("\r\n", "\n"))
    return text_of(words) if part.get_content_subtype() == "html" else words


def file_pieces(data: bytes, name: str, suffix: str, sent_on: date | None = None) -> Iterator[Piece | Problem]:
    """The pieces of one file: several where it is the export of a forum."""
    if suffix not in _TEXTS:
        yield _closed(name, f"Files that end in {suffix} are not read here.")
        return
    text = _decoded(data)
    if "\x00" in text:
        yield _closed(name, "It holds no text.")
        return
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    posts = list(_posts(text, suffix))
    if not posts:
        yield Piece(name, text_of(text) if suffix in (".html", ".htm") else text, suffix, sent_on)
    for number, post in enumerate(posts, start=1):
        where = f"{name}, post {number}"
        yield Piece(where, post.text, ".txt", post.sent_on, is_body=True, sender=post.sender, moment=post.moment)


@dataclass(frozen=True)
class _Post:
    text: str
    sent_on: date | None
    moment: str
    sender: str


def _posts(text: str, suffix: str) -> Iterator[_Post]:
    """The posts of a forum's export: Moodle's (CSV or JSON), Discourse's topic (JSON), or a list of either."""
    if suffix == ".csv":
        try:
            rows = [row.cells for row in read_table(text.encode(), "posts.csv").rows]
        except MoocKitError:
            return
        heads = [head.strip() for head in rows[0]] if rows else []
        if {"subject", "message"} <= set(heads):
            for cells in rows[1:]:
                yield from _post(dict(zip(heads, cells, strict=False)))
    elif suffix == ".json":
        for data in _listed(_json(text)):
            yield from _post(data)


def _listed(found: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, of lists in lists (as Moodle writes them), or of a Discourse topic."""
    if isinstance(found, list):
        for item in found:
            yield from _listed(item)
    elif isinstance(found, dict):
        stream = found.get("post_stream")
        if isinstance(stream, dict) and isinstance(stream.get("posts"), list):
            yield from (post for post in stream["posts"] if isinstance(post, dict))
        else:
            yield found


def _post(data: Mapping[str, Any]) -> Iterator[_Post]:
    for words, other in _POST_KEYS:
        if isinstance(data.get(words), str) and (other in data or "topic_id" in data):
            text = str(data[words])
            markup = words == "cooked" or (words == "message" and str(data.get("messageformat", "1")) in ("1", ""))
            sender = next((f"account {data[key]}" for key in _ACCOUNTS if data.get(key)), "")
            yield _Post(text_of(text) if markup and "<" in text else text, *_day(data), sender)
            return


def _day(data: Mapping[str, Any]) -> tuple[date | None, str]:
    """The day of a post, and its moment."""
    written = data.get("created_at") or data.get("created") or ""
    try:
        if isinstance(written, int) or str(written).isdigit():
            told = datetime.fromtimestamp(int(written), UTC)
        else:
            told = datetime.fromisoformat(str(written))
        return told.date(), _moment(told)
    except (ValueError, OverflowError, OSError):
        return None, ""


def _sent_on(written: str) -> tuple[date | None, str]:
    try:
        told = parsedate_to_datetime(written)
        return told.date(), _moment(told)
    except (ValueError, TypeError, OverflowError):
        return None, ""


def _moment(told: datetime) -> str:
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _closed(name: str, message: str) -> Problem:
    return inbox_codes.CANNOT_OPEN.at(Place(name), message, hint="Look at it yourself.")
