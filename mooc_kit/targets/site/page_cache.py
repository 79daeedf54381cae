"""Page cache: pages from an earlier build, used again if nothing that they show has changed.

A page depends on its own words, and on the frame: everything in the course but the words of pages. So a change of
words renders one page anew; a change of the frame (a title, a time, a link's target) renders them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mooc_kit.cache import Cache, key_of
from mooc_kit.course.model import Course
from mooc_kit.problems import Notice
from mooc_kit.targets.site.glossary import PAGE as GLOSSARY
from mooc_kit.targets.site.pictures import ResponsivePictures


@dataclass(frozen=True)
class Rendered:
    """A page as it is written."""

    path: str
    html: str
    is_searched: bool


@dataclass
class PageCache:
    """Finds and keeps rendered pages. What a page asked of the pictures is asked again when it is found."""

    cache: Cache
    frame: str
    pictures: ResponsivePictures
    notices: list[Notice]

    def key(self, own: str) -> str:
        return key_of("sheet", self.frame, own)

    def find(self, key: str) -> Rendered | None:
        found = self.cache.get(key)
        if found is None:
            return None
        facts = json.loads(found)
        for name in facts["pictures"]:
            self.pictures.picture(name)
        self.pictures.linked.update(facts["linked"])
        self.notices.extend(Notice(what, why, instead) for what, why, instead in facts["notices"])
        return Rendered(facts["path"], facts["html"], facts["searched"])

    def keep(self, key: str, page: Rendered, notices: list[Notice], asked: set[str], linked: set[str]) -> None:
        if any(notice.place.file for notice in notices):
            return
        facts = {
            "path": page.path,
            "html": page.html,
            "searched": page.is_searched,
            "notices": [(notice.what, notice.why, notice.instead) for notice in notices],
            "pictures": sorted(asked),
            "linked": sorted(linked),
        }
        self.cache.put(key, json.dumps(facts, ensure_ascii=False))


def frame_of(course: Course, theme: str) -> str:
    """Everything that any page may show, but for the words of pages; `theme` stands for the look."""
    modules = tuple(
        replace(module, body_html="", activities=tuple(replace(a, body_html="") for a in module.activities))
        for module in course.modules
    )
    frame = replace(
        course,
        home_html="",
        modules=modules,
        # What the glossary says is shown on the other pages, too.
        pages=tuple(page if page.id == GLOSSARY else replace(page, body_html="") for page in course.pages),
        announcements=tuple(replace(told, body_html="") for told in course.announcements),
        assets={},
        published={},
        translations=(),
    )
    return key_of(theme, repr(frame), *_facts(course.assets))


def _facts(assets: dict[str, Path]) -> Iterator[str]:
    for name, file in assets.items():
        facts = file.stat()
        yield f"{name} {facts.st_size} {facts.st_mtime_ns}"
