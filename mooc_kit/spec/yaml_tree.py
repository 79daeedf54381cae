"""YAML tree: a document that remembers where every key and value stood.

libyaml parses; we resolve scalars by the YAML 1.2 core schema (so `no` stays a language, and dates stay
text for the field that expects them), and refuse what a hand-written file never needs: duplicate keys,
tags, several documents, and sizes, depths or alias expansions that only an attack reaches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mooc_kit.problems import Place, Problem
from mooc_kit.spec import spec_codes
from mooc_kit.spec.utf8 import MAX_BYTES, decode
from mooc_kit.spec.yaml_mistakes import syntax_problem

MAX_DEPTH = 40
MAX_NODES = 400_000

Path_ = Sequence[str | int]

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*|0o[0-7]+|0x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_CONSTANTS = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node:
    """One value with its 0-based position; `children` and `keys` only where it is a collection."""

    __slots__ = ("children", "column", "count", "keys", "line", "value")

    def __init__(self, value: Any, line: int, column: int) -> None:
        self.value = value
        self.line = line
        self.column = column
        self.count = 1
        self.children: dict[str, Node] | list[Node] | None = None
        self.keys: dict[str, tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class YamlTree:
    """A loaded document: plain `value`, and `place(path)` for every part of it."""

    file: str
    root: Node

    @property
    def value(self) -> Any:
        return self.root.value

    def place(self, path: Path_ = (), *, key: bool = False) -> Place:
        """Where `path` stands, or the nearest part above it that exists; `key` asks for the key, not its value."""
        node, position = self.root, (self.root.line, self.root.column)
        for step in path:
            child: Node | None = None
            if isinstance(node.children, dict) and isinstance(step, str):
                child = node.children.get(step)
                if child is not None and node.keys is not None:
                    position = node.keys[step] if key else (child.line, child.column)
            elif isinstance(node.children, list) and isinstance(step, int) and 0 <= step < len(node.children):
                child = node.children[step]
                position = (child.line, child.column)
            if child is None:
                break
            node = child
        return Place(self.file, position[0] + 1, position[1] + 1)


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def load_tree(text: str, file: str) -> tuple[YamlTree | None, list[Problem]]:
    """The document in `text`, and what is wrong with it as YAML. No tree when nothing could be read."""
    if len(text) > MAX_BYTES:
        return None, [spec_codes.TOO_LARGE.at(Place(file), hint=f"Keep it under {MAX_BYTES // 1_000_000} MB.")]
    if text.startswith("\ufeff"):
        text = text[1:]
    problems: list[Problem] = []
    try:
        root = _build(text, file, problems)
    except _Refused as refused:
        return None, [*problems, refused.problem]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        column = error.position - (text.rfind("\n", 0, error.position) + 1)
        return None, [
            *problems,
            spec_codes.SYNTAX.at(
                Place(file, line + 1, column + 1),
                "There is an invisible control character here.",
                hint="Delete the character (it often comes in by copying from a document) and type the text again.",
            ),
        ]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, syntax_problem(error, file, text)]
    except RecursionError:
        return None, [*problems, spec_codes.TOO_DEEP.at(Place(file), hint=f"Use at most {MAX_DEPTH} levels.")]
    if root is None:
        return None, [
            *problems,
            spec_codes.EMPTY.at(
                Place(file, 1, 1), hint="Take it away and run `mooc-kit update --restore`, or write it."
            ),
        ]
    return YamlTree(file, root), problems


def read_tree(path: Path, file: str) -> tuple[YamlTree | None, list[Problem]]:
    """`load_tree` of a file; an unreadable file is a problem like any other."""
    text, problems = read_text(path, file)
    return (None, problems) if text is None else load_tree(text, file)


def read_text(path: Path, file: str) -> tuple[str | None, list[Problem]]:
    """The file's text in UTF-8, or the problem that stands in the way. Never reads more than MAX_BYTES."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # reading a pipe would wait for ever
            hint = 'Name a file, or "-" for standard input where the command takes it.'
            return None, [spec_codes.UNREADABLE.at(Place(file), "This is no ordinary file.", hint=hint)]
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = "does not exist" if isinstance(error, FileNotFoundError) else "cannot be read"
        hint = "Check the name, or run `mooc-kit new` to grow a course."
        return None, [spec_codes.UNREADABLE.at(Place(file), f"The file {reason}.", hint=hint)]
    return decode(raw, file)


def _build(text: str, file: str, problems: list[Problem]) -> Node | None:
    """One pass over libyaml's events with a stack of our own, so that depth is ours to limit."""
    events = _Parser(text)
    try:
        return _Builder(file, problems).build(events.get_event)
    finally:
        events.dispose()


class _Builder:
    """Makes nodes of events. `open_key` is the key of the innermost mapping that waits for its value."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.root: Node | None = None
        self.anchors: dict[str, Node] = {}
        self.stack: list[tuple[Node, str | None]] = []
        self.open_key: str | None = None
        self.total = 0

    def build(self, next_event: Callable[[], Any]) -> Node | None:
        # Nine events in ten are scalars, and half the time of `validate` is spent here: the way of a plain
        # scalar is written out, and what is rare is looked at only where it occurs.
        documents = 0
        children: Any = None
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.tag:
                    self._refuse_tag(event)
                mark = event.start_mark
                text = event.value
                if children.__class__ is dict and self.open_key is None:
                    self._key(text, mark, event)
                    continue
                node = Node(resolved(text) if event.implicit[0] else text, mark.line, mark.column)
                if event.anchor:
                    self.anchors[event.anchor] = node
                self._place_in_parent(node, 1, event)
                continue
            if kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
                self._open(event, is_mapping=kind is yaml.MappingStartEvent)
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                node, self.open_key = self.stack.pop()
                _seal(node)
                self._place_in_parent(node, 1, event)
            elif kind is yaml.AliasEvent:
                node = self._alias(event)
                self._place_in_parent(node, node.count, event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    hint = "Remove the line `---`, or move the second part to a file of its own."
                    raise _Refused(spec_codes.SEVERAL_DOCUMENTS.at(_place(self.file, event), hint=hint))
            elif kind is yaml.StreamEndEvent:
                return self.root
            children = self.stack[-1][0].children if self.stack else None

    def _open(self, event: Any, *, is_mapping: bool) -> None:
        if self.stack and self.open_key is None and isinstance(self.stack[-1][0].children, dict):
            place = _place(self.file, event)
            raise _Refused(spec_codes.SYNTAX.at(place, "A key must be a word.", hint="Write `key: value`."))
        if len(self.stack) >= MAX_DEPTH:
            place = _place(self.file, event)
            raise _Refused(spec_codes.TOO_DEEP.at(place, hint=f"Use at most {MAX_DEPTH} levels."))
        if event.tag:
            self._refuse_tag(event)
        node = Node(None, event.start_mark.line, event.start_mark.column)
        if is_mapping:
            node.children, node.keys = {}, {}
        else:
            node.children = []
        if event.anchor:
            self.anchors[event.anchor] = node
        self.stack.append((node, self.open_key))
        self.open_key = None

    def _alias(self, event: Any) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None or any(target is node for node, _ in self.stack):
            message = f"*{event.anchor} refers to something that is not complete above it."
            hint = f"Write &{event.anchor} at the part to repeat, above this line."
            raise _Refused(spec_codes.SYNTAX.at(_place(self.file, event), message, hint=hint))
        return target

    def _place_in_parent(self, node: Node, count: int, event: Any) -> None:
        self.total += count
        if self.total > MAX_NODES:
            hint = "Write the parts out instead."
            raise _Refused(spec_codes.TOO_MANY_ALIASES.at(_place(self.file, event), hint=hint))
        if not self.stack:
            self.root = node
            return
        children = self.stack[-1][0].children
        if children.__class__ is dict:
            if self.open_key is not None:
                children[self.open_key] = node  # the line above says dict
            self.open_key = None
        elif children is not None:
            children.append(node)  # type: ignore[union-attr]

    def _key(self, key: str, mark: Any, event: Any) -> None:
        keys = self.stack[-1][0].keys
        if keys is None:
            return
        if key in keys:
            message = f"`{key}` stands here a second time."
            hint = f"It is already on line {keys[key][0] + 1}. Keep one of the two."
            self.problems.append(spec_codes.DUPLICATE_KEY.at(_place(self.file, event), message, hint=hint))
        if event.anchor:
            self.anchors[event.anchor] = Node(key, mark.line, mark.column)
        keys[key] = (mark.line, mark.column)
        self.open_key = key

    def _refuse_tag(self, event: Any) -> None:
        if not event.tag.startswith("tag:yaml.org,2002:") and event.tag != "!":
            message = f"The tag {event.tag} has no meaning here."
            raise _Refused(spec_codes.SYNTAX.at(_place(self.file, event), message, hint="Remove it; write plain text."))


def _seal(node: Node) -> None:
    children = node.children
    if isinstance(children, dict):
        node.value = {key: child.value for key, child in children.items()}
        node.count = 1 + sum(child.count for child in children.values())
    elif children is not None:
        node.value = [child.value for child in children]
        node.count = 1 + sum(child.count for child in children)


def tokens(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Where each token of `text`, which `load_tree` could read, begins and ends; of bare words, what they hold."""
    scanner = _Parser(text)
    try:
        while scanner.check_token():
            token = scanner.get_token()
            bare = token.value if isinstance(token, yaml.ScalarToken) and token.plain else None
            yield token.start_mark.index, token.end_mark.index, bare
    finally:
        scanner.dispose()


def resolved(text: str) -> Any:
    """What the bare word `text` stands for: nothing, a truth value, a number, or itself."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    first = text[0]
    if first.isdigit() or first in "-+.":
        if len(text) < 400 and _INT.match(text):
            return int(text, 0 if "x" in text or "o" in text else 10)
        if _FLOAT.match(text):
            return float(text)
    return text


def _place(file: str, event: Any) -> Place:
    return Place(file, event.start_mark.line + 1, event.start_mark.column + 1)
