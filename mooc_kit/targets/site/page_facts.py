"""Page facts: what the pages of a course hold, counted for the accessibility statement and for metadata."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from mooc_kit.content.embeds import player_for
from mooc_kit.course.model import Course

_MEDIA = re.compile(r'<figure class="media (video|audio)">(.*?)</figure>', re.DOTALL)
_EMBED = re.compile(r'<a\b[^>]*class="embed"[^>]*>|<a\b[^>]*href="([^"]*)"[^>]*class="embed"[^>]*>')
_HREF = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class PageFacts:
    """Numbers of things on the pages; `hosts` are the sites of videos elsewhere, `players` those that a page loads."""

    recordings: int
    with_transcript: int
    videos: int
    with_captions: int
    pictures: int
    formulas: int
    hosts: tuple[str, ...]
    players: tuple[str, ...]

    @property
    def embeds(self) -> int:
        return len(self.hosts)


def page_facts(course: Course) -> PageFacts:
    """What all pages of `course` hold together."""
    bodies = [course.home_html, *(module.body_html for module in course.modules)]
    bodies += [activity.body_html for _, activity in course.activities()]
    bodies += [page.body_html for page in course.pages]
    bodies += [told.body_html for told in course.announcements]
    seen: Counter[str] = Counter()
    hosts: dict[str, bool] = {}
    for html in bodies:
        seen["pictures"] += html.count("<img")
        seen["formulas"] += html.count("<math")
        if 'class="media' not in html:
            continue
        for kind, inside in _MEDIA.findall(html):
            seen["recordings"] += 1
            seen["transcripts"] += 'class="transcript"' in inside
            embed = _EMBED.search(inside)
            if embed and (href := _HREF.search(embed[0])):
                player = player_for(href[1])
                hosts[player.host if player else urlsplit(href[1]).hostname or href[1]] = player is not None
            elif kind == "video":
                seen["videos"] += 1
                seen["captions"] += "<track" in inside
    return PageFacts(
        seen["recordings"],
        seen["transcripts"],
        seen["videos"],
        seen["captions"],
        seen["pictures"],
        seen["formulas"],
        tuple(hosts),
        tuple(host for host, is_played in hosts.items() if is_played),
    )
