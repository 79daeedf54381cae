"""RSS and Atom reader: the posts of those participants' feeds whose owners agreed to have them shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

from pydantic import ValidationError

from mooc_kit.cohort.inbox import inbox_codes
from mooc_kit.completion_options.self_certificate import feeds
from mooc_kit.completion_options.self_certificate.posts import PATH as POSTS_FILE
from mooc_kit.completion_options.self_certificate.posts import POSTS, Post
from mooc_kit.content.html_words import words_of
from mooc_kit.credentials.online import NotFetched
from mooc_kit.problems import MoocKitError, Place, Problem, UsageError

LARGEST = 2_000_000
"""Bytes of one feed."""
MOST_FROM_ONE = 20
MOST_FEEDS = 200
SHOWN = "shown"
"""The category of an <outline> whose owner agreed."""
_ATOM = "{http://www.w3.org/2005/Atom}"

Fetch = Callable[[str, int], bytes]


def gather(kit: Path, fetch: Fetch, has_agreed: Callable[[str], bool]) -> tuple[list[Post], list[Problem]]:
    """The posts of all feeds on the kit's list; those of a feed that does not answer today stay as they were.

    Whoever took back the yes, or is not on the list any more, is not shown any more.
    """
    path = kit / feeds.PATH
    if not path.is_file():
        raise UsageError(f"There is no {feeds.PATH} in the kit: the course gathers no feeds.")
    text = path.read_text(encoding="utf-8")
    problem = feeds.feed_list_problem(text, feeds.PATH)
    if problem is not None:
        raise MoocKitError(problem)
    earlier = _earlier(kit)
    posts: list[Post] = []
    problems: list[Problem] = []
    outlines = [o for o in Xml.fromstring(text.encode()).iter("outline") if o.get("xmlUrl")]  # noqa: S314  (checked above)
    for outline in outlines[:MOST_FEEDS]:
        by, url = outline.get("text", "")[:200], outline.get("xmlUrl", "")
        marks = {mark.strip().strip("/").casefold() for mark in outline.get("category", "").split(",")}
        if SHOWN not in marks and not has_agreed(f"{by} ({url}): may the posts be shown? Did the person say so?"):
            hint = f'Add category="{SHOWN}" to the line in {feeds.PATH} when the person has said yes, in writing.'
            problems.append(inbox_codes.NO_YES.at(Place(feeds.PATH), f"{by} has not said yes to it.", hint=hint))
            continue
        try:
            posts += list(posts_in(fetch(url, LARGEST), by))[:MOST_FROM_ONE]
        except (NotFetched, ValueError) as error:
            message = f"The feed of {by} could not be read: {error}"
            problems.append(inbox_codes.FEED_UNREAD.at(Place(url), message, hint="Its earlier posts stay."))
            posts += [post for post in earlier if post.by == by]
    return list({post.url: post for post in posts}.values()), problems


def posts_in(data: bytes, by: str) -> Iterator[Post]:
    """The posts of a feed, RSS 2.0 or Atom 1.0. Raises ValueError where it is neither."""
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data, re.IGNORECASE) or b"\x00" in data:
        raise ValueError("a feed has no <!DOCTYPE>.")
    try:
        root = Xml.fromstring(data)  # noqa: S314  (no entities: see above)
    except Xml.ParseError:
        raise ValueError("it is no XML.") from None
    if root.tag not in ("rss", f"{_ATOM}feed"):
        raise ValueError("it is neither RSS 2.0 nor Atom 1.0.")
    for item in [*root.iter("item"), *root.iter(f"{_ATOM}entry")]:
        is_atom = item.tag.startswith(_ATOM)
        space = _ATOM if is_atom else ""
        links = item.findall(f"{space}link")
        link = next((one.get("href", "") for one in links if one.get("rel", "alternate") == "alternate"), "")
        link = link if is_atom else (item.findtext("link") or "").strip()
        day = _day(item.findtext(f"{space}published") or item.findtext(f"{space}updated") or item.findtext("pubDate"))
        words = item.findtext(f"{space}summary") or item.findtext("description") or ""
        if day is None:
            continue
        try:
            yield Post(
                by=by,
                title=words_of(item.findtext(f"{space}title") or "")[:300] or link[:300],
                url=link,
                date=day,
                words=_cut(words_of(words[:20_000])),
            )
        except ValidationError:
            continue  # an address that is none


def _earlier(kit: Path) -> list[Post]:
    try:
        return POSTS.validate_json((kit / POSTS_FILE).read_bytes())
    except (OSError, ValidationError):
        return []


def _day(written: str | None) -> date | None:
    text = (written or "").strip()
    try:
        return date.fromisoformat(text[:10])  # Atom
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()  # RSS
    except (ValueError, TypeError):
        return None


def _cut(words: str) -> str:
    return words if len(words) <= 280 else words[:280].rsplit(" ", 1)[0] + " …"
