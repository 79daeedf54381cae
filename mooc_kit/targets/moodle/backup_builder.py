"""Moodle backup builder: what all parts of a backup share, and how the course's texts get into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote

from mooc_kit.content.html_words import words_of
from mooc_kit.content.links import rewrite
from mooc_kit.course.model import Course
from mooc_kit.course.pages import markdown_html
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Notice
from mooc_kit.rubrics.model import Rubric
from mooc_kit.targets.moodle.activity_mapping import ActivityMapping, MoodleActivity
from mooc_kit.targets.moodle.files import Area, Files
from mooc_kit.targets.moodle.ids import IdNumbering
from mooc_kit.targets.moodle.looks import with_looks

MADE = 1_704_067_200
"""The moment that everything is stamped with, so that the same course gives the same bytes: 1 January 2024."""
MAX_KEPT = 2_000
MAX_NAME = 255
"""Characters of names and titles in Moodle's database."""
MAX_WORKSHOP = 215
"""Of a workshop's, whose two grades are called like it, with a word in brackets behind: "… (einreichen)"."""


class BackupBuilder:
    """What the parts of one backup share."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.messages = messages_for(course.language)
        self.text = self.messages.text
        self.numbering = IdNumbering()
        self.id = self.numbering.of
        self.mapping = ActivityMapping(course, self.numbering)
        self.files = Files(self.numbering, MADE)
        self.notices: set[Notice] = set()
        self.rubrics = _rubrics(course)
        # Hints and feedback repeat, and a prompt is also a title: most texts are asked for twice.
        self._rendered = lru_cache(maxsize=MAX_KEPT)(lambda text: markdown_html(text, self.messages).strip())

    def notice(self, what: str, why: str, instead: str) -> None:
        self.notices.add(Notice(what, why, instead))

    def name(self, title: str, most: int = MAX_NAME) -> str:
        """A title as it fits into Moodle's column; a longer one is cut to `most` letters, and that is told."""
        found = shown_name(title, most)
        if found != tagless(title):
            self.notice(
                f'The end of the title "{found[:60]}…"',
                f"Moodle's titles have at most {most} characters.",
                "The title ends there.",
            )
        return found

    def html(self, html: str, area: Area) -> tuple[str, list[int]]:
        """HTML of the course with Moodle's links, and the ids of the files that it uses, put into the file area."""
        ids: list[int] = []

        def resolve(url: str) -> str:
            if not url.startswith("asset:"):
                return self.link(url)
            path = PurePosixPath(url.removeprefix("asset:").partition("#")[0])
            content = self.course.carried.get(str(path))
            if content is None:
                return "#"
            ids.extend(self.files.add(area, path, content))
            return f"@@PLUGINFILE@@/{quote(str(path))}"

        return with_looks(rewrite(html, resolve)), ids

    def intro(self, html: str, spot: MoodleActivity, area: str = "intro") -> tuple[str, list[int]]:
        """HTML that stands in the activity at `spot`."""
        return self.html(html, Area(spot.context, f"mod_{spot.kind}", area))

    def link(self, url: str) -> str:
        """A link inside the course, in the form that Moodle turns into the new course's address when it restores."""
        target, hash, fragment = url.removeprefix("course:").partition("#")
        spot = self.mapping.of.get(target)
        section = self.mapping.sections.get(target)
        if spot is not None and spot.kind == "label":  # a label has no page of its own
            number, spot = spot.section_number, None
            section = next(s for s in self.mapping.sections.values() if s.number == number)
        if spot is not None:
            return f"$@{spot.kind.upper()}VIEWBYID*{spot.module}@${hash}{fragment}"
        if section is not None:
            # COURSESECTIONBYID came with Moodle 4.4; an anchor on the course's page works everywhere.
            return f"$@COURSEVIEWBYID*{self.mapping.course_id}@$#section-{section.number}"
        return f"$@COURSEVIEWBYID*{self.mapping.course_id}@$"

    def markdown(self, text: str | None) -> str:
        """Markdown of a question or a descriptor as HTML."""
        return self._rendered(text) if text else ""

    def has_formula(self, markdown: str) -> bool:
        return _TEX.search(self.markdown(markdown)) is not None

    def plain(self, markdown: str) -> str:
        """Markdown as bare words, formulas as their TeX between dollars, for places that hold no markup.

        TeX has words for `<` and `>`, so that Moodle finds no tag in a formula.
        """
        spoken = _TEX.sub(lambda tex: tex[0].replace("&lt;", r"\lt ").replace("&gt;", r"\gt "), self.markdown(markdown))
        return words_of(spoken)


_TEX = re.compile(r'(?s)(?<=<annotation encoding="application/x-tex">).*?(?=</annotation>)')


def _rubrics(course: Course) -> dict[str, Rubric]:
    """The rubrics that activities and credentials are judged by, by id."""
    found = [getattr(activity, "rubric", None) for _, activity in course.activities()]
    found += [credential.rubric for credential in course.credentials]
    return {rubric.id: rubric for rubric in found if rubric is not None}


def tagless(words: str) -> str:
    """Words without anything that Moodle takes for a tag where it knows bare words only, and would cut out: `a<b`."""
    return re.sub(r"<(?=\S)([^<>]*)(>?)", lambda found: f"‹{found[1]}{'›' if found[2] else ''}", words)


def shown_name(title: str, most: int = MAX_NAME) -> str:
    """`title` as Moodle keeps and shows it."""
    title = tagless(title)
    return title if len(title) <= most else title[: most - 2].rstrip() + " …"


def moment(day: date | None, at: time = time.min) -> int:
    """Seconds since 1970 of a day, in UTC; 0 for none. Moodle shows it in the reader's own time zone."""
    return int(datetime.combine(day, at, UTC).timestamp()) if day else 0


def end_of(day: date | None) -> int:
    """The last minute of a day, until which something can be handed in."""
    return moment(day, time(23, 59))


def serialized(values: Mapping[str, int]) -> str:
    """What PHP's serialize() makes of an array of whole numbers; Moodle keeps display options so."""
    inside = "".join(f's:{len(key)}:"{key}";i:{value};' for key, value in values.items())
    return f"a:{len(values)}:{{{inside}}}"
