"""cmi5 target: the package, the rules that its statements keep, and the way back into completions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser

from mooc_kit.cohort.gradebook import Columns, Score
from mooc_kit.cohort.readers import xapi
from tests.lms.check import CMI5, cmi5_problems
from tests.lms.cmi5_host import Cmi5Host, launching
from tests.lms.packages import members, packaged, river_course, unpacked
from tests.lms.situations import play
from tests.shared import once


@pytest.fixture(scope="module")
def platform(shared: Path) -> Iterator[Cmi5Host]:
    folder = once(shared, "lms-cmi5", lambda draft: unpacked(river_course(), draft, "cmi5"))
    with launching(folder) as host:
        yield host


@pytest.mark.parametrize("cut", ["course", "activity"])
def test_the_structure_keeps_the_rules(cut: str) -> None:
    assert not list(cmi5_problems(members(packaged(river_course(), "cmi5", cut=cut))))


def test_the_platform_moves_on_by_the_course_s_rule() -> None:
    def unit(**changes: object) -> dict[str, str]:
        root = etree.fromstring(members(packaged(river_course(**changes), "cmi5"))["cmi5.xml"])
        [found] = root.iter(f"{CMI5}au")
        return {"moveOn": found.get("moveOn", ""), "masteryScore": found.get("masteryScore", "")}

    assert unit() == {"moveOn": "CompletedAndPassed", "masteryScore": "0.6"}
    assert unit(rule=None) == {"moveOn": "Completed", "masteryScore": ""}


@pytest.mark.parametrize(
    "situation", ["Does everything, score too low, no attempt left", "The page is reloaded in the middle"]
)
def test_what_was_done_arrives_and_breaks_no_rule(situation: str, platform: Cmi5Host, browser: Browser) -> None:
    play(platform, browser, situation)
    assert platform.breaches == []


def test_statements_come_back_as_completions(platform: Cmi5Host, browser: Browser, tmp_path: Path) -> None:
    play(platform, browser, "Does everything, all right")
    assert platform.breaches == []
    learner = next(found.learner for found in platform.sessions.values() if "passed" in found.said)
    whole = [
        made for made in json.loads(platform.export())["statements"] if made["actor"]["account"]["name"] == learner
    ]
    forms = {
        "answer.json": json.dumps({"statements": whole, "more": ""}, indent=1),
        "list.json": json.dumps(whole),
        "lines.ndjson": "\n".join(map(json.dumps, whole)),
    }
    read = []
    for name, text in forms.items():
        (tmp_path / name).write_text(text)
        columns = Columns(river_course(), {})
        assert xapi.fits(tmp_path / name)
        scores = [found for found in xapi.read(tmp_path / name, columns) if isinstance(found, Score)]
        assert columns.problems == []
        read.append({(score.activity, score.percent and float(score.percent), score.is_done) for score in scores})
    done = {(page, None, True) for page in ("banks", "bed", "people")}
    assert read == [done | {("numbers", 100, True), ("last", 100, True)}] * 3


@pytest.mark.parametrize(
    "text", ['{"statements": 5, "actor": {}, "verb": {}}', '[{"actor": 1, "verb": 2}]', '[{"actor": {}, "verb": ']
)
def test_a_document_that_is_none_is_told_and_not_guessed(text: str, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text(text)
    columns = Columns(river_course(), {})
    assert not list(xapi.read(tmp_path / "odd.json", columns))
    assert len(columns.problems) == 1
