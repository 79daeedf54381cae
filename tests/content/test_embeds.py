"""Embeds: which addresses are videos, and where they play most privately."""

from __future__ import annotations

import pytest

from mooc_kit.content.embeds import player_for


@pytest.mark.parametrize(
    "url, player",
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://vimeo.com/76979871/ab12cd34ef", "https://player.vimeo.com/video/76979871?dnt=1&h=ab12cd34ef"),
        ("https://tube.example.org/w/9c9de5e8-0a1e", "https://tube.example.org/videos/embed/9c9de5e8-0a1e"),
        ("https://tube.example.org/videos/watch/9c9de5e8", "https://tube.example.org/videos/embed/9c9de5e8"),
        ("https://av.tib.eu/media/12345", "https://av.tib.eu/player/12345"),
        ("https://archive.org/details/a.film-1930", "https://archive.org/embed/a.film-1930"),
    ],
)
def test_a_video_plays_at_its_sites_most_private_player(url: str, player: str) -> None:
    found = player_for(url)
    assert found is not None and found.url == player


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/film.mp4",
        "https://www.youtube.com/watch?v=../../x",
        "https://vimeo.com/",
        "http://[::1",
        "javascript:alert(1)",
        "https://tube.example.org/w/a'onload=x",
        "https://evil.example/?youtube.com/watch?v=aaaa",
        "https://youtube.com:99999/watch?v=aaaa",
    ],
)
def test_anything_else_has_no_player(url: str) -> None:
    assert player_for(url) is None
