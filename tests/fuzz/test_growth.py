"""Time by length: no reader of words takes the square of what it is given."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import settings

from mooc_kit.completion_options.registry import sections
from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.markdown import markdown_tokens
from mooc_kit.content.safe_html import clean
from mooc_kit.problems import MoocKitError
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import formats
from mooc_kit.spec import load_spec
from mooc_kit.tables import read_table

# fmt: off
PIECES = (
    "# Same\n\n", "<<<<<<< a\n", "a{n}: b\n", "a:", '"', "[",
    "# H {n}\n\n", "![](", "*", "_a ", "`", "``a", "$a ", "$$\n", "[^{n}]: x\n\n", "[^1] ", "> ", "- a\n", "| a ",
    "::: tip\n", "<b>", "<!--", "<a href='", "&#", "\\", "~", "=", "{", "{{ ", "[a{n}]: b\n", "1. a\n", "\t", "&a ",
    "'", "::", "%", "\n", "\r", "// ", "$CATEGORY: a\n\n", "a,", ";", '"a\n', "a\n", "ANSWER: A\n",
)
# fmt: on
ALWAYS = 6
"""How many of them are tried each time; `--hypothesis-profile long` tries all."""
N = 1_500
TIMES = 6
LEAST = 0.1
"""Seconds below which nothing is said: a busy machine is nobody's fault."""


def quiz(key: str, text: str) -> None:
    read_bytes(text.encode(), "quiz.txt", formats()[key])


def table(text: str) -> None:
    list(read_table(text.encode(), "x.csv").rows)


READERS: dict[str, Callable[[str], object]] = {
    "markdown": markdown_tokens,
    "html": html_to_markdown,
    "cleaned": clean,
    "spec": lambda text: load_spec(text, "course.yaml", sections()),
    "table": table,
    **{key: partial(quiz, key) for key, format_ in formats().items() if format_.reads},
}


@pytest.mark.parametrize("name", READERS)
def test_no_reader_takes_the_square_of_its_input(name: str) -> None:
    is_long = settings.get_current_profile_name() == "long"
    for piece in PIECES if is_long else PIECES[:ALWAYS]:
        short, long = (seconds(name, piece, count) for count in (N, N * TIMES))
        if long > LEAST and long > short * TIMES * 3:
            short, long = (min(seconds(name, piece, count) for _ in range(2)) for count in (N, N * TIMES))
            assert long < LEAST or long < short * TIMES * 3, (piece, short, long)


def seconds(name: str, piece: str, count: int) -> float:
    text = "".join(piece.replace("{n}", str(number)) for number in range(count))
    begun = time.process_time()
    with suppress(MoocKitError):
        READERS[name](text)
    return time.process_time() - begun
