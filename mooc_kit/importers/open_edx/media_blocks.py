"""Video blocks and frames of Open edX: recordings as links that a kit shows with its player, with their transcripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from mooc_kit.content.embeds import player_for
from mooc_kit.content.html_words import fragment
from mooc_kit.importers.open_edx.olx_tree import Block

VIDEO_FIELDS = (
    "youtube",
    "youtube_id_1_0",
    "youtube_id_0_75",
    "youtube_id_1_25",
    "youtube_id_1_5",
    "html5_sources",
    "source",
    "sub",
    "track",
    "handout",
    "transcripts",
    "transcript_language",
    "edx_video_id",
    "show_captions",
)
_FRAME = re.compile(r"<iframe\b", re.IGNORECASE)


def srt_of(sjson: bytes) -> bytes:
    """Captions of Open edX (JSON: lists of starts and ends in milliseconds, and of texts) as SubRip; b"" for others."""
    try:
        told = json.loads(sjson)
        lines = list(zip(told["start"], told["end"], told["text"], strict=True))
        cues = [f"{n}\n{_clock(a)} --> {_clock(b)}\n{unescape(str(t))}\n" for n, (a, b, t) in enumerate(lines, start=1)]
    except (ValueError, TypeError, KeyError):
        return b""
    return "\n".join(cues).encode()


def _clock(milliseconds: float) -> str:
    seconds, rest = divmod(int(milliseconds), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"


def video_html(block: Block, brings: Callable[[str], bool]) -> str:
    """A recording as a link, and below it what goes with it; "" where the package does not say where it is."""
    xml = block.xml
    address = _address(xml)
    if not address:
        return ""
    title = escape(block.title or "Video")
    parts = [f'<figure class="media video"><p><a class="embed" href="{escape(address)}">{title}</a></p></figure>']
    for language, name in _transcripts(xml):
        if brings(name):
            words = f"Transcript ({language})" if language else "Transcript"
            parts.append(f'<p><a href="/static/{escape(name)}">{escape(words)}</a></p>')
    for handout in [xml.get("handout"), *(part.get("src") for part in xml.iter("handout"))]:
        if handout:
            parts.append(f'<p><a href="{escape(handout)}">{escape(handout.rpartition("/")[2])}</a></p>')
    return "".join(parts)


def without_place(block: Block, brings: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """What a recording has beside what `video_html` shows, and why it is left out."""
    xml = block.xml
    others = [address for address in dict.fromkeys(_addresses(xml)) if address != _address(xml)]
    if others:
        yield f"The recording once more, at {', '.join(others)[:200]}", "A kit shows it from one place."
    if lost := [name for _, name in _transcripts(xml) if not brings(name)]:
        yield f"The transcripts {', '.join(lost)[:200]}", "The package does not hold them."
    if tracks := [src for part in xml.iter("track") if (src := part.get("src"))]:
        yield f"The transcript at {', '.join(tracks)[:200]}", "It lies somewhere else; link to it."


def _address(xml: Any) -> str:
    return next(_addresses(xml), "")


def _addresses(xml: Any) -> Iterator[str]:
    """Where the recording is, the place that is shown first."""
    youtube = xml.get("youtube_id_1_0") or _normal_speed(xml.get("youtube") or "")
    if youtube:
        yield f"https://www.youtube.com/watch?v={youtube}"
    sources = [source.get("src") or "" for source in xml.iter("source")]
    try:
        listed = json.loads(xml.get("html5_sources") or "[]")
    except ValueError:
        listed = []
    sources += [str(each) for each in listed] if isinstance(listed, list) else []
    yield from (each for each in [*sources, xml.get("source") or ""] if each.strip())


def _normal_speed(speeds: str) -> str:
    """The id at normal speed of "0.75:abc,1.0:def"; the last where none says so."""
    found = dict(part.strip().split(":", 1) for part in speeds.split(",") if ":" in part)
    normal = next((id for speed, id in found.items() if speed in ("1.0", "1", "1.00")), "")
    return normal or next(reversed(found.values()), speeds.strip())


def _transcripts(xml: Any) -> Iterator[tuple[str, str]]:
    for part in xml.iter("transcript"):
        if part.get("src"):
            yield part.get("language") or "", part.get("src")
    try:
        listed = json.loads(xml.get("transcripts") or "{}")
    except ValueError:
        listed = {}
    yield from ((str(k), str(v)) for k, v in listed.items()) if isinstance(listed, dict) else ()
    if sub := xml.get("sub"):
        yield "", f"subs_{sub}.srt.sjson"


def with_links_for_frames(unsafe_html: str) -> tuple[str, int]:
    """The HTML with every frame as a link to what it shows, played where its site is known; and how many there were."""
    if not _FRAME.search(unsafe_html):
        return unsafe_html, 0
    from lxml import etree
    from lxml import html as lxml_html

    root = fragment(unsafe_html)
    count = 0
    for frame in list(root.iter("iframe")):
        url = (frame.get("src") or "").strip()
        url = f"https:{url}" if url.startswith("//") else url
        parent = frame.getparent()
        if parent is None or not url or _is_told_below(frame):
            continue
        count += 1
        link = etree.Element("a", href=_watch(url))
        link.text = (frame.get("title") or urlsplit(url).netloc or url)[:200]
        if player_for(url):
            link.set("class", "embed")
        holder = etree.Element("p")
        holder.append(link)
        holder.tail = frame.tail
        parent.replace(frame, holder)
    inner = escape(root.text or "", quote=False)
    return inner + "".join(lxml_html.tostring(child, encoding="unicode") for child in root), count


def _is_told_below(frame: Any) -> bool:
    """Whether our own writer's link to the same recording follows, behind a line break."""
    following = frame.getnext()
    following = following.getnext() if following is not None and following.tag == "br" else following
    return following is not None and following.tag == "a" and following.get("class") == "embed"


def _watch(url: str) -> str:
    found = re.match(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)", url)
    return f"https://www.youtube.com/watch?v={found[1]}" if found else url
