"""The table of docs/scorm.md: every situation on every runtime that is here, and what arrived.

`python -m tests.lms.what_arrived` plays them (some ten minutes) and writes the table. It ends with 1 where something
else arrived than should have.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.lms.packages import river_course, unpacked
from tests.lms.scorm_host import playing
from tests.lms.situations import SITUATIONS, Platform, play

PAGE = Path(__file__).parents[2] / "docs" / "scorm.md"
START, END = "<!-- situations -->", "<!-- /situations -->"


@contextmanager
def platforms(folder: Path) -> Iterator[list[Platform]]:
    """The runtimes that are here."""
    with ExitStack() as stack:
        found: list[Platform] = []
        for version in ("1.2", "2004"):
            package = unpacked(river_course(), folder / version, version=version)
            found.append(stack.enter_context(playing(package, version)))
        yield found


def main() -> int:
    failed = 0
    rows: dict[str, list[str]] = {name: [] for name in SITUATIONS}
    heads = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, platforms(Path(folder)) as found:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        for platform in found:
            heads.append(platform.name)
            for name in SITUATIONS:
                try:
                    arrived = play(platform, browser, name)
                    score = "" if arrived["score"] is None else f", {arrived['score']:g}"
                    rows[name].append(f"{arrived['status']}{score}")
                except Exception as error:
                    failed += 1
                    rows[name].append("**not as it should be**")
                    print(f"{platform.name}: {name}: {str(error)[:300]}", file=sys.stderr)
                print(f"{platform.name}: {name}: {rows[name][-1]}", flush=True)
        browser.close()
    lines = [f"| What the learner does | {' | '.join(heads)} |", f"| --- | {' | '.join('---' for _ in heads)} |"]
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]
    text = PAGE.read_text("utf-8")
    table = "\n".join([START, "", *lines, "", END])
    PAGE.write_text(re.sub(f"{START}.*{END}", lambda _: table, text, flags=re.DOTALL), "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
