"""The gallery shows only what may be shown, and says what stands in the way of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from mooc_kit.completion_options.authentic.option import Authentic
from tests.completion_options.kit_folders import contributed, rendered, spec_for

OPTION = Authentic()
SHOWN = "---\ndate: 2027-03-09\nmodule: sampling\nmay_be_shown: true\npeople_agreed: true\nname: Marta\n---\n"
PICTURE = "![Three jars](jars.svg)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rendered(OPTION, spec_for(OPTION), tmp_path)
    return tmp_path


def gallery(folder: Path, **files: str) -> tuple[str, list[str]]:
    """The gallery's HTML ("" where there is none) and the problems' codes, with `files` among the share-backs."""
    for name, text in files.items():
        path = folder / "share-backs" / name.replace("__", ".")
        path.write_text(text, "utf-8")
    course, problems = contributed(OPTION, spec_for(OPTION), folder)
    page = next((page for page in course.pages if page.id == "gallery"), None)
    assert course.sharing_back is not None
    assert course.sharing_back.gallery == ("gallery" if page else "")
    return page.body_html if page else "", [problem.code for problem in problems]


def test_a_course_without_share_backs_has_no_gallery(folder):
    assert gallery(folder) == ("", [])


def test_a_story_stands_at_its_module_with_its_picture_and_its_name(folder):
    html, codes = gallery(
        folder,
        first__md=f"{SHOWN}# Big heading\n\nWe went out.\n\n{PICTURE}",
        jars__svg='<svg xmlns="http://www.w3.org/2000/svg"/>',
    )
    assert codes == []
    assert '<a href="course:module/sampling">' in html
    assert 'alt="Three jars"' in html and 'src="asset:share-backs/jars.svg"' in html
    assert "Marta, March 9, 2027" in html
    assert "<h1" not in html and "<h4" in html


def test_the_newest_story_of_a_module_comes_first(folder):
    html, _ = gallery(folder, one__md=f"{SHOWN}Old.", two__md=SHOWN.replace("03-09", "03-12") + "New.")
    assert html.index("New.") < html.index("Old.")


def test_what_may_not_be_shown_is_only_kept(folder):
    html, codes = gallery(folder, first__md=SHOWN.replace("may_be_shown: true", "may_be_shown: false") + "Secret.")
    assert (html, codes) == ("", [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("No settings.", "C505"),
        (SHOWN.replace("sampling", "samplings") + "Text.", "C506"),
        (SHOWN.replace("may_be_shown: true", "may_be_shown: false") + PICTURE, "C507"),
        (SHOWN.replace("people_agreed: true\n", "") + PICTURE, "C508"),
        (SHOWN + "![](jars.svg)", "K104"),
        (SHOWN.replace("2027-03-09", "yesterday") + "Text.", "S107"),
        (SHOWN + "<script>alert(1)</script>", "K106"),
    ],
)
def test_what_is_wrong_with_a_share_back_is_told(folder, text, code):
    html, codes = gallery(folder, jars__svg='<svg xmlns="http://www.w3.org/2000/svg"/>', first__md=text)
    assert code in codes
    assert "<script" not in html


def test_a_picture_that_no_story_shows_is_told(folder):
    assert gallery(folder, jars__svg='<svg xmlns="http://www.w3.org/2000/svg"/>')[1] == ["C509"]
    assert gallery(folder, first__md=SHOWN + PICTURE)[1] == []
