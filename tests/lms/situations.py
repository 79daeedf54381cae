"""Situations of learners, played in Chromium on platforms that others wrote, and what arrived there.

`python -m tests.lms.what_arrived` plays them all, and writes the table of docs/seen-on-platforms.md; tests play some of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext

from tests.lms.visit import Visit

LONG = "".join(f"{n:x}, the {chr(97 + n * 7 % 26)}{n * 7919 % 1000} of it; " for n in range(1200))[:18_000].strip()


class Platform(Protocol):
    """A runtime that plays the package, and tells what it knows of a learner."""

    name: str
    frames: tuple[str, ...]
    """The frames around the launch page, as selectors."""
    limit: int
    """Characters of state that it takes."""
    survives_reload: bool

    def launch(self, learner: str, mode: str = "") -> str:
        """An address at which `learner` opens the course."""

    def arrived(self, learner: str) -> dict[str, Any]:
        """`status` in the platform's words, and `score` (0 to 100 or None)."""

    def expected(self, done: bool, passed: bool | None) -> str:
        """The platform's words for this; `passed` is None as long as nothing is decided."""

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """While it takes no report, as after a session has ended."""


@dataclass
class Play:
    """A situation in progress: learners come, on devices that keep what a browser keeps, and go."""

    platform: Platform
    browser: Browser
    tag: str
    devices: dict[str, BrowserContext] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)

    def device(self, name: str) -> BrowserContext:
        if name not in self.devices:
            self.devices[name] = self.browser.new_context(viewport={"width": 1100, "height": 760})
        return self.devices[name]

    def visit(self, device: str = "one", learner: str = "ana", mode: str = "") -> Visit:
        who, context = f"{learner}-{self.tag}", self.device(device)
        if enter := getattr(self.platform, "enter", None):
            enter(context, who)
        return Visit(context, self.platform.launch(who, mode), self.platform.frames)

    def arrived(self, learner: str = "ana") -> dict[str, Any]:
        return self.platform.arrived(f"{learner}-{self.tag}")

    def close(self) -> None:
        for context in self.devices.values():
            context.close()


def came(play: Play, done: bool, passed: bool | None, score: float | None, learner: str = "ana") -> None:
    found = play.arrived(learner)
    assert (found["status"], found["score"]) == (play.platform.expected(done, passed), score), found


def opened(play: Play) -> None:
    play.visit().leave()
    came(play, False, None, None)


def read(play: Play) -> None:
    visit = play.visit()
    visit.pages()
    assert "3 of 5 done" in visit.says()
    visit.leave()
    came(play, False, None, None)


def half_right(play: Play) -> None:
    visit = play.visit()
    visit.numbers(1)
    visit.leave()
    came(play, False, None, 30)


def all_wrong(play: Play) -> None:
    visit = play.visit()
    visit.numbers(0)
    visit.leave()
    came(play, False, None, 0)


def all_right(play: Play) -> None:
    visit = play.visit()
    visit.pages()
    visit.numbers(2)
    visit.last()
    assert "completed and passed" in visit.says()
    visit.leave()
    came(play, True, True, 100)


def not_enough_yet(play: Play) -> None:
    """All is done, the score is too low, and there is an attempt left."""
    visit = play.visit()
    visit.pages()
    visit.numbers(0)
    visit.last()
    visit.leave()
    came(play, True, None, 40)


def not_enough(play: Play) -> None:
    visit = play.visit()
    visit.pages()
    visit.last(False)
    for _ in range(2):
        visit.numbers(0)
        visit.inner.get_by_role("button", name="Start the next attempt").click()
    visit.numbers(0)
    assert "no attempt is left" in visit.says()
    visit.leave()
    came(play, True, False, 0)


def second_attempt(play: Play) -> None:
    visit = play.visit()
    visit.numbers(2)
    visit.inner.get_by_role("button", name="Start the next attempt").click()
    visit.numbers(0)
    visit.leave()
    came(play, False, True, 60)


def comes_back(play: Play) -> None:
    visit = play.visit()
    visit.go("modules/look/numbers.html")
    visit.choose("clear", "False")
    visit.leave()
    again = play.visit()
    assert again.frame.url.endswith("numbers.html")
    assert again.inner.locator('form[data-question="clear"] input:checked').get_attribute("value") is not None
    again.write("boils", "100")
    again.leave()
    came(play, False, True, 60)


def other_device(play: Play) -> None:
    visit = play.visit()
    visit.read("look/banks")
    visit.numbers(1)
    visit.leave()
    other = play.visit("two")
    assert other.frame.url.endswith("numbers.html")
    assert "50%" in (other.inner.locator(".quiz-summary").text_content() or "")
    assert "2 of 5 done" in other.says()
    other.leave()
    came(play, False, None, 30)


def killed(play: Play) -> None:
    visit = play.visit()
    visit.numbers(1)
    visit.kill()
    came(play, False, None, 30)


def reloaded(play: Play) -> None:
    visit = play.visit()
    visit.numbers(1)
    visit.reload()
    # A cmi5 session ends with the page that it was begun in: the next one reports what follows.
    assert ("30%" if play.platform.survives_reload else "This visit has ended") in visit.says()
    visit.read("look/banks")
    visit.leave()
    play.visit().leave()
    again = play.visit("two")
    assert "2 of 5 done" in again.says()
    came(play, False, None, 30)


def offline_for_a_while(play: Play) -> None:
    visit = play.visit()
    visit.go("modules/look/numbers.html")
    visit.offline(True)
    visit.choose("clear", "False")
    visit.write("boils", "100")
    assert "Not reported yet" in visit.says()
    visit.offline(False)
    assert "60%" in visit.says()
    visit.leave()
    came(play, False, True, 60)


def offline_and_gone(play: Play) -> None:
    """Without a network a quiz is answered and the window closed; the next visit reports it."""
    visit = play.visit()
    visit.go("modules/look/numbers.html")
    visit.offline(True)
    visit.choose("clear", "False")
    visit.write("boils", "100")
    visit.kill()
    came(play, False, None, None)
    play.device("one").set_offline(False)
    again = play.visit()
    assert "60%" in again.says()
    again.leave()
    came(play, False, True, 60)


def both_devices(play: Play) -> None:
    """Offline on one device, then on another one, then back: nothing of either is lost."""
    visit = play.visit()
    visit.go("modules/look/numbers.html")
    visit.offline(True)
    visit.choose("clear", "False")
    visit.write("boils", "100")
    visit.kill()
    play.device("one").set_offline(False)
    other = play.visit("two")
    other.pages()
    other.leave()
    again = play.visit()
    assert "4 of 5 done" in again.says()
    again.leave()
    came(play, False, True, 60)


def refused(play: Play) -> None:
    visit = play.visit()
    visit.go("modules/look/numbers.html")
    with play.platform.refusing():
        visit.choose("clear", "False")
        visit.write("boils", "100")
        assert "Not reported yet" in visit.says()
    visit.read("look/banks")
    assert "60%" in visit.says()
    visit.leave()
    came(play, False, True, 60)


def refused_and_gone(play: Play) -> None:
    visit = play.visit()
    visit.go("modules/look/numbers.html")
    with play.platform.refusing():
        visit.choose("clear", "False")
        visit.write("boils", "100")
        visit.kill()
    again = play.visit()
    assert "60%" in again.says()
    again.leave()
    came(play, False, True, 60)


def two_people(play: Play) -> None:
    """Two people at one computer, one after the other."""
    visit = play.visit()
    visit.numbers(2)
    visit.leave()
    other = play.visit(learner="ben")
    assert "0 of 5 done" in other.says()
    other.leave()
    came(play, False, None, None, "ben")
    came(play, False, True, 60)


def looks_again(play: Play) -> None:
    visit = play.visit()
    visit.numbers(1)
    visit.leave()
    again = play.visit(mode="review")
    assert "nothing is reported" in again.says()
    again.read("look/banks")
    again.leave()
    came(play, False, None, 30)


def long_words(play: Play) -> None:
    """More is written than the platform has room for: the score arrives, and the rest is said to stay here."""
    visit = play.visit()
    visit.numbers(2)
    visit.go("modules/tell/last.html")
    visit.choose("again", "True")
    visit.write("own-words", LONG)
    fits = play.platform.limit > len(LONG)
    assert ("no room for all answers" in visit.says()) is not fits
    visit.leave()
    again = play.visit()
    assert again.inner.locator("textarea").input_value() == LONG
    again.leave()
    other = play.visit("two")
    assert "2 of 5 done" in other.says()
    other.leave()
    came(play, False, True, 100)


def other_letters(play: Play) -> None:
    words = "نهر Ωμέγα 河 🌊 \\u0041 | <b>"
    visit = play.visit()
    visit.go("modules/tell/last.html")
    visit.choose("again", "True")
    visit.write("own-words", words)
    visit.leave()
    other = play.visit("two")
    assert other.inner.locator("textarea").input_value() == words
    other.leave()
    came(play, False, None, 40)


def mark_taken_away(play: Play) -> None:
    """What was earned stays, whatever is unmarked later."""
    visit = play.visit()
    visit.pages()
    visit.numbers(2)
    visit.last()
    visit.inner.get_by_role("button", name="Done").click()
    visit.leave()
    came(play, True, True, 100)


SITUATIONS: dict[str, Callable[[Play], None]] = {
    "Opens the course and leaves": opened,
    "Reads all pages": read,
    "Answers a quiz half right": half_right,
    "Answers a quiz wrong": all_wrong,
    "Does everything, all right": all_right,
    "Does everything, score too low, an attempt left": not_enough_yet,
    "Does everything, score too low, no attempt left": not_enough,
    "Second attempt worse than the first": second_attempt,
    "Leaves in the middle of a quiz, comes back": comes_back,
    "Goes on from another device": other_device,
    "The page is killed after an answer": killed,
    "The page is reloaded in the middle": reloaded,
    "Without a network for a while": offline_for_a_while,
    "Without a network, window closed, next visit": offline_and_gone,
    "Offline on one device, then another, then back": both_devices,
    "The platform refuses for a while": refused,
    "The platform refuses, window closed, next visit": refused_and_gone,
    "Two people at one computer": two_people,
    "Looks at the course again (review)": looks_again,
    "Writes more than there is room for": long_words,
    "Answers in other scripts and signs": other_letters,
    "Takes a mark away after passing": mark_taken_away,
}


def play(platform: Platform, browser: Browser, name: str) -> dict[str, Any]:
    """Plays one situation; gives what arrived. Raises AssertionError where it is not what should have arrived."""
    playing = Play(platform, browser, str(list(SITUATIONS).index(name)))
    try:
        SITUATIONS[name](playing)
        return playing.arrived()
    finally:
        playing.close()
