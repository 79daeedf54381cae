"""Book links: where a link of the course's own leads in a book, and what becomes of one that leads nowhere there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from mooc_kit.course.model import Course
from mooc_kit.problems import Notice
from mooc_kit.targets.book.trees import ChapterTree
from mooc_kit.targets.imscc.texts import EVIDENCE
from mooc_kit.targets.site.addresses import asset_path
from mooc_kit.targets.site.metadata import absolute


@dataclass
class BookLinks:
    """Finds chapters by what links call them."""

    course: Course
    trees: Iterable[ChapterTree]
    files: set[str] = field(default_factory=set)
    """Files of the kit that pages link to, which a book does not carry."""

    def __post_init__(self) -> None:
        self.ids = {
            tree.key: {element.get("id") for element in tree.body.iter() if isinstance(element.tag, str)}
            for tree in self.trees
        }

    def chapter(self, url: str) -> tuple[str, str] | None:
        """The key of the chapter that `course:…` leads to, and the id in it or ""; None where there is none."""
        scheme, _, rest = url.partition(":")
        key, _, fragment = rest.partition("#")
        if scheme != "course":
            return None
        if key not in self.ids:
            kind = key.partition("/")[0]
            key = {"credential": f"page/{EVIDENCE}", "announcement": "page/announcements"}.get(kind, "")
        if key not in self.ids:
            return None
        fragment = unquote(fragment)
        return key, fragment if fragment in self.ids[key] else ""

    def file(self, url: str) -> str:
        """The address at which the course's site has a file of the kit; "" where the course has no address."""
        path = unquote(url.partition(":")[2].partition("#")[0])
        self.files.add(path)
        return absolute(self.course, asset_path(path)) if self.course.url and path in self.course.assets else ""

    def notices(self) -> list[Notice]:
        if not self.files:
            return []
        shown = ", ".join(sorted(self.files)[:5]) + (" and more" if len(self.files) > 5 else "")
        instead = (
            "Links lead to the course's web site, which has them." if self.course.url else "Only their names are there."
        )
        return [Notice(f"Files to download: {shown}", "A book holds pages, pictures and recordings.", instead)]
