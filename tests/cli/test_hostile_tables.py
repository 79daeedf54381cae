"""Files made to break a reader end in a problem: too many colons, digits, levels; fields that are not there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mooc_kit.credentials.peers.keyfile import BadKeyFile, read_key
from mooc_kit.kit.examples import examples_folder
from tests.conftest import Run

KIT = str(examples_folder() / "reading-health-numbers")
SAID = {
    "actor": {"mbox": "mailto:a@b.org", "name": []},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
    "object": {"id": "https://x/y"},
    "timestamp": "2026-01-01T00:00:00Z",
}
DEEP = '{"actor": ' + "[" * 100_000 + "]" * 100_000 + ', "verb": 1}'
BOOKS = {
    "colons.csv": "email,name," + "a:" * 30_000 + "a\na@b.org,A,1\n",
    "name.ndjson": json.dumps(SAID) + "\n",
    "deep.ndjson": json.dumps(SAID) + "\n" + DEEP + "\n",
    "digits.ndjson": json.dumps(SAID) + '\n{"actor": {"mbox": "mailto:a@b.org"}, "verb": ' + "9" * 5000 + "}\n",
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_gradebook_that_was_made_to_break_the_reader_is_told(name: str, tmp_path: Path, mooc_kit: Run) -> None:
    (tmp_path / name).write_text(BOOKS[name])
    result = mooc_kit("completions", name, "--kit", KIT, "-o", "out.csv")
    assert "Traceback" not in result.stderr
    assert result.returncode in (0, 1)


@pytest.mark.skipif(os.name != "posix", reason="POSIX rights")
def test_who_completed_is_written_for_its_owner_alone_unless_somebody_chose_otherwise(
    tmp_path: Path, mooc_kit: Run
) -> None:
    (tmp_path / "grades.csv").write_text("email,name,nonsense\na@b.org,A,1\n")
    (tmp_path / "chosen.csv").write_text("")
    (tmp_path / "chosen.csv").chmod(0o644)
    command = ["completions", "grades.csv", "--kit", KIT, "--report", "report.html", "-o"]
    before = set(tmp_path.iterdir())
    mooc_kit(*command, "new/out.parquet")
    written = [path for path in tmp_path.rglob("*") if path not in before]
    assert written
    assert all(path.stat().st_mode & 0o077 == 0 for path in written), written
    mooc_kit(*command, "chosen.csv")
    assert (tmp_path / "chosen.csv").stat().st_mode & 0o777 == 0o644


def test_question_numbers_may_be_of_any_length(tmp_path: Path, mooc_kit: Run) -> None:
    heads = f"Last name,First name,Email address,State,Grade/10.00,Question {'9' * 5000},Response {'9' * 5000}"
    (tmp_path / "quiz.csv").write_text(f"{heads}\nA,B,a@b.org,Finished,5.00,x,y\nC,D,c@d.org,Finished,5.00,x,z\n")
    assert "Traceback" not in mooc_kit("quiz", "analyse", "quiz.csv").stderr


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"PeerBadgeKey","name":"N","secret":"zBYbU8qbocnyHWVxd7aWDKwSMSbMTUnfrUEh8LR6pvr6c"}',
        "[]",
        "{}",
        "[" * 100_000,
        '{"type":"PeerBadgeKey","locked":{"rounds":1e999}}',
        '{"type":"PeerBadgeKey","locked":7}',
    ],
)
def test_a_key_file_without_its_fields_is_damaged(text: str) -> None:
    with pytest.raises(BadKeyFile):
        read_key(text)
