"""Review record: what colleagues said of the pages, and which comments are still open (guides/reviews.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from mooc_kit.course.review_codes import COMMENT_OPEN, UNREADABLE_RECORD
from mooc_kit.problems import Place, Problem
from mooc_kit.spec.fields import Date, LongText, SpecModel, Text, empty_list
from mooc_kit.spec.yaml_tree import YamlTree, load_tree, read_text

RECORD = "guides/reviews.yaml"


class SaidOfPage(SpecModel):
    page: Annotated[str, Field(pattern=r"^(home|(module|activity|page|rubric|credential)/[a-z0-9-]{1,80})$")]
    of: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    yes: bool = False
    words: LongText | Literal[""] = ""


class Remark(SaidOfPage):
    """An entry of the record."""

    by: Text
    on: Date
    done: bool = False

    @property
    def is_open(self) -> bool:
        return bool(self.words) and not self.done


class ReviewRecord(SpecModel):
    reviews: list[Remark] = Field(default_factory=empty_list)


@dataclass(frozen=True)
class Unreadable:
    """The file is no record of reviews; `place` is where it stops being one."""

    place: Place


def read_record(kit: Path, shown: str = "") -> tuple[list[Remark], YamlTree | None] | Unreadable:
    """All remarks, in order, with the places of the file; nothing where there is none."""
    name = f"{shown}/{RECORD}" if shown else RECORD
    if not (kit / RECORD).is_file():
        return [], None
    text, problems = read_text(kit / RECORD, name)
    tree, more = load_tree(text or "", name)
    try:
        if problems or more or tree is None:
            raise ValueError
        return ReviewRecord.model_validate(tree.value).reviews, tree
    except ValueError:
        return Unreadable(next((problem.place for problem in [*problems, *more]), Place(name, 1, 1)))


def open_comments(kit: Path, shown: str = "") -> Iterator[Problem]:
    """A note for each comment that nobody has dealt with, at its line."""
    read = read_record(kit, shown)
    if isinstance(read, Unreadable):
        yield UNREADABLE_RECORD.at(read.place, hint="Mend it, or take it away to begin anew.")
        return
    remarks, tree = read
    for number, remark in enumerate(remarks):
        if remark.is_open and tree is not None:
            words = " ".join(remark.words.split())
            message = f"{remark.by} said of {remark.page}: {words[:120]}{' …' if len(words) > 120 else ''}"
            hint = "Set `done: true` there when it is dealt with."
            yield COMMENT_OPEN.at(tree.place(("reviews", number)), message, hint=hint)
