"""Video embeds: recognised by the address of their page, played by their site's own player.

A course's HTML shows one as a link with the class `embed`, which works everywhere; a target may put the player there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Player:
    """Where a video plays: `url` for a frame (the most private one that the site offers), `origin` and `host` of it."""

    url: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


_ID = re.compile(r"[\w-]{3,64}")
_YOUTUBE = frozenset({"youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"})


def player_for(url: str) -> Player | None:
    """The player for the video at `url`; None where the address is not one of a video site that is known."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or port:
        return None
    steps = [step for step in parts.path.split("/") if step]
    if not steps and host not in _YOUTUBE:
        return None
    if host in _YOUTUBE:
        id = (parse_qs(parts.query).get("v") or steps[-1:] or [""])[0]
        # The address at which YouTube sets no cookies before somebody plays the video.
        return _player(f"https://www.youtube-nocookie.com/embed/{id}", id)
    match host:
        case "vimeo.com" | "player.vimeo.com":
            # An unlisted video has a second part, its hash (Vimeo, "Embedding private videos").
            numbers = [step for step in steps if step != "video"]
            key = f"?dnt=1&h={numbers[1]}" if len(numbers) > 1 and _ID.fullmatch(numbers[1]) else "?dnt=1"
            return _player(f"https://player.vimeo.com/video/{numbers[0] if numbers else ''}{key}", *numbers[:1])
        case "dailymotion.com" | "dai.ly":
            return _player(f"https://geo.dailymotion.com/player.html?video={steps[-1]}", steps[-1])
        case "archive.org":
            return _player(f"https://archive.org/embed/{steps[-1]}", steps[-1].replace(".", "-"))
        case "av.tib.eu":
            return _player(f"https://av.tib.eu/player/{steps[-1]}", steps[-1])
        case "media.ccc.de":
            return _player(f"https://media.ccc.de/v/{steps[-1]}/oembed", steps[-1])
    # PeerTube runs on many hosts; its addresses tell it (PeerTube, "Share a video").
    if len(steps) == 2 and steps[0] == "w":
        return _player(f"https://{parts.netloc}/videos/embed/{steps[1]}", steps[1])
    if len(steps) == 3 and steps[0] == "videos" and steps[1] in ("watch", "embed"):
        return _player(f"https://{parts.netloc}/videos/embed/{steps[2]}", steps[2])
    return None


def _player(url: str, *ids: str) -> Player | None:
    return Player(url) if ids and all(_ID.fullmatch(id) for id in ids) else None
