"""In an editor: a YAML language server and `validate` agree on what people write, and it says what each key is for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mooc_kit.checks.course_check import check_text
from mooc_kit.completion_options.registry import options
from mooc_kit.kit.editor_schemas import KINDS, OF_A_TEMPLATE, kit_schemas
from mooc_kit.kit.examples import examples_folder
from mooc_kit.problems import Severity
from mooc_kit.spec.schema import modeline, schema_path
from mooc_kit.spec.spec_codes import OTHER_TYPE
from mooc_kit.targets.registry import targets
from tests.language_server import LanguageServer
from tests.node_tools import node_tool
from tests.spec.specs_people_write import SPECS, Said

HEAD = f"{modeline('course', folder='')}\n---\n"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schemas of a kit."""
    folder = tmp_path_factory.mktemp("kit")
    for kind, schema in kit_schemas().items():
        file = folder / schema_path(kind)
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(schema))
    return folder


@pytest.fixture(scope="module")
def editor(kit: Path) -> Iterator[LanguageServer]:
    """One server for all tests: it takes seconds to start, and milliseconds for a file."""
    server = LanguageServer.start(node_tool("node_modules/yaml-language-server/bin/yaml-language-server"), kit)
    yield server
    server.stop()


def refused(text: str) -> list[str]:
    """What `validate` says against the spec: its errors, and values of another type than is meant."""
    problems = check_text(text, "course.yaml", targets()).problems
    return [f"{p.code} {p.message}" for p in problems if p.severity is Severity.ERROR or p.code == OTHER_TYPE.code]


def test_the_editor_and_validate_agree_on_what_people_write(editor: LanguageServer, kit: Path) -> None:
    assert len({one.spec for one in SPECS}) >= 60
    files = [kit / f"{number}.yaml" for number in range(len(SPECS))]
    for file, one in zip(files, SPECS, strict=True):
        editor.open(file, HEAD + one.spec)
    odd = []
    for file, one in zip(files, SPECS, strict=True):
        shown, told = editor.problems(file), refused(one.spec)
        wanted = {Said.RIGHT: (False, False), Said.WRONG: (True, True), Said.DEEPER: (False, True)}[one.said]
        if (bool(shown), bool(told)) != wanted:
            odd.append((one, shown, told))
    assert not odd, odd


KITS = [path.parent for path in examples_folder().glob("*/course.yaml")]
FILES = sorted(path for kit in KITS for path in kit.glob("**/*.yaml"))


def test_the_files_of_the_examples_name_their_schemas_and_are_right_in_the_editor(editor: LanguageServer) -> None:
    named = set()
    for file in FILES:
        first = file.read_text().split("\n", 1)[0]
        schema = (file.parent / first.partition("$schema=")[2]).resolve()
        assert schema.is_file(), f"{file}: {first}"
        named.add(schema.name.split(".")[0])
        editor.open(file, file.read_text())
    assert {path: said for path in FILES if (said := editor.problems(path))} == {}
    assert named | {"themes", OF_A_TEMPLATE} == set(KINDS)


WRONG = {
    "rubric": "id: brief\ntitle: Brief\ncriteria:\n  - {id: how, title: How, levels: [{id: a, title: A, points: 1}]}\n",
    "survey": "title: How is it?\nitems:\n  - {id: pace, kind: stars, prompt: How is the pace?}\n",
    "badge": "name: Field Observer\ndescription: ''\ncriteria: Samples\nimage_alt: A circle\n",
    "certificate": "title: Certificate\nstatment: has completed it\n",
    "self-certificate": "title: I did it\nstatement: I certify it\nevidence: Three field notes\n",
    "themes": "people: many\nthemes: []\n",
    "quiz": "questions:\n  - {id: a, kind: numerical, prompt: How much?, unit: g}\n",
}


def test_the_editor_tells_mistakes_in_every_kind_of_file(editor: LanguageServer, kit: Path) -> None:
    for kind, text in WRONG.items():
        file = kit / "files" / f"{kind}.yaml"
        editor.open(file, f"{modeline(kind)}\n---\n{text}")
        assert editor.problems(file), kind


ASKED = f"""\
{HEAD}course:
  id: river-watch
  title: River Watch
  language: §
  license: §
  meeting_place: §
  §
modules:
  - id: sampling
    title: Taking a sample
    activities:
      - kind: §
        id: meet
        title: Meet
      - kind: quiz
        id: numbers
        title: Numbers
        §
completion:
  §
targets: [site, §]
"""


def test_it_completes_names_choices_and_keys(editor: LanguageServer, kit: Path) -> None:
    file, lines = kit / "asked.yaml", ASKED.split("\n")
    places = [(number, line.index("§")) for number, line in enumerate(lines) if "§" in line]
    editor.open(file, ASKED.replace("§", ""))
    language, license_, meeting, course, kind, quiz, option, target = (
        editor.completions(file, *place) for place in places
    )
    assert language["pt-BR"] == "Portuguese of Brazil"
    assert license_["CC0-1.0"] == "Others may do what they like"
    assert "In the repository" in meeting["repository"]
    assert course["weeks"].startswith("How many weeks?") and "title" not in course
    assert kind["live_session"] == "A meeting at a set time"
    assert "attempts" in quiz and "reviews" not in quiz and "anonymous" not in quiz
    assert set(option) == set(options()) and "certify themselves" in option["self_certificate"]
    assert set(target) >= set(targets()) - {"site"} and "Studio" in target["open-edx"]


def test_it_shows_what_each_key_and_choice_is_for_and_nothing_of_the_code(editor: LanguageServer, kit: Path) -> None:
    file, text = kit / "shown.yaml", HEAD + SPECS[0].spec + "completion:\n  self_check: {contributions: closed}\n"
    editor.open(file, text)
    lines = text.split("\n")

    def shown(words: str) -> str:
        line = next(number for number, line in enumerate(lines) if words in line and "#" not in line)
        said, _, source = editor.hover(file, line, lines[line].index(words) + 1).partition("Source:")
        assert "course.schema.json" in source
        return said.strip()

    assert shown("start:") == "When does it start? Leave empty for a course without dates."
    assert shown("modules:") == "What they do, in order."
    assert shown("kind:") == "A page to read"
    assert shown("self_check:").startswith("Self-checking quizzes. People check for themselves")
    assert "reviewers look at them before others see them" in shown("contributions:")
