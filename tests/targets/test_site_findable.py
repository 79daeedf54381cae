"""Directories, search engines, feed readers, other sites and journalists find the course and what they need."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import lxml.html
import pytest
import yaml
from lxml import etree
from PIL import Image

from mooc_kit.cache import Cache
from mooc_kit.checks.course_check import check_path
from mooc_kit.course.model import Course
from mooc_kit.i18n import messages_for
from mooc_kit.spec.accessibility import AccessibilityInfo
from mooc_kit.targets.site import Site
from mooc_kit.targets.site.social_image import can_write, share_picture

ATOM = {"a": "http://www.w3.org/2005/Atom"}
AT = "https://rivers.example.org/watch/"


@pytest.fixture(scope="module")
def files(course: Course, kit: Path) -> dict[str, bytes | Path]:
    return Site().render(course, kit).files


def page(files, name="index.html"):
    return lxml.html.document_fromstring(files[name].decode())


def test_the_home_page_tells_directories_what_they_ask_for(files) -> None:
    found = page(files).xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(found[0])
    assert data["@type"] == "Course" and data["name"].startswith("River")
    assert data["description"] and data["provider"]["name"] == "Open Rivers Institute"
    # What Google's course list requires: https://developers.google.com/search/docs/appearance/structured-data/course-info
    instance = data["hasCourseInstance"][0]
    assert instance["courseMode"] == "Online"
    assert instance["courseSchedule"] == {
        "@type": "Schedule",
        "duration": "PT2H30M",
        "repeatFrequency": "Weekly",
        "repeatCount": 4,
    }
    assert (instance["startDate"], instance["endDate"]) == ("2027-03-01", "2027-03-28")
    assert data["offers"]["category"] == "Free"
    assert data["url"] == AT and data["image"] == f"{AT}site/share.png"
    assert len(data["syllabusSections"]) == 3 and len(data["teaches"]) == 3
    assert "" not in data.values()
    assert {c["name"] for c in data["educationalCredentialAwarded"]} == {
        "Field Observer",
        "Certificate of completion",
        "Transcript for credit",
    }
    assert data["accessMode"] == ["textual", "visual"] and "alternativeText" in data["accessibilityFeature"]
    assert data["accessibilityHazard"] == ["none"] and "educationalLevel" not in data


def test_every_page_is_a_learning_resource_of_the_course_and_says_what_is_on_it(files) -> None:
    for name in (name for name in files if name.endswith(".html")):
        head = page(files, name)
        said = head.xpath("string(//meta[@name='description']/@content)")
        assert said and len(said) <= 200, name
        found = [json.loads(text) for text in head.xpath("//script[@type='application/ld+json']/text()")]
        assert len(found) <= 1
        if found and name != "index.html":
            assert found[0]["@type"] == "LearningResource" and found[0]["isPartOf"]["@id"] == AT
    (notes,) = page(files, "modules/sampling/notes.html").xpath("//script[@type='application/ld+json']/text()")
    told = json.loads(notes)
    assert (told["learningResourceType"], told["timeRequired"]) == ("Assignment", "PT1H30M")
    assert told["teaches"] == ["Collect a water sample with a repeatable protocol"]
    assert told["description"] == "Take a sample. Write it down."


def test_indexes_of_open_resources_find_a_file_of_their_own(course: Course, kit: Path, files) -> None:
    told = yaml.safe_load(files["metadata.yml"])
    assert b"&id" not in files["metadata.yml"], "readers of such files know no references of YAML"
    assert (told["id"], told["license"]) == (AT, "https://creativecommons.org/licenses/by/4.0/")
    assert [person["name"] for person in told["creator"]] == ["Ama Boateng", "Luis Ortega"]
    assert told["inLanguage"] == ["en"] and "competencyRequired" not in told
    more = replace(course, level="Beginner", prerequisites=("You can read a thermometer",))
    files = Site().pages(more, kit, Cache()).package.files
    assert yaml.safe_load(files["metadata.yml"])["competencyRequired"] == ["You can read a thermometer"]
    (home,) = page(files).xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(home)
    assert (data["educationalLevel"], data["coursePrerequisites"]) == ("Beginner", ["You can read a thermometer"])


def test_the_accessibility_statement_follows_the_model_and_invents_nothing(course: Course, kit: Path, files) -> None:
    words = " ".join(page(files, "statement.html").text_content().split())
    assert words.count("Not stated yet:") == 4 and "has not stated yet how far this site conforms" in words
    assert "The map of rivers: no accessibility statement is known here" in words
    info = AccessibilityInfo.model_validate(
        {
            "conformance": "partial",
            "method": "By ourselves, with a keyboard and two screen readers.",
            "assessed_on": "2027-02-01",
            "exceptions": ["The map needs a mouse; the list of rivers tells the same."],
            "response_days": 14,
            "enforcement_body": "Office for Equal Access",
            "enforcement_url": "https://access.example.org",
            "tools": [
                {
                    "name": "Rivers map",
                    "url": "https://maps.example.org",
                    "statement": "https://maps.example.org/accessibility",
                }
            ],
        }
    )
    told = Site().pages(replace(course, accessibility=info), kit, Cache()).package.files
    statement = page(told, "statement.html")
    words = " ".join(statement.text_content().split())
    assert "Not stated yet" not in words and "partially conformant with WCAG 2.1" in words
    assert "Last assessed: February 1, 2027" in words and "We answer within 14 days." in words
    assert "The map needs a mouse" in words and "The map of rivers: no" not in words
    links = statement.xpath("//main//a/@href")
    assert {"https://access.example.org", "https://maps.example.org/accessibility"} <= set(links)


def test_a_title_cannot_break_out_of_the_metadata(files) -> None:
    assert b"<script>alert(1)" not in files["index.html"]


def test_every_page_has_what_other_sites_show_of_it(files) -> None:
    for name in files:
        if not name.endswith(".html") or name == "404.html":
            continue
        found = {m.get("property"): m.get("content") for m in page(files, name).xpath("//meta[@property]")}
        assert found["og:title"] and found["og:image"] == f"{AT}site/share.png", name
        assert found["og:url"].startswith(AT) and found["og:image:alt"], name
    assert found["og:locale"] == "en"


def test_the_picture_for_other_sites_has_their_size_and_is_the_same_each_time(course: Course, files) -> None:
    picture = Image.open(BytesIO(files["site/share.png"]))
    assert picture.size == (1200, 630) and len(files["site/share.png"]) < 100_000
    assert share_picture(course, messages_for("en")) == files["site/share.png"]
    assert share_picture(replace(course, title="Another"), messages_for("en")) != files["site/share.png"]


@pytest.mark.parametrize(
    "title", ["x", "A very long title that goes on " * 9, "Donau" * 60, "مراقبة النهر", "河川", "Đà Nẵng"]
)
def test_any_title_gets_a_picture(course: Course, title: str) -> None:
    picture = Image.open(BytesIO(share_picture(replace(course, title=title), messages_for("en"))))
    assert picture.size == (1200, 630) and len(picture.getcolors()) > 3


def test_the_font_knows_what_it_cannot_write() -> None:
    assert can_write("Řeka, Ωmega и Река: ñ ß é")
    assert not can_write("نهر") and not can_write("河")


def test_the_feed_is_atom_with_whole_addresses(files) -> None:
    feed = etree.fromstring(files["announcements.xml"])
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for one in (feed, *feed.findall("a:entry", ATOM)):
        for needed in ("id", "title", "updated"):
            assert len(one.findall(f"a:{needed}", ATOM)) == 1
    assert feed.findtext("a:author/a:name", namespaces=ATOM) == "Open Rivers Institute"
    entries = feed.findall("a:entry", ATOM)
    assert [e.findtext("a:updated", namespaces=ATOM) for e in entries] == [
        "2027-03-15T00:00:00Z",
        "2027-02-22T00:00:00Z",
    ]
    assert len({e.findtext("a:id", namespaces=ATOM) for e in entries}) == 2
    link = entries[0].find("a:link", ATOM).get("href")
    assert link == f"{AT}announcements/second.html" and "announcements/second.html" in files
    assert f'href="{AT}modules/speaking-up/meeting.html"' in entries[0].findtext("a:content", namespaces=ATOM)
    assert page(files).xpath("//link[@type='application/atom+xml']/@href") == ["announcements.xml"]


def test_the_latest_announcements_stand_on_the_home_page(files) -> None:
    titles = page(files).xpath("//ul[@class='news']//a/text()")
    assert titles == ["Bring <b>your</b> numbers", "We begin"]


def test_a_course_without_news_has_no_feed(course: Course, kit: Path) -> None:
    files = Site().render(replace(course, announcements=()), kit).files
    assert not [name for name in files if "announcement" in name]
    assert b"atom" not in files["index.html"]


def test_an_announcement_without_a_day_is_a_problem(tmp_path: Path) -> None:
    from mooc_kit.commands.new import from_example

    kit = tmp_path / "kit"
    from_example(kit, "fix-a-flat")
    (kit / "content/announcements").mkdir()
    told = kit / "content/announcements/hello.md"
    told.write_text("---\ntitle: Hello\n---\nWe begin.\n")
    assert "K131" in [problem.code for problem in check_path(kit).problems]
    told.write_text("---\ntitle: Hello\ndate: 2027-03-01\n---\nWe [begin](../index.md).\n")
    checked = check_path(kit)
    assert "K131" not in [problem.code for problem in checked.problems]
    assert checked.course is not None and 'href="course:home"' in checked.course.announcements[0].body_html


def test_crawlers_are_told_of_every_page_that_is_for_everyone(files) -> None:
    named = {loc.text for loc in etree.fromstring(files["sitemap.xml"]).iter("{*}loc")}
    assert f"{AT}announcements/second.html" in named and AT in named
    assert not named & {f"{AT}my-data.html", f"{AT}404.html"}
    assert f"Sitemap: {AT}sitemap.xml".encode() in files["robots.txt"]


def test_journalists_get_texts_facts_and_pictures_in_one_file(files, course: Course, kit: Path) -> None:
    with zipfile.ZipFile(BytesIO(files["press/river-watch-press.zip"])) as packed:
        assert packed.namelist() == ["logo.svg", "river-watch.png", "river-watch.txt"]
        words = packed.read("river-watch.txt").decode()
    assert "Open Rivers Institute" in words and "March 1, 2027 to March 28, 2027" in words
    assert "It takes 4 weeks, about 2.5 hours a week, and is free." in words
    assert page(files).xpath("//footer//a[@href='press.html']")
    without = Site().render(replace(course, design={}), kit).files
    assert not [name for name in without if name.startswith("press")]


def test_the_statement_is_true_of_what_was_built(course: Course, kit: Path, files) -> None:
    words = " ".join(page(files, "statement.html").find("body").text_content().split())
    assert "Every picture that says something has a description." in words
    assert "recording" not in words and "MathML" not in words
    first = course.modules[0]
    video = (
        '<figure class="media video"><p><a class="embed" href="https://vimeo.com/12345">A film</a></p></figure>'
        '<figure class="media audio"><audio src="x"></audio><details class="transcript"></details></figure>'
    )
    body = replace(first.activities[0], body_html=video)
    changed = replace(course, modules=(replace(first, activities=(body, *first.activities[1:])), *course.modules[1:]))
    words = page(Site().render(changed, kit).files, "statement.html").find("body").text_content()
    assert "1 recording has no transcript." in words
    assert "player.vimeo.com" in words or "vimeo.com" in words
