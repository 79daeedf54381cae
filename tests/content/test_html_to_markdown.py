"""HTML from elsewhere becomes Markdown that shows the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from mooc_kit.content.html_to_markdown import html_to_markdown, plain_text
from mooc_kit.course.pages import markdown_html
from tests.courses import bodies


def folded(html: str) -> str:
    """HTML as it reads: white space between words does not matter."""
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", " ".join(html.split()))


@settings(max_examples=60, deadline=None)
@given(bodies())
def test_what_our_markdown_makes_comes_back_the_same(html: str) -> None:
    assert folded(markdown_html(html_to_markdown(html))) == folded(html)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>bold</b> and <i>leaning</i> word</p>", "One **bold** and *leaning* word"),
        ("<div>Loose words<p>And a paragraph</p></div>", "Loose words\n\nAnd a paragraph"),
        ("<p>1. Not a list</p>", "1\\. Not a list"),
        ("<p>2 * 3 * 4, a_b_c and [x]</p>", "2 \\* 3 \\* 4, a\\_b\\_c and \\[x\\]"),
        ("<script>alert(1)</script><p>Words</p>", "Words"),
        ("<p>half<b>word</b>bold</p>", "half<strong>word</strong>bold"),
        ("<ol start='3'><li>c</li><li>d</li></ol>", "3. c\n4. d"),
    ],
)
def test_html_of_other_programs_becomes_plain_markdown(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown


def test_links_and_pictures_get_their_new_addresses() -> None:
    html = '<p><a href="/jump_to_id/x">on</a> <img src="/static/a b.png" alt="A boat"></p>'
    assert html_to_markdown(html, lambda url: f"../{url.rsplit('/')[-1]}") == "[on](../x) ![A boat](../a%20b.png)"


def test_a_title_is_plain_words() -> None:
    assert plain_text("<p>Rivers &amp; <b>lakes</b></p>\n") == "Rivers & lakes"
