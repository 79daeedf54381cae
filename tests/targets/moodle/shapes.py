"""The shape of a backup's files: which elements Moodle itself writes where. Every one missing or surplus is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from lxml import etree

FILES = ("shapes.txt", "shapes-beyond.txt")
QUESTION = (
    "question_categories/question_category/question_bank_entries/question_bank_entry/question_version/"
    "question_versions/questions/question"
)
"""What …question stands for in those files."""

# fmt: off
ROOT_FILES = (
    "moodle_backup.xml", "files.xml", "groups.xml", "outcomes.xml", "questions.xml", "roles.xml", "scales.xml",
    "users.xml", "gradebook.xml", "completion.xml", "badges.xml", "course/course.xml", "course/calendar.xml",
    "course/comments.xml", "course/contentbank.xml", "course/filters.xml", "course/roles.xml",
)
# fmt: on
ACTIVITY_FILES = (
    "module.xml",
    "grades.xml",
    "calendar.xml",
    "comments.xml",
    "filters.xml",
    "roles.xml",
    "xapistate.xml",
    "inforef.xml",
)


@dataclass
class Shape:
    """What an element has: its attributes, the children it must have, and those that it may have."""

    attributes: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)


def shape_problems(members: Mapping[str, bytes]) -> Iterator[str]:
    """Every file that Moodle needs and is not there, and every element missing or surplus in the files that are."""
    for name in ROOT_FILES:
        if name not in members:
            yield f"{name}: the file is missing"
    for name in sorted(members):
        parts = name.split("/")
        if parts[0] == "activities" and parts[-1] == "module.xml":
            kind = parts[1].rpartition("_")[0]
            wanted = [*ACTIVITY_FILES, f"{kind}.xml", *(["grading.xml"] if kind in ("assign", "forum") else [])]
            yield from (
                f"activities/{parts[1]}/{file}: the file is missing"
                for file in wanted
                if f"activities/{parts[1]}/{file}" not in members
            )
        if name.endswith(".xml"):
            kind_of_file = file_kind(name)
            if kind_of_file not in shapes():
                yield f"{name}: Moodle writes no such file"
            else:
                yield from _element(etree.fromstring(members[name]), "", shapes()[kind_of_file], name)


def file_kind(name: str) -> str:
    parts = name.split("/")
    if parts[0] == "sections":
        return f"sections/*/{parts[-1]}"
    if parts[0] == "activities":
        kind = parts[1].rpartition("_")[0]
        return f"activities/{kind}/{kind}.xml" if parts[2] == f"{kind}.xml" else f"activities/*/{parts[2]}"
    return name


@lru_cache(maxsize=1)
def shapes() -> dict[str, dict[str, Shape]]:
    found: dict[str, dict[str, Shape]] = {}
    here: dict[str, Shape] = {}
    for file in FILES:
        for line in (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                here = found.setdefault(line.strip("[]"), {})
            elif line.strip() and not line.startswith("#"):
                path, _, rest = line.partition(":")
                shape = here.setdefault(path.replace("…question", QUESTION), Shape())
                for word in rest.split():
                    if word.startswith("@"):
                        shape.attributes.add(word[1:])
                    elif word.endswith("?"):
                        shape.possible.add(word[:-1])
                        shape.needed.discard(word[:-1])
                    else:
                        shape.needed.add(word)
    return found


def _element(element: etree._Element, above: str, known: Mapping[str, Shape], file: str) -> Iterator[str]:
    path = f"{above}/{element.tag}".lstrip("/")
    shape = known.get(path, Shape())
    children = {str(child.tag) for child in element}
    for name in sorted(shape.needed - children):
        yield f"{file}: {path} has no <{name}>"
    for name in sorted(children - shape.needed - shape.possible):
        yield f"{file}: {path} has a surplus <{name}>"
    for name in sorted(shape.attributes - set(element.attrib)):
        yield f"{file}: {path} has no attribute {name}"
    for name in sorted(set(element.attrib) - shape.attributes):
        yield f"{file}: {path} has a surplus attribute {name}"
    for child in element:
        yield from _element(child, path, known, file)
