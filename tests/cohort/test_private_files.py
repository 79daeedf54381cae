"""What people did and wrote is its owner's alone on the disk, whichever command writes it; what is published is not."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.command_line import in_process
from tests.fuzz.stage import make_stage
from tests.shared import once

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
PEOPLE = re.compile(rb"learner00\d\d|Read a study \d|Told the anglers|Ama <a@b\.org>")
"""By what the people of the stage could be known, or what they wrote."""
WRITERS = (
    "completions books/open-edx-grades.csv books/done.csv --kit kit --report out/r.html -o out/decided.parquet",
    "completions books/open-edx-grades.csv --kit kit -o out/decided.csv",
    "report kit books/open-edx-grades.csv -o out/report.html",
    "issue decided.parquet --kit kit --keys keys --no-pdf --share -o out/issued",
    "ledger export issued/ledger.sqlite --to out/rows.csv --kit kit",
    "goals map goals.csv --kit kit --no-publish -o out/goals",
    "receive mail --kit river --to out/received",
    "quiz analyse answers.csv --report out/answers.html",
)


@pytest.fixture(scope="module")
def stage(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = once(shared, "fuzz-stage", lambda place: make_stage(place, is_whole=False))
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("private") / "stage"))


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: " ".join(words.split()[:2]))
def test_who_took_part_is_written_for_its_owner_alone(words: str, stage: Path) -> None:
    before = set(stage.rglob("*"))
    umask = os.umask(0o022)
    try:
        done = in_process(words.split(), stage, stdin="y\n" * 9, env={"MOOC_KIT_PASSPHRASE": "x" * 20})
    finally:
        os.umask(umask)
    assert "Traceback" not in done.stderr
    new = [path for path in set(stage.rglob("*")) - before if path.is_file()]
    assert new, done.stdout + done.stderr
    for path in new:
        is_open = bool(path.stat().st_mode & 0o077)
        is_public = "publish" in path.parts or path.is_relative_to(stage / "river")
        is_of_people = path.suffix in (".parquet", ".sqlite") or PEOPLE.search(path.read_bytes())
        if is_public:
            assert is_open, path
        elif is_of_people or "issued" in path.parts:
            assert not is_open, path
    shutil.rmtree(stage / "out", ignore_errors=True)


def test_every_writer_of_the_list_is_known_to_the_registry() -> None:
    from tests.fuzz.readers import commands

    known = {name for name, _ in commands()}
    assert all(any(words.startswith(f"{name} ") for name in known) for words in WRITERS)
