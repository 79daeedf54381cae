"""HTML from elsewhere becomes Markdown that shows the same."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.html_words import lines_of, words_of
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
        ("<p>2 * 3 * 4, a_b_c and [x]</p>", "2 \\* 3 \\* 4, a_b_c and \\[x\\]"),
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
    assert words_of("<p>Rivers &amp; <b>lakes</b></p>\n") == "Rivers & lakes"


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>One</p><p>two</p>", ["One", "two"]),
        ("H<sub>2</sub>O<br>is<script>no()</script> wet", ["H2O", "is wet"]),
        ("<ul><li>a <b>b</b></li><li><p>c\nd</p></li></ul>", ["a b", "c d"]),
        ("a &lt; b &amp; c", ["a < b & c"]),
        ("2 < 3", ["2 < 3"]),
        ('<img src="x" alt="A boat"> sails', ["A boat sails"]),
        ("", []),
        ("<p>So <math><mi>x</mi><annotation>x_1</annotation></math></p>", ["So $x_1$"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
    ],
)
def test_the_words_of_html_stand_in_a_line_for_each_block(html: str, lines: list[str]) -> None:
    assert lines_of(html) == lines


INLINE = ("b", "i", "strong", "em", "code", "sub", "del", "s", "u", "span", "a", "tt", "font", "kbd")
WORDS = st.lists(
    st.sampled_from(
        [
            "one",
            "two",
            "3.",
            "x_1",
            "**",
            "_",
            "a*b",
            "[c]",
            "(d)",
            "#",
            "-",
            "!",
            "$5",
            "~~",
            "`",
            "\\",
            "<e>",
            "&amp;",
            "…",
            "中",
            "1)",
            ">",
            "|",
            " ",
            " ",
            " ",
            " ",
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)


def pieces() -> st.SearchStrategy[str]:
    """HTML inside a line: words and tags around words, one in the other, beside each other with and without spaces."""
    within = st.recursive(
        WORDS.map(escape),
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(INLINE), st.lists(inner, max_size=3)).map(
                lambda made: (
                    f"<{made[0]}{' href=https://e.org' if made[0] == 'a' else ''}>{''.join(made[1])}</{made[0]}>"
                )
            ),
            st.just("<br>"),
        ),
        max_leaves=8,
    )
    whole = st.lists(within, min_size=1, max_size=4).map("".join)
    return whole.filter(lambda html: html.count("<a ") < 2)  # a link in a link is no HTML


def shown(html: str) -> list[tuple[str, str]]:
    """Every letter with the ways in which it is shown."""
    found: list[tuple[str, str]] = []
    same = {"b": "strong", "i": "em", "tt": "code"}
    told = ("strong", "em", "code", "sub", "del", "s", "s", "u", "kbd", "li", "td", "blockquote")

    def walk(element: lxml_html.HtmlElement, ways: frozenset[str]) -> None:
        tag = same.get(element.tag, element.tag)
        inside = ways | {tag} if tag in told else ways
        found.extend((letter, " ".join(sorted(inside))) for letter in element.text or "" if not letter.isspace())
        for child in element:
            walk(child, inside)
            found.extend((letter, " ".join(sorted(inside))) for letter in child.tail or "" if not letter.isspace())

    walk(lxml_html.fragment_fromstring(html, create_parent="div"), frozenset())
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "div", "li", "td", "blockquote", "h3"]), pieces()), max_size=3))
def test_every_letter_is_shown_as_before(parts: list[tuple[str, str]]) -> None:
    holders = {"li": "<ul><li>{}</li></ul>", "td": "<table><tr><td>{}</td></tr></table>"}
    html = "".join(holders.get(tag, f"<{tag}>{{}}</{tag}>").format(inner) for tag, inner in parts)
    again = markdown_html(html_to_markdown(html))
    assert shown(again) == shown(html), (html_to_markdown(html), again)


@pytest.mark.parametrize("odd", ["\0", "\x01", "\x1f", "\ud800", "\uffff"])
def test_a_character_that_no_tree_can_hold_costs_no_other_word(odd: str) -> None:
    assert html_to_markdown(f"<p>one {odd}<em>two</em>{odd}</p>") == "one *two*"
