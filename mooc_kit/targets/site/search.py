"""Search index: found in the browser, in small pieces and without a server.

Pagefind makes it from the finished pages: a phone loads some 120 KB for the first search, whatever the course's size.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from mooc_kit.cache import Cache, key_of
from mooc_kit.content.html_words import words_of
from mooc_kit.files import write_fresh

WORDS = "search/words.json"
"""Every word of the pages once, as a list: fetched only where a search found nothing, to look for what was meant."""
MOST_WORDS = 20_000
FOLDER = "search"
"""Where the index lies in the site."""
_NEEDED = ("fragment/", "index/", "wasm.", "pagefind.", "pagefind-entry", "pagefind-worker")
"""The rest of what Pagefind writes is a user interface of its own."""
# fmt: off
_NOT_SEARCHED = (
    ".crumbs", ".pager", ".side", ".done-row", ".no-search", ".question", ".reading", ".eyebrow", ".file-facts",
    ".hero-actions", ".hero-facts", ".facts", ".progress", ".step-facts", "noscript", "annotation",
    ".serves", ".contents", ".tools",
)
# fmt: on
"""What helps on a page and would only fill the results: ways around, states, and questions with their answers."""


def search_index(pages: Mapping[str, str], cache: Cache) -> dict[str, bytes]:
    """The index of `pages` (HTML by path below the site's folder): its files by path below the site's folder.

    `cache` keeps the words of each page: most builds change one.
    """
    with tempfile.TemporaryDirectory() as place:
        site, index = Path(place) / "site", Path(place) / "index"
        for path, html in pages.items():
            file = site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            write_fresh(file, html)
        _write_index(site, index)
        found = {path.relative_to(index).as_posix(): path for path in sorted(index.rglob("*")) if path.is_file()}
        files = {f"{FOLDER}/{name}": path.read_bytes() for name, path in found.items() if name.startswith(_NEEDED)}
    return {**files, WORDS: json.dumps(_words(pages, cache), ensure_ascii=False, separators=(",", ":")).encode()}


def _words(pages: Mapping[str, str], cache: Cache) -> list[str]:
    """The words of the pages' main parts that are long enough to be mistyped, the most frequent ones first."""
    counted: Counter[str] = Counter()
    for html in pages.values():
        counted.update(_words_on(html.partition("<main")[2].partition("</main>")[0], cache))
    return [word for word, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]]


def _words_on(main: str, cache: Cache) -> list[str]:
    """The words of a page's main part, each as often as it stands there."""
    key = key_of("search words", main)
    kept = cache.get(key)
    if kept is not None:
        return kept.split()
    found = [word.lower() for word in re.findall(r"[^\W\d_]{4,24}", words_of(main))]
    cache.put(key, " ".join(found))
    return found


def _write_index(site: Path, index: Path) -> None:
    from pagefind_bin import get_executable

    command = [str(get_executable()), "--site", str(site), "--output-path", str(index), "--keep-index-url", "--silent"]
    for selector in _NOT_SEARCHED:
        command += ["--exclude-selectors", selector]
    # Pagefind needs nothing of the surroundings, and ends where one of them is no UTF-8: PWD in a folder called b\xff.
    told = {name: value for name, value in os.environ.items() if _is_text(name + value)}
    subprocess.run(command, check=True, capture_output=True, cwd=site, env=told)  # noqa: S603  # nothing of a course is in it


def _is_text(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True
