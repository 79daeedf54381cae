"""Kit page: front matter, a body as safe HTML, and what reading it needs of the kit around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Protocol

from pydantic import Field

from mooc_kit.cache import Cache
from mooc_kit.course.model import Group
from mooc_kit.course.translation import Left
from mooc_kit.i18n import Messages
from mooc_kit.problems import Place, Problem
from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import Date, Id, SpecModel, Text, empty_list


class PageMeta(SpecModel):
    """The front matter of a page."""

    title: Annotated[Text | None, Ask("Title of the page")] = None
    summary: Annotated[Text | None, Ask("What it is about, in a sentence")] = None
    minutes: Annotated[int | None, Ask("Minutes it takes"), Field(ge=1, le=6000)] = None
    outcomes: Annotated[list[Id] | None, Ask("Outcomes it serves")] = None
    group: Annotated[Group, Ask("Where the page belongs")] = Group.ABOUT
    date: Annotated[Date | None, Ask("The day of an announcement")] = None
    aliases: Annotated[
        list[Id], Ask("Earlier names of the page", "Its earlier addresses on the site lead to it.", depth="file")
    ] = Field(default_factory=empty_list)


@dataclass(frozen=True)
class KitPage:
    """A Markdown page of the kit, rendered: `body_html` is safe; `words` counts what is to be read."""

    path: str
    meta: PageMeta
    body_html: str
    words: int


class PageFiles(Protocol):
    """The kit as a page needs it while it is read: `KitFiles` is one."""

    folder: Path
    problems: list[Problem]
    messages: Messages
    cache: Cache | None

    def place(self, path: str, line: int = 0, column: int = 0) -> Place: ...

    def exists(self, path: str) -> bool: ...

    def left(self, path: str) -> Left: ...

    def asset(self, path: str, wanted_by: Place | None = None) -> str | None: ...
