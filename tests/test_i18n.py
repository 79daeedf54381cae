"""The language seam: texts, dates and direction follow the course's language, and a language needs no Python."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mooc_kit.i18n import has_language, messages_for


@pytest.fixture
def french(tmp_path: Path) -> Path:
    """A catalogue laid beside the English one, as a translator would."""
    file = tmp_path / "fr" / "LC_MESSAGES" / "mooc_kit.po"
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        'msgid "Due {date}"\nmsgstr "À rendre le {date}"\n\n'
        'msgid "{n} week"\nmsgid_plural "{n} weeks"\nmsgstr[0] "{n} semaine"\nmsgstr[1] "{n} semaines"\n',
        encoding="utf-8",
    )
    return tmp_path


def test_a_catalogue_beside_the_others_is_all_that_a_language_needs(french: Path) -> None:
    messages = messages_for("fr-CA", french)
    assert messages.text("Due {date}", date=messages.date(date(2027, 3, 1))) == "À rendre le 1 mars 2027"
    assert messages.text("Not translated") == "Not translated"
    assert has_language("fr", french)
    assert not has_language("de", french)


def test_plurals_follow_the_languages_own_rule(french: Path) -> None:
    messages = messages_for("fr", french)
    assert messages.plural("{n} week", "{n} weeks", 0) == "0 semaine"
    assert messages.plural("{n} week", "{n} weeks", 2) == "2 semaines"
    assert messages_for("en").plural("{n} week", "{n} weeks", 0) == "0 weeks"


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("zh-Hant", "ltr")]
)
def test_the_direction_of_writing_comes_from_the_language(language: str, direction: str) -> None:
    assert messages_for(language).dir == direction


@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh-Hans", "pt-BR", "tlh", "x-private", "sr-Latn-RS"])
def test_dates_can_be_told_in_any_language(language: str) -> None:
    messages = messages_for(language)
    assert "2027" in messages.date(date(2027, 3, 1)) or language == "ar"
    assert messages.date_time(datetime(2027, 3, 4, 18, tzinfo=UTC))


def test_english_among_another_language_is_set_apart_on_pages_and_keeps_its_direction_in_words(french: Path) -> None:
    plain = messages_for("ar-SA", french).for_plain_text()
    assert plain.text("Due {date}", date="3") == "\u2066Due 3\u2069"
    assert plain.plural("{n} week", "{n} weeks", 4) == "\u20664 weeks\u2069"
    assert messages_for("ar", french).text("Due {date}", date="3") == "Due 3"
    assert messages_for("de", french).for_plain_text().text("Due {date}", date="3") == "Due 3"
    assert messages_for("de", french).for_pages().text("Due {date}", date="3") == "\u2066\u2060Due 3\u2060\u2069"
    assert messages_for("en-GB", french).for_pages().text("Due {date}", date="3") == "Due 3"
    assert messages_for("fr", french).for_pages().plural("{n} week", "{n} weeks", 1) == "1 semaine"
