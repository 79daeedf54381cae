"""The table of docs/seen-on-platforms.md: every situation on every runtime that is here, and what arrived.

`python -m tests.lms.what_arrived [RUNTIME...]` plays them (scorm-1.2, scorm-2004, cmi5; moodle-1.2, moodle-2004 where
`MOODLE` names one, see moodle_host.py; catapult where `CATAPULT` and `LRS` do, see catapult_host.py), and writes their
columns; those of other runtimes stay. It ends with 1 where something else arrived than should have.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.lms.catapult_host import Catapult
from tests.lms.cmi5_host import launching
from tests.lms.moodle_host import Moodle
from tests.lms.packages import packaged, river_course, unpacked
from tests.lms.scorm_host import playing
from tests.lms.situations import SITUATIONS, Platform, play

PAGE = Path(__file__).parents[2] / "docs" / "seen-on-platforms.md"
START, END = "<!-- situations -->", "<!-- /situations -->"
WRONG = "**not as it should be**"


@contextmanager
def runtime(key: str, folder: Path) -> Iterator[Platform]:
    """The runtime of this name, with the package on it."""
    kind, _, version = key.partition("-")
    if kind == "cmi5":
        with launching(unpacked(river_course(), folder, "cmi5")) as cmi5:
            yield cmi5
            assert cmi5.breaches == []
    elif kind == "catapult":
        catapult = Catapult(_zipped(folder, "cmi5", "1.2"))
        yield catapult
        assert catapult.breaches == []
    elif kind == "scorm":
        with playing(unpacked(river_course(), folder, version=version), version) as host:
            yield host
    else:
        yield Moodle(version, _zipped(folder, "scorm", version))


def _zipped(folder: Path, key: str, version: str) -> Path:
    """The package itself, beside `folder`."""
    [packed] = [data for name, data in packaged(river_course(), key, version).items() if name.endswith(".zip")]
    file = folder.with_suffix(".zip")
    file.write_bytes(packed)
    return file


def column(platform: Platform, browser: Browser) -> dict[str, str]:
    """What arrived, by situation."""
    found = {}
    for name in SITUATIONS:
        if name in getattr(platform, "cannot", ()):
            found[name] = "not offered"
            continue
        try:
            arrived = play(platform, browser, name)
            score = "" if arrived["score"] is None else f", {arrived['score']:g}"
            found[name] = f"{arrived['status']}{score}"
        except Exception as error:
            found[name] = WRONG
            print(f"{platform.name}: {name}: {str(error)[:300]}", file=sys.stderr)
        print(f"{platform.name}: {name}: {found[name]}", flush=True)
    return found


def main(keys: list[str]) -> int:
    text = PAGE.read_text("utf-8")
    columns = _columns(text)
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        for key in keys or ["scorm-1.2", "scorm-2004", "cmi5"]:
            with tempfile.TemporaryDirectory() as folder, runtime(key, Path(folder) / key) as platform:
                columns[platform.name] = column(platform, browser)
                failed = failed or WRONG in columns[platform.name].values()
            PAGE.write_text(_written(PAGE.read_text("utf-8"), columns), "utf-8")
        browser.close()
    return 1 if failed else 0


def _columns(text: str) -> dict[str, dict[str, str]]:
    """The table as it stands: what arrived, by runtime and situation."""
    lines = text.partition(START)[2].partition(END)[0].strip().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    if len(rows) < 3:
        return {}
    return {head: {row[0]: row[at] for row in rows[2:]} for at, head in enumerate(rows[0]) if at}


def _written(text: str, columns: dict[str, dict[str, str]]) -> str:
    lines = [f"| What the learner does | {' | '.join(columns)} |", f"| --- | {' | '.join('---' for _ in columns)} |"]
    for name in SITUATIONS:
        lines.append(f"| {name} | {' | '.join(found.get(name, '') for found in columns.values())} |")
    table = "\n".join([START, "", *lines, "", END])
    return re.sub(f"{START}.*{END}", lambda _: table, text, flags=re.DOTALL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
