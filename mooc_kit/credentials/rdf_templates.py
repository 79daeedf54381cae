"""RDF templates: statements with blanks, of whose order as much as possible is worked out before they are filled.

A blank is `%s` in a line, and a number that says which value stands there; a negative one counts from the end, as in
any Python list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

Line = tuple[str, tuple[int, ...]]
"""A line without its end, and the values that its blanks take. Signs of per cent are doubled, as for `%`."""
_Fill = tuple[str, Callable[[Sequence[str]], Any] | None]


class Lines:
    """Lines with blanks that give a text with the lines in the order of their letters.

    Each comes with a mark: lines that come out alike are one line where their marks are the same, and stay two where
    they differ.
    """

    def __init__(self, lines: Iterable[tuple[Line, Any]], behind: Line = ("", ())) -> None:
        """All lines begin with `behind`."""
        runs: list[list[tuple[Line, Any]]] = []
        heads: list[str] = []
        for head, line, mark in sorted([(_known(line, behind), line, mark) for line, mark in lines], key=itemgetter(0)):
            # Behind a line that begins with a blank after `head`, whatever begins with `head` too may come first.
            if any(head.startswith(other) for other in heads):
                runs[-1].append((line, mark))
                heads.append(head)
            else:
                runs.append([(line, mark)])
                heads = [head]
        self._parts: list[_Fill | list[tuple[_Fill, Any]]] = []
        certain: list[Line] = []
        for run in runs:
            if len(run) == 1 or not any(blanks for (_, blanks), _ in run):
                certain += [line for line, _ in dict.fromkeys(run)]
                continue
            self._close(certain)
            certain = []
            self._parts.append([(_fill([line]), mark) for line, mark in run])
        self._close(certain)

    def _close(self, certain: list[Line]) -> None:
        if certain:
            self._parts.append(_fill(certain))

    @property
    def is_fixed(self) -> bool:
        """Whether the text is always the same."""
        return all(isinstance(part, tuple) and part[1] is None for part in self._parts)

    def text(self, values: Sequence[str]) -> str:
        """The lines with `values` in their blanks, each with its end."""
        out = ""
        for part in self._parts:
            if isinstance(part, tuple):
                template, of = part
                out += template if of is None else template % of(values)
            else:
                found = {(t if of is None else t % of(values), mark) for (t, of), mark in part}
                out += "".join(sorted([text for text, _ in found]))
        return out


class Blocks:
    """Many lines with blanks in order, kept by what each begins with (the subject of the statement)."""

    def __init__(self, rows: Iterable[tuple[Line, Line]]) -> None:
        """`rows` are (how the line begins, the whole line)."""
        groups: dict[Line, list[Line]] = {}
        for subject, line in rows:
            groups.setdefault(subject, []).append(line)
        self._blocks = [
            (*_fill([subject], end=" "), Lines([(line, None) for line in lines], subject))
            for subject, lines in groups.items()
        ]

    def text(self, values: Sequence[str]) -> str:
        """The lines with `values` in their blanks, each once and each with its end."""
        found = {(t if of is None else t % of(values)): lines for t, of, lines in self._blocks}
        if len(found) == len(self._blocks):
            return "".join([found[subject].text(values) for subject in sorted(found)])
        # Two blanks hold the same: their lines are those of one subject.
        every = "".join([lines.text(values) for _, _, lines in self._blocks])
        return "".join(sorted([line + "\n" for line in set(every.split("\n")) if line]))


def _known(line: Line, behind: Line) -> str:
    """What is known of how `line` goes on `behind` its beginning; all of that where it has no blank."""
    text, blanks = line[0][len(behind[0]) :], line[1][len(behind[1]) :]
    return (text.split("%s", 1)[0] if blanks else text + "\n").replace("%%", "%")


def _fill(lines: Sequence[Line], end: str = "\n") -> _Fill:
    """`lines` as one template, and what takes its values out of all."""
    text = "".join(text + end for text, _ in lines)
    blanks = [blank for _, blanks in lines for blank in blanks]
    return (text, itemgetter(*blanks)) if blanks else (text.replace("%%", "%"), None)
