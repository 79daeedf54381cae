"""The manual's screenshots: the interview in a terminal; the example courses, on a wide screen and on a phone.

.venv/bin/python docs/screenshots.py            (needs Chromium; writes docs/images/)
.venv/bin/python docs/screenshots.py gallery    (only the pictures of the gallery)
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rich.color import ANSI_COLOR_NAMES
from rich.console import Console
from rich.style import Style
from rich.text import Text

HERE = Path(__file__).parent
IMAGES = HERE / "images"
WIDTHS = {"wide": 1280, "phone": 360}
TAKEN = (("home", "index.html", "wide"), ("module", "*sampling*.html", "phone"))
"""Name of the image, page of the site (the first that fits), size."""
GALLERY = {
    "river-watch": ("index.html", "*sampling/protocol.html"),
    "stories-that-teach": ("index.html", "*badges/*.html"),
    "reading-health-numbers": ("index.html", "*risk-quiz.html"),
    "fix-a-flat": ("index.html", "*self-check*.html"),
}
"""For each example a page for the wide picture and one for the phone, the first that fits."""
COLUMNS, ROWS = 100, 60
PATIENCE = 30
"""Seconds in which the next question must come."""
KEY_QUESTION = "Which evidence will you offer?"
SAID = {
    "What is the course called?": ["Bread for Beginners"],
    "What will participants be able to do?": [
        "Explain what yeast, water and time do to dough",
        "Bake a loaf from four ingredients",
        "Find out why a loaf failed",
        "",
    ],
    "What are the modules called?": [
        "Flour and water",
        "The first loaf",
        "When it goes wrong",
        "Baking for others",
        "",
    ],
}
"""What the picture's course team says; every other question is answered with Enter."""
WINDOW = """<style>
body {{ margin: 0; background: #fff }}
pre {{ display: inline-block; margin: 0; padding: 18px 22px; border-radius: 10px; background: #14191f; color: #d8dee6;
  font: 15px/1.27 "DejaVu Sans Mono", monospace }}
{stylesheet}
</style><pre>{code}</pre>"""


def main() -> None:
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        raise SystemExit("The screenshots need Chromium: run tests/install-browser.")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for example, patterns in GALLERY.items():
            site = built(Path(place), example)
            for pattern, size in zip(patterns, WIDTHS, strict=True):
                image = IMAGES / f"gallery-{example}-{size}.png"
                take(browser, first(site, pattern), WIDTHS[size], image)
                smaller(image, colours=96, width=800)
        if sys.argv[1:] != ["gallery"]:
            site = Path(place) / "river-watch-out/site"
            for name, pattern, size in TAKEN:
                take(browser, first(site, pattern), WIDTHS[size], IMAGES / f"{name}-{size}.png")
            take_terminal(browser, interview(Path(place)), IMAGES / "interview.png")
        browser.close()


def built(place: Path, example: str) -> Path:
    """The site of an example."""
    out = f"{example}-out"
    for words in (["new", example, "--example", example], ["build", example, "-t", "site", "-o", out]):
        subprocess.run([sys.executable, "-m", "mooc_kit", *words], cwd=place, check=True, capture_output=True)
    return place / out / "site"


def first(site: Path, pattern: str) -> Path:
    """The page that lies highest of those that fit."""
    return min(site.rglob(pattern), key=lambda path: (len(path.parts), path))


def take(browser: Browser, page: Path, width: int, image: Path) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme="light", reduced_motion="reduce")
    tab.goto(page.as_uri())
    tab.screenshot(path=image)
    tab.close()


class Terminal(pyte.Screen):
    """A terminal emulator around a command: pexpect runs it, pyte keeps what a person would see."""

    def __init__(self, command: list[str], place: Path) -> None:
        super().__init__(COLUMNS, ROWS)
        environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "MOOC_KIT_PLAIN")}
        environment |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.child = pexpect.spawn(
            command[0], command[1:], cwd=str(place), env=environment, dimensions=(ROWS, COLUMNS), encoding="utf-8"
        )
        self.stream = pyte.Stream(self)
        self.prompts = 0

    def write_process_input(self, data: str) -> None:
        """What a terminal answers when it is asked where the cursor is: every prompt asks, and waits for it."""
        self.prompts += 1
        self.child.send(data)

    def answer(self, line: str | None = None) -> None:
        """Type a line, and wait until the next prompt has come and stands there whole."""
        before, until = self.prompts, time.monotonic() + PATIENCE
        if line is not None:
            self.child.send(f"{line}\r")
        while self.prompts == before:
            if time.monotonic() > until or not self.child.isalive():
                raise SystemExit(f"No question came after {line!r}:\n" + "\n".join(self.display).rstrip())
            self.settle()
        self.settle()

    def settle(self) -> None:
        """Show what comes, until nothing comes for a moment."""
        try:
            while True:
                self.stream.feed(self.child.read_nonblocking(4096, timeout=0.2))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return

    def asks(self) -> str:
        """The question that is open: the last line that begins with a question mark."""
        lines = [line for line in self.display if line.startswith("? ")]
        found = re.match(r"\? (.+?\?|.*\S)", lines[-1]) if lines else None
        return found[1] if found else ""

    def text(self, first: str) -> Text:
        """The screen with its colours, from the line that holds `first` down to the last that is not empty."""
        lines = self.display
        begin = next(n for n, line in enumerate(lines) if first in line)
        end = max(n for n, line in enumerate(lines) if line.strip())
        shown = Text(no_wrap=True)
        for row in range(begin, end + 1):
            for column in range(COLUMNS):
                cell = self.buffer[row][column]
                shown.append(cell.data, Style(color=colour(cell.fg), bold=cell.bold, reverse=cell.reverse))
            shown.append("\n")
        return shown


def colour(name: str) -> str | None:
    """pyte's name of a colour as Rich's."""
    if name == "default":
        return None
    name = name.replace("brown", "yellow").replace("bright", "bright_")
    return name if name in ANSI_COLOR_NAMES else f"#{name}"


def interview(place: Path) -> Text:
    """The short interview up to its key question, with three kinds of evidence marked."""
    terminal = Terminal([sys.executable, "-m", "mooc_kit", "new", "bread"], place)
    terminal.answer()
    for _ in range(60):
        if (question := terminal.asks()) == KEY_QUESTION:
            break
        for line in SAID.get(question, [""]):
            terminal.answer(line)
    else:
        raise SystemExit(f"The interview did not come to {KEY_QUESTION!r}: it asks {terminal.asks()!r}.")
    down = "\x1b[B"
    terminal.child.send(" " + 4 * down + " ")
    terminal.settle()
    shown = terminal.text(first="─ Where it happens ─")
    terminal.child.close(force=True)
    return shown


def take_terminal(browser: Browser, shown: Text, image: Path) -> None:
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, color_system="truecolor", force_terminal=True)
        console.print(shown, end="")
    tab = browser.new_page(viewport={"width": 1200, "height": 800}, device_scale_factor=1.5)
    tab.set_content(console.export_html(code_format=WINDOW))
    tab.locator("pre").screenshot(path=image)
    tab.close()
    smaller(image)


def smaller(image: Path, colours: int = 48, width: int = 0) -> None:
    """Few colours make the file a third as large: a terminal and our pages have no more. It is at most `width` wide."""
    with Image.open(image) as picture:
        shown = picture.convert("RGB")
        if width and shown.width > width:
            shown = shown.resize((width, shown.height * width // shown.width), Image.Resampling.LANCZOS)
        few = shown.quantize(colours, dither=Image.Dither.NONE)
    few.save(image, optimize=True)


if __name__ == "__main__":
    main()
