"""H5P packages held against the real content types: their semantics, an H5P site, and a player in Chromium.

The content types come from no package registry, so this is run by hand, not with the other tests: `pytest` collects it
only where it is named. MOOC_KIT_H5P_LIBRARIES names a folder with the libraries (`H5P.MultiChoice-1.16/` …), such as
that of an H5P site, or what lies in a full `.h5p` file:

    MOOC_KIT_H5P_LIBRARIES=/srv/h5p/libraries pytest tests/quizzes/writers/h5p_played.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.scoring import score
from tests.node_tools import node_tool
from tests.quizzes.writers.every_kind import every_kind, unpacked, written

PAGE = """<!doctype html><title>H5P</title><div id="h5p"></div><script src="/player/main.bundle.js"></script><script>
window.said = [];
const options = { h5pJsonPath: "content", frameJs: "/player/frame.bundle.js", frameCss: "/player/styles/h5p.css" };
new H5PStandalone.H5P(document.getElementById("h5p"), options).then(() => {
  H5P.externalDispatcher.on("xAPI", event => window.said.push(event.data.statement));
  window.ready = true;
});</script>"""
# Content types differ in what they call their fields; a type of field -> what Python makes of its JSON.
TYPES = {
    "text": str,
    "number": (int, float),
    "boolean": bool,
    "list": list,
    "group": (dict, list, str),
    "select": str,
    "library": dict,
    "image": dict,
    "video": list,
}


@pytest.fixture(scope="module")
def libraries() -> Path:
    named = os.environ.get("MOOC_KIT_H5P_LIBRARIES")
    assert named, "MOOC_KIT_H5P_LIBRARIES names no folder with H5P's libraries"
    return Path(named)


def mistakes(fields: list[dict[str, Any]], given: Any, libraries: Path, path: str = "") -> Iterator[str]:
    """Where `given` does not fit the fields of a content type's semantics."""
    if len(fields) == 1 and not (isinstance(given, dict) and fields[0]["name"] in given):
        given = {fields[0]["name"]: given}  # H5P writes a group with one field without the group
    known = {field["name"]: field for field in fields}
    for name, value in given.items():
        here = f"{path}/{name}"
        field = known.get(name)
        if field is None:
            yield f"{here}: there is no such field"
        elif not isinstance(value, TYPES[field["type"]]) or (field["type"] == "number" and isinstance(value, bool)):
            yield f"{here}: {value!r} is no {field['type']}"
        elif field["type"] == "group":
            yield from mistakes(field["fields"], value, libraries, here)
        elif field["type"] == "list":
            for number, part in enumerate(value):
                yield from mistakes([field["field"]], {field["field"]["name"]: part}, libraries, f"{here}/{number}")
        elif field["type"] == "select" and value not in [option["value"] for option in field["options"]]:
            yield f"{here}: {value!r} is none of the options"
        elif field["type"] == "library":
            if value["library"] not in field["options"]:
                yield f"{here}: {value['library']} may not stand here"
            yield from mistakes(semantics(libraries, value["library"]), value["params"], libraries, here)


def semantics(libraries: Path, library: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((libraries / library.replace(" ", "-") / "semantics.json").read_text())
    return found


def test_all_parameters_are_those_of_the_content_types(libraries: Path) -> None:
    content = json.loads(unpacked(written("h5p")[0])["content/content.json"])
    fields = semantics(libraries, "H5P.QuestionSet 1.20")
    assert list(mistakes(fields, content, libraries)) == []
    content["questions"][0]["params"]["answers"][0]["tipsAndFeedback"]["chosen"] = "x"
    assert len(list(mistakes(fields, content, libraries))) == 1, "a wrong field is not noticed"


def choose(*texts: str) -> Callable[[FrameLocator], None]:
    def act(frame: FrameLocator) -> None:
        for text in texts:
            frame.locator(".h5p-answer, .h5p-true-false-answer").filter(has_text=text).first.click()

    return act


def fill(*texts: str) -> Callable[[FrameLocator], None]:
    def act(frame: FrameLocator) -> None:
        for number, text in enumerate(texts):
            frame.locator("input.h5p-text-input").nth(number).fill(text)

    return act


def drag(*texts: str) -> Callable[[FrameLocator], None]:
    """Puts each text on the next place, with the keyboard."""

    def act(frame: FrameLocator) -> None:
        for number, text in enumerate(texts):
            frame.locator(".ui-draggable").filter(has_text=text).first.press("Enter")
            frame.locator(".h5p-drag-dropzone-container .ui-droppable").nth(number).press("Enter")

    return act


PLAYED = [
    ("one", choose("At 20 cm"), 0),
    ("one", choose("surface"), 1),
    ("many", choose("A", "B"), [0, 1]),
    ("many", choose("A", "C"), [0, 2]),
    ("many", choose("A"), [0]),
    ("all-or-none", choose("A", "B"), [0, 1]),
    ("all-or-none", choose("A"), [0]),
    ("tf", choose("True"), True),
    ("tf", choose("False"), False),
    ("short", fill("RIVER"), "RIVER"),
    ("short", fill("lake"), "lake"),
    ("num", fill("5"), "5"),
    ("num", fill("7"), "7"),
    ("gaps", fill("twenty", "morning", "3"), ["twenty", "morning", "3"]),
    ("gaps", fill("20", "evening", "9"), ["20", "evening", "9"]),
    ("match", drag("Emergency line", "The town", "The agency"), ["Emergency line", "The town", "The agency"]),
    ("match", drag("Emergency line", "The agency", "The town"), ["Emergency line", "The agency", "The town"]),
    ("order", drag("first", "second", "third", "fourth"), [0, 1, 2, 3]),
    ("rich", choose("a < b"), 0),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A site with the player: its address and its folder."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(node_tool("node_modules/h5p-standalone/dist/main.bundle.js").parent, folder / "player")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()


@pytest.fixture(scope="module")
def installed(libraries: Path, address: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Installs a question on an H5P site and puts what the site exports on ours: gives its page."""
    base, folder = address
    made: dict[str, str] = {}

    def install(id: str) -> str:
        if id not in made:
            question = next(question for question in every_kind().questions if question.id == id)
            work = tmp_path_factory.mktemp("h5p")
            (work / "ours.h5p").write_bytes(written("h5p", QuizFile(title=id, questions=[question]))[0])
            call = [
                "node",
                str(node_tool("install-h5p.cjs")),
                str(libraries),
                str(work / "ours.h5p"),
                str(work),
                str(work / "whole.h5p"),
            ]
            result = subprocess.run(call, capture_output=True, text=True, check=False)
            assert result.returncode == 0, result.stderr
            zipfile.ZipFile(work / "whole.h5p").extractall(folder / id / "content")
            (folder / id / "index.html").write_text(PAGE)
            made[id] = f"{base}/{id}/"
        return made[id]

    yield install


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 360, "height": 900})
    yield made
    made.close()


@pytest.mark.browser
@pytest.mark.parametrize(("id", "act", "response"), PLAYED)
def test_an_installed_question_is_played_and_scored_as_the_model_does(
    installed: Any, page: Page, id: str, act: Callable[[FrameLocator], None], response: Any
) -> None:
    page.goto(installed(id))
    page.wait_for_function("window.ready")
    frame = page.frame_locator("iframe.h5p-iframe")
    act(frame)
    frame.locator(".h5p-question-check-answer:visible").click()
    page.wait_for_function("said.some(one => one.result && one.verb.id.endsWith('/answered'))")
    given = page.evaluate("said.find(one => one.result && one.verb.id.endsWith('/answered')).result.score")
    question = next(question for question in every_kind().questions if question.id == id)
    expected = score(question, response)
    assert expected is not None
    assert given["raw"] / given["max"] == pytest.approx(float(expected)), given
