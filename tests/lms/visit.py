"""A learner's visit: one browser page in which a platform plays a package, and what the learner does there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page

STATUS = "#launch\\:status"
WAIT = 30_000


class Visit:
    """Opens `address`, where a platform shows the package in `frames` (selectors), in a page of `context`."""

    def __init__(self, context: BrowserContext, address: str, frames: Sequence[str] = ("iframe",)) -> None:
        self.context = context
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.goto(address)
        outer: Page | FrameLocator = self.page
        for selector in frames:
            outer = outer.frame_locator(selector)
        self.launch = outer
        self.inner = outer.frame_locator("#launch\\:course")
        self.inner.locator("main").wait_for(timeout=WAIT)

    @property
    def frame(self) -> Frame:
        """The frame with the pages of the course."""
        return next(f for f in self.page.frames if f.parent_frame and "/launch" in f.parent_frame.url)

    def says(self) -> str:
        """The line below the course, once nothing is on its way any more."""
        self.settle()
        return self.launch.locator(STATUS).text_content() or ""

    def settle(self) -> None:
        launched = self.frame.parent_frame
        assert launched
        launched.evaluate(
            "new Promise((go) => setTimeout(() => (moocKitSession.settled?.() ?? Promise.resolve()).then(go), 60))"
        )

    def go(self, path: str) -> None:
        """Follow a link to `path` below the package's root."""
        launched = self.frame.parent_frame
        assert launched
        root = launched.url.rsplit("/", 1)[0]
        frame = self.frame
        frame.evaluate("(url) => location.assign(url)", f"{root}/{path}")
        frame.wait_for_url(f"{root}/{path}", timeout=WAIT)
        self.inner.locator("main").wait_for(timeout=WAIT)
        self.settle()

    def read(self, *activities: str) -> None:
        for path in activities:
            self.go(f"modules/{path}.html")

    def answer(self, question: str, how: Callable[[Any], None]) -> None:
        form = self.inner.locator(f'form[data-question="{question}"]')
        how(form)
        form.locator("button[type=submit]").click(timeout=WAIT)
        self.settle()

    def choose(self, question: str, label: str) -> None:
        self.answer(question, lambda form: form.get_by_label(label, exact=True).check(timeout=WAIT))

    def write(self, question: str, words: str) -> None:
        self.answer(question, lambda form: form.locator("input, textarea").first.fill(words, timeout=WAIT))

    def numbers(self, right: int) -> None:
        """Answer the first quiz with so many of its two questions right."""
        self.go("modules/look/numbers.html")
        self.choose("clear", "False" if right else "True")
        self.write("boils", "100" if right > 1 else "50")

    def last(self, is_right: bool = True) -> None:
        """Answer the second quiz, which has one attempt."""
        self.go("modules/tell/last.html")
        self.choose("again", "True" if is_right else "False")
        self.write("own-words", "Slow, with willows.")

    def pages(self) -> None:
        self.read("look/banks", "look/bed", "tell/people")

    def leave(self) -> None:
        """Go away as people do: the page is left for another one."""
        self.page.goto("about:blank")
        self.page.close()

    def reload(self) -> None:
        self.page.reload()
        self.inner.locator("main").wait_for(timeout=WAIT)
        self.settle()

    def offline(self, is_off: bool) -> None:
        self.context.set_offline(is_off)
        self.page.wait_for_function("(off) => navigator.onLine === !off", arg=is_off)
        self.settle()

    def kill(self) -> None:
        """The page is gone without another word, as when a battery is empty."""
        self.page.close(run_before_unload=False)
