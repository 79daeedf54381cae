"""The English catalogue is what a translator works from: it must hold all that participants can read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mooc_kit.commands.build import build_course
from mooc_kit.commands.new import from_answers
from mooc_kit.i18n import Messages, messages_for
from tests.targets import catalogue

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def unlisted(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The messages that are looked up while a test runs and that no translator could have seen."""
    known = messages_for("en").catalogue
    assert known is not None
    missing: set[str] = set()
    look_up, plural = Messages._lookup, Messages.plural

    def watched_look_up(self: Messages, message: str) -> str:
        if known.get(message) is None:
            missing.add(message)
        return look_up(self, message)

    def watched_plural(self: Messages, one: str, many: str, n: int, **values: object) -> str:
        if known.get((one, many)) is None:
            missing.add(one)
        return plural(self, one, many, n, **values)

    monkeypatch.setattr(Messages, "_lookup", watched_look_up)
    monkeypatch.setattr(Messages, "plural", watched_plural)
    yield missing


def test_the_english_catalogue_lists_every_message_that_participants_read():
    missing = sorted(map(str, set(catalogue.messages()) - catalogue.listed()))
    assert not missing, "run `python -m tests.targets.catalogue`"


def test_the_catalogue_lists_nothing_that_is_no_longer_used():
    assert not sorted(map(str, catalogue.listed() - set(catalogue.messages())))


@pytest.mark.parametrize("example", ["river-watch", "reading-health-numbers"])
def test_nothing_that_a_course_says_is_missing_in_the_catalogue(example: str, tmp_path: Path, unlisted: set[str]):
    """Together the two examples have all eight completion options."""
    from_answers(tmp_path / "kit", EXAMPLES / example / "course.yaml")
    for target in ("site", "open-edx", "moodle", "canvas", "common-cartridge", "scorm", "epub", "print"):
        build_course(tmp_path / "kit", (target,), tmp_path / "build")
    assert not sorted(unlisted)
