"""Renaming an id: everything in a kit that names it, and every file that is called by it, in one pass over texts.

The same pass goes over what was rendered then (`.mooc-kit/base.txt`), as if the course had had the new id from the
start: so a later update finds each author's words in their place, and nothing to merge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from mooc_kit.content.front_matter import FRONT_MATTER
from mooc_kit.course.rendered_files import AUTHORS, BINARY, FOLDER, SPEC, TEXT
from mooc_kit.kit.moved_links import relinked
from mooc_kit.spec.references import Steps, ids_of, with_new_id

_CODE = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)|(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)", re.DOTALL | re.MULTILINE
)
YAML = (".yaml", ".yml")
FOR_PARTICIPANTS = "content/"


@dataclass(frozen=True)
class Renaming:
    """`old` is called `new`; `files` moved besides, by their paths. No `kind` where only files move."""

    kind: str = ""
    old: str = ""
    new: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    def path(self, path: str) -> str:
        """The path of a file of the kit afterwards."""
        if path in self.files:
            return self.files[path]
        return called_by(path, self.kind, self.old, self.new) if self.kind else path

    def applied(self, files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[tuple[str, int]]]:
        """The `files` of a kit, base and all, as they are afterwards; and places (path, line from 1) that name the old
        id and could not be changed."""
        known = {_plain(path)[1] for path in files}
        made: dict[str, bytes] = {}
        left: list[tuple[str, int]] = []
        for path, data in files.items():
            before, name, after = _plain(path)
            text, lines = self._text(name, data, known)
            made[before + self.path(name) + after] = text
            left += [(self.path(name), line) for line in lines if not before]
        return made, left

    def _text(self, path: str, data: bytes, known: set[str]) -> tuple[bytes, list[int]]:
        suffix = PurePosixPath(path).suffix.lower()
        if suffix not in (*YAML, ".md", ".json"):
            return data, []
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return data, []
        made = text
        left: list[int] = []
        if self.kind:
            if suffix == ".md":
                made, left = self._front(text)
            elif suffix in YAML or "/" not in path:  # JSON below the top is signed, or a program's
                made, left = with_new_id(
                    text, self.kind, self.old, self.new, lambda value: self._described(path, value)
                )
        made = relinked(made, path, self.path(path), self.path, known) if suffix != ".json" else made
        if suffix == ".md" and self.kind and not path.startswith(FOR_PARTICIPANTS):
            made = _CODE.sub(self._code, made)
        return (made.encode("utf-8"), left) if made != text else (data, left)

    def _described(self, path: str, value: Any) -> Iterator[Steps]:
        """Where the id itself stands, as the id of its thing."""
        if path == SPEC and self.old in (found := ids_of(value, self.kind)):
            yield (*found[self.old], "id")
        if self.kind == "rubric" and path == f"rubrics/{self.old}.yaml" and isinstance(value, dict):
            yield from [("id",)] if value.get("id") == self.old else []

    def _front(self, text: str) -> tuple[str, list[int]]:
        found = FRONT_MATTER.match(text)
        if found is None:
            return text, []
        meta, lines = with_new_id(found["meta"], self.kind, self.old, self.new)
        return text[: found.start("meta")] + meta + text[found.end("meta") :], [line + 1 for line in lines]

    def _code(self, found: re.Match[str]) -> str:
        """Code in what the team reads: an id alone, a path of the kit, the commands of mooc-kit."""
        span = found[0]
        inner = span.strip("`")
        if inner.strip() == self.old:
            return span.replace(self.old, self.new)
        if not re.search(r"\s", inner):
            return span.replace(inner, self.path(inner) if self.path(inner) != inner else self._folder(inner))
        if "mooc-kit" in inner:
            return mention(self.old).sub(self.new, span)
        return span

    def _folder(self, path: str) -> str:
        return self.path(f"{path}x")[:-1] if path.endswith("/") else path


def called_by(path: str, kind: str, old: str, new: str) -> str:
    """The path of a file that is called by the id `old`, with `new` in its place; `path` itself for any other file."""
    parts = path.split("/")
    stem, dot, ending = parts[-1].partition(".")
    folder = "/".join(parts[:-1])
    if kind == "module":
        at = 2 if parts[:2] == ["content", "modules"] else 1 if parts[0] == "contributions" else 0
        if at and len(parts) > at + 1 and parts[at] == old:
            return "/".join([*parts[:at], new, *parts[at + 1 :]])
        is_named = folder == "quizzes" and stem == f"self-check-{old}"
        return f"quizzes/self-check-{new}{dot}{ending}" if is_named else path
    if kind == "activity" and stem == old:
        is_page = parts[:2] == ["content", "modules"] and len(parts) == 4 and ending == "md"
        return f"{folder}/{new}{dot}{ending}" if is_page or folder in ("quizzes", "surveys") else path
    if kind == "badge":
        if folder == "badges" and stem == old:
            return f"badges/{new}{dot}{ending}"
        return f"content/completion/ask-for-{new}.md" if path == f"content/completion/ask-for-{old}.md" else path
    return f"rubrics/{new}.{ending}" if kind == "rubric" and folder == "rubrics" and stem == old else path


def mention(id: str) -> re.Pattern[str]:
    """Where a text names the id as a word of its own."""
    return re.compile(rf"(?<![\w-]){re.escape(id)}(?![\w-])")


def _plain(path: str) -> tuple[str, str, str]:
    """What stands before and behind the path of the file that a file of the base is about; "" for other files."""
    if not path.startswith(f"{FOLDER}/"):
        return "", path, ""
    bare = path.removeprefix(f"{FOLDER}/")
    ending = next((ending for ending in (TEXT, BINARY, AUTHORS) if bare.endswith(ending)), "")
    return f"{FOLDER}/", bare.removesuffix(ending), ending
