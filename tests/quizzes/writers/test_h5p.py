"""H5P question sets: what an H5P site says when they are uploaded, and what is inside."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.registry import format_named
from tests.node_tools import node_tool
from tests.quizzes.writers.every_kind import PNG, every_kind, unpacked, written


def test_an_h5p_site_takes_the_package(tmp_path: Path) -> None:
    script = node_tool("validate-h5p.cjs")
    (tmp_path / "libraries").mkdir()
    for name, data in unpacked(written("h5p")[0]).items():
        file = tmp_path / "package" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    good, broken = tmp_path / "package", tmp_path / "broken"
    broken.mkdir()
    (broken / "h5p.json").write_text("{}")
    call = ["node", str(script), str(tmp_path / "libraries"), str(good), str(broken)]
    result = subprocess.run(call, capture_output=True, text=True, check=True)
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    assert [verdict["ok"] for verdict in verdicts] == [True, False], verdicts


def test_each_question_becomes_the_content_type_that_comes_nearest() -> None:
    data, notices = written("h5p")
    content = json.loads(unpacked(data)["content/content.json"])
    kinds = [question["library"] for question in content["questions"]]
    assert kinds[:5] == ["H5P.MultiChoice 1.16"] * 3 + ["H5P.TrueFalse 1.8", "H5P.Blanks 1.14"]
    assert {"H5P.DragText 1.10", "H5P.Essay 1.5"} < set(kinds)
    gaps = next(q["params"] for q in content["questions"] if q["metadata"]["title"].startswith("Fill in"))
    assert "Sample at *20/twenty* cm in the *morning*, <em>never</em>" in gaps["questions"][0]
    told = " ".join(map(str, notices))
    assert "The question (short answer) of wild" in told
    assert len(kinds) == len(every_kind().questions) - 1


def test_no_script_and_no_picture_from_elsewhere_gets_in() -> None:
    evil = '<script>alert(1)</script><img src="https://tracker.example/a.png" alt="a">[x](javascript:alert(1))'
    question = {"id": "q", "kind": "true_false", "prompt": f"Really? {evil}", "answer": True}
    data, _ = written("h5p", QuizFile.model_validate({"questions": [question]}))
    text = unpacked(data)["content/content.json"].decode()
    assert "<script" not in text
    assert "tracker.example" not in text
    assert "<a" not in text


def test_the_first_picture_stands_above_the_words_and_a_notice_tells_of_others() -> None:
    prompt = "Look:\n\n![A river](river.png)\n\n1. up\n2. down"
    question = {"id": "q", "kind": "true_false", "prompt": prompt, "answer": True}
    data, notices = written("h5p", QuizFile.model_validate({"questions": [question]}))
    files = unpacked(data)
    params = json.loads(files["content/content.json"])["questions"][0]["params"]
    picture = params["media"]["type"]["params"]
    assert picture["alt"] == "A river"
    assert files[f"content/{picture['file']['path']}"] == PNG
    assert params["question"].split("\n") == ["<p>Look:</p>", "", "<p>1. up</p><p>2. down</p>"]
    assert "H5P.Image" in [one["machineName"] for one in json.loads(files["h5p.json"])["preloadedDependencies"]]
    assert not any("picture" in str(notice).lower() for notice in notices)
    media = {"river.png": PNG, "map.png": PNG, "sound.mp3": b"x"}
    more = question | {"prompt": f"{prompt} ![Map](map.png) [Listen](sound.mp3)"}
    data, notices = written("h5p", QuizFile.model_validate({"questions": [more]}), media=media)
    assert [name for name in unpacked(data) if "images/" in name] == ["content/images/1-river.png"]
    assert "Map" in json.loads(unpacked(data)["content/content.json"])["questions"][0]["params"]["question"]
    assert any("Further pictures and files" in str(notice) for notice in notices)


def test_a_damaged_picture_gives_way_to_its_description() -> None:
    question = {"id": "q", "kind": "true_false", "prompt": "![A river](river.png)", "answer": True}
    data, notices = written("h5p", QuizFile.model_validate({"questions": [question]}), media={"river.png": b"no"})
    params = json.loads(unpacked(data)["content/content.json"])["questions"][0]["params"]
    assert "type" not in params["media"]
    assert "A river" in params["question"]
    assert any("Further pictures and files" in str(notice) for notice in notices)


def test_every_right_number_is_taken_and_what_is_half_right_is_told() -> None:
    also = [{"answer": 17}, {"answer": 16.5, "credit": 25, "feedback": "Nearly."}]
    asked = {"id": "n", "kind": "numerical", "prompt": "How many?", "answer": 15, "also": also}
    format_ = format_named("h5p")
    assert format_ is not None
    made = format_.write(QuizFile.model_validate({"questions": [asked]}), {})
    content = json.loads(unpacked(made.data)["content/content.json"])
    assert content["questions"][0]["params"]["questions"] == ["<p>*15/17*</p>"]
    assert [notice.what for notice in made.notices] == ["Part of the points, and feedback on single numbers of n"]
