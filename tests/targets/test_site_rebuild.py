"""Building again: what is kept from earlier builds saves work and never changes a byte."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.cache import Cache, user_cache
from mooc_kit.checks.course_check import check_path
from mooc_kit.content.html_words import words_of
from mooc_kit.course import pages
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site, search

EXAMPLE = Path(__file__).parents[2] / "examples" / "fix-a-flat"


@pytest.fixture(scope="module")
def cache() -> Cache:
    return Cache()


def changes(kit: Path) -> dict[str, str]:
    """Changes that an author can make: the path of a file, and its new text."""
    first = sorted((kit / "content/modules").rglob("*.md"))[0]
    page = sorted((kit / "content/pages").glob("*.md"))[0]
    spec = (kit / "course.yaml").read_text()
    words = first.read_text()
    return {
        "words": (first, words + "\nOne more sentence.\n"),
        "many words": (first, words + "\n" + "And a long story. " * 900 + "\n"),
        "page": (page, page.read_text() + "\nMore about it.\n"),
        "title": (kit / "course.yaml", spec.replace("title: ", "title: Re: ", 1).replace("Re: ", "Re ", 1)),
        "colour": (kit / "course.yaml", spec.replace("course:\n", "course:\n  brand: {primary: '#3b2a6b'}\n", 1)),
        "home": (kit / "content/index.md", "# Hello\n\nAnother beginning.\n"),
        "theme": (kit / "theme/extra.css", "h1 { color: teal }"),
        "news": (kit / "content/announcements/n.md", "---\ntitle: N\ndate: 2027-01-01\n---\nNew.\n"),
        "picture": (kit / "content/pages/new.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    }


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(chosen=st.lists(st.integers(0, 8), min_size=1, max_size=2))
def test_what_is_built_again_is_byte_for_byte_what_is_built_anew(cache: Cache, chosen: list[int]) -> None:
    with tempfile.TemporaryDirectory() as place:
        kit = Path(place) / "kit"
        shutil.copytree(EXAMPLE, kit)
        for number in chosen:
            path, text = list(changes(kit).values())[number]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            checked = check_path(kit, (), cache)
            if checked.course is None:
                continue
            again = Site().pages(checked.course, kit, cache)
            anew = Site().pages(check_path(kit).course, kit, Cache())
            assert again.package.files == anew.package.files
            assert (again.searched, again.package.notices) == (anew.searched, anew.package.notices)


def test_only_the_page_that_changed_is_read_and_rendered_anew(tmp_path: Path, monkeypatch) -> None:
    kit = tmp_path / "kit"
    shutil.copytree(EXAMPLE, kit)
    cache = Cache(tmp_path / "kept.sqlite")
    check_path(kit, (), cache)
    cache.save()
    page = sorted((kit / "content/pages").glob("*.md"))[0]
    page.write_text(page.read_text() + "\nMore.\n")
    read, parsed = [], pages.markdown_tokens
    monkeypatch.setattr(pages, "markdown_tokens", lambda body, env=None: read.append(body) or parsed(body, env))
    later = Cache(tmp_path / "kept.sqlite")
    check_path(kit, (), later)
    assert len([body for body in read if "More." in body]) == 1
    assert len([body for body in read if len(body) > 400]) == 1, "long texts are pages; those of quizzes are short"


def test_a_page_is_read_anew_when_what_it_leads_to_is_gone(tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    shutil.copytree(EXAMPLE, kit)
    (kit / "content/pages/target.md").write_text("Here.\n")
    (kit / "content/index.md").write_text("[there](pages/target.md)\n")
    cache = Cache()
    assert "K105" not in [problem.code for problem in check_path(kit, (), cache).problems]
    (kit / "content/pages/target.md").unlink()
    assert "K105" in [problem.code for problem in check_path(kit, (), cache).problems]


def test_a_broken_or_forbidden_cache_is_done_without(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "kept.sqlite").write_text("this is no database, and long enough to be looked at " * 40)
    for named in (str(tmp_path), str(tmp_path / "kept.sqlite" / "below"), "off"):
        monkeypatch.setenv("MOOC_KIT_CACHE", named)
        cache = user_cache()
        cache.put("a", "b")
        cache.save()
        assert cache.get("a") == "b"


def test_a_second_build_leaves_the_same_files_in_place(tmp_path: Path) -> None:
    package = Site().pages(check_path(EXAMPLE).course, EXAMPLE, Cache()).package
    place = tmp_path / "site"
    write_package(package, place)
    before = {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    package.files["syllabus.html"] = b"changed"
    write_package(package, place)
    after = {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    changed = {name.as_posix() for name in after if after[name] != before.get(name)}
    assert changed == {"syllabus.html", ".mooc-kit-package"}


def test_the_search_reads_the_words_of_the_page_that_changed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_write_index", lambda site, index: None)
    read: list[str] = []
    monkeypatch.setattr(search, "words_of", lambda html: read.append(html) or words_of(html))
    cache = Cache()
    first = {"one.html": "<main><p>Rivers rise, rivers fall</p></main>", "two.html": "<main>Straße</main>"}
    later = first | {"two.html": "<main>Water <b>levels</b></main>"}
    search.search_index(first, cache)
    read.clear()
    again = search.search_index(later, cache)
    assert read == [">Water <b>levels</b>"]
    assert again == search.search_index(later, Cache())
    assert json.loads(again[search.WORDS]) == ["rivers", "fall", "levels", "rise", "water"]
