"""The HTML of platforms' questions becomes Markdown that shows the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.quizzes.formats.draft_questions import Drafts


def markdown_of(html: str) -> str:
    return Drafts("q.xml").markdown(html)


WORDS = st.text(st.sampled_from("ab1 _*`[]()#-+.:!$~\\|=\u00a0\n\té中"), max_size=25)


@settings(max_examples=400, deadline=None)
@given(WORDS)
def test_words_without_tags_are_read_as_words_within_tags(words: str) -> None:
    assert markdown_of(words) == markdown_of(f"<p>{words}</p>")


@pytest.mark.parametrize("read", [markdown_of, html_to_markdown])
@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One<br></p>", "One"),
        ("<p><br>One<br/> <br></p><p>Two</p>", "One\n\nTwo"),
        ("One<br>", "One"),
        (r"<p>So \(x_1 + y_1\) holds</p>", "So $x_1 + y_1$ holds"),
        (r"<p>\[ a*b \]</p>", "$$a*b$$"),
        ("<p>[mathjaxinline]x_1[/mathjaxinline]</p>", "$x_1$"),
        ("<p>[mathjax]x_1[/mathjax]</p>", "$$x_1$$"),
        ("<p>$$ x_1 $$</p>", "$$x_1$$"),
    ],
)
def test_breaks_at_the_end_leave_nothing_and_formulas_stay_formulas(read, html: str, markdown: str) -> None:  # type: ignore[no-untyped-def]
    assert read(html) == markdown
