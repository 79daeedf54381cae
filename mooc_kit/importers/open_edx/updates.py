"""Open edX updates: dated news on a course's first page, which become announcements of the kit.

`info/updates.items.json` holds them: `id`, `date` ("March 1, 2027"), `content` (HTML) and `status`; older exports have
only `info/updates.html`, without days that one could rely on, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.open_edx.olx_tree import OlxTree
from mooc_kit.problems import Notice

MOST = 500
WELCOME = "course-welcome"
"""The class of the update that the Open edX target makes itself."""
_TITLE = re.compile(r"\s*<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
_MOST_TITLE = 80


def announcements(tree: OlxTree, notices: list[Notice]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each update as the path of its file in the kit, its front matter and its HTML."""
    items = tree.json("info/updates.items.json")
    if not isinstance(items, list):
        if tree.words("info/updates.html").strip():
            notices.append(Notice("The course updates", "This export gives them no days.", "They are left out."))
        return
    ids = Ids()
    for item in items[:MOST]:
        if not isinstance(item, dict) or item.get("status") == "deleted":
            continue
        html = str(item.get("content") or "")
        if WELCOME in html or not html.strip():
            continue
        found = _TITLE.match(html)
        title = words_of(found[2]) if found else words_of(html)
        day = _day(str(item.get("date") or ""))
        if day is None:
            what = f'The update "{title[:_MOST_TITLE]}"'
            notices.append(Notice(what, "No day can be read from it.", "It is left out: announcements have a day."))
            continue
        name = ids.new("", f"{day.isoformat()} {_short(title, 40)}")
        front = {"title": _short(title, _MOST_TITLE) or day.isoformat(), "date": day}
        yield f"content/announcements/{name}.md", front, html[found.end() :] if found else html
    if len(items) > MOST:
        notices.append(Notice(f"Updates beyond the first {MOST}", "That is as many as are read.", "They are left out."))


def _day(text: str) -> date | None:
    for form in ("%B %d, %Y", "%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # a day has no zone
        except ValueError:
            continue
    return None


def _short(title: str, most: int) -> str:
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0] + " …"
