"""Search ranking: the weight of pages, and whether the built manual is found by what people type (a hook of mkdocs).

The search of the theme is asked in Node, if there is one, at the end of each build: a page that is not among the first
for its words is a warning, which ends a strict build.
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
from pathlib import Path
from typing import Any

log = logging.getLogger("mkdocs.hooks.searching")

WEIGHTS = {"decisions/": 0.4}
"""Of folders whose pages tell what was weighed, which people seldom look for; single pages carry theirs at the top."""
AMONG = 3
"""So many pages from the top are looked at first."""
EXPECTED = {
    "--assume-done": "commands.html#completions",
    "--ready": "commands.html#validate",
    "--publish": "commands.html#build",
    "--lock": "commands.html#badge-key",
    "MOOC_KIT_CACHE": "commands.html#environment",
    "exit status": "commands.html#exit-statuses",
    "port in use": "troubleshooting.html#building-and-previewing",
    "command not found": "troubleshooting.html#starting",
    "the key is locked": "troubleshooting.html#deciding-and-issuing",
    "nobody is complete": "troubleshooting.html#deciding-and-issuing",
    "only partly updated": "troubleshooting.html#updating",
    "not carried over": "troubleshooting.html#building-and-previewing",
    "conflict": "updating.html",
    "C204": "codes-c.html#c204",
    "hours_per_week": "spec.html#course",
    "moodle": "moodle.html",
    "revoke": "commands.html#revoke",
}
"""What people type, and the section that has to be among the first pages' results."""


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    for folder, weight in WEIGHTS.items():
        if page.file.src_uri.startswith(folder):
            page.meta.setdefault("search", {"boost": weight})
    return markdown


def on_post_build(config: Any, **_: Any) -> None:
    node = shutil.which("node")
    if node is None:
        log.info("There is no Node here, so what the search finds was not looked at.")
        return
    script = Path(__file__).parent / "search_check.mjs"
    asked = [node, str(script), config.site_dir, *EXPECTED]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=120)
    if answer.returncode:
        log.warning("The search could not be asked: %s", answer.stderr)
        return
    for typed, groups in json.loads(answer.stdout).items():
        first = groups[:AMONG]
        if not any(EXPECTED[typed] in group for group in first):
            log.warning("Who types %r does not find %s at once, but %s", typed, EXPECTED[typed], first)
