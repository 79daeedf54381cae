"""Pages of a kit that are still our English say so, and what their authors wrote does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.pages import read_page
from mooc_kit.i18n import messages_for

OURS = (
    "## A week in this course\n\n1. Open the module of the week and read what it is for.\n2. Lire le module.\n\n"
    "Plan about 3 hours a week. Less is fine too.\n\nPrévoyez trois heures.\n"
)


def page(folder: Path, language: str, text: str) -> str:
    return read_page(KitFiles(folder, messages=messages_for(language)), "content/pages/page.md", text).body_html


@pytest.mark.parametrize("language", ["mi", "tlh"])
def test_what_still_says_what_the_template_says_is_english(tmp_path: Path, language: str) -> None:
    shown = page(tmp_path, language, OURS)
    assert '<h2 id="a-week-in-this-course" lang="en" dir="ltr">A week in this course</h2>' in shown
    assert '<li lang="en" dir="ltr">Open the module of the week and read what it is for.</li>' in shown
    assert "<li>Lire le module.</li>" in shown
    assert '<p lang="en" dir="ltr">Plan about 3 hours a week. Less is fine too.</p>' in shown
    assert "<p>Prévoyez trois heures.</p>" in shown


def test_a_changed_sentence_is_its_authors(tmp_path: Path) -> None:
    assert "lang=" not in page(tmp_path, "tlh", "Plan about 3 hours a week, as we say.\n\nSupport\n")


@pytest.mark.parametrize("language", ["en", "en-GB", "en-XA"])
def test_an_english_page_says_nothing(tmp_path: Path, language: str) -> None:
    assert "lang=" not in page(tmp_path, language, OURS)
