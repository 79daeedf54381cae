"""References that are left behind: what names a thing that is gone, or by its old id, in the files of a kit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mooc_kit.content.front_matter import FRONT_MATTER
from mooc_kit.files import write_whole
from mooc_kit.kit.draft import files_of, lines_of
from mooc_kit.kit.moved_links import unlinked
from mooc_kit.kit.renaming import YAML, mention
from mooc_kit.problems import MoocKitError
from mooc_kit.spec.edit import without_value
from mooc_kit.spec.references import Steps, references, without_item
from mooc_kit.spec.yaml_tree import load_tree

_NOT_SEARCHED = (".mooc-kit/", "set-aside/", "build/", "publish/", ".github/")


@dataclass(frozen=True)
class LeftOver:
    """Something that a person has to see to: where (line 0: as a whole), and what."""

    path: str
    line: int
    words: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}  {self.words}" if place else self.words


def mentions(kit: Path, id: str) -> Iterator[LeftOver]:
    """Where texts of the kit still name the id: as code, or anywhere where it is no word of the language."""
    word = mention(id)
    is_word = "-" not in id
    code = re.compile(rf"`[^`\n]*{word.pattern}[^`\n]*`")
    for path, number, line in lines_of(kit, (".md", *YAML)):
        if path.startswith(_NOT_SEARCHED) or (path == "course.yaml" and line.lstrip().startswith("aliases:")):
            continue  # an earlier id stands there on purpose
        if (code if is_word else word).search(line):
            yield LeftOver(path, number, f"still says {id!r}")


def cleared(kit: Path, gone: Sequence[tuple[str, str]], lost: Collection[str]) -> list[LeftOver]:
    """Take out of the files of `kit` what names the things that are `gone` (kind, id), and the links to `lost` files.
    Their words stay. Gives what was changed so, and what could not be."""
    told: list[LeftOver] = []
    for path, file in files_of(kit):
        is_data = file.suffix in YAML or (file.suffix == ".json" and "/" not in path)
        if path.startswith(_NOT_SEARCHED) or path == "course.yaml" or not (is_data or file.suffix == ".md"):
            continue
        try:
            text = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        made = text
        if is_data:
            made = _data_without(path, text, gone, told)
        elif found := FRONT_MATTER.match(text):
            meta = _data_without(path, found["meta"], gone, told)
            made = text[: found.start("meta")] + meta + text[found.end("meta") :]
        if file.suffix != ".json":
            made, still = unlinked(made, path, lost)
            told += [LeftOver(path, 0, f"still leads to {target}, which is gone") for target in still]
        if made != text:
            write_whole(file, made.encode("utf-8"))
    return told


def _data_without(path: str, text: str, gone: Sequence[tuple[str, str]], told: list[LeftOver]) -> str:
    for kind, id in gone:
        tree, problems = load_tree(text, path)
        if tree is None or problems:
            continue
        for steps in reversed(list(references(tree.value, kind, id))):
            line = tree.place(steps).line
            try:
                text = without(text, steps)
            except MoocKitError:
                told.append(LeftOver(path, line, f"still names the {kind} {id!r}"))
            else:
                told.append(LeftOver(path, line, f"named the {kind} {id!r}; that was taken out"))
    return text


def without(text: str, path: Steps) -> str:
    """`text` without what stands at `path`. Raises MoocKitError where that cannot be done."""
    made = without_item(text, path)
    return without_value(text, path) if made is None else made
