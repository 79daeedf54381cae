"""QTI packages: 2.1 fits its schemas, 3.0 is played and scored in a browser as the model scores it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser, Page
from qti_convert import convert_qti3_to_qti21

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.scoring import score
from tests.node_tools import node_tool
from tests.quizzes import strategies as made
from tests.quizzes.writers.every_kind import every_kind, unpacked, written

pytestmark = pytest.mark.conformance

SCHEMAS = Path(__file__).parents[3] / ".." / "shared" / "conformance" / "schemas" / "qti21"


class _ByName(etree.Resolver):
    """Every schema that is imported is found by its file name, never on the network."""

    def __init__(self) -> None:
        super().__init__()
        self.files = {name: str(Path(folder) / name) for folder, _, names in os.walk(SCHEMAS) for name in names}

    def resolve(self, url: str, public_id: str, context: Any) -> Any:
        if Path(url.removeprefix("file://")).exists():
            return None
        name = url.rpartition("/")[2]
        return self.resolve_filename(self.files[name], context) if name in self.files else None


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas of QTI 2.1 are not beside the project")
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_ByName())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "qtiv2p1" / "imsqti_v2p1.xsd"), parser))


def mistakes(schema: etree.XMLSchema, files: dict[str, bytes]) -> list[str]:
    found = []
    for name, data in files.items():
        if name == "test.xml" or name.startswith("items/"):
            schema.validate(etree.fromstring(data))
            found += [f"{name}:{error.line}: {error.message}" for error in schema.error_log]
    return found


def test_every_kind_of_question_fits_the_schema_of_2_1(schema: etree.XMLSchema) -> None:
    files = unpacked(written("qti-2.1")[0])
    assert not mistakes(schema, files)
    assert len([name for name in files if name.startswith("items/")]) == len(every_kind().questions)


@settings(deadline=None, max_examples=40)
@given(
    made.quizzes(
        made.multiple_choice,
        made.multiple_response,
        made.true_false,
        made.short_answer,
        made.exact,
        made.ranged,
        made.matching,
        made.ordering,
        made.essay,
        title="Made up",
    )
)
def test_whatever_authors_write_fits_the_schema_of_2_1(schema: etree.XMLSchema, quiz: QuizFile) -> None:
    assert not mistakes(schema, unpacked(written("qti-2.1", quiz)[0]))


def meaning(element: Any) -> tuple[Any, ...]:
    """An element without its namespace and without where its schema is."""
    attributes = sorted((key, value) for key, value in element.attrib.items() if "schemaLocation" not in key)
    parts = [meaning(part) for part in element]
    return etree.QName(element).localname, attributes, (element.text or ""), (element.tail or "").strip(), parts


@settings(deadline=None, max_examples=30)
@given(
    st.just(every_kind())
    | made.quizzes(
        made.multiple_choice,
        made.multiple_response,
        made.true_false,
        made.short_answer,
        made.exact,
        made.ranged,
        made.matching,
        made.ordering,
        made.essay,
        title="Made up",
    )
)
def test_another_program_makes_the_2_1_package_of_the_3_0_package(quiz: QuizFile) -> None:
    """QTI 3.0 has no schema in any registry; that of 2.1 judges it by way of an independent converter."""
    new, old = unpacked(written("qti-3.0", quiz)[0]), unpacked(written("qti-2.1", quiz)[0])
    names = [name for name in new if name == "test.xml" or name.startswith("items/")]
    for name in names:
        converted = convert_qti3_to_qti21(new[name].decode())
        assert not converted.warnings
        assert meaning(etree.fromstring(converted.xml.encode())) == meaning(etree.fromstring(old[name]))


@pytest.mark.parametrize("key", ["qti-2.1", "qti-3.0"])
def test_the_manifest_names_every_file_and_the_same_quiz_gives_the_same_bytes(key: str) -> None:
    data, _ = written(key)
    files = unpacked(data)
    manifest = etree.fromstring(files["imsmanifest.xml"])
    named = {file.get("href") for file in manifest.iter() if str(file.tag).endswith("}file")}
    assert named == set(files) - {"imsmanifest.xml"}
    ids = [found.get("identifier") for found in manifest.iter() if str(found.tag).endswith("}resource")]
    wanted = [found.get("identifierref") for found in manifest.iter() if str(found.tag).endswith("}dependency")]
    assert set(wanted) < set(ids)
    assert "resource-media-1" in wanted
    assert b"author:Kim" in files["imsmanifest.xml"]
    assert data == written(key)[0]


def test_what_qti_cannot_hold_is_told() -> None:
    told = " ".join(map(str, written("qti-2.1")[1]))
    assert "order" in told
    assert "The least number of words of essay" in told
    assert "Everybody gets the same values" in told


PLAY = """async ([xml, answers]) => {
  const item = document.createElement('qti-item'), box = document.createElement('item-container');
  box.itemXML = xml; item.append(box); document.body.replaceChildren(item);
  const find = root => root.querySelector('qti-assessment-item')
    || [...root.querySelectorAll('*')].map(e => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
  for (let n = 0; n < 100 && !(find(document) && find(document).variables?.length); n++)
    await new Promise(done => setTimeout(done, 20));
  const played = find(document);
  for (const [name, value] of Object.entries(answers)) played.updateResponseVariable(name, value);
  played.processResponse();
  await new Promise(done => setTimeout(done, 20));
  const shown = [...played.querySelectorAll('qti-modal-feedback')].filter(one => one.showStatus === 'on');
  return { score: Number(played.getOutcome('SCORE').value), words: played.textContent,
           feedback: shown.map(one => one.textContent.trim()) };
}"""

# fmt: off
ANSWERS: list[tuple[str, dict[str, Any], Any]] = [
    ("one", {"RESPONSE": "c0"}, 0), ("one", {"RESPONSE": "c1"}, 1), ("one", {"RESPONSE": "c2"}, 2),
    ("many", {"RESPONSE": ["c0", "c1"]}, [0, 1]), ("many", {"RESPONSE": ["c0"]}, [0]),
    ("many", {"RESPONSE": ["c0", "c2"]}, [0, 2]), ("all-or-none", {"RESPONSE": ["c0"]}, [0]),
    ("all-or-none", {"RESPONSE": ["c1", "c0"]}, [0, 1]), 
    ("tf", {"RESPONSE": "true"}, True), ("tf", {"RESPONSE": "false"}, False),
    ("short", {"RESPONSE": "RIVER"}, "RIVER"), ("short", {"RESPONSE": "brook"}, "brook"),
    ("short", {"RESPONSE": "x"}, "x"),
    ("wild", {"RESPONSE": "RIVulet"}, "RIVulet"), ("wild", {"RESPONSE": "lake"}, "lake"),
    ("num", {"RESPONSE": "5.5"}, "5.5"), ("num", {"RESPONSE": "4.5"}, "4.5"), ("num", {"RESPONSE": "5.51"}, "5.51"),
    ("range", {"RESPONSE": "1"}, "1"), ("range", {"RESPONSE": "2.1"}, "2.1"),
    ("match", {"RESPONSE": ["l0 r0", "l1 r2", "l2 r2"]}, ["Emergency line", "The agency", "The agency"]),
    ("match", {"RESPONSE": ["l0 r0", "l1 r1", "l2 r2"]}, ["Emergency line", "The town", "The agency"]),
    ("order", {"RESPONSE": ["i0", "i1", "i2", "i3"]}, [0, 1, 2, 3]),
    ("order", {"RESPONSE": ["i3", "i2", "i1", "i0"]}, [3, 2, 1, 0]),
    ("gaps", {"RESPONSE1": "twenty", "RESPONSE2": "c0", "RESPONSE3": "9"}, ["twenty", "morning", "9"]),
    ("gaps", {"RESPONSE1": "20", "RESPONSE2": "c0", "RESPONSE3": "4"}, ["20", "morning", "4"]),
    ("gaps", {"RESPONSE1": "19", "RESPONSE2": "c1", "RESPONSE3": "2"}, ["19", "evening", "2"]),
    ("rich", {"RESPONSE": "c0"}, 0),
]
# fmt: on


@pytest.fixture(scope="module")
def player(browser: Browser) -> Page:
    page = browser.new_page()
    page.set_content("<!doctype html><title>player</title>")
    page.add_script_tag(path=node_tool("node_modules/@citolab/qti-components/cdn/index.global.js"))
    return page


@pytest.fixture(scope="module")
def items() -> dict[str, str]:
    files = unpacked(written("qti-3.0")[0])
    return {name[6:-4]: data.decode() for name, data in files.items() if name.startswith("items/")}


@pytest.mark.browser
def test_a_player_of_3_0_scores_every_kind_as_the_model_does(player: Page, items: dict[str, str]) -> None:
    by_id = {question.id: question for question in every_kind().questions}
    for id, answers, response in ANSWERS:
        question = by_id[id]
        expected = score(question, response)
        assert expected is not None
        got = player.evaluate(PLAY, [items[id], answers])["score"]
        assert got == pytest.approx(float(expected * question.points)), (id, answers)


@pytest.mark.browser
def test_a_player_of_3_0_shows_words_and_feedback(player: Page, items: dict[str, str]) -> None:
    shown = player.evaluate(PLAY, [items["one"], {"RESPONSE": "c1"}])
    assert shown["feedback"] == ["It is warmer there.", "Look again.", "Deeper is calmer."]
    assert player.evaluate(PLAY, [items["tf"], {"RESPONSE": "true"}])["feedback"] == ["Right."]
    assert 'print("x")' in player.evaluate(PLAY, [items["rich"], {}])["words"]
