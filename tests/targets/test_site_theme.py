"""An institution's own look, from the folder `theme/` of its kit: file by file before ours, and not trusted."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from mooc_kit.cache import Cache
from mooc_kit.course.model import Course
from mooc_kit.problems import MoocKitError
from mooc_kit.targets.site import Site
from mooc_kit.targets.site.page_scripts import EVERY_PAGE
from mooc_kit.targets.site.page_styles import PLACE, with_styles
from mooc_kit.targets.site.theme import PARTS

EMPTY = Course(id="small", title="Small", language="en", license="CC0-1.0")


def built(kit: Path, **files: str):
    """The package of a small course whose theme holds `files` ("__" stands for the dot)."""
    (kit / "theme").mkdir(exist_ok=True, parents=True)
    for name, text in files.items():
        (kit / "theme" / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return Site().pages(EMPTY, kit, Cache()).package


def test_a_template_of_the_kit_goes_before_ours_and_can_extend_it(tmp_path: Path) -> None:
    extended = '{% extends "ours/home.html.j2" %}{% block main %}<p>Seal of the house</p>{{ super() }}{% endblock %}'
    package = built(tmp_path, home__html__j2=extended)
    page = package.files["index.html"].decode()
    assert "<p>Seal of the house</p>" in page and "<h1>Small</h1>" in page
    assert "Seal" not in package.files["syllabus.html"].decode()
    assert package.notices == []


def test_the_style_sheet_can_be_added_to_or_replaced(tmp_path: Path) -> None:
    package = built(tmp_path, extra__css="h1 { color: red; }")
    assert package.files["site/extra.css"] == b"h1 { color: red; }" and len(package.files["site/course.css"]) > 10_000
    page = package.files["index.html"].decode()
    assert page.index("site/course.css") < page.index("site/extra.css")
    assert built(tmp_path, course__css="body {}").files["site/course.css"] == b"body {}"


def test_fonts_and_pictures_travel_and_scripts_do_not(tmp_path: Path) -> None:
    package = built(
        tmp_path,
        house__woff2="font",
        seal__svg='<svg xmlns="http://www.w3.org/2000/svg"/>',
        tracker__js="alert(1)",
        odd__html__j2="x",
    )
    assert package.files["site/house.woff2"] == b"font" and "site/seal.svg" in package.files
    assert "site/tracker.js" not in package.files
    assert [notice.what for notice in package.notices] == ["theme/odd.html.j2", "theme/tracker.js"]


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("<p>\n{{ course.titel }}</p>", 2, "titel"),
        ("<p>\n\n{% for x in %}</p>", 3, "Expected"),
        ("{{ course.assets.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ sheet.views.pictures.kept.read_text() }}", 1, ""),
        ("{{ ''.__class__ }}", 1, "unsafe"),
        ("{% include '../../course.yaml' %}", 1, "course.yaml"),
        ("{{ 1 / 0 }}", 1, "division"),
    ],
)
def test_a_template_that_fails_is_a_problem_with_its_place(
    tmp_path: Path, template: str, line: int, words: str
) -> None:
    with pytest.raises(MoocKitError) as caught:
        built(tmp_path, home__html__j2=template)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file, problem.place.line) == ("K132", "theme/home.html.j2", line)
    assert words in problem.message and problem.hint


def test_a_template_reads_no_files_of_the_machine(tmp_path: Path, course: Course, kit: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    house = tmp_path / "house"
    (house / "theme").mkdir(parents=True)
    (house / "theme/home.html.j2").write_text("{{ (course.assets.values()|list)[0].read_text() }}")
    with pytest.raises(MoocKitError):
        Site().pages(course, house, Cache())
    (house / "theme/home.html.j2").unlink()
    (house / "theme/extra.css").symlink_to(tmp_path / "secret")
    assert "site/extra.css" not in Site().pages(EMPTY, house, Cache()).package.files


def children() -> set[str]:
    """The processes that this one started, a browser of another test among them. Where there is no /proc, none."""
    known = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return set(known.read_text().split()) if known.exists() else set()


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 10**9 * [1] }}",
        "{{ 9**(9**9) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for a in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=9) %}{% for a in range(99) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "{{ '%2000000000d' | format(1) }}",
        "{{ 'a' | center(3000000000) }}",
        "{{ 'a'.zfill(3000000000) }}",
        "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}"
        "{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}",  # no bytecode, so no exception, for an age
        "{% set ns = namespace(a=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a }}",
        "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    ],
)
def test_a_theme_that_would_use_up_the_computer_is_stopped_and_named(
    tmp_path: Path, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mooc_kit.template_budget.SECONDS", 0.3)
    resource = pytest.importorskip("resource")
    before, others = resource.getrlimit(resource.RLIMIT_AS), children()
    begun = time.process_time()
    with pytest.raises(MoocKitError) as caught:
        built(tmp_path, home__html__j2=template)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("K132", "theme/home.html.j2")
    assert "needs more than" in problem.message or "recursion" in problem.message
    assert time.process_time() - begun < 10
    assert children() <= others
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_a_page_loads_the_parts_of_the_style_that_it_uses_and_no_others(tmp_path: Path) -> None:
    files = built(tmp_path).files
    loaded = {part: part in files["index.html"].decode() for part in PARTS}
    assert loaded == {
        "overview.css": True,
        "tables.css": False,
        "content.css": False,
        "forms.css": False,
        "tools.css": False,
    }


@pytest.mark.parametrize(
    ("html", "scripts", "wanted"),
    [
        ("<p>words</p>", (), []),
        ("<table><tr><td>1</td></tr></table>", (), ["tables.css"]),
        (r'{"prompt": "\u003cfigure class=\"code\">"}', (), ["content.css"]),
        ("<p>A quiz</p>", ("quiz-player.js",), ["forms.css", "tools.css"]),
        ("<p>Words</p>", EVERY_PAGE, []),
        ('<aside class="callout question">', (), []),
    ],
)
def test_a_part_of_the_style_is_told_by_what_stands_on_the_page(
    html: str, scripts: tuple[str, ...], wanted: list[str]
) -> None:
    shown = with_styles(f"{PLACE}\n{html}", scripts, PARTS, lambda name: name)
    assert re.findall(r'href="([^"]+)"', shown) == wanted


def test_a_frame_of_the_kits_own_from_before_there_were_parts_gets_the_whole_style(tmp_path: Path) -> None:
    whole = built(tmp_path, base__html__j2="<link href='{{ own('course.css') }}'>{% block main %}{% endblock %}").files
    assert b".quiz-map" in whole["site/course.css"] and PLACE.encode() not in whole["index.html"]
    extended = built(tmp_path / "x", base__html__j2='{% extends "ours/base.html.j2" %}').files
    assert b".quiz-map" not in extended["site/course.css"] and b"overview.css" in extended["index.html"]
