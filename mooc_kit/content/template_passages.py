"""Template translation: headings, paragraphs and list items of a Markdown template, a message each, as po4a does it.

A template is written once, in English and without marks. A message is the passage as it stands, its line breaks made
spaces, with the Jinja2 tags in it: whole sentences, so that another language may order them as it must. A translation
has the same tags; one that has not is not used. Where nothing is translated the template stays as it is, byte for byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_FENCE = re.compile(r"\s*(```|~~~)")
_FACT = re.compile(r"(title|summary): +(?![{>|])(\S.*)")
_HEADING = re.compile(r"#{1,6} +")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.) +(?:\[[ x]\] +)?")
_QUOTE = re.compile(r"> ?")
_BLOCK = re.compile(r":{3,} *(?:(?:video|audio) \S+ *|[\w-]* *)")
_RULE = re.compile(r"\s*(?:\|[-:| ]+|-{3,}|\*{3,})\s*")
_NOT_WORDS = re.compile(rf"{_TAG.pattern}|`[^`]*`|\]\([^)]*\)|<(?!!--)[^>]*>|https?://\S+", re.DOTALL)

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Passage:
    """A message in a template: the lines `first` up to `end` hold it, after `before` (the sign of a list, a key)."""

    first: int
    end: int
    before: str
    message: str
    is_yaml: bool = False


def translated(source: str, translate: Translate) -> str:
    """The template `source` with each passage as `translate` gives it."""
    lines = source.split("\n")
    for passage in reversed(list(passages(source))):
        words = " ".join(translate(passage.message).split("\n"))
        if words != passage.message and has_same_tags(passage.message, words):
            shown = json.dumps(words, ensure_ascii=False) if passage.is_yaml else words
            lines[passage.first : passage.end] = [passage.before + shown]
    return "\n".join(lines)


def has_same_tags(message: str, words: str) -> bool:
    """Whether `words` print the same as `message` and branch alike: a translation brings no code of its own."""
    there, here = _TAG.findall(message), _TAG.findall(words)
    statements = [[tag for tag in tags if tag.startswith("{%")] for tags in (there, here)]
    left = _TAG.sub("", words)
    return sorted(there) == sorted(here) and statements[0] == statements[1] and not re.search(r"\{[{%#]|[}%#]\}", left)


def passages(source: str) -> Iterator[Passage]:
    """Everything that people read in the template, in its order."""
    found = _Passages(source.split("\n"))
    found.read()
    return (one for one in found.made if any(map(str.isalpha, _NOT_WORDS.sub("", one.message))))


class _Passages:
    """Reads lines; what is `open` goes on until something else begins."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.made = lines, list[Passage]()
        self._open: tuple[int, str, list[str]] | None = None

    def read(self) -> None:
        at = self._facts()
        fence = ""
        while at < len(self.lines):
            line = self.lines[at]
            if fence or (mark := _FENCE.match(line)):
                self._close(at)
                fence = "" if fence and line.strip().startswith(fence) else fence or (mark[1] if mark else "")
                at += 1
            else:
                at = self._line(at, line)
        self._close(at)

    def _facts(self) -> int:
        """The front matter; gives the line after it."""
        if self.lines[0] != "---" or "---" not in self.lines[1:]:
            return 0
        end = self.lines.index("---", 1)
        for at in range(1, end):
            if fact := _FACT.fullmatch(self.lines[at]):
                is_quoted = fact[2].startswith('"')
                words = json.loads(fact[2]) if is_quoted else fact[2]
                self.made.append(Passage(at, at + 1, f"{fact[1]}: ", words, is_yaml=True))
        return end + 1

    def _line(self, at: int, line: str) -> int:
        end = self._end_of_tags(at)
        whole = "\n".join(self.lines[at:end])
        if self._open is not None and line.startswith(">") != self._open[1].startswith(">"):
            self._close(at)
        if self._is_between(line, whole):
            self._close(at)
        elif mark := _HEADING.match(line) or _ITEM.match(line):
            self._close(at)
            self._open = at, mark[0], [whole[mark.end() :]]
            if line.startswith("#"):
                self._close(end)
        elif line.startswith(("|", ":::")):
            self._close(at)
            before = mark[0] if (mark := _BLOCK.match(line)) else ""
            self._open = at, before, [whole[len(before) :]]
            self._close(end)
        elif self._open is None and line.startswith("    "):
            pass  # code
        elif self._open is None:
            before = mark[0] if (mark := _QUOTE.match(line)) else line[: len(line) - len(line.lstrip())]
            self._open = at, before, [whole[len(before) :]]
        else:
            self._open[2].append(_QUOTE.sub("", line) if self._open[1].startswith(">") else whole)
        return end

    def _is_between(self, line: str, whole: str) -> bool:
        """Whether no passage goes on over this line: it is empty, in a quotation too, a rule, or only statements."""
        if not line.strip(" >") or _RULE.fullmatch(line):
            return True
        start = whole.lstrip()[:3]
        goes_on = self._open is not None and start == "{%-"  # it takes the line break before it away
        return not _TAG.sub("", whole).strip() and not goes_on and not start.startswith("{{")

    def _end_of_tags(self, at: int) -> int:
        """The line after that on which every tag which begins here is closed."""
        end = at + 1
        while end < len(self.lines) and re.search(r"\{[{%#]", _TAG.sub("", "\n".join(self.lines[at:end]))):
            end += 1
        return end

    def _close(self, end: int) -> None:
        if self._open is not None:
            first, before, parts = self._open
            self.made.append(Passage(first, end, before, " ".join(part.strip() for part in parts)))
            self._open = None
