"""The sites of the examples as people meet them: no barrier that axe finds, nothing heavy, no dead end."""

from __future__ import annotations

import gzip
import posixpath
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Browser

from mooc_kit.cache import Cache
from mooc_kit.checks.course_check import check_path
from mooc_kit.targets.base import Package
from mooc_kit.targets.package_writer import write_package
from mooc_kit.targets.site import Site
from mooc_kit.targets.site.theme import SiteTheme
from tests.visitor import Visitor, barriers

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("river-watch", "reading-health-numbers", "stories-that-teach", "fix-a-flat")
MOST_BYTES = 60_000

EVERYTHING = """---
title: Everything that a page can hold
---
Water is counted[^1], and ~~guessed~~ measured.

[^1]: By hand.

| Time | Temperature |
| --- | ---: |
| 08:00 | 9.5 |

::: tip A hint
Rinse **first**.
:::

::: warning
Never alone.
:::

Risk is $r = \\frac{a}{a+b}$, and

$$\\sum_{i=1}^{n} x_i^2$$

```python
def mean(values):
    return sum(values) / len(values)  # the middle
```

Term
:   Its meaning.

- [x] done
- [ ] to do

![A teal square](../images/square.png "A square, in the colour of water")

::: video https://vimeo.com/76979871 How to sample
I stand in the river and fill the bottle upstream.
:::

[The field sheet](../images/sheet.pdf)

<kbd>Ctrl</kbd> and <abbr title="World Wide Web">WWW</abbr>
"""


Kind = tuple[str, str]
"""A template, and the tool that it shows, if any."""


class Made:
    """An example's site: its files, where it lies, and one page of each kind."""

    def __init__(self, package: Package, place: Path, kinds: dict[Kind, str]) -> None:
        self.files, self.place, self.kinds = package.files, place, kinds

    def size(self, kind: Kind) -> int:
        """How much stands on the page of this kind: 0 where there is none."""
        return len(_data(self.files[self.kinds[kind]])) if kind in self.kinds else 0


def made(kit: Path, place: Path) -> Made:
    kinds: dict[Kind, str] = {}

    patch, render = pytest.MonkeyPatch(), SiteTheme.render

    def recorded(self: SiteTheme, template: str, env: Any, context: dict[str, Any]) -> str:
        kinds.setdefault((template, str(context.get("tool", ""))), context["sheet"].path)
        return render(self, template, env, context)

    patch.setattr(SiteTheme, "render", recorded)
    try:
        package = Site().pages(check_path(kit).course, kit, Cache()).package
    finally:
        patch.undo()
    write_package(package, place)
    # Made for the course's own address: from a disk it has no style.
    kinds = {kind: path for kind, path in kinds.items() if path != "404.html"}
    return Made(package, place, kinds)


@pytest.fixture(scope="module")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """The site of an example, or of a page with everything on it, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("examples")

    @cache
    def found(name: str) -> Made:
        if name != "everything":
            return made(EXAMPLES / name, folder / name)
        kit = folder / "kit"
        shutil.copytree(EXAMPLES / "fix-a-flat", kit)
        (kit / "content/images").mkdir(exist_ok=True)
        from PIL import Image

        Image.new("RGB", (1800, 1200), "#14505c").save(kit / "content/images/square.png")
        (kit / "content/images/sheet.pdf").write_bytes(b"%PDF-1.4 a sheet")
        (kit / "content/pages/everything.md").write_text(EVERYTHING, encoding="utf-8")
        problems = [problem for problem in check_path(kit).problems if "everything" in problem.place.file]
        assert problems == []
        site = made(kit, folder / "everything")
        site.kinds = {("everything", ""): "pages/everything.html"}
        return site

    return found


def looked_at(site_of: Callable[[str], Made], name: str) -> list[str]:
    """The pages of an example that axe judges: the first one, in the example's own colours, and each kind of which it
    has the fullest page of all examples. So each kind is judged once, where most can be wrong."""
    site = site_of(name)
    first, *others = site.kinds
    sites = [site_of(other) for other in NAMES]
    fullest = [kind for kind in others if site is max(sites, key=lambda one: one.size(kind))]
    return [site.kinds[kind] for kind in (first, *fullest)]


@pytest.mark.browser
@pytest.mark.parametrize("name", [*NAMES, "everything"])
def test_axe_finds_no_barrier_on_any_kind_of_page_of_an_example(
    site_of: Callable[[str], Made], browser: Browser, name: str
) -> None:
    site = site_of(name)
    visitor = Visitor(browser, f"{site.place.as_uri()}/", bypass_csp=True)
    page = visitor.page
    found = []
    for number, path in enumerate(looked_at(site_of, name)):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")
        visitor.go(path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        # Each scheme and each width once: test_site_browser judges all four together, on a course that has everything.
        # What a narrow page shows otherwise is around the main part, and the same on all pages.
        for scheme, width in (("light", 1280), ("dark", 320)):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            rules = ["color-contrast", "target-size"] if number and scheme == "dark" else []
            found += [(name, path, scheme, width, *barrier) for barrier in barriers(page, rules)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append((name, path, scheme, width, "scrolls sideways", [wide]))
    visitor.context.close()
    assert found == []
    assert visitor.complaints == []
    assert len(site.kinds) == 1 if name == "everything" else len(site.kinds) > 10, site.kinds


def test_axe_judges_every_kind_of_page_that_an_example_has(site_of: Callable[[str], Made]) -> None:
    every = {kind for name in NAMES for kind in site_of(name).kinds}
    judged = [path for name in NAMES for path in looked_at(site_of, name)]
    assert {
        kind for name in NAMES for kind, path in site_of(name).kinds.items() if path in looked_at(site_of, name)
    } == every
    assert len(every) <= len(judged) < len(every) + len(NAMES)


def linked(files: dict[str, bytes | Path], path: str) -> list[str]:
    """What a browser fetches to show the page at `path`."""
    page = lxml.html.document_fromstring(_data(files[path]).decode())
    urls = page.xpath("//link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href | //script/@src | //img/@src")
    names = [posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(url))) for url in urls]
    return [path, *dict.fromkeys(names)]


def _data(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_text_weighs_at_most_60_kb_with_everything(site_of: Callable[[str], Made], name: str) -> None:
    files = site_of(name).files
    heavy = {}
    for path in (path for path in files if path.endswith(".html") and path != "404.html"):
        size = sum(len(gzip.compress(_data(files[part]))) for part in linked(files, path) if part in files)
        if size > MOST_BYTES:
            heavy[path] = size
    # A badge's drawing and a press picture are more than text.
    assert {path: size for path, size in heavy.items() if not path.startswith(("badges/", "press"))} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_every_page_leads_somewhere(site_of: Callable[[str], Made], name: str) -> None:
    files = site_of(name).files
    pages = {p: lxml.html.document_fromstring(_data(d).decode()) for p, d in files.items() if p.endswith(".html")}
    dead = []
    for path, page in pages.items():
        for url in page.xpath("//@href | //@src"):
            parts = urlsplit(url)
            if parts.scheme or parts.netloc or path == "404.html":
                continue
            place = posixpath.join(posixpath.dirname(path), unquote(parts.path))
            target = posixpath.normpath(place) if parts.path else path
            anchor = unquote(parts.fragment)
            if target not in files or (anchor and target in pages and not pages[target].xpath("//*[@id=$a]", a=anchor)):
                dead.append((path, url))
    assert dead == []


@pytest.mark.browser
def test_everything_that_markdown_offers_arrives_also_without_javascript(
    site_of: Callable[[str], Made], browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto((site_of("everything").place / "pages/everything.html").as_uri())
    main = page.locator("main")
    assert main.locator("table th").count() == 2 and main.locator("section.footnotes, .footnotes").count() >= 1
    assert main.locator("aside.callout").count() == 2
    assert main.locator("math").count() == 2 and main.locator("figure.code .c-k").count() >= 1
    assert main.locator("dl dt").inner_text() == "Term" and main.locator("del, s").inner_text() == "guessed"
    picture = main.locator("figure img")
    assert "480w" in picture.get_attribute("srcset") and picture.get_attribute("width") == "1600"
    assert picture.evaluate("(img) => img.naturalWidth") < 1000, "a phone loads a small version"
    assert main.get_by_text("A square, in the colour of water").is_visible()
    main.get_by_text("Transcript").click()
    assert main.get_by_text("fill the bottle upstream").is_visible()
    assert main.locator("iframe").count() == 0 and main.get_by_role("link", name="How to sample").count() == 1
    assert "PDF" in main.locator(".file-facts").last.inner_text()
    context.close()
