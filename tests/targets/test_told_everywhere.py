"""What a course tells about itself reaches participants on every platform: news, people, partners and the licence."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest
from lxml import etree, html

from mooc_kit.commands.build import build_course

RIVER_WATCH = Path(__file__).parents[2] / "examples" / "river-watch"
NEWS = ["Bring your strangest number to the clinic", "One week to go"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    assert build_course(RIVER_WATCH, ("open-edx", "moodle"), folder) == 0
    return folder


def _members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        files = {member.name: opened.extractfile(member) for member in opened if member.isfile()}
        return {name: file.read() for name, file in files.items() if file is not None}


def test_open_edx_has_each_announcement_as_an_update_of_its_day(built: Path) -> None:
    files = _members(next((built / "open-edx").glob("*.tar.gz")))
    items = json.loads(files["course/info/updates.items.json"])
    told = {item["date"]: html.fromstring(f"<div>{item['content']}</div>") for item in items}
    assert [update.findtext("h3") for update in told.values()] == [None, *reversed(NEWS)]
    assert set(told) == {"March 1, 2027", "February 22, 2027", "March 15, 2027"}
    assert len({item["id"] for item in items}) == 3
    links = [link for update in told.values() for link in update.xpath(".//a/@href")]
    assert links
    assert not [link for link in links if link.startswith("course:")]


def test_moodle_has_pages_for_the_news_and_for_who_is_behind_the_course(built: Path) -> None:
    files = _members(next((built / "moodle").glob("*.mbz")))
    pages = {
        (page := etree.fromstring(data).find("page")).findtext("name"): page.findtext("content")
        for name, data in files.items()
        if name.endswith("/page.xml")
    }
    news = html.fromstring(pages["Announcements"])
    assert [title.text for title in news.iter("h4")] == NEWS
    about = html.fromstring(pages["About this course"]).text_content()
    for fact in ("Ama Boateng", "Lower Valley Anglers", "Creative Commons BY 4.0", "anyone living near a river"):
        assert fact in about
    notices = (built / "moodle-NOTICES.md").read_text(encoding="utf-8")
    assert "Sending the announcements" in notices
