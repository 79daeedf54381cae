import json
import posixpath
import re
from dataclasses import replace
from datetime import datetime
from html import escape
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

from mooc_kit.checks.course_check import check_path
from mooc_kit.content.contrast import contrast
from mooc_kit.course.model import Assignment, Course, Group, InfoPage, LiveSession, Module, Page, Quiz
from mooc_kit.course.pages import markdown_html
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.spec.course_info import Brand
from mooc_kit.targets.registry import targets
from mooc_kit.targets.site import Site
from mooc_kit.targets.site.colours import brand_css
from tests.shared import grown

OPEN_WORDS = ("Rivers need watchers.", "Never go alone.", "Which river?", "Take a sample.", "On three days.")


@pytest.fixture(scope="module")
def package(course, kit):
    return Site().render(course, kit)


@pytest.fixture(scope="module")
def pages(package):
    return {
        path: lxml.html.document_fromstring(data.decode())
        for path, data in package.files.items()
        if path.endswith(".html")
    }


def text(page) -> str:
    return " ".join(page.find("body").text_content().split())


def small_course(**changes) -> Course:
    """The least course that there can be."""
    return replace(Course(id="small", title="Small", language="en", license="CC0-1.0"), **changes)


def test_the_site_is_a_target():
    assert isinstance(targets()["site"], Site)


def test_every_part_of_the_course_has_its_page(pages, course):
    for module, activity in course.activities():
        assert f"modules/{module.id}/{activity.id}.html" in pages
        assert activity.title in text(pages[f"modules/{module.id}/{activity.id}.html"])
    for name in (
        "index",
        "syllabus",
        "evidence",
        "information",
        "verify",
        "my-data",
        "404",
        "pages/faq",
        "badges/field-observer",
        "certificates/my-certificate",
        "certificates/credit",
    ):
        assert f"{name}.html" in pages
    everything = " ".join(text(page) for page in pages.values())
    for words in OPEN_WORDS:
        assert words in everything


def test_every_link_leads_to_a_file_or_place_that_is_there(package, pages):
    anchors = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    checked = 0
    for path, page in pages.items():
        if path == "404.html":
            continue
        for url in page.xpath("//@href | //@src"):
            parts = urlsplit(url)
            if parts.scheme or parts.netloc:
                continue
            assert not parts.path.startswith("/"), url
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            assert target in package.files, f"{path} -> {url}"
            if parts.fragment:
                assert unquote(parts.fragment) in anchors[target], f"{path} -> {url}"
            checked += 1
    assert checked > 300


def test_the_page_for_missing_addresses_carries_its_style_and_leads_to_the_course_s_own_address(pages):
    page = pages["404.html"]
    assert "--measure" in page.xpath("string(//style)")
    assert not page.xpath("//link[@rel='stylesheet'] | //script[@src]")
    assert all(url.startswith("/watch/") for url in page.xpath("//a/@href[not(contains(., ':')) and .!='#site:main']"))


def test_the_same_course_gives_the_same_bytes(course, kit, package):
    again = Site().render(course, kit)
    assert list(again.files) == list(package.files)
    assert again.files == package.files
    assert again.notices == package.notices


def test_nothing_is_fetched_from_another_site(package, pages):
    for path, page in pages.items():
        for url in page.xpath(
            "//img/@src | //script/@src | //link[@rel!='canonical' and @rel!='license']/@href | //iframe/@src"
        ):
            assert not urlsplit(url).netloc, (path, url)
    for path, data in package.files.items():
        # Vocabularies are called by addresses that nobody asks. Pagefind names one, too: the browser tests judge it.
        if path.endswith((".css", ".js")) and not path.startswith("search/pagefind"):
            vocabularies = (
                rb"www\.w3\.org/|openbadges\.org\"|purl\.imsglobal\.org/|w3id\.org/|schema\.org/|purl\.org/dc/"
            )
            # "An address begins with https:// and …" is a sentence, not an address: that has a host.
            assert not re.search(rb"https?://(?=[^\s\"])(?!" + vocabularies + rb")|@import|\burl\(", data), path


def test_an_image_from_elsewhere_becomes_a_link_and_a_notice(package, pages):
    page = pages["modules/reading-the-river/protocol.html"]
    assert page.xpath("//a[@href='https://pictures.example.org/river.jpg']")[0].text == "A river from above"
    assert any("pictures.example.org" in notice.what for notice in package.notices)


def test_titles_cannot_become_markup(package, pages):
    # The page for missing addresses carries a script of ours in itself, which knows nothing of the course.
    scripts = [script for page in pages.values() for script in page.xpath("//script[not(@src)][not(@type='module')]")]
    assert scripts
    assert {script.get("type") for script in scripts} == {"application/json", "application/ld+json"}
    for script in scripts:
        json.loads(script.text)
    assert "Final <script>alert(1)</script> & exam" in text(pages["modules/speaking-up/final.html"])
    html = [
        data for path, data in package.files.items() if path.endswith((".html", ".svg")) and isinstance(data, bytes)
    ]
    assert not any(b"<script>alert" in data for data in html)


def test_quiz_texts_cannot_end_the_data_that_they_are_in(kit):
    question = {
        "id": "q",
        "kind": "short_answer",
        "prompt": "</script><img src=x onerror=alert(1)>",
        "answers": ["</script>"],
    }
    course = small_course(
        modules=(module_of(Quiz(id="quiz", title="Quiz", quiz=QuizFile.model_validate({"questions": [question]}))),)
    )
    page = Site().render(course, kit).files["modules/m/quiz.html"].decode()
    assert "onerror" not in page
    data = lxml.html.document_fromstring(page).xpath("//script[@id='site:quiz']")[0]
    assert json.loads(data.text)["questions"][0]["answers"][0]["text"] == "</script>"


def module_of(*activities):
    return Module(id="m", title="M", week=1, activities=activities)


def test_headings_never_skip_a_level_and_ids_are_unique(pages):
    for path, page in pages.items():
        levels = [
            int(heading.tag[1])
            for heading in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
        ]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_the_questions_of_an_exam_are_not_published(package):
    assert not any(b"secret exam question" in data for data in package.files.values() if isinstance(data, bytes))
    assert any("The exam" in notice.what for notice in package.notices)


def test_notices_tell_just_what_is_lost(package, course, kit):
    told = " | ".join(notice.what for notice in package.notices)
    for words in (
        "Read the numbers",
        "Your first sample",
        "A one-page brief",
        "Before we begin",
        "time limit",
        "Field Observer",
        "Certificate of completion",
        "who completed",
    ):
        assert words in told
    assert "Check yourself" not in told
    assert "My river certificate" not in told
    # One notice for a cause, however many activities it is about.
    assert len({(notice.why, notice.instead) for notice in package.notices}) == len(package.notices)
    work = [Assignment(id=id, title=title) for id, title in (("a", "Dig"), ("b", "Sow"), ("c", "Reap"))]
    found = Site().render(small_course(modules=(module_of(*work),)), kit).notices
    assert [notice.what for notice in found] == ['Handing in "Dig", "Sow", "Reap"']
    assert Site().render(small_course(modules=(module_of(Page(id="p", title="P")),)), kit).notices == []


def test_pages_read_in_the_punctuation_of_their_language_and_a_course_without_formulas_has_no_font(kit):
    def body(language, text):
        course = small_course(language=language, modules=(module_of(Page(id="p", title="P", body_html=text)),))
        return Site().render(course, kit).files

    files = body("de", '<p>Das "ist" so... <code>"a"</code></p>')
    assert "„ist“ so… <code>&quot;a&quot;</code>".replace("&quot;", '"') in files["modules/m/p.html"].decode()
    assert not any("math" in name for name in files)
    files = body("en", markdown_html("$x$ isn't"))
    assert "site/math.css" in files["modules/m/p.html"].decode() and "site/math.woff2" in files
    assert "math.css" not in files["index.html"].decode()


def test_a_page_whose_file_was_renamed_is_found_at_its_earlier_address(shared, tmp_path):
    kit = grown(shared, "fix-a-flat", tmp_path / "kit")
    page = kit / "content/pages/privacy.md"
    page.write_text(page.read_text("utf-8").replace("---\n", "---\naliases: [words, licence]\n", 1), "utf-8")
    found = check_path(kit)
    told = [(problem.code, problem.place.line) for problem in found.problems if "privacy" in problem.place.file]
    assert told == [("K125", 1)], "that the page with this name keeps it"
    files = Site().render(found.course, kit).files
    moved = lxml.html.document_fromstring(files["pages/words.html"].decode())
    assert moved.xpath("//a/@href") == ["privacy.html"]
    assert b'http-equiv="refresh"' not in files["pages/licence.html"], "what stands at an address keeps it"


def test_a_heading_that_repeats_the_title_with_an_apostrophe_is_left_out(kit):
    page = Page(id="p", title="The river's voice", body_html="<h1>The river's voice</h1><p>Listen.</p>")
    made = Site().render(small_course(modules=(module_of(page),)), kit).files["modules/m/p.html"].decode()
    assert made.count("<h1>") == 1 and "<h2" not in made.partition("<article>")[2].partition("</article>")[0]


def test_a_language_that_the_site_does_not_speak_is_told(arabic_course, kit, package):
    hebrew = replace(arabic_course, language="he")
    assert any("language he" in notice.what for notice in Site().render(hebrew, kit).notices)
    assert not any("language" in notice.what for notice in package.notices)
    assert not any("language" in notice.what for notice in Site().render(arabic_course, kit).notices)


def test_a_course_in_arabic_is_written_from_right_to_left(arabic_course, kit):
    page = lxml.html.document_fromstring(Site().render(arabic_course, kit).files["index.html"].decode())
    assert page.get("dir") == "rtl" and page.get("lang") == "ar"
    assert "مراقبة النهر" in text(page)


def test_the_least_course_still_has_a_sound_site(kit):
    package = Site().render(small_course(), kit)
    assert "course.ics" not in package.files and "sitemap.xml" not in package.files
    for path, data in package.files.items():
        if path.endswith(".html"):
            assert "None" not in text(lxml.html.document_fromstring(data.decode())), path


def test_a_self_made_certificate_says_that_it_is_one(pages):
    words = text(pages["certificates/my-certificate.html"])
    assert "Self-certified" in words
    assert "was not checked by Open Rivers Institute" in words


def test_the_evidence_page_tells_rule_giver_terms_and_open_questions(pages):
    words = text(pages["evidence.html"])
    for said in (
        "Reach at least 70% of the course's score.",
        "The course platform gives it automatically.",
        "Other participants award it.",
        "It is given by Open Rivers Institute.",
        "EQF 5",
        "Will other universities recognise it?",
        "Your first sample40%",
    ):
        assert said in words


def test_the_badge_page_tells_how_it_is_judged(pages):
    page = pages["badges/field-observer.html"]
    for said in (
        "It is yours after 2 awards.",
        "Whoever holds it may award it",
        "Place and time are named: throughout.",
    ):
        assert said in text(page)
    assert page.xpath("//img[@alt='The badge Field Observer']")


def test_the_calendar_holds_start_due_dates_and_sessions_and_no_clock_time(package):
    calendar = package.files["course.ics"].decode()
    lines = calendar.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR" and lines[-1] == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "DTSTART;VALUE=DATE:20270301" in lines
    assert "UID:river-watch-due-notes@rivers.example.org" in lines
    assert "DTSTART:20270304T170000Z" in lines and "DTEND:20270304T180000Z" in lines
    assert {line for line in lines if line.startswith("DTSTAMP")} == {"DTSTAMP:20270301T000000Z"}
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == lines.count("BEGIN:VEVENT")


def test_a_long_title_in_another_script_is_folded_between_letters(kit):
    session = LiveSession(id="s", title="河" * 60 + ", ; \\", starts=datetime(2027, 3, 4, 18, 0))
    package = Site().render(small_course(modules=(module_of(session),)), kit)
    calendar = package.files["course.ics"].decode()
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert "河" * 60 + "\\, \\; \\\\" in calendar.replace("\r\n ", "")
    assert any("time zone" in notice.what for notice in package.notices)


def test_the_sitemap_lists_public_pages_at_their_public_address(package):
    sitemap = package.files["sitemap.xml"].decode()
    assert "<loc>https://rivers.example.org/watch/syllabus.html</loc>" in sitemap
    assert "<loc>https://rivers.example.org/watch/</loc>" in sitemap
    assert "404" not in sitemap and "my-data" not in sitemap


@pytest.mark.parametrize("primary", ["#000000", "#ffffff", "#ffff00", "#1d4f5c", "#ff0000", "#808080", "#00ff7f"])
def test_text_is_readable_whatever_the_brand_s_colours(primary):
    css = brand_css(Brand(primary=primary, accent=primary))
    for scheme in css.split("@media"):
        colours = dict(re.findall(r"--([\w-]+): (#\w{6})", scheme))
        for ground in ("paper", "card", "tint"):
            for words in ("ink", "soft-ink", "link", "accent", "right", "wrong"):
                assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
        assert contrast(colours["on-band"], colours["band"]) >= 4.5
        assert contrast(colours["soft-on-band"], colours["band"]) >= 4.5
        assert contrast(colours["right"], colours["right-tint"]) >= 4.5
        assert contrast(colours["wrong"], colours["wrong-tint"]) >= 4.5


def test_two_pages_never_share_an_address(kit):
    pages = module_of(Page(id="index", title="First"), Page(id="p", title="Second"))
    package = Site().render(small_course(modules=(pages,)), kit)
    assert "Second" in package.files["modules/m/p.html"].decode()
    assert "First" in package.files["modules/m/index-2.html"].decode()


def test_what_the_author_s_own_words_tell_is_not_told_twice(course, kit):
    words = "".join(f"<li>{outcome.text}</li>" for outcome in course.outcomes)
    home = f"<h1>{escape(course.title)}</h1><p>{course.summary}</p><ul>{words}</ul>"
    page = lxml.html.document_fromstring(
        Site().render(replace(course, home_html=home), kit).files["index.html"].decode()
    )
    assert text(page).count(course.outcomes[0].text) == 1
    assert text(page).count(course.summary) == 1
    assert len(page.xpath("//h1")) == 1


def test_the_foot_of_a_page_leads_to_the_form_for_a_mistake_on_it(course, kit) -> None:
    def foot(repository: str) -> str:
        return Site().render(replace(course, repository=repository), kit).files["syllabus.html"].decode()

    assert "https://github.com/rivers/course/issues/new?template=broken-page.yml&amp;page=Syllabus" in foot(
        "https://github.com/rivers/course"
    )
    for elsewhere in ("", "https://codeberg.org/rivers/course"):
        assert "broken-page" not in foot(elsewhere)


def test_a_credential_s_page_leads_to_the_pages_about_it(course, kit):
    sister = replace(course.credentials[0], id="river-voice", title="River Voice")
    pages = tuple(
        InfoPage(id=id, title=title, body_html="<p>So.</p>", group=Group.EVIDENCE, origin=origin)
        for id, title, origin in (
            ("ask", "Ask for Field Observer", "peer_badges"),
            ("voice", "Ask for River Voice", "peer_badges"),
            ("judge", "How to judge", "peer_badges"),
            ("log", "Your evidence log", "self_certificate"),
        )
    )
    course = replace(course, pages=pages, credentials=(course.credentials[0], sister), home_html="", modules=())
    page = lxml.html.document_fromstring(Site().render(course, kit).files["badges/field-observer.html"].decode())
    assert page.xpath("//main//a[contains(@href, 'pages/')]/text()") == ["Ask for Field Observer", "How to judge"]
