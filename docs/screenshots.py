"""The manual's screenshots: the example course as people see it, on a wide screen and on a phone.

.venv/bin/python docs/screenshots.py        (needs Chromium; writes docs/images/)
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
IMAGES = HERE / "images"
WIDTHS = {"wide": 1280, "phone": 360}
TAKEN = (("home", "index.html", "wide"), ("module", "*sampling*.html", "phone"))
"""Name of the image, page of the site (the first that fits), size."""


def main() -> None:
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        raise SystemExit("The screenshots need Chromium: run tests/install-browser.")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        site = built(Path(place))
        flags = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for name, pattern, size in TAKEN:
            page = min(site.rglob(pattern), key=lambda path: (len(path.parts), path))
            take(browser, page, WIDTHS[size], IMAGES / f"{name}-{size}.png")
        browser.close()


def built(place: Path) -> Path:
    """The site of the example River Watch."""
    for words in (["new", "kit", "--example", "river-watch"], ["build", "kit", "-t", "site", "-o", "out"]):
        subprocess.run([sys.executable, "-m", "mooc_kit", *words], cwd=place, check=True, capture_output=True)
    return place / "out/site"


def take(browser: Browser, page: Path, width: int, image: Path) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme="light", reduced_motion="reduce")
    tab.goto(page.as_uri())
    tab.screenshot(path=image)
    tab.close()


if __name__ == "__main__":
    main()
