"""Participants' questions: judged, made harmless in every export, compared, credited, and accepted."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import lxml.html
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mooc_kit.quizzes.contributions.issue_form import is_form, read_form
from mooc_kit.quizzes.contributions.near_duplicates import NEAR, NearDuplicate, _pieces, twins
from mooc_kit.quizzes.contributions.sanitize import findings, harmless, harmless_text
from mooc_kit.quizzes.media import texts_of
from mooc_kit.quizzes.model import Question, QuizFile, TrueFalse
from mooc_kit.quizzes.registry import formats
from tests.conftest import Grow, Run

FORM = """### For which part of the course is it?

Taking a sample

### Which outcome does it check?

Collect a water sample with a repeatable protocol

### What kind of question is it?

multiple_choice: One answer is right

### The question

Ben fills his bottle at the surface. What goes wrong?

### The answers, one on each line

+ Dust and warm water get in :: Yes, the surface differs from the river below.
- Nothing, water is water :: The surface is warmer.
- The bottle is too small

### What should people know after they answered?

Go down to 20 cm.

### Where does it come from?

_No response_

### How shall we name you as its author?

Kim

### Before you send it

- [x] I wrote it myself.
- [ ] Somebody else has tried to answer it.
"""
EVIL = (
    '<script>alert(1)</script><img src="https://tracker.example/a.png"> ![x](https://tracker.example/b.png) '
    "![y][1] <svg onload=alert(1)> [1]: https://tracker.example/c.png\n\n[1]: https://tracker.example/c.png\n\n"
    "::: video https://tracker.example/d.mp4 Film\n:::\n"
)


@pytest.fixture
def kit(grow: Grow) -> Path:
    rivers = grow("river-watch", "rivers")
    (rivers / "contributions/sampling").mkdir(parents=True)
    return rivers


def test_a_filled_in_form_becomes_a_question_in_its_module_with_its_authors_name(mooc_kit: Run, kit: Path) -> None:
    (kit / "contributions/issue-12.md").write_text(FORM)
    checked = mooc_kit("quiz", "check", "rivers/contributions")
    assert checked.returncode == 0, checked.stdout
    assert "1 contribution" in checked.stdout
    result = mooc_kit("quiz", "accept", "rivers/contributions/issue-12.md", "--kit", "rivers")
    assert result.returncode == 0, result.stderr
    assert "by Kim" in result.stderr
    file = kit / "quizzes/self-check-sampling.yaml"
    question = yaml.safe_load(file.read_text())["questions"][-1]
    assert question["author"] == "Kim"
    assert question["outcome"] == "sample"
    assert [choice.get("correct", False) for choice in question["choices"]] == [True, False, False]
    assert "# Whoever has read the pages of this module" in file.read_text()
    assert (kit / "contributions/accepted/issue-12.md").exists()
    assert mooc_kit("validate", "rivers").returncode == 0
    again = kit / "contributions/again.md"
    again.write_text(FORM)
    twice = mooc_kit("quiz", "check", "rivers/contributions")
    assert twice.returncode == 1
    assert "Q705" in twice.stdout


def test_ci_gets_a_comment_at_the_line(mooc_kit: Run, kit: Path) -> None:
    (kit / "contributions/sampling/kim.gift").write_text("// mine\n\n\nHow deep? {~10 cm ~20 cm}\n")
    result = mooc_kit("quiz", "check", "rivers/contributions", "--format", "github")
    assert result.returncode == 1
    assert "file=rivers/contributions/sampling/kim.gift,title=Q101,line=4" in result.stdout
    refused = mooc_kit("quiz", "accept", "rivers/contributions/sampling/kim.gift", "--kit", "rivers")
    assert refused.returncode == 1
    assert "Q101" in refused.stderr


@pytest.mark.parametrize(
    ("change", "code"),
    [(("- [x]", "- [ ]"), "Q704"), (("+ Dust", "Dust"), "Q709"), (("Taking a sample", "Swimming"), "Q707")],
)
def test_what_is_missing_in_a_form_is_told(mooc_kit: Run, kit: Path, change: tuple[str, str], code: str) -> None:
    (kit / "contributions/issue.md").write_text(FORM.replace(*change))
    result = mooc_kit("quiz", "check", "rivers/contributions")
    assert result.returncode == 1
    assert code in result.stdout


def test_a_script_that_a_reader_leaves_out_is_told_at_its_line(mooc_kit: Run, kit: Path) -> None:
    file = kit / "contributions/sampling/kim.gift"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        "::Rinse:: How often? {=Three times#Yes. ~Once#No.}\n\n::Odd:: Why <script>alert(1)</script>? {T}\n"
    )
    told = json.loads(mooc_kit("quiz", "check", "rivers/contributions", "--format", "json").stdout)
    found = [(problem["code"], problem["line"]) for problem in told["problems"] if problem["code"] == "Q702"]
    assert found == [("Q702", 3)]


def test_a_course_that_takes_no_questions_says_so(mooc_kit: Run, kit: Path) -> None:
    spec = kit / "course.yaml"
    spec.write_text(spec.read_text().replace("contributions: reviewed", "contributions: closed"))
    (kit / "contributions/sampling/a.gift").write_text("Deep? {TRUE}")
    assert "Q708" in mooc_kit("quiz", "check", "rivers/contributions").stdout


def test_open_contributions_are_asked_at_once_and_made_harmless(mooc_kit: Run, kit: Path) -> None:
    spec = kit / "course.yaml"
    spec.write_text(spec.read_text().replace("contributions: reviewed", "contributions: open"))
    (kit / "contributions/sampling/a.gift").write_text(
        "::Zebra::Is it <script>alert(1)</script> zebra\\-striped? {TRUE}"
    )
    (kit / "contributions/sampling/broken.gift").write_text("Okapi {~1 ~2}")
    assert mooc_kit("build", "rivers", "--target", "site", "-o", "out").returncode == 0
    page = next((kit.parent / "out").rglob("*self-check-sampling*")).parent
    built = "".join(file.read_text() for file in page.rglob("*self-check-sampling*") if file.is_file())
    assert "zebra" in built
    assert "Okapi" not in built
    assert "<script>alert(1)" not in built


def test_no_export_of_a_contributed_question_runs_a_script_or_asks_another_site() -> None:
    data = {
        "questions": [
            {
                "id": "a",
                "kind": "multiple_choice",
                "prompt": EVIL,
                "feedback": {"general": EVIL},
                "hints": [EVIL],
                "choices": [{"text": EVIL, "correct": True, "feedback": EVIL}, {"text": "b"}],
            },
            {
                "id": "b",
                "kind": "matching",
                "prompt": "x",
                "pairs": [{"left": EVIL, "right": "1"}, {"left": "l", "right": "2"}],
            },
            {"id": "c", "kind": "fill_blanks", "prompt": "x", "text": f"{EVIL} [[gap]]"},
            {"id": "d", "kind": "essay", "prompt": "x", "model_answer": EVIL},
        ]
    }
    quiz = QuizFile.model_validate(data)
    assert {rule.code for rule in findings(quiz.questions[0])} >= {"Q701", "Q702"}
    safe = quiz.model_copy(update={"questions": [harmless(question) for question in quiz.questions]})
    shown = 0
    for key, format_ in formats().items():
        if not format_.writes or format_.suffixes[0] in (".pdf", ".xlsx"):
            continue
        for piece in _shown(format_.write(safe, {}).data):
            for element in lxml.html.fragment_fromstring(piece, create_parent="div").iter():
                shown += 1
                name = str(element.tag).rpartition("}")[2]
                assert name not in ("script", "svg", "iframe", "object", "video", "audio"), (key, piece)
                loaded = [element.get(attribute, "") for attribute in ("src", "data", "poster", "srcset")]
                assert not [url for url in loaded if "tracker" in url], (key, piece)
                assert not [attribute for attribute in element.attrib if attribute.startswith("on")], (key, piece)
    assert shown > 200


def _shown(data: bytes) -> list[str]:
    """Everything in an export that a platform would show as HTML: elements, and texts that hold HTML."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [piece for name in archive.namelist() for piece in _shown(archive.read(name))]
    if data.startswith(b"{"):
        return [text for text in texts_of(json.loads(data)) if text.strip()]
    if data.lstrip().lower().startswith(b"<!doctype html"):
        return [data.decode().partition("<main>")[2].partition("</main>")[0]]
    if not data.startswith(b"<?xml"):
        # Markdown and the like: what a site makes of the texts is looked at in the other formats.
        return []
    root = etree.fromstring(data)
    inside = [text for element in root.iter() for text in (element.text, element.tail) if text and text.strip()]
    tags = [
        f"<{str(e.tag).rpartition('}')[2]} src='{e.get('src', '')}'>" for e in root.iter() if isinstance(e.tag, str)
    ]
    # QTI 2.1 and 3.0 hold XHTML itself: there `<` in a text is a letter.
    is_xhtml = b"imsqti_v2p1" in data[:400] or b"imsqtiasi_v3p0" in data[:400]
    return [tag for tag in tags if "tracker" in tag or tag.startswith(("<script", "<svg"))] + (
        [] if is_xhtml else inside
    )


@settings(deadline=None, max_examples=200)
@given(st.text("<>![]()\\`*_a: /hxtps\n&;'\"=$~|{}", max_size=60))
def test_whatever_is_written_shows_no_html_and_no_picture_from_elsewhere(text: str) -> None:
    question = TrueFalse.model_construct(id="q", kind="true_false", prompt=harmless_text(text), answer=True)
    assert {rule.code for rule in findings(question)} <= {"Q703"}


def asking(text: str, number: int) -> TrueFalse:
    return TrueFalse.model_validate({"id": f"q{number}", "kind": "true_false", "prompt": text, "answer": True})


def compared_one_by_one(questions: Sequence[Question], since: int, near: float) -> list[NearDuplicate]:
    """What `twins` finds, by comparing each with each."""
    found = []
    pieces = [_pieces(question) for question in questions]
    for newer in range(since, len(pieces)):
        alike = [len(pieces[newer] & other) / len(pieces[newer] | other) for other in pieces[:newer]]
        if alike and max(alike) >= near:
            found.append(NearDuplicate(newer, alike.index(max(alike)), max(alike)))
    return found


WORDS = "river bottle sample depth wind fish bank stone cold warm town water rivers samples".split()  # noqa: SIM905


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), max_size=25),
    st.integers(0, 5),
    st.sampled_from([0.3, 0.5, NEAR, 0.9, 1.0]),
)
def test_near_twins_are_those_that_comparing_all_with_all_finds(
    texts: list[list[str]], since: int, near: float
) -> None:
    questions = [asking(" ".join(words), number) for number, words in enumerate(texts)]
    assert list(twins(questions, since, near)) == compared_one_by_one(questions, since, near)


def test_a_question_with_a_few_words_changed_is_a_near_twin_and_one_by_another_author_the_same() -> None:
    chance = random.Random(3)
    texts = [" ".join(chance.choice(WORDS) for _ in range(10)) for _ in range(120)]
    made = [asking(text, number) for number, text in enumerate([*texts, *(f"{text} now" for text in texts[:30])])]
    assert {(twin.newer, twin.older) for twin in twins(made, since=120)} == {(120 + n, n) for n in range(30)}
    same = list(twins([made[0], made[0].model_copy(update={"id": "other", "author": "Kim"})]))
    assert [twin.is_same for twin in same] == [True]


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=120) | st.text(max_size=60).map(lambda text: FORM.replace("+ Dust", text)))
def test_no_form_crashes_the_reader(text: str) -> None:
    is_form(text)
    read_form(text, "issue.md")
