"""English among another language says that it is English, wherever HTML lets it."""

from __future__ import annotations

import pytest
from lxml import html

from mooc_kit.content.language_of_parts import with_languages, without_signs
from mooc_kit.i18n import MARKED, messages_for
from mooc_kit.templating import environment


def shown(template: str, language: str = "ar-SA", **values: object) -> str:
    messages = messages_for(language).for_pages()
    return with_languages(environment(messages=messages).from_string(template).render(**values), messages.dir)


def said(message: str) -> str:
    """What no catalogue translates."""
    return f"{{{{ t({message!r}) }}}}"


def test_text_without_a_translation_names_its_language_and_direction() -> None:
    assert shown(f"<p>{said('Nobody translates this.')}</p>") == (
        '<p><bdi lang="en" dir="ltr">Nobody translates this.</bdi></p>'
    )
    inside = shown("<p>{{ t('Not {what} yet.', what=word) }}</p>", word=html.tostring(html.fromstring("<b>so</b>")))
    assert inside.count("<bdi") == inside.count("</bdi>") == 1


def test_an_english_course_has_no_signs_at_all() -> None:
    for language in ("en", "en-GB"):
        assert shown(f"<p title='{said('A')}'>{said('Nobody translates this.')}</p>", language) == (
            "<p title='A'>Nobody translates this.</p>"
        )


@pytest.mark.parametrize(
    "place",
    [
        '<p title="a > b {}">x</p>',
        "<title>{}</title>",
        "<select><option>{}</option></select>",
        "<textarea>{}</textarea>",
        '<script type="application/json">{{"a":"{}"}}</script>',
        "<svg><text>{}</text></svg>",
        "<!-- {} -->",
    ],
)
def test_where_no_element_can_stand_only_the_direction_is_kept(place: str) -> None:
    before, after = (place.format(sign) for sign in MARKED)
    page = place.format(f"{MARKED[0]}Nobody.{MARKED[1]}")
    assert before != after
    assert with_languages(page, "ltr") == place.format("Nobody.")
    assert with_languages(page, "rtl") == place.format("\u2066Nobody.\u2069")


def test_a_text_that_was_cut_short_breaks_no_page() -> None:
    page = with_languages(f"<p>{MARKED[0]}Nobody tr</p>", "ltr")
    assert page == "<p>Nobody tr</p>"
    assert without_signs(f"{MARKED[0]}Nobody{MARKED[1]}") == "Nobody"
