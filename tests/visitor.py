"""Browser visitor for tests: a participant with a browser of their own, what went wrong on the way, what axe finds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Frame, Locator, Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
REMEMBERED = """
const { Color } = axe.commons.color;
const read = Color.prototype.parseString;
const known = new Map();
Color.prototype.parseString = function (text) {
  if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
  else known.set(text, ((c) => [c.r, c.g, c.b, c.alpha])(read.call(this, text)));
  return this;
};
"""
"""Lets axe read each colour once. It reads the colours of every box under every text anew, by a parser for all kinds
of colours, which took a third of its time."""
REFUSE = "globalThis.ServiceWorkerContainer && (ServiceWorkerContainer.prototype.register = async () => { throw 0 })"
"""What a browser does that keeps no pages for later, of which the site then says nothing."""


class Visitor:
    """Visits the site at the address `base`; `settings` are those of a context of the browser.

    A site keeps all its pages for a day without a network, which takes longer than most visits do: only a visitor that
    `goes_offline` lets it.
    """

    def __init__(self, browser: Browser, base: str, *, goes_offline: bool = False, **settings: Any) -> None:
        self.base = base
        own = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
        self.context = browser.new_context(**{**own, **settings})
        if not goes_offline:
            self.context.add_init_script(REFUSE)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type != "log" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def card(self, id: str) -> Locator:
        return self.page.locator(f'form[data-question="{id}"]')

    def kept(self) -> dict[str, Any]:
        script = "Object.fromEntries(moocKit.store.names().map((n) => [n, moocKit.store.get(n)]))"
        found: dict[str, Any] = self.page.evaluate(script)
        return found

    @property
    def asked_elsewhere(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.base, "data:", "blob:"))]


def barriers(page: Page | Frame, rules: Sequence[str] = ()) -> list[tuple[str, list[Any]]]:
    """The rules (all, or these) that axe finds broken on the page as it stands, each with up to three places."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
        page.evaluate(f"() => {{{REMEMBERED}}}")
    report = page.evaluate(
        "(options) => axe.run(document, options)",
        {
            **({"runOnly": list(rules)} if rules else {}),
            "resultTypes": ["violations"],
            # From a disk a page may not read its style sheets by script, which axe's preload would try.
            "preload": False,
        },
    )
    return [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in report["violations"]]
