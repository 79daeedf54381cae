"""Typographic punctuation as readers see it: by language, never in code, formulas and addresses."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooc_kit.content.html_words import words_of
from mooc_kit.content.typography import QUOTES, quotes_of, typographic
from mooc_kit.course.pages import markdown_html

SAID = 'She said "rinse it" and he asked \'why "three" times?\'.'


def shown(markdown: str, language: str = "en") -> str:
    return typographic(markdown_html(markdown), language).strip()


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("en", "She said “rinse it” and he asked ‘why “three” times?’."),
        ("de", "She said „rinse it“ and he asked ‚why „three“ times?‘."),
        ("de-CH", "She said «rinse it» and he asked ‹why «three» times?›."),
        ("fr", "She said «\xa0rinse it\xa0» and he asked “why «\xa0three\xa0» times?”."),
        ("es", "She said «rinse it» and he asked “why «three» times?”."),
        ("es-MX", "She said “rinse it” and he asked ‘why “three” times?’."),
        ("ar", "She said «rinse it» and he asked “why «three» times?”."),
        ("pl-PL", "She said „rinse it” and he asked ‚why „three” times?’."),
        ("ja", "She said 「rinse it」 and he asked 『why 「three」 times?』."),
        ("xx", SAID),
    ],
)
def test_quotation_marks_are_those_of_the_course_s_language(language: str, begins: str) -> None:
    assert words_of(shown(SAID, language)).replace(" ", " ") == begins.replace("\xa0", " ")
    if language == "fr":
        assert "«\xa0rinse it\xa0»" in shown(SAID, language), "no line begins with a closing mark"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("It's the river's", "It’s the river’s"),
        ("a -- b, 2010--2020, and --- so", "a – b, 2010–2020, and — so"),
        ("Wait...", "Wait…"),
        ("git push --force, a ---- b, ..... and ..", "git push --force, a ---- b, ..... and .."),
        ('"**Bold** *and* `"code"`"', '“Bold and "code"”'),
        ("“typed” «as it is» – so", "“typed” «as it is» – so"),
        ('`x = "a" -- b...`', 'x = "a" -- b...'),
        ('<kbd>"</kbd> and "that"', '" and “that”'),
        ("$f'(x)$ isn't", "$f'(x)$ isn’t"),
        ("https://example.org/a--b/it's...x isn't", "https://example.org/a--b/it's...x isn’t"),
        ("<https://example.org/?q='a'>", "https://example.org/?q='a'"),
        ('3 < 4 & "5" > 4', "3 < 4 & “5” > 4"),
        ("line 'one\ntwo'", "line ‘one two’"),
        ('צה"ל', 'צה"ל'),
    ],
)
def test_what_is_typed_reads_as_it_should_and_what_is_exact_stays(typed: str, read: str) -> None:
    assert words_of(shown(typed)) == read


def test_a_mark_in_one_block_never_pairs_with_one_in_another() -> None:
    made = shown('- an 8" pipe\n- a 6" pipe\n\n| a | b |\n| - | - |\n| 5" | 6" |')
    assert made.count('"') == 4 and not re.search("[“”]", made)


def test_french_signs_do_not_begin_a_line_where_a_space_was_typed() -> None:
    assert words_of(shown("Pourquoi ? Parce que : oui !", "fr")) == "Pourquoi ? Parce que : oui !"
    assert shown("Pourquoi ? « Oui » !", "fr") == "<p>Pourquoi\xa0? «\xa0Oui\xa0»\xa0!</p>"
    assert shown("Pourquoi ? non", "en") == "<p>Pourquoi ? non</p>"


def test_elements_and_attributes_stay_as_they_are() -> None:
    html = markdown_html('![a "b" > c -- d](x.png "it\'s...") and [it\'s](https://example.org "a \'title\'")')
    tags = re.compile(r'<(?:"[^"]*"|[^">])*>')
    assert tags.findall(typographic(html, "en")) == tags.findall(html)


@given(st.text(alphabet="ab 1.-'\"*`_<>&\n$[]()«“", max_size=60), st.sampled_from([*sorted(QUOTES), "xx"]))
def test_only_punctuation_changes_and_doing_it_again_changes_nothing(text: str, language: str) -> None:
    html = markdown_html(text)
    made = typographic(html, language)
    assert typographic(made, language) == made or "'" in text or '"' in text
    bare = re.compile(r"[^ab1<>&*`_$\[\]()]")
    assert bare.sub("", re.sub(r"<[^>]*>", "", made)) == bare.sub("", re.sub(r"<[^>]*>", "", html))


def test_a_region_s_marks_come_before_those_of_its_language() -> None:
    assert quotes_of("zh-Hant-TW") == QUOTES["zh-hant"] and quotes_of("de_AT") == QUOTES["de"]
    assert quotes_of("tlh") is None


def test_a_long_text_full_of_marks_is_set_in_time() -> None:
    began = time.process_time()
    typographic("<p>" + "'a \"" * 20_000 + "</p>", "en")
    assert time.process_time() - began < 10
