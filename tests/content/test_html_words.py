"""Words of HTML: the quick ways to them lead to the same ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mooc_kit.content.html_words import _pieces, first_words_of, fragment, lines_of, words_of
from mooc_kit.content.markdown import parser

PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div class='a'>", "</div>", "<br>", "<b>", "</b>", "<li>", "<table><tr><td>", "</table>"),
        *(
            "<math><annotation>x^2</annotation></math>",
            "<img alt='a  picture'>",
            "<script>no()</script>",
            "<!-- no -->",
        ),
        *("<title>t</title>", "</body>", "<html>", "<body>", "<meta charset='utf-8'>", "<style>p{}</style>", "<p"),
        *(
            "words and  words",
            " ",
            "\n",
            "one\ntwo",
            "&amp;",
            "&lt;p&gt;",
            "&nbsp;",
            "\x01",
            "é",
            "<",
            "<h2>A title</h2>",
        ),
    ]
)


@pytest.mark.hypothesis
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=12).map("".join))
@example("<title>t</title>after")
@example("\n <p>a</p> tail")
@example("</body></html>")
def test_words_are_those_of_the_whole_tree(html: str) -> None:
    for as_written in (False, True):
        text = "".join(_pieces(fragment(html), as_written=as_written))
        if "<" in html:
            wanted = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
            assert lines_of(html, as_written=as_written) == wanted
    whole = words_of(html)
    begun = first_words_of(html, 8)
    assert whole.startswith(begun)
    assert begun == whole or len(begun) > 8


@pytest.mark.hypothesis
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("htpsſıfmailo:/.@ -x", max_size=40))
@example("see https://example.org and HTTPS://X.org")
@example("write to ana@example.org, or maılto:ana@example.org")
@example("httpſ://example.org //example.org ftp://example.org")
def test_no_address_is_passed_over_that_would_become_a_link(text: str) -> None:
    linkify = parser().linkify
    assert linkify is not None
    if linkify.test(text):
        assert linkify.pretest(text)
