"""Quizzes on paper: every question stands there, the answers only where they are wanted, and nothing is loaded."""

from __future__ import annotations

import io

import lxml.html
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from mooc_kit.quizzes.model import QuizFile
from tests.quizzes.writers.every_kind import PNG, every_kind, written
from tests.visitor import barriers


def words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_the_pdf_holds_every_question_and_only_the_key_holds_answers() -> None:
    plain, key = words(written("pdf")[0]), words(written("pdf-answers")[0])
    for text in (plain, key):
        assert "Every kind of question" in text
        assert all(f"{number}." in text for number in range(1, len(every_kind().questions) + 1))
        assert "Sample at (1)" in text
    assert "twenty" in key
    assert "twenty" not in plain
    assert "It is so" in key
    assert "It is so" not in plain
    assert "Name:" in plain


@pytest.mark.parametrize("key", ["pdf-answers", "html-answers"])
def test_the_key_tells_every_answer_that_counts_and_what_it_is_worth(key: str) -> None:
    numbers = {"answer": 5, "tolerance": 1, "also": [{"answer": 7, "credit": 50}]}
    answers = ["river_bed", "2 \\* 3", "lak*", {"text": "pond", "credit": 33.33333}]
    questions = [
        {"id": "a", "kind": "numerical", "prompt": "How many?", **numbers},
        {"id": "b", "kind": "short_answer", "prompt": "Where?", "answers": answers},
    ]
    data, _ = written(key, QuizFile.model_validate({"questions": questions}))
    text = words(data) if key.startswith("pdf") else " ".join(lxml.html.fromstring(data).text_content().split())
    for told in ("5 (4 – 6)", "7 [50 %]", "river_bed", "2 * 3", "lak…", "pond [33.3 %]"):
        assert told in text, told


def test_the_pdf_is_tagged_and_its_bytes_are_the_same_each_time() -> None:
    data = written("pdf")[0]
    reader = PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert data == written("pdf")[0]


@pytest.mark.parametrize("media", [{"river.png": b"no picture"}, {"river.svg": b"<svg"}, {"river.png": PNG[:60]}])
def test_a_damaged_picture_is_told_and_stops_nothing(media: dict[str, bytes]) -> None:
    quiz = QuizFile.model_validate(
        {"questions": [{"id": "q", "kind": "essay", "prompt": f"![A river]({next(iter(media))}) Why?"}]}
    )
    data, notices = written("pdf", quiz, media=media)
    assert "[A river]" in words(data)
    assert [notice.what for notice in notices] == [f"The picture {next(iter(media))}"]


def test_words_of_authors_are_never_taken_for_typst() -> None:
    evil = '#panic("no") #import "x.typ" $ } ] <label> @ref'
    question = {"id": "q", "kind": "essay", "prompt": evil.replace("<", "\\<")}
    assert '#panic("no")' in words(written("pdf", QuizFile.model_validate({"title": evil, "questions": [question]}))[0])


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("key", ["html", "html-answers"])
def test_the_page_is_accessible_and_asks_for_nothing(key: str, width: int, browser: Browser) -> None:
    evil = '<script>document.title="owned"</script> ![t](https://tracker.example/a.png)'
    question = {"id": "evil", "kind": "true_false", "prompt": evil, "answer": True, "author": evil}
    quiz = QuizFile.model_validate(
        {"title": "Rivers", "questions": [question, *every_kind().model_dump(exclude_none=True)["questions"]]}
    )
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(written(key, quiz)[0].decode())
    assert not [url for url in asked if not url.startswith("data:")]
    assert page.locator("script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("li.right").count() == (8 if key == "html-answers" else 0)
    assert page.locator("img[src^='data:image/png']").count() == 1
    found = barriers(page)
    assert found == []
    page.close()
