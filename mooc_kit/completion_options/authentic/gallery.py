"""Gallery of share-backs: the files in `share-backs/` whose people agreed to be shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Annotated

from pydantic import Field

from mooc_kit.completion_options.authentic import authentic_codes
from mooc_kit.completion_options.authentic.section import EvidenceKind
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.model import Group, InfoPage
from mooc_kit.problems import Problem
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import Date, Id, SpecModel, Text, empty_list

FOLDER = "share-backs"
PAGE = "gallery"
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif")


class ShareBackMeta(SpecModel):
    """What stands between the lines --- of a file in `share-backs/`."""

    date: Annotated[Date, Ask("On which day did they share it?")]
    module: Annotated[Id | None, Ask("Which module does it belong to?")] = None
    title: Annotated[Text | None, Ask("A title?", "The file's name in words where nothing is said.")] = None
    evidence: Annotated[list[EvidenceKind], Ask("What did they bring back?")] = Field(default_factory=empty_list)
    may_be_shown: Annotated[bool, Ask("Did the participant say yes to showing it?")] = False
    people_agreed: Annotated[
        bool, Ask("Did everybody who can be recognised in it agree?", "Also true where nobody can be recognised.")
    ] = False
    name: Annotated[str, Ask("How do they wish to be named?", "Empty for not at all."), Field(max_length=200)] = ""


@dataclass(frozen=True)
class Story:
    """A share-back that may be shown, as safe HTML."""

    id: str
    meta: ShareBackMeta
    title: str
    html: str


def add_gallery(spec: spec_model.Spec, course: CourseBuilder, origin: str) -> str:
    """Add the page of all stories that may be shown; gives its id, or "" where there are none."""
    stories = list(read_stories(spec, course.files))
    if not stories:
        return ""
    messages = course.messages
    course.add_page(
        InfoPage(
            id=PAGE,
            title=messages.text("What participants did in the world"),
            body_html=_gallery_html(spec, course, stories),
            group=Group.EVIDENCE,
            origin=origin,
            summary=course.messages.plural(
                "{n} participant shows what became of the course outside the course.",
                "{n} participants show what became of the course outside the course.",
                len(stories),
            ),
        )
    )
    return PAGE


def read_stories(spec: spec_model.Spec, files: KitFiles) -> Iterator[Story]:
    """The stories that may be shown, the newest first. What is wrong in any file is added to the problems."""
    found = []
    known = {module.id for module in spec.modules}
    for path in sorted((files.folder / FOLDER).glob("*.md")):
        if path.name.lower() != "readme.md":
            story = _read_story(files, f"{FOLDER}/{path.name}", known)
            if story is not None:
                found.append(story)
    files.problems.extend(_stray_pictures(files))
    yield from sorted(found, key=lambda story: (story.meta.date, story.id), reverse=True)


def _read_story(files: KitFiles, path: str, modules: set[str]) -> Story | None:
    from mooc_kit.course.pages import body_html, front_matter

    text = files.text(path)
    if text is None:
        return None
    before = len(files.problems)
    meta, body, above = front_matter(files, path, text, ShareBackMeta)
    if meta is None:
        if len(files.problems) == before:
            hint = "Begin the file with the lines that share-backs/README.md shows."
            files.problems.append(authentic_codes.NO_SETTINGS.at(files.place(path, 1, 1), hint=hint))
        return None
    if meta.module is not None and meta.module not in modules:
        message = f'There is no module "{meta.module}".'
        hint = f"Use one of {', '.join(sorted(modules))}, or remove the line."
        files.problems.append(
            authentic_codes.UNKNOWN_MODULE.at(files.place(path, 1, 1), message, hint=hint, about="module:")
        )
    html, words = body_html(files, path, body, above)
    has_picture = "<img" in html
    if has_picture and not meta.may_be_shown:
        hint = "Take the picture out, or write `may_be_shown: true` if the participant said yes."
        files.problems.append(authentic_codes.PICTURE_WITHOUT_YES.at(files.place(path, above + 1, 1), hint=hint))
    elif has_picture and not meta.people_agreed:
        hint = "Write `people_agreed: true` if everybody in it agreed, or nobody can be recognised."
        files.problems.append(authentic_codes.PEOPLE_NOT_ASKED.at(files.place(path, above + 1, 1), hint=hint))
    if not meta.may_be_shown or not (words or has_picture):
        return None
    stem = posixpath.basename(path).removesuffix(".md")
    title = meta.title or _in_words(stem)
    return Story(stem, meta, title, html)


def _stray_pictures(files: KitFiles) -> Iterator[Problem]:
    """Pictures that no share-back shows: they lie in the open all the same where the repository is public."""
    shown = files.assets()
    for path in sorted((files.folder / FOLDER).rglob("*")):
        name = path.relative_to(files.folder).as_posix()
        if path.suffix.lower() in _PICTURES and path.is_file() and name not in shown:
            hint = f"Show it with ![what it shows]({path.name}) in a share-back, or delete it."
            yield authentic_codes.STRAY_PICTURE.at(files.place(name), hint=hint)


def _in_words(stem: str) -> str:
    words = re.sub(r"^\d{4}-\d{2}-\d{2}-?", "", stem).replace("-", " ").replace("_", " ").strip()
    return (words or stem).capitalize()


def _gallery_html(spec: spec_model.Spec, course: CourseBuilder, stories: list[Story]) -> str:
    """The stories by module, in the order of the course; those without a module at the end."""
    messages = course.messages
    parts = []
    titles = {module.id: module.title for module in spec.modules}
    for module in [*titles, None]:
        of_it = [s for s in stories if (s.meta.module if s.meta.module in titles else None) == module]
        if not of_it:
            continue
        if module:
            heading = f'<a href="course:module/{module}">{escape(titles[module])}</a>'
        else:
            heading = escape(messages.text("Other stories"))
        parts.append(f'<h2>{heading}</h2>\n<div class="stories">')
        parts += [_story_html(course, story) for story in of_it]
        parts.append("</div>")
    return "\n".join(parts)


def _story_html(course: CourseBuilder, story: Story) -> str:
    by = story.meta.name.strip()
    day = course.messages.date(story.meta.date)
    facts = course.messages.text("{name}, {day}", name=by, day=day) if by else day
    # The story's own headings go below its title.
    body = re.sub(r"<(/?)h([1-6])\b", lambda found: f"<{found[1]}h{min(int(found[2]) + 3, 6)}", story.html)
    return (
        f'<article class="story">\n<h3 id="{escape(story.id)}">{escape(story.title)}</h3>\n'
        f'<p class="story-facts">{escape(facts)}</p>\n{body}\n</article>'
    )
