"""Small messages: right numbers, no needless questions, and advice that helps."""

from __future__ import annotations

import json
from pathlib import Path

from mooc_kit.counting import counted
from mooc_kit.credentials.peers.keyfile import is_locked, read_key
from tests.conftest import Run


def test_the_examples_are_listed_without_a_folder(mooc_kit: Run) -> None:
    told = mooc_kit("new", "--example", "?")
    assert told.returncode == 0 and "river-watch" in told.stdout
    assert mooc_kit("new", "kit", "--example", "?").stdout == told.stdout
    unnamed = mooc_kit("new")
    assert unnamed.returncode == 2 and "mooc-kit new my-course" in unnamed.stderr


def test_one_thing_is_counted_as_one(mooc_kit: Run, tmp_path: Path) -> None:
    assert [counted(n, "page") for n in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]
    kit = tmp_path / "kit"
    kit.mkdir()
    (kit / "course.yaml").write_text("course: {id: t, title: T}\nmodules: [{id: a, title: A}]\n")
    (kit / "one.txt").write_text("Is water wet?\nA. Yes\nB. No\nANSWER: A\n")
    told = mooc_kit("quiz", "import", "one.txt", "--module", "a", cwd=kit)
    assert "1 question is now in quizzes/" in told.stdout, told.stdout + told.stderr


def test_the_passphrase_of_a_badge_key_comes_from_where_that_of_the_issuer_comes(mooc_kit: Run, tmp_path: Path) -> None:
    stopped = mooc_kit("badge", "key", "--lock")
    assert stopped.returncode == 2
    assert "Set MOOC_KIT_PASSPHRASE, run it on a terminal, or leave out --lock." in stopped.stderr
    assert mooc_kit("badge", "key", "--lock", "--name", "Ama", MOOC_KIT_PASSPHRASE="rivers rise").returncode == 0
    text = (tmp_path / "my-badge-key.json").read_text()
    assert is_locked(text) and "Ama" in json.dumps(json.loads(text))
    assert read_key(text, "rivers rise")[0].did
