"""Canvas packages, read by the rules of Canvas's own importer (its `qti_exporter` plugin), which are retold here.

The importer asks the item's `question_type`, takes answers from the response fields and their weight from the
conditions: Set or Add above zero makes an answer right, the last condition on it goes, and feedback is what it says.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import etree

from mooc_kit.quizzes.model import QuizFile
from tests.quizzes.writers.every_kind import PNG, every_kind, unpacked, written

QTI = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
META = {"c": "http://canvas.instructure.com/xsd/cccv1p0"}


class CanvasItem:
    """An item as Canvas's importer sees it."""

    def __init__(self, element: Any) -> None:
        self.element = element
        fields = {self.word(f, "q:fieldlabel"): self.word(f, "q:fieldentry") for f in self.all("//q:qtimetadatafield")}
        self.type, self.points = fields["question_type"], float(fields["points_possible"])
        self.text = self.word(element, "q:presentation/q:material/q:mattext")
        self.feedback = {found.get("ident"): self.word(found, ".//q:mattext") for found in self.all("/q:itemfeedback")}
        self.conditions = self.all("/q:resprocessing/q:respcondition")

    def all(self, path: str) -> list[Any]:
        found: list[Any] = self.element.xpath(f".{path}", namespaces=QTI)
        return found

    @staticmethod
    def word(holder: Any, path: str) -> str:
        return "".join(holder.xpath(f"{path}/text()", namespaces=QTI)[:1])

    def said(self, condition: Any) -> str:
        return self.feedback.get("".join(condition.xpath("q:displayfeedback/@linkrefid", namespaces=QTI)[:1]), "")

    def weight(self, condition: Any) -> int:
        return 100 if float(self.word(condition, "q:setvar[@varname='SCORE']") or 0) > 0 else 0

    def labels(self, response: Any) -> dict[str, str]:
        found = response.xpath(".//q:response_label", namespaces=QTI)
        return {label.get("ident"): self.word(label, ".//q:mattext") for label in found}

    def choices(self) -> dict[str, tuple[int, str]]:
        """Words of each choice -> its weight, and what is said to those who choose it."""
        (response,) = self.all("/q:presentation/q:response_lid")
        weights = dict.fromkeys(self.labels(response), 0)
        said = dict.fromkeys(weights, "")
        for condition in self.conditions:
            together = condition.xpath("q:conditionvar/q:and/q:varequal/text()", namespaces=QTI)
            for id in together or condition.xpath("q:conditionvar/q:varequal/text()", namespaces=QTI)[:1]:
                weights[id] = 100 if together else self.weight(condition)
                said[id] = said[id] or self.said(condition)
        return {words: (weights[id], said[id]) for id, words in self.labels(response).items()}

    def blanks(self) -> dict[str, dict[str, int]]:
        """Name of each blank -> its answers and their weights."""
        found = {}
        for response in self.all("/q:presentation/q:response_lid"):
            ident = response.get("ident")
            right = {
                condition.xpath("string(.//q:varequal)", namespaces=QTI)
                for condition in self.conditions
                if condition.xpath(".//q:varequal/@respident", namespaces=QTI)[:1] == [ident]
                and condition.xpath("q:setvar/@action", namespaces=QTI) == ["Add"]
            }
            labels = self.labels(response).items()
            found[ident.removeprefix("response_")] = {words: 100 * (id in right) for id, words in labels}
        return found

    def numbers(self) -> list[dict[str, float]]:
        found = []
        for condition in self.conditions:
            exact = self.word(condition, ".//q:or/q:varequal")
            least, most = (self.word(condition, f".//q:and/q:{name}") for name in ("vargte", "varlte"))
            if exact:
                found.append({"exact": float(exact), "margin": round(float(most) - float(exact), 9)})
            elif least:
                found.append({"start": float(least), "end": float(most)})
        return found


@pytest.fixture(scope="module")
def package() -> dict[str, bytes]:
    return unpacked(written("qti12")[0])


@pytest.fixture(scope="module")
def items(package: dict[str, bytes]) -> dict[str, CanvasItem]:
    return items_of(package)


def items_of(package: dict[str, bytes]) -> dict[str, CanvasItem]:
    (name,) = (name for name, data in package.items() if b"<questestinterop" in data[:300])
    found = etree.fromstring(package[name]).findall(".//q:item", QTI)
    return {item.get("ident"): CanvasItem(item) for item in found}


def test_every_kind_has_the_type_by_which_canvas_asks_it(items: dict[str, CanvasItem]) -> None:
    assert {id: item.type.removesuffix("_question") for id, item in items.items()} == {
        "one": "multiple_choice",
        "many": "multiple_answers",
        "all-or-none": "multiple_answers",
        "tf": "true_false",
        "short": "short_answer",
        "num": "numerical",
        "range": "numerical",
        "match": "matching",
        "gaps": "fill_in_multiple_blanks",
        "essay": "essay",
        "calc": "calculated",
        "rich": "multiple_choice",
    }
    points = {question.id: question.points for question in every_kind().questions}
    assert {id: item.points for id, item in items.items()} == {id: points[id] for id in items}


def test_choices_have_their_weights_and_what_is_said_to_them(items: dict[str, CanvasItem]) -> None:
    assert list(items["one"].choices().values()) == [(100, "<p>Yes.</p>"), (0, "<p>It is warmer there.</p>"), (0, "")]
    assert [weight for weight, _ in items["many"].choices().values()] == [100, 100, 0, 0]
    assert items["tf"].choices() == {"<p>True</p>": (100, "<p>Right.</p>"), "<p>False</p>": (0, "")}
    assert items["one"].feedback["general_fb"] == "<p>Deeper is calmer.</p>"
    assert items["one"].feedback["general_incorrect_fb"] == "<p>Look again.</p>"
    assert items["tf"].feedback["correct_fb"] == "<p>Right.</p>"


def test_numbers_are_exact_with_a_margin_or_a_range(items: dict[str, CanvasItem]) -> None:
    assert items["num"].numbers() == [{"exact": 5, "margin": 0.5}]
    assert items["range"].numbers() == [{"start": 1, "end": 2}]


def test_words_are_compared_as_they_stand(items: dict[str, CanvasItem]) -> None:
    texts = items["short"].element.xpath(".//q:varequal/text()", namespaces=QTI)
    assert texts == ["river", "stream"]
    assert "wild" not in items, "no answer to it could be right"


def test_blanks_stand_in_the_text_by_their_names(items: dict[str, CanvasItem]) -> None:
    found = items["gaps"].blanks()
    assert re.findall(r"\[(\w+)\]", items["gaps"].text) == list(found) == ["gap1", "gap2", "gap3"]
    assert found["gap1"] == {"20": 100, "twenty": 100}
    assert found["gap2"] == {"morning": 100}, "beside typed gaps every label counts as right"
    blanks = {"a": {"choices": [{"text": "x", "correct": True}, {"text": "y"}]}}
    question = {"id": "q", "kind": "fill_blanks", "prompt": "?", "text": "Take [[#a]].", "blanks": blanks}
    only = items_of(unpacked(written("qti12", QuizFile.model_validate({"questions": [question]}))[0]))["q"]
    assert only.type == "multiple_dropdowns_question"
    assert only.blanks() == {"gap1": {"x": 100, "y": 0}}


def test_pairs_are_matched_and_distractors_are_offered(items: dict[str, CanvasItem]) -> None:
    item = items["match"]
    offered = [set(item.labels(response).values()) for response in item.all("/q:presentation/q:response_lid")]
    assert offered == [{"Emergency line", "The town", "The agency", "Nobody"}] * 3
    right = [next(words for words, weight in each.items() if weight) for each in item.blanks().values()]
    assert right == ["Emergency line", "The town", "The agency"]


def test_calculated_questions_bring_values_answers_and_a_formula(items: dict[str, CanvasItem]) -> None:
    holder = items["calc"].element.find("q:itemproc_extension/q:calculated", QTI)
    assert holder.findtext("q:formulas/q:formula", None, QTI) == "w * h"
    sets = holder.findall("q:var_sets/q:var_set", QTI)
    assert len(sets) == 40
    for each in sets:
        values = {var.get("name"): float(var.text) for var in each.findall("q:var", QTI)}
        assert float(each.findtext("q:answer", "", QTI)) == pytest.approx(values["w"] * values["h"])
    assert "[w]" in items["calc"].text


def test_settings_go_into_the_metadata_that_canvas_reads(package: dict[str, bytes]) -> None:
    (name,) = (name for name in package if name.endswith("assessment_meta.xml"))
    meta = etree.fromstring(package[name])
    told = {etree.QName(part).localname: part.text for part in meta}
    assert told["title"] == "Every kind of question"
    assert told["description"] == "<p>Read <strong>slowly</strong>.</p>"
    assert (told["allowed_attempts"], told["time_limit"], told["quiz_type"]) == ("2", "30", "practice_quiz")
    manifest = etree.fromstring(package["imsmanifest.xml"])
    types = {found.get("type") for found in manifest.iter() if etree.QName(found).localname == "resource"}
    assert types == {"imsqti_xmlv1p2", "associatedcontent/imscc_xmlv1p1/learning-application-resource", "webcontent"}


def test_a_pool_becomes_a_group_with_its_number_and_points() -> None:
    questions = [
        {"id": f"q{n}", "kind": "true_false", "prompt": f"Is it {n}?", "answer": True, "pool": "p", "points": 2}
        for n in range(3)
    ]
    quiz = QuizFile.model_validate({"pools": [{"id": "p", "title": "Signs", "draw": 2}], "questions": questions})
    package = unpacked(written("qti12", quiz)[0])
    (name,) = (name for name, data in package.items() if b"<questestinterop" in data[:300])
    (group,) = etree.fromstring(package[name]).findall(".//q:section/q:section", QTI)
    assert (group.get("title"), len(group.findall("q:item", QTI))) == ("Signs", 3)
    selection = group.find("q:selection_ordering/q:selection", QTI)
    assert selection.findtext("q:selection_number", None, QTI) == "2"
    assert selection.findtext("q:selection_extension/q:points_per_item", None, QTI) == "2"


def test_pictures_lie_where_canvas_looks_for_them(package: dict[str, bytes], items: dict[str, CanvasItem]) -> None:
    (address,) = re.findall(r'src="([^"]*river[^"]*)"', items["rich"].text)
    assert address == "%24IMS-CC-FILEBASE%24/river.png"
    assert package["web_resources/river.png"] == PNG


def test_a_text_between_questions_is_an_item_that_asks_nothing() -> None:
    question = {"id": "q", "kind": "essay", "submission": "file", "prompt": "Hand in.", "text_above": "Read *this*."}
    found = items_of(unpacked(written("qti12", QuizFile.model_validate({"questions": [question]}))[0]))
    assert [(item.type, item.points) for item in found.values()] == [
        ("text_only_question", 0),
        ("file_upload_question", 1),
    ]
    assert found["q-above"].text == "<p>Read <em>this</em>.</p>"
