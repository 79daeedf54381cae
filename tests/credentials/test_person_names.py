"""Personal names keep every letter of every script, and lose what would steer the text around them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooc_kit.credentials.person_names import clean_paragraphs, clean_text, has_steering_letters

STEERING = ("\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u061c", "\ufeff", "\x1b", "\x9b", "\x07")


@pytest.mark.parametrize("letter", STEERING, ids=lambda letter: f"U+{ord(letter):04X}")
def test_what_steers_is_taken_out_and_told(letter: str) -> None:
    assert clean_text(f"Ama{letter} Boateng") == "Ama Boateng"
    assert has_steering_letters(f"Ama{letter} Boateng")
    assert clean_paragraphs(f"one{letter}\ntwo") == "one\ntwo"


@given(st.text())
def test_a_cleaned_name_is_one_line_without_control_marks_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(text)
    assert not {unicodedata.category(letter) for letter in cleaned} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(STEERING) & set(cleaned)
    assert clean_text(cleaned) == cleaned and not has_steering_letters(cleaned)


@pytest.mark.parametrize("name", ["मोहन", "علی‌رضا", "क्‍ष", "Zoë", "O’Brien", "陳大文", "👩‍🔬 Ama", "ა ბ"])
def test_names_of_every_script_stay(name: str) -> None:
    assert clean_text(name) == name and not has_steering_letters(name)
