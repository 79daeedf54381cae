"""Posts from participants' feeds: only with a yes, only as words, and built from a file alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mooc_kit.checks.course_check import check_path
from mooc_kit.cohort.inbox.feed_posts import posts_in
from mooc_kit.commands.receive import receive_feeds
from mooc_kit.credentials.online import NotFetched

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>
<item><title>My &lt;b&gt;brook&lt;/b&gt;</title><link>https://ama.example.org/1</link>
<pubDate>Mon, 08 Mar 2027 10:00:00 +0000</pubDate>
<description>&lt;p&gt;Clear &lt;script&gt;x()&lt;/script&gt;water&lt;/p&gt;</description></item>
<item><title>No</title><link>javascript:alert(1)</link><pubDate>Mon, 08 Mar 2027 10:00:00 +0000</pubDate></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>At the weir</title>
<link href="https://luis.example.org/2"/><updated>2027-03-09T10:00:00Z</updated><summary>Brown</summary></entry></feed>"""
FEEDS = {"https://ama.example.org/feed/": RSS, "https://luis.example.org/feed/": ATOM}


def answer(url: str, most: int) -> bytes:
    if url not in FEEDS:
        raise NotFetched(f"{url} is not known.")
    return FEEDS[url]


@pytest.fixture
def kit(grow, tmp_path: Path) -> Path:
    return Path(grow("river-watch", tmp_path / "kit"))


def listed(kit: Path, *lines: str) -> None:
    outlines = "".join(f"<outline type='rss' {line}/>" for line in lines)
    (kit / "feeds/participants.opml").write_text(f"<opml version='2.0'><head/><body>{outlines}</body></opml>")


AMA = "text='Ama' xmlUrl='https://ama.example.org/feed/'"
LUIS = "text='Luis' xmlUrl='https://luis.example.org/feed/'"


def test_posts_of_those_who_said_yes_stand_on_a_page_and_no_others(kit, capsys):
    listed(kit, f"{AMA} category='shown'", LUIS)
    assert receive_feeds(kit, answer) == 0
    assert "H204" in capsys.readouterr().err
    checked = check_path(kit)
    assert checked.course is not None and not [p for p in checked.problems if p.severity == "error"]
    page = next(page for page in checked.course.pages if page.id == "participants-posts")
    assert "My brook" in page.body_html and "https://ama.example.org/1" in page.body_html
    assert "weir" not in page.body_html and "script" not in page.body_html and "javascript" not in page.body_html


def test_a_yes_that_is_taken_back_takes_the_posts_away_and_a_silent_server_does_not(kit):
    listed(kit, f"{AMA} category='shown'", f"{LUIS} category='shown'")
    receive_feeds(kit, answer)
    assert len(json.loads((kit / "feeds/posts.json").read_text())) == 2

    def silent(url: str, most: int) -> bytes:
        raise NotFetched("no answer")

    receive_feeds(kit, silent)
    assert len(json.loads((kit / "feeds/posts.json").read_text())) == 2
    listed(kit, f"{LUIS} category='shown'")
    receive_feeds(kit, silent)
    assert [post["by"] for post in json.loads((kit / "feeds/posts.json").read_text())] == ["Luis"]


def test_without_posts_there_is_no_page(kit):
    checked = check_path(kit)
    assert checked.course is not None
    assert "participants-posts" not in [page.id for page in checked.course.pages]


@pytest.mark.parametrize("url", ["http://ama.example.org/feed", "https://127.0.0.1/feed", "https://[::1]/feed"])
def test_a_feed_is_asked_under_the_rules_of_verify_online(mooc_kit, kit, url):
    listed(kit, f"text='Ama' xmlUrl='{url}' category='shown'")
    ran = mooc_kit("receive", "--feeds", "--kit", "kit")
    assert "H207" in ran.stderr and "Traceback" not in ran.stderr
    assert json.loads((kit / "feeds/posts.json").read_text()) == []


@pytest.mark.parametrize("data", [b"", b"<html/>", b"<!DOCTYPE x><rss/>", b"<rss>", b"\x00", b"\xff\xfe<"])
def test_what_is_no_feed_is_refused(data):
    with pytest.raises(ValueError, match=r"\.$"):
        list(posts_in(data, "Ama"))


def test_a_file_of_posts_that_was_changed_is_told(kit):
    (kit / "feeds/posts.json").write_text('[{"by": "x", "title": "y", "url": "javascript:x", "date": "2027-03-01"}]')
    assert "C705" in [problem.code for problem in check_path(kit).problems]


def test_nothing_to_take_in_is_wrong_usage(mooc_kit, kit):
    assert mooc_kit("receive", "--kit", "kit").returncode == 2
