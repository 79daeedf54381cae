"""Files of platforms: what they export is read, what we write has the form that they check."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import format_named
from tests.quizzes.test_round_trips import everything

SCHEMAS = Path(__file__).parents[3] / "shared/conformance/schemas"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def written(key: str, quiz: QuizFile, media: dict[str, bytes] | None = None) -> bytes:
    format_ = format_named(key)
    assert format_ is not None
    return format_.write(quiz, media or {}).data


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def qti12_schema() -> etree.XMLSchema:
    folder = SCHEMAS / "qti12"
    if not folder.is_dir():
        pytest.skip("The schemas of shared/conformance are not beside this repository.")

    class Local(etree.Resolver):
        def resolve(self, url: str | None, public_id: str | None, context: Any) -> Any:
            file = folder / Path(url or "").name
            return self.resolve_filename(str(file), context) if file.is_file() else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(str(folder / "ims_qtiasiv1p2.xsd"), parser))


@pytest.mark.parametrize(("name", "quiz"), everything(), ids=lambda value: value if isinstance(value, str) else "")
def test_canvas_items_are_valid_qti_1_2(name: str, quiz: QuizFile, qti12_schema: etree.XMLSchema) -> None:
    files = unzipped(written("qti12", quiz))
    items = [content for path, content in files.items() if b"questestinterop" in content[:200]]
    assert len(items) == 1
    qti12_schema.assertValid(etree.fromstring(items[0]))


def test_a_canvas_package_names_every_file_in_its_manifest() -> None:
    quiz = QuizFile.model_validate(
        {
            "title": "Rivers",
            "questions": [{"id": "q", "kind": "essay", "prompt": "What is ![a river](<images/a b.png>)?"}],
        }
    )
    files = unzipped(written("qti12", quiz, {"images/a b.png": PNG}))
    manifest = etree.fromstring(files["imsmanifest.xml"])
    named = {str(href) for href in manifest.xpath("//*[local-name()='file']/@href")}
    assert named == set(files) - {"imsmanifest.xml"}
    assert files["web_resources/a-b.png"] == PNG
    found = read_bytes(written("qti12", quiz, {"images/a b.png": PNG}), "quiz.zip")
    assert found.quiz is not None
    assert found.media == {"media/a-b.png": PNG}
    assert found.quiz.questions[0].prompt == "What is ![a river](media/a-b.png)?"


def test_moodle_keeps_images_inside_and_reads_them_back() -> None:
    quiz = QuizFile.model_validate({"questions": [{"id": "q", "kind": "essay", "prompt": "See ![r](images/r.png)"}]})
    data = written("moodle-xml", quiz, {"images/r.png": PNG})
    root = etree.fromstring(data)
    file = root.find(".//questiontext/file")
    assert file is not None
    assert base64.b64decode(file.text or "") == PNG
    found = read_bytes(data, "quiz.xml")
    assert found.media == {"media/r.png": PNG}


def test_a_name_that_only_repeats_the_question_is_no_title() -> None:
    """Moodle asks for a name of each question; shown as its title, people would read the question twice."""
    long = "What do you do first, when you come to the bank of a river that you have never seen?"
    named = {"Which *river*?": "Which river?", "Depth": "How deep?", long: f"{long[:60]} …", "How deep is it?": "How"}
    prompts = "".join(
        f"<question type='essay'><name><text>{name}</text></name><questiontext format='markdown'><text>{prompt}</text>"
        "</questiontext></question>"
        for prompt, name in named.items()
    )
    found = read_bytes(f"<quiz>{prompts}</quiz>".encode(), "quiz.xml")
    assert [q.title for q in found.quiz.questions] == [None, "How deep?", None, "How"]


def test_gaps_units_and_drawn_values_go_through_moodle() -> None:
    # fmt: off
    questions = [
        {
            "id": "gaps", "kind": "fill_blanks", "title": "Gaps", "prompt": "Gaps",
            "text": "Sample [[#where]] at [[#depth]] cm with [[clean|rinsed*]] hands_on *care*.",
            "blanks": {
                "where": {"choices": [{"text": "up~stream", "correct": True}, {"text": "down", "credit": 50}]},
                "depth": {"numbers": [{"answer": 20, "tolerance": 2}], "weight": 2},
            },
        },
        {
            "id": "far", "kind": "numerical", "prompt": "How far?", "answer": 1500, "tolerance": 10, "unit": "m",
            "units": [{"name": "km", "factor": 1000}], "unit_needed": True,
        },
        {
            "id": "area", "kind": "calculated", "prompt": "Area of {w} by {h}?", "formula": "w * h",
            "variables": {"w": {"least": 1, "most": 9}, "h": {"least": 1, "most": 4, "decimals": 1}},
        },
    ]
    # fmt: on
    quiz = QuizFile.model_validate({"questions": questions})
    found = read_bytes(written("moodle-xml", quiz), "quiz.xml")
    assert not found.problems
    assert found.quiz is not None
    gaps, far, area = found.quiz.questions
    assert [gap.right_answers() for gap in gaps.gaps()] == [gap.right_answers() for gap in quiz.questions[0].gaps()]
    assert gaps.gaps()[1].weight == 2
    assert gaps.text.startswith("Gaps\n\nSample ")
    again = read_bytes(written("moodle-xml", found.quiz), "quiz.xml").quiz
    assert again is not None
    assert again.questions[0] == gaps
    assert (far.unit, far.units, far.unit_needed) == ("m", quiz.questions[1].units, True)
    assert (area.formula, area.variables, area.prompt) == ("w * h", quiz.questions[2].variables, "Area of {w} by {h}?")


def test_what_is_said_to_a_wrong_answer_comes_back_from_canvas() -> None:
    answers = ["grebe", {"text": "coot", "credit": 0, "feedback": "It dives, but not for fish."}]
    asked = {"id": "q", "kind": "short_answer", "prompt": "Which bird?", "answers": answers}
    quiz = QuizFile.model_validate({"questions": [asked]})
    found = read_bytes(written("qti12", quiz), "quiz.zip")
    assert found.notices == []
    assert found.quiz is not None
    assert found.quiz.questions[0].answers == quiz.questions[0].answers


def test_contributed_markup_cannot_bring_a_script_anywhere() -> None:
    evil = "Hi <script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) <iframe src=//x></iframe>"
    quiz = QuizFile.model_validate({"questions": [{"id": "q", "kind": "essay", "prompt": evil}]})
    for key in ("moodle-xml", "qti12"):
        data = written(key, quiz)
        text = b"".join(unzipped(data).values()) if key == "qti12" else data
        for word in (b"script>", b"onerror", b'="javascript', b"iframe"):
            assert word not in text.replace(b"manifest", b""), (key, word)
