"""A course is reviewed by colleagues who open no repository: one HTML file out, small files in, a record in the kit."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import Grow, Run
from tests.shared import grown

RECORD = "kit/guides/reviews.yaml"
EMPTY = {"mooc-kit-review": 1, "course": "fix-a-flat", "by": "Ana", "on": "2026-11-29", "pages": []}


@pytest.fixture
def kit(tmp_path: Path, shared: Path) -> Path:
    return grown(shared, "fix-a-flat", tmp_path / "kit")


def review(file: Path, *pages: dict[str, object], course: str = "fix-a-flat", by: str = "Ana") -> Path:
    file.write_text(json.dumps({"mooc-kit-review": 1, "course": course, "by": by, "on": "2026-11-29", "pages": pages}))
    return file


@pytest.mark.browser
def test_what_a_colleague_types_survives_a_reload_and_comes_back_as_data(
    kit: Path, mooc_kit: Run, tmp_path: Path, browser: Browser
) -> None:
    made = mooc_kit("review", "make", "kit")
    assert made.returncode == 0, made.stdout + made.stderr
    page = browser.new_context(viewport={"width": 360, "height": 740}, offline=True).new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else wrong.append(request.url),
    )
    page.goto((tmp_path / "review.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not page.evaluate("[...document.images].filter(one => !one.naturalWidth || !one.alt).length")
    page.get_by_role("button", name="Save my review").click()
    assert "Write your name first" in page.inner_text("#need")
    page.get_by_label("Your name").fill("Ana <b>")
    page.get_by_label("Yes, this page is fine").first.check()
    page.get_by_label("What should change?").nth(1).fill("Say [bold]when[/bold]: ---\n../../x\n<img src=x>")
    page.reload()
    assert page.get_by_label("Yes, this page is fine").first.is_checked()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my review").click()
    saved.value.save_as(tmp_path / "ana.json")
    assert "/" not in saved.value.suggested_filename
    assert not wrong
    page.context.close()
    taken = mooc_kit("review", "take", "ana.json", "--kit", "kit")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "2 new remarks" in taken.stdout
    assert "Ana <b>, 20" in taken.stdout and "Say [bold]when[/bold]: --- ../../x <img src=x>" in taken.stdout
    record = (tmp_path / RECORD).read_text()
    assert "0 new remarks" in mooc_kit("review", "take", "ana.json", "--kit", "kit").stdout
    assert (tmp_path / RECORD).read_text() == record
    home = kit / "content/index.md"
    home.write_text(home.read_text() + "\nOne sentence more.\n")
    assert "changed since: Ana <b>" in mooc_kit("review", "take", "ana.json", "--kit", "kit").stdout


def test_only_what_changed_or_has_no_yes_is_made_again(kit: Path, mooc_kit: Run, tmp_path: Path) -> None:
    from mooc_kit.commands.validate import whole_course
    from mooc_kit.course.review_pages import review_pages

    pages = list(review_pages(whole_course(kit)))
    said = [{"page": page.key, "of": page.digest, "yes": True} for page in pages[1:]]
    mooc_kit("review", "take", str(review(tmp_path / "all.json", *said)), "--kit", "kit")
    made = mooc_kit("review", "make", "kit", "--changed")
    assert "1 page." in made.stdout
    again = mooc_kit("review", "make", "kit", "--since", "kit")
    assert "nothing changed" in again.stdout


def test_open_comments_are_told_until_they_are_done(kit: Path, mooc_kit: Run, tmp_path: Path) -> None:
    said: dict[str, object] = {"page": "home", "of": "0" * 16, "words": "Say when [bold]it[/bold] begins"}
    mooc_kit("review", "take", str(review(tmp_path / "ana.json", said)), "--kit", "kit")
    for command in ("outline", "todo"):
        assert "Open comments of reviewers: 1 (home)" in mooc_kit(command, "kit").stdout
    told = mooc_kit("validate", "kit")
    assert told.returncode == 0
    assert "kit/guides/reviews.yaml:5:5  K123" in told.stdout
    assert "Ana said of home: Say when [bold]it[/bold] begins" in told.stdout
    record = tmp_path / RECORD
    record.write_text(record.read_text() + "    done: true\n")
    assert "Open comments" not in mooc_kit("outline", "kit").stdout
    assert "K123" not in mooc_kit("validate", "kit").stdout
    record.write_text("reviews: [")
    assert "K133" in mooc_kit("validate", "kit").stdout


def test_reviewers_read_rubrics_awards_and_questions_as_participants_see_them(kit: Path) -> None:
    from mooc_kit.commands.validate import whole_course
    from mooc_kit.course.review_pages import review_pages

    quiz = sorted((kit / "quizzes").glob("*.yaml"))[0]
    text = quiz.read_text()
    quiz.write_text(re.sub(r"(?m)^( +)prompt: .*(\n\1  .*)*", r"\1prompt: Which is *not* `true`?", text, count=1))
    course = whole_course(kit)
    path = next(page for page in review_pages(course) if page.key.startswith("rubric/")).files[0]
    text = (kit / path).read_text()
    (kit / path).write_text(
        re.sub(r"(?m)^( +)descriptor: .*(\n\1  .*)*", r"\1descriptor: Not *x* \\<b>", text, count=1)
    )
    course = whole_course(kit)
    pages = {page.key: page for page in review_pages(course)}
    assert "<td>Not <em>x</em> &lt;b&gt;</td>" in pages[f"rubric/{Path(path).stem}"].html
    assert any("Which is <em>not</em> <code>true</code>?" in page.html for page in pages.values())
    rubric = next(page for key, page in pages.items() if key.startswith("rubric/"))
    assert (kit / rubric.files[0]).is_file()
    assert rubric.html.count("<tr>") >= 4
    assert {key for key in pages if key.startswith("credential/")} == {f"credential/{c.id}" for c in course.credentials}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{" * 5000,
        '{"mooc-kit-review": 2}',
        json.dumps(
            {"mooc-kit-review": 1, "course": "fix-a-flat", "by": "A", "on": "2026-11-29", "pages": [{"page": "../x"}]}
        ),
        json.dumps({**EMPTY, "pages": [{"page": "../x"}]}),
        json.dumps({**EMPTY, "course": "other"}),
        json.dumps({**EMPTY, "by": "A\u001b[2J"}),
    ],
)
def test_a_file_that_is_no_review_of_this_course_is_refused_and_nothing_recorded(
    kit: Path, mooc_kit: Run, tmp_path: Path, text: str
) -> None:
    (tmp_path / "bad.json").write_text(text)
    result = mooc_kit("review", "take", "bad.json", "--kit", "kit")
    assert result.returncode == 2
    assert "bad.json" in result.stderr
    assert not (tmp_path / RECORD).exists()


def test_half_a_letter_in_a_review_is_refused(tmp_path: Path, mooc_kit: Run, grow: Grow) -> None:
    grow("river-watch")
    review = {"mooc-kit-review": 1, "course": "\ud800", "by": "Mei", "on": "2027-03-01", "pages": [], "@x": 1}
    (tmp_path / "r.json").write_text(json.dumps(review))
    told = mooc_kit("review", "take", "r.json", "--kit", "river-watch")
    assert told.returncode == 2
    assert "is no review" in told.stderr and "Traceback" not in told.stderr
