"""Words of strangers stay words: one course full of markup, through every target and every command that is quick."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from mooc_kit.commands.build import build_course
from mooc_kit.commands.new import from_answers
from mooc_kit.completion_options.registry import sections
from mooc_kit.spec.schema import json_schema
from mooc_kit.targets.registry import targets
from tests import command_line
from tests.fuzz.readers import DEAR, READERS, Reader
from tests.fuzz.runner import OUT, put_back, snapshot, words_for
from tests.fuzz.stage import make_stage
from tests.hostile_words import Found, HostileWords
from tests.shared import once
from tests.test_terminal_text import STEERING

ALL_EIGHT = Path(__file__).parent / "fixtures" / "options" / "all-eight.yaml"
LEFT_OUT = DEAR - {"review"}
"""Commands that take seconds: what `build` writes is read above; docs/threat-model.md says what became of the rest."""
STEER = "\x1b[2J\u202e"
"""What a spec refuses, and a table may hold."""


def grow_hostile(answers: Path, kit: Path, words: HostileWords) -> None:
    spec = words.spec(yaml.safe_load(answers.read_text()), json_schema(sections()))
    hostile = kit.with_suffix(".yaml")
    hostile.write_text(yaml.safe_dump(spec, sort_keys=False, allow_unicode=True))
    from_answers(kit, hostile)


def read(words: HostileWords, folder: Path) -> Found:
    found = Found(words)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".mooc-kit" not in path.parts:
            found.file(path.relative_to(folder).as_posix(), path.read_bytes())
    return found


@pytest.fixture(scope="module")
def built(shared: Path) -> Path:
    """A folder with the kit of a course of all eight options, and with its packages."""

    def make(place: Path) -> None:
        place.mkdir()
        words = HostileWords()
        grow_hostile(ALL_EIGHT, place / "kit", words)
        assert build_course(place / "kit", tuple(targets()), place / "built") == 0
        for key in targets():
            notices = place / "built" / f"{key}-NOTICES.md"
            if notices.exists():
                notices.rename(place / "built" / key / notices.name)
        (place / "words.json").write_text(json.dumps(words.given))

    return once(shared, "hostile-words", make)


def given(place: Path) -> HostileWords:
    return HostileWords({int(number): text for number, text in json.loads((place / "words.json").read_text()).items()})


def test_every_text_of_a_spec_stands_in_the_kit_as_what_it_is(built: Path) -> None:
    words = given(built)
    found = read(words, built / "kit")
    assert found.faults == []
    assert found.seen == set(words.given)


@pytest.mark.parametrize("key", targets())
def test_no_target_takes_words_for_markup_or_loses_some(built: Path, key: str) -> None:
    words = given(built)
    found = read(words, built / "built" / key)
    assert found.faults == []
    assert len(found.seen) > len(words.given) * 0.8


def test_a_reader_of_hostile_words_sees_what_came_alive() -> None:
    """The reader itself: what it must find, in each kind of file."""
    words = HostileWords()
    text = words.text()
    for name, data in {
        "a.html": f"<p>{text}</p>",
        "a.md": text,
        "a.csv": '"' + text.replace("w0q", "=w0q").replace('"', '""') + '"',
        "a.yaml": f"run: {text}",
        "a.xml": "<a><b>" + text.replace("&", "&amp;").replace("<", "&lt;").replace("*b*", "b") + "</b></a>",
        "a.txt": text.replace("[bold]x[/]", "x"),
        "a.json": json.dumps({"a": text.replace("$x$", "x")}),
        "a.py": f"{text} = 1",
        "a.ics": f"SUMMARY:x\n{text}",
    }.items():
        found = Found(words)
        found.file(name, data.encode())
        assert found.faults, name


@pytest.fixture(scope="module")
def stage(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, HostileWords]:
    """The stage of the fuzzer with a hostile kit `river`, and tables of people whose names are hostile."""
    made = once(shared, "fuzz-stage", lambda place: make_stage(place, is_whole=False))
    place, words = tmp_path_factory.mktemp("hostile") / "stage", HostileWords()
    shutil.copytree(made, place)
    (place / "river").rename(place / "sound")
    grow_hostile(place / "sound" / "course.yaml", place / "river", words)
    for path in (*place.glob("books/*.csv"), place / "answers.csv", place / "goals.csv"):
        path.write_text(_hostile_table(path.read_text(), words))
    ledger = sqlite3.connect(place / "issued" / "ledger.sqlite")
    with ledger:
        for (learner,) in ledger.execute("SELECT learner FROM people").fetchall():
            ledger.execute("UPDATE people SET name = ? WHERE learner = ?", (words.text() + STEER, learner))
    ledger.close()
    return place, words


def _hostile_table(text: str, words: HostileWords) -> str:
    head, *rows = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    for at, name in enumerate(head):
        if name.casefold() in ("name", "full name", "goal", "first name", "last name"):
            for row in rows:
                row[at] = words.text() + STEER
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue()


@pytest.mark.parametrize(
    "reader", [one for one in READERS if one.words[0] not in LEFT_OUT], ids=lambda one: one.name[:50]
)
def test_no_command_takes_words_for_markup(reader: Reader, stage: tuple[Path, HostileWords]) -> None:
    place, words = stage
    files = reader.found(place)
    tables = [path for path in files if path.suffix == ".csv" and "FILE" in reader.words]
    for path in tables or files[:1]:
        _bears(reader, place, path, words)


def _bears(reader: Reader, place: Path, file: Path, words: HostileWords) -> None:
    before = snapshot(place)
    said = words_for(reader, place, file)
    done = command_line.in_process(said, place, env={"MOOC_KIT_PASSPHRASE": "x" * 20, "COLUMNS": "100000"})
    found = Found(words)
    for text in (done.stdout, done.stderr):
        assert not STEERING & set(text.replace("\r\n", "\n"))
        found.leaf("terminal", text)
    for path, data in snapshot(place).items():
        if path.parts[len(place.parts)] in OUT and path.suffix not in (".pdf", ".parquet"):
            found.file(path.name, data)
        elif path.suffix == ".pdf" and before.get(path) != data:
            shown = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())
            assert '#panic("pwn")' in shown and "[bold]x[/]" in shown and "</title></script>" in shown
        if path not in before and re.search(rb"learner00\d\d@|w\d+q[^\n]*\x1b", data):
            found.faults += [f"{path.name}: people's data for all to read"] if path.stat().st_mode & 0o077 else []
    put_back(place, before)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)
    assert found.faults == []
