"""Markdown as writers expect it: blocks inside blocks, addresses without brackets, columns set to a side."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.checks.course_check import check_path
from mooc_kit.content.markdown import BLOCKS, CALLOUTS
from mooc_kit.content.nested_blocks import with_longer_fences
from mooc_kit.course.pages import markdown_html


def written(tree: list, colons: int = 3) -> str:
    """A tree of callouts, each with words before, between and after those inside it."""
    lines = []
    for number, (name, inside) in enumerate(tree):
        body = written(inside, colons)
        lines += [f"{':' * colons} {name} T", f"w{number}", *([body] if body else []), "end", ":" * colons, ""]
    return "\n".join(lines)


def shape(element: lxml.html.HtmlElement) -> list:
    return [(aside.get("class").split()[-1], shape(aside)) for aside in element.xpath("./aside")]


TREES = st.recursive(
    st.just([]), lambda inner: st.lists(st.tuples(st.sampled_from(CALLOUTS), inner), max_size=3), max_leaves=6
)


@settings(deadline=None, max_examples=40)
@given(tree=TREES)
def test_blocks_end_where_the_writer_ends_them_however_deep(tree: list) -> None:
    html = markdown_html(written(tree) + "\nafter all\n")
    page = lxml.html.fragment_fromstring(html, create_parent="div")
    assert shape(page) == tree
    assert ":::" not in page.text_content()
    assert page.xpath("./p[last()]")[0].text == "after all"


LINES = ("::: note", ":::", "::::", "```", "word", "", ":::: tip A", "> ::: note", "~~~")


@settings(deadline=None)
@given(lines=st.lists(st.sampled_from(LINES), min_size=1))
def test_longer_fences_change_nothing_but_colons_and_keep_every_line(lines: list[str]) -> None:
    text = "\n".join(lines)
    made = with_longer_fences(text, BLOCKS)
    assert [line.replace(":", "") for line in made.split("\n")] == [line.replace(":", "") for line in lines]
    assert with_longer_fences(made, BLOCKS) == made


def test_fences_inside_code_are_code() -> None:
    text = "::: note\n```\n::: tip\n:::\n:::\n```\n:::\n"
    assert with_longer_fences(text, BLOCKS) == text


def test_a_bare_address_is_a_link_and_a_file_s_name_is_none() -> None:
    html = markdown_html("See https://example.org/a_b?c=1. Not node.js, nor `https://example.org/code`.")
    links = lxml.html.fragment_fromstring(html, create_parent="div").xpath("//a")
    assert [(link.get("href"), link.text) for link in links] == [("https://example.org/a_b?c=1",) * 2]


def test_columns_keep_their_sides() -> None:
    html = markdown_html("| a | b | c |\n| :-- | --: | :-: |\n| 1 | 2 | 3 |\n")
    cells = lxml.html.fragment_fromstring(html, create_parent="div").xpath("//td/@align")
    assert cells == ["left", "right", "center"]


@pytest.mark.parametrize("language", ["mermaid", "plantuml"])
def test_a_diagram_as_code_is_said_not_to_be_drawn(tmp_path: Path, language: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "course.yaml").write_text("course: {id: a, title: A}\n")
    (tmp_path / "content/index.md").write_text(f"# A\n\n```{language}\nA --> B\n```\n")
    problems = [problem for problem in check_path(tmp_path).problems if problem.code == "K175"]
    assert [(problem.place.line, language in problem.message) for problem in problems] == [(3, True)]
